//! What follows when some are gone: who takes over, which ties form, what is left then.

use std::collections::BTreeSet;

use crossbearing_graph::Graph;
use crossbearing_graph::disruption::elements::Element;
use crossbearing_graph::healing::likely_ties;
use crossbearing_model::EntityId;

use super::left::Shape;
use super::{Plan, PlanNetwork, PlanRequest};
use crate::error::{Error, Result};
use crate::projection::{NodeNo, Projection};

/// Who is gone, and who takes whose place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIf {
    /// Who and what is gone.
    pub gone: BTreeSet<EntityId>,
    /// Ties that are closed, each by its two ends.
    pub closed: Vec<(EntityId, EntityId)>,
    /// For somebody who is gone, the one who takes over their ties.
    pub replaced_by: Vec<(EntityId, EntityId)>,
}

impl WhatIf {
    /// Everybody and everything that a plan acts on is gone, and nobody takes over.
    pub fn of(projection: &Projection, plan: &Plan) -> Self {
        let id = |node: NodeNo| projection.node(node).id.clone();
        let mut asked = Self::default();
        for target in plan.targets() {
            match target.link_to {
                Some(other) => asked.closed.push((id(target.node), id(other))),
                None => _ = asked.gone.insert(id(target.node)),
            }
        }
        asked
    }
}

/// What follows.
#[derive(Debug, Clone, PartialEq)]
pub struct Aftermath {
    /// The largest part before.
    pub before: u32,
    /// The largest part when they are gone and nobody takes over.
    pub without: u32,
    /// The largest part when those named take over.
    pub replaced: u32,
    /// The largest part after the best answer with 1, 2 and 3 new ties.
    pub reconnected: [u32; 3],
    /// The new ties that are likeliest, the likeliest first.
    pub likely: Vec<NewTie>,
    /// For each who is gone, those who could take over, the likeliest first.
    pub heirs: Vec<(NodeNo, Vec<Heir>)>,
    /// The sizes of the parts when they are gone and those named took over, the largest first.
    pub parts: Vec<u32>,
}

/// A tie that may form.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTie {
    /// One end.
    pub from: NodeNo,
    /// The other end.
    pub to: NodeNo,
    /// How much speaks for it: common acquaintances, the few-tied counting more.
    pub score: f64,
    /// Whether it would join two parts.
    pub joins_parts: bool,
}

/// Somebody who could take another's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Heir {
    /// Who.
    pub node: NodeNo,
    /// The share of the other's ties that this one has already.
    pub shared: f64,
    /// Whether a statement ties the two.
    pub is_tied: bool,
    /// The largest part if this one takes over.
    pub largest: u32,
}

/// The heirs that are listed for each.
const MOST_HEIRS: usize = 5;
/// The new ties that are listed.
const MOST_TIES: usize = 10;

/// What follows when some are gone.
pub fn what_if(
    projection: &Projection,
    request: &PlanRequest,
    asked: &WhatIf,
) -> Result<Aftermath> {
    let network = PlanNetwork::new(projection, request)?;
    let vertex = |id: &EntityId| -> Result<u32> {
        let node = projection.find(id)?;
        network.position(node).ok_or_else(|| Error::NoSuchNode { id: id.clone() })
    };
    let gone: Vec<u32> = asked.gone.iter().map(vertex).collect::<Result<_>>()?;
    let mut removed: Vec<Element> = gone.iter().copied().map(Element::Node).collect();
    for (one, other) in &asked.closed {
        removed.push(Element::Link(vertex(one)?, vertex(other)?));
    }
    let shape = Shape::of(&network);
    let mut taken_over = shape.clone();
    for (from, to) in &asked.replaced_by {
        let (from, to) = (vertex(from)?, vertex(to)?);
        taken_over = taken_over.changed(|graph| taking_over(graph, from, to))?;
    }
    let left = shape.left(&removed)?;
    let after = taken_over.left(&removed)?;
    let likely = likely_ties(&network.graph, &gone).into_iter().take(MOST_TIES);
    let likely = likely.map(|tie| NewTie {
        from: network.vertices[tie.from as usize],
        to: network.vertices[tie.to as usize],
        score: tie.score,
        joins_parts: left.of[tie.from as usize] != left.of[tie.to as usize],
    });
    let heirs = gone.iter().map(|&vertex| {
        let heirs = heirs(&network, &shape, vertex, &removed)?;
        Ok((network.vertices[vertex as usize], heirs))
    });
    Ok(Aftermath {
        before: shape.left(&[])?.largest(),
        without: left.largest(),
        replaced: after.largest(),
        reconnected: [1, 2, 3].map(|n| after.largest_joined(n)),
        likely: likely.collect(),
        heirs: heirs.collect::<Result<_>>()?,
        parts: after.falling(),
    })
}

/// The graph in which `to` has the ties of `from` as well.
fn taking_over(graph: &Graph, from: u32, to: u32) -> Result<Graph> {
    let inherited = graph.neighbours(from).iter().filter(|&&near| near != to);
    let inherited: Vec<(u32, u32)> = inherited.map(|&near| (to, near)).collect();
    let known = graph.edges().map(|(a, b, _)| (a, b));
    Ok(Graph::from_edges(graph.n_nodes(), known.chain(inherited))?)
}

/// Who could take over: whoever knows the same people, those who know the one who is gone first.
fn heirs(
    network: &PlanNetwork,
    shape: &Shape,
    gone: u32,
    removed: &[Element],
) -> Result<Vec<Heir>> {
    let graph = &network.graph;
    let acquaintances = graph.neighbours(gone);
    let mut candidates: BTreeSet<u32> = acquaintances.iter().copied().collect();
    for &near in acquaintances {
        candidates.extend(graph.neighbours(near));
    }
    candidates.retain(|&vertex| vertex != gone && !removed.contains(&Element::Node(vertex)));
    let mut heirs = Vec::new();
    for vertex in candidates {
        let shared = acquaintances.iter().filter(|&&near| graph.has_edge(vertex, near)).count();
        let is_tied = graph.has_edge(vertex, gone);
        heirs.push((vertex, shared as f64 / acquaintances.len().max(1) as f64, is_tied));
    }
    let likelihood =
        |(_, shared, is_tied): &(u32, f64, bool)| shared + if *is_tied { 0.5 } else { 0.0 };
    heirs.sort_by(|a, b| likelihood(b).total_cmp(&likelihood(a)).then(a.0.cmp(&b.0)));
    heirs.truncate(MOST_HEIRS);
    let heir = |(vertex, shared, is_tied): (u32, f64, bool)| {
        let shape = shape.changed(|graph| taking_over(graph, gone, vertex))?;
        let largest = shape.left(removed)?.largest();
        Ok(Heir { node: network.vertices[vertex as usize], shared, is_tied, largest })
    };
    heirs.into_iter().map(heir).collect()
}
