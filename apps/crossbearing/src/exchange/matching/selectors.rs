//! The selectors of a ledger that take part in blind matching, as two sides spell them alike.
//!
//! An item is a kind, a colon, and the match key of the value: `phone:447700900123`. A name takes
//! part only together with a year of birth, as each of its [`match_keys`]: `name:…|1991`.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_ledger::{Cursor, Ledger, Read, View};
use crossbearing_model::{
    AgencyId, Classification, Condition, EntityId, Onward, PropertyKind, Statement, Tlp,
};
use crossbearing_names::{Model, match_keys};

use super::shielded::Shielded;

/// Statements read at a time.
const PAGE: usize = 4096;

/// Items, each with the records that hold it.
pub(crate) type Items = BTreeMap<String, BTreeSet<EntityId>>;

/// Whose selectors take part, and up to which marking.
pub(crate) struct Part<'a> {
    /// This agency: its own statements, and those of others that may be passed on freely.
    pub(crate) agency: &'a AgencyId,
    /// Nothing marked higher.
    pub(crate) ceiling: Classification,
    /// Those who are kept out.
    pub(crate) shielded: &'a Shielded,
    /// Only what these records hold; of all where it is not said.
    pub(crate) only: Option<&'a BTreeSet<EntityId>>,
}

/// The items that `view` holds and that may take part.
pub(crate) fn items(ledger: &Ledger, view: &View, part: &Part<'_>) -> anyhow::Result<Items> {
    let mut items = Items::new();
    let mut born: BTreeMap<EntityId, Born> = BTreeMap::new();
    each(ledger, view, &mut |read| {
        let said = &read.statement;
        if !read.stands() || !part.admits(said) {
            return;
        }
        let Some(kind) = kind_of(ledger, said) else { return };
        match kind {
            PropertyKind::Name => {
                born.entry(said.entity.clone()).or_default().names.insert(said.value.clone());
            }
            PropertyKind::Date if &*said.property == "birthDate" => {
                let year = said.value.get(..4).filter(|year| year.parse::<u16>().is_ok());
                let years = &mut born.entry(said.entity.clone()).or_default().years;
                years.extend(year.map(str::to_owned));
            }
            kind => {
                if let Some(item) = item(kind, &said.value) {
                    items.entry(item).or_default().insert(said.entity.clone());
                }
            }
        }
    })?;
    for (entity, born) in born {
        for item in born.items() {
            items.entry(item).or_default().insert(entity.clone());
        }
    }
    items.retain(|item, _| !part.shielded.hides(item));
    Ok(items)
}

/// What a person is called and when born.
#[derive(Default)]
pub(super) struct Born {
    pub(super) names: BTreeSet<String>,
    pub(super) years: BTreeSet<String>,
}

impl Born {
    /// The items that names and years of birth make together.
    pub(super) fn items(&self) -> BTreeSet<String> {
        let mut items = BTreeSet::new();
        if self.years.is_empty() {
            return items;
        }
        for key in self.names.iter().flat_map(|name| match_keys(Model::shipped(), name)) {
            items.extend(self.years.iter().map(|year| format!("name:{key}|{year}")));
        }
        items
    }
}

impl Part<'_> {
    fn admits(&self, said: &Statement) -> bool {
        let spec = said.citation.label.spec();
        let consult = spec.handling.conditions().contains(&Condition::ConsultOriginator);
        let ours = spec.originator == *self.agency;
        (ours || (spec.onward == Onward::Yes && !consult))
            && !spec.protected
            && spec.tlp != Tlp::Red
            && spec.classification <= self.ceiling
            && !self.shielded.is(&said.entity)
            && self.only.is_none_or(|only| only.contains(&said.entity))
    }
}

/// The item that a value is, if values of its kind take part.
pub(super) fn item(kind: PropertyKind, value: &str) -> Option<String> {
    let word = match kind {
        PropertyKind::Phone => "phone",
        PropertyKind::Email => "e-mail",
        PropertyKind::Iban => "account",
        PropertyKind::CryptoAddress => "wallet",
        PropertyKind::DocumentNumber | PropertyKind::Mrz => "document",
        PropertyKind::Handle => "handle",
        PropertyKind::Imo => "imo",
        PropertyKind::Mmsi => "mmsi",
        PropertyKind::Plate => "plate",
        _ => return None,
    };
    let key = kind.match_key(value)?;
    // What is too short to be anybody's tells nothing and matches everything.
    (key.chars().count() >= 4).then(|| format!("{word}:{key}"))
}

/// The kind of a statement's value.
pub(super) fn kind_of(ledger: &Ledger, said: &Statement) -> Option<PropertyKind> {
    Some(ledger.ontology().property(&said.schema, &said.property)?.kind())
}

/// Visits every statement of a View, in the order in which they were recorded.
pub(crate) fn each(
    ledger: &Ledger,
    view: &View,
    visit: &mut dyn FnMut(Read),
) -> anyhow::Result<()> {
    let mut cursor = Cursor::default();
    loop {
        let (page, next) = ledger.since(view, cursor, PAGE)?;
        page.into_iter().for_each(&mut *visit);
        if next == cursor {
            return Ok(());
        }
        cursor = next;
    }
}
