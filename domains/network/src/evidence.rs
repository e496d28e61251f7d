//! How sure something is, from the statements that say so.
//!
//! One source is one coin: what it says again adds nothing, so that of one source the best
//! statement counts, and only different sources make one another more probable.

use std::collections::BTreeMap;

use crossbearing_model::{Grade, Label, StatementId};

/// A number into [`crate::Projection::reports`].
pub type ReportNo = u32;

/// A number into [`crate::Projection::sources`].
pub type SourceNo = u32;

/// Statements that together say one thing: one statement, or both ends of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The statements, in the order of the link's ends.
    pub statements: Vec<StatementId>,
    /// The reports that make them.
    pub reports: Vec<ReportNo>,
    /// Whose coin it hangs on: the source of the weakest part.
    pub source: SourceNo,
    /// The grade of the weakest part.
    pub grade: Grade,
    /// That all of them are true.
    pub probability: f64,
    /// Who may read them.
    pub labels: Vec<Label>,
}

impl Evidence {
    /// Both of two things: as sure as the weaker where one report says both, else both coins must
    /// fall.
    #[must_use]
    pub(crate) fn and(&self, other: &Self) -> Self {
        let weaker = if self.probability <= other.probability { self } else { other };
        let one_report = self.reports.iter().any(|report| other.reports.contains(report));
        let product = self.probability * other.probability;
        let mut both = Self {
            statements: self.statements.clone(),
            reports: self.reports.clone(),
            source: weaker.source,
            grade: weaker.grade,
            probability: if one_report { weaker.probability } else { product },
            labels: self.labels.clone(),
        };
        extend_new(&mut both.statements, &other.statements);
        extend_new(&mut both.reports, &other.reports);
        extend_new(&mut both.labels, &other.labels);
        both
    }
}

/// That at least one of them holds.
pub fn any<'e>(evidence: impl IntoIterator<Item = &'e Evidence>) -> f64 {
    any_weighted(evidence.into_iter().map(|said| (said.source, said.probability)))
}

/// [`any`], of sources with the probability that each gives.
pub(crate) fn any_weighted(said: impl IntoIterator<Item = (SourceNo, f64)>) -> f64 {
    let mut by_source: BTreeMap<SourceNo, f64> = BTreeMap::new();
    for (source, probability) in said {
        let best = by_source.entry(source).or_default();
        *best = best.max(probability);
    }
    1.0 - by_source.values().map(|probability| 1.0 - probability).product::<f64>()
}

/// Every statement once, in order.
pub fn statements<'e>(evidence: impl IntoIterator<Item = &'e Evidence>) -> Vec<StatementId> {
    let mut all: Vec<StatementId> = Vec::new();
    for said in evidence {
        extend_new(&mut all, &said.statements);
    }
    all
}

fn extend_new<T: Clone + PartialEq>(known: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !known.contains(item) {
            known.push(item.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_is_one_coin_and_two_are_two() {
        assert!((any_weighted([(0, 0.5), (0, 0.4)]) - 0.5).abs() < 1e-12);
        assert!((any_weighted([(0, 0.5), (1, 0.5)]) - 0.75).abs() < 1e-12);
        assert!(any_weighted([]).abs() < 1e-12);
    }
}
