//! How much of a file is read before it is refused.

use std::time::Duration;

/// Limits on a file from outside. The defaults suit a server that many share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The greatest size of a document, in bytes.
    pub file_bytes: u64,
    /// The greatest size of a table, in bytes: tables are streamed.
    pub table_bytes: u64,
    /// The greatest size of what a packed file (DOCX, XLSX) unpacks to, in bytes.
    pub unpacked_bytes: u64,
    /// How many times larger than packed the content of a packed file may be.
    pub ratio: u64,
    /// The greatest length of the text of a document, in bytes of UTF-8.
    pub text_bytes: usize,
    /// The greatest number of rows of a table.
    pub rows: u64,
    /// The greatest number of columns of a table.
    pub columns: usize,
    /// The greatest length of one value in a table, in bytes.
    pub cell_bytes: usize,
    /// The greatest number of attachments that are listed.
    pub attachments: usize,
    /// How deep markup may nest.
    pub depth: usize,
    /// How long one reader of a document may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            table_bytes: 4 << 30,
            unpacked_bytes: 512 << 20,
            ratio: 200,
            text_bytes: 16 << 20,
            rows: 100_000_000,
            columns: 1024,
            cell_bytes: 1 << 20,
            attachments: 1000,
            depth: 256,
            time: Duration::from_secs(30),
        }
    }
}
