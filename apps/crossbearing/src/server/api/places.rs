//! Where an entity is or was, and what it is tied to that has a place.

use axum::extract::State;
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_model::{EntityId, PropertyKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entities::{When, consult};
use super::evidence::{Evidence, evidence};
use super::show::Show;
use super::surroundings::surroundings;
use super::word;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(places))
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
    /// Its schema.
    schema: String,
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
    /// What it rests on.
    evidence: Evidence,
}

/// Its places
#[utoipa::path(get, path = "/entities/{id}/places", tag = "entities", operation_id = "places",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Places)))]
async fn places(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Answer<Places> {
    consult(&app, caller, id, &when, collection).await
}

fn collection(
    node: &Node,
    view: &View,
    as_of: AsOf,
    record: &EntityRecord,
) -> Result<Places, Problem> {
    let mut show = Show::new(&node.ledger, view, as_of);
    let beside = surroundings(&node.ledger, view, as_of, record)?;
    let mut features = Vec::new();
    for record in std::iter::once(record).chain(&beside) {
        for (read, coordinates) in points(node, record) {
            let evidence = evidence(&mut show, &node.ledger, record, read)?;
            features.push(place(record, read, coordinates, evidence));
        }
    }
    Ok(Places { kind: "FeatureCollection", features })
}

/// The points that the statements of one entity give it.
fn points<'r>(node: &Node, record: &'r EntityRecord) -> Vec<(&'r Read, [f64; 2])> {
    let standing = || record.statements.iter().filter(|read| read.stands());
    let of_kind = |wanted: PropertyKind| {
        standing().filter(move |read| {
            let Read { statement, .. } = read;
            let property = node.ledger.ontology().property(&statement.schema, &statement.property);
            property.is_some_and(|property| property.kind() == wanted)
        })
    };
    let whole = of_kind(PropertyKind::Coordinates)
        .filter_map(|read| Some((read, degrees(&read.statement.value)?)));
    // Latitude and longitude of one report belong together.
    let halves = of_kind(PropertyKind::Latitude).filter_map(|latitude| {
        let longitude = of_kind(PropertyKind::Longitude)
            .find(|other| other.statement.citation.report == latitude.statement.citation.report)?;
        let [north, east] = [latitude, longitude].map(|read| read.statement.value.parse().ok());
        Some((latitude, [east?, north?]))
    });
    whole.chain(halves).collect()
}

/// Longitude and latitude from `latitude,longitude`.
fn degrees(value: &str) -> Option<[f64; 2]> {
    let (north, east) = value.split_once(',')?;
    Some([east.trim().parse().ok()?, north.trim().parse().ok()?])
}

fn place(record: &EntityRecord, read: &Read, coordinates: [f64; 2], evidence: Evidence) -> Place {
    let statement = &read.statement;
    Place {
        kind: "Feature",
        geometry: Point { kind: "Point", coordinates },
        properties: PlaceProperties {
            label: record.caption.value.clone(),
            entity: record.id.to_string(),
            schema: record.schema.to_string(),
            statement: read.id.to_string(),
            property: statement.property.to_string(),
            from: evidence.from.clone().or_else(|| evidence.to.clone()),
            probability: statement.citation.grade.probability(),
            basis: word(statement.citation.basis),
            evidence,
        },
    }
}
