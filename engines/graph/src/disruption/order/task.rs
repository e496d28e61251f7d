//! What an order plan is asked for.

use crate::disruption::curve::Curve;
use crate::graph::{Graph, Node};

/// A graph, who may be removed at which cost, and when to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'graph> {
    pub(super) graph: &'graph Graph,
    /// What removing each node costs; infinite when no plan may name it.
    pub(super) costs: &'graph [f64],
    /// Whether everyone who may be removed costs the same.
    pub(super) is_uniform: bool,
    /// The largest component before anything is done.
    pub(super) largest: u32,
    /// A largest component of this size or less ends the curve.
    pub(super) goal: u32,
}

impl Task<'_> {
    /// Whether a node may be removed.
    pub(super) fn is_removable(&self, node: Node) -> bool {
        self.costs[node as usize].is_finite()
    }

    /// A score per cost: the score itself where all cost the same.
    pub(super) fn per_cost(&self, node: Node, score: u64) -> u64 {
        if self.is_uniform || score == 0 {
            return score;
        }
        let share = score as f64 * 1024.0 / self.costs[node as usize].max(1e-6);
        share.max(1.0) as u64
    }

    /// The area that an order leaves: under the curve of removals by Simpson's rule where all cost
    /// the same, else under the curve of what was spent. There, the largest component before a
    /// removal lasts until its cost is paid.
    pub(super) fn area(&self, order: &[Node], curve: &Curve) -> f64 {
        if self.is_uniform {
            return curve.auc_simpson();
        }
        let before = std::iter::once(self.largest).chain(curve.largest.iter().copied());
        let paid = order.iter().zip(before).map(|(&node, largest)| {
            let is_open = largest > self.goal;
            if is_open { self.costs[node as usize] * f64::from(largest) } else { 0.0 }
        });
        paid.sum::<f64>() / self.graph.n_nodes().max(1) as f64
    }
}
