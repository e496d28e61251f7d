//! What an officer tells the other side when a hit opens: what the officer's View holds of the
//! records that hold the selector, as far as it is this agency's own to tell.

use std::collections::BTreeSet;

use crossbearing_exchange::node::blind::Disclosure;
use crossbearing_ledger::{AsOf, EntityRecord, Ledger, View};
use crossbearing_model::{AgencyId, EntityId, Instant, PropertyKind, Tlp};

/// The most lines that are told.
const MOST: usize = 200;

/// What `view` holds of `records` and of whoever they belong to, in lines.
pub(super) fn disclosure(
    ledger: &Ledger,
    view: &View,
    agency: &AgencyId,
    records: &BTreeSet<EntityId>,
    now: Instant,
) -> anyhow::Result<Disclosure> {
    let mut lines = Vec::new();
    let mut told = BTreeSet::new();
    let mut next: Vec<(EntityId, bool)> = records.iter().map(|id| (id.clone(), true)).collect();
    while let Some((id, follow)) = next.pop() {
        if !told.insert(id.clone()) {
            continue;
        }
        let Some(record) = ledger.entity(view, AsOf::Now, &id)?.filter(|it| !it.protected) else {
            continue;
        };
        let holders = tell(ledger, &record, agency, &mut lines);
        if follow {
            next.extend(holders.into_iter().map(|holder| (holder, false)));
        }
    }
    lines.truncate(MOST);
    let officer = view.viewer().principal.clone();
    Ok(Disclosure { officer, agency: agency.clone(), at: now, lines })
}

/// Tells one record, and gives whom it belongs to.
fn tell(
    ledger: &Ledger,
    record: &EntityRecord,
    agency: &AgencyId,
    lines: &mut Vec<String>,
) -> Vec<EntityId> {
    let mut holders = Vec::new();
    lines.push(format!("{}: {}", record.schema, short(&record.caption.value)));
    for read in record.statements.iter().filter(|read| read.stands()) {
        let said = &read.statement;
        let spec = said.citation.label.spec();
        let withheld = spec.protected || matches!(spec.tlp, Tlp::Red | Tlp::AmberStrict);
        if spec.originator != *agency || withheld {
            continue;
        }
        let kind = ledger.ontology().property(&said.schema, &said.property);
        match kind.map(crossbearing_model::Property::kind) {
            Some(PropertyKind::Entity) => holders.extend(said.value.parse::<EntityId>()),
            Some(PropertyKind::Text | PropertyKind::Html | PropertyKind::Json) => {}
            _ => lines.push(format!(
                "  {}: {} ({})",
                said.property,
                short(&said.value),
                said.citation.grade
            )),
        }
    }
    holders
}

fn short(text: &str) -> String {
    text.chars().take(300).collect()
}
