//! The desk of the sea.

mod alerts;
mod coast;
mod feeds;
mod lists;
mod past;
mod picture;
mod places;
mod recording;
mod shapes;
mod stream;
mod tiles;
mod vessels;

use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_sea::{AlertId, Error, Look};
use utoipa_axum::router::OpenApiRouter;

pub(super) use recording::{known_records, known_vessel};

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(picture::routes())
        .merge(vessels::routes())
        .merge(alerts::routes())
        .merge(feeds::routes())
        .merge(past::routes())
        .merge(places::routes())
        .merge(lists::routes())
        .merge(tiles::routes())
        .merge(coast::routes())
        .merge(recording::routes())
        .merge(stream::routes())
}

/// Looks through the caller's View, writes down what was looked at, and answers.
async fn consult<T: Send + 'static>(
    app: &App,
    caller: Caller,
    answer: impl FnOnce(&Node, &Look<'_>) -> Result<(T, Vec<EntityId>), Problem> + Send + 'static,
) -> Result<T, Problem> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let look = node.sea.look(&view, node.now());
        let (answer, objects) = answer(node, &look)?;
        node.note(&caller, Kind::Consultation, objects)?;
        Ok(answer)
    })
    .await
}

/// The name of the picture as a whole in the log.
fn picture_object() -> Vec<EntityId> {
    "sea-picture".parse().into_iter().collect()
}

/// The name of a vessel in the log.
pub(super) fn vessel_object(mmsi: u32) -> Vec<EntityId> {
    format!("vessel-mmsi-{mmsi}").parse().into_iter().collect()
}

/// The name of an alert in the log.
fn alert_object(id: &AlertId) -> Vec<EntityId> {
    format!("sea-alert-{id}").parse().into_iter().collect()
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::Malformed { .. } | Error::Rules(_) => Self::bad(error.to_string()),
            Error::Absent { .. } => Self::absent(error.to_string()),
            Error::FeedExists { .. } | Error::NotNow { .. } => Self::conflict(error.to_string()),
            _ => Self::internal(&error),
        }
    }
}
