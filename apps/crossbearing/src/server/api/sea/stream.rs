//! Alerts as they come.

use axum::extract::State;
use axum::response::Response;
use crossbearing_ledger::View;
use crossbearing_sea::Told;
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::live;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(stream))
}

/// Alerts as they come
///
/// A stream of server-sent events. `alert`: `{"id": id, "new": bool}`, an alert that the viewer
/// may see is new or has changed: ask for the queue. `missed`: more has happened than could be
/// told. `end`: the session is over or the server stops.
#[utoipa::path(get, path = "/sea/stream", tag = "sea", operation_id = "sea_stream",
    responses((status = 200, description = "a stream of events",
        content_type = "text/event-stream")))]
async fn stream(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let news = app.sea.news.subscribe();
    Ok(live::answer((app, caller), news, "alert", told))
}

/// The alert, if the viewer may see it.
#[expect(clippy::unnecessary_wraps, reason = "what tells of news may fail")]
fn told(
    node: &Node,
    view: &View,
    (_, told): &(crossbearing_model::Label, Told),
) -> Result<Option<Value>, Problem> {
    let may_see = node.sea.look(view, node.now()).alert(&told.alert).is_ok();
    Ok(may_see.then(|| json!({ "id": told.alert, "new": told.is_new })))
}
