//! Where vessels have been: positions in columns, one file a day, cell and flush, that are only
//! ever added, merged and, when their time is over, removed.
//!
//! A file `DAY/CELL-LINE.parquet` holds the positions of one day (UTC) in one cell of five degrees,
//! in the order of vessel and time:
//!
//! | column | is |
//! |---|---|
//! | `mmsi` | the vessel's number |
//! | `time` | when, to a millisecond, UTC |
//! | `lat`, `lon` | degrees, with seven decimals |
//! | `speed` | knots, with one decimal; absent if it is not known |
//! | `course` | degrees over ground, with one decimal; absent if it is not known |
//!
//! A vessel's track is read from the pages that hold it ([`crate::by_vessel`]). Files `.track` of the
//! form before Parquet are read, and become Parquet when their day is over; so are Parquet files that
//! were written before they had a page index, where all of a group is read for a vessel.

mod before;
mod folder;
#[cfg(test)]
mod made;
mod past;
mod segment;

pub use folder::History;
pub(crate) use past::{Density, Tracks};
pub use segment::PositionWriter;

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
