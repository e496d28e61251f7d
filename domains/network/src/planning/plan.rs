//! A plan with its certificate.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_graph::Node as Vertex;
use crossbearing_graph::budget::Budget;
use crossbearing_graph::components::Components;
use crossbearing_graph::disruption::elements::Element;
use crossbearing_model::StatementId;

use super::left::{Left, Shape};
use super::removals::{Allowed, find};
use super::{Goal, Link, PlanNetwork, PlanRequest};
use crate::error::Result;
use crate::evidence::statements;
use crate::kind::{Layer, NodeKind};
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
    /// What each vertex costs, infinite for whom no plan may name.
    pub(super) costs: Vec<f64>,
    /// The ties that can be closed, and what each costs.
    pub(super) link_costs: Vec<((Vertex, Vertex), f64)>,
}

impl Plan {
    /// Everybody and everything that the plan acts on.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        self.steps.iter().map(Step::target)
    }

    /// Whom the targets name: of a tie both ends.
    pub fn named(&self) -> Vec<NodeNo> {
        self.targets().flat_map(Target::ends).collect()
    }

    /// The links that what the plan acts on has, or is.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        let elements = self.targets().filter_map(|target| self.network.element(target));
        elements.flat_map(|element| self.network.links_at(element))
    }
}

impl Step {
    /// What it acts on.
    pub fn target(&self) -> Target {
        Target { node: self.node, link_to: self.link_to }
    }
}

impl Target {
    /// Whom it names.
    pub fn ends(self) -> impl Iterator<Item = NodeNo> {
        std::iter::once(self.node).chain(self.link_to)
    }
}

/// Somebody, something, or the tie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Who or what; one end of a tie.
    pub node: NodeNo,
    /// The other end, where it is the tie that goes and not who holds it.
    pub link_to: Option<NodeNo>,
}

/// One removal.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Who or what; one end of a tie that is closed.
    pub node: NodeNo,
    /// The other end, where it is the tie that is closed.
    pub link_to: Option<NodeNo>,
    /// What it costs.
    pub cost: f64,
    /// The largest part afterwards.
    pub largest: u32,
    /// How many links it has; 1 for a tie.
    pub links: usize,
    /// The layers of a tie that is closed.
    pub closes: BTreeSet<Layer>,
    /// How many layers must all survive, where there are several.
    pub in_layers: usize,
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

/// The least that is left: taking away whoever hangs together with nobody changes nothing.
const ALONE: u32 = 1;

/// Plans removals. The longer the budget, the better the plan and its proof.
pub fn plan(projection: &Projection, request: &PlanRequest, budget: &Budget<'_>) -> Result<Plan> {
    let network = PlanNetwork::new(projection, request)?;
    let (costs, kept) = costs(projection, request, &network)?;
    let link_costs = link_costs(request, &network, &costs);
    let shape = Shape::of(&network);
    let allowed = Allowed { costs: &costs, links: &link_costs };
    let found = find(&shape, request.goal, &allowed, request.seed, budget)?;
    let cost_of = |element: Element| match element {
        Element::Node(vertex) => costs[vertex as usize],
        Element::Link(a, b) => cost_of_link(&link_costs, (a, b)),
    };
    let ordered = match request.goal {
        Goal::Order { .. } => found.removals,
        Goal::Set { .. } => by_effect(&shape, found.removals)?,
        Goal::Block { .. } => by_effect(&shape, needed(&shape, found.removals, cost_of)?)?,
    };
    let left = shape.left(&ordered)?;
    let mut certificate = found.certificate;
    if let Goal::Block { .. } = request.goal
        && left.largest() == ALONE
    {
        certificate.value = f64::from(ALONE);
        certificate.bound = certificate.value;
        certificate.proved = true;
    }
    let mut steps = Vec::with_capacity(ordered.len());
    for (&element, largest) in ordered.iter().zip(shape.curve(&ordered)?) {
        steps.push(step(projection, &network, &left, element, cost_of(element), largest));
    }
    let by_degree = shape.curve(&most_ties_first(&network, &costs, steps.len()))?;
    let cost = steps.iter().map(|step| step.cost).sum();
    Ok(Plan {
        steps,
        before: shape.left(&[])?.largest(),
        cost,
        certificate,
        kept,
        by_degree,
        parts: left.falling(),
        costs,
        link_costs,
        network,
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

/// What closing each tie costs that can be closed: all its layers have a cost, and both who hold it
/// may be acted on.
fn link_costs(
    request: &PlanRequest,
    network: &PlanNetwork,
    costs: &[f64],
) -> Vec<((Vertex, Vertex), f64)> {
    if request.link_costs.is_empty() {
        return Vec::new();
    }
    let may_be_named = |vertex: Vertex| costs[vertex as usize].is_finite();
    let cost = |link: &Link| {
        let of_layers = link.layers.iter().map(|layer| request.link_costs.get(layer));
        let cost = of_layers.sum::<Option<f64>>()?;
        let is_allowed = may_be_named(link.a) && may_be_named(link.b);
        is_allowed.then_some(((link.a, link.b), cost))
    };
    network.links.iter().filter_map(cost).collect()
}

fn cost_of_link(link_costs: &[((Vertex, Vertex), f64)], ends: (Vertex, Vertex)) -> f64 {
    link_costs.iter().find(|(known, _)| *known == ends).map_or(0.0, |(_, cost)| *cost)
}

/// The removals without those that change nothing: nobody is acted on for a budget's sake. The
/// costliest goes first.
fn needed(
    shape: &Shape,
    mut removals: Vec<Element>,
    cost_of: impl Fn(Element) -> f64,
) -> Result<Vec<Element>> {
    let largest =
        |removals: &[Element]| -> Result<u32> { Ok(shape.left(removals)?.largest().max(ALONE)) };
    let reached = largest(&removals)?;
    removals.sort_by(|a, b| cost_of(*a).total_cmp(&cost_of(*b)));
    for at in (0..removals.len()).rev() {
        let mut fewer = removals.clone();
        fewer.remove(at);
        if largest(&fewer)? == reached {
            removals = fewer;
        }
    }
    Ok(removals)
}

/// The removals, the one first that alone breaks most, and so on.
fn by_effect(shape: &Shape, mut left: Vec<Element>) -> Result<Vec<Element>> {
    let mut ordered: Vec<Element> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let mut best = None;
        for (at, &element) in left.iter().enumerate() {
            let largest = shape.left(&[&ordered[..], &[element]].concat())?.largest();
            let n_ties = match element {
                Element::Node(vertex) => shape.graph.degree(vertex),
                Element::Link(..) => 0,
            };
            let effect = (largest, std::cmp::Reverse(n_ties), element);
            if best.is_none_or(|(known, _)| effect < known) {
                best = Some((effect, at));
            }
        }
        let Some((_, at)) = best else { break };
        ordered.push(left.swap_remove(at));
    }
    Ok(ordered)
}

fn step(
    projection: &Projection,
    network: &PlanNetwork,
    left: &Left,
    element: Element,
    cost: f64,
    largest: u32,
) -> Step {
    let (beside, links): (&[Vertex], Vec<&Link>) = match &element {
        Element::Node(vertex) => {
            (network.graph.neighbours(*vertex), network.links_of(*vertex).collect())
        }
        Element::Link(a, b) => (&[*a, *b], network.link_between(*a, *b).into_iter().collect()),
    };
    let mut parts: Vec<u32> = beside.iter().map(|&near| left.of[near as usize]).collect();
    parts.retain(|&part| part != Components::NONE);
    parts.sort_unstable();
    parts.dedup();
    let mut joins: Vec<u32> = parts.iter().map(|&part| left.sizes[part as usize]).collect();
    joins.sort_unstable_by(|a, b| b.cmp(a));
    let evidence = links.iter().flat_map(|link| &link.ties);
    let evidence = evidence.flat_map(|&tie| &projection.tie(tie).evidence);
    let Target { node, link_to } = network.target(element);
    Step {
        node,
        link_to,
        cost,
        largest,
        links: links.len(),
        joins,
        closes: match element {
            Element::Node(_) => BTreeSet::new(),
            Element::Link(..) => links.iter().flat_map(|link| link.layers.clone()).collect(),
        },
        in_layers: network.layers.len(),
        statements: statements(evidence),
    }
}

/// Whoever has most ties, again and again.
fn most_ties_first(network: &PlanNetwork, costs: &[f64], n_steps: usize) -> Vec<Element> {
    let mut removed = vec![false; network.vertices.len()];
    let mut order = Vec::new();
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
        order.push(Element::Node(best));
    }
    order
}
