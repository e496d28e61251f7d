//! The server: the API and the web application over one node.

mod api;
mod caller;
mod calling;
mod clock;
mod exchange;
mod extract;
mod form;
mod headers;
mod jobs;
mod known;
mod limits;
mod live;
mod local;
mod metrics;
mod networks;
mod pictures;
mod problem;
mod request_id;
mod sea;
mod state;
mod taxii;
mod ui;
mod unwritten;
mod workers;

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::DefaultBodyLimit;
use axum::serve::ListenerExt as _;
use axum::{Router, middleware, routing};
use tokio::net::{TcpListener, TcpStream};

pub(crate) use api::{JUDGEMENT_GRADE, must_be_asked, partners};
pub(crate) use clock::now;
pub(crate) use local::{LocalLogin, LocalPartners, LocalPartnersDone, LocalStatus, LocalToken};
pub(crate) use sea::SeaDesk;
pub(crate) use state::{Node, Settings};

use state::App;

use crate::exchange::{PartnerListener, Peer};

/// The largest request that is read, in bytes: a report with pictures in it.
const LARGEST_REQUEST: usize = 64 * 1024 * 1024;

/// The API's description, as docs/openapi.json holds it.
#[cfg(test)]
fn description() -> anyhow::Result<String> {
    Ok(api::split().1.to_pretty_json()? + "\n")
}

/// Serves `node` on `address` until the process is asked to stop; `ready` is told the address in
/// use.
pub(crate) async fn serve(
    node: Node,
    (address, partners): (SocketAddr, Option<SocketAddr>),
    ready: impl FnOnce(SocketAddr, Option<SocketAddr>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}: choose another with --address"))?;
    let app = Arc::new(node);
    let for_partners = match partners {
        Some(address) => {
            let bound = PartnerListener::bind(address, app.exchange.identity()).await;
            Some(bound.with_context(|| format!("cannot listen for partners on {address}"))?)
        }
        None => None,
    };
    let partners = for_partners.as_ref().map(PartnerListener::address);
    if let Some(for_partners) = for_partners {
        let service = exchange::partners_router(Arc::clone(&app))
            .into_make_service_with_connect_info::<Peer>();
        tokio::spawn(axum::serve(for_partners, service).into_future());
    }
    calling::begin(&app)?;
    ready(listener.local_addr()?, partners)?;
    let listener = listener.tap_io(send_at_once);
    let stopping = Arc::clone(&app);
    let until = async move {
        asked_to_stop().await;
        tracing::info!("stopping");
        // Streams that would go on for ever end themselves.
        stopping.stopping.send_replace(true);
        stopping.exchange.wake();
    };
    axum::serve(listener, router(app)).with_graceful_shutdown(until).await?;
    Ok(())
}

/// Has the end of an answer leave without waiting until its beginning was acknowledged, which those
/// who read delay by up to a fifth of a second.
fn send_at_once(stream: &mut TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers to a client may be late");
    }
}

/// Every route with everything that all of them share. The last layer is the outermost.
fn router(app: App) -> Router {
    let (api, _) = api::split();
    api.route("/healthz", routing::get(|| async { "ok\n" }))
        .route("/metrics", routing::get(metrics::page))
        .merge(taxii::routes())
        .merge(exchange::routes())
        .merge(local::routes())
        .fallback(ui::file)
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(middleware::from_fn(problem::write_out))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), metrics::count))
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn(request_id::name))
        .with_state(app)
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}
