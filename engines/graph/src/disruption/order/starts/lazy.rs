//! Greedy removal by a score that removals only lower.
//!
//! An entry at the top of the queue whose score is still right is the best of all, so few scores
//! are computed anew (Minoux: Accelerated greedy algorithms, 1978).

use std::collections::BinaryHeap;

use crate::budget::Budget;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};

/// What is left while nodes are removed.
#[derive(Debug)]
pub(super) struct Remains<'graph> {
    pub(super) graph: &'graph Graph,
    pub(super) removed: Vec<bool>,
    /// How many neighbours each node has left.
    pub(super) degree: Vec<u32>,
}

impl<'graph> Remains<'graph> {
    pub(super) fn new(graph: &'graph Graph) -> Self {
        let degree = graph.nodes().map(|node| graph.degree(node) as u32).collect();
        Self { graph, removed: vec![false; graph.n_nodes()], degree }
    }

    pub(super) fn remove(&mut self, node: Node) {
        self.removed[node as usize] = true;
        for &next in self.graph.neighbours(node) {
            self.degree[next as usize] -= 1;
        }
    }

    /// The neighbours of a node that are left.
    pub(super) fn neighbours(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        let all = self.graph.neighbours(node).iter().copied();
        all.filter(|&next| !self.removed[next as usize])
    }
}

/// Removes the node with the highest `score` until every score is 0.
pub(super) fn order(
    task: &Task<'_>,
    budget: &Budget<'_>,
    mut score: impl FnMut(&Remains<'_>, Node) -> u64,
) -> Option<Vec<Node>> {
    let mut score = |remains: &Remains<'_>, node| task.per_cost(node, score(remains, node));
    let mut remains = Remains::new(task.graph);
    let removable = task.graph.nodes().filter(|&node| task.is_removable(node));
    let mut queue: BinaryHeap<(u64, Node)> =
        removable.map(|node| (score(&remains, node), node)).collect();
    let mut order = Vec::new();
    while let Some((known, node)) = queue.pop() {
        let now = score(&remains, node);
        budget.add(u64::from(remains.degree[node as usize]) + 1);
        if now == 0 {
            continue;
        }
        if now < known {
            queue.push((now, node));
        } else {
            remains.remove(node);
            order.push(node);
        }
        if order.len().is_multiple_of(64) && budget.is_spent() {
            return None;
        }
    }
    Some(order)
}
