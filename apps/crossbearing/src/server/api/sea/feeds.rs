//! Feeds: how they are, and configuring them.

use std::path::{Component, Path};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_sea::{FeedId, FeedSpec, Source};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::consult;
use super::shapes::FeedShape;
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(feeds))
        .routes(routes!(put_feed))
        .routes(routes!(remove_feed))
}

/// The feeds and how each is
#[utoipa::path(get, path = "/sea/feeds", tag = "sea", operation_id = "sea_feeds",
    responses((status = 200, body = Vec<FeedShape>)))]
async fn feeds(State(app): State<App>, caller: Caller) -> Answer<Vec<FeedShape>> {
    let feeds = consult(&app, caller, |_, look| {
        let feeds = look.feeds();
        let objects = feeds.iter().flat_map(|it| feed_object(&it.spec.id)).collect();
        Ok((feeds.into_iter().map(FeedShape::from).collect(), objects))
    })
    .await?;
    Ok(Json(feeds))
}

/// Add or change a feed
///
/// `source` is one of `{"kind": "tcp", "address"}`, `{"kind": "listen", "address",
/// "acknowledge"}`, `{"kind": "udp", "address"}`, `{"kind": "serial", "path"}` and `{"kind":
/// "file", "path", "speed", "ahead_minutes", "as_now", "repeat"}`; paths are within the desk's
/// folder, or devices.
#[utoipa::path(put, path = "/sea/feeds/{id}", tag = "sea", operation_id = "sea_put_feed",
    params(("id" = String, Path, example = "strait")),
    request_body(content = Object, description = "the feed"),
    responses((status = 204, description = "it runs")))]
async fn put_feed(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(spec): Body<FeedSpec>,
) -> Result<StatusCode, Problem> {
    may_configure(&caller)?;
    let id: FeedId = id.parse()?;
    if spec.id != id {
        return Err(Problem::bad("the feed's id is not that of the address"));
    }
    if spec.label.originator != caller.session.viewer.agency {
        return Err(Problem::forbidden("a feed's label names your own agency as its originator"));
    }
    check_path(&spec.source)?;
    app.run(move |node| {
        check_address(node, &spec.source)?;
        let theirs = |known: &FeedSpec| {
            known.id == spec.id && known.label.originator != spec.label.originator
        };
        if node.sea.desk().feeds().iter().any(theirs) {
            return Err(Problem::conflict("another feed has this id: choose another"));
        }
        node.note(&caller, Kind::Collection, feed_object(&spec.id))?;
        Ok(node.sea.desk().put_feed(spec)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a feed
///
/// It is no longer read; what it said stays.
#[utoipa::path(delete, path = "/sea/feeds/{id}", tag = "sea", operation_id = "sea_remove_feed",
    params(("id" = String, Path, example = "strait")),
    responses((status = 204, description = "it is no longer read")))]
async fn remove_feed(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Problem> {
    may_configure(&caller)?;
    let id: FeedId = id.parse()?;
    app.run(move |node| {
        let agency = &caller.session.viewer.agency;
        let own = |feed: &FeedSpec| feed.id == id && feed.label.originator == *agency;
        if !node.sea.desk().feeds().iter().any(own) {
            return Err(Problem::absent(format!("no feed {id}")));
        }
        node.note(&caller, Kind::Collection, feed_object(&id))?;
        Ok(node.sea.desk().remove_feed(&id)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn may_configure(caller: &Caller) -> Result<(), Problem> {
    caller.must_be(&[Role::WatchOfficer, Role::Administrator])?;
    caller.must_have(Scope::Write)
}

/// A feed that is added over the network connects only where the administrator lets it: otherwise
/// whoever may add feeds could reach into the network that the server stands in.
fn check_address(node: &Node, source: &Source) -> Result<(), Problem> {
    match source {
        Source::Tcp { address } if !node.sea.desk().settings().may_connect(address) => {
            let detail = format!(
                "no feed may connect to {address}: whoever runs the server lists hosts under \
                 connect_to in sea.toml, or adds the feed at the command line"
            );
            Err(Problem::forbidden(detail))
        }
        _ => Ok(()),
    }
}

/// A feed does not read any file of the machine.
fn check_path(source: &Source) -> Result<(), Problem> {
    let stays = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    let allowed = match source {
        Source::File { path, .. } => stays(path),
        Source::Serial { path } => path.strip_prefix("/dev").is_ok_and(stays),
        Source::Tcp { .. } | Source::Listen { .. } | Source::Udp { .. } => true,
    };
    if allowed {
        return Ok(());
    }
    Err(Problem::bad("a log's path is within the desk's folder, a serial line's within /dev"))
}

fn feed_object(id: &FeedId) -> Vec<EntityId> {
    format!("sea-feed-{id}").parse().into_iter().collect()
}
