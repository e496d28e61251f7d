//! Registers, watch lists and lists of zones.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, Grade, LabelSpec};
use crossbearing_sea::{List, ListHead, ListId, ListKind, Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::consult;
use crate::accounts::Scope;
use crate::server::api::shapes::Label;
use crate::server::api::show;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::form::label_of;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most vessels of a list in one answer.
const MOST_ROWS: usize = 2000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(lists)).routes(routes!(list, put_list, remove_list))
}

/// A list without its vessels.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HeadShape {
    id: String,
    title: String,
    /// `register`, `watch` or `zones`.
    #[schema(value_type = String)]
    kind: ListKind,
    #[schema(value_type = String)]
    grade: Grade,
    label: Label,
    /// How many vessels or zones are on it.
    vessels: usize,
}

/// A list with its vessels, as the caller may read them.
#[derive(Debug, Serialize, ToSchema)]
struct ListShape {
    #[serde(flatten)]
    head: HeadShape,
    /// The first 2000 of them.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Row>,
}

/// A list to be put.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewList {
    title: String,
    /// `register`, `watch` or `zones`.
    #[schema(value_type = String)]
    kind: ListKind,
    #[schema(value_type = String, example = "6x6/B2")]
    grade: Grade,
    /// Who may see it; the caller's own agency if absent.
    #[schema(value_type = Object)]
    label: Option<LabelSpec>,
    /// CSV with a line of names; docs/sea.md lists the columns. For zones a GeoJSON feature
    /// collection.
    table: String,
}

impl From<ListHead> for HeadShape {
    fn from(head: ListHead) -> Self {
        Self {
            id: head.id.to_string(),
            title: head.title,
            kind: head.kind,
            grade: head.grade,
            label: show::label(&head.label),
            vessels: head.n_rows,
        }
    }
}

/// Registers, watch lists and lists of zones
#[utoipa::path(get, path = "/sea/lists", tag = "sea", operation_id = "sea_lists",
    responses((status = 200, body = Vec<HeadShape>)))]
async fn lists(State(app): State<App>, caller: Caller) -> Answer<Vec<HeadShape>> {
    let lists = consult(&app, caller, |_, look| {
        let lists = look.lists();
        let objects = lists.iter().flat_map(|list| list_object(&list.id)).collect();
        Ok((lists.into_iter().map(HeadShape::from).collect(), objects))
    })
    .await?;
    Ok(Json(lists))
}

/// A list with its vessels
#[utoipa::path(get, path = "/sea/lists/{id}", tag = "sea", operation_id = "sea_list",
    params(("id" = String, Path, example = "westmark-yachts")),
    responses((status = 200, body = ListShape)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Answer<ListShape> {
    let id: ListId = id.parse()?;
    let list = consult(&app, caller, move |_, look| {
        let (head, mut rows) = look.list(&id)?;
        rows.truncate(MOST_ROWS);
        Ok((ListShape { head: head.into(), rows }, list_object(&id)))
    })
    .await?;
    Ok(Json(list))
}

/// Add or replace a list
///
/// Its name begins with the caller's agency. Vessels of a watch list are told when they appear, or
/// enter a zone; of a list of zones whoever enters, leaves or heads for one. They are told to
/// whoever may see both the list and the feeds that hear them.
#[utoipa::path(put, path = "/sea/lists/{id}", tag = "sea", operation_id = "sea_put_list",
    params(("id" = String, Path, example = "westmark-yachts")), request_body = NewList,
    responses((status = 200, body = HeadShape)))]
async fn put_list(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(new): Body<NewList>,
) -> Answer<HeadShape> {
    let id = may_keep(&caller, &id)?;
    app.run(move |node| {
        let label = label_of(node, &caller, new.label)?;
        let named = (id.clone(), new.kind, new.title);
        let list = List::from_table(named, (new.grade, label.spec().clone()), &new.table)?;
        let head = ListHead::of(&list, &label);
        node.note(&caller, Kind::Collection, list_object(&id))?;
        node.sea.desk().put_list(list)?;
        Ok(Json(head.into()))
    })
    .await
}

/// Remove a list
///
/// What came of it is no longer shown.
#[utoipa::path(delete, path = "/sea/lists/{id}", tag = "sea", operation_id = "sea_remove_list",
    params(("id" = String, Path, example = "westmark-yachts")),
    responses((status = 204, description = "it is gone")))]
async fn remove_list(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Problem> {
    let id = may_keep(&caller, &id)?;
    app.run(move |node| {
        let agency = &caller.session.viewer.agency;
        let label = node.sea.desk().list_label(&id);
        if label.is_none_or(|label| label.spec().originator != *agency) {
            return Err(Problem::absent(format!("no list {id}")));
        }
        node.note(&caller, Kind::Alteration, list_object(&id))?;
        Ok(node.sea.desk().remove_list(&id)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether the caller keeps lists of this name: those of one's own agency, so that nobody learns by
/// trying names what others keep.
fn may_keep(caller: &Caller, id: &str) -> Result<ListId, Problem> {
    caller.must_be(&[Role::WatchOfficer, Role::Analyst, Role::Administrator])?;
    caller.must_have(Scope::Write)?;
    let agency = &caller.session.viewer.agency;
    if id.strip_prefix(agency.as_str()).is_none_or(|rest| !rest.starts_with('-')) {
        let detail = format!("the name of a list begins with your agency: {agency}-…");
        return Err(Problem::bad(detail));
    }
    Ok(id.parse()?)
}

fn list_object(id: &ListId) -> Vec<EntityId> {
    format!("sea-list-{id}").parse().into_iter().collect()
}
