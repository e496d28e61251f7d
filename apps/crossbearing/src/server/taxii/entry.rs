//! One entity in the index of a View: which objects it becomes, and since when it is as it is.

use crossbearing_exchange::stix::{ObjectType, Sketch, Types, account_uuid, is_told, sco_uuid};
use crossbearing_ledger::{Glance, Read};
use crossbearing_model::{EntityId, Ontology, PropertyKind};

/// The most objects that one statement adds: an observable and the tie to it.
const MOST_OF_ONE: u32 = 2;

/// An entity.
pub(super) struct Entry {
    pub(super) entity: EntityId,
    pub(super) sketch: Sketch,
    /// When its last change was added, in microseconds since 1970; none while that is to come.
    pub(super) added: Option<i64>,
    /// How many objects it becomes at most: each has a microsecond of its own.
    pub(super) span: u32,
    pub(super) own: Option<ObjectType>,
    /// What it was when it was last added: those that refer to it have to know when that changes.
    pub(super) given: Option<ObjectType>,
    pub(super) types: Types,
    /// The name of an account or number, by which its object is identified.
    pub(super) account: Option<Box<str>>,
    /// Something was taken back or corrected: what stands has to be looked at.
    pub(super) unsure: bool,
    /// What it is cannot be told from the statements in their order: something was taken back or
    /// corrected, or was under embargo. From then on every change counts for the most it can be.
    shifting: bool,
}

impl Entry {
    pub(super) fn new(entity: EntityId) -> Self {
        Self {
            entity,
            sketch: Sketch::default(),
            added: None,
            span: 1,
            own: None,
            given: None,
            types: Types::default(),
            account: None,
            unsure: false,
            shifting: false,
        }
    }

    /// Takes in one more statement.
    pub(super) fn add(&mut self, ontology: &Ontology, said: &Glance<'_>) {
        self.shifting |= said.acts || said.opened_at().is_some();
        let before = self.sketch.most_objects();
        if said.acts {
            self.unsure = true;
        } else {
            self.say(ontology, (said.schema, said.property), said.value);
            self.settle(ontology);
        }
        let more = self.sketch.most_objects().saturating_sub(before);
        self.span += if self.shifting { MOST_OF_ONE } else { more };
    }

    /// Whether it may be another object than when it was last added.
    pub(super) fn may_have_turned(&self) -> bool {
        self.shifting || self.own != self.given
    }

    /// Makes up its mind from everything that stands. Its span stays: what follows has its places.
    pub(super) fn look_again(&mut self, ontology: &Ontology, reads: &[Read]) {
        self.sketch = Sketch::default();
        self.account = None;
        let any_stands = reads.iter().any(Read::stands);
        for read in reads.iter().filter(|read| read.stands() || !any_stands) {
            let said = &read.statement;
            self.say(ontology, (&said.schema, &said.property), &said.value);
        }
        self.settle(ontology);
        self.unsure = false;
    }

    fn say(&mut self, ontology: &Ontology, words: (&str, &str), value: &str) {
        self.sketch.add(ontology, words, value);
        if self.account.is_none() && matches!(words.1, "username" | "number") {
            self.account = Some(value.into());
        }
    }

    fn settle(&mut self, ontology: &Ontology) {
        self.own = self.sketch.own(ontology);
        self.types = self.sketch.types(ontology);
    }
}

/// The UUID of the observable that a statement gives, if it gives one.
pub(super) fn observable(said: &Glance<'_>) -> Option<u128> {
    match said.kind {
        _ if said.acts || !is_told(said.property) => None,
        PropertyKind::Email | PropertyKind::Url => Some(sco_uuid(&[("value", said.value)])),
        PropertyKind::Phone => Some(account_uuid(said.value)),
        _ if matches!(said.property.as_ref(), "username" | "number") => {
            Some(account_uuid(said.value))
        }
        _ => None,
    }
}
