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

/// The score of each arc. Every edge is met once, from the end with more neighbours, and only those
/// of the other end are looked through: a giant star costs no more than its edges.
fn edge_scores(graph: &Graph) -> Vec<u32> {
    let mut scores = vec![0; graph.n_edges() * 2];
    let mut is_near = vec![false; graph.n_nodes()];
    let rank = |node: Node| (graph.degree(node), node);
    for node in graph.nodes() {
        mark(&mut is_near, graph, node, true);
        for (arc, &next) in graph.arcs(node).zip(graph.neighbours(node)) {
            if rank(next) > rank(node) {
                continue;
            }
            let few = graph.degree(next) as u64;
            let near = graph.neighbours(next);
            let overlap = near.iter().filter(|&&far| is_near[far as usize]).count() as u64;
            let score = (WHOLE * few / (few + 2 * overlap)) as u32;
            scores[arc] = score;
            if let Ok(at) = near.binary_search(&node) {
                scores[graph.arcs(next).start + at] = score;
            }
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
