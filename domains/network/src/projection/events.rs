//! When something was.

use crossbearing_ledger::{EntityRecord, Read};
use crossbearing_model::{Instant, Ontology, PartialDate, Period};

use super::Span;

/// When an entity began and ended, by the dates that its schema says mark that.
pub(super) fn span_of(ontology: &Ontology, record: &EntityRecord) -> Span {
    let Some(schema) = ontology.schema(&record.schema) else { return Span::default() };
    let dates = |names: &[crossbearing_model::Name]| -> Vec<PartialDate> {
        let of = |read: &&Read| read.stands() && names.contains(&read.statement.property);
        let said = record.statements.iter().filter(of);
        said.filter_map(|read| read.statement.value.parse().ok()).collect()
    };
    let (begins, ends) = (dates(schema.begins()), dates(schema.ends()));
    let from = begins.iter().map(|date| date.earliest()).min();
    let to = ends.iter().chain(&begins).map(|date| date.latest()).max();
    Span { from, to }
}

/// When a statement held.
pub(super) fn span_of_period(period: Period) -> Span {
    Span { from: period.from.map(PartialDate::earliest), to: period.to.map(PartialDate::latest) }
}

/// The span of both: as early and as late as either.
pub(super) fn joined(one: Span, other: Span) -> Span {
    let pick = |a: Option<Instant>, b: Option<Instant>, best: fn(Instant, Instant) -> Instant| {
        match (a, b) {
            (Some(a), Some(b)) => Some(best(a, b)),
            (a, b) => a.or(b),
        }
    };
    Span {
        from: pick(one.from, other.from, Instant::min),
        to: pick(one.to, other.to, Instant::max),
    }
}
