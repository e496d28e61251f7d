//! Everything a viewer may know of one entity.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_access::View;
use crossbearing_model::{EntityId, Name, Ontology, Property, PropertyKind, Standing, Statement};

use crate::neighbours::Neighbour;
use crate::read::{AsOf, Read, Reader};
use crate::store::EntityNo;
use crate::{Ledger, Result};

/// The line under which an entity is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// A name or what comes nearest to one; the id if nothing does.
    pub value: String,
    /// The language of the name, if it was said.
    pub lang: Option<Name>,
}

/// Everything a viewer may know of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecord {
    /// The id under which the viewer knows it.
    pub id: EntityId,
    /// The most specific schema that a standing statement gives it.
    pub schema: Name,
    /// The line to show it under.
    pub caption: Caption,
    /// Whether it is a pseudonym for the viewer.
    pub protected: bool,
    /// Every statement, the superseded ones included, in the order in which they were recorded.
    pub statements: Vec<Read>,
}

impl Ledger {
    /// Everything that `view` holds of an entity; nothing if that is nothing.
    pub fn entity(&self, view: &View, as_of: AsOf, id: &EntityId) -> Result<Option<EntityRecord>> {
        self.reading(view, as_of, |reader| match reader.entity_no(id)? {
            Some(no) => reader.record(no),
            None => Ok(None),
        })
    }
}

impl Ledger {
    /// Visits everything that `view` holds, entity by entity, in the order of the ids under which
    /// the viewer knows them; pseudonyms come last. For exports.
    pub fn every_entity(
        &self,
        view: &View,
        as_of: AsOf,
        visit: &mut dyn FnMut(EntityRecord) -> ControlFlow<()>,
    ) -> Result<()> {
        self.reading(view, as_of, |reader| {
            let mut hidden = Vec::new();
            let mut stopped = false;
            reader.snapshot.entities(&mut |no, id| {
                if id.parse().is_ok_and(|id| view.veil().pseudonym(&id).is_some()) {
                    hidden.push(no);
                    return Ok(ControlFlow::Continue(()));
                }
                let flow = reader.record(no)?.map_or(ControlFlow::Continue(()), &mut *visit);
                stopped = flow.is_break();
                Ok(flow)
            })?;
            let mut records =
                hidden.into_iter().map(|no| reader.record(no)).collect::<Result<Vec<_>>>()?;
            records.sort_by_key(|record| record.as_ref().map(|record| record.id.clone()));
            for record in records.into_iter().flatten() {
                if stopped || visit(record).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }
}

impl Reader<'_> {
    /// Everything that the View holds of the entity with this number.
    pub(crate) fn record(&self, no: EntityNo) -> Result<Option<EntityRecord>> {
        let entity = self.entity_id(no)?;
        let mut statements = Vec::new();
        self.snapshot.rows_of(no, &mut |row| {
            statements.extend(self.see_of(row, &entity)?.map(|(read, _)| read));
            Ok(ControlFlow::Continue(()))
        })?;
        if statements.is_empty() {
            return Ok(None);
        }
        let lines: Vec<Line<'_>> = statements.iter().map(Line::of).collect();
        let Neighbour { id, schema, caption, protected } = self.shown(&entity, &lines);
        Ok(Some(EntityRecord { id, schema, caption, protected, statements }))
    }

    /// Everything that the View holds of the entity with this number, as far as it is needed to say
    /// what it is: each statement, and whether it stands.
    pub(crate) fn said_of(&self, no: EntityNo) -> Result<(EntityId, Vec<(Statement, bool)>)> {
        let entity = self.entity_id(no)?;
        let mut said = Vec::new();
        self.snapshot.rows_of(no, &mut |row| {
            if let Some(statement) = self.statement_of(row, &entity)? {
                let retracts = matches!(statement.standing, Standing::Retracts(_));
                said.push((statement, !retracts && self.stands(row.seq)?));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((entity, said))
    }

    /// What [`Self::record`] says an entity is, without the rest.
    pub(crate) fn brief(&self, no: EntityNo) -> Result<Option<Neighbour>> {
        let (entity, said) = self.said_of(no)?;
        if said.is_empty() {
            return Ok(None);
        }
        let lines: Vec<Line<'_>> =
            said.iter().map(|(statement, stands)| Line { statement, stands: *stands }).collect();
        Ok(Some(self.shown(&entity, &lines)))
    }

    fn shown(&self, entity: &EntityId, lines: &[Line<'_>]) -> Neighbour {
        let ontology = &self.ledger.ontology;
        let schema = most_specific(ontology, lines);
        let id = self.view.shown_id(entity);
        let protected = self.view.veil().pseudonym(entity).is_some();
        let caption = caption(ontology, &schema, (&id, protected), lines);
        Neighbour { id, schema, caption, protected }
    }
}

/// A statement, and whether it stands.
#[derive(Clone, Copy)]
struct Line<'s> {
    statement: &'s Statement,
    stands: bool,
}

impl<'s> Line<'s> {
    fn of(read: &'s Read) -> Self {
        Self { statement: &read.statement, stands: read.stands() }
    }
}

/// The schema with the longest lineage among those of standing statements; if several are as long,
/// the one said most often, then the first by name.
fn most_specific(ontology: &Ontology, lines: &[Line<'_>]) -> Name {
    let mut said: BTreeMap<&Name, usize> = BTreeMap::new();
    let standing = lines.iter().any(|line| line.stands);
    for line in lines.iter().filter(|line| line.stands || !standing) {
        *said.entry(&line.statement.schema).or_default() += 1;
    }
    let depth = |schema: &Name| ontology.schema(schema).map_or(0, |found| found.lineage().len());
    let best = said.into_iter().max_by_key(|(schema, count)| {
        (depth(schema), *count, std::cmp::Reverse(Arc::clone(schema)))
    });
    best.map_or_else(|| "Thing".into(), |(schema, _)| Arc::clone(schema))
}

/// The best-graded standing value of the first property that serves as a caption; of several as
/// well graded, the one said most often, then the first.
fn caption(
    ontology: &Ontology,
    schema: &Name,
    (id, protected): (&EntityId, bool),
    lines: &[Line<'_>],
) -> Caption {
    let properties = ontology.schema(schema).map_or(&[][..], |found| found.caption());
    for property in properties {
        let mut said: BTreeMap<(&str, Option<&Name>), (f64, usize)> = BTreeMap::new();
        let of_property = |line: &&Line<'_>| line.stands && line.statement.property == *property;
        for Line { statement, .. } in lines.iter().filter(of_property) {
            let entry = said.entry((&statement.value, statement.lang.as_ref())).or_default();
            entry.0 = entry.0.max(statement.citation.grade.probability());
            entry.1 += 1;
        }
        let best = said.into_iter().max_by(|(name, weight), (other_name, other)| {
            weight
                .0
                .total_cmp(&other.0)
                .then(weight.1.cmp(&other.1))
                .then_with(|| other_name.cmp(name))
        });
        if let Some(((value, lang), _)) = best {
            return Caption { value: value.to_owned(), lang: lang.map(Arc::clone) };
        }
    }
    let described = if protected { None } else { description(ontology, schema, lines) };
    Caption { value: described.unwrap_or_else(|| id.to_string()), lang: None }
}

/// What tells a nameless thing best: a selector of its own, else what sort of thing it is and the
/// first thing said of it (`sentence, length in months 36`).
fn description(ontology: &Ontology, schema: &Name, lines: &[Line<'_>]) -> Option<String> {
    let schema = ontology.schema(schema)?;
    let kind = |line: &Line<'_>| schema.property(&line.statement.property).map(Property::kind);
    let mut standing = lines.iter().filter(|line| line.stands);
    let selector = standing.clone().find(|line| kind(line).is_some_and(PropertyKind::is_selector));
    if let Some(line) = selector {
        return Some(line.statement.value.clone());
    }
    let plain = |line: &&Line<'_>| kind(line).is_some_and(|kind| kind != PropertyKind::Entity);
    let said = &standing.find(plain)?.statement;
    let property = schema.property(&said.property)?;
    Some(format!("{}, {} {}", schema.label(), property.label(), said.value))
}
