//! Where all vessels of an area were, and how many passed where.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use crossbearing_model::Instant;
use crossbearing_sea::{Area, Past};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::picture::Edges;
use super::{consult, picture_object};
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most positions in one answer.
const MOST_POSITIONS: usize = 400_000;
/// The longest stretch that is answered, in milliseconds: 31 days.
pub(super) const LONGEST: i64 = 31 * 86_400_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(tracks)).routes(routes!(density))
}

/// When.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Stretch {
    /// From when on.
    from: String,
    /// Until when; 31 days at most.
    to: String,
}

impl Stretch {
    fn millis(&self) -> Result<(i64, i64), Problem> {
        let (from, to): (Instant, Instant) = (self.from.parse()?, self.to.parse()?);
        let (from, to) = (from.millis(), to.millis());
        if from > to || to - from > LONGEST {
            return Err(Problem::bad("give from before to, 31 days apart at most"));
        }
        Ok((from, to))
    }
}

/// Where all vessels of an area were
///
/// Their tracks, at most 400,000 positions, evenly thinned where there are more; docs/sea.md
/// describes the bytes. Silences of more than ten minutes are gaps, and stay gaps.
#[utoipa::path(get, path = "/sea/tracks", tag = "sea", operation_id = "sea_tracks",
    params(Stretch, Edges),
    responses((status = 200, description = "tracks by vessel",
        content_type = "application/octet-stream")))]
async fn tracks(
    State(app): State<App>,
    caller: Caller,
    Params(stretch): Params<Stretch>,
    Params(edges): Params<Edges>,
) -> Result<Response, Problem> {
    let (between, area) = (stretch.millis()?, wanted(&edges)?);
    let bytes = consult(&app, caller, move |_, look| {
        let past = look.tracks(&area, between, MOST_POSITIONS)?;
        Ok((written(&past, between.0), picture_object()))
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

/// The side of squares.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Squares {
    /// In degrees; 0.05 if absent.
    side: Option<String>,
}

/// How many vessels passed through each square of an area
///
/// Each as `[south, west, side in degrees, vessels]`. A square in which nothing was heard is not
/// there, which does not mean that nothing was.
#[utoipa::path(get, path = "/sea/density", tag = "sea", operation_id = "sea_density",
    params(Stretch, Edges, Squares), responses((status = 200, body = Vec<Vec<f64>>)))]
async fn density(
    State(app): State<App>,
    caller: Caller,
    Params(stretch): Params<Stretch>,
    Params(edges): Params<Edges>,
    Params(squares): Params<Squares>,
) -> Answer<Vec<(f64, f64, f64, u32)>> {
    let (between, area) = (stretch.millis()?, wanted(&edges)?);
    let side = squares.side.as_deref().map_or(Ok(0.05), str::parse::<f64>);
    let side = side.ok().filter(|side| (0.005..=10.0).contains(side));
    let side = side.ok_or_else(|| Problem::bad("side is 0.005 to 10 degrees"))?;
    let squares = consult(&app, caller, move |_, look| {
        Ok((look.density(&area, between, side)?, picture_object()))
    })
    .await?;
    Ok(Json(squares))
}

fn wanted(edges: &Edges) -> Result<Area, Problem> {
    let everywhere = Area { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
    Ok(edges.area()?.unwrap_or(everywhere))
}

/// `"CBH1" | from i64 | step u32 (ms) | vessels u32 | for each: mmsi u32, positions u32, type u8,
/// name u8 … | for each position: time u32 (ms after from), latitude i32, longitude i32`, little
/// endian.
fn written(past: &Past, from: i64) -> Vec<u8> {
    let n_positions: usize = past.vessels.iter().map(|vessel| vessel.positions.len()).sum();
    let mut out = Vec::with_capacity(20 + past.vessels.len() * 40 + n_positions * 12);
    out.extend_from_slice(b"CBH1");
    out.extend_from_slice(&from.to_le_bytes());
    out.extend_from_slice(&(past.step.min(i64::from(u32::MAX)) as u32).to_le_bytes());
    out.extend_from_slice(&(past.vessels.len() as u32).to_le_bytes());
    for vessel in &past.vessels {
        let end = (0..=vessel.name.len().min(255)).rev();
        let end = end.into_iter().find(|end| vessel.name.is_char_boundary(*end)).unwrap_or(0);
        out.extend_from_slice(&vessel.mmsi.to_le_bytes());
        out.extend_from_slice(&(vessel.positions.len() as u32).to_le_bytes());
        out.extend_from_slice(&[vessel.kind, end as u8]);
        out.extend_from_slice(&vessel.name.as_bytes()[..end]);
    }
    for position in past.vessels.iter().flat_map(|vessel| &vessel.positions) {
        out.extend_from_slice(&((position.time - from) as u32).to_le_bytes());
        out.extend_from_slice(&position.lat.to_le_bytes());
        out.extend_from_slice(&position.lon.to_le_bytes());
    }
    out
}
