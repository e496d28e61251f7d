//! What can go wrong while reading or writing a format.

use crate::Defect;

/// Why reading or writing stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The bytes could not be read or written.
    Io {
        /// The line, from 1, or 0 where there is none.
        line: u64,
        /// The cause.
        source: std::io::Error,
    },
    /// Something could not be taken over, and the reader was told to stop at that.
    Defect(Defect),
    /// A statement that has no form in the format.
    Unwritable {
        /// Which one, and why.
        reason: String,
    },
    /// What a partner or a person asked for is refused.
    Refused {
        /// Why, and what to do.
        reason: String,
    },
    /// What is kept of the dealings with partners cannot be read or written.
    Keep {
        /// What, and the cause.
        reason: String,
    },
}

impl Error {
    /// A refusal, for this reason.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }

    /// What is kept under `what` failed.
    pub fn keep(what: &str, cause: &dyn std::fmt::Display) -> Self {
        Self::Keep { reason: format!("{what}: {cause}") }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io { line: 0, source } => write!(f, "cannot write: {source}"),
            Self::Io { line, source } => write!(f, "cannot read line {line}: {source}"),
            Self::Defect(Defect { line, place, reason, .. }) if place.is_empty() => {
                write!(f, "line {line}: {reason}")
            }
            Self::Defect(Defect { line, place, reason, .. }) => {
                write!(f, "line {line}, {place}: {reason}")
            }
            Self::Unwritable { reason } => write!(f, "cannot write a statement: {reason}"),
            Self::Refused { reason } => f.write_str(reason),
            Self::Keep { reason } => write!(f, "what is kept of partners failed: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(source: std::io::Error) -> Self {
        Self::Io { line: 0, source }
    }
}
