//! The `k` most probable paths: the product of the probabilities of their edges is largest, which
//! is to say the sum of `-ln p` is least.
//!
//! Yen: Finding the k shortest loopless paths in a network, 1971; Lawler, 1972 (no spur before the
//! deviation is tried twice).

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// A path without repeated nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// From the source to the target.
    pub nodes: Vec<Node>,
    /// The product of the probabilities of its edges.
    pub probability: f64,
}

/// The `k` most probable paths between two nodes, the most probable first. The weights of the edges
/// are their probabilities; an edge of probability 0 does not exist.
pub fn most_probable(graph: &Graph, source: Node, target: Node, k: usize) -> Result<Vec<Path>> {
    for node in [source, target] {
        if node as usize >= graph.n_nodes() {
            return Err(Error::NoSuchNode { node: node.into(), n_nodes: graph.n_nodes() });
        }
    }
    if let Some((_, _, value)) = graph.edges().find(|(_, _, p)| *p > 1.0) {
        let expected = "between 0 and 1";
        return Err(Error::OutOfRange { name: "probability", expected, value });
    }
    let mut found: Vec<(Vec<Node>, f64)> = Vec::new();
    // Candidates by length, then by nodes so that equals come in a fixed order.
    let mut candidates: BTreeSet<(Length, Vec<Node>, usize)> = BTreeSet::new();
    let mut search = Search::new(graph);
    if let Some((nodes, length)) = search.shortest(source, target, &BTreeSet::new()) {
        candidates.insert((Length(length), nodes, 0));
    }
    while found.len() < k {
        let Some((length, nodes, deviation)) = candidates.pop_first() else { break };
        for at in deviation..nodes.len() - 1 {
            let root = &nodes[..=at];
            let known = found.iter().map(|(known, _)| known).chain(std::iter::once(&nodes));
            let same_root = known.filter(|known| known.len() > at + 1 && known[..=at] == *root);
            let closed: BTreeSet<Node> = same_root.map(|known| known[at + 1]).collect();
            search.block(&root[..at]);
            if let Some((spur, rest)) = search.shortest(nodes[at], target, &closed) {
                let whole = [&root[..at], &spur[..]].concat();
                candidates.insert((Length(length_of(graph, root) + rest), whole, at));
            }
            search.unblock(&root[..at]);
        }
        found.push((nodes, length.0));
    }
    let path = |(nodes, length): (Vec<Node>, f64)| Path { nodes, probability: (-length).exp() };
    Ok(found.into_iter().map(path).collect())
}

/// A length, ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length(f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

fn length_of(graph: &Graph, nodes: &[Node]) -> f64 {
    let edge = |pair: &[Node]| {
        let place = graph.neighbours(pair[0]).binary_search(&pair[1]);
        place.map_or(f64::INFINITY, |place| -graph.weights(pair[0])[place].ln())
    };
    nodes.windows(2).map(edge).sum()
}

/// Dijkstra's algorithm around blocked nodes.
struct Search<'graph> {
    graph: &'graph Graph,
    is_blocked: Vec<bool>,
    length: Vec<f64>,
    before: Vec<Node>,
}

impl<'graph> Search<'graph> {
    fn new(graph: &'graph Graph) -> Self {
        let n_nodes = graph.n_nodes();
        Self {
            graph,
            is_blocked: vec![false; n_nodes],
            length: vec![f64::INFINITY; n_nodes],
            before: vec![Node::MAX; n_nodes],
        }
    }

    fn block(&mut self, nodes: &[Node]) {
        for &node in nodes {
            self.is_blocked[node as usize] = true;
        }
    }

    fn unblock(&mut self, nodes: &[Node]) {
        for &node in nodes {
            self.is_blocked[node as usize] = false;
        }
    }

    /// The shortest path that does not step from the source to a `closed` node.
    fn shortest(
        &mut self,
        source: Node,
        target: Node,
        closed: &BTreeSet<Node>,
    ) -> Option<(Vec<Node>, f64)> {
        self.length.fill(f64::INFINITY);
        self.length[source as usize] = 0.0;
        let mut queue = BinaryHeap::from([Reverse((Length(0.0), source))]);
        while let Some(Reverse((Length(length), node))) = queue.pop() {
            if node == target {
                return Some((self.trace(source, target), length));
            }
            if length > self.length[node as usize] {
                continue;
            }
            for (next, probability) in self.graph.weighted_neighbours(node) {
                let is_closed = node == source && closed.contains(&next);
                if probability <= 0.0 || is_closed || self.is_blocked[next as usize] {
                    continue;
                }
                let through = length - probability.ln();
                if through < self.length[next as usize] {
                    self.length[next as usize] = through;
                    self.before[next as usize] = node;
                    queue.push(Reverse((Length(through), next)));
                }
            }
        }
        None
    }

    fn trace(&self, source: Node, target: Node) -> Vec<Node> {
        let mut nodes = vec![target];
        while let Some(&at) = nodes.last().filter(|&&at| at != source) {
            nodes.push(self.before[at as usize]);
        }
        nodes.reverse();
        nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn all_paths(graph: &Graph, source: Node, target: Node) -> Vec<f64> {
        let mut found = Vec::new();
        let mut open = vec![(vec![source], 1.0)];
        while let Some((nodes, probability)) = open.pop() {
            let last = nodes[nodes.len() - 1];
            if last == target {
                found.push(probability);
                continue;
            }
            for (next, p) in graph.weighted_neighbours(last) {
                if !nodes.contains(&next) {
                    open.push(([&nodes[..], &[next]].concat(), probability * p));
                }
            }
        }
        found.sort_by(|a, b| b.total_cmp(a));
        found
    }

    #[test]
    fn the_most_probable_of_all_paths() {
        let mut random = Random::new(2);
        for _ in 0..60 {
            let edges: Vec<_> = (0..14)
                .map(|_| (random.below(7) as Node, random.below(7) as Node, random.unit() / 4.0))
                .collect();
            let graph = Graph::from_weighted_edges(7, edges).unwrap();
            let found = most_probable(&graph, 0, 6, 8).unwrap();
            let all = all_paths(&graph, 0, 6);
            assert_eq!(found.len(), all.len().min(8));
            for (path, expected) in found.iter().zip(all) {
                assert!((path.probability - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_node_and_itself() {
        let graph = Graph::from_edges(2, [(0, 1)]).unwrap();
        assert_eq!(most_probable(&graph, 0, 0, 3).unwrap()[0].nodes, [0]);
        assert!(most_probable(&graph, 0, 2, 1).is_err());
    }

    #[test]
    fn probabilities_above_one_are_refused() {
        let graph = Graph::from_weighted_edges(2, [(0, 1, 1.5)]).unwrap();
        assert!(most_probable(&graph, 0, 1, 1).is_err());
    }
}
