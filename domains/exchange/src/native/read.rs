//! Statements in.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;
use std::sync::Arc;

use crossbearing_model::{Citation, EntityId, Name, Passage, Period, Standing, Statement};

use super::FORMAT;
use super::line::{CitationLine, FormatLine, StatementLine};
use crate::lines::{Line, Lines, shown};
use crate::{Defect, Error, Result};

/// Reads statements, one a line.
///
/// Values are taken as they stand: they were normalised when they were first recorded. Whatever is
/// wrong ends the reading, because a file that a program wrote and that is broken is damaged.
pub struct StatementReader<R> {
    lines: Lines<R>,
    known: Known,
}

impl<R: BufRead> StatementReader<R> {
    /// Reads from `input` lines of at most `line_limit` bytes.
    pub fn new(input: R, line_limit: usize) -> Self {
        Self { lines: Lines::new(input, line_limit), known: Known::default() }
    }

    /// The number of the line read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number()
    }

    /// The next statement; none at the end of the file.
    pub fn read(&mut self) -> Result<Option<Statement>> {
        loop {
            let text = match self.lines.next()? {
                Line::End => return Ok(None),
                Line::Broken(defect) => return Err(Error::Defect(defect)),
                Line::Text(text) => text,
            };
            match self.known.take(text) {
                Ok(None) => {}
                Ok(Some(statement)) => return Ok(Some(statement)),
                Err(reason) => {
                    let (set_aside, again) = (shown(text), Some(text.to_owned()));
                    let line = self.lines.number();
                    return Err(Error::Defect(Defect {
                        line,
                        place: String::new(),
                        reason,
                        set_aside,
                        again,
                    }));
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for StatementReader<R> {
    type Item = Result<Statement>;
    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

/// What earlier lines of the file said.
#[derive(Default)]
pub(crate) struct Known {
    begun: bool,
    citations: HashMap<u32, Arc<Citation>>,
    names: HashSet<Name>,
    latest: Option<EntityId>,
}

impl Known {
    /// Takes one line in: a statement, or nothing for a line that only serves the next ones. The
    /// error says what is wrong with the line.
    fn take(&mut self, text: &str) -> Result<Option<Statement>, String> {
        if !self.begun {
            self.begun = true;
            return match serde_json::from_str(text) {
                Ok(FormatLine { format }) if format == FORMAT => Ok(None),
                _ => Err(format!("the file does not begin with {{\"format\":\"{FORMAT}\"}}")),
            };
        }
        match serde_json::from_str::<StatementLine<'_>>(text) {
            Ok(line) => self.statement(line).map(Some),
            Err(error) => match serde_json::from_str::<CitationLine<'_>>(text) {
                Ok(line) => self.introduce(line).map(|()| None),
                Err(other) if text.starts_with("{\"citation\"") => Err(other.to_string()),
                Err(_) => Err(error.to_string()),
            },
        }
    }

    /// Takes a citation in, for the statements that name it by its number.
    pub(crate) fn introduce(&mut self, line: CitationLine<'_>) -> Result<(), String> {
        let citation = Citation {
            report: line.report.parse().map_err(|error| format!("{error}"))?,
            grade: line.grade,
            label: line.label,
            basis: line.basis,
            origin: line.origin,
        };
        match self.citations.insert(line.citation, Arc::new(citation)) {
            None => Ok(()),
            Some(_) => Err(format!("citation {} is given twice", line.citation)),
        }
    }

    /// The statement of a line; the error says what is wrong with it.
    pub(crate) fn statement(&mut self, line: StatementLine<'_>) -> Result<Statement, String> {
        let citation = self
            .citations
            .get(&line.cite)
            .ok_or_else(|| format!("citation {} is not given before the statement", line.cite))?;
        let standing = match (line.replaces, line.retracts) {
            (None, None) => Standing::Asserts,
            (Some(target), None) => Standing::Replaces(target),
            (None, Some(target)) => Standing::Retracts(target),
            (Some(_), Some(_)) => return Err("it both replaces and retracts".into()),
        };
        Ok(Statement {
            citation: Arc::clone(citation),
            entity: self.entity(&line.entity)?,
            schema: self.name(&line.schema),
            property: self.name(&line.property),
            value: line.value.into_owned(),
            original: line.original.map(Into::into),
            lang: line.lang.map(|lang| self.name(&lang)),
            valid: Period { from: line.from, to: line.to },
            passage: line.passage.map(|(start, end)| Passage { start, end }),
            standing,
        })
    }

    /// The id, shared with the line before if it is the same: a file has long runs of one entity.
    fn entity(&mut self, id: &str) -> Result<EntityId, String> {
        if let Some(latest) = self.latest.as_ref().filter(|latest| latest.as_str() == id) {
            return Ok(latest.clone());
        }
        let id: EntityId = id.parse().map_err(|error| format!("{error}"))?;
        self.latest = Some(id.clone());
        Ok(id)
    }

    /// The name, shared by all statements that have it. A file made to hold ever new names does
    /// not fill memory: beyond a number that no ontology reaches they are not remembered.
    fn name(&mut self, name: &str) -> Name {
        const REMEMBERED: usize = 100_000;
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name = Name::from(name);
        if self.names.len() < REMEMBERED {
            self.names.insert(Arc::clone(&name));
        }
        name
    }
}
