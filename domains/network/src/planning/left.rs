//! What is left of a network when somebody is gone and ties are closed.

use std::collections::BTreeSet;

use crossbearing_graph::components::Components;
use crossbearing_graph::disruption::elements::Element;
use crossbearing_graph::disruption::layers::mutual_parts;
use crossbearing_graph::{Graph, Node as Vertex};

use super::PlanNetwork;
use crate::error::Result;

/// The ties on which removals are tried: those of a plan's network, or what became of them.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) graph: Graph,
    /// The layers that must all survive; empty where there are not several.
    pub(super) layers: Vec<Graph>,
}

/// The parts that are left.
#[derive(Debug, Clone)]
pub(super) struct Left {
    /// The part of each vertex, [`Components::NONE`] for whoever is gone.
    pub(super) of: Vec<u32>,
    /// How large each part is.
    pub(super) sizes: Vec<u32>,
}

impl Left {
    pub(super) fn largest(&self) -> u32 {
        self.sizes.iter().copied().max().unwrap_or(0)
    }

    /// The sizes, the largest first.
    pub(super) fn falling(&self) -> Vec<u32> {
        let mut sizes = self.sizes.clone();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }

    /// The largest part if so many new ties join parts: the best answer joins the largest.
    pub(super) fn largest_joined(&self, n_ties: usize) -> u32 {
        self.falling().into_iter().take(n_ties.saturating_add(1)).sum()
    }
}

impl Shape {
    pub(super) fn of(network: &PlanNetwork) -> Self {
        let layers = network.layers.iter().map(|layer| layer.graph.clone()).collect();
        Self { graph: network.graph.clone(), layers }
    }

    /// The network of a world in which only some of the links exist.
    pub(super) fn in_world(network: &PlanNetwork, exists: &[bool]) -> Result<Self> {
        let n_vertices = network.vertices.len();
        let those = |has: &dyn Fn(usize) -> bool| {
            let links = network.links.iter().zip(exists).enumerate();
            let links = links.filter(|(at, (_, exists))| **exists && has(*at));
            Graph::from_edges(n_vertices, links.map(|(_, (link, _))| (link.a, link.b)))
        };
        let layers = network.layers.iter().map(|layer| those(&|at| layer.has[at]));
        Ok(Self {
            layers: layers.collect::<std::result::Result<_, _>>()?,
            graph: those(&|_| true)?,
        })
    }

    /// Each of its graphs through `change`.
    pub(super) fn changed(&self, change: impl Fn(&Graph) -> Result<Graph>) -> Result<Self> {
        let layers = self.layers.iter().map(&change).collect::<Result<_>>()?;
        Ok(Self { graph: change(&self.graph)?, layers })
    }

    /// The same without the ties that are closed.
    fn without_links(&self, closed: &BTreeSet<(Vertex, Vertex)>) -> Result<Self> {
        self.changed(|graph| {
            let kept = graph.edges().map(|(a, b, _)| (a, b)).filter(|ends| !closed.contains(ends));
            Ok(Graph::from_edges(graph.n_nodes(), kept)?)
        })
    }

    /// What is left without these.
    pub(super) fn left(&self, gone: &[Element]) -> Result<Left> {
        let mut removed = vec![false; self.graph.n_nodes()];
        let mut closed = BTreeSet::new();
        for element in gone {
            match *element {
                Element::Node(vertex) => removed[vertex as usize] = true,
                Element::Link(a, b) => _ = closed.insert((a.min(b), a.max(b))),
            }
        }
        if !closed.is_empty() {
            return Ok(self.without_links(&closed)?.parts(&removed));
        }
        Ok(self.parts(&removed))
    }

    fn parts(&self, removed: &[bool]) -> Left {
        if self.layers.is_empty() {
            let found = Components::without(&self.graph, removed);
            return Left { of: found.of, sizes: found.sizes };
        }
        let (of, sizes) = mutual_parts(&self.layers, removed);
        Left { of, sizes }
    }

    /// The largest part after each of some removals.
    pub(super) fn curve(&self, removals: &[Element]) -> Result<Vec<u32>> {
        (1..=removals.len()).map(|n| Ok(self.left(&removals[..n])?.largest())).collect()
    }
}
