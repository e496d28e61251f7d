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
    /// A ring of fewer than three positions, or with one that is none.
    Polygon {
        /// How many positions it has.
        n_positions: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { name } => write!(out, "parameter `{name}` must be positive"),
            Self::Polygon { n_positions } => write!(
                out,
                "a polygon needs at least three positions in degrees: this one has {n_positions}, \
                 or one that is out of range"
            ),
        }
    }
}

impl std::error::Error for Error {}
