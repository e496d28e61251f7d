//! What an order plan is asked for.

use crate::graph::{Graph, Node};

/// A graph, who may be removed, and when to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task<'graph> {
    pub(super) graph: &'graph Graph,
    /// Nodes that no plan may name.
    pub(super) protected: &'graph [bool],
    /// A largest component of this size or less ends the curve.
    pub(super) goal: u32,
}

impl Task<'_> {
    /// Whether a node may be removed.
    pub(super) fn is_removable(&self, node: Node) -> bool {
        !self.protected[node as usize]
    }
}
