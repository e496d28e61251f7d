//! News told to whoever listens, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use crossbearing_ledger::View;
use futures_util::stream::{self, Stream};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use super::caller::Caller;
use super::problem::Problem;
use super::state::{App, Node};

/// How often a quiet stream shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What one viewer is told of a piece of news: nothing, if it is of what the View does not hold.
pub(super) type Tell<T> = fn(&Node, &View, &T) -> Result<Option<Value>, Problem>;

/// Answers with an event called `name` for each piece of news that the caller may know of, as
/// `tell` puts it. `missed` says that more happened than could be told; `end`, that the session is
/// over or the server stops.
pub(super) fn answer<T: Clone + Send + Sync + 'static>(
    (app, caller): (App, Caller),
    news: broadcast::Receiver<T>,
    name: &'static str,
    tell: Tell<T>,
) -> Response {
    let stopping = app.stopping.subscribe();
    let listener = Listener { app, caller, news, name, tell, stopping, over: false };
    Sse::new(listener.stream()).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// One who listens.
struct Listener<T> {
    app: App,
    caller: Caller,
    news: broadcast::Receiver<T>,
    name: &'static str,
    tell: Tell<T>,
    stopping: watch::Receiver<bool>,
    over: bool,
}

impl<T: Clone + Send + Sync + 'static> Listener<T> {
    fn stream(self) -> impl Stream<Item = Result<Event, Infallible>> {
        stream::unfold(self, |mut listener| async move {
            if listener.over {
                return None;
            }
            let event = listener.next().await;
            Some((Ok(event), listener))
        })
    }

    /// The next event for this viewer.
    async fn next(&mut self) -> Event {
        loop {
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.stopping.wait_for(|stopping| *stopping) => Err(RecvError::Closed),
            };
            match news {
                Ok(news) => match self.told(news).await {
                    Ok(Some(told)) => {
                        return Event::default().event(self.name).data(told.to_string());
                    }
                    Ok(None) => {}
                    Err(_) => break,
                },
                Err(RecvError::Lagged(_)) => return Event::default().event("missed").data("{}"),
                Err(RecvError::Closed) => break,
            }
        }
        self.over = true;
        Event::default().event("end").data("{}")
    }

    /// What the viewer is told; an error if the session is over.
    async fn told(&self, news: T) -> Result<Option<Value>, Problem> {
        let (caller, tell) = (self.caller.clone(), self.tell);
        self.app
            .run(move |node| {
                let now = node.now();
                if now >= caller.session.expires_at {
                    caller.still_holds(&node.accounts, now)?;
                }
                tell(node, &node.view(&caller)?, &news)
            })
            .await
    }
}
