//! One value said of a record, with what it takes to weigh it.

use crossbearing_ledger::Read;
use crossbearing_model::{AgencyId, EntityId, Instant, StatementId};

/// Who says something, when, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The statement.
    pub statement: StatementId,
    /// The record it was said of.
    pub record: EntityId,
    /// The report that says it.
    pub report: EntityId,
    /// Whose information it is.
    pub agency: AgencyId,
    /// The probability that its grade stands for.
    pub probability: f64,
    /// When it began to hold, or was recorded if that is not known.
    pub from: Instant,
    /// When it ended, or was recorded if that is not known.
    pub until: Instant,
}

impl Source {
    /// The source of a statement.
    pub fn of(read: &Read) -> Self {
        let statement = &read.statement;
        let citation = &statement.citation;
        let (from, until) = (statement.valid.from, statement.valid.to);
        Self {
            statement: read.id,
            record: statement.entity.clone(),
            report: citation.report.clone(),
            agency: citation.label.spec().originator.clone(),
            probability: citation.grade.probability(),
            from: from.map_or(read.recorded_at, crossbearing_model::PartialDate::earliest),
            until: until.map_or(read.recorded_at, crossbearing_model::PartialDate::latest),
        }
    }
}

/// One value said of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The value.
    pub value: String,
    /// Who says so.
    pub source: Source,
}

impl Fact {
    /// What a statement says.
    pub fn of(read: &Read) -> Self {
        Self { value: read.statement.value.clone(), source: Source::of(read) }
    }
}
