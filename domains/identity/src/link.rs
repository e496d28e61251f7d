//! Things that tie subjects together: phones and accounts with a holder, memberships, meetings.

use crossbearing_ledger::{EntityRecord, Read};
use crossbearing_model::{EntityId, Name, Ontology, PropertyKind};

use crate::fact::Source;
use crate::selector::{Held, Selector};

/// A record that points to subjects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    /// What sort of tie it is.
    pub(crate) schema: Option<Name>,
    /// Whom it points to.
    pub(crate) targets: Vec<(EntityId, Source)>,
    /// The selectors it has, if it is something that is held: a phone, an account, a vehicle.
    pub(crate) selectors: Vec<Held>,
}

impl Link {
    /// What a record points to and which selectors it has.
    pub(crate) fn of(ontology: &Ontology, record: &EntityRecord) -> Self {
        let mut link = Self { schema: Some(record.schema.clone()), ..Self::default() };
        let schema = ontology.schema(&record.schema);
        if schema.is_some_and(|schema| schema.is_a("Judgement") || schema.is_a("Document")) {
            return Self::default();
        }
        for read in record.statements.iter().filter(|read| read.stands()) {
            link.note(ontology, read);
        }
        link
    }

    fn note(&mut self, ontology: &Ontology, read: &Read) {
        let statement = &read.statement;
        let property = ontology.property(&statement.schema, &statement.property);
        let Some(kind) = property.map(crossbearing_model::Property::kind) else { return };
        if kind == PropertyKind::Entity {
            if let Ok(target) = statement.value.parse() {
                self.targets.push((target, Source::of(read)));
            }
        } else if is_held(ontology, &statement.schema)
            && let Some(selector) = Selector::of(kind, &statement.value)
        {
            let value = statement.value.clone();
            self.selectors.push(Held { selector, value, source: Source::of(read) });
        }
    }
}

/// Things whose number leads to whoever holds them.
fn is_held(ontology: &Ontology, schema: &str) -> bool {
    const HELD: [&str; 8] = [
        "PhoneNumber",
        "Device",
        "UserAccount",
        "BankAccount",
        "CryptoWallet",
        "Vehicle",
        "Passport",
        "Identification",
    ];
    let schema = ontology.schema(schema);
    schema.is_some_and(|schema| !schema.is_a("Vessel") && HELD.iter().any(|held| schema.is_a(held)))
}
