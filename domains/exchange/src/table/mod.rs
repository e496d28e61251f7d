//! Statements as tables for spreadsheets, one a row: CSV and XLSX. They are written, not read:
//! tables come in by a mapping of their own.

mod sheet;
mod write;

pub use sheet::SheetWriter;
pub use write::{CsvWriter, HEADERS};
