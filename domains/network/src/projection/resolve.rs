//! Which entities are one node.

use std::collections::HashMap;

use crossbearing_ledger::{EntityRecord, Identities};
use crossbearing_model::{EntityId, Ontology};

use crate::kind::NodeKind;

/// Which node each entity belongs to, by the place of its record.
///
/// Persons and organisations are one only where people judged them to be. A thing is what its
/// selector says: two reports of one number tell of one telephone.
pub(super) fn resolve(
    ontology: &Ontology,
    records: &[(EntityRecord, NodeKind)],
    identities: &Identities,
) -> Vec<usize> {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut by_id: HashMap<&EntityId, usize> = HashMap::new();
    let mut belongs = Vec::with_capacity(records.len());
    let mut next = 0;
    for (record, kind) in records {
        let judged = identities.of(&record.id);
        let key = selector(ontology, record, *kind);
        let known = by_id.get(judged).or_else(|| by_key.get(key.as_ref()?)).copied();
        let group = known.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        by_id.entry(judged).or_insert(group);
        if let Some(key) = key {
            by_key.entry(key).or_insert(group);
        }
        belongs.push(group);
    }
    belongs
}

/// What makes a thing that thing: kind, property and key of its best selector.
fn selector(ontology: &Ontology, record: &EntityRecord, kind: NodeKind) -> Option<String> {
    let properties: &[&str] = match kind {
        NodeKind::Phone => &["number", "imei"],
        NodeKind::Account => &["iban", "accountNumber", "publicKey", "cryptoAddress"],
        NodeKind::Vehicle => &["plate", "vin", "registrationNumber"],
        NodeKind::Vessel => &["imoNumber", "mmsi"],
        NodeKind::Handle => &["username"],
        NodeKind::Document if record.schema.as_ref() == "Passport" => &["number", "passportNumber"],
        _ => return None,
    };
    let value = |name: &str| {
        let said = record
            .statements
            .iter()
            .find(|read| read.stands() && read.statement.property.as_ref() == name);
        said.map(|read| read.statement.value.as_str())
    };
    for name in properties {
        let Some(said) = value(name) else { continue };
        let property = ontology.property(&record.schema, name)?;
        let Some(key) = property.match_key(said) else { continue };
        // A name at one service is somebody else's at the next.
        let service =
            if kind == NodeKind::Handle { value("service")?.to_lowercase() } else { String::new() };
        return Some(format!("{kind}\u{0}{name}\u{0}{service}\u{0}{key}"));
    }
    None
}
