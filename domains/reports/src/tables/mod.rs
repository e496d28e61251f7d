//! Tables: rows with their line numbers, one at a time, from CSV and spreadsheets.

mod csv;
mod xlsx;

use std::io::Read;

use crate::formats::Format;
use crate::{Error, Limits, Result, RowError};

/// How values of a text table are separated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Between values; `None` finds the likeliest in the first line.
    pub(crate) delimiter: Option<u8>,
    /// The name of the encoding; `None` finds it.
    pub(crate) encoding: Option<String>,
    /// The sheet of a spreadsheet, by name; `None` is the first.
    pub(crate) sheet: Option<String>,
}

/// The rows of a table.
pub(crate) enum Rows<'t> {
    Csv(Box<csv::CsvRows<'t>>),
    Xlsx(xlsx::XlsxRows),
}

impl<'t> Rows<'t> {
    /// Opens a text table, which is streamed.
    pub(crate) fn csv(
        file: &str,
        input: impl Read + 't,
        shape: &Shape,
        limits: &Limits,
    ) -> Result<Self> {
        csv::CsvRows::open(file, Box::new(input), shape, limits).map(Box::new).map(Self::Csv)
    }

    /// Opens a spreadsheet, which is unpacked in memory.
    pub(crate) fn xlsx(file: &str, bytes: &[u8], shape: &Shape, limits: &Limits) -> Result<Self> {
        xlsx::XlsxRows::open(file, bytes, shape, limits).map(Self::Xlsx)
    }

    /// Opens a table by what its bytes are.
    pub(crate) fn open(
        file: &str,
        mut input: impl Read + 't,
        shape: &Shape,
        limits: &Limits,
    ) -> Result<Self> {
        let mut head = vec![0; 4096];
        let n_read = read_up_to(&mut input, &mut head).map_err(|error| Error::Broken {
            file: file.to_owned(),
            format: "table",
            reason: error.to_string(),
        })?;
        head.truncate(n_read);
        let format = Format::detect(file, &head).unwrap_or(Format::Csv);
        let input = std::io::Cursor::new(head).chain(input);
        if format != Format::Xlsx {
            return Self::csv(file, input, shape, limits);
        }
        let mut bytes = Vec::new();
        input.take(limits.file_bytes + 1).read_to_end(&mut bytes).map_err(|error| {
            Error::Broken { file: file.to_owned(), format: "XLSX", reason: error.to_string() }
        })?;
        if bytes.len() as u64 > limits.file_bytes {
            return Err(Error::TooLarge {
                file: file.to_owned(),
                what: "size in bytes",
                limit: limits.file_bytes,
            });
        }
        Self::xlsx(file, &bytes, shape, limits)
    }

    /// Whether a row that is shorter than the first has lost something: not so in a sheet, where
    /// rows have no end.
    pub(crate) fn has_ends(&self) -> bool {
        matches!(self, Self::Csv(_))
    }

    /// Reads the next row into `row`; false at the end. A row that cannot be read is an error, and
    /// the one after it can be asked for.
    pub(crate) fn next(&mut self, row: &mut Row) -> std::result::Result<bool, RowError> {
        match self {
            Self::Csv(rows) => rows.next(row),
            Self::Xlsx(rows) => Ok(rows.next(row)),
        }
    }
}

/// One row: its values, one after the other, and its line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    text: String,
    ends: Vec<usize>,
    /// The line in the file, or the row of the sheet, counted from 1.
    pub(crate) line: u64,
}

impl Row {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The value of a column; empty past the end.
    pub(crate) fn value(&self, column: usize) -> &str {
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        match self.ends.get(column) {
            Some(&end) => &self.text[start.unwrap_or(0)..end],
            None => "",
        }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.value(column))
    }
}

fn read_up_to(input: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut n_read = 0;
    while n_read < buffer.len() {
        match input.read(&mut buffer[n_read..])? {
            0 => break,
            n => n_read += n,
        }
    }
    Ok(n_read)
}
