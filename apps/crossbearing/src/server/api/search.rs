//! Finding persons and things.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use crossbearing_ledger::{Facet, Filter, Ledger, Query};
use crossbearing_log::Kind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::EntityBrief;
use super::show::{Show, schema_label};
use super::{as_of, word};
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// The most hits in one answer.
const MOST_HITS: usize = 50;
/// The longest search, in bytes.
const LONGEST_QUERY: usize = 1000;

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
    /// Only entities said to have to do with this place: words of an address, a country's code.
    place: Option<String>,
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
    State(app): State<App>,
    caller: Caller,
    Params(question): Params<Question>,
) -> Answer<Found> {
    caller.must_have(Scope::Read)?;
    let as_of = as_of(question.as_of.as_deref())?;
    let query = query(question)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let answer = node.ledger.search(&view, as_of, &query)?;
        let found = answer.hits.iter().map(|hit| hit.entity.id.clone());
        node.note(&caller, Kind::Consultation, found)?;
        let names = agency_names(node)?;
        Ok(Json(shown(&Show::new(&node.ledger, &view, as_of), &node.ledger, answer, &names)))
    })
    .await
}

fn query(question: Question) -> Result<Query, Problem> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    if question.q.len() > LONGEST_QUERY {
        return Err(Problem::bad(format!("a search has at most {LONGEST_QUERY} bytes")));
    }
    Ok(Query {
        text: question.q,
        filter: Filter {
            schema: given(question.schema),
            agency: given(question.agency).map(|agency| agency.parse()).transpose()?,
            grade: given(question.grade).map(|grade| grade.parse()).transpose()?,
            year_from: question.year_from,
            year_to: question.year_to,
            place: given(question.place),
        },
        offset: question.offset,
        limit: question.limit.min(MOST_HITS),
    })
}

fn shown(
    show: &Show<'_>,
    ledger: &Ledger,
    answer: crossbearing_ledger::Answer,
    agencies: &HashMap<String, String>,
) -> Found {
    let plain = |value: &str| value.to_owned();
    let agency = |value: &str| agencies.get(value).map_or_else(|| plain(value), Clone::clone);
    Found {
        total: Total { count: answer.count as u64, exact: answer.exact },
        hits: answer.hits.iter().map(|hit| shown_hit(show, ledger, hit)).collect(),
        facets: Facets {
            schema: facet(answer.schemata, |schema| schema_label(ledger, schema)),
            agency: facet(answer.agencies, agency),
            grade: facet(answer.grades, plain),
            year: facet(answer.years, plain),
        },
    }
}

fn shown_hit(show: &Show<'_>, ledger: &Ledger, hit: &crossbearing_ledger::Hit) -> Hit {
    let statement = &hit.read.statement;
    let property = ledger.ontology().property(&statement.schema, &statement.property);
    Hit {
        entity: show.neighbour(&hit.entity),
        matched: Match {
            property: statement.property.to_string(),
            property_label: property
                .map_or_else(|| statement.property.to_string(), |found| found.label().to_owned()),
            value: statement.value.clone(),
            lang: statement.lang.as_ref().map(ToString::to_string),
            how: word(hit.how),
            statement: hit.read.id.to_string(),
        },
        score: hit.score,
    }
}

fn facet(values: Vec<Facet>, label: impl Fn(&str) -> String) -> Vec<FacetValue> {
    let shown = |facet: Facet| FacetValue {
        label: label(&facet.value),
        count: facet.count as u64,
        value: facet.value,
    };
    values.into_iter().map(shown).collect()
}

fn agency_names(node: &Node) -> Result<HashMap<String, String>, Problem> {
    let agencies = node.accounts.agencies()?.into_iter();
    Ok(agencies.map(|agency| (agency.id.to_string(), agency.name)).collect())
}
