//! Collective influence of radius 2: `(k - 1)` times the sum of `(k - 1)` over the nodes two steps
//! away (Morone, Makse: Influence maximization in complex networks through optimal percolation,
//! Nature 524, 2015). Nodes come to lie further away as others go, never nearer, so it only falls.

use crate::budget::Budget;
use crate::disruption::order::starts::lazy::{self, Remains};
use crate::disruption::order::task::Task;
use crate::graph::Node;

/// Larger networks have balls too wide to be visited again and again.
const MOST_EDGES: usize = 300_000;
/// So are those with a giant hub, which lies in every ball: the sum of the squared degrees.
const MOST_VISITS: usize = 100_000_000;

pub(super) fn order(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    let visits = task.graph.nodes().map(|node| task.graph.degree(node).pow(2));
    if task.graph.n_edges() > MOST_EDGES || visits.sum::<usize>() > MOST_VISITS {
        return None;
    }
    let mut seen = vec![Node::MAX; task.graph.n_nodes()];
    lazy::order(task, budget, |remains, node| influence(remains, node, &mut seen))
}

fn influence(remains: &Remains<'_>, node: Node, seen: &mut [Node]) -> u64 {
    seen[node as usize] = node;
    for near in remains.neighbours(node) {
        seen[near as usize] = node;
    }
    let mut sum = 0;
    for near in remains.neighbours(node) {
        for far in remains.neighbours(near) {
            if seen[far as usize] != node {
                seen[far as usize] = node;
                sum += u64::from(remains.degree[far as usize] - 1);
            }
        }
    }
    // The last centre may be this one again: forget it.
    seen[node as usize] = Node::MAX;
    for near in remains.neighbours(node) {
        seen[near as usize] = Node::MAX;
        for far in remains.neighbours(near) {
            seen[far as usize] = Node::MAX;
        }
    }
    u64::from(remains.degree[node as usize]).saturating_sub(1) * sum
}
