//! Finding persons and things.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::EntityBrief;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Question {
    /// Names, words or a selector (a phone, account, document or vessel number) in any spelling.
    #[serde(default)]
    q: String,
    /// Only entities of this schema or one below it.
    schema: Option<String>,
    /// Only entities of which this agency says something.
    agency: Option<String>,
    /// Only entities with a statement of this grade, such as `3x5x2/1A`.
    grade: Option<String>,
    /// Only entities with a date in this year or later.
    year_from: Option<i16>,
    /// Only entities with a date in this year or earlier.
    year_to: Option<i16>,
    /// What was known at this time; now if absent.
    as_of: Option<String>,
    /// How many hits, 50 at most.
    #[serde(default = "twenty")]
    #[param(default = 20, maximum = 50)]
    limit: usize,
    /// How many of the best hits to leave out.
    #[serde(default)]
    #[param(default = 0)]
    offset: usize,
}

fn twenty() -> usize {
    20
}

/// How many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Total {
    /// The number.
    count: u64,
    /// Whether there are exactly so many, or at least.
    exact: bool,
}

/// Why an entity was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Match {
    /// The property whose value was found.
    property: String,
    /// The property's name for people.
    property_label: String,
    /// The value.
    value: String,
    /// Its language.
    lang: Option<String>,
    /// How: `exact`, `words`, `prefix` or `fuzzy`.
    how: String,
    /// The statement that says so.
    statement: String,
}

/// One entity that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hit {
    /// What it is.
    entity: EntityBrief,
    /// Why it was found.
    matched: Match,
    /// How well it fits; only good for ordering.
    score: f64,
}

/// A value by which the answer can be narrowed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacetValue {
    /// The value to give as a filter.
    value: String,
    /// The value for people.
    label: String,
    /// How many entities have it.
    count: u64,
}

/// The values by which the answer can be narrowed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Facets {
    /// Schemata.
    schema: Vec<FacetValue>,
    /// Agencies that say something.
    agency: Vec<FacetValue>,
    /// Grades.
    grade: Vec<FacetValue>,
    /// Years of dates.
    year: Vec<FacetValue>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Found {
    /// How many entities fit in all.
    total: Total,
    /// The best of them, best first.
    hits: Vec<Hit>,
    /// How to narrow it down.
    facets: Facets,
}

/// Find persons and things
///
/// Names in any script and spelling, selectors in any notation, words of the text. Every hit says
/// why it was found.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search",
    params(Question), responses((status = 200, body = Found)))]
async fn search(
    State(_app): State<App>,
    _caller: Caller,
    Params(_question): Params<Question>,
) -> Answer<Found> {
    Err(Problem::unavailable("the ledger is not open"))
}
