//! Reports, what is proposed from their text, and what people decide.

mod deciding;
pub(super) mod intake;
mod proposals;

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::api::may_record;
use crate::server::api::shapes::{EntityBrief, Grade, Label, Passage, Statement};
use crate::server::api::show::{Show, grade, label};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::form::Form;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// The most reports in one answer.
const MOST_REPORTS: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reports, add_report))
        .routes(routes!(report))
        .routes(routes!(original))
        .routes(routes!(decide))
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// How many to leave out.
    #[serde(default)]
    #[param(default = 0)]
    offset: usize,
    /// How many, 200 at most.
    #[serde(default = "fifty")]
    #[param(default = 50, maximum = 200)]
    limit: usize,
}

fn fifty() -> usize {
    50
}

/// A report in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportMeta {
    /// Its id.
    id: String,
    /// The number that its agency gave it.
    #[schema(example = "WCA-2026-1056")]
    reference: Option<String>,
    /// Its title.
    title: String,
    /// The language of the title, as a BCP 47 tag.
    lang: Option<String>,
    /// The agency whose report it is.
    agency: String,
    /// When it was written: a year, a month, a day or a time.
    date: Option<String>,
    /// What kind of report it is.
    form: Option<String>,
    /// How source and information were evaluated.
    grade: Grade,
    /// Who may read it.
    label: Label,
    /// When it was recorded here.
    received_at: String,
    /// By whom.
    recorded_by: String,
    /// The media type of the file it came in.
    media_type: Option<String>,
    /// The SHA-256 of the file it came in, in hexadecimal.
    digest: Option<String>,
}

/// A part of the list of reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportList {
    /// How many there are in all, as far as the viewer may see.
    total: u64,
    /// Whether there are exactly so many, or at least.
    exact: bool,
    /// The reports.
    reports: Vec<ReportMeta>,
}

/// Where something proposed stands: `proposed`, `confirmed`, `dismissed`, or `known` already.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// Nobody has decided.
    Proposed,
    /// Somebody confirmed it.
    Confirmed,
    /// Somebody dismissed it.
    Dismissed,
    /// It is in the ledger already.
    Known,
}

/// A name, number, place or date that was found in the text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Mention {
    /// Its key, for a decision.
    key: String,
    /// The first byte, in bytes of UTF-8 from the start of the text.
    start: u32,
    /// One past the last byte.
    end: u32,
    /// The kind of thing.
    #[schema(example = "phone")]
    kind: String,
    /// The text.
    text: String,
    /// The value, normalised.
    value: String,
    /// The language of the value.
    lang: Option<String>,
    /// The key of the finding that it is part of: confirming that confirms this.
    finding: Option<String>,
    /// Where it stands.
    status: Status,
    /// The entity that it was confirmed for or that the report ties it to; for a proposal, one in
    /// the ledger that has the same value, for a person to look at.
    entity: Option<EntityBrief>,
}

/// A field of a finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Field {
    /// Its name.
    name: String,
    /// Its value.
    value: String,
    /// The language of the value.
    lang: Option<String>,
}

/// Something that the text says in several places: another name, an arrest, a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// Its key, for a decision.
    key: String,
    /// The kind of thing.
    #[schema(example = "arrest")]
    kind: String,
    /// What it is, in a line.
    title: String,
    /// The key of the person finding that an event belongs to.
    person: Option<String>,
    /// Where the text says so.
    passages: Vec<Passage>,
    /// What it says.
    fields: Vec<Field>,
    /// Where it stands.
    status: Status,
    /// The entity it was confirmed for.
    entity: Option<EntityBrief>,
}

/// A report with what was found in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// What it is.
    meta: ReportMeta,
    /// Its text.
    text: String,
    /// What was found in the text.
    mentions: Vec<Mention>,
    /// What was put together from it.
    findings: Vec<Finding>,
    /// What the report says, as far as it has been confirmed.
    statements: Vec<Statement>,
}

/// A new report: text or a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(crate) struct NewReport {
    /// Its title.
    title: Option<String>,
    /// Its text, if it does not come as a file.
    text: Option<String>,
    /// The number that its agency gave it; its id if absent.
    reference: Option<String>,
    /// When it was written, as precise as is known.
    #[schema(example = "2026-05-01")]
    date: Option<String>,
    /// What kind of report it is.
    form: Option<String>,
    /// Its language.
    language: Option<String>,
    /// The file: plain text, Markdown, HTML, e-mail, PDF or DOCX.
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
    /// How source and information are evaluated.
    #[schema(example = "3x5x2/2B")]
    grade: String,
    /// The label's parts as JSON; the agency's own people for a year if absent.
    label: Option<String>,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Made {
    /// Its id.
    id: String,
}

/// What somebody decides about something proposed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// It is so.
    Confirm,
    /// It is not, or not worth keeping.
    Dismiss,
}

/// One decision.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Decision {
    /// The key of the mention or finding.
    key: String,
    /// The verdict.
    verdict: Verdict,
    /// The entity it is about, if one is known; a new one otherwise.
    entity: Option<String>,
}

/// Decisions about one report.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Decisions {
    /// Each is recorded, or none is.
    decisions: Vec<Decision>,
}

/// The reports
///
/// The one that something was last recorded from comes first.
#[utoipa::path(get, path = "/reports", tag = "reports", operation_id = "reports",
    params(Part), responses((status = 200, body = ReportList)))]
async fn reports(
    State(app): State<App>,
    caller: Caller,
    Params(part): Params<Part>,
) -> Answer<ReportList> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let limit = part.limit.min(MOST_REPORTS);
        let listed = node.ledger.reports(&view, AsOf::Now, part.offset, limit)?;
        node.note(&caller, Kind::Consultation, listed.records.iter().map(|of| of.id.clone()))?;
        Ok(Json(ReportList {
            total: listed.count as u64,
            exact: listed.exact,
            reports: listed.records.iter().filter_map(meta).collect(),
        }))
    })
    .await
}

/// Add a report
///
/// The file is kept byte for byte. Nothing is asserted from its text until somebody confirms it.
#[utoipa::path(post, path = "/reports", tag = "reports", operation_id = "add_report",
    request_body(content = NewReport, content_type = "multipart/form-data"),
    responses((status = 201, body = Made)))]
async fn add_report(
    State(app): State<App>,
    caller: Caller,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Problem> {
    may_record(&caller)?;
    let form = Form::read(form).await?;
    app.run(move |node| {
        let report = intake::file_report(node, &caller, form)?;
        Ok((StatusCode::CREATED, Json(Made { id: report.into() })))
    })
    .await
}

/// A report, with what was found in it
#[utoipa::path(get, path = "/reports/{id}", tag = "reports", operation_id = "report",
    params(("id" = String, Path, example = "report-12")),
    responses((status = 200, body = Report)))]
async fn report(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
) -> Answer<Report> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let shown = shown(node, &view, &id)?;
        node.note(&caller, Kind::Consultation, [id])?;
        Ok(Json(shown))
    })
    .await
}

/// The file that a report came in
#[utoipa::path(get, path = "/reports/{id}/original", tag = "reports", operation_id = "original",
    params(("id" = String, Path, example = "report-12")),
    responses((status = 200, description = "the file, byte for byte",
        content_type = "application/octet-stream")))]
async fn original(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let original = app
        .run(move |node| {
            let view = node.view(&caller)?;
            let record = node.ledger.entity(&view, AsOf::Now, &id)?;
            let digest = record.as_ref().and_then(|record| said(record, "contentHash"));
            let digest = digest.and_then(|read| from_hex(&read.statement.value));
            let original = match digest {
                Some(digest) => node.ledger.original(&view, &digest)?,
                None => None,
            };
            let absent = || Problem::absent(format!("no file was kept for {id}"));
            let original = original.ok_or_else(absent)?;
            node.note(&caller, Kind::Consultation, [id])?;
            Ok(original)
        })
        .await?;
    // Never shown in the browser: a report may be a page with a script in it.
    let name: String = original.name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, original.bytes).into_response())
}

/// Confirm or dismiss what was found
///
/// All decisions are recorded, or none is. What is confirmed becomes statements that cite the
/// report and the passage. Only the report's own agency says what it says; dismissals are each
/// agency's own.
#[utoipa::path(post, path = "/reports/{id}/decisions", tag = "reports", operation_id = "decide",
    params(("id" = String, Path, example = "report-12")),
    request_body = Decisions, responses((status = 200, body = Report)))]
async fn decide(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Body(Decisions { decisions }): Body<Decisions>,
) -> Answer<Report> {
    may_record(&caller)?;
    app.run(move |node| {
        deciding::decide(node, &caller, &id, &decisions)?;
        let view = node.view(&caller)?;
        let shown = shown(node, &view, &id)?;
        node.note(&caller, Kind::Consultation, [id])?;
        Ok(Json(shown))
    })
    .await
}

/// A report as the viewer sees it, with what was found in its text.
fn shown(node: &Node, view: &View, id: &EntityId) -> Result<Report, Problem> {
    let record = report_record(node, view, id)?;
    let absent = || Problem::absent(format!("no report has the id {id}"));
    let meta = meta(&record).ok_or_else(absent)?;
    let text = said(&record, "bodyText").map(|read| read.statement.value.clone());
    let text = text.unwrap_or_default();
    let mut reads = node.ledger.by_report(view, AsOf::Now, id)?;
    reads.retain(|read| read.statement.entity != *id);
    let mut show = Show::new(&node.ledger, view, AsOf::Now);
    let shown = reads.iter().map(|read| show.statement(read));
    let statements = shown.collect::<Result<_, _>>()?;
    let read = proposals::read(&text, meta.date.as_deref());
    let mut standings = proposals::Standings {
        node,
        view,
        show: &mut show,
        statements: &reads,
        decisions: node.decisions.of_report(view.viewer(), id)?,
        known: HashMap::new(),
    };
    let findings = read.findings.iter().map(|finding| standings.finding(finding));
    let findings = findings.collect::<Result<_, _>>()?;
    let mentions = read.mentions.iter().map(|mention| standings.mention(mention));
    let mentions = mentions.collect::<Result<_, _>>()?;
    Ok(Report { meta, text, mentions, findings, statements })
}

/// What the View holds of a report.
fn report_record(node: &Node, view: &View, id: &EntityId) -> Result<EntityRecord, Problem> {
    let record = node.ledger.entity(view, AsOf::Now, id)?;
    let report = record.filter(|record| *record.schema == *"Report");
    report.ok_or_else(|| Problem::absent(format!("no report has the id {id}")))
}

/// What a list shows of a report.
fn meta(record: &EntityRecord) -> Option<ReportMeta> {
    let first = record.statements.first()?;
    let value = |property| said(record, property).map(|read| read.statement.value.clone());
    let citation = &first.statement.citation;
    let originator = || citation.label.spec().originator.to_string();
    Some(ReportMeta {
        id: record.id.to_string(),
        reference: value("reference"),
        title: value("title").unwrap_or_else(|| record.caption.value.clone()),
        lang: said(record, "title")
            .and_then(|read| read.statement.lang.as_deref().map(str::to_owned)),
        agency: value("agency").unwrap_or_else(originator),
        date: value("date"),
        form: value("form"),
        grade: grade(citation.grade),
        label: label(&citation.label),
        received_at: first.recorded_at.to_string(),
        recorded_by: first.recorded_by.to_string(),
        media_type: value("mimeType"),
        digest: value("contentHash"),
    })
}

/// The first standing statement of a property.
fn said<'r>(record: &'r EntityRecord, property: &str) -> Option<&'r Read> {
    let mut standing = record.statements.iter().filter(|read| read.stands());
    standing.find(|read| *read.statement.property == *property)
}

/// The 32 bytes of a SHA-256 in hexadecimal.
fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(digest)
}

/// Whether a character of a file's name can stand in a header.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ')
}
