//! What changes while somebody looks.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use crossbearing_ledger::AsOf;
use crossbearing_model::EntityId;
use futures_util::stream::{self, Stream};
use tokio::sync::{broadcast, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{App, Change};

/// How often a quiet stream shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

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
    let listener = Listener {
        changes: app.changes.subscribe(),
        stopping: app.stopping.subscribe(),
        app,
        caller,
        over: false,
    };
    Ok(Sse::new(listener.stream())
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response())
}

/// One who listens.
struct Listener {
    app: App,
    caller: Caller,
    changes: broadcast::Receiver<Change>,
    stopping: watch::Receiver<bool>,
    over: bool,
}

impl Listener {
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            if listener.over {
                return None;
            }
            let event = listener.next().await;
            Some((Ok(event), listener))
        })
    }

    /// The next event that this viewer may know of.
    async fn next(&mut self) -> Event {
        loop {
            let change = tokio::select! {
                change = self.changes.recv() => change,
                _ = self.stopping.wait_for(|stopping| *stopping) => {
                    Err(broadcast::error::RecvError::Closed)
                }
            };
            match change {
                Ok(Change { entity }) => match self.shown(entity).await {
                    Ok(Some(shown)) => {
                        let text = serde_json::json!({ "entity": shown.as_str() }).to_string();
                        return Event::default().event("change").data(text);
                    }
                    Ok(None) => {}
                    Err(_) => break,
                },
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    return Event::default().event("missed").data("{}");
                }
                Err(broadcast::error::RecvError::Closed) => break,
            }
        }
        self.over = true;
        Event::default().event("end").data("{}")
    }

    /// The id under which the viewer knows the entity; an error if the session is over.
    async fn shown(&self, entity: EntityId) -> Result<Option<EntityId>, Problem> {
        let caller = self.caller.clone();
        self.app
            .run(move |node| {
                let now = node.now();
                if now >= caller.session.expires_at {
                    caller.still_holds(&node.accounts, now)?;
                }
                let view = node.view(&caller)?;
                let shown = view.shown_id(&entity);
                Ok(node.ledger.entity(&view, AsOf::Now, &shown)?.map(|record| record.id))
            })
            .await
    }
}
