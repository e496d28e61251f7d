//! Tables in the order of vessel, as Parquet files from which the rows of one vessel are read
//! without the others.
//!
//! The first column is the vessel's number, and its pages say which vessels they hold (the format's
//! page index): a reader goes to the pages of the vessel and passes over all others. The format's
//! checksums of pages are not written by the crate that writes the rest; [`sealed`] has the file's
//! own, which stand before the footer where readers do not look.

mod read;
mod sealed;
mod write;

pub(crate) use read::Table;
pub(crate) use write::{Form, GROUP, TableWriter, bytes};

/// What a table's reader or writer says.
pub(crate) type Result<T> = std::result::Result<T, parquet::errors::ParquetError>;
