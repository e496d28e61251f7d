//! One object in: our own as the statements it carries, another producer's as statements that say
//! what it says, and the object itself beside them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbearing_model::{Citation, EntityId, Label, LabelSpec, Ontology, Statement, Tlp};
use serde_json::{Map, Value};

use super::extension::{self, KEPT, Said};
use super::foreign;
use super::furniture::{EXTENSION, colour, is_furniture};
use super::id::ObjectId;

/// What an object gave.
#[derive(Debug, Default)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// Its version: when it was changed last. Observables have none.
    pub version: Option<String>,
    /// Whether the statements are those of a program of ours, with their own citations.
    pub ours: bool,
    /// The statements.
    pub statements: Vec<Statement>,
    /// What could not be kept as it was meant, in words: place and reason.
    pub lost: Vec<(String, String)>,
}

/// The citation under which another producer's objects come in, narrower where their markings ask
/// for it.
#[derive(Debug)]
pub struct Citations {
    base: Arc<Citation>,
    narrowed: BTreeMap<Tlp, Arc<Citation>>,
}

impl Citations {
    /// Under `base`, unless a marking narrows it.
    pub fn new(base: Arc<Citation>) -> Self {
        Self { base, narrowed: BTreeMap::new() }
    }

    fn under(&mut self, tlp: Option<Tlp>) -> Arc<Citation> {
        let own = self.base.label.spec().tlp;
        let Some(tlp) = tlp.filter(|tlp| *tlp > own) else { return Arc::clone(&self.base) };
        if let Some(known) = self.narrowed.get(&tlp) {
            return Arc::clone(known);
        }
        let mut spec: LabelSpec = self.base.label.spec().clone();
        spec.tlp = tlp;
        if tlp == Tlp::AmberStrict {
            spec.releasable_to.clear();
        }
        let narrowed = match Label::seal(spec) {
            Ok(label) => Arc::new(Citation { label, ..(*self.base).clone() }),
            Err(_) => Arc::clone(&self.base),
        };
        self.narrowed.insert(tlp, Arc::clone(&narrowed));
        narrowed
    }
}

/// Reads one object. The error says why nothing of it can be taken; furniture gives no statements.
pub fn take_object(
    json: &str,
    ontology: &Ontology,
    citations: &mut Citations,
) -> Result<Taken, String> {
    let object: Value = serde_json::from_str(json).map_err(|error| format!("not JSON: {error}"))?;
    let Value::Object(object) = object else { return Err("not an object".to_owned()) };
    let id = checked_id(&object)?.to_owned();
    let version = text(&object, "modified").map(str::to_owned);
    let mut taken = Taken { id, version, ..Taken::default() };
    if is_furniture(&taken.id) {
        return Ok(taken);
    }
    let ours = object.get("extensions").and_then(|extensions| extensions.get(EXTENSION));
    if let Some(ours) = ours {
        let extension = ours.to_string();
        let around = || foreign::kept(object.clone());
        match extension::read(&extension, around)
            .map_err(|error| format!("our extension: {error}"))?
        {
            Said::Derived => return Ok(taken),
            Said::Statements(statements) => {
                taken.ours = true;
                taken.statements = statements;
                return Ok(taken);
            }
            Said::Unknown(version) => taken.lost.push((
                taken.id.clone(),
                format!(
                    "version {version:?} of our extension is unknown: update this program; \
                    what the standard has words for was taken"
                ),
            )),
        }
    }
    Other { object: &object, ontology, taken: &mut taken }.take(citations)?;
    Ok(taken)
}

/// The id, if the object has one of its own type and is of a version that is read.
fn checked_id(object: &Map<String, Value>) -> Result<&str, String> {
    let kind = text(object, "type").ok_or("the object has no type")?;
    let id = text(object, "id").ok_or("the object has no id")?;
    let parsed = ObjectId::parse(id).ok_or_else(|| format!("{id:.80}: not an id of STIX"))?;
    if parsed.kind != kind {
        return Err(format!("{id}: the id is not one of its type {kind:.40}"));
    }
    let versioned = object.contains_key("modified");
    match (text(object, "spec_version"), versioned) {
        (Some("2.1"), _) | (None, false) => {}
        (said, _) => {
            let said = said.unwrap_or("2.0, since none is given,");
            return Err(format!("{id}: spec_version {said:.20} is not read: send 2.1"));
        }
    }
    for name in ["created", "modified"] {
        if let Some(time) = text(object, name)
            && time.parse::<crossbearing_model::Instant>().is_err()
        {
            return Err(format!("{id}: {name} is no time"));
        }
    }
    Ok(id)
}

fn text<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    object.get(name).and_then(Value::as_str)
}

/// Another producer's object.
struct Other<'a> {
    object: &'a Map<String, Value>,
    ontology: &'a Ontology,
    taken: &'a mut Taken,
}

/// From which property of an object which of ours is said.
type Words = &'static [(&'static str, &'static str)];

const NAMED: Words = &[("name", "name"), ("aliases", "alias"), ("description", "description")];

/// The schema and the words for a type.
fn words(kind: &str, object: &Map<String, Value>) -> (&'static str, Words) {
    match kind {
        "identity" => match text(object, "identity_class") {
            Some("individual") => ("Person", NAMED),
            Some("organization" | "group") => ("Organization", NAMED),
            _ => ("LegalEntity", NAMED),
        },
        "threat-actor" => ("LegalEntity", NAMED),
        "intrusion-set" => ("Organization", NAMED),
        "infrastructure" => ("Asset", NAMED),
        "location" => (
            "Address",
            &[
                ("name", "full"),
                ("description", "description"),
                ("country", "country"),
                ("latitude", "latitude"),
                ("longitude", "longitude"),
                ("city", "city"),
                ("street_address", "street"),
                ("postal_code", "postalCode"),
                ("region", "region"),
                ("administrative_area", "state"),
            ],
        ),
        "relationship" => (
            "UnknownLink",
            &[
                ("source_ref", "subject"),
                ("target_ref", "object"),
                ("relationship_type", "role"),
                ("description", "description"),
                ("start_time", "startDate"),
                ("stop_time", "endDate"),
            ],
        ),
        "report" => {
            ("Report", &[("name", "title"), ("description", "description"), ("published", "date")])
        }
        "user-account" => (
            "UserAccount",
            &[
                ("account_login", "username"),
                ("user_id", "accountId"),
                ("display_name", "displayName"),
                ("account_type", "service"),
            ],
        ),
        "email-addr" => ("UserAccount", &[("value", "email"), ("display_name", "displayName")]),
        "url" => ("Document", &[("value", "sourceUrl")]),
        "note" | "opinion" => (
            "Document",
            &[("abstract", "title"), ("content", "description"), ("explanation", "description")],
        ),
        _ => ("Document", &[("name", "title"), ("value", "title"), ("description", "description")]),
    }
}

impl Other<'_> {
    fn take(&mut self, citations: &mut Citations) -> Result<(), String> {
        let entity: EntityId = self.taken.id.parse().map_err(|error| format!("{error}"))?;
        let tlp = self.marked();
        let citation = citations.under(tlp);
        let kind = text(self.object, "type").unwrap_or_default();
        let (schema, words) = words(kind, self.object);
        let schema = self.ontology.schema(schema).ok_or("the ontology lacks a standard word")?;
        for (theirs, ours) in words {
            let Some(value) = self.object.get(*theirs) else { continue };
            let Some(property) = schema.property(ours) else { continue };
            for value in texts(value) {
                let normalised = property.normalise(&value).unwrap_or_else(|error| {
                    self.taken.lost.push((format!("{entity} {theirs}"), error.to_string()));
                    property.keep(&value)
                });
                if normalised.value.is_empty() {
                    continue;
                }
                let names = (Arc::clone(schema.name()), Arc::clone(property.name()));
                let mut said = Statement::new(
                    entity.clone(),
                    names.0,
                    names.1,
                    normalised.value,
                    Arc::clone(&citation),
                );
                said.original = normalised.original;
                self.taken.statements.push(said);
            }
        }
        let whole = foreign::kept(self.object.clone());
        let name = Arc::clone(schema.name());
        self.taken.statements.push(Statement::new(entity, name, KEPT, whole, citation));
        Ok(())
    }

    /// The strictest colour of its markings. What is not known binds to the own agency alone.
    fn marked(&mut self) -> Option<Tlp> {
        let refs = self.object.get("object_marking_refs").and_then(Value::as_array);
        let parts = self.object.contains_key("granular_markings");
        let mut strictest = parts.then_some(Tlp::AmberStrict);
        let mut lost = |reason: String| self.taken.lost.push((self.taken.id.clone(), reason));
        if parts {
            lost("markings of parts are not read: kept to this agency".to_owned());
        }
        for marking in refs.into_iter().flatten().filter_map(Value::as_str) {
            let tlp = match colour(marking) {
                Some(Tlp::Red) => {
                    lost("TLP:RED names nobody it is for: kept to this agency".to_owned());
                    Tlp::AmberStrict
                }
                Some(tlp) => tlp,
                None => {
                    lost(format!("the marking {marking:.80} is unknown: kept to this agency"));
                    Tlp::AmberStrict
                }
            };
            strictest = strictest.max(Some(tlp));
        }
        strictest
    }
}

/// The values of a property, as text.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(truth) => vec![truth.to_string()],
        Value::Array(values) => {
            values.iter().filter(|value| !value.is_array()).flat_map(texts).collect()
        }
        Value::Null | Value::Object(_) => Vec::new(),
    }
}
