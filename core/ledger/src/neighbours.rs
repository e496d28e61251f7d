//! Who and what stands next to an entity.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbearing_access::View;
use crossbearing_model::{EntityId, Name, PropertyKind, StatementId};

use crate::entity::{Caption, EntityRecord};
use crate::read::{AsOf, Read, Reader};
use crate::{Ledger, Result};

/// An entity next to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The id under which the viewer knows it.
    pub id: EntityId,
    /// Its schema.
    pub schema: Name,
    /// The line to show it under.
    pub caption: Caption,
    /// Whether it is a pseudonym for the viewer.
    pub protected: bool,
}

/// What ties two entities, with the statements it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Where it begins.
    pub source: EntityId,
    /// Where it ends.
    pub target: EntityId,
    /// The property or the schema of the link.
    pub kind: Name,
    /// What the arrow says.
    pub label: String,
    /// That at least one of its statements is true, taking them as independent.
    pub probability: f64,
    /// The statements it rests on.
    pub statements: Vec<StatementId>,
}

/// An entity, what stands next to it, and the ties between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbourhood {
    /// The entity itself, then its neighbours by id.
    pub nodes: Vec<Neighbour>,
    /// The ties, by source, target and kind.
    pub ties: Vec<Tie>,
    /// Whether there were more neighbours than asked for.
    pub truncated: bool,
}

impl Ledger {
    /// Up to `limit` entities that are one step from `id`. A link that is an entity of its own (an
    /// ownership, a payment, a call) is a tie between its two ends.
    pub fn neighbours(
        &self,
        view: &View,
        as_of: AsOf,
        id: &EntityId,
        limit: usize,
    ) -> Result<Option<Neighbourhood>> {
        self.reading(view, as_of, |reader| {
            let Some(no) = reader.entity_no(id)? else { return Ok(None) };
            let Some(centre) = reader.record(no)? else { return Ok(None) };
            Walk::around(reader, &centre, limit).map(Some)
        })
    }
}

/// Source, target and kind of a tie.
type Ends = (EntityId, EntityId, Name);

/// The neighbourhood while it is being found.
struct Walk<'r, 'a> {
    reader: &'r Reader<'a>,
    limit: usize,
    nodes: BTreeMap<EntityId, Neighbour>,
    ties: BTreeMap<Ends, (String, Vec<(StatementId, f64)>)>,
    truncated: bool,
}

impl<'r, 'a> Walk<'r, 'a> {
    fn around(
        reader: &'r Reader<'a>,
        centre: &EntityRecord,
        limit: usize,
    ) -> Result<Neighbourhood> {
        let mut walk =
            Self { reader, limit, nodes: BTreeMap::new(), ties: BTreeMap::new(), truncated: false };
        walk.outward(centre)?;
        walk.inward(centre)?;
        let mut nodes = vec![neighbour(centre)];
        nodes.extend(walk.nodes.into_values());
        let ties = walk.ties.into_iter().map(|((source, target, kind), (label, said))| {
            let all_false: f64 = said.iter().map(|(_, probability)| 1.0 - probability).product();
            let statements = said.into_iter().map(|(id, _)| id).collect();
            Tie { source, target, kind, label, probability: 1.0 - all_false, statements }
        });
        Ok(Neighbourhood { nodes, ties: ties.collect(), truncated: walk.truncated })
    }

    /// What the entity's own statements point to.
    fn outward(&mut self, centre: &EntityRecord) -> Result<()> {
        for read in centre.statements.iter().filter(|read| read.stands()) {
            let Some(label) = self.points(read) else { continue };
            let Ok(target) = read.statement.value.parse::<EntityId>() else { continue };
            if self.meet(&target)? {
                let kind = Arc::clone(&read.statement.property);
                self.tie((centre.id.clone(), target, kind), label, read);
            }
        }
        Ok(())
    }

    /// What points to the entity; through a link, what stands at its other end.
    fn inward(&mut self, centre: &EntityRecord) -> Result<()> {
        let Some(no) = self.reader.entity_no(&centre.id)? else { return Ok(()) };
        let mut pointing = Vec::new();
        self.reader
            .snapshot
            .links_to(no, &mut |row| self.reader.visit(row, &mut |read, _| pointing.push(read)))?;
        for read in pointing.iter().filter(|read| read.stands()) {
            let ontology = &self.reader.ledger.ontology;
            let schema = ontology.schema(&read.statement.schema);
            // What was judged of two records is no tie between two people.
            if schema.is_some_and(|schema| schema.is_a("Judgement")) {
                continue;
            }
            let edge = schema.and_then(|schema| schema.edge()).cloned();
            match edge {
                Some(edge) => self.across(centre, read, &edge)?,
                None => self.beside(centre, read)?,
            }
        }
        Ok(())
    }

    fn beside(&mut self, centre: &EntityRecord, read: &Read) -> Result<()> {
        let source = read.statement.entity.clone();
        let Some(label) = self.points(read) else { return Ok(()) };
        if self.meet(&source)? {
            let kind = Arc::clone(&read.statement.property);
            self.tie((source, centre.id.clone(), kind), label, read);
        }
        Ok(())
    }

    /// The far end of a link that `read` ties to the entity.
    fn across(
        &mut self,
        centre: &EntityRecord,
        read: &Read,
        edge: &crossbearing_model::Edge,
    ) -> Result<()> {
        let near = &read.statement.property;
        let far = if *near == edge.source {
            &edge.target
        } else if *near == edge.target {
            &edge.source
        } else {
            return self.beside(centre, read);
        };
        let Some(no) = self.reader.entity_no(&read.statement.entity)? else { return Ok(()) };
        let Some(link) = self.reader.record(no)? else { return Ok(()) };
        let ends = link.statements.iter().filter(|end| end.stands());
        for end in ends.filter(|end| end.statement.property == *far) {
            let Ok(other) = end.statement.value.parse::<EntityId>() else { continue };
            if other == centre.id || !self.meet(&other)? {
                continue;
            }
            let ends = if *near == edge.source {
                (centre.id.clone(), other, Arc::clone(&link.schema))
            } else {
                (other, centre.id.clone(), Arc::clone(&link.schema))
            };
            self.tie(ends, edge.label.clone(), end);
        }
        Ok(())
    }

    /// What the arrow of an entity-valued statement says.
    fn points(&self, read: &Read) -> Option<String> {
        let schema = self.reader.ledger.ontology.schema(&read.statement.schema)?;
        let property = schema.property(&read.statement.property)?;
        (property.kind() == PropertyKind::Entity).then(|| property.label().to_owned())
    }

    /// Whether the entity exists for the viewer and there is room for it.
    fn meet(&mut self, id: &EntityId) -> Result<bool> {
        if self.nodes.contains_key(id) {
            return Ok(true);
        }
        let Some(no) = self.reader.entity_no(id)? else { return Ok(false) };
        let Some(found) = self.reader.brief(no)? else { return Ok(false) };
        if self.nodes.len() == self.limit {
            self.truncated = true;
            return Ok(false);
        }
        self.nodes.insert(id.clone(), found);
        Ok(true)
    }

    fn tie(&mut self, ends: Ends, label: String, read: &Read) {
        let (_, said) = self.ties.entry(ends).or_insert_with(|| (label, Vec::new()));
        if said.iter().all(|(id, _)| *id != read.id) {
            said.push((read.id, read.statement.citation.grade.probability()));
        }
    }
}

/// The entity as a neighbour or hit shows it.
pub(crate) fn neighbour(record: &EntityRecord) -> Neighbour {
    Neighbour {
        id: record.id.clone(),
        schema: Arc::clone(&record.schema),
        caption: record.caption.clone(),
        protected: record.protected,
    }
}
