//! Vessels.

use axum::Json;
use axum::extract::State;
use crossbearing_model::Instant;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::picture::Edges;
use super::shapes::{CardShape, VesselShape};
use super::{consult, picture_object, vessel_object};
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most vessels in one answer.
const MOST: usize = 1000;
/// The most positions of a track in one answer.
const MOST_POSITIONS: usize = 5000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(vessels)).routes(routes!(vessel)).routes(routes!(track))
}

/// Which vessels.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Words of a name, an MMSI, an IMO number or a call sign.
    q: Option<String>,
    /// How many, at most 1000.
    limit: Option<String>,
}

/// Vessels of an area, or by name or number
#[utoipa::path(get, path = "/sea/vessels", tag = "sea", operation_id = "sea_vessels",
    params(Which, Edges), responses((status = 200, body = Vec<VesselShape>)))]
async fn vessels(
    State(app): State<App>,
    caller: Caller,
    Params(which): Params<Which>,
    Params(edges): Params<Edges>,
) -> Answer<Vec<VesselShape>> {
    let area = edges.area()?;
    let limit = which.limit.as_deref().map_or(Ok(200), str::parse::<usize>);
    let limit = limit.map_err(|_| Problem::bad("limit is a number, such as limit=200"))?.min(MOST);
    let found = consult(&app, caller, move |_, look| {
        let found = match which.q.as_deref().filter(|words| !words.trim().is_empty()) {
            Some(words) => look.search(words, limit),
            None => look.vessels(area, limit),
        };
        Ok((found.into_iter().map(VesselShape::from).collect(), picture_object()))
    })
    .await?;
    Ok(Json(found))
}

/// A vessel with all that concerns it
#[utoipa::path(get, path = "/sea/vessels/{mmsi}", tag = "sea", operation_id = "sea_vessel",
    params(("mmsi" = u32, Path, example = 211_000_001)),
    responses((status = 200, body = CardShape)))]
async fn vessel(
    State(app): State<App>,
    caller: Caller,
    Segments(mmsi): Segments<u32>,
) -> Answer<CardShape> {
    let card = consult(&app, caller, move |_, look| {
        let card = look.vessel(mmsi);
        let card = card.ok_or_else(|| Problem::absent(format!("no vessel {mmsi} was heard")))?;
        Ok((CardShape::new(card), vessel_object(mmsi)))
    })
    .await?;
    Ok(Json(card))
}

/// Which part of a track.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Stretch {
    /// From when on.
    from: String,
    /// Until when; until now if absent.
    to: Option<String>,
}

/// Where a vessel was
///
/// Each position as `[milliseconds since 1970, latitude, longitude]`, in order, at most 5000 of
/// them, evenly thinned.
#[utoipa::path(get, path = "/sea/vessels/{mmsi}/track", tag = "sea", operation_id = "sea_track",
    params(("mmsi" = u32, Path, example = 211_000_001), Stretch),
    responses((status = 200, body = Vec<Vec<f64>>)))]
async fn track(
    State(app): State<App>,
    caller: Caller,
    Segments(mmsi): Segments<u32>,
    Params(stretch): Params<Stretch>,
) -> Answer<Vec<(i64, f64, f64)>> {
    let from: Instant = stretch.from.parse()?;
    let to: Option<Instant> = stretch.to.as_deref().map(str::parse).transpose()?;
    let track = consult(&app, caller, move |_, look| {
        let to = to.map_or(i64::MAX, Instant::millis);
        let positions = look.track(mmsi, from.millis(), to, MOST_POSITIONS)?;
        let degrees = |value: i32| f64::from(value) / 1e7;
        let rows = positions.iter().map(|it| (it.time, degrees(it.lat), degrees(it.lon)));
        Ok((rows.collect(), vessel_object(mmsi)))
    })
    .await?;
    Ok(Json(track))
}
