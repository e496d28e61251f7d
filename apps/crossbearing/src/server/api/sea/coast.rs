//! A finer coast, put and removed.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_sea::{CoastHead, CoastPlan};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// How deep a coast is cut unless another zoom is asked for.
const DEEPEST: u8 = 12;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(coast, put_coast, remove_coast))
}

/// What is known of a coast.
#[derive(Debug, Serialize, ToSchema)]
struct CoastShape {
    /// Whose data it is.
    attribution: String,
    /// The deepest zoom of its tiles.
    deepest: u8,
    /// West, south, east and north, in degrees.
    bounds: [f64; 4],
    /// Pieces of land.
    polygons: u64,
    /// Positions of their rings.
    positions: u64,
    /// Rings that were at one place, and were left out.
    dropped: u64,
    /// Features that were no land, and were passed over.
    passed_over: u64,
    /// Tiles that are kept.
    tiles: u64,
}

impl From<&CoastHead> for CoastShape {
    fn from(head: &CoastHead) -> Self {
        Self {
            attribution: head.attribution.clone(),
            deepest: head.deepest,
            bounds: head.bounds,
            polygons: head.n_polygons,
            positions: head.n_positions,
            dropped: head.n_dropped,
            passed_over: head.n_passed_over,
            tiles: head.n_tiles,
        }
    }
}

/// How a coast is put.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct How {
    /// Whose data it is, in 1 to 500 characters: the map shows it.
    attribution: String,
    /// The deepest zoom, 0 to 14; 12 if absent.
    deepest: Option<u8>,
}

/// The finer coast
///
/// 404 where none was put: the map then draws Natural Earth.
#[utoipa::path(get, path = "/sea/coast", tag = "sea", operation_id = "sea_coast",
    responses((status = 200, body = CoastShape)))]
async fn coast(State(app): State<App>, caller: Caller) -> Answer<CoastShape> {
    caller.must_have(Scope::Read)?;
    let coast = app.sea.desk().coast();
    let coast = coast.ok_or_else(|| Problem::absent("no finer coast was put"))?;
    Ok(Json(coast.head().into()))
}

/// Put a finer coast in the place of the one before
///
/// A GeoJSON feature collection of land, 64 MB at most; larger files are put at the command line with
/// `crossbearing sea coast put`. It is cut into tiles before the answer comes. All is taken or nothing:
/// an error names line, feature and what is wrong.
#[utoipa::path(put, path = "/sea/coast", tag = "sea", operation_id = "sea_put_coast",
    params(How), request_body(content = Object, description = "a GeoJSON feature collection"),
    responses((status = 200, body = CoastShape)))]
async fn put_coast(
    State(app): State<App>,
    caller: Caller,
    Params(how): Params<How>,
    body: Bytes,
) -> Answer<CoastShape> {
    caller.must_be(&[Role::WatchOfficer, Role::Administrator])?;
    caller.must_have(Scope::Write)?;
    let plan = CoastPlan::new(&how.attribution, how.deepest.unwrap_or(DEEPEST))?;
    let node = app.clone();
    let head = app
        .planners
        .run(move || {
            crossbearing_sea::check_coast(&body[..])?;
            node.note(&caller, Kind::Alteration, coast_object())?;
            Ok(node.sea.desk().put_coast(&plan, &body[..])?)
        })
        .await?;
    Ok(Json((&head).into()))
}

/// Remove the finer coast
#[utoipa::path(delete, path = "/sea/coast", tag = "sea", operation_id = "sea_remove_coast",
    responses((status = 204, description = "it is gone")))]
async fn remove_coast(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    caller.must_be(&[Role::WatchOfficer, Role::Administrator])?;
    caller.must_have(Scope::Write)?;
    app.run(move |node| {
        node.note(&caller, Kind::Alteration, coast_object())?;
        Ok(node.sea.desk().remove_coast()?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn coast_object() -> Vec<EntityId> {
    "sea-coast".parse().into_iter().collect()
}
