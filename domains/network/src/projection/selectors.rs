//! Selectors that stand in a property only: two persons of one telephone number are tied by it,
//! whether or not somebody made a record of the telephone.

use std::collections::BTreeMap;

use crossbearing_ledger::EntityRecord;
use crossbearing_model::{Name, PropertyKind};

use super::build::{Builder, both};
use super::{NodeNo, Span};
use crate::evidence::Evidence;
use crate::kind::{Layer, NodeKind};

/// What more than this share ties nobody: a hotline, a reception.
const MOST_SHARING: usize = 12;

/// Who gives a selector as their own, and the thing itself where it has a record.
#[derive(Default)]
struct Shared {
    things: Vec<(NodeNo, Evidence)>,
    holders: BTreeMap<NodeNo, Vec<Evidence>>,
}

impl Builder<'_> {
    /// Ties whoever gives the same number or address.
    pub(super) fn selectors(&mut self, records: &[(EntityRecord, NodeKind)]) {
        let mut shared: BTreeMap<(&'static str, String), Shared> = BTreeMap::new();
        for (record, kind) in records {
            let Some(node) = self.node_of(&record.id) else { continue };
            for read in record.statements.iter().filter(|read| read.stands()) {
                let statement = &read.statement;
                let property = self.ontology().property(&record.schema, &statement.property);
                let Some(property) = property else { continue };
                let Some(what) = word(property.kind()) else { continue };
                let Some(key) = property.match_key(&statement.value) else { continue };
                let evidence = self.evidence(read);
                let known = shared.entry((what, key)).or_default();
                if kind.acts() {
                    known.holders.entry(node).or_default().push(evidence);
                } else if *kind == NodeKind::Phone {
                    known.things.push((node, evidence));
                }
            }
        }
        for ((what, _), shared) in shared {
            if shared.holders.len() <= MOST_SHARING {
                self.tie_all(what, &shared);
            }
        }
    }

    /// To the thing where there is one, else to each other.
    fn tie_all(&mut self, what: &'static str, shared: &Shared) {
        let name = Name::from(format!("Person.{what}"));
        for (at, (&one, said)) in shared.holders.iter().enumerate() {
            for (thing, told) in &shared.things {
                // Whoever is said to hold it is tied to it already.
                if self.is_tied(one, *thing) {
                    continue;
                }
                let key = (one, *thing, Name::clone(&name), None);
                let evidence = both(said, std::slice::from_ref(told));
                let label = format!("gives this {what} as their own");
                self.tie(key, Layer::Communication, &label, false, Span::default(), evidence);
            }
            if !shared.things.is_empty() {
                continue;
            }
            for (&other, told) in shared.holders.iter().skip(at + 1) {
                let key = (one, other, Name::clone(&name), None);
                let label = format!("gives the same {what} as");
                let evidence = both(said, told);
                self.tie(key, Layer::Communication, &label, false, Span::default(), evidence);
            }
        }
    }
}

/// The selectors that one person seldom shares with strangers.
fn word(kind: PropertyKind) -> Option<&'static str> {
    match kind {
        PropertyKind::Phone => Some("telephone number"),
        PropertyKind::Email => Some("e-mail address"),
        _ => None,
    }
}
