//! What changes while somebody looks.

use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(events))
}

/// Live changes
///
/// A stream of server-sent events. `change`: `{"entity": id}`, an entity or report that the viewer
/// may see has something new. `end`: the session is over.
#[utoipa::path(get, path = "/events", tag = "node", operation_id = "events",
    responses((status = 200, description = "a stream of events",
        content_type = "text/event-stream")))]
async fn events(State(_app): State<App>, _caller: Caller) -> Result<Response, Problem> {
    Err(Problem::unavailable("the ledger is not open"))
}
