//! What leaves a screen as a file is a disclosure, written down before the file is made.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use crossbearing_exchange::Format;
use crossbearing_exchange::stix::Producer;
use crossbearing_ledger::AsOf;
use crossbearing_log::Kind;
use crossbearing_model::{AgencyId, Condition, EntityId, LabelSpec, Maker, has_hidden_controls};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::Label;
use super::show;
use crate::accounts::Scope;
use crate::exporting;
use crate::papers;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// The most objects of one file.
const MOST_OBJECTS: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(note_export)).routes(routes!(make_file))
}

/// A file that somebody is about to make of what is on the screen.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Export {
    /// What it is, in words.
    #[schema(example = "neighbours as CSV")]
    what: String,
    /// The entities and reports that it shows.
    objects: Vec<String>,
}

/// How the file is to be handled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportNoted {
    /// The narrowest of what it shows: who may read it, and what binds them. Nothing where it shows
    /// nothing that the viewer may see.
    label: Option<Label>,
}

/// Note that a file is made of what is on the screen
///
/// The file is made where it is seen, from answers that the viewer has had already; this writes
/// down that it leaves the application: who, what, and on which objects. The answer says how the
/// file is to be handled. What came from another agency on the condition that it is asked first
/// makes no file.
#[utoipa::path(post, path = "/exports", tag = "exchange", operation_id = "note_export",
    request_body = Export, responses((status = 200, body = ExportNoted)))]
async fn note_export(
    State(app): State<App>,
    caller: Caller,
    Body(Export { what, objects }): Body<Export>,
) -> Answer<ExportNoted> {
    caller.must_have(Scope::Read)?;
    let what = checked(&what)?;
    let objects = parsed(&objects)?;
    app.run(move |node| {
        let label = label_of(node, &caller, &objects)?;
        let reason = format!("{} (a file: {what})", caller.session.justification);
        node.note_because(&caller, &reason, Kind::Disclosure, objects)?;
        Ok(Json(ExportNoted { label: label.as_ref().map(show::label) }))
    })
    .await
}

/// A file of records.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct RecordsToWrite {
    /// The entities and reports that it tells of.
    #[schema(min_items = 1, max_items = 10_000)]
    objects: Vec<String>,
}

/// Which of a form's files.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Part {
    /// The file beside it, for FollowTheMoney: every statement whole, with grade and label.
    #[serde(default)]
    side: bool,
}

/// A file on its way.
struct FileOut {
    name: String,
    bytes: Vec<u8>,
}

impl IntoResponse for FileOut {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)),
        ];
        (headers, self.bytes).into_response()
    }
}

/// Make a file of records
///
/// In the form `stix`, `misp`, `ftm`, `statements`, `csv` or `xlsx`: what the viewer sees of them,
/// as `crossbearing export` writes it. It is written down before it is given. What came from another
/// agency on the condition that it is asked first makes no file.
#[utoipa::path(post, path = "/exports/{form}", tag = "exchange", operation_id = "make_file",
    params(("form" = String, Path, example = "stix"), Part), request_body = RecordsToWrite,
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
async fn make_file(
    State(app): State<App>,
    caller: Caller,
    Segments(form): Segments<String>,
    Params(part): Params<Part>,
    Body(RecordsToWrite { objects }): Body<RecordsToWrite>,
) -> Result<FileOut, Problem> {
    caller.must_have(Scope::Read)?;
    let format = Format::named(&form).filter(|format| format.writes());
    let format = format.ok_or_else(|| Problem::absent("no form that is written has this name"))?;
    if part.side && !format.has_side_file {
        return Err(Problem::bad("this form has no file beside it"));
    }
    let objects = parsed(&objects)?;
    app.run(move |node| {
        label_of(node, &caller, &objects)?;
        let view = node.view(&caller)?;
        let mut records = Vec::new();
        for object in &objects {
            records.extend(node.ledger.entity(&view, AsOf::Now, object)?);
        }
        if records.is_empty() {
            return Err(Problem::absent("none of these is anything that you may see"));
        }
        let ending = if part.side { "side.jsonl" } else { format.extension };
        let name = format!("crossbearing-{}.{ending}", node.now().day());
        let reason = format!("{} (a file: {name})", caller.session.justification);
        node.note_because(&caller, &reason, Kind::Disclosure, objects)?;
        let agency = &caller.session.viewer.agency;
        let producer = Producer::new(node.settings.node.as_str(), agency.as_str());
        let words = (node.ledger.ontology(), &producer);
        let made = exporting::file_of(format, words, records, agency);
        let made = made.map_err(|error| Problem::internal(&*error.into_boxed_dyn_error()))?;
        Ok(FileOut { name, bytes: if part.side { made.side } else { made.bytes } })
    })
    .await
}

fn parsed(objects: &[String]) -> Result<Vec<EntityId>, Problem> {
    if objects.is_empty() || objects.len() > MOST_OBJECTS {
        return Err(Problem::bad(format!("a file shows 1 to {MOST_OBJECTS} objects: name them")));
    }
    objects.iter().map(|object| Ok(object.parse::<EntityId>()?)).collect()
}

/// The narrowest label of what the viewer sees of `objects`.
fn label_of(
    node: &Node,
    caller: &Caller,
    objects: &[EntityId],
) -> Result<Option<crossbearing_model::Label>, Problem> {
    let view = node.view(caller)?;
    let viewer = &caller.session.viewer;
    let mut labels = BTreeSet::new();
    for object in objects {
        let record = node.ledger.entity(&view, AsOf::Now, object)?;
        let standing = record.iter().flat_map(|record| &record.statements);
        labels.extend(
            standing.filter(|read| read.stands()).map(|read| read.statement.citation.label.clone()),
        );
    }
    if let Some(asks) = labels.iter().find(|label| must_be_asked(label, &viewer.agency)) {
        let originator = asks.spec().originator.clone();
        return Err(papers::Error::AskFirst { originator }.into());
    }
    if labels.is_empty() {
        return Ok(None);
    }
    let maker = Maker {
        principal: viewer.principal.clone(),
        agency: viewer.agency.clone(),
        purpose: viewer.purpose.clone(),
    };
    let otherwise = LabelSpec::for_agency(viewer.agency.clone(), node.now());
    Ok(Some(crossbearing_model::Label::narrowest(&labels, &maker, otherwise)?))
}

/// Whether a label of another agency's says that it is asked before any further use.
pub(crate) fn must_be_asked(label: &crossbearing_model::Label, reader: &AgencyId) -> bool {
    let spec = label.spec();
    spec.originator != *reader && spec.handling.conditions().contains(&Condition::ConsultOriginator)
}

fn checked(what: &str) -> Result<String, Problem> {
    let what = what.trim();
    if what.is_empty() || what.len() > 200 || has_hidden_controls(what) {
        return Err(Problem::bad("say in 1 to 200 bytes what the file shows"));
    }
    Ok(what.to_owned())
}
