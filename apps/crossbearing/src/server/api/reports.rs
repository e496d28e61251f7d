//! Reports, what is proposed from their text, and what people decide.

use axum::extract::{Multipart, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{EntityBrief, Grade, Label, Passage, Statement};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

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
    /// Its title.
    title: String,
    /// The agency whose report it is.
    agency: String,
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
    /// The reports, newest first.
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
    /// Where it stands.
    status: Status,
    /// The entity it is known as, or was confirmed for.
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
#[utoipa::path(get, path = "/reports", tag = "reports", operation_id = "reports",
    params(Part), responses((status = 200, body = ReportList)))]
async fn reports(
    State(_app): State<App>,
    _caller: Caller,
    Params(_part): Params<Part>,
) -> Answer<ReportList> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Add a report
///
/// The file is kept byte for byte. Nothing is asserted from its text until somebody confirms it.
#[utoipa::path(post, path = "/reports", tag = "reports", operation_id = "add_report",
    request_body(content = NewReport, content_type = "multipart/form-data"),
    responses((status = 201, body = Made)))]
async fn add_report(State(_app): State<App>, _caller: Caller, _form: Multipart) -> Answer<Made> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// A report, with what was found in it
#[utoipa::path(get, path = "/reports/{id}", tag = "reports", operation_id = "report",
    params(("id" = String, Path, example = "report-12")),
    responses((status = 200, body = Report)))]
async fn report(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
) -> Answer<Report> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// The file that a report came in
#[utoipa::path(get, path = "/reports/{id}/original", tag = "reports", operation_id = "original",
    params(("id" = String, Path, example = "report-12")),
    responses((status = 200, description = "the file, byte for byte",
        content_type = "application/octet-stream")))]
async fn original(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
) -> Result<Response, Problem> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Confirm or dismiss what was found
#[utoipa::path(post, path = "/reports/{id}/decisions", tag = "reports", operation_id = "decide",
    params(("id" = String, Path, example = "report-12")),
    request_body = Decisions, responses((status = 200, body = Report)))]
async fn decide(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
    Body(_decisions): Body<Decisions>,
) -> Answer<Report> {
    Err(Problem::unavailable("the ledger is not open"))
}
