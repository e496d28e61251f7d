//! FollowTheMoney statements in, as lines of JSON or as CSV.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::rc::Rc;

use crossbearing_model::Ontology;

use super::intake::{Intake, RowBefore, StatementRow, settle};
use crate::lines::{Line, Lines};
use crate::{Batch, Error, ReadOptions, Result};

/// Reads a statement file of FollowTheMoney: one value a row, with its language and original.
pub struct StatementFileReader<'o, R> {
    rows: Rows<R>,
    before: RowBefore,
    ontology: &'o Ontology,
    options: ReadOptions,
}

enum Rows<R> {
    Json(Lines<R>),
    Csv(Box<CsvRows<R>>),
}

struct CsvRows<R> {
    reader: csv::Reader<Rationed<R>>,
    ration: Rc<Cell<usize>>,
    headers: csv::StringRecord,
    record: csv::StringRecord,
}

impl<'o, R: BufRead> StatementFileReader<'o, R> {
    /// Reads lines of JSON from `input`.
    pub fn json(input: R, ontology: &'o Ontology, options: ReadOptions) -> Self {
        let rows = Rows::Json(Lines::new(input, options.line_limit));
        Self { rows, before: RowBefore::default(), ontology, options }
    }

    /// Reads CSV with a row of headers from `input`.
    pub fn csv(input: R, ontology: &'o Ontology, options: ReadOptions) -> Result<Self> {
        let ration = Rc::new(Cell::new(options.line_limit));
        let input = Rationed { input, left: Rc::clone(&ration), limit: options.line_limit };
        let mut reader = csv::Reader::from_reader(input);
        let headers = reader.headers().map_err(|error| broken(error, 1))?.clone();
        let record = csv::StringRecord::new();
        let rows = Rows::Csv(Box::new(CsvRows { reader, ration, headers, record }));
        Ok(Self { rows, before: RowBefore::default(), ontology, options })
    }

    /// Reads the next row into `batch`: its statements, or none and a defect, or, for the row that
    /// only says that an entity is there, neither. False at the end of the file.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        let mut intake = Intake { batch, ontology: self.ontology, options: &self.options };
        let line = match &mut self.rows {
            Rows::Json(lines) => {
                match lines.next()? {
                    Line::End => return Ok(false),
                    Line::Broken(defect) => intake.batch.defects.push(defect),
                    Line::Text(text) => match serde_json::from_str(text) {
                        Ok(row) => intake.statement(&row, &mut self.before, text),
                        Err(error) => intake.set_aside(String::new(), not_a_row(&error), text),
                    },
                }
                lines.number()
            }
            Rows::Csv(rows) => {
                let Some(line) = rows.next()? else { return Ok(false) };
                let text = || rows.record.iter().collect::<Vec<_>>().join(",");
                match rows.record.deserialize::<StatementRow<'_>>(Some(&rows.headers)) {
                    Ok(row) => intake.statement(&row, &mut self.before, ""),
                    Err(error) => intake.set_aside(String::new(), not_a_row(&error), &text()),
                }
                for defect in &mut intake.batch.defects {
                    defect.again = defect.again.as_ref().map(|_| rows.as_json());
                }
                line
            }
        };
        settle(batch, line, &self.options)
    }
}

fn not_a_row(error: &impl std::fmt::Display) -> String {
    format!("not a statement: {error}: entity_id, schema, prop and value are expected")
}

impl<R: BufRead> CsvRows<R> {
    /// Reads the next record and gives its line; rows of another length than the headers and bytes
    /// that are no UTF-8 end the reading, because the rows behind them cannot be trusted.
    fn next(&mut self) -> Result<Option<u64>> {
        self.ration.set(self.reader.get_ref().limit);
        let line = self.reader.position().line();
        match self.reader.read_record(&mut self.record) {
            Ok(true) => Ok(Some(self.record.position().map_or(line, csv::Position::line))),
            Ok(false) => Ok(None),
            Err(error) => Err(broken(error, line)),
        }
    }
}

impl<R> CsvRows<R> {
    /// The row as a line of a statement file in JSON.
    fn as_json(&self) -> String {
        let fields = self.headers.iter().zip(&self.record);
        let row: serde_json::Map<String, serde_json::Value> =
            fields.map(|(name, value)| (name.to_owned(), value.into())).collect();
        serde_json::Value::Object(row).to_string()
    }
}

fn broken(error: csv::Error, line: u64) -> Error {
    Error::Io { line, source: std::io::Error::from(error) }
}

/// Input that gives so many bytes a record: a quote that is never closed fills no memory.
struct Rationed<R> {
    input: R,
    left: Rc<Cell<usize>>,
    limit: usize,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            let reason =
                format!("a record is longer than {} bytes: look for an open quote", self.limit);
            return Err(std::io::Error::other(reason));
        }
        let most = into.len().min(left);
        let read = self.input.read(&mut into[..most])?;
        self.left.set(left - read);
        Ok(read)
    }
}
