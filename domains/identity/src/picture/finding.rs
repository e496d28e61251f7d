//! Finding subjects by a name in any script, and saying why they were found.

use std::collections::BTreeMap;

use crossbearing_model::EntityId;
use crossbearing_names::compare::probability;

use super::Picture;
use crate::names::{Aligned, align};

/// Names of the index looked at for one query.
const LOOKED_AT: usize = 60;
/// A query's name and a record's are worth showing from here on.
const WORTH_SHOWING: f32 = 0.15;

/// A record whose name may be the one that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The record.
    pub record: EntityId,
    /// Its name that answers best.
    pub name: String,
    /// How likely the two are spellings of one name.
    pub probability: f32,
    /// Part by part.
    pub aligned: Aligned,
}

impl Picture {
    /// Up to `limit` records with a name that may be `query` in any script, the likeliest first.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found> {
        let asked = self.model.prepare(query);
        if asked.tokens.is_empty() {
            return Vec::new();
        }
        let mut best: BTreeMap<&EntityId, (f32, usize)> = BTreeMap::new();
        for hit in self.index.search(self.model, query, LOOKED_AT) {
            let probability = probability(hit.log_ratio);
            if probability < WORTH_SHOWING {
                continue;
            }
            for cluster in &self.bearers[hit.place] {
                let Some(subject) = self.subjects.get(cluster) else { continue };
                let name = self.index.name(hit.place).unwrap_or_default();
                let bears = subject.names.iter().filter(|own| own.fact.value == name);
                for own in bears {
                    let entry = best.entry(&own.fact.source.record).or_insert((0.0, hit.place));
                    if probability > entry.0 {
                        *entry = (probability, hit.place);
                    }
                }
            }
        }
        let mut ranked: Vec<_> = best.into_iter().collect();
        ranked.sort_by(|(a, one), (b, other)| other.0.total_cmp(&one.0).then_with(|| a.cmp(b)));
        ranked
            .into_iter()
            .take(limit)
            .map(|(record, (probability, place))| {
                let name = self.index.name(place).unwrap_or_default().to_owned();
                let aligned = align(self.model, query, &name);
                Found { record: record.clone(), name, probability, aligned }
            })
            .collect()
    }
}
