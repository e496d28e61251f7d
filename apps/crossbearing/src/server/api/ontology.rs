//! The words of the node: schemata, properties, agencies.

use axum::Json;
use axum::extract::State;
use crossbearing_model as model;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::server::caller::Caller;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ontology)).routes(routes!(agencies))
}

/// A property of a schema.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Property {
    /// Its name.
    name: String,
    /// Its name for people.
    label: String,
    /// What it means.
    description: String,
    /// The kind of its values.
    kind: String,
    /// The schema of the entities that it points to, if it points to any.
    range: Option<String>,
}

/// A kind of thing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Schema {
    /// Its name.
    name: String,
    /// Its name for people.
    label: String,
    /// Its name for several of them.
    plural: String,
    /// What it means.
    description: String,
    /// Whether nothing is of this kind by itself.
    #[serde(rename = "abstract")]
    is_abstract: bool,
    /// What it is a kind of, directly.
    parents: Vec<String>,
    /// The properties to show first.
    featured: Vec<String>,
    /// Every property, those of its parents included.
    properties: Vec<Property>,
}

/// The ontology of this node.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ontology {
    /// Its version.
    version: String,
    /// Every schema, parents before children.
    schemata: Vec<Schema>,
}

/// An agency of this node.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Agency {
    /// Its short name, as in labels.
    id: String,
    /// Its name.
    name: String,
    /// The groups it belongs to.
    groups: Vec<String>,
}

/// Which kinds of things there are and what can be said of them
#[utoipa::path(get, path = "/ontology", tag = "node", operation_id = "ontology",
    responses((status = 200, body = Ontology)))]
async fn ontology(State(app): State<App>, _caller: Caller) -> Answer<Ontology> {
    let ontology = app.ledger.ontology();
    let schemata = ontology.schemata().map(schema).collect();
    Ok(Json(Ontology { version: ontology.version().to_owned(), schemata }))
}

/// The agencies
#[utoipa::path(get, path = "/agencies", tag = "node", operation_id = "agencies",
    responses((status = 200, body = Vec<Agency>)))]
async fn agencies(State(app): State<App>, _caller: Caller) -> Answer<Vec<Agency>> {
    app.run(|node| {
        let agencies = node.accounts.agencies()?.into_iter().map(|agency| Agency {
            id: agency.id.to_string(),
            name: agency.name,
            groups: agency.groups.iter().map(ToString::to_string).collect(),
        });
        Ok(Json(agencies.collect()))
    })
    .await
}

fn schema(schema: &model::Schema) -> Schema {
    Schema {
        name: schema.name().to_string(),
        label: schema.label().to_owned(),
        plural: schema.plural().to_owned(),
        description: schema.description().to_owned(),
        is_abstract: schema.is_abstract(),
        parents: schema.parents().iter().map(ToString::to_string).collect(),
        featured: schema.featured().iter().map(ToString::to_string).collect(),
        properties: schema
            .properties()
            .filter(|property| !property.is_hidden())
            .map(property)
            .collect(),
    }
}

fn property(property: &model::Property) -> Property {
    Property {
        name: property.name().to_string(),
        label: property.label().to_owned(),
        description: property.description().to_owned(),
        kind: super::kind_word(property.kind()),
        range: property.range().map(ToString::to_string),
    }
}
