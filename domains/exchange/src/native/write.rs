//! Statements out.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use crossbearing_model::{Citation, Standing, Statement};

use super::FORMAT;
use super::line::{CitationLine, FormatLine, StatementLine};
use crate::{Error, Result};

/// Writes statements, one a line.
pub struct StatementWriter<W> {
    output: W,
    citations: HashMap<Arc<Citation>, u32>,
    /// The citation of the statement before: most files have long runs of one.
    latest: Option<(Arc<Citation>, u32)>,
}

impl<W: Write> StatementWriter<W> {
    /// Begins a file on `output`, which is best a buffered one.
    pub fn new(output: W) -> Result<Self> {
        let mut writer = Self { output, citations: HashMap::new(), latest: None };
        writer.line(&FormatLine { format: FORMAT.into() })?;
        Ok(writer)
    }

    /// Writes one statement, and its citation before it if the file has not had it.
    pub fn write(&mut self, statement: &Statement) -> Result<()> {
        let cite = self.cite(&statement.citation)?;
        let (replaces, retracts) = match statement.standing {
            Standing::Asserts => (None, None),
            Standing::Replaces(target) => (Some(target), None),
            Standing::Retracts(target) => (None, Some(target)),
        };
        self.line(&StatementLine {
            entity: statement.entity.as_str().into(),
            schema: statement.schema.as_ref().into(),
            property: statement.property.as_ref().into(),
            value: statement.value.as_str().into(),
            cite,
            original: statement.original.as_deref().map(Into::into),
            lang: statement.lang.as_deref().map(Into::into),
            from: statement.valid.from,
            to: statement.valid.to,
            passage: statement.passage.map(|passage| (passage.start, passage.end)),
            replaces,
            retracts,
        })
    }

    /// Flushes and gives back the output.
    pub fn finish(mut self) -> Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    fn cite(&mut self, citation: &Arc<Citation>) -> Result<u32> {
        if let Some((latest, number)) = &self.latest
            && Arc::ptr_eq(latest, citation)
        {
            return Ok(*number);
        }
        let number = match self.citations.get(citation) {
            Some(&number) => number,
            None => self.introduce(citation)?,
        };
        self.latest = Some((Arc::clone(citation), number));
        Ok(number)
    }

    fn introduce(&mut self, citation: &Arc<Citation>) -> Result<u32> {
        let number = self.citations.len() as u32 + 1;
        self.line(&CitationLine {
            citation: number,
            report: citation.report.as_str().into(),
            grade: citation.grade,
            basis: citation.basis,
            origin: citation.origin.clone(),
            label: citation.label.clone(),
        })?;
        self.citations.insert(Arc::clone(citation), number);
        Ok(number)
    }

    fn line(&mut self, line: &impl serde::Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.output, line)
            .map_err(|error| Error::from(std::io::Error::from(error)))?;
        self.output.write_all(b"\n")?;
        Ok(())
    }
}
