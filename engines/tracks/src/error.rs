//! What can go wrong when a caller asks for something that cannot be.

use std::fmt;

/// An error of this crate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A parameter is not a positive, finite number.
    Parameter {
        /// Its name.
        name: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { name } => write!(out, "parameter `{name}` must be positive"),
        }
    }
}

impl std::error::Error for Error {}
