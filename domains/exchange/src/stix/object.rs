//! One entity as objects: its own, and the observables and relationships beside it.

use std::borrow::Cow;
use std::collections::HashSet;

use crossbearing_model::{
    EntityId, Instant, Ontology, PartialDate, Property, PropertyKind, Schema, Standing, Statement,
    StatementId, Tlp,
};
use serde_json::value::RawValue;

use super::account::Account;
use super::extension;
use super::field::Fields;
use super::foreign;
use super::furniture::{Producer, marking};
use super::id::{ObjectId, primary_uuid};
use super::sketch::{ObjectType, Sketch, country_of, degrees, has_beside};
use crate::{Error, Result};

/// Everything that is said of one entity.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// All of one entity, in the order in which they were recorded.
    pub statements: &'a [Statement],
    /// When the first of them was recorded.
    pub created: Instant,
    /// When the last was, in microseconds since 1970.
    pub modified: i64,
}

/// What one entity's objects have to know of others.
pub trait Surroundings {
    /// The type of the object of `entity`, and the number or name that identifies it if that is an
    /// account; none if it is not among what is written.
    fn object_of(&self, entity: &EntityId) -> Option<(ObjectType, Option<String>)>;
    /// Entities of which `report` says something.
    fn cited_by(&self, report: &EntityId) -> Vec<EntityId>;
}

/// Makes objects.
#[derive(Debug, Clone, Copy)]
pub struct ObjectWriter<'a> {
    /// The words.
    pub ontology: &'a Ontology,
    /// Who makes them.
    pub producer: &'a Producer,
}

/// One entity on its way to objects.
pub(super) struct Making<'a, 's> {
    subject: &'a Subject<'s>,
    pub(super) schema: &'a Schema,
    sketch: Sketch,
    pub(super) standing: Vec<&'s Statement>,
    revoked: bool,
    surroundings: &'a dyn Surroundings,
    producer: &'a Producer,
    pub(super) primary: u128,
    own: ObjectType,
    pub(super) own_id: String,
    marking: &'static str,
    created: String,
    modified: String,
}

impl ObjectWriter<'_> {
    /// Hands each object of the entity to `take`: its id, its type and its JSON. The entity's own
    /// comes first; the order is the same whenever the statements are.
    pub fn write(
        &self,
        subject: &Subject<'_>,
        surroundings: &dyn Surroundings,
        take: &mut dyn FnMut(&str, ObjectType, &str) -> Result<()>,
    ) -> Result<()> {
        let Some(making) = Making::begin(self, subject, surroundings) else { return Ok(()) };
        if making.own == ObjectType::Foreign {
            return making.foreign(take);
        }
        take(&making.own_id, making.own, &making.own_object()?)?;
        if has_beside(making.own) && !making.revoked {
            making.beside(take)?;
        }
        Ok(())
    }
}

/// A time as the standard writes it, from microseconds since 1970.
pub fn stamp(micros: i64) -> String {
    let mut text = Instant::from_millis(micros.div_euclid(1000)).to_string();
    text.pop();
    if !text.contains('.') {
        text.push_str(".000");
    }
    match micros.rem_euclid(1000) {
        0 => format!("{text}Z"),
        rest => format!("{text}{rest:03}Z"),
    }
}

/// The statements that stand: neither taken back nor replaced by a later one.
fn standing(statements: &[Statement]) -> Vec<&Statement> {
    let acts = statements.iter().any(|statement| statement.standing != Standing::Asserts);
    if !acts {
        return statements.iter().collect();
    }
    let gone: HashSet<StatementId> =
        statements.iter().filter_map(|statement| statement.standing.target()).collect();
    let stands = |statement: &&Statement| {
        !matches!(statement.standing, Standing::Retracts(_)) && !gone.contains(&statement.id())
    };
    statements.iter().filter(stands).collect()
}

impl<'a, 's> Making<'a, 's> {
    fn begin(
        writer: &ObjectWriter<'a>,
        subject: &'a Subject<'s>,
        surroundings: &'a dyn Surroundings,
    ) -> Option<Self> {
        let first = subject.statements.first()?;
        let standing = standing(subject.statements);
        let revoked = standing.is_empty();
        let mut sketch = Sketch::default();
        let sketched: Vec<&Statement> =
            if revoked { subject.statements.iter().collect() } else { standing.clone() };
        for said in &sketched {
            sketch.add(writer.ontology, (&said.schema, &said.property), &said.value);
        }
        let ontology = writer.ontology;
        let (schema, own) = (sketch.schema(ontology)?, sketch.own(ontology)?);
        let primary = primary_uuid(&first.entity);
        let mut making = Self {
            subject,
            schema,
            sketch,
            standing: sketched,
            revoked,
            surroundings,
            producer: writer.producer,
            primary,
            own,
            own_id: String::new(),
            marking: marking(strictest(subject.statements)),
            created: stamp(subject.created.millis() * 1000),
            modified: stamp(subject.modified.max(subject.created.millis() * 1000)),
        };
        making.own_id = match own {
            ObjectType::UserAccount => {
                let value = making.one("username").or_else(|| making.one("number"))?;
                Account::of(value).id()
            }
            own => ObjectId { kind: own.as_str(), uuid: primary }.to_string(),
        };
        Some(making)
    }

    fn values(&self, property: &'static str) -> impl Iterator<Item = &'s str> {
        let standing = self.standing.iter();
        standing
            .filter(move |said| said.property.as_ref() == property)
            .map(|said| said.value.as_str())
    }

    fn one(&self, property: &'static str) -> Option<&'s str> {
        self.values(property).next()
    }

    fn name(&self) -> Cow<'s, str> {
        let captions = self.schema.caption().iter();
        let mut found = captions.filter_map(|property| {
            self.standing.iter().find(|said| said.property == *property && !said.value.is_empty())
        });
        match found.next() {
            Some(said) if !self.revoked => Cow::Borrowed(said.value.as_str()),
            _ => Cow::Owned(self.subject.statements[0].entity.to_string()),
        }
    }

    fn description(&self) -> Option<String> {
        let texts: Vec<&str> = ["description", "summary", "notes"]
            .into_iter()
            .flat_map(|name| self.values(name))
            .collect();
        (!texts.is_empty() && !self.revoked).then(|| texts.join("\n\n"))
    }

    /// The names other than the first.
    fn aliases(&self) -> Vec<String> {
        let name = self.name();
        let mut aliases: Vec<String> = Vec::new();
        for property in ["name", "alias", "weakAlias", "previousName"] {
            for value in self.values(property) {
                if *value != *name && !value.is_empty() && !aliases.iter().any(|one| one == value) {
                    aliases.push(value.to_owned());
                }
            }
        }
        aliases
    }

    /// What versioned objects have in common.
    pub(super) fn versioned(&self, kind: ObjectType, id: &str) -> Fields<'_> {
        let mut fields = Fields::default();
        fields.text("type", kind.as_str());
        fields.text("spec_version", "2.1");
        fields.text("id", id.to_owned());
        fields.text("created_by_ref", self.producer.id());
        fields.text("created", self.created.as_str());
        fields.text("modified", self.modified.as_str());
        if self.revoked {
            fields.json("revoked", raw("true"));
        }
        fields.texts("labels", vec![self.schema.label().to_lowercase()]);
        let probability = self.standing.iter().map(|said| said.citation.grade.probability());
        let best = probability.fold(0.0, f64::max);
        fields.whole("confidence", (best * 100.0).round() as u32);
        fields.texts("object_marking_refs", vec![self.marking.to_owned()]);
        fields
    }

    pub(super) fn observable(&self, kind: ObjectType, id: &str) -> Fields<'_> {
        let mut fields = Fields::default();
        fields.text("type", kind.as_str());
        fields.text("spec_version", "2.1");
        fields.text("id", id.to_owned());
        fields.texts("object_marking_refs", vec![self.marking.to_owned()]);
        fields
    }

    fn own_object(&self) -> Result<String> {
        let extension =
            extension::whole(&self.subject.statements[0].entity, self.subject.statements, None);
        let mut fields = if self.own.is_observable() {
            let mut fields = self.observable(self.own, &self.own_id);
            let value = self.one("username").or_else(|| self.one("number")).unwrap_or_default();
            Account::of(value).write(&mut fields);
            fields
        } else {
            let mut fields = self.versioned(self.own, &self.own_id);
            self.special(&mut fields);
            fields
        };
        fields.json("extensions", extension.map_err(unwritable)?);
        written(&fields)
    }

    /// What the objects of one type have and others have not.
    fn special<'f>(&'f self, fields: &mut Fields<'f>) {
        match self.own {
            ObjectType::Note => return self.note(fields),
            ObjectType::Relationship => return self.relationship(fields),
            _ => fields.text("name", self.name()),
        }
        if let Some(description) = self.description() {
            fields.text("description", description);
        }
        match self.own {
            ObjectType::Identity => self.identity(fields),
            ObjectType::ThreatActor => self.threat_actor(fields),
            ObjectType::Location => self.location(fields),
            ObjectType::Infrastructure => fields.texts("aliases", self.aliases()),
            ObjectType::Report => self.report(fields),
            _ => {}
        }
    }

    fn identity(&self, fields: &mut Fields<'_>) {
        let class = if self.schema.is_a("Person") {
            "individual"
        } else if self.schema.is_a("Organization") || self.schema.is_a("Agency") {
            "organization"
        } else {
            "unknown"
        };
        fields.text("identity_class", class);
        let reach: Vec<&str> = self
            .standing
            .iter()
            .filter(|said| {
                let kind = self.schema.property(&said.property).map(Property::kind);
                matches!(
                    kind,
                    Some(PropertyKind::Email | PropertyKind::Phone | PropertyKind::Address)
                )
            })
            .map(|said| said.value.as_str())
            .collect();
        if !reach.is_empty() && !self.revoked {
            fields.text("contact_information", reach.join("; "));
        }
    }

    /// One who is only suspected is of unknown type: the word `criminal` is for the convicted.
    fn threat_actor(&self, fields: &mut Fields<'_>) {
        let kind = match (self.schema.is_a("Network"), self.sketch.is_convicted()) {
            (true, _) => "crime-syndicate",
            (false, true) => "criminal",
            (false, false) => "unknown",
        };
        fields.texts("threat_actor_types", vec![kind.to_owned()]);
        fields.texts("aliases", self.aliases());
    }

    fn location(&self, fields: &mut Fields<'_>) {
        let countries = ["country", "mainCountry", "jurisdiction"].into_iter();
        let mut countries = countries.flat_map(|name| self.values(name)).filter_map(country_of);
        if let Some(country) = countries.next() {
            fields.text("country", country);
        }
        let latitude = self.one("latitude").and_then(|value| degrees(value, 90.0));
        let longitude = self.one("longitude").and_then(|value| degrees(value, 180.0));
        if let (Some(latitude), Some(longitude)) = (latitude, longitude) {
            fields.number("latitude", latitude);
            fields.number("longitude", longitude);
        }
        for (name, properties) in [
            ("administrative_area", ["state", "region"]),
            ("city", ["city", "city"]),
            ("street_address", ["street", "full"]),
            ("postal_code", ["postalCode", "postalCode"]),
        ] {
            if let Some(value) = properties.into_iter().find_map(|property| self.one(property)) {
                fields.text(name, value.to_owned());
            }
        }
    }

    fn report(&self, fields: &mut Fields<'_>) {
        let date =
            ["date", "publishedAt", "receivedAt"].into_iter().find_map(|name| self.one(name));
        let date = date.and_then(|date| date.parse::<PartialDate>().ok());
        let published = date
            .map_or_else(|| self.created.clone(), |date| stamp(date.earliest().millis() * 1000));
        fields.text("published", published);
        let report = &self.subject.statements[0].entity;
        let cited = self.surroundings.cited_by(report);
        let refs: Vec<String> = cited.iter().filter_map(|entity| self.reference(entity)).collect();
        fields.texts("object_refs", self.or_producer(refs));
    }

    /// A list of objects may not be empty: where nothing is named, it names the producer.
    fn or_producer(&self, mut refs: Vec<String>) -> Vec<String> {
        let mut seen = HashSet::new();
        refs.retain(|one| seen.insert(one.clone()));
        if refs.is_empty() {
            refs.push(self.producer.id().to_owned());
        }
        refs
    }

    fn note(&self, fields: &mut Fields<'_>) {
        fields.text("abstract", format!("{}: {}", self.schema.label(), self.name()));
        let mut content = String::new();
        let mut refs = Vec::new();
        for said in &self.standing {
            let Some(property) = self.schema.property(&said.property) else { continue };
            if property.kind() == PropertyKind::Entity {
                refs.extend(said.value.parse().ok().and_then(|entity| self.reference(&entity)));
            } else if !self.revoked {
                content.push_str(property.label());
                content.push_str(": ");
                content.push_str(&said.value);
                content.push('\n');
            }
        }
        if content.is_empty() {
            content.push_str(self.schema.label());
        }
        fields.text("content", content);
        fields.texts("object_refs", self.or_producer(refs));
    }

    fn relationship(&self, fields: &mut Fields<'_>) {
        fields.text("relationship_type", "related-to");
        fields.text("description", self.schema.label().to_owned());
        let Some(edge) = self.schema.edge() else { return };
        let end = |property: &str| {
            let mut said = self.standing.iter().filter(|said| said.property.as_ref() == property);
            let entity: Option<EntityId> = said.next().and_then(|said| said.value.parse().ok());
            let known = entity.as_ref().and_then(|entity| self.end(entity));
            known.unwrap_or_else(|| unseen(entity.as_ref()))
        };
        fields.text("source_ref", end(&edge.source));
        fields.text("target_ref", end(&edge.target));
        let date = |properties: &[crossbearing_model::Name]| {
            let mut said = self.standing.iter().filter(|said| properties.contains(&said.property));
            said.find_map(|said| said.value.parse::<PartialDate>().ok())
        };
        let from = date(self.schema.begins()).map(PartialDate::earliest);
        let to = date(self.schema.ends()).map(PartialDate::latest);
        if let Some(from) = from {
            fields.text("start_time", stamp(from.millis() * 1000));
        }
        if let Some(to) = to.filter(|to| from.is_none_or(|from| from < *to)) {
            fields.text("stop_time", stamp(to.millis() * 1000));
        }
    }

    /// The id of another entity's object, if a relationship may lead to it.
    pub(super) fn end(&self, entity: &EntityId) -> Option<String> {
        const NO_ENDS: [&str; 5] =
            ["relationship", "sighting", "marking-definition", "extension-definition", "bundle"];
        let id = self.reference(entity)?;
        let kind = id.split("--").next().unwrap_or_default();
        (!NO_ENDS.contains(&kind)).then_some(id)
    }

    /// The id of another entity's object.
    fn reference(&self, entity: &EntityId) -> Option<String> {
        let (kind, account) = self.surroundings.object_of(entity)?;
        match (kind, account) {
            (ObjectType::UserAccount, Some(value)) => Some(Account::of(&value).id()),
            (ObjectType::Foreign, _) => Some(entity.to_string()),
            (kind, _) => {
                Some(ObjectId { kind: kind.as_str(), uuid: primary_uuid(entity) }.to_string())
            }
        }
    }

    fn foreign(&self, take: &mut dyn FnMut(&str, ObjectType, &str) -> Result<()>) -> Result<()> {
        let mut said = self.standing.iter().rev();
        let kept = said.find(|said| {
            said.property.as_ref() == extension::KEPT && foreign::is_kept(&said.value)
        });
        let Some(kept) = kept else { return Ok(()) };
        let said = self.subject.statements;
        let extension = extension::whole(&kept.entity, said, Some(kept)).map_err(unwritable)?;
        let (id, object) = foreign::with_extension(&kept.value, &extension)?;
        take(&id, ObjectType::Foreign, &object)
    }
}

/// The reference to what the reader does not see: an id that no object has.
fn unseen(entity: Option<&EntityId>) -> String {
    let uuid = entity.map_or(0x4000_8000_0000_0000_0000, primary_uuid);
    ObjectId { kind: "identity", uuid }.to_string()
}

fn strictest(statements: &[Statement]) -> Tlp {
    statements.iter().map(|said| said.citation.label.spec().tlp).max().unwrap_or(Tlp::Red)
}

fn raw(json: &'static str) -> Box<RawValue> {
    // `true` is JSON.
    RawValue::from_string(json.to_owned()).unwrap_or_default()
}

pub(super) fn written(fields: &Fields<'_>) -> Result<String> {
    serde_json::to_string(fields).map_err(unwritable)
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
pub(super) fn unwritable(error: serde_json::Error) -> Error {
    Error::Unwritable { reason: error.to_string() }
}
