//! Events in.

use std::io::BufRead;
use std::sync::Arc;

use crossbearing_model::{
    Citation, EntityId, Label, LabelSpec, Name, Ontology, Pap, Statement, Tlp,
};
use serde_json::Value;

use super::tag;
use super::template::{ASSESSMENT, Relation, TEMPLATES, Template};
use crate::elements::{Element, Elements};
use crate::lines::shown;
use crate::{Batch, Defect, Error, OnDefect, ReadOptions, Result};

/// Reads events, one at a time: a list of them, what MISP's search answers, or a single one.
///
/// Values come in under the citation of the options, narrowed by the event's tags. The line of a
/// defect is the event's number, from 1.
pub struct EventReader<'o, R: BufRead> {
    elements: Elements<R>,
    ontology: &'o Ontology,
    options: ReadOptions,
}

impl<'o, R: BufRead> EventReader<'o, R> {
    /// Reads from `input` events of at most the options' `line_limit` bytes.
    pub fn new(input: R, ontology: &'o Ontology, options: ReadOptions) -> Self {
        let elements = Elements::new(input, "response", options.line_limit).or_one("Event");
        Self { elements, ontology, options }
    }

    /// Reads the next event into `batch`; false at the end of the file.
    pub fn read(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.clear();
        let line = self.elements.number() + 1;
        match self.elements.next()? {
            Element::End => return Ok(false),
            Element::Broken(reason) => batch.defects.push(defect(line, "", &reason, "")),
            Element::Text(text) => match serde_json::from_str::<Value>(text) {
                Ok(event) => {
                    let mut intake =
                        Intake { line, ontology: self.ontology, options: &self.options, batch };
                    intake.event(event.get("Event").unwrap_or(&event));
                }
                Err(error) => {
                    batch.defects.push(defect(line, "", &format!("no event: {error}"), text));
                }
            },
        }
        match (self.options.on_defect, batch.defects.first()) {
            (OnDefect::Fail, Some(defect)) => Err(Error::Defect(defect.clone())),
            _ => Ok(true),
        }
    }
}

struct Intake<'a> {
    line: u64,
    ontology: &'a Ontology,
    options: &'a ReadOptions,
    batch: &'a mut Batch,
}

impl Intake<'_> {
    fn event(&mut self, event: &Value) {
        let Some(uuid) = text(event, "uuid") else {
            return self.lost("", "the event has no uuid", &event.to_string());
        };
        let citation = self.citation(event, uuid);
        let report = format!("misp-{uuid}");
        let words = [("info", "title"), ("date", "date")];
        for (theirs, ours) in words {
            if let Some(value) = text(event, theirs) {
                self.say(&report, ("Report", ours), value, &citation);
            }
        }
        for object in list(event, "Object") {
            self.object(object, &citation);
        }
        for attribute in list(event, "Attribute") {
            self.attribute(attribute, &citation);
        }
    }

    /// The citation of the options, with the event's grade, and narrowed to its handling.
    fn citation(&mut self, event: &Value, uuid: &str) -> Arc<Citation> {
        let base = Arc::clone(&self.options.citation);
        let tags: Vec<&str> =
            list(event, "Tag").iter().filter_map(|tag| text(tag, "name")).collect();
        let own = base.label.spec();
        let mut tlp = tags.iter().filter_map(|name| tag::tlp(name)).max();
        if tlp == Some(Tlp::Red) {
            self.lost(uuid, "TLP:RED names nobody it is for: kept to this agency", "");
            tlp = Some(Tlp::AmberStrict);
        }
        if let Some(unknown) = tags.iter().find(|name| tag::binds(name)) {
            let reason = format!("the marking {unknown:.80} is unknown: kept to this agency");
            self.lost(uuid, &reason, "");
            tlp = Some(Tlp::AmberStrict);
        }
        let pap: Option<Pap> = tags.iter().filter_map(|name| tag::pap(name)).max();
        let mut spec: LabelSpec = own.clone();
        spec.tlp = tlp.map_or(own.tlp, |tlp| tlp.max(own.tlp));
        spec.pap = pap.map_or(own.pap, |pap| pap.max(own.pap));
        if spec.tlp == Tlp::AmberStrict {
            spec.releasable_to.clear();
        }
        let grade = tag::grade(&tags).unwrap_or(base.grade);
        match Label::seal(spec) {
            Ok(label) => Arc::new(Citation { label, grade, ..(*base).clone() }),
            Err(_) => base,
        }
    }

    fn object(&mut self, object: &Value, citation: &Arc<Citation>) {
        let (name, uuid) = (text(object, "name").unwrap_or_default(), text(object, "uuid"));
        let Some(uuid) = uuid else {
            return self.lost(name, "the object has no uuid", &object.to_string());
        };
        if name == ASSESSMENT.name {
            return;
        }
        let Some(template) = TEMPLATES.iter().find(|template| template.name == name) else {
            let reason = "no template of this name is read: its values were set aside";
            return self.lost(&format!("{name:.80} {uuid:.40}"), reason, &object.to_string());
        };
        let (schema, entity) = subject(object, template, uuid, self.ontology);
        for attribute in list(object, "Attribute") {
            let relation = text(attribute, "object_relation").unwrap_or_default();
            let Some(value) = text(attribute, "value") else { continue };
            let known = template.relations.iter().find(|one| one.name == relation);
            let known = known.and_then(|known| Some((known.property, ours(known, value)?)));
            if let Some((property, value)) = known {
                self.say(&entity, (&schema, property), &value, citation);
            } else {
                let place = format!("{name} {uuid:.40} {relation:.80}");
                self.lost(&place, "no word for it: set aside", value);
            }
        }
        if let Some(service) = template.service {
            self.say(&entity, (&schema, "service"), service, citation);
        }
    }

    /// A value that stands outside all objects.
    fn attribute(&mut self, attribute: &Value, citation: &Arc<Citation>) {
        let kind = text(attribute, "type").unwrap_or_default();
        let (uuid, value) = (text(attribute, "uuid"), text(attribute, "value"));
        let (Some(uuid), Some(value)) = (uuid, value) else {
            return self.lost(
                kind,
                "the attribute has no uuid or no value",
                &attribute.to_string(),
            );
        };
        let entity = format!("misp-{uuid}");
        let words = match kind {
            "phone-number" => ("PhoneNumber", "number"),
            "email" | "email-src" | "email-dst" => ("UserAccount", "email"),
            "full-name" => ("Person", "name"),
            "iban" => ("BankAccount", "iban"),
            "bank-account-nr" => ("BankAccount", "accountNumber"),
            "url" | "link" => ("Document", "sourceUrl"),
            "twitter-id" | "github-username" | "jabber-id" => ("UserAccount", "username"),
            "text" | "comment" => ("Document", "description"),
            _ => {
                let place = format!("{kind:.80} {uuid:.40}");
                return self.lost(&place, "no word for this type: set aside", value);
            }
        };
        self.say(&entity, words, value, citation);
    }

    fn say(
        &mut self,
        entity: &str,
        (schema, property): (&str, &str),
        value: &str,
        citation: &Arc<Citation>,
    ) {
        let Ok(entity) = entity.parse::<EntityId>() else {
            return self.lost(
                entity,
                "no id: visible characters without spaces are expected",
                value,
            );
        };
        let found = self.ontology.property(schema, property);
        let Some(found) = found else {
            return self.lost(entity.as_str(), "the ontology lacks the word", value);
        };
        let normalised = found.normalise(value).unwrap_or_else(|error| {
            let place = format!("{entity} {property}");
            self.batch.defects.push(defect(self.line, &place, &error.to_string(), ""));
            found.keep(value)
        });
        if normalised.value.is_empty() {
            return;
        }
        let names: (Name, Name) = (schema.into(), Arc::clone(found.name()));
        let mut said =
            Statement::new(entity, names.0, names.1, normalised.value, Arc::clone(citation));
        said.original = normalised.original;
        self.batch.statements.push(said);
    }

    fn lost(&mut self, place: &str, reason: &str, set_aside: &str) {
        self.batch.defects.push(defect(self.line, place, reason, set_aside));
    }
}

/// The schema and id under which an object was written, if a program of ours wrote it; else those
/// that its template gives.
fn subject(
    object: &Value,
    template: &Template,
    uuid: &str,
    ontology: &Ontology,
) -> (String, String) {
    let ours = text(object, "comment").and_then(|comment| {
        let (schema, entity) = comment.strip_prefix("crossbearing:entity=")?.split_once(' ')?;
        ontology.schema(schema).filter(|schema| schema.is_a(template.schema))?;
        Some((schema.to_owned(), entity.to_owned()))
    });
    ours.unwrap_or_else(|| (template.schema.to_owned(), format!("misp-{uuid}")))
}

/// A value in our words; none if there is none.
fn ours(relation: &Relation, value: &str) -> Option<String> {
    match relation.name {
        "gender" => match value.to_lowercase().as_str() {
            "male" => Some("male".to_owned()),
            "female" => Some("female".to_owned()),
            "other" => Some("other".to_owned()),
            _ => None,
        },
        "role" => {
            let role = value.to_lowercase();
            role.parse::<crossbearing_model::SubjectCategory>().is_ok().then_some(role)
        }
        _ => Some(value.to_owned()),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn defect(line: u64, place: &str, reason: &str, set_aside: &str) -> Defect {
    Defect {
        line,
        place: place.to_owned(),
        reason: reason.to_owned(),
        set_aside: shown(set_aside),
        again: (!set_aside.is_empty()).then(|| set_aside.to_owned()),
    }
}
