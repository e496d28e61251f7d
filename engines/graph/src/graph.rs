//! The undirected weighted graph that every measure and plan reads.

use crate::error::{Error, Result};

/// A node: its index, `0..n_nodes`.
pub type Node = u32;

/// An undirected simple graph in compressed sparse rows.
///
/// The neighbours of a node lie next to each other in ascending order. Duplicate edges are one edge
/// with the sum of their weights; self-loops are dropped, since no measure here gives them a
/// meaning. Links with times are [`crate::paths::timed::TimedLink`]s, links with probabilities and
/// sources [`crate::worlds::UncertainLink`]s.
///
/// ```
/// let graph = crossbearing_graph::Graph::from_edges(3, [(0, 1), (1, 2), (2, 1)])?;
/// assert_eq!(graph.neighbours(1), [0, 2]);
/// assert_eq!(graph.n_edges(), 2);
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    offsets: Vec<u32>,
    targets: Vec<Node>,
    weights: Vec<f64>,
    has_unit_weights: bool,
}

impl Graph {
    /// Builds a graph whose edges all weigh 1; a duplicate edge weighs as often as it is listed.
    pub fn from_edges(
        n_nodes: usize,
        edges: impl IntoIterator<Item = (Node, Node)>,
    ) -> Result<Self> {
        Self::from_weighted_edges(n_nodes, edges.into_iter().map(|(from, to)| (from, to, 1.0)))
    }

    /// Builds a graph from `(from, to, weight)`. Weights must be finite and at least zero.
    pub fn from_weighted_edges(
        n_nodes: usize,
        edges: impl IntoIterator<Item = (Node, Node, f64)>,
    ) -> Result<Self> {
        if u32::try_from(n_nodes).is_err() {
            return Err(Error::TooLarge { what: "the number of nodes", count: n_nodes });
        }
        let mut kept = Vec::new();
        for (from, to, weight) in edges {
            for node in [from, to] {
                if node as usize >= n_nodes {
                    return Err(Error::NoSuchNode { node: node.into(), n_nodes });
                }
            }
            if !weight.is_finite() || weight < 0.0 {
                let expected = "a finite number of at least zero";
                return Err(Error::OutOfRange { name: "weight", expected, value: weight });
            }
            if from != to {
                kept.push((from, to, weight));
            }
        }
        if u32::try_from(kept.len() * 2).is_err() {
            return Err(Error::TooLarge { what: "the number of edges", count: kept.len() });
        }
        Ok(Self::from_checked(n_nodes, &kept))
    }

    /// Counting sort by source, twice (which leaves rows sorted by target), then merge duplicates.
    fn from_checked(n_nodes: usize, edges: &[(Node, Node, f64)]) -> Self {
        let both = || edges.iter().flat_map(|&(a, b, w)| [(a, b, w), (b, a, w)]);
        let starts = row_starts(n_nodes, both().map(|(from, ..)| from));
        let mut by_target = vec![(0, 0, 0.0); edges.len() * 2];
        scatter(&starts, both().map(|(from, to, w)| (to, from, w)), |arc| arc.1, &mut by_target);
        let mut arcs = vec![(0, 0, 0.0); edges.len() * 2];
        scatter(&starts, by_target.iter().copied(), |arc| arc.0, &mut arcs);
        merge_duplicates(n_nodes, &arcs)
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// How many distinct edges there are.
    pub fn n_edges(&self) -> usize {
        self.targets.len() / 2
    }

    /// Every node.
    pub fn nodes(&self) -> std::ops::Range<Node> {
        0..self.n_nodes() as Node
    }

    /// The neighbours of `node`, ascending.
    pub fn neighbours(&self, node: Node) -> &[Node] {
        &self.targets[self.arcs(node)]
    }

    /// The weights of the edges to [`Self::neighbours`], in the same order.
    pub fn weights(&self, node: Node) -> &[f64] {
        &self.weights[self.arcs(node)]
    }

    /// Whether every edge weighs exactly 1, so that weights need not be read.
    pub fn has_unit_weights(&self) -> bool {
        self.has_unit_weights
    }

    /// The neighbours of `node` with the weights of the edges to them.
    pub fn weighted_neighbours(&self, node: Node) -> impl Iterator<Item = (Node, f64)> + '_ {
        self.neighbours(node).iter().copied().zip(self.weights(node).iter().copied())
    }

    /// How many neighbours `node` has.
    pub fn degree(&self, node: Node) -> usize {
        self.arcs(node).len()
    }

    /// The positions in the rows that belong to `node`. Arc ids run over `0..2 * n_edges`.
    pub fn arcs(&self, node: Node) -> std::ops::Range<usize> {
        self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize
    }

    /// The far end of an arc.
    pub fn target(&self, arc: usize) -> Node {
        self.targets[arc]
    }

    /// Whether the edge between two nodes exists.
    pub fn has_edge(&self, from: Node, to: Node) -> bool {
        self.neighbours(from).binary_search(&to).is_ok()
    }

    /// Every edge once, as `(smaller node, larger node, weight)`.
    pub fn edges(&self) -> impl Iterator<Item = (Node, Node, f64)> + '_ {
        self.nodes().flat_map(move |from| {
            self.weighted_neighbours(from)
                .filter(move |&(to, _)| from < to)
                .map(move |(to, weight)| (from, to, weight))
        })
    }

    /// The sum of all edge weights.
    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum::<f64>() / 2.0
    }

    /// The graph on `nodes` alone, numbered as they are listed (each at most once).
    #[must_use]
    pub fn induced(&self, nodes: &[Node]) -> Self {
        let mut index = vec![Node::MAX; self.n_nodes()];
        for (new, &old) in nodes.iter().enumerate() {
            index[old as usize] = new as Node;
        }
        let mut edges = Vec::new();
        for (new, &old) in nodes.iter().enumerate() {
            for (neighbour, weight) in self.weighted_neighbours(old) {
                let far = index[neighbour as usize];
                if far != Node::MAX && (new as Node) < far {
                    edges.push((new as Node, far, weight));
                }
            }
        }
        Self::from_checked(nodes.len(), &edges)
    }
}

type Arc = (Node, Node, f64);

fn row_starts(n_nodes: usize, sources: impl Iterator<Item = Node>) -> Vec<u32> {
    let mut starts = vec![0_u32; n_nodes + 1];
    for source in sources {
        starts[source as usize + 1] += 1;
    }
    for row in 0..n_nodes {
        starts[row + 1] += starts[row];
    }
    starts
}

/// Stable counting sort of `arcs` by `key`, whose row starts are known.
fn scatter(
    starts: &[u32],
    arcs: impl Iterator<Item = Arc>,
    key: impl Fn(&Arc) -> Node,
    out: &mut [Arc],
) {
    let mut next = starts.to_vec();
    for arc in arcs {
        let slot = &mut next[key(&arc) as usize];
        out[*slot as usize] = arc;
        *slot += 1;
    }
}

fn merge_duplicates(n_nodes: usize, arcs: &[Arc]) -> Graph {
    let mut graph = Graph {
        offsets: Vec::with_capacity(n_nodes + 1),
        targets: Vec::with_capacity(arcs.len()),
        weights: Vec::with_capacity(arcs.len()),
        has_unit_weights: true,
    };
    let mut rest = arcs;
    for node in 0..n_nodes as Node {
        let start = graph.targets.len();
        graph.offsets.push(start as u32);
        let (row, later) = rest.split_at(rest.iter().take_while(|arc| arc.0 == node).count());
        rest = later;
        for &(_, target, weight) in row {
            if graph.targets.len() > start && graph.targets.last() == Some(&target) {
                let last = graph.weights.len() - 1;
                graph.weights[last] += weight;
            } else {
                graph.targets.push(target);
                graph.weights.push(weight);
            }
        }
    }
    graph.offsets.push(graph.targets.len() as u32);
    graph.has_unit_weights = graph.weights.iter().all(|weight| weight.total_cmp(&1.0).is_eq());
    graph
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_merge_and_loops_vanish() {
        let edges = [(2, 0, 1.0), (0, 2, 2.0), (1, 1, 5.0), (0, 1, 0.5)];
        let graph = Graph::from_weighted_edges(4, edges).unwrap();
        assert_eq!(graph.edges().collect::<Vec<_>>(), [(0, 1, 0.5), (0, 2, 3.0)]);
        assert_eq!(graph.degree(3), 0);
        assert!((graph.total_weight() - 3.5).abs() < 1e-12);
    }

    #[test]
    fn wrong_input_is_refused() {
        assert!(matches!(Graph::from_edges(2, [(0, 2)]), Err(Error::NoSuchNode { node: 2, .. })));
        for weight in [f64::NAN, f64::INFINITY, -1.0] {
            assert!(Graph::from_weighted_edges(2, [(0, 1, weight)]).is_err());
        }
    }

    #[test]
    fn an_induced_graph_keeps_the_edges_between_its_nodes() {
        let graph = Graph::from_edges(4, [(0, 1), (1, 2), (2, 3)]).unwrap();
        let part = graph.induced(&[3, 2, 0]);
        assert_eq!(part.edges().collect::<Vec<_>>(), [(0, 1, 1.0)]);
    }

    #[test]
    fn the_empty_graph_has_no_nodes() {
        assert_eq!(Graph::from_edges(0, []).unwrap().n_nodes(), 0);
        assert_eq!(Graph::default().n_nodes(), 0);
    }
}
