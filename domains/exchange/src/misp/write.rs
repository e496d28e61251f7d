//! Events out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crossbearing_model::{
    EntityId, Grade, Ontology, Pap, PropertyKind, Standing, Statement, SubjectCategory, Tlp,
};
use serde_json::{Value, json};

use super::tag;
use super::template::{ASSESSMENT, Relation, TEMPLATES, Template, category};
use crate::Result;
use crate::stix::named;

/// Writes events, one a report. They are put together in memory and written at the end.
pub struct EventWriter<'o, W> {
    output: W,
    ontology: &'o Ontology,
    reports: BTreeMap<EntityId, Event>,
    written: Written,
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Events.
    pub events: u64,
    /// Objects in them.
    pub objects: u64,
    /// Values in those.
    pub values: u64,
    /// Statements for which MISP has no word, or which no longer stand.
    pub left_out: u64,
}

/// One report on its way to an event.
#[derive(Default)]
struct Event {
    info: Option<String>,
    date: Option<String>,
    agency: String,
    tlp: Option<Tlp>,
    pap: Option<Pap>,
    grades: BTreeSet<Grade>,
    objects: Vec<(EntityId, Value)>,
    /// From whom to whom, and how they are tied.
    ties: BTreeSet<(EntityId, EntityId, String)>,
}

impl<'o, W: Write> EventWriter<'o, W> {
    /// Writes to `output`, which is best a buffered one.
    pub fn new(output: W, ontology: &'o Ontology) -> Self {
        Self { output, ontology, reports: BTreeMap::new(), written: Written::default() }
    }

    /// Takes one entity: `statements` are all that is said of it.
    pub fn write(&mut self, statements: &[Statement]) {
        let gone: Vec<_> = statements.iter().filter_map(|said| said.standing.target()).collect();
        let stands = |said: &&Statement| {
            !matches!(said.standing, Standing::Retracts(_))
                && (gone.is_empty() || !gone.contains(&said.id()))
        };
        let mut by_report: BTreeMap<&EntityId, Vec<&Statement>> = BTreeMap::new();
        for said in statements.iter().filter(stands) {
            by_report.entry(&said.citation.report).or_default().push(said);
        }
        let mut values = 0;
        for (report, said) in by_report {
            values += self.put(report, &said);
        }
        self.written.values += values;
        self.written.left_out += (statements.len() as u64).saturating_sub(values);
    }

    /// Writes everything and says what it was.
    pub fn finish(mut self) -> Result<Written> {
        self.output.write_all(b"{\"response\":[")?;
        for (at, (report, event)) in self.reports.into_iter().enumerate() {
            if at > 0 {
                self.output.write_all(b",\n")?;
            }
            self.written.events += 1;
            self.written.objects += event.objects.len() as u64;
            let event = json!({"Event": event.into_json(&report)});
            self.output.write_all(event.to_string().as_bytes())?;
        }
        self.output.write_all(b"]}\n")?;
        self.output.flush()?;
        Ok(self.written)
    }

    /// Puts what a report says of one entity into the report's event; returns how many statements
    /// that took.
    fn put(&mut self, report: &EntityId, said: &[&Statement]) -> u64 {
        let Some(first) = said.first() else { return 0 };
        let event = self.reports.entry(report.clone()).or_default();
        event.mark(said);
        let mut taken = event.tie(self.ontology, said);
        if first.entity == *report {
            taken += event.title(said);
        }
        let Some((object, values)) = object(self.ontology, report, said) else { return taken };
        event.objects.push((first.entity.clone(), object));
        taken + values
    }
}

impl Event {
    /// The strictest handling and every grade of what it holds.
    fn mark(&mut self, said: &[&Statement]) {
        for one in said {
            let label = one.citation.label.spec();
            self.tlp = self.tlp.max(Some(label.tlp));
            self.pap = self.pap.max(Some(label.pap));
            self.grades.insert(one.citation.grade);
            label.originator.as_str().clone_into(&mut self.agency);
        }
    }

    fn title(&mut self, said: &[&Statement]) -> u64 {
        let value = |property: &str| {
            said.iter().find(|one| one.property.as_ref() == property).map(|one| one.value.clone())
        };
        self.info = value("title");
        self.date = value("date").filter(|date| date.len() >= 10).map(|date| date[..10].to_owned());
        u64::from(self.info.is_some()) + u64::from(self.date.is_some())
    }

    /// Keeps what points from the entity to others, or, of a tie, its two ends.
    fn tie(&mut self, ontology: &Ontology, said: &[&Statement]) -> u64 {
        let Some(first) = said.first() else { return 0 };
        let Some(schema) = ontology.schema(&first.schema) else { return 0 };
        let target = |property: &str| {
            let found = said.iter().find(|one| one.property.as_ref() == property)?;
            found.value.parse::<EntityId>().ok()
        };
        if let Some(edge) = schema.edge() {
            let ends = (target(&edge.source), target(&edge.target));
            let (Some(source), Some(target)) = ends else { return 0 };
            self.ties.insert((source, target, words(schema.label())));
            return 2;
        }
        let mut taken = 0;
        for one in said {
            let property = schema.property(&one.property);
            let Some(property) = property.filter(|one| one.kind() == PropertyKind::Entity) else {
                continue;
            };
            if let Ok(target) = one.value.parse() {
                let tie = words(property.label());
                self.ties.insert((first.entity.clone(), target, tie));
                taken += 1;
            }
        }
        taken
    }

    fn into_json(mut self, report: &EntityId) -> Value {
        for grade in &self.grades {
            self.objects.push((report.clone(), assessment(report, *grade)));
        }
        let uuids: BTreeMap<EntityId, String> = self
            .objects
            .iter()
            .filter_map(|(entity, object)| Some((entity.clone(), object["uuid"].as_str()?.into())))
            .collect();
        let mut objects = Vec::new();
        for (entity, mut object) in self.objects {
            let own = object["uuid"].as_str().unwrap_or_default().to_owned();
            let from_here = self.ties.iter().filter(|tie| tie.0 == entity);
            let references: Vec<Value> = from_here
                .filter_map(|(_, target, how)| {
                    let target = uuids.get(target).filter(|target| **target != own)?;
                    Some(json!({
                        "uuid": named("reference", &[&own, target, how]),
                        "object_uuid": own, "referenced_uuid": target,
                        "relationship_type": how, "comment": "",
                    }))
                })
                .collect();
            object["ObjectReference"] = Value::Array(references);
            objects.push(object);
        }
        let mut tags = Vec::new();
        tags.extend(self.tlp.map(|tlp| tag::of_tlp(tlp).to_owned()));
        tags.extend(self.pap.map(|pap| tag::of_pap(pap).to_owned()));
        if let (Some(grade), 1) = (self.grades.first(), self.grades.len()) {
            tags.extend(tag::of_grade(*grade));
        }
        tags.push(format!("crossbearing:report=\"{report}\""));
        let tags: Vec<Value> = tags.into_iter().map(|name| json!({"name": name})).collect();
        json!({
            "uuid": named("event", &[report.as_str()]),
            "info": self.info.unwrap_or_else(|| report.to_string()),
            "date": self.date.unwrap_or_else(|| "1970-01-01".to_owned()),
            "timestamp": "0", "published": false, "analysis": "2", "threat_level_id": "4",
            "distribution": "0",
            "Orgc": {"name": self.agency, "uuid": named("agency", &[&self.agency])},
            "Tag": tags, "Attribute": [], "Object": objects,
        })
    }
}

/// The object of an entity and how many statements it took; none if no template fits.
fn object(ontology: &Ontology, report: &EntityId, said: &[&Statement]) -> Option<(Value, u64)> {
    let first = said.first()?;
    let schema = ontology.schema(&first.schema)?;
    let service = service(said);
    let fits = |template: &&Template| {
        schema.is_a(template.schema)
            && template.service.is_none_or(|one| Some(one) == service.as_deref())
            && template.needs.iter().any(|need| {
                let mut relations = template.relations.iter().filter(|one| one.name == *need);
                relations.any(|one| said.iter().any(|said| value(said, one).is_some()))
            })
    };
    let template = TEMPLATES.iter().find(fits)?;
    let uuid = named("object", &[report.as_str(), first.entity.as_str()]);
    let mut attributes = Vec::new();
    for one in said {
        let relations = template.relations.iter();
        let mut relations = relations.filter(|relation| relation.property == one.property.as_ref());
        let Some(relation) = relations.next() else { continue };
        let Some(value) = value(one, relation) else { continue };
        attributes.push(attribute(&uuid, (relation.name, relation.kind), &value));
    }
    let taken = attributes.len() as u64;
    let comment = format!("crossbearing:entity={} {}", first.schema, first.entity);
    Some((whole(template, &uuid, &comment, &attributes), taken))
}

/// The online service of an account.
fn service(said: &[&Statement]) -> Option<String> {
    let of = |property: &str| said.iter().find(|one| one.property.as_ref() == property);
    if let Some(named) = of("service").or_else(|| of("platform")) {
        return Some(named.value.to_lowercase());
    }
    of("username")?.value.split_once(':').map(|(service, _)| service.to_owned())
}

/// The value as MISP has it; none if MISP would refuse it.
fn value(said: &Statement, relation: &Relation) -> Option<String> {
    if relation.property != said.property.as_ref() || said.value.trim().is_empty() {
        return None;
    }
    match relation.name {
        "date-of-birth" => (said.value.len() == 10).then(|| said.value.clone()),
        "gender" => match said.value.as_str() {
            "male" => Some("Male".to_owned()),
            "female" => Some("Female".to_owned()),
            _ => None,
        },
        "role" => role(&said.value).map(str::to_owned),
        _ => Some(said.value.clone()),
    }
}

/// A category of data subject in the words of the template.
fn role(category: &str) -> Option<&'static str> {
    match category.parse::<SubjectCategory>().ok()? {
        SubjectCategory::Suspect => Some("Suspect"),
        SubjectCategory::Victim => Some("Victim"),
        SubjectCategory::Witness => Some("Witness"),
        SubjectCategory::Other => Some("Other"),
        _ => None,
    }
}

fn attribute(object: &str, (relation, kind): (&str, &str), value: &str) -> Value {
    json!({
        "uuid": named("attribute", &[object, relation, value]),
        "object_relation": relation, "type": kind, "category": category(kind), "value": value,
        "to_ids": false, "disable_correlation": false, "distribution": "5", "comment": "",
        "timestamp": "0",
    })
}

fn whole(template: &Template, uuid: &str, comment: &str, attributes: &[Value]) -> Value {
    json!({
        "uuid": uuid, "name": template.name, "meta-category": template.category,
        "template_uuid": template.uuid, "template_version": template.version,
        "description": "", "comment": comment, "distribution": "5", "timestamp": "0",
        "Attribute": attributes, "ObjectReference": [],
    })
}

fn assessment(report: &EntityId, grade: Grade) -> Value {
    let uuid = named("assessment", &[report.as_str(), &grade.to_string()]);
    let codes = grade.codes();
    let (source, information) = codes.split_at(1);
    let scale = grade.scale().as_str();
    let attributes = [
        ("source-id", report.to_string()),
        ("source-reliability", source.to_owned()),
        ("information-credibility", information.to_owned()),
        ("evaluation", format!("{scale}/{codes}")),
    ];
    let attributes: Vec<Value> =
        attributes.iter().map(|(name, value)| attribute(&uuid, (name, "text"), value)).collect();
    whole(&ASSESSMENT, &uuid, "", &attributes)
}

/// A relationship as MISP writes one.
fn words(label: &str) -> String {
    label.to_lowercase().replace([' ', '\''], "-")
}
