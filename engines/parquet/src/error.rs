//! What can go wrong.

use std::fmt;
use std::io;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of this crate.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It cannot be written.
    Write(io::Error),
    /// Cells do not fit the columns, or there are too many.
    Shape {
        /// What does not fit.
        reason: &'static str,
    },
    /// The bytes are not a file that this crate wrote, or no longer.
    Damaged {
        /// What is wrong.
        reason: &'static str,
    },
}

impl Error {
    pub(crate) fn shape(reason: &'static str) -> Self {
        Self::Shape { reason }
    }

    pub(crate) fn damaged(reason: &'static str) -> Self {
        Self::Damaged { reason }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write(_) => out.write_str("it cannot be written"),
            Self::Shape { reason } => write!(out, "it makes no table: {reason}"),
            Self::Damaged { reason } => write!(out, "it is damaged, or not ours: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Write(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}
