//! TAXII 2.1: the ledger as a collection of STIX objects, through the View of whoever asks.
//!
//! docs/exchange.md describes the order of the collection and why it is as it is.

mod answer;
mod ask;
mod asker;
mod collection;
mod entry;
mod negotiate;
mod query;
mod receive;
mod remove;
mod sequence;
#[cfg(test)]
mod tests;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use crossbearing_exchange::stix::{ObjectId, Producer, SCHEMA, primary_uuid};
use crossbearing_model::{EntityId, NodeId};

use super::state::App;
use answer::Refusal;
use asker::Asker;
use collection::Collections;
use receive::Statuses;

/// Where the API root is.
pub(super) const ROOT: &str = "/taxii2/root";
/// The name by which the collection may be asked for as well.
const ALIAS: &str = "statements";

/// What the server keeps for it: indexes, and what came of requests.
pub(crate) struct Taxii {
    collections: Collections,
    statuses: Statuses,
}

impl Taxii {
    pub(crate) fn new(node: &NodeId, agency: &str) -> Self {
        let producer = Producer::new(node.as_str(), agency);
        Self { collections: Collections::new(producer), statuses: Statuses::default() }
    }
}

/// Every address of TAXII, and the schema of our extension.
pub(super) fn routes() -> Router<App> {
    ask::routes()
        .layer(middleware::from_fn(in_its_form))
        .route("/schemas/stix-extension-1.json", routing::get(schema))
}

/// Errors that no handler saw, in the form of TAXII.
async fn in_its_form(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            let allowed = response.headers().get(header::ALLOW).cloned();
            let mut refused = Refusal::wrong_method().into_response();
            if let Some(allowed) = allowed {
                refused.headers_mut().insert(header::ALLOW, allowed);
            }
            refused
        }
        StatusCode::BAD_REQUEST
            if response.extensions().get::<super::problem::OwnForm>().is_none() =>
        {
            Refusal::bad("the address cannot be read").into_response()
        }
        _ => response,
    }
}

async fn schema() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA)
}

/// The id of the collection of a node.
fn collection_id(node: &NodeId) -> String {
    let uuid = node.as_str().parse::<EntityId>().map_or(0, |name| primary_uuid(&name));
    ObjectId { kind: "", uuid }.to_string().trim_start_matches('-').to_owned()
}

/// Refuses collections that are not there.
fn find(app: &App, collection: &str) -> Result<(), Refusal> {
    if collection == ALIAS || collection == collection_id(&app.settings.node) {
        return Ok(());
    }
    Err(Refusal::absent("no collection has this id"))
}
