//! Zones, ports and stations.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::consult;
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(places, put_places)).routes(routes!(zones))
}

/// How many places of each kind there are.
#[derive(Debug, Serialize, ToSchema)]
struct Count {
    zones: usize,
    land: usize,
    ports: usize,
    stations: usize,
}

/// The places
///
/// A GeoJSON feature collection of zones, ports and stations. Land is left out: it is large.
#[utoipa::path(get, path = "/sea/places", tag = "sea", operation_id = "sea_places",
    responses((status = 200, description = "a feature collection", body = Object)))]
async fn places(State(app): State<App>, caller: Caller) -> Answer<Value> {
    let places = consult(&app, caller, |node, _| {
        Ok((node.sea.desk().places().to_geojson(), places_object()))
    })
    .await?;
    Ok(Json(places))
}

/// The places and all zones
///
/// The places, and the zones of lists that the caller may see: each of these has its list's name as
/// the property `list`.
#[utoipa::path(get, path = "/sea/zones", tag = "sea", operation_id = "sea_zones",
    responses((status = 200, description = "a feature collection", body = Object)))]
async fn zones(State(app): State<App>, caller: Caller) -> Answer<Value> {
    let places = consult(&app, caller, |node, look| {
        let mut places = node.sea.desk().places().to_geojson();
        if let Some(features) = places.get_mut("features").and_then(Value::as_array_mut) {
            features.extend(look.zones());
        }
        Ok((places, places_object()))
    })
    .await?;
    Ok(Json(places))
}

/// Put other places in their place
///
/// A GeoJSON feature collection; docs/sea.md says what properties there are. Land stays as it is
/// where the collection has none. All is taken or nothing: an error names line, feature and
/// property.
#[utoipa::path(put, path = "/sea/places", tag = "sea", operation_id = "sea_put_places",
    request_body(content = Object, description = "a GeoJSON feature collection"),
    responses((status = 200, body = Count)))]
async fn put_places(State(app): State<App>, caller: Caller, body: Bytes) -> Answer<Count> {
    caller.must_be(&[Role::WatchOfficer, Role::Administrator])?;
    caller.must_have(Scope::Write)?;
    app.run(move |node| {
        let text = std::str::from_utf8(&body).map_err(|_| Problem::bad("it is not UTF-8"))?;
        crossbearing_sea::Places::read(text)?;
        node.note(&caller, Kind::Alteration, places_object())?;
        let count = node.sea.desk().put_places(text)?;
        let (zones, land) = (count.zones, count.land);
        Ok(Json(Count { zones, land, ports: count.ports, stations: count.stations }))
    })
    .await
}

fn places_object() -> Vec<EntityId> {
    "sea-places".parse().into_iter().collect()
}
