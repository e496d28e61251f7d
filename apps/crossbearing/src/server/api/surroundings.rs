//! What stands one step from an entity, with all that is said of it.

use std::collections::BTreeSet;

use crossbearing_ledger::{AsOf, EntityRecord, Ledger, Read, View};
use crossbearing_model::{EntityId, PropertyKind};

use crate::server::problem::Problem;

/// The most entities that are looked at.
const MOST: usize = 300;

/// The entities that `record` points to and those that point to it, links of their own (a
/// membership, a payment) included; by id.
pub(super) fn surroundings(
    ledger: &Ledger,
    view: &View,
    as_of: AsOf,
    record: &EntityRecord,
) -> Result<Vec<EntityRecord>, Problem> {
    let mut ids: BTreeSet<EntityId> = BTreeSet::new();
    for read in record.statements.iter().filter(|read| read.stands()) {
        let statement = &read.statement;
        let property = ledger.ontology().property(&statement.schema, &statement.property);
        if property.is_some_and(|property| property.kind() == PropertyKind::Entity) {
            ids.extend(statement.value.parse::<EntityId>());
        }
    }
    let pointing = ledger.links_to(view, as_of, &record.id)?;
    ids.extend(pointing.into_iter().filter(Read::stands).map(|read| read.statement.entity));
    ids.remove(&record.id);
    let mut found = Vec::new();
    for id in ids.iter().take(MOST) {
        found.extend(ledger.entity(view, as_of, id)?);
    }
    Ok(found)
}
