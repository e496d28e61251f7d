//! Telephone calls as ties: from whoever or whatever called to whoever or whatever was called.
//!
//! A call names persons, devices or only numbers. Where it names a number and nobody, the telephone
//! of that number is meant, or else those who give the number as their own.

use std::collections::{BTreeSet, HashMap};

use crossbearing_ledger::{EntityRecord, Read};
use crossbearing_model::{Name, PropertyKind};

use super::NodeNo;
use super::build::{Builder, both, ends};
use crate::evidence::Evidence;
use crate::kind::{Layer, NodeKind};

/// Who or what has each number.
#[derive(Default)]
struct Known {
    telephones: BTreeSet<NodeNo>,
    holders: BTreeSet<NodeNo>,
}

/// What names one side of a call: persons and devices, and the number.
const SIDES: [([&str; 2], &str); 2] = [
    (["caller", "callerDevice"], "callerNumber"),
    (["receiver", "receiverDevice"], "receiverNumber"),
];

impl Builder<'_> {
    /// Each call by itself: how often two talk is to be seen, and when.
    pub(super) fn calls(&mut self, records: &[(EntityRecord, NodeKind)], calls: &[EntityRecord]) {
        if calls.is_empty() {
            return;
        }
        let known = self.numbers(records);
        for call in calls {
            let [from, to] = SIDES.map(|(named, number)| self.side(call, named, number, &known));
            for (one, said_one) in &from {
                for (other, said_other) in &to {
                    if one == other {
                        continue;
                    }
                    let key = (*one, *other, Name::from("Call"), Some(call.id.clone()));
                    let when = self.when_of_link(call);
                    let evidence = both(said_one, said_other);
                    self.tie(key, Layer::Communication, "called", true, when, evidence);
                }
            }
        }
    }

    fn side(
        &mut self,
        call: &EntityRecord,
        named: [&str; 2],
        number: &str,
        known: &HashMap<String, Known>,
    ) -> Vec<(NodeNo, Vec<Evidence>)> {
        let named: Vec<&Read> =
            named.into_iter().flat_map(|name| ends(call, &Name::from(name))).collect();
        let found = self.by_node(&named);
        if !found.is_empty() {
            return found;
        }
        let mut found: Vec<(NodeNo, Vec<Evidence>)> = Vec::new();
        for read in ends(call, &Name::from(number)) {
            let property = self.ontology().property(&call.schema, number);
            let key = property.and_then(|property| property.match_key(&read.statement.value));
            let Some(who) = key.and_then(|key| known.get(&key)) else { continue };
            let who = if who.telephones.is_empty() { &who.holders } else { &who.telephones };
            let evidence = self.evidence(read);
            found.extend(who.iter().map(|&node| (node, vec![evidence.clone()])));
        }
        found
    }

    fn numbers(&self, records: &[(EntityRecord, NodeKind)]) -> HashMap<String, Known> {
        let mut numbers: HashMap<String, Known> = HashMap::new();
        for (record, kind) in records {
            let Some(node) = self.node_of(&record.id) else { continue };
            for read in record.statements.iter().filter(|read| read.stands()) {
                let property = self.ontology().property(&record.schema, &read.statement.property);
                let property = property.filter(|property| property.kind() == PropertyKind::Phone);
                let key = property.and_then(|property| property.match_key(&read.statement.value));
                let Some(key) = key else { continue };
                let known = numbers.entry(key).or_default();
                if *kind == NodeKind::Phone {
                    known.telephones.insert(node);
                } else if kind.acts() {
                    known.holders.insert(node);
                }
            }
        }
        numbers
    }
}
