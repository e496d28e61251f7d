//! Which objects an entity becomes, from no more than a glance at each statement.

use std::sync::Arc;

use crossbearing_model::{Name, Ontology, PropertyKind, Schema, SubjectCategory};

use super::beside::is_told;
use super::extension::KEPT;
use super::foreign::is_kept;

/// The types of objects that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ObjectType {
    /// A person or organisation.
    Identity,
    /// A person who is suspected or convicted; a network of such.
    ThreatActor,
    /// A place.
    Location,
    /// A thing: a vessel, a vehicle, an account with a bank.
    Infrastructure,
    /// Something that happened.
    Incident,
    /// What an agency does about it.
    CourseOfAction,
    /// A report, with everything that cites it.
    Report,
    /// Two entities and what ties them.
    Relationship,
    /// An account at an online service, or a telephone number.
    UserAccount,
    /// An e-mail address.
    EmailAddr,
    /// A web address.
    Url,
    /// Whatever else there is.
    Note,
    /// An object of another producer, given back as it came.
    Foreign,
}

impl ObjectType {
    /// Every type that has a name of its own.
    pub const NAMED: [Self; 12] = [
        Self::Identity,
        Self::ThreatActor,
        Self::Location,
        Self::Infrastructure,
        Self::Incident,
        Self::CourseOfAction,
        Self::Report,
        Self::Relationship,
        Self::UserAccount,
        Self::EmailAddr,
        Self::Url,
        Self::Note,
    ];

    /// The name of the type; none for another producer's object, which has its own.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::ThreatActor => "threat-actor",
            Self::Location => "location",
            Self::Infrastructure => "infrastructure",
            Self::Incident => "incident",
            Self::CourseOfAction => "course-of-action",
            Self::Report => "report",
            Self::Relationship => "relationship",
            Self::UserAccount => "user-account",
            Self::EmailAddr => "email-addr",
            Self::Url => "url",
            Self::Note => "note",
            Self::Foreign => "",
        }
    }

    /// Whether it is an observable: identified by its content, without versions.
    pub fn is_observable(self) -> bool {
        matches!(self, Self::UserAccount | Self::EmailAddr | Self::Url)
    }
}

/// A set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Types(u16);

impl Types {
    /// The set with `kind` in it too.
    #[must_use]
    pub fn with(self, kind: ObjectType) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// Whether `kind` is in it.
    pub fn contains(self, kind: ObjectType) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}

/// What is known of an entity so far, as far as types go.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that was or was not said")]
pub struct Sketch {
    schema: Option<Name>,
    suspected: bool,
    convicted: bool,
    protected: bool,
    country: bool,
    latitude: bool,
    longitude: bool,
    source: bool,
    target: bool,
    login: bool,
    foreign: bool,
    beside: Types,
    related: u32,
}

impl Sketch {
    /// Takes one standing statement into account.
    pub fn add(&mut self, ontology: &Ontology, (schema, property): (&str, &str), value: &str) {
        if self.schema.as_deref() != Some(schema)
            && let Some(said) = ontology.schema(schema)
            && self.schema.as_deref().is_none_or(|known| said.is_a(known))
        {
            self.schema = Some(Arc::clone(said.name()));
        }
        let Some(known) = self.schema(ontology) else { return };
        let Some(found) = known.property(property) else { return };
        match property {
            "subjectCategory" => self.category(value),
            "country" | "mainCountry" | "jurisdiction" => {
                self.country |= country_of(value).is_some();
            }
            "latitude" => self.latitude |= degrees(value, 90.0).is_some(),
            "longitude" => self.longitude |= degrees(value, 180.0).is_some(),
            "username" | "number" => self.login = true,
            KEPT => self.foreign |= is_kept(value),
            _ => {}
        }
        if let Some(edge) = known.edge() {
            self.source |= edge.source.as_ref() == property;
            self.target |= edge.target.as_ref() == property;
        }
        if is_told(property) {
            self.beside(found.kind());
        }
    }

    fn beside(&mut self, kind: PropertyKind) {
        let beside = match kind {
            PropertyKind::Entity => None,
            PropertyKind::Email => Some(ObjectType::EmailAddr),
            PropertyKind::Url => Some(ObjectType::Url),
            PropertyKind::Phone => Some(ObjectType::UserAccount),
            _ => return,
        };
        self.related += 1 + u32::from(beside.is_some());
        self.beside = self.beside.with(ObjectType::Relationship);
        self.beside = beside.map_or(self.beside, |kind| self.beside.with(kind));
    }

    fn category(&mut self, value: &str) {
        let Ok(category) = value.parse::<SubjectCategory>() else { return };
        self.suspected |= category == SubjectCategory::Suspect;
        self.convicted |= category == SubjectCategory::Convicted;
        self.protected |= category.is_protected();
    }

    /// The schema under which it is seen.
    pub fn schema<'o>(&self, ontology: &'o Ontology) -> Option<&'o Schema> {
        ontology.schema(self.schema.as_deref()?)
    }

    /// Whether the person was convicted, rather than only suspected.
    pub(super) fn is_convicted(&self) -> bool {
        self.convicted
    }

    /// The type of the entity's own object; none before anything is known.
    pub fn own(&self, ontology: &Ontology) -> Option<ObjectType> {
        if self.foreign {
            return Some(ObjectType::Foreign);
        }
        let schema = self.schema(ontology)?;
        let is = |name| schema.is_a(name);
        Some(match () {
            () if is("Person") => self.person(),
            () if is("Network") => ObjectType::ThreatActor,
            () if is("LegalEntity") || is("Agency") || is("Source") => ObjectType::Identity,
            () if is("Report") => ObjectType::Report,
            () if schema.edge().is_some() && self.source && self.target => ObjectType::Relationship,
            () if is("Operation") || is("Disruption") || is("Commitment") => {
                ObjectType::CourseOfAction
            }
            () if is("UserAccount") && self.login => ObjectType::UserAccount,
            () if is("PhoneNumber") && self.login => ObjectType::UserAccount,
            () if (is("Address") || is("RealEstate") || is("Territory")) && self.is_placed() => {
                ObjectType::Location
            }
            () if is("Asset") || is("Device") || is("Equipment") || is("Consignment") => {
                ObjectType::Infrastructure
            }
            () if is("Event") || is("Encounter") || is("Detection") => ObjectType::Incident,
            () => ObjectType::Note,
        })
    }

    /// Every type among the entity's objects: its own, and what stands beside it.
    pub fn types(&self, ontology: &Ontology) -> Types {
        match self.own(ontology) {
            None => Types::default(),
            Some(ObjectType::Foreign) => Types::default().with(ObjectType::Foreign),
            Some(own) if !has_beside(own) => Types::default().with(own),
            Some(own) => self.beside.with(own),
        }
    }

    /// More objects than this the entity does not become.
    pub fn most_objects(&self) -> u32 {
        1 + self.related
    }

    /// A person in danger is never called an actor, whatever else is said.
    fn person(&self) -> ObjectType {
        if (self.suspected || self.convicted) && !self.protected {
            ObjectType::ThreatActor
        } else {
            ObjectType::Identity
        }
    }

    fn is_placed(&self) -> bool {
        self.country || (self.latitude && self.longitude)
    }
}

/// Whether objects of this type get relationships and observables beside them; the others name
/// what they are about in themselves.
pub(super) fn has_beside(own: ObjectType) -> bool {
    !matches!(
        own,
        ObjectType::Relationship | ObjectType::Note | ObjectType::Report | ObjectType::Foreign
    )
}

/// A country as the standard writes it; none for former and partial states.
pub(super) fn country_of(value: &str) -> Option<String> {
    let plain = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_lowercase());
    plain.then(|| value.to_ascii_uppercase())
}

/// Degrees within `most` either way.
pub(super) fn degrees(value: &str, most: f64) -> Option<f64> {
    value.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
}
