//! Alerts as they come.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use crossbearing_model::Label;
use crossbearing_sea::Told;
use futures_util::stream::{self, Stream};
use tokio::sync::{broadcast, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::App;

/// How often a quiet stream shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

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
    let listener = Listener {
        news: app.sea.news.subscribe(),
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
    news: broadcast::Receiver<(Label, Told)>,
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
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.stopping.wait_for(|stopping| *stopping) => {
                    Err(broadcast::error::RecvError::Closed)
                }
            };
            match news {
                Ok((_, told)) => match self.may_know(told.clone()).await {
                    Ok(true) => {
                        let data = serde_json::json!({ "id": told.alert, "new": told.is_new });
                        return Event::default().event("alert").data(data.to_string());
                    }
                    Ok(false) => {}
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

    /// Whether the viewer may see the alert; an error if the session is over.
    async fn may_know(&self, told: Told) -> Result<bool, Problem> {
        let caller = self.caller.clone();
        self.app
            .run(move |node| {
                let now = node.now();
                if now >= caller.session.expires_at {
                    caller.still_holds(&node.accounts, now)?;
                }
                let view = node.view(&caller)?;
                Ok(node.sea.look(&view, now).alert(&told.alert).is_ok())
            })
            .await
    }
}
