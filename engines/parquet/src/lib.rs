//! Tables as Parquet files: plain columns in, a file out that other programs read, and back.
//!
//! It is the part of the format that flat tables need, not all of it: one page a column and group,
//! whole numbers as packed differences, texts through a dictionary, everything in Snappy. Whatever
//! reads Parquet reads what [`Writer`] writes. [`File`] reads the whole numbers of such files back
//! and refuses all others.
//!
//! Each page carries its checksum, as the format has it. The format has none for its footer: the
//! four bytes before it, which readers pass over, are its CRC-32.
//!
//! ```
//! use crossbearing_parquet::{Cells, Column, File, Kind, Writer};
//!
//! let columns = vec![Column::new("mmsi", Kind::Unsigned), Column::new("time", Kind::Time)];
//! let mut cells: Vec<Cells> = columns.iter().map(Cells::of).collect();
//! cells[0].whole(211_000_001);
//! cells[1].whole(1_700_000_000_000);
//! let mut writer = Writer::new(Vec::new(), columns)?;
//! writer.group(&cells)?;
//! let bytes = writer.finish()?;
//!
//! let file = File::open(&bytes)?;
//! assert_eq!(file.whole(0, 0, 0)?, [211_000_001]);
//! # Ok::<(), crossbearing_parquet::Error>(())
//! ```

mod cells;
mod delta;
mod error;
mod footer;
mod hybrid;
mod page;
mod reader;
mod schema;
mod thrift;
mod writer;

pub use cells::Cells;
pub use error::{Error, Result};
pub use reader::File;
pub use schema::{Column, Kind};
pub use writer::Writer;

/// What a file begins and ends with.
const MAGIC: &[u8; 4] = b"PAR1";
