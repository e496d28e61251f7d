//! What can be wrong with a tile or with what is to be cut.

use std::fmt;

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of this crate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The zoom is deeper than tiles go.
    TooDeep {
        /// What was asked for.
        z: u32,
        /// The deepest there is.
        deepest: u8,
    },
    /// The column or row is not one of the zoom's.
    Outside {
        /// The zoom.
        z: u8,
        /// The column.
        x: u32,
        /// The row.
        y: u32,
    },
    /// A ring has fewer than three corners.
    TooFewCorners {
        /// How many it has.
        n: usize,
    },
    /// A tile would be larger than clients take.
    TooDense {
        /// Zoom, column and row.
        tile: (u8, u32, u32),
        /// The bytes it would have.
        bytes: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooDeep { z, deepest } => write!(out, "zoom {z} is not one of 0 to {deepest}"),
            Self::Outside { z, x, y } => {
                let last = (1_u64 << z) - 1;
                write!(out, "at zoom {z} columns and rows are 0 to {last}, not {x} and {y}")
            }
            Self::TooFewCorners { n } => {
                write!(out, "a ring has {n} different corners and needs three")
            }
            Self::TooDense { tile: (z, x, y), bytes } => write!(
                out,
                "the tile {z}/{x}/{y} would have {bytes} bytes: cut less deep, or thin the shapes there"
            ),
        }
    }
}

impl std::error::Error for Error {}
