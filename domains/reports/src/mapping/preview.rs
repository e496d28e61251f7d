//! The first rows of a mapping, for a person to look at before it runs.

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_model::{Citation, Statement};

use crate::mapping::Mapping;
use crate::mapping::run::Open;
use crate::tables::{Row, Rows, Shape};
use crate::{Limits, Result, RowError};

/// What a mapping makes of the first rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The rows, in order.
    pub rows: Vec<PreviewRow>,
}

/// One row of a preview.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewRow {
    /// The name of the table in the mapping.
    pub table: String,
    /// The line in the file, counted from 1.
    pub line: u64,
    /// The values, those of lookups at the end.
    pub values: Vec<String>,
    /// The statements that it gives.
    pub statements: Vec<Statement>,
    /// What is wrong with it.
    pub errors: Vec<RowError>,
}

impl Mapping {
    /// What the mapping makes of the first `n_rows` rows of each of its tables.
    pub fn preview(
        &self,
        n_rows: usize,
        open: &Open<'_>,
        citation: &Arc<Citation>,
        limits: &Limits,
    ) -> Result<Preview> {
        let mut rows = Vec::new();
        for at in 0..self.tables.len() {
            let mut n_given = 0;
            self.run_table(at, open, citation, limits, &mut |row| {
                if n_given == n_rows {
                    return ControlFlow::Break(());
                }
                n_given += 1;
                rows.push(PreviewRow {
                    table: row.table.to_owned(),
                    line: row.line,
                    values: row.values.iter().map(|&value| value.to_owned()).collect(),
                    statements: std::mem::take(row.statements),
                    errors: row.errors.to_vec(),
                });
                ControlFlow::Continue(())
            })?;
        }
        Ok(Preview { rows })
    }
}

/// The first rows of a table as they are, to write a mapping for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The lines of the rows, counted from 1.
    pub lines: Vec<u64>,
    /// The values of the rows; the first row may be a header.
    pub rows: Vec<Vec<String>>,
}

/// Reads the first `n_rows` rows of a table.
pub fn sample(file: &str, input: impl Read, n_rows: usize, limits: &Limits) -> Result<Sample> {
    let shape = Shape { delimiter: None, encoding: None, sheet: None };
    let mut table = Rows::open(file, input, &shape, limits)?;
    let mut row = Row::default();
    let mut sample = Sample { lines: Vec::new(), rows: Vec::new() };
    while sample.rows.len() < n_rows && table.next(&mut row)? {
        sample.lines.push(row.line);
        sample.rows.push(row.values().map(str::to_owned).collect());
    }
    Ok(sample)
}
