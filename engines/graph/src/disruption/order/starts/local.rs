//! Local edge scores: an edge counts the more, the fewer neighbours its ends share, since nothing
//! else then bridges them. A node scores the sum over its edges (the idea of edge
//! topological overlap: Onnela et al., PNAS 104, 2007; and of bridging by local information: Musciotto, Miccichè: Exploring the landscape of dismantling strategies based on the community
//! structure of networks, Scientific Reports 13, 2023).

use crate::budget::Budget;
use crate::disruption::order::starts::lazy;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};

/// What an edge without common neighbours counts.
const WHOLE: u64 = 1 << 10;

pub(super) fn order(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    let scores = edge_scores(task.graph);
    lazy::order(task, budget, |remains, node| {
        let arcs = task.graph.arcs(node);
        arcs.filter(|&arc| !remains.removed[task.graph.target(arc) as usize])
            .map(|arc| u64::from(scores[arc]))
            .sum()
    })
}

/// The score of each arc.
fn edge_scores(graph: &Graph) -> Vec<u32> {
    let mut scores = Vec::with_capacity(graph.n_edges() * 2);
    let mut is_near = vec![false; graph.n_nodes()];
    for node in graph.nodes() {
        mark(&mut is_near, graph, node, true);
        for &next in graph.neighbours(node) {
            let (few, many) = (graph.degree(node).min(graph.degree(next)), next);
            let shared = graph.neighbours(many).iter().filter(|&&far| is_near[far as usize]);
            let overlap = shared.count() as u64;
            scores.push((WHOLE * (few as u64) / (few as u64 + 2 * overlap)) as u32);
        }
        mark(&mut is_near, graph, node, false);
    }
    scores
}

fn mark(marks: &mut [bool], graph: &Graph, node: Node, value: bool) {
    for &next in graph.neighbours(node) {
        marks[next as usize] = value;
    }
}
