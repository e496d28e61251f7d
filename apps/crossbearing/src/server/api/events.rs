//! What changes while somebody looks.

use axum::extract::State;
use axum::response::Response;
use crossbearing_ledger::{AsOf, View};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::live;
use crate::server::problem::Problem;
use crate::server::state::{App, Change, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

/// Live changes
///
/// A stream of server-sent events. `change`: `{"entity": id}`, an entity or report that the viewer
/// may see has something new. `missed`: more has changed than could be told, load again. `end`:
/// the session is over or the server stops.
#[utoipa::path(get, path = "/events", tag = "node", operation_id = "events",
    responses((status = 200, description = "a stream of events",
        content_type = "text/event-stream")))]
async fn events(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let changes = app.changes.subscribe();
    Ok(live::answer((app, caller), changes, "change", told))
}

/// The id under which the viewer knows what has changed.
fn told(node: &Node, view: &View, change: &Change) -> Result<Option<Value>, Problem> {
    let found = node.ledger.entity(view, AsOf::Now, &view.shown_id(&change.entity))?;
    Ok(found.map(|record| json!({ "entity": record.id.as_str() })))
}
