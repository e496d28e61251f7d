//! In which sequence to decide about nodes so that few decided ones still matter.

use crate::graph::{Graph, Node};
use crate::random::Random;

/// A sequence of all nodes with a small frontier: greedy from several starting nodes, the best of
/// these by the sum of `2^frontier`. A decided node is in the frontier while it has a neighbour
/// that is not decided (a path decomposition read left to right).
pub(super) fn narrow(graph: &Graph, random: &mut Random) -> Vec<Node> {
    let mut best = (f64::INFINITY, Vec::new());
    let n_tries = 60.min(graph.n_nodes().max(1));
    for _ in 0..if graph.n_nodes() > 2000 { 1 } else { n_tries } {
        let found = grow(graph, random);
        if found.0 < best.0 {
            best = found;
        }
    }
    best.1
}

fn grow(graph: &Graph, random: &mut Random) -> (f64, Vec<Node>) {
    let n_nodes = graph.n_nodes();
    let mut is_decided = vec![false; n_nodes];
    let mut open: Vec<usize> = graph.nodes().map(|node| graph.degree(node)).collect();
    let mut border: Vec<Node> = Vec::new();
    let mut sequence = Vec::with_capacity(n_nodes);
    let mut width = 0_i64;
    let mut cost = 0.0;
    while sequence.len() < n_nodes {
        let node = match best_of(graph, &border, &open, &is_decided, random) {
            Some(node) => node,
            None => fresh(&is_decided, random),
        };
        is_decided[node as usize] = true;
        border.retain(|&other| other != node);
        sequence.push(node);
        width += i64::from(open[node as usize] > 0);
        for &next in graph.neighbours(node) {
            open[next as usize] -= 1;
            if is_decided[next as usize] {
                width -= i64::from(open[next as usize] == 0);
            } else if !border.contains(&next) {
                border.push(next);
            }
        }
        cost += (width as f64).exp2();
    }
    (cost, sequence)
}

/// The border node that widens the frontier least, then the one with most decided neighbours.
fn best_of(
    graph: &Graph,
    border: &[Node],
    open: &[usize],
    is_decided: &[bool],
    random: &mut Random,
) -> Option<Node> {
    let score = |node: Node| {
        let closes = graph
            .neighbours(node)
            .iter()
            .filter(|&&next| is_decided[next as usize] && open[next as usize] == 1)
            .count() as i64;
        let n_decided = graph.degree(node) as i64 - open[node as usize] as i64;
        (i64::from(open[node as usize] > 0) - closes, -n_decided)
    };
    border.iter().copied().min_by_key(|&node| (score(node), random.bits()))
}

fn fresh(is_decided: &[bool], random: &mut Random) -> Node {
    let start = random.below(is_decided.len());
    let order = (start..is_decided.len()).chain(0..start);
    order.into_iter().find(|&node| !is_decided[node]).unwrap_or(0) as Node
}
