//! A plan with its certificate.

use std::collections::BTreeMap;

use crossbearing_graph::Node as Vertex;
use crossbearing_graph::budget::Budget;
use crossbearing_graph::components::Components;
use crossbearing_graph::disruption::{block, curve::Curve, order, set};
use crossbearing_model::StatementId;

use super::{Goal, PlanNetwork, PlanRequest};
use crate::error::Result;
use crate::evidence::statements;
use crate::kind::NodeKind;
use crate::projection::{NodeNo, Projection};

/// Removals with what speaks for them.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the plan works on.
    pub network: PlanNetwork,
    /// The removals, in the order in which they help most.
    pub steps: Vec<Step>,
    /// The largest part before anything is done.
    pub before: u32,
    /// What the removals cost together.
    pub cost: f64,
    /// How good the plan is, for certain.
    pub certificate: Certificate,
    /// Who and what no plan may name, and why.
    pub kept: Vec<Kept>,
    /// The largest part after each step if whoever has most ties were removed each time instead.
    pub by_degree: Vec<u32>,
    /// The sizes of the parts that are left, the largest first.
    pub parts: Vec<u32>,
}

/// One removal.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Who or what.
    pub node: NodeNo,
    /// What it costs.
    pub cost: f64,
    /// The largest part afterwards.
    pub largest: u32,
    /// How many links it has.
    pub links: usize,
    /// The parts, left when the whole plan is done, that it alone would join; the largest first.
    pub joins: Vec<u32>,
    /// The statements that its links rest on.
    pub statements: Vec<StatementId>,
}

/// How good a plan is, for certain.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// What the plan reaches: the largest part (block), the cost (set), the area (order).
    pub value: f64,
    /// No plan is below this.
    pub bound: f64,
    /// Whether no plan is better.
    pub proved: bool,
    /// Whether the goal is reached at all.
    pub reached: bool,
}

impl Certificate {
    /// How far at most the plan is from the best, as a share.
    pub fn gap(&self) -> f64 {
        if self.value > self.bound { (self.value - self.bound) / self.value } else { 0.0 }
    }
}

/// Somebody or something that no plan may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Who or what.
    pub node: NodeNo,
    /// Why.
    pub reason: String,
}

/// Why nobody in danger is part of a plan.
pub const IN_DANGER: &str = "in danger: a person to protect, never a target";
/// Why somebody whom nothing makes a suspect is not named.
pub const NO_BASIS: &str =
    "no legal basis: no statement that you may see calls this person a suspect";

/// Plans removals. The longer the budget, the better the plan and its proof.
pub fn plan(projection: &Projection, request: &PlanRequest, budget: &Budget<'_>) -> Result<Plan> {
    let network = PlanNetwork::new(projection, request)?;
    let (costs, kept) = costs(projection, request, &network)?;
    let before = Components::new(&network.graph).largest_size();
    let found = removals(&network, request, &costs, budget)?;
    let ordered = if matches!(request.goal, Goal::Order { .. }) {
        found.removals
    } else {
        by_effect(&network, found.removals)
    };
    let curve = Curve::new(&network.graph, &ordered);
    let mut removed = vec![false; network.vertices.len()];
    for &vertex in &ordered {
        removed[vertex as usize] = true;
    }
    let left = Components::without(&network.graph, &removed);
    let steps: Vec<Step> = ordered
        .iter()
        .zip(&curve.largest)
        .map(|(&vertex, &largest)| {
            let cost = costs[vertex as usize];
            Step { cost, largest, ..step(projection, &network, &left, vertex) }
        })
        .collect();
    let mut parts = left.sizes.clone();
    parts.sort_unstable_by(|a, b| b.cmp(a));
    let by_degree = degree_curve(&network, &costs, steps.len());
    let cost = steps.iter().map(|step| step.cost).sum();
    Ok(Plan {
        steps,
        before,
        cost,
        certificate: found.certificate,
        kept,
        by_degree,
        parts,
        network,
    })
}

struct Found {
    removals: Vec<Vertex>,
    certificate: Certificate,
}

fn removals(
    network: &PlanNetwork,
    request: &PlanRequest,
    costs: &[f64],
    budget: &Budget<'_>,
) -> Result<Found> {
    let (graph, seed) = (&network.graph, request.seed);
    Ok(match request.goal {
        Goal::Block { budget: k } => {
            let options = block::Options { k, costs: costs.to_vec(), seed };
            let found = block::plan(graph, &options, budget)?;
            let (value, bound) = (f64::from(found.largest), f64::from(found.lower_bound));
            let certificate = Certificate { value, bound, proved: found.proved, reached: true };
            Found { removals: found.removals, certificate }
        }
        Goal::Set { max_fragment } => {
            let options = set::Options { max_fragment, costs: costs.to_vec(), seed };
            let found = set::plan(graph, &options, budget)?;
            let (value, bound) = (found.cost, found.lower_bound);
            let certificate = Certificate { value, bound, proved: found.proved, reached: true };
            Found { removals: found.removals, certificate }
        }
        Goal::Order { stop } => {
            let options = order::Options { stop, costs: costs.to_vec(), seed };
            let found = order::plan(graph, &options, budget)?;
            let certificate = Certificate {
                value: found.area,
                bound: found.lower_bound,
                proved: found.proved,
                reached: found.reached,
            };
            Found { removals: found.order, certificate }
        }
    })
}

/// What removing each vertex costs, infinite for those whom no plan may name, and why.
fn costs(
    projection: &Projection,
    request: &PlanRequest,
    network: &PlanNetwork,
) -> Result<(Vec<f64>, Vec<Kept>)> {
    let mut never: BTreeMap<NodeNo, String> = BTreeMap::new();
    for (id, reason) in &request.never {
        never.insert(projection.find(id)?, reason.clone());
    }
    let mut named: BTreeMap<NodeNo, f64> = BTreeMap::new();
    for (id, cost) in &request.costs {
        named.insert(projection.find(id)?, *cost);
    }
    let mut kept: Vec<Kept> = Vec::new();
    let costs = network.vertices.iter().map(|&number| {
        let node = projection.node(number);
        let no_basis =
            node.kind == NodeKind::Person && node.suspicion.is_empty() && !request.anyone;
        let reason = never.get(&number).cloned();
        let reason = reason.or_else(|| no_basis.then(|| NO_BASIS.to_owned()));
        if let Some(reason) = reason {
            kept.push(Kept { node: number, reason });
            return f64::INFINITY;
        }
        let usual = request.kind_costs.get(&node.kind).copied().unwrap_or(1.0);
        named.get(&number).copied().unwrap_or(usual)
    });
    let costs = costs.collect();
    let spared = network.spared.iter();
    kept.extend(spared.map(|&node| Kept { node, reason: IN_DANGER.to_owned() }));
    Ok((costs, kept))
}

/// The removals, the one first that alone breaks most, and so on.
fn by_effect(network: &PlanNetwork, mut left: Vec<Vertex>) -> Vec<Vertex> {
    let mut removed = vec![false; network.vertices.len()];
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let largest_without = |vertex: Vertex, removed: &mut Vec<bool>| {
            removed[vertex as usize] = true;
            let largest = Components::without(&network.graph, removed).largest_size();
            removed[vertex as usize] = false;
            (largest, std::cmp::Reverse(network.graph.degree(vertex)), vertex)
        };
        let effects = left.iter().enumerate();
        let best = effects.map(|(at, &vertex)| (largest_without(vertex, &mut removed), at)).min();
        let Some((_, at)) = best else { break };
        let vertex = left.swap_remove(at);
        removed[vertex as usize] = true;
        ordered.push(vertex);
    }
    ordered
}

fn step(projection: &Projection, network: &PlanNetwork, left: &Components, vertex: Vertex) -> Step {
    let beside = network.graph.neighbours(vertex).iter();
    let mut parts: Vec<u32> = beside.map(|&near| left.of[near as usize]).collect();
    parts.retain(|&part| part != Components::NONE);
    parts.sort_unstable();
    parts.dedup();
    let mut joins: Vec<u32> = parts.iter().map(|&part| left.sizes[part as usize]).collect();
    joins.sort_unstable_by(|a, b| b.cmp(a));
    let evidence = network.links_of(vertex).flat_map(|link| &link.ties);
    let evidence = evidence.flat_map(|&tie| &projection.tie(tie).evidence);
    Step {
        node: network.vertices[vertex as usize],
        cost: 1.0,
        largest: 0,
        links: network.graph.degree(vertex),
        joins,
        statements: statements(evidence),
    }
}

/// The curve of removing whoever has most ties, again and again.
fn degree_curve(network: &PlanNetwork, costs: &[f64], n_steps: usize) -> Vec<u32> {
    let mut removed = vec![false; network.vertices.len()];
    let mut order: Vec<Vertex> = Vec::new();
    for _ in 0..n_steps {
        let degree = |vertex: Vertex| {
            network.graph.neighbours(vertex).iter().filter(|&&near| !removed[near as usize]).count()
        };
        let allowed = network
            .graph
            .nodes()
            .filter(|&v| !removed[v as usize] && costs[v as usize].is_finite());
        let Some(best) = allowed.max_by_key(|&v| (degree(v), std::cmp::Reverse(v))) else { break };
        removed[best as usize] = true;
        order.push(best);
    }
    Curve::new(&network.graph, &order).largest
}
