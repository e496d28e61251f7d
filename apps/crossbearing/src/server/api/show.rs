//! From what the ledger reads to the shapes of the API.

use std::collections::HashMap;

use crossbearing_ledger::{AsOf, EntityRecord, Ledger, Neighbour, Read, View};
use crossbearing_model::{Audience, EntityId, PropertyKind, Standing};

use super::shapes::{EntityBrief, Grade, Label, Passage, Period, ReportBrief, Statement};
use super::{kind_word, word};
use crate::server::problem::Problem;

/// Shows statements and entities to one viewer; looks each caption up once.
pub(super) struct Show<'a> {
    ledger: &'a Ledger,
    view: &'a View,
    as_of: AsOf,
    briefs: HashMap<EntityId, Option<EntityBrief>>,
}

impl<'a> Show<'a> {
    pub(super) fn new(ledger: &'a Ledger, view: &'a View, as_of: AsOf) -> Self {
        Self { ledger, view, as_of, briefs: HashMap::new() }
    }

    /// An entity that a record is at hand of.
    pub(super) fn record(&mut self, record: &EntityRecord) -> EntityBrief {
        let brief = brief(self.ledger, record);
        self.briefs.insert(record.id.clone(), Some(brief.clone()));
        brief
    }

    /// An entity that a search or a neighbourhood gave.
    pub(super) fn neighbour(&self, neighbour: &Neighbour) -> EntityBrief {
        EntityBrief {
            id: neighbour.id.to_string(),
            schema_label: schema_label(self.ledger, &neighbour.schema),
            schema: neighbour.schema.to_string(),
            caption: neighbour.caption.value.clone(),
            lang: neighbour.caption.lang.as_ref().map(ToString::to_string),
            protected: neighbour.protected,
        }
    }

    /// The entity with this id, if the viewer may see it.
    pub(super) fn entity(&mut self, id: &EntityId) -> Result<Option<EntityBrief>, Problem> {
        if let Some(known) = self.briefs.get(id) {
            return Ok(known.clone());
        }
        let record = self.ledger.entity(self.view, self.as_of, id)?;
        let found = record.map(|record| brief(self.ledger, &record));
        self.briefs.insert(id.clone(), found.clone());
        Ok(found)
    }

    /// A statement with all it carries.
    pub(super) fn statement(&mut self, read: &Read) -> Result<Statement, Problem> {
        let statement = &read.statement;
        let citation = &statement.citation;
        let property = self.ledger.ontology().property(&statement.schema, &statement.property);
        let kind = property.map_or(PropertyKind::Text, crossbearing_model::Property::kind);
        let value_caption = match statement.value.parse::<EntityId>() {
            Ok(target) if kind == PropertyKind::Entity => {
                self.entity(&target)?.map(|brief| brief.caption)
            }
            _ => None,
        };
        let report = self.entity(&citation.report)?.map(|brief| brief.caption);
        Ok(Statement {
            id: read.id.to_string(),
            entity: statement.entity.to_string(),
            schema: statement.schema.to_string(),
            property: statement.property.to_string(),
            property_label: property
                .map_or_else(|| statement.property.to_string(), |found| found.label().to_owned()),
            kind: kind_word(kind),
            value: statement.value.clone(),
            value_caption,
            original: statement.original.clone(),
            lang: statement.lang.as_ref().map(ToString::to_string),
            valid: period(statement.valid),
            basis: word(citation.basis),
            grade: grade(citation.grade),
            label: label(&citation.label),
            report: ReportBrief {
                title: report.unwrap_or_else(|| citation.report.to_string()),
                id: citation.report.to_string(),
            },
            passage: statement.passage.map(|place| Passage { start: place.start, end: place.end }),
            recorded_at: read.recorded_at.to_string(),
            recorded_by: read.recorded_by.to_string(),
            origin: citation.origin.to_string(),
            standing: standing(statement.standing).to_owned(),
            superseded_by: read.superseded_by.map(|id| id.to_string()),
        })
    }
}

/// How source and information were evaluated.
pub(super) fn grade(grade: crossbearing_model::Grade) -> Grade {
    Grade {
        scale: grade.scale().as_str(),
        codes: grade.codes(),
        text: grade.to_string(),
        probability: grade.probability(),
    }
}

/// A label with all its parts.
pub(super) fn label(label: &crossbearing_model::Label) -> Label {
    let spec = label.spec();
    let time = |time: Option<crossbearing_model::Instant>| time.map(|time| time.to_string());
    Label {
        originator: spec.originator.to_string(),
        releasable_to: spec.releasable_to.iter().map(audience).collect(),
        classification: word(spec.classification),
        tlp: word(spec.tlp),
        pap: word(spec.pap),
        handling: spec.handling.code().to_owned(),
        conditions: spec.handling.conditions().into_iter().map(word).collect(),
        embargo_until: time(spec.embargo_until),
        expires: time(spec.expires),
        review: time(spec.review),
        purposes: spec.purposes.iter().map(ToString::to_string).collect(),
        evidential: spec.evidential,
        onward: word(spec.onward),
        protected: spec.protected,
        named: spec.named.iter().map(ToString::to_string).collect(),
    }
}

fn brief(ledger: &Ledger, record: &EntityRecord) -> EntityBrief {
    EntityBrief {
        id: record.id.to_string(),
        schema_label: schema_label(ledger, &record.schema),
        schema: record.schema.to_string(),
        caption: record.caption.value.clone(),
        lang: record.caption.lang.as_ref().map(ToString::to_string),
        protected: record.protected,
    }
}

/// A schema's name for people.
pub(super) fn schema_label(ledger: &Ledger, schema: &str) -> String {
    let known = ledger.ontology().schema(schema);
    known.map_or_else(|| schema.to_owned(), |schema| schema.label().to_owned())
}

fn audience(audience: &Audience) -> String {
    match audience {
        Audience::Agency(agency) => format!("agency:{agency}"),
        Audience::Group(group) => format!("group:{group}"),
        Audience::Everyone => "everyone".to_owned(),
    }
}

fn period(period: crossbearing_model::Period) -> Option<Period> {
    let end = |end: Option<crossbearing_model::PartialDate>| end.map(|date| date.to_string());
    (!period.is_unknown()).then(|| Period { from: end(period.from), to: end(period.to) })
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Asserts => "asserts",
        Standing::Replaces(_) => "replaces",
        Standing::Retracts(_) => "retracts",
    }
}
