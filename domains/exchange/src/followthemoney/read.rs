//! Entities in.

use std::io::BufRead;

use crossbearing_model::Ontology;

use super::intake::{Intake, settle};
use crate::lines::{Line, Lines};
use crate::{Batch, ReadOptions, Result};

/// Reads entities, one a line, as statements under one citation.
///
/// Of the fields beside `properties`, `datasets`, `referents` and `canonical_id` become statements; a
/// caption and a crawler's dates are somebody's bookkeeping and are left out.
pub struct EntityReader<'o, R> {
    lines: Lines<R>,
    ontology: &'o Ontology,
    options: ReadOptions,
}

impl<'o, R: BufRead> EntityReader<'o, R> {
    /// Reads from `input` with the words of `ontology`.
    pub fn new(input: R, ontology: &'o Ontology, options: ReadOptions) -> Self {
        Self { lines: Lines::new(input, options.line_limit), ontology, options }
    }

    /// The number of the line read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number()
    }

    /// Reads the next entity into `batch`; false at the end of the file.
    ///
    /// An entity without values gives no statement, and a defect that says so.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        let line = match self.lines.next()? {
            Line::End => return Ok(false),
            Line::Broken(defect) => {
                batch.defects.push(defect);
                self.lines.number()
            }
            Line::Text(text) => {
                Intake { batch, ontology: self.ontology, options: &self.options }.entity(text);
                self.lines.number()
            }
        };
        settle(batch, line, &self.options)
    }
}
