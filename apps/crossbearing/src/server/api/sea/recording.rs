//! An alert that was confirmed enters the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_ledger::{AsOf, Batch, View};
use crossbearing_log::Kind;
use crossbearing_model::{AgencyId, Basis, Citation, EntityId, Grade, Instant, Label, LabelSpec};
use crossbearing_reports::formats::Document;
use crossbearing_reports::{OriginalFile, ReportForm};
use crossbearing_sea::{
    Act, Alert, AlertId, Look, Participant, check_recordable, event_id, statements, text, title,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::alert_object;
use crate::accounts::Scope;
use crate::secret::random;
use crate::server::api::may_record;
use crate::server::api::reports::intake::kept;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::form::label_of;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(record)).routes(routes!(records))
}

/// A record of the ledger that may be a vessel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct RecordShape {
    /// The entity.
    id: String,
    /// What it is called.
    caption: String,
    /// By what it is known: `MMSI` or `IMO number`.
    by: &'static str,
}

/// How an alert is recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Recording {
    /// How good source and information are.
    #[schema(value_type = String, example = "6x6/B2")]
    grade: Grade,
    /// Who may see it, if the feed is the caller's own agency's; that of the feed if absent. What
    /// comes of another agency's feed goes no further than the feed.
    #[schema(value_type = Object)]
    label: Option<LabelSpec>,
    /// Which record each vessel is, by MMSI; a new one where none is named.
    #[serde(default)]
    #[schema(value_type = Object)]
    vessels: BTreeMap<u32, String>,
}

/// What was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct Made {
    /// The report; its original is the evidence.
    report: String,
    /// What happened, as an entity.
    event: String,
    /// The vessels, as entities.
    vessels: Vec<String>,
}

/// Record an alert in the ledger
///
/// A report whose original is the evidence file, what happened as an event, and the vessels. The
/// alert has been acknowledged, and is not closed as false or a duplicate.
#[utoipa::path(post, path = "/sea/alerts/{id}/record", tag = "sea", operation_id = "sea_record",
    params(("id" = String, Path, example = "0011223344556677")), request_body = Recording,
    responses((status = 201, body = Made)))]
async fn record(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(recording): Body<Recording>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    may_record(&caller)?;
    let id: AlertId = id.parse()?;
    let made = app
        .run(move |node| {
            let view = node.view(&caller)?;
            let look = node.sea.look(&view, node.now());
            let (alert, label) = look.alert(&id)?;
            check_recordable(&alert)?;
            let label = own_label(node, &caller, &look, (&alert, &label), recording.label)?;
            let chosen = &recording.vessels;
            let participants = participants(node, &caller, &view, &look, &alert, chosen)?;
            file(node, &caller, &look, (&alert, &participants), (recording.grade, label))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Records that may be a vessel
///
/// Vessels of the ledger with its MMSI, or with the IMO number that it says.
#[utoipa::path(get, path = "/sea/vessels/{mmsi}/records", tag = "sea",
    operation_id = "sea_vessel_records", params(("mmsi" = u32, Path, example = 211_000_001)),
    responses((status = 200, body = Vec<RecordShape>)))]
async fn records(
    State(app): State<App>,
    caller: Caller,
    Segments(mmsi): Segments<u32>,
) -> Answer<Vec<RecordShape>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let found = known(node, &view, mmsi)?;
        let objects = found.iter().filter_map(|record| record.id.parse::<EntityId>().ok());
        node.note(&caller, Kind::Consultation, objects.chain(super::vessel_object(mmsi)))?;
        Ok(Json(found))
    })
    .await
}

/// The vessels of the ledger with these numbers, through the View.
fn known(node: &Node, view: &View, mmsi: u32) -> Result<Vec<RecordShape>, Problem> {
    let mut found = BTreeMap::<EntityId, &'static str>::new();
    let look = node.sea.look(view, node.now());
    let said = look.vessel(mmsi).and_then(|card| card.seen.vessel.identity);
    let imo =
        said.and_then(|said| said.imo).map(|imo| ("IMO number", "imoNumber", format!("IMO{imo}")));
    let numbers = std::iter::once(("MMSI", "mmsi", mmsi.to_string())).chain(imo);
    for (by, property, value) in numbers {
        for read in node.ledger.by_value(view, AsOf::Now, &value)? {
            if &*read.statement.property == property {
                found.entry(read.statement.entity.clone()).or_insert(by);
            }
        }
    }
    let mut records = Vec::new();
    for (id, by) in found {
        if let Some(record) = node.ledger.entity(view, AsOf::Now, &id)? {
            records.push(RecordShape {
                id: record.id.to_string(),
                caption: record.caption.value,
                by,
            });
        }
    }
    Ok(records)
}

/// The ids of [`known`].
pub(in crate::server::api) fn known_records(
    node: &Node,
    view: &View,
    mmsi: u32,
) -> Result<Vec<EntityId>, Problem> {
    Ok(known(node, view, mmsi)?.iter().filter_map(|record| record.id.parse().ok()).collect())
}

/// The label of what is recorded. It never reaches further than what it comes of.
fn own_label(
    node: &Node,
    caller: &Caller,
    look: &Look<'_>,
    (alert, of_feed): (&Alert, &Label),
    given: Option<LabelSpec>,
) -> Result<Label, Problem> {
    let agency = &caller.session.viewer.agency;
    // What comes of a watch list is as confidential as the list.
    let of_list = alert.list.as_ref().map(|id| look.list(id)).transpose()?;
    let of_list = of_list.map(|(head, _)| head.label);
    let closest = of_list.as_ref().unwrap_or(of_feed);
    if [Some(of_feed), of_list.as_ref()]
        .into_iter()
        .flatten()
        .any(|it| it.spec().originator != *agency)
    {
        if given.is_some() {
            let detail = "it comes of another agency's feed or list: leave the label out, and it \
                          goes no further than that";
            return Err(Problem::forbidden(detail));
        }
        let theirs = if closest.spec().originator == *agency { of_feed } else { closest };
        return Ok(theirs.for_recipient(agency.clone())?);
    }
    label_of(node, caller, Some(given.unwrap_or_else(|| closest.spec().clone())))
}

/// Who took part: the records that were chosen, which the caller sees as they are, or new ones.
fn participants(
    node: &Node,
    caller: &Caller,
    view: &View,
    look: &Look<'_>,
    alert: &Alert,
    chosen: &BTreeMap<u32, String>,
) -> Result<Vec<Participant>, Problem> {
    let agency = &caller.session.viewer.agency;
    let mut participants = Vec::new();
    for mmsi in [Some(alert.mmsi), alert.other].into_iter().flatten() {
        let entity = match chosen.get(&mmsi).filter(|id| !id.is_empty()) {
            Some(id) => known_vessel(node, view, id)?,
            None => new_vessel(agency)?,
        };
        let said = look.vessel(mmsi).and_then(|card| card.seen.vessel.identity);
        let said = said.map(|said| *said).unwrap_or_default();
        participants.push(Participant { mmsi, entity, said });
    }
    Ok(participants)
}

/// The vessel of this id, which the caller sees as it is.
pub(in crate::server::api) fn known_vessel(
    node: &Node,
    view: &View,
    id: &str,
) -> Result<EntityId, Problem> {
    let record = node.ledger.entity(view, AsOf::Now, &id.parse()?)?;
    let record = record
        .filter(|record| &*record.schema == "Vessel")
        .ok_or_else(|| Problem::bad(format!("no vessel has the id {id}")))?;
    if record.protected {
        return Err(Problem::forbidden(format!("{id} is a pseudonym to you")));
    }
    Ok(record.id)
}

fn new_vessel(agency: &AgencyId) -> Result<EntityId, Problem> {
    let number = random().map(u64::from_be_bytes).map_err(|error| Problem::internal(&error))?;
    Ok(format!("{agency}-vessel-{number:016x}").parse()?)
}

/// Files the report, its original and what it says; then the alert says where it stands.
fn file(
    node: &Node,
    caller: &Caller,
    look: &Look<'_>,
    (alert, participants): (&Alert, &[Participant]),
    (grade, label): (Grade, Label),
) -> Result<Made, Problem> {
    let by = &caller.session.viewer;
    let name = format!("evidence-{}.json", alert.id);
    let evidence = look.evidence(&alert.id)?;
    // The evidence may have been made just now: its hash stands in the text.
    let (alert, _) = look.alert(&alert.id)?;
    let original = OriginalFile::new(name, "application/json", evidence);
    let number = random().map(u64::from_be_bytes).map_err(|error| Problem::internal(&error))?;
    let citation = Arc::new(Citation {
        report: format!("{}-report-{number:016x}", by.agency).parse()?,
        grade,
        label,
        basis: Basis::Fact,
        origin: node.settings.node.clone(),
    });
    let document = Document { text: text(&alert, participants), ..Document::default() };
    let about = ReportForm {
        reference: Some(format!("sea-alert-{}", alert.id)),
        title: Some(title(&alert, participants)),
        date: Some(Instant::from_millis(alert.time).day()),
        received_at: Some(node.now().to_string()),
        author: Some(by.principal.to_string()),
        agency: Some(by.agency.to_string()),
        form: Some("alert at sea".to_owned()),
        language: Some("en".to_owned()),
        ..ReportForm::default()
    };
    let mut all = about.statements(&document, Some(&original), &citation)?;
    all.extend(statements(&alert, participants, &citation)?);
    let originals = vec![kept(original, &citation)];
    let (report, event) = (citation.report.clone(), event_id(&alert)?);
    let vessels: Vec<EntityId> = participants.iter().map(|it| it.entity.clone()).collect();
    let touched = || [report.clone(), event.clone()].into_iter().chain(vessels.iter().cloned());
    node.note(caller, Kind::Collection, touched().chain(alert_object(&alert.id)))?;
    let batch = Batch { statements: all, originals, ..Batch::default() };
    node.ledger.append(batch, node.now(), &by.principal)?;
    look.act(&alert.id, Act::Record(report.clone()), &by.principal)?;
    touched().for_each(|entity| node.tell(&entity));
    Ok(Made {
        report: report.to_string(),
        event: event.to_string(),
        vessels: vessels.iter().map(EntityId::to_string).collect(),
    })
}
