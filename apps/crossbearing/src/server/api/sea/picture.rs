//! The live picture, and where vessels are heard.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use crossbearing_log::Kind;
use crossbearing_sea::Area;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{consult, picture_object};
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(picture)).routes(routes!(coverage))
}

/// Which part of the picture.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Part {
    /// The cursor of the answer before: only what has changed since is answered.
    since: Option<String>,
}

/// A part of the sea, in degrees; all four edges or none. West may be greater than east: across
/// the antimeridian.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Edges {
    /// Western edge.
    west: Option<String>,
    /// Southern edge.
    south: Option<String>,
    /// Eastern edge.
    east: Option<String>,
    /// Northern edge.
    north: Option<String>,
}

impl Edges {
    /// The area they enclose.
    pub(super) fn area(&self) -> Result<Option<Area>, Problem> {
        let number = |edge: &Option<String>| -> Result<Option<f64>, Problem> {
            let Some(text) = edge else { return Ok(None) };
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map(Some).ok_or_else(|| Problem::bad("edges are degrees, such as west=-1.5"))
        };
        let edges =
            (number(&self.west)?, number(&self.south)?, number(&self.east)?, number(&self.north)?);
        match edges {
            (Some(west), Some(south), Some(east), Some(north)) => {
                Ok(Some(Area { west, south, east, north }))
            }
            (None, None, None, None) => Ok(None),
            _ => Err(Problem::bad("give all of west, south, east and north, or none")),
        }
    }
}

/// The live picture
///
/// Compact records of all vessels, or of those that have changed since a cursor; docs/sea.md
/// describes the bytes. Following the picture is one entry of the log every ten minutes.
#[utoipa::path(get, path = "/sea/picture", tag = "sea", operation_id = "sea_picture",
    params(Part, Edges),
    responses((status = 200, description = "records of 32 bytes and names",
        content_type = "application/octet-stream")))]
async fn picture(
    State(app): State<App>,
    caller: Caller,
    Params(part): Params<Part>,
    Params(edges): Params<Edges>,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let area = edges.area()?;
    let bytes = app
        .run(move |node| {
            let (view, now) = (node.view(&caller)?, node.now());
            let bytes = node.sea.look(&view, now).picture(part.since.as_deref(), area);
            if node.sea.is_new_look(&caller, now) {
                node.note(&caller, Kind::Consultation, picture_object())?;
            }
            Ok(bytes)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// Which feed's coverage.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// One feed; all of them if absent.
    feed: Option<String>,
}

/// Where vessels are heard
///
/// Squares from which reports came since the program started, each as `[south, west, side in
/// degrees, reports, seconds since the last]`. Where there is no square nothing was heard, which
/// does not mean that nothing was there.
#[utoipa::path(get, path = "/sea/coverage", tag = "sea", operation_id = "sea_coverage",
    params(Which), responses((status = 200, body = Vec<Vec<f64>>)))]
async fn coverage(
    State(app): State<App>,
    caller: Caller,
    Params(which): Params<Which>,
) -> Answer<Vec<(f64, f64, f64, u32, i64)>> {
    let squares = consult(&app, caller, move |_, look| {
        let squares = look.coverage(which.feed.as_deref()).into_iter();
        let rows = squares.map(|it| (it.south, it.west, it.side, it.n_reports, it.age / 1000));
        Ok((rows.collect(), picture_object()))
    })
    .await?;
    Ok(Json(squares))
}
