//! What is true, beside what was reported.

mod episodes;
mod people;

use std::collections::BTreeMap;

use crossbearing_model::{EntityId, StatementId, SubjectCategory};
use serde::Serialize;

use crate::Exercise;
use crate::identity::TruthId;
use crate::telling::draft::Mistake;
use crate::telling::report::Written;
use crate::word::Word;
use crate::world::cell::Cell;
use crate::world::role::NetworkRole;

/// One line of the truth.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TruthRecord {
    /// A true person.
    Person {
        /// Their name in the truth.
        id: TruthId,
        /// The network they belong to or met.
        network: TruthId,
        /// What they do there.
        role: NetworkRole,
        /// What they are to a case before any court has spoken.
        category: SubjectCategory,
        /// All true values by property; names in every spelling that any agency uses.
        values: Values,
    },
    /// A true thing, link or event.
    Thing {
        /// Its name in the truth.
        id: TruthId,
        /// Its schema in the ontology.
        schema: &'static str,
        /// All true values by property; other things by their names in the truth.
        values: Values,
    },
    /// What an agency's entity truly is.
    Identity {
        /// The id the agency gave.
        entity: EntityId,
        /// Its schema.
        schema: &'static str,
        /// What it is.
        truth: TruthId,
    },
    /// A statement that is wrong on purpose.
    Mistake {
        /// The statement, also if nobody has confirmed it yet.
        statement: StatementId,
        /// The report.
        report: EntityId,
        /// Whom or what it is about.
        entity: EntityId,
        /// The property.
        property: String,
        /// What it says.
        said: String,
        /// What is true.
        truth: String,
        /// How it is wrong.
        mistake: Mistake,
    },
    /// A statement that can be confirmed from the text of a report that nobody has read.
    Answer {
        /// The statement.
        statement: StatementId,
        /// The report.
        report: EntityId,
        /// Whom or what it is about.
        entity: EntityId,
        /// Its schema.
        schema: String,
        /// The property.
        property: String,
        /// The value.
        value: String,
        /// The first byte in the text.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

/// Values by property, in the words of the ontology.
pub type Values = BTreeMap<&'static str, Vec<String>>;

/// The truth of a cell and of what was written about it.
pub(crate) fn of_cell(exercise: &Exercise, cell: &Cell, written: &[Written]) -> Vec<TruthRecord> {
    let mut truth = Truth { exercise, cell, records: Vec::with_capacity(1024) };
    if cell.number == 0 {
        truth.places();
    }
    truth.thing(cell.network_id(), Word::Network, vec![(Word::Name, cell.network.clone())]);
    for person in &cell.people[..cell.own] {
        truth.person(person);
    }
    for episode in &cell.episodes {
        truth.episode(episode);
    }
    truth.written(written);
    truth.records
}

struct Truth<'w> {
    exercise: &'w Exercise,
    cell: &'w Cell,
    records: Vec<TruthRecord>,
}

type Facts = Vec<(Word, String)>;

impl Truth<'_> {
    fn thing(&mut self, id: TruthId, schema: Word, facts: Facts) {
        self.records.push(TruthRecord::Thing {
            id,
            schema: schema.as_str(),
            values: values(facts),
        });
    }

    fn written(&mut self, written: &[Written]) {
        let mut identities: Vec<_> =
            written.iter().flat_map(|written| written.identities.iter().cloned()).collect();
        identities.sort_unstable();
        identities.dedup();
        self.records.extend(identities.into_iter().map(|(entity, schema, truth)| {
            TruthRecord::Identity { entity, schema: schema.as_str(), truth }
        }));
        for written in written {
            let report = &written.filed.id;
            for (statement, mistake, truth) in &written.mistakes {
                self.records.push(TruthRecord::Mistake {
                    statement: statement.id(),
                    report: report.clone(),
                    entity: statement.entity.clone(),
                    property: statement.property.to_string(),
                    said: statement.value.clone(),
                    truth: truth.clone(),
                    mistake: *mistake,
                });
            }
            self.records.extend(written.answers.iter().map(|answer| TruthRecord::Answer {
                statement: answer.id(),
                report: report.clone(),
                entity: answer.entity.clone(),
                schema: answer.schema.to_string(),
                property: answer.property.to_string(),
                value: answer.value.clone(),
                start: answer.passage.map_or(0, |passage| passage.start),
                end: answer.passage.map_or(0, |passage| passage.end),
            }));
        }
    }
}

fn values(facts: Facts) -> Values {
    let mut values = Values::new();
    for (word, value) in facts {
        let known = values.entry(word.as_str()).or_default();
        if !known.contains(&value) {
            known.push(value);
        }
    }
    values
}
