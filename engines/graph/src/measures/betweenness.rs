//! Exact betweenness: through how many pairs' shortest paths a node lies.
//!
//! Brandes: A faster algorithm for betweenness centrality, 2001. Trees that hang on the rest are
//! folded first (Baglioni et al.: Fast exact computation of betweenness centrality in social
//! networks, 2012); of nodes with the same neighbours only one is a source (Sariyüce et al.:
//! Graph manipulations for fast centrality computation, 2017). Edge weights do not count.

use std::collections::HashMap;

use crate::components::Components;
use crate::graph::{Graph, Node};

/// The betweenness of each node: over all pairs of other nodes, the share of their shortest paths
/// that lead through it. Divide by `(n - 1) (n - 2) / 2` for shares of all pairs.
pub fn exact(graph: &Graph) -> Vec<f64> {
    let folded = Folded::new(graph);
    let core: Vec<Node> = graph.nodes().filter(|&node| !folded.is_leaf[node as usize]).collect();
    let mut score = folded.score;
    let core_graph = graph.induced(&core);
    let weight: Vec<f64> = core.iter().map(|&node| folded.weight[node as usize]).collect();
    for (index, value) in core_betweenness(&core_graph, &weight).into_iter().enumerate() {
        score[core[index] as usize] += value;
    }
    score
}

/// A graph without the trees that hang on it.
struct Folded {
    is_leaf: Vec<bool>,
    /// How many nodes each node stands for, itself included.
    weight: Vec<f64>,
    /// The betweenness of each node for pairs that its own trees decide.
    score: Vec<f64>,
}

impl Folded {
    fn new(graph: &Graph) -> Self {
        let n_nodes = graph.n_nodes();
        let mut degree: Vec<usize> = graph.nodes().map(|node| graph.degree(node)).collect();
        let mut is_leaf = vec![false; n_nodes];
        let mut weight = vec![1.0; n_nodes];
        let mut squares = vec![0.0; n_nodes];
        let mut leaves: Vec<Node> = graph.nodes().filter(|&v| degree[v as usize] == 1).collect();
        while let Some(leaf) = leaves.pop() {
            let mut near = graph.neighbours(leaf).iter().copied();
            let Some(stem) = near.find(|&next| !is_leaf[next as usize]) else { continue };
            is_leaf[leaf as usize] = true;
            weight[stem as usize] += weight[leaf as usize];
            squares[stem as usize] += weight[leaf as usize] * weight[leaf as usize];
            degree[stem as usize] -= 1;
            if degree[stem as usize] == 1 {
                leaves.push(stem);
            }
        }
        let components = Components::new(graph);
        let score = graph
            .nodes()
            .map(|node| {
                let all = f64::from(components.sizes[components.of[node as usize] as usize]);
                let hanging = weight[node as usize] - 1.0;
                let between_trees = (hanging * hanging - squares[node as usize]) / 2.0;
                hanging * (all - weight[node as usize]) + between_trees
            })
            .collect();
        Self { is_leaf, weight, score }
    }
}

/// What a search knows of a node, together in one place of memory.
#[derive(Clone, Copy)]
struct Visit {
    distance: u32,
    /// Shortest paths from the source.
    paths: f64,
    /// Targets that depend on the node, per path through it.
    per_path: f64,
}

const UNSEEN: Visit = Visit { distance: u32::MAX, paths: 0.0, per_path: 0.0 };

fn core_betweenness(graph: &Graph, weight: &[f64]) -> Vec<f64> {
    let mut score = vec![0.0; graph.n_nodes()];
    let mut visits = vec![UNSEEN; graph.n_nodes()];
    let mut order: Vec<Node> = Vec::with_capacity(graph.n_nodes());
    for twins in twins(graph, weight) {
        let source = twins[0];
        search(graph, source, &mut visits, &mut order);
        let n_twins = twins.len() as f64;
        let factor = weight[source as usize] * n_twins / 2.0;
        let mut between_twins = 0.0;
        for &node in order.iter().rev() {
            let Visit { distance, paths, .. } = visits[node as usize];
            let mut sum = 0.0;
            for &far in graph.neighbours(node) {
                let visit = &visits[far as usize];
                if visit.distance == distance + 1 {
                    sum += visit.per_path;
                }
            }
            let dependent = paths * sum;
            visits[node as usize].per_path = (weight[node as usize] + dependent) / paths;
            if node != source {
                score[node as usize] += factor * dependent;
            }
            if twins.get(1) == Some(&node) {
                between_twins = dependent;
            }
        }
        // A twin is no source for itself, and the source was none for its twins.
        if twins.len() > 1 {
            let own = weight[source as usize] * between_twins / 2.0;
            score[source as usize] += own * (n_twins - 1.0);
            for &twin in &twins[1..] {
                score[twin as usize] -= own;
            }
        }
        for node in order.drain(..) {
            visits[node as usize] = UNSEEN;
        }
    }
    score
}

fn search(graph: &Graph, source: Node, visits: &mut [Visit], order: &mut Vec<Node>) {
    visits[source as usize] = Visit { distance: 0, paths: 1.0, per_path: 0.0 };
    order.push(source);
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        let Visit { distance, paths, .. } = visits[node as usize];
        for &far in graph.neighbours(node) {
            let visit = &mut visits[far as usize];
            if visit.distance == u32::MAX {
                visit.distance = distance + 1;
                order.push(far);
            }
            if visit.distance == distance + 1 {
                visit.paths += paths;
            }
        }
    }
}

/// The nodes in groups with the same weight and the same neighbours (besides each other).
fn twins(graph: &Graph, weight: &[f64]) -> Vec<Vec<Node>> {
    let mut open: HashMap<(u64, Vec<Node>), Vec<Node>> = HashMap::new();
    let mut closed: HashMap<(u64, Vec<Node>), Vec<Node>> = HashMap::new();
    for node in graph.nodes() {
        let near = graph.neighbours(node).to_vec();
        let mut with_self = near.clone();
        if let Err(place) = near.binary_search(&node) {
            with_self.insert(place, node);
        }
        let bits = weight[node as usize].to_bits();
        open.entry((bits, near)).or_default().push(node);
        closed.entry((bits, with_self)).or_default().push(node);
    }
    // No node has both a twin that it is tied to and one that it is not.
    let mut groups: Vec<Vec<Node>> = open.into_values().filter(|group| group.len() > 1).collect();
    groups.extend(closed.into_values().filter(|group| group.len() > 1));
    let mut is_grouped = vec![false; graph.n_nodes()];
    for &node in groups.iter().flatten() {
        is_grouped[node as usize] = true;
    }
    groups.extend(graph.nodes().filter(|&v| !is_grouped[v as usize]).map(|node| vec![node]));
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Pairs one by one: paths through a node are paths to it times paths from it.
    fn by_definition(graph: &Graph) -> Vec<f64> {
        let n_nodes = graph.n_nodes();
        let all: Vec<Vec<Visit>> = graph
            .nodes()
            .map(|source| {
                let mut visits = vec![UNSEEN; n_nodes];
                search(graph, source, &mut visits, &mut Vec::new());
                visits
            })
            .collect();
        let through = |v: usize| {
            let mut sum = 0.0;
            for s in (0..n_nodes).filter(|&s| s != v && all[s][v].distance != u32::MAX) {
                for t in (s + 1..n_nodes).filter(|&t| t != v) {
                    let (sv, vt, st) = (all[s][v], all[v][t], all[s][t]);
                    if vt.distance != u32::MAX && sv.distance + vt.distance == st.distance {
                        sum += sv.paths * vt.paths / st.paths;
                    }
                }
            }
            sum
        };
        (0..n_nodes).map(through).collect()
    }

    #[test]
    fn every_reduction_keeps_the_definition() {
        let mut random = Random::new(4);
        for case in 0..200 {
            let n_nodes = 2 + random.below(14);
            let n_edges = random.below(2 * n_nodes + 2);
            let edges: Vec<_> = (0..n_edges)
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            for (ours, theirs) in exact(&graph).into_iter().zip(by_definition(&graph)) {
                assert!((ours - theirs).abs() < 1e-9, "case {case}: {ours} {theirs}");
            }
        }
    }

    #[test]
    fn twins_of_both_kinds() {
        let cases: [&[(Node, Node)]; 3] = [
            &[(0, 1), (0, 2), (3, 1), (3, 2), (4, 1), (4, 2), (1, 5), (5, 6), (6, 1)],
            &[(0, 1), (0, 2), (1, 2), (2, 3), (0, 3), (1, 3), (3, 4), (4, 5), (5, 3)],
            &[(0, 1), (1, 2), (2, 3), (3, 0)],
        ];
        for edges in cases {
            let graph = Graph::from_edges(7, edges.iter().copied()).unwrap();
            for (ours, theirs) in exact(&graph).into_iter().zip(by_definition(&graph)) {
                assert!((ours - theirs).abs() < 1e-9, "{edges:?}");
            }
        }
    }
}
