//! How two are tied: the most probable ways along the evidence.

use std::collections::BTreeMap;

use crossbearing_graph::Graph;
use crossbearing_graph::paths::probable::most_probable;
use crossbearing_model::EntityId;

use crate::error::Result;
use crate::kind::Layer;
use crate::projection::{NodeNo, Projection, TieNo};

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// From the first to the last.
    pub nodes: Vec<NodeNo>,
    /// The surest tie of each step.
    pub ties: Vec<TieNo>,
    /// That all its steps hold, taking them as independent.
    pub probability: f64,
}

impl Projection {
    /// The `k` most probable ways between two entities. Being in one place or before one court
    /// ties nobody.
    pub fn ways(&self, from: &EntityId, to: &EntityId, k: usize) -> Result<Vec<Way>> {
        let (source, target) = (self.find(from)?, self.find(to)?);
        let mut best: BTreeMap<(NodeNo, NodeNo), TieNo> = BTreeMap::new();
        for (number, tie) in (0..).zip(&self.ties) {
            if tie.layer == Layer::Place || tie.layer == Layer::Justice {
                continue;
            }
            let ends = (tie.from.min(tie.to), tie.from.max(tie.to));
            let known = best.entry(ends).or_insert(number);
            if self.tie(*known).probability < tie.probability {
                *known = number;
            }
        }
        let edges = best.iter().map(|(&(a, b), &tie)| (a, b, self.tie(tie).probability.min(1.0)));
        let graph = Graph::from_weighted_edges(self.nodes.len(), edges)?;
        let ways = most_probable(&graph, source, target, k)?.into_iter().map(|path| Way {
            ties: path
                .nodes
                .windows(2)
                .filter_map(|pair| best.get(&(pair[0].min(pair[1]), pair[0].max(pair[1]))))
                .copied()
                .collect(),
            nodes: path.nodes,
            probability: path.probability,
        });
        Ok(ways.collect())
    }
}
