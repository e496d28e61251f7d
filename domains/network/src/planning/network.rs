//! What a plan works on: those who act, and what ties them.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_graph::Graph;
use crossbearing_graph::disruption::elements::Element;

use super::{PlanRequest, Target};
use crate::error::Result;
use crate::evidence::{SourceNo, any_weighted};
use crate::kind::{Layer, NodeKind};
use crate::projection::{Care, NodeNo, Projection, Tie, TieNo};

/// What more vertices than this share ties nobody: a large town's station, a public number.
const MOST_SHARING: usize = 12;

/// A tie between two vertices, straight or through what they share.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// One end, the smaller position.
    pub a: u32,
    /// The other end.
    pub b: u32,
    /// That it holds.
    pub probability: f64,
    /// The ties that it is made of, the surest way first.
    pub ties: Vec<TieNo>,
    /// The layers of those.
    pub layers: BTreeSet<Layer>,
    /// The one source that everything in it hangs on, if it is one.
    pub source: Option<SourceNo>,
}

/// Who acts and what ties them, numbered from 0.
#[derive(Debug, Clone)]
pub struct PlanNetwork {
    /// The node behind each vertex.
    pub vertices: Vec<NodeNo>,
    /// The ties between vertices, each pair once.
    pub links: Vec<Link>,
    /// The same as a graph.
    pub graph: Graph,
    /// The same in each of the layers that must all survive; empty where there are not several.
    pub layers: Vec<InLayer>,
    /// Persons who are left out because they are nobody's target.
    pub spared: Vec<NodeNo>,
    /// Things that too many share to tie anybody.
    pub hubs: Vec<NodeNo>,
}

/// The ties of one of the layers that must all survive.
#[derive(Debug, Clone)]
pub struct InLayer {
    /// The layers that do the same.
    pub layers: BTreeSet<Layer>,
    /// Which of the links it has.
    pub has: Vec<bool>,
    /// These as a graph.
    pub graph: Graph,
}

/// Ways between two vertices: the ties, what they come to, and on whose coin.
type Ways = BTreeMap<(NodeNo, NodeNo), Vec<(Vec<TieNo>, f64, SourceNo)>>;

impl PlanNetwork {
    /// The vertices that `request` asks for, with at least one link.
    pub fn new(projection: &Projection, request: &PlanRequest) -> Result<Self> {
        let mut scope: BTreeSet<NodeNo> = BTreeSet::new();
        for id in &request.scope {
            scope.insert(projection.find(id)?);
        }
        let is_vertex = |node: NodeNo| {
            let found = projection.node(node);
            request.kinds.contains(&found.kind)
                && found.care == Care::None
                && found.schema.as_ref() != "Network"
                && (scope.is_empty() || scope.contains(&node))
        };
        let mut groups: Vec<Option<&BTreeSet<Layer>>> = request.layers.iter().map(Some).collect();
        if groups.is_empty() {
            groups.push(None);
        }
        let mut hubs = Vec::new();
        let mut all = Ways::new();
        let mut ends_in: Vec<BTreeSet<(NodeNo, NodeNo)>> = Vec::new();
        for group in groups {
            let mut ways = Ways::new();
            let binds = |tie: &Tie| {
                tie.layer.binds() && group.is_none_or(|group| group.contains(&tie.layer))
            };
            hubs.extend(gather(projection, &is_vertex, &binds, &mut ways));
            ways.retain(|_, ways| probability_of(ways) >= request.at_least);
            ends_in.push(ways.keys().copied().collect());
            for (ends, ways) in ways {
                all.entry(ends).or_default().extend(ways);
            }
        }
        hubs.sort_unstable();
        hubs.dedup();
        let found = all.into_iter().map(|(ends, ways)| {
            let probability = probability_of(&ways);
            (ends, ways, probability)
        });
        let found: Vec<_> = found.collect();
        let tied: BTreeSet<NodeNo> = found.iter().flat_map(|((a, b), ..)| [*a, *b]).collect();
        let vertices: Vec<NodeNo> = tied.into_iter().collect();
        let position: BTreeMap<NodeNo, u32> = vertices.iter().copied().zip(0..).collect();
        let ends: Vec<(NodeNo, NodeNo)> = found.iter().map(|(ends, ..)| *ends).collect();
        let links: Vec<Link> = found
            .into_iter()
            .map(|((a, b), ways, p)| link(projection, (position[&a], position[&b]), ways, p))
            .collect();
        let graph = Graph::from_edges(vertices.len(), links.iter().map(|link| (link.a, link.b)))?;
        let in_layer = |(layers, within): (&BTreeSet<Layer>, &BTreeSet<(NodeNo, NodeNo)>)| {
            let has: Vec<bool> = ends.iter().map(|ends| within.contains(ends)).collect();
            let edges = links.iter().zip(&has).filter(|(_, has)| **has);
            let edges = edges.map(|(link, _)| (link.a, link.b));
            let graph = Graph::from_edges(vertices.len(), edges)?;
            Ok(InLayer { layers: layers.clone(), has, graph })
        };
        let layers: Vec<InLayer> = match request.layers.len() {
            0 | 1 => Vec::new(),
            _ => request.layers.iter().zip(&ends_in).map(in_layer).collect::<Result<_>>()?,
        };
        let spared = (0..).zip(&projection.nodes).filter(|(number, node)| {
            node.care != Care::None
                && request.kinds.contains(&node.kind)
                && (scope.is_empty() || scope.contains(number))
        });
        let spared = spared.map(|(number, _)| number).collect();
        Ok(Self { vertices, links, graph, layers, spared, hubs })
    }

    /// The position of a node among the vertices.
    pub fn position(&self, node: NodeNo) -> Option<u32> {
        self.vertices.binary_search(&node).ok().map(|position| position as u32)
    }

    /// What a target is among the vertices and links, if it is there.
    pub fn element(&self, target: Target) -> Option<Element> {
        let vertex = self.position(target.node)?;
        let Some(other) = target.link_to else { return Some(Element::Node(vertex)) };
        let other = self.position(other)?;
        self.link_between(vertex, other).map(|link| Element::Link(link.a, link.b))
    }

    /// What an element of the graph stands for.
    pub fn target(&self, element: Element) -> Target {
        let node = |vertex: u32| self.vertices[vertex as usize];
        match element {
            Element::Node(vertex) => Target { node: node(vertex), link_to: None },
            Element::Link(a, b) => Target { node: node(a), link_to: Some(node(b)) },
        }
    }

    /// The link between two vertices.
    pub fn link_between(&self, one: u32, other: u32) -> Option<&Link> {
        let ends = (one.min(other), one.max(other));
        let at = self.links.binary_search_by_key(&ends, |link| (link.a, link.b)).ok()?;
        self.links.get(at)
    }

    /// The links that an element has, or is.
    pub fn links_at(&self, element: Element) -> impl Iterator<Item = &Link> {
        let is_at = move |link: &&Link| match element {
            Element::Node(vertex) => link.a == vertex || link.b == vertex,
            Element::Link(a, b) => (link.a, link.b) == (a, b),
        };
        self.links.iter().filter(is_at)
    }

    /// The links of a vertex.
    pub fn links_of(&self, vertex: u32) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |link| link.a == vertex || link.b == vertex)
    }
}

/// That at least one of the ways holds.
fn probability_of(ways: &[(Vec<TieNo>, f64, SourceNo)]) -> f64 {
    any_weighted(ways.iter().map(|(_, p, source)| (*source, *p)))
}

fn link(
    projection: &Projection,
    (a, b): (u32, u32),
    mut ways: Vec<(Vec<TieNo>, f64, SourceNo)>,
    probability: f64,
) -> Link {
    ways.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let sources: BTreeSet<SourceNo> = ways.iter().map(|(_, _, source)| *source).collect();
    let mut ties: Vec<TieNo> = Vec::new();
    for tie in ways.iter().flat_map(|(ties, ..)| ties) {
        if !ties.contains(tie) {
            ties.push(*tie);
        }
    }
    let layers = ties.iter().map(|&tie| projection.tie(tie).layer).collect();
    let source = if sources.len() == 1 { sources.first().copied() } else { None };
    Link { a, b, probability, ties, layers, source }
}

/// Finds every way between two vertices with at most two things between them; gives what too many
/// share.
fn gather(
    projection: &Projection,
    is_vertex: &dyn Fn(NodeNo) -> bool,
    binds: &dyn Fn(&Tie) -> bool,
    ways: &mut Ways,
) -> Vec<NodeNo> {
    let passes = |node: NodeNo| {
        let node = projection.node(node);
        let is_thing = !matches!(node.kind, NodeKind::Person | NodeKind::Place);
        is_thing && node.care == Care::None && node.schema.as_ref() != "Network"
    };
    let mut hubs = Vec::new();
    let mut beside: BTreeMap<NodeNo, Vec<(NodeNo, TieNo)>> = BTreeMap::new();
    for (number, tie) in (0..).zip(&projection.ties).filter(|(_, tie)| binds(tie)) {
        match (is_vertex(tie.from), is_vertex(tie.to)) {
            (true, true) => add(ways, (tie.from, tie.to), &[number], projection),
            (true, false) if passes(tie.to) => {
                beside.entry(tie.to).or_default().push((tie.from, number));
            }
            (false, true) if passes(tie.from) => {
                beside.entry(tie.from).or_default().push((tie.to, number));
            }
            _ => {}
        }
    }
    beside.retain(|&thing, around| {
        let sharing: BTreeSet<NodeNo> = around.iter().map(|(node, _)| *node).collect();
        let is_hub = sharing.len() > MOST_SHARING;
        if is_hub {
            hubs.push(thing);
        }
        !is_hub
    });
    for around in beside.values() {
        for (at, &(one, tie)) in around.iter().enumerate() {
            for &(other, far) in &around[at + 1..] {
                add(ways, (one, other), &[tie, far], projection);
            }
        }
    }
    for (number, tie) in (0..).zip(&projection.ties).filter(|(_, tie)| binds(tie)) {
        if let (Some(near), Some(far)) = (beside.get(&tie.from), beside.get(&tie.to)) {
            for &(one, first) in near {
                for &(other, last) in far {
                    add(ways, (one, other), &[first, number, last], projection);
                }
            }
        }
    }
    hubs
}

/// Notes a way: both ends of it if one report says all, else the coins of all its ties.
fn add(ways: &mut Ways, (a, b): (NodeNo, NodeNo), ties: &[TieNo], projection: &Projection) {
    if a == b {
        return;
    }
    let mut weakest = (1.0, 0);
    let mut product = 1.0;
    let mut reports: Option<BTreeSet<u32>> = None;
    for &number in ties {
        let tie = projection.tie(number);
        product *= tie.probability;
        if tie.probability < weakest.0 {
            let best = tie.evidence.iter().max_by(|x, y| x.probability.total_cmp(&y.probability));
            weakest = (tie.probability, best.map_or(0, |said| said.source));
        }
        let said: BTreeSet<u32> =
            tie.evidence.iter().flat_map(|said| said.reports.iter().copied()).collect();
        reports = Some(match reports {
            None => said,
            Some(known) => known.intersection(&said).copied().collect(),
        });
    }
    let by_one_report = reports.is_some_and(|common| !common.is_empty());
    let probability = if by_one_report { weakest.0 } else { product };
    let ends = (a.min(b), a.max(b));
    ways.entry(ends).or_default().push((ties.to_vec(), probability, weakest.1));
}
