//! Spreadsheets (ECMA-376 Office Open XML).

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx};

use crate::formats::check_packed;
use crate::guard::guarded;
use crate::tables::{Row, Shape};
use crate::{Error, Limits, Result};

const FORMAT: &str = "XLSX";

/// The rows of one sheet.
pub(crate) struct XlsxRows {
    rows: std::vec::IntoIter<Sparse>,
}

/// A row's line and its values that are not empty, each with its column.
type Sparse = (u64, Vec<(usize, String)>);

impl XlsxRows {
    /// Unpacks the sheet under the limits, cell by cell: a sheet that claims a million columns and
    /// holds one value costs one value.
    pub(crate) fn open(file: &str, bytes: &[u8], shape: &Shape, limits: &Limits) -> Result<Self> {
        check_packed(file, FORMAT, bytes, limits)?;
        let (name, bytes, sheet, limits) =
            (file.to_owned(), bytes.to_vec(), shape.sheet.clone(), *limits);
        let rows = guarded(file, FORMAT, limits.time, move || {
            read(&name, bytes, sheet.as_deref(), &limits)
        })?;
        Ok(Self { rows: rows.into_iter() })
    }

    pub(crate) fn next(&mut self, row: &mut Row) -> bool {
        row.clear();
        let Some((line, values)) = self.rows.next() else { return false };
        row.line = line;
        for (column, value) in &values {
            while row.len() < *column {
                row.push("");
            }
            row.push(value);
        }
        true
    }
}

fn read(file: &str, bytes: Vec<u8>, sheet: Option<&str>, limits: &Limits) -> Result<Vec<Sparse>> {
    let broken = |reason: String| Error::Broken { file: file.to_owned(), format: FORMAT, reason };
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let names = book.sheet_names();
    let name = match sheet {
        None => names.first().cloned().ok_or_else(|| broken("it has no sheet".to_owned()))?,
        Some(sheet) => names.iter().find(|name| *name == sheet).cloned().ok_or_else(|| {
            broken(format!("it has no sheet \"{sheet}\": it has {}", names.join(", ")))
        })?,
    };
    let mut cells =
        book.worksheet_cells_reader(&name).map_err(|error| broken(error.to_string()))?;
    let mut rows: Vec<Sparse> = Vec::new();
    let mut text_bytes = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| broken(error.to_string()))? {
        let (row, column) = cell.get_position();
        let column = column as usize;
        if column >= limits.columns {
            return Err(Error::TooLarge {
                file: file.to_owned(),
                what: "number of columns",
                limit: limits.columns as u64,
            });
        }
        let value = text(cell.get_value());
        if value.is_empty() {
            continue;
        }
        text_bytes += value.len() as u64;
        if text_bytes > limits.unpacked_bytes || value.len() > limits.cell_bytes {
            return Err(Error::TooLarge {
                file: file.to_owned(),
                what: "content in bytes",
                limit: limits.unpacked_bytes,
            });
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        if let Some((_, values)) = rows.last_mut() {
            // Cells come in the order of their columns; one that does not is out of place.
            if values.last().is_none_or(|(last, _)| *last < column) {
                values.push((column, value));
            }
        }
    }
    if rows.len() as u64 > limits.rows {
        return Err(Error::TooLarge {
            file: file.to_owned(),
            what: "number of rows",
            limit: limits.rows,
        });
    }
    Ok(rows)
}

/// A value as a person would type it: dates as ISO 8601, whole numbers without a point.
fn text(value: &DataRef<'_>) -> String {
    let value: Data = value.clone().into();
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(when) => {
            let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            }
        }
    }
}
