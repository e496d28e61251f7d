//! Standing watches: tell me when a new record may be this person.

use crossbearing_model::{EntityId, Instant};

use crate::evidence::{Evidence, explain};
use crate::picture::Picture;

/// A new record is worth telling from this probability on.
const WORTH_TELLING: f64 = 0.15;
/// Names found for a watched name.
const MOST_FOUND: usize = 40;
/// A name found is worth telling from this probability on.
const NAME_WORTH_TELLING: f32 = 0.5;

/// Whom a watch looks out for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// Whoever may be one with a record.
    Record(EntityId),
    /// Whoever may bear a name, in any script.
    Name(String),
}

/// A standing watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Whom it looks out for.
    pub watched: Watched,
    /// What came in after this is new.
    pub since: Instant,
}

/// A new record that may be whom somebody watches for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The record.
    pub record: EntityId,
    /// When it came in.
    pub at: Instant,
    /// How likely it is the one.
    pub probability: f64,
    /// Why, in a sentence.
    pub why: String,
    /// The evidence, if a record is watched.
    pub evidence: Option<Evidence>,
}

impl Picture {
    /// The new records that may be whom `watch` looks out for, the latest first.
    pub fn leads(&self, watch: &Watch) -> Vec<Lead> {
        let mut leads = match &watch.watched {
            Watched::Record(record) => self.leads_of_record(record, watch.since),
            Watched::Name(name) => self.leads_of_name(name, watch.since),
        };
        leads.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.record.cmp(&b.record)));
        leads
    }

    fn leads_of_record(&self, record: &EntityId, since: Instant) -> Vec<Lead> {
        let Some(watched) = self.subject(record) else { return Vec::new() };
        let likely = self
            .pairs()
            .of(&watched.id)
            .filter(|(_, weighed)| weighed.probability >= WORTH_TELLING);
        let mut leads = Vec::new();
        for other in likely.filter_map(|(other, _)| self.subject(other)) {
            let fresh =
                other.since.iter().filter(|(_, at)| **at > since).max_by_key(|(_, at)| **at);
            let Some((record, at)) = fresh else { continue };
            let evidence = explain(self, &self.weights, (watched, other));
            let why = evidence.terms.first().map_or_else(String::new, |term| term.text.clone());
            let probability = evidence.probability;
            let (record, at, evidence) = (record.clone(), *at, Some(evidence));
            leads.push(Lead { record, at, probability, why, evidence });
        }
        leads
    }

    fn leads_of_name(&self, name: &str, since: Instant) -> Vec<Lead> {
        let found = self.find(name, MOST_FOUND).into_iter();
        found
            .filter(|found| found.probability >= NAME_WORTH_TELLING)
            .filter_map(|found| {
                let at = *self.subject(&found.record)?.since.get(&found.record)?;
                (at > since).then(|| Lead {
                    probability: f64::from(found.probability),
                    why: format!("the names agree: {name} ~ {}", found.name),
                    record: found.record,
                    at,
                    evidence: None,
                })
            })
            .collect()
    }
}
