//! Whom and what an entity is tied to, with where to draw it.

use std::collections::HashMap;

use axum::extract::State;
use crossbearing_ledger::Neighbourhood;
use crossbearing_model::{EntityId, StatementId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entities::{When, consult};
use super::evidence::{Evidence, by_statement, evidence};
use super::shapes::EntityBrief;
use super::show::Show;
use super::surroundings::surroundings;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most neighbours in one answer.
const MOST: usize = 250;
/// The angle between one neighbour and the next, in radians: the golden angle, by which points on
/// a spiral fill a disc evenly (Vogel, 1979).
const TURN: f64 = 2.399_963_229_728_653;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(neighbours))
}

/// An entity in a graph.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Node {
    /// What it is.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Where to draw it; the entity asked for is at 0.
    x: f64,
    /// Where to draw it.
    y: f64,
    /// How many ties of this answer it has.
    degree: u64,
}

/// A tie between two entities.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Edge {
    /// From which entity.
    source: String,
    /// To which.
    target: String,
    /// The schema or property that ties them.
    kind: String,
    /// What it is, for people.
    label: String,
    /// The probability that analytics use.
    probability: f64,
    /// The statements that say so.
    statements: Vec<String>,
    /// What is known of each of them.
    evidence: Vec<Evidence>,
}

/// An entity among those it is tied to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Neighbours {
    /// The entities; the one asked for is the first.
    nodes: Vec<Node>,
    /// The ties between them.
    edges: Vec<Edge>,
    /// Whether there are more neighbours than are shown.
    truncated: bool,
}

/// Whom and what it is tied to
///
/// Neighbours at one step, with where to draw them.
#[utoipa::path(get, path = "/entities/{id}/neighbours", tag = "entities",
    operation_id = "neighbours",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Neighbours)))]
async fn neighbours(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Answer<Neighbours> {
    consult(&app, caller, id, &when, |node, view, as_of, record| {
        let around = node.ledger.neighbours(view, as_of, &record.id, MOST)?;
        let absent = || Problem::absent(format!("no entity has the id {}", record.id));
        let mut show = Show::new(&node.ledger, view, as_of);
        let beside = surroundings(&node.ledger, view, as_of, record)?;
        let held = by_statement(std::iter::once(record).chain(&beside));
        let mut rests_on = |statements: &[StatementId]| {
            let known = statements.iter().filter_map(|id| held.get(id));
            known.map(|(record, read)| evidence(&mut show, &node.ledger, record, read)).collect()
        };
        let around = around.ok_or_else(absent)?;
        let evidence = around.ties.iter().map(|tie| rests_on(&tie.statements));
        let evidence = evidence.collect::<Result<Vec<_>, _>>()?;
        Ok(laid_out(&show, around, evidence))
    })
    .await
}

/// The entity in the middle, the others on a spiral around it, those of one schema side by side.
fn laid_out(
    show: &Show<'_>,
    mut around: Neighbourhood,
    evidence: Vec<Vec<Evidence>>,
) -> Neighbours {
    if let Some((_, others)) = around.nodes.split_first_mut() {
        others.sort_by(|one, other| (&one.schema, &one.id).cmp(&(&other.schema, &other.id)));
    }
    let mut degrees: HashMap<&EntityId, u64> = HashMap::new();
    for tie in &around.ties {
        *degrees.entry(&tie.source).or_default() += 1;
        *degrees.entry(&tie.target).or_default() += 1;
    }
    let node = |(position, neighbour): (usize, &crossbearing_ledger::Neighbour)| {
        let [x, y] = on_spiral(position);
        let degree = degrees.get(&neighbour.id).copied().unwrap_or_default();
        Node { brief: show.neighbour(neighbour), x, y, degree }
    };
    let nodes = around.nodes.iter().enumerate().map(node).collect();
    let edges = around.ties.iter().zip(evidence).map(|(tie, evidence)| Edge {
        source: tie.source.to_string(),
        target: tie.target.to_string(),
        kind: tie.kind.to_string(),
        label: tie.label.clone(),
        probability: tie.probability,
        statements: tie.statements.iter().map(ToString::to_string).collect(),
        evidence,
    });
    Neighbours { nodes, edges: edges.collect(), truncated: around.truncated }
}

fn on_spiral(position: usize) -> [f64; 2] {
    let (radius, angle) = ((position as f64).sqrt(), position as f64 * TURN);
    [radius * angle.cos(), radius * angle.sin()]
}
