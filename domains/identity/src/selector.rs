//! Selectors: numbers, handles and documents that lead to whoever holds them.
//!
//! A selector shared by two people links them. How far it goes towards their being one depends on
//! its kind and on how many hold it: a passport number is nearly a person, a call shop's telephone
//! is nobody.

use std::collections::BTreeSet;

use crossbearing_model::{EntityId, PropertyKind};

use crate::fact::Source;

/// Held by more than this, a selector is shared by many and is no evidence of identity.
pub const MANY: usize = 8;

/// A value that by itself tells whom it belongs to, in whichever spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selector {
    /// What kind of value.
    pub kind: PropertyKind,
    /// What its spellings share.
    pub key: String,
}

impl Selector {
    /// The selector that a value is, if values of its kind are selectors.
    pub fn of(kind: PropertyKind, value: &str) -> Option<Self> {
        let telling = kind.is_selector() && kind != PropertyKind::Checksum;
        let key = telling.then(|| kind.match_key(value)).flatten()?;
        Some(Self { kind, key })
    }

    /// What two records that share it, and nobody else does, gain, in nats.
    pub(crate) fn worth(&self) -> f64 {
        match self.kind {
            PropertyKind::DocumentNumber | PropertyKind::Mrz => 6.0,
            PropertyKind::Imo | PropertyKind::Mmsi => 5.5,
            PropertyKind::Iban | PropertyKind::CryptoAddress => 4.5,
            PropertyKind::Email | PropertyKind::Handle => 4.0,
            PropertyKind::Phone => 3.5,
            PropertyKind::Plate | PropertyKind::Url => 2.0,
            PropertyKind::Ip | PropertyKind::Bic => 1.0,
            _ => 3.0,
        }
    }

    /// What is left of that when `holders` hold it: nothing once they are many.
    pub(crate) fn worth_among(&self, holders: usize) -> f64 {
        if holders > MANY {
            return 0.0;
        }
        let others = holders.saturating_sub(1).max(1) as f64;
        (self.worth() - 1.5 * others.ln()).max(0.0)
    }

    /// The word for its kind.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            PropertyKind::DocumentNumber => "document number",
            PropertyKind::Phone => "telephone number",
            PropertyKind::Email => "e-mail address",
            PropertyKind::Url => "web address",
            PropertyKind::Ip => "IP address",
            PropertyKind::Iban => "bank account",
            PropertyKind::Bic => "bank",
            PropertyKind::Imo => "IMO number",
            PropertyKind::Mmsi => "MMSI",
            PropertyKind::CryptoAddress => "crypto address",
            PropertyKind::Mrz => "travel document",
            PropertyKind::Plate => "number plate",
            PropertyKind::Handle => "account",
            _ => "number",
        }
    }
}

/// A selector that somebody holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The selector.
    pub selector: Selector,
    /// The value as the statement has it.
    pub value: String,
    /// Who says so.
    pub source: Source,
}

/// A selector with everybody who holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The selector.
    pub selector: Selector,
    /// The value, as it is said first.
    pub value: String,
    /// Who holds it: clusters, by id, each with the sources that say so, earliest first.
    pub holders: Vec<(EntityId, Vec<Source>)>,
    /// Whether so many hold it that it says nothing of who they are.
    pub by_many: bool,
}

/// The holders of each selector.
pub(crate) type Holders = std::collections::BTreeMap<Selector, BTreeSet<EntityId>>;
