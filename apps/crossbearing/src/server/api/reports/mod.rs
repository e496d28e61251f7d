//! Reports, what is proposed from their text, and what people decide.

mod deciding;
pub(super) mod intake;
pub(crate) mod leads;
mod proposals;
mod shapes;

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::api::may_record;
use crate::server::api::show::{Show, grade, label};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::form::Form;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};
use shapes::{Decisions, Made, NewReport, Report, ReportList, ReportMeta};

/// The most reports in one answer.
const MOST_REPORTS: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reports, add_report))
        .routes(routes!(leads))
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

/// How many leads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MostLeads {
    /// How many at most, 200 at most.
    #[serde(default = "fifty")]
    #[param(default = 50, maximum = 200)]
    limit: usize,
}

fn fifty() -> usize {
    50
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

/// Reports by what waits in them
///
/// Those of the latest with something to decide, the one with most first, each with why it is here.
#[utoipa::path(get, path = "/leads", tag = "reports", operation_id = "leads",
    params(MostLeads), responses((status = 200, body = leads::Leads)))]
async fn leads(
    State(app): State<App>,
    caller: Caller,
    Params(most): Params<MostLeads>,
) -> Answer<leads::Leads> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let ranked = leads::ranked(node, &view, most.limit.min(MOST_REPORTS))?;
        node.note(&caller, Kind::Consultation, ranked.ids())?;
        Ok(Json(ranked))
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
        // Before it is known whether there is anything: a look that finds nothing is a look.
        node.note(&caller, Kind::Consultation, [id.clone()])?;
        Ok(Json(shown(node, &view, &id)?))
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
            node.note(&caller, Kind::Consultation, [id.clone()])?;
            let record = node.ledger.entity(&view, AsOf::Now, &id)?;
            let digest = record.as_ref().and_then(|record| said(record, "contentHash"));
            let digest = digest.and_then(|read| from_hex(&read.statement.value));
            let original = match digest {
                Some(digest) => node.ledger.original(&view, &digest)?,
                None => None,
            };
            let absent = || Problem::absent(format!("no file was kept for {id}"));
            original.ok_or_else(absent)
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
/// report and the passage, in the name of the agency that confirms it: a partner's reading of a
/// report that it received carries a label of the partner's own, which reaches no further than the
/// report's. Who does not see the report whole does not decide. Dismissals are each agency's own.
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
    let known = node.known.of(&node.ledger, view, node.now())?;
    let read = proposals::read(&text, meta.date.as_deref(), known);
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
