//! Correcting, retracting, reviewing and disposing.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{EntityBrief, Statement};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(retract))
        .routes(routes!(correct))
        .routes(routes!(reviews))
        .routes(routes!(dispose))
}

/// Why a statement is taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Retraction {
    /// The reason, which stays with the statement.
    #[schema(example = "the source has withdrawn it")]
    reason: String,
}

/// What takes a statement's place.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Correction {
    /// The value that is right.
    value: String,
    /// The reason.
    #[schema(example = "misread in the scan")]
    reason: String,
}

/// The statement that was recorded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recorded {
    /// The id of the new statement.
    statement: String,
}

/// Which reviews.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Horizon {
    /// What is due until this time; now if absent.
    until: Option<String>,
}

/// A statement that is due for review or has expired.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Review {
    /// What it is about.
    entity: EntityBrief,
    /// The statement.
    statement: Statement,
    /// When it was or is due.
    due: String,
    /// `review` or `expiry`.
    reason: String,
}

/// What to dispose of, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Disposal {
    /// The statements.
    statements: Vec<DisposedStatement>,
    /// The reason.
    #[schema(example = "no longer needed for the purpose")]
    reason: String,
}

/// One statement to dispose of.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DisposedStatement {
    /// What it is about.
    entity: String,
    /// The statement.
    statement: String,
}

/// What was disposed of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Disposed {
    /// How many statements are gone.
    statements: u64,
}

/// Take a statement back
#[utoipa::path(post, path = "/statements/{entity}/{id}/retract", tag = "statements",
    operation_id = "retract",
    params(("entity" = String, Path, example = "person-204"), ("id" = String, Path)),
    request_body = Retraction, responses((status = 200, body = Recorded)))]
async fn retract(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_of): Segments<(String, String)>,
    Body(_retraction): Body<Retraction>,
) -> Answer<Recorded> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Put another value in its place
#[utoipa::path(post, path = "/statements/{entity}/{id}/correct", tag = "statements",
    operation_id = "correct",
    params(("entity" = String, Path, example = "person-204"), ("id" = String, Path)),
    request_body = Correction, responses((status = 200, body = Recorded)))]
async fn correct(
    State(_app): State<App>,
    _caller: Caller,
    Segments(_of): Segments<(String, String)>,
    Body(_correction): Body<Correction>,
) -> Answer<Recorded> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// What is due for review or has expired
///
/// The own agency's statements only: nobody else may decide about them.
#[utoipa::path(get, path = "/reviews", tag = "statements", operation_id = "reviews",
    params(Horizon), responses((status = 200, body = Vec<Review>)))]
async fn reviews(
    State(_app): State<App>,
    _caller: Caller,
    Params(_horizon): Params<Horizon>,
) -> Answer<Vec<Review>> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Dispose of statements
///
/// They are gone for good; the log keeps that it happened.
#[utoipa::path(post, path = "/disposals", tag = "statements", operation_id = "dispose",
    request_body = Disposal, responses((status = 200, body = Disposed)))]
async fn dispose(
    State(_app): State<App>,
    _caller: Caller,
    Body(_disposal): Body<Disposal>,
) -> Answer<Disposed> {
    Err(Problem::unavailable("the ledger is not open"))
}
