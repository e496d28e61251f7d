//! Entities out.

use std::io::Write;

use crossbearing_model::{Ontology, Statement};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::record::Record;
use crate::native::StatementWriter;
use crate::{Error, Result};

/// Writes entities as FollowTheMoney has words for them, and every statement whole into a side
/// file.
///
/// A thing that FollowTheMoney has a wider word for is written as that (a `Seizure` as an `Event`);
/// one of which it can say nothing stands in the side file only.
pub struct EntityWriter<'o, W, S> {
    entities: W,
    side: StatementWriter<S>,
    ontology: &'o Ontology,
    written: Written,
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Entities in the entity file.
    pub entities: u64,
    /// Entities that stand in the side file only.
    pub side_only: u64,
    /// Statements, all of which stand in the side file.
    pub statements: u64,
    /// Values of properties in the entity file.
    pub values: u64,
    /// Data sets and other ids beside the properties in the entity file.
    pub beside: u64,
}

impl<'o, W: Write, S: Write> EntityWriter<'o, W, S> {
    /// Writes entities to `entities` and statements to `side`, both best buffered ones.
    pub fn new(entities: W, side: S, ontology: &'o Ontology) -> Result<Self> {
        let side = StatementWriter::new(side)?;
        Ok(Self { entities, side, ontology, written: Written::default() })
    }

    /// Writes one entity: `statements` are all that is said of it.
    pub fn write(&mut self, statements: &[Statement]) -> Result<()> {
        let Some(first) = statements.first() else { return Ok(()) };
        if let Some(stray) = statements.iter().find(|statement| statement.entity != first.entity) {
            let reason = format!("one of {} among those of {}", stray.entity, first.entity);
            return Err(Error::Unwritable { reason });
        }
        for statement in statements {
            self.side.write(statement)?;
        }
        self.written.statements += statements.len() as u64;
        let id = first.entity.as_str();
        if let Some(record) = Record::of(statements, self.ontology) {
            return self.entity(id, &record);
        }
        self.written.side_only += 1;
        Ok(())
    }

    /// Flushes both files and says what was written.
    pub fn finish(mut self) -> Result<Written> {
        self.entities.flush()?;
        self.side.finish()?;
        Ok(self.written)
    }

    fn entity(&mut self, id: &str, record: &Record<'_, '_>) -> Result<()> {
        let [(_, datasets), (_, referents), (_, merged)] = &record.beside;
        let line = EntityLine {
            id,
            schema: record.schema.name(),
            properties: Properties(record),
            datasets,
            referents,
            // There is room for one; the side file has the others.
            canonical_id: merged.first().copied(),
        };
        serde_json::to_writer(&mut self.entities, &line)
            .map_err(|error| Error::from(std::io::Error::from(error)))?;
        self.entities.write_all(b"\n")?;
        self.written.entities += 1;
        let beside = datasets.len() + referents.len() + merged.len().min(1);
        self.written.beside += beside as u64;
        self.written.values +=
            record.values.iter().map(|(_, values)| values.len() as u64).sum::<u64>();
        Ok(())
    }
}

#[derive(serde::Serialize)]
struct EntityLine<'a> {
    id: &'a str,
    schema: &'a str,
    properties: Properties<'a>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    datasets: &'a [&'a str],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    referents: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical_id: Option<&'a str>,
}

struct Properties<'a>(&'a Record<'a, 'a>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.values.len()))?;
        for (property, values) in &self.0.values {
            map.serialize_entry(property.name(), values)?;
        }
        map.end()
    }
}
