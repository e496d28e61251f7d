//! An entity file and its side file, back in as they were.

use std::io::BufRead;

use crossbearing_model::{EntityId, Ontology, Statement};

use super::EntityReader;
use super::record::Record;
use crate::native::StatementReader;
use crate::{Batch, ReadOptions, Result};

/// Reads what [`super::EntityWriter`] wrote: the statements of the side file, and, under the
/// citation of the options, what somebody has added to the entity file since.
///
/// Both files are read side by side in their order. A value taken out of the entity file is still
/// said by the side file: take back a statement in Crossbearing, not in an export. If entities were
/// put in another order, nothing is lost, but their values are read a second time, as additions.
pub struct PairReader<'o, E, S> {
    entities: EntityReader<'o, E>,
    side: SideEntities<S>,
    ontology: &'o Ontology,
    /// The statements of an entity of the side file that wait for their turn.
    next_side: Option<Vec<Statement>>,
}

impl<'o, E: BufRead, S: BufRead> PairReader<'o, E, S> {
    /// Reads `entities` and, beside them, `side`.
    pub fn new(entities: E, side: S, ontology: &'o Ontology, options: ReadOptions) -> Self {
        let side = SideEntities {
            reader: StatementReader::new(side, options.line_limit),
            first_of_next: None,
        };
        let entities = EntityReader::new(entities, ontology, options);
        Self { entities, side, ontology, next_side: None }
    }

    /// Reads the next entity into `batch`; false at the end of both files.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        if self.next_side.is_none() {
            self.next_side = self.side.read()?;
        }
        if let Some(statements) = self.next_side.take_if(|next| is_side_only(next, self.ontology)) {
            batch.statements = statements;
            return Ok(true);
        }
        let mut entity = Batch::default();
        if !self.entities.read(&mut entity)? {
            return Ok(self.rest_of_side(batch));
        }
        let same = |next: &mut Vec<Statement>| entity_of(&entity.statements) == entity_of(next);
        if let Some(statements) = self.next_side.take_if(same) {
            let known = Record::of(&statements, self.ontology);
            entity.statements.retain(|added| !is_known(added, known.as_ref()));
            batch.statements.clone_from(&statements);
            batch.statements.append(&mut entity.statements);
            batch.defects = entity.defects;
        } else {
            *batch = entity;
        }
        Ok(true)
    }

    fn rest_of_side(&mut self, batch: &mut Batch) -> bool {
        match self.next_side.take() {
            Some(statements) => {
                batch.statements = statements;
                true
            }
            None => false,
        }
    }
}

fn entity_of(statements: &[Statement]) -> Option<&EntityId> {
    statements.first().map(|statement| &statement.entity)
}

/// Whether an export leaves the entity out of the entity file.
fn is_side_only(statements: &[Statement], ontology: &Ontology) -> bool {
    Record::of(statements, ontology).is_none()
}

/// Whether the side file says what a statement of the entity file says.
fn is_known(added: &Statement, known: Option<&Record<'_, '_>>) -> bool {
    let as_written = added.original.as_deref().unwrap_or(&added.value);
    known.is_some_and(|known| known.has(&added.property, as_written))
}

/// The statements of a side file, entity by entity.
struct SideEntities<S> {
    reader: StatementReader<S>,
    first_of_next: Option<Statement>,
}

impl<S: BufRead> SideEntities<S> {
    fn read(&mut self) -> Result<Option<Vec<Statement>>> {
        let Some(first) =
            self.first_of_next.take().map_or_else(|| self.reader.read(), |next| Ok(Some(next)))?
        else {
            return Ok(None);
        };
        let mut statements = vec![first];
        while let Some(statement) = self.reader.read()? {
            if statement.entity != statements[0].entity {
                self.first_of_next = Some(statement);
                break;
            }
            statements.push(statement);
        }
        Ok(Some(statements))
    }
}
