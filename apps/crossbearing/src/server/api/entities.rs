//! What is known of a person or thing.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{EntityBrief, Grade, Statement};
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(entity))
        .routes(routes!(timeline))
        .routes(routes!(places))
        .routes(routes!(neighbours))
}

/// When to look back to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct When {
    /// What was known at this time; now if absent.
    as_of: Option<String>,
}

/// A person or thing with every statement about it that the viewer may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entity {
    /// What it is.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Everything said of it, in the order in which the ontology features the properties.
    statements: Vec<Statement>,
}

/// Something with a date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Moment {
    /// When it was, or began: a year, a month, a day or a time.
    from: Option<String>,
    /// When it ended, if it lasted.
    to: Option<String>,
    /// What it is.
    title: String,
    /// The schema of the event, or of the entity itself.
    schema: String,
    /// The event, if it is not the entity itself.
    entity: String,
    /// The statement that says so.
    statement: String,
    /// `fact` or `assessment`.
    basis: String,
    /// How well graded.
    grade: Grade,
}

/// Places, as GeoJSON (RFC 7946).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Places {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The places.
    features: Vec<Place>,
}

/// One place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Place {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Where it is.
    geometry: Point,
    /// What is there.
    properties: PlaceProperties,
}

/// A point on the earth (WGS 84).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Point {
    /// Always `Point`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Longitude and latitude in degrees.
    coordinates: [f64; 2],
}

/// What is at a place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceProperties {
    /// What it is.
    label: String,
    /// The entity that is or was there.
    entity: String,
    /// The statement that says so.
    statement: String,
    /// The property that says so.
    property: String,
    /// When.
    from: Option<String>,
    /// The probability that analytics use.
    probability: f64,
    /// `fact` or `assessment`.
    basis: String,
}

/// An entity in a graph.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Node {
    /// What it is.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Where to draw it; the entity asked for is at 0.
    x: f64,
    /// Where to draw it.
    y: f64,
    /// How many entities it is tied to, as far as the viewer may see.
    degree: u64,
}

/// A tie between two entities.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Edge {
    /// From which entity.
    source: String,
    /// To which.
    target: String,
    /// The schema or property that ties them.
    kind: String,
    /// What it is, for people.
    label: String,
    /// The probability that analytics use.
    probability: f64,
    /// The statements that say so.
    statements: Vec<String>,
}

/// An entity among those it is tied to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Neighbours {
    /// The entities; the one asked for is the first.
    nodes: Vec<Node>,
    /// The ties between them.
    edges: Vec<Edge>,
}

/// What is known of a person or thing
#[utoipa::path(get, path = "/entities/{id}", tag = "entities", operation_id = "entity",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Entity)))]
async fn entity(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
    Params(_when): Params<When>,
) -> Answer<Entity> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Its dated events
///
/// Everything with a date that the entity is part of, oldest first.
#[utoipa::path(get, path = "/entities/{id}/timeline", tag = "entities", operation_id = "timeline",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Vec<Moment>)))]
async fn timeline(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
    Params(_when): Params<When>,
) -> Answer<Vec<Moment>> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Its places
#[utoipa::path(get, path = "/entities/{id}/places", tag = "entities", operation_id = "places",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Places)))]
async fn places(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
    Params(_when): Params<When>,
) -> Answer<Places> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Whom and what it is tied to
///
/// Neighbours at one step, with where to draw them.
#[utoipa::path(get, path = "/entities/{id}/neighbours", tag = "entities",
    operation_id = "neighbours",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Neighbours)))]
async fn neighbours(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_id): Segments<String>,
    Params(_when): Params<When>,
) -> Answer<Neighbours> {
    Err(Problem::unavailable("the ledger is not open"))
}
