//! What is known of one person or thing: of a record alone, or of a cluster as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbearing_ledger::{Caption, EntityRecord, Read};
use crossbearing_model::{AgencyId, EntityId, Instant, Name, Ontology, PropertyKind};
use crossbearing_names::{Model, Name as PreparedName};

use crate::fact::{Fact, Source};
use crate::selector::{Held, Selector};

/// What sort of thing can be one with what other sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A human being.
    Person,
    /// People under one name.
    Organization,
    /// A person or an organisation: it is not known which.
    LegalEntity,
    /// A ship or boat.
    Vessel,
}

impl Sort {
    /// The sort of a schema; nothing for what has no identity of its own to be found out.
    pub fn of(ontology: &Ontology, schema: &str) -> Option<Self> {
        let schema = ontology.schema(schema)?;
        match () {
            () if schema.is_a("Person") => Some(Self::Person),
            () if schema.is_a("Organization") => Some(Self::Organization),
            () if schema.is_a("LegalEntity") => Some(Self::LegalEntity),
            () if schema.is_a("Vessel") => Some(Self::Vessel),
            () => None,
        }
    }

    /// Whether something of this sort can be one with something of the other.
    pub fn can_be(self, other: Self) -> bool {
        let unknown = |one, two| one == Self::LegalEntity && two != Self::Vessel;
        self == other || unknown(self, other) || unknown(other, self)
    }
}

/// A name, ready to be compared.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name and who says so.
    pub fact: Fact,
    /// Its language, if it was said.
    pub lang: Option<Name>,
    pub(crate) prepared: Arc<PreparedName>,
}

/// Somebody or something that stands next to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Companion {
    /// Who or what.
    pub record: EntityId,
    /// By what: a membership, a meeting, a crossing.
    pub how: Name,
    /// Who says so.
    pub source: Source,
}

/// What is known of one person or thing.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The cluster's id; the record's, if it stands alone.
    pub id: EntityId,
    /// The records, by id.
    pub members: Vec<EntityId>,
    /// What sort of thing.
    pub sort: Sort,
    /// The schema of its first record.
    pub schema: Name,
    /// The line to show it under.
    pub caption: Caption,
    /// Names, by text.
    pub names: Vec<Named>,
    /// Nicknames.
    pub nicknames: Vec<Fact>,
    /// Dates of birth.
    pub births: Vec<Fact>,
    /// Ages in years, at the time of the source.
    pub ages: Vec<Fact>,
    /// Genders.
    pub genders: Vec<Fact>,
    /// Nationalities, citizenships, flags.
    pub countries: Vec<Fact>,
    /// Residences, addresses, places of birth.
    pub places: Vec<Fact>,
    /// Categories of data subject.
    pub categories: Vec<Fact>,
    /// Selectors, its own and those of phones, accounts and vehicles it holds.
    pub selectors: Vec<Held>,
    /// Who and what stands next to it.
    pub companions: Vec<Companion>,
    /// The agencies that speak of it.
    pub agencies: BTreeSet<AgencyId>,
    /// The reports that speak of it, with a statement that does.
    pub reports: BTreeMap<EntityId, Source>,
    /// When each record came in.
    pub since: BTreeMap<EntityId, Instant>,
    /// When the latest statement about it was recorded.
    pub latest: Instant,
}

impl Subject {
    /// What one record says of itself; nothing if it is not a person or thing that has an
    /// identity, or is a pseudonym to the viewer.
    pub(crate) fn of(ontology: &Ontology, model: &Model, record: &EntityRecord) -> Option<Self> {
        if record.protected {
            return None;
        }
        let mut subject = Self {
            id: record.id.clone(),
            members: vec![record.id.clone()],
            sort: Sort::of(ontology, &record.schema)?,
            schema: record.schema.clone(),
            caption: record.caption.clone(),
            names: Vec::new(),
            nicknames: Vec::new(),
            births: Vec::new(),
            ages: Vec::new(),
            genders: Vec::new(),
            countries: Vec::new(),
            places: Vec::new(),
            categories: Vec::new(),
            selectors: Vec::new(),
            companions: Vec::new(),
            agencies: BTreeSet::new(),
            reports: BTreeMap::new(),
            since: BTreeMap::new(),
            latest: record.statements.iter().map(|read| read.recorded_at).max()?,
        };
        let first = record.statements.iter().map(|read| read.recorded_at).min()?;
        subject.since.insert(record.id.clone(), first);
        for read in record.statements.iter().filter(|read| read.stands()) {
            subject.note(ontology, model, read);
        }
        Some(subject)
    }

    fn note(&mut self, ontology: &Ontology, model: &Model, read: &Read) {
        let statement = &read.statement;
        let source = Source::of(read);
        self.agencies.insert(source.agency.clone());
        self.reports.entry(source.report.clone()).or_insert(source);
        let Some(property) = ontology.property(&statement.schema, &statement.property) else {
            return;
        };
        let facts = match &*statement.property {
            "nickname" => &mut self.nicknames,
            "birthDate" => &mut self.births,
            "age" => &mut self.ages,
            "subjectCategory" => &mut self.categories,
            "gender" => &mut self.genders,
            "nationality" | "citizenship" | "flag" | "jurisdiction" => &mut self.countries,
            "placeOfResidence" | "address" | "birthPlace" | "registrationPort" => &mut self.places,
            _ => return self.note_by_kind(model, read, property.kind()),
        };
        facts.push(Fact::of(read));
    }

    fn note_by_kind(&mut self, model: &Model, read: &Read, kind: PropertyKind) {
        let value = &read.statement.value;
        if kind == PropertyKind::Name {
            let prepared = Arc::new(model.prepare(value));
            let lang = read.statement.lang.clone();
            self.names.push(Named { fact: Fact::of(read), lang, prepared });
        } else if let Some(selector) = Selector::of(kind, value) {
            self.selectors.push(Held { selector, value: value.clone(), source: Source::of(read) });
        }
    }

    /// Takes in another record of the same person or thing.
    pub(crate) fn absorb(&mut self, other: &Self) {
        self.members.extend(other.members.iter().cloned());
        if self.sort == Sort::LegalEntity {
            (self.sort, self.schema) = (other.sort, other.schema.clone());
        }
        self.names.extend(other.names.iter().cloned());
        self.nicknames.extend(other.nicknames.iter().cloned());
        self.births.extend(other.births.iter().cloned());
        self.ages.extend(other.ages.iter().cloned());
        self.genders.extend(other.genders.iter().cloned());
        self.countries.extend(other.countries.iter().cloned());
        self.places.extend(other.places.iter().cloned());
        self.categories.extend(other.categories.iter().cloned());
        self.selectors.extend(other.selectors.iter().cloned());
        self.agencies.extend(other.agencies.iter().cloned());
        for (report, source) in &other.reports {
            self.reports.entry(report.clone()).or_insert_with(|| source.clone());
        }
        self.since.extend(other.since.iter().map(|(id, at)| (id.clone(), *at)));
        self.latest = self.latest.max(other.latest);
    }
}
