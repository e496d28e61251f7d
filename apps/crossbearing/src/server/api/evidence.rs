//! What a moment, a place or a tie rests on: enough to filter every view of a record alike.

use std::collections::HashMap;

use crossbearing_ledger::{EntityRecord, Ledger, Read};
use crossbearing_model::{Name, StatementId};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{Grade, ReportBrief};
use super::show::{Show, grade};
use super::word;
use crate::server::problem::Problem;

/// One statement, as far as a chart, a map or a timeline needs to know it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// The statement.
    pub(super) statement: String,
    /// Who says so.
    report: ReportBrief,
    /// Whose report it is.
    originator: String,
    /// How well graded.
    grade: Grade,
    /// The traffic light it is under.
    #[schema(example = "amber")]
    tlp: String,
    /// From when it held; for an event without dates of its own in the statement, when it began.
    pub(super) from: Option<String>,
    /// Until when.
    pub(super) to: Option<String>,
}

/// What one statement of a record says about how, from whom and when.
pub(super) fn evidence(
    show: &mut Show<'_>,
    ledger: &Ledger,
    record: &EntityRecord,
    read: &Read,
) -> Result<Evidence, Problem> {
    let citation = &read.statement.citation;
    let label = citation.label.spec();
    let report = show.entity(&citation.report)?.map(|brief| brief.caption);
    let valid = read.statement.valid;
    let (from, to) = if valid.is_unknown() {
        let value = |read: &Read| read.statement.value.clone();
        let (began, ended) = began_and_ended(ledger, record);
        (began.map(value), ended.map(value))
    } else {
        (valid.from.map(|date| date.to_string()), valid.to.map(|date| date.to_string()))
    };
    Ok(Evidence {
        statement: read.id.to_string(),
        report: ReportBrief {
            title: report.unwrap_or_else(|| citation.report.to_string()),
            id: citation.report.to_string(),
        },
        originator: label.originator.to_string(),
        grade: grade(citation.grade),
        tlp: word(label.tlp),
        from,
        to,
    })
}

/// The statements of some records, each with its record.
pub(super) fn by_statement<'r>(
    records: impl IntoIterator<Item = &'r EntityRecord>,
) -> HashMap<StatementId, (&'r EntityRecord, &'r Read)> {
    let of_one = |record: &'r EntityRecord| {
        record.statements.iter().map(move |read| (read.id, (record, read)))
    };
    records.into_iter().flat_map(of_one).collect()
}

/// The standing statements that say when an event began and ended, where its schema has such.
pub(super) fn began_and_ended<'r>(
    ledger: &Ledger,
    record: &'r EntityRecord,
) -> (Option<&'r Read>, Option<&'r Read>) {
    let Some(schema) = ledger.ontology().schema(&record.schema) else { return (None, None) };
    (first_of(record, schema.begins()), first_of(record, schema.ends()))
}

fn first_of<'r>(record: &'r EntityRecord, properties: &[Name]) -> Option<&'r Read> {
    properties.iter().find_map(|property| {
        let says = |read: &&Read| read.stands() && read.statement.property == *property;
        record.statements.iter().find(says)
    })
}
