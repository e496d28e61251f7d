//! Where vessels have been: positions in columns, one file a day, cell and flush, that are only
//! ever added, merged and, when their time is over, removed.
//!
//! A file `DAY/CELL-LINE.track` holds the positions of one day (UTC) in one cell of five degrees:
//!
//! ```text
//! "CBT1" | vessels u32 | for each: mmsi u32, positions u32, bytes u32 | columns … | CRC-32 u32
//! ```
//!
//! Columns of a vessel follow one another: times (milliseconds), latitudes, longitudes (1e-7
//! degrees), speeds (0.1 knots) and courses (0.1 degrees; 65535 is unknown), each as differences
//! from the one before, zigzag and as base-128 varints. Numbers of the head are little endian; the
//! checksum is of all before it.

mod columns;
mod folder;
mod past;

pub(crate) use folder::{Flush, flush, positions, tidy, track};
pub(crate) use past::{Density, Tracks};

/// Where a vessel was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Whose.
    pub mmsi: u32,
    /// When, in milliseconds since 1970.
    pub time: i64,
    /// Latitude in ten-millionths of a degree.
    pub lat: i32,
    /// Longitude in ten-millionths of a degree.
    pub lon: i32,
    /// Speed in tenths of a knot; 65535 if unknown.
    pub speed: u16,
    /// Course in tenths of a degree; 65535 if unknown.
    pub course: u16,
}
