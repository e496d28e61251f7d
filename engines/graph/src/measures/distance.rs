//! Degree, strength, closeness and harmonic centrality.
//!
//! Freeman: Centrality in social networks, 1979; Marchiori, Latora: Harmony in the small-world,
//! 2000; closeness in disconnected graphs after Wasserman and Faust: Social Network Analysis, 1994,
//! section 5.2.

use crate::graph::{Graph, Node};

/// The number of neighbours of each node.
pub fn degree(graph: &Graph) -> Vec<f64> {
    graph.nodes().map(|node| graph.degree(node) as f64).collect()
}

/// The sum of the weights of each node's edges.
pub fn strength(graph: &Graph) -> Vec<f64> {
    graph.nodes().map(|node| graph.weights(node).iter().sum()).collect()
}

/// The inverse of the mean distance to the nodes that can be reached, times the share of the other
/// nodes that can be; 0 for a node that reaches nobody.
pub fn closeness(graph: &Graph) -> Vec<f64> {
    let mut search = Search::new(graph);
    let others = graph.n_nodes().saturating_sub(1) as f64;
    let value = |node| {
        let (mut reached, mut sum) = (0.0, 0.0);
        search.from(node, |distance| {
            reached += 1.0;
            sum += f64::from(distance);
        });
        if sum > 0.0 { reached / sum * (reached / others) } else { 0.0 }
    };
    graph.nodes().map(value).collect()
}

/// The mean over all other nodes of the inverse distance, 0 for those that cannot be reached.
pub fn harmonic(graph: &Graph) -> Vec<f64> {
    let mut search = Search::new(graph);
    let others = graph.n_nodes().saturating_sub(1).max(1) as f64;
    let value = |node| {
        let mut sum = 0.0;
        search.from(node, |distance| sum += 1.0 / f64::from(distance));
        sum / others
    };
    graph.nodes().map(value).collect()
}

/// Breadth-first search that is cheap to repeat.
struct Search<'graph> {
    graph: &'graph Graph,
    distance: Vec<u32>,
    queue: Vec<Node>,
}

impl<'graph> Search<'graph> {
    fn new(graph: &'graph Graph) -> Self {
        Self { graph, distance: vec![u32::MAX; graph.n_nodes()], queue: Vec::new() }
    }

    /// Calls `visit` with the distance of every other node that can be reached.
    fn from(&mut self, source: Node, mut visit: impl FnMut(u32)) {
        self.distance[source as usize] = 0;
        self.queue.push(source);
        let mut next = 0;
        while let Some(&node) = self.queue.get(next) {
            next += 1;
            let distance = self.distance[node as usize];
            if node != source {
                visit(distance);
            }
            for &far in self.graph.neighbours(node) {
                if self.distance[far as usize] == u32::MAX {
                    self.distance[far as usize] = distance + 1;
                    self.queue.push(far);
                }
            }
        }
        for node in self.queue.drain(..) {
            self.distance[node as usize] = u32::MAX;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_and_a_loner() {
        let graph = Graph::from_weighted_edges(4, [(0, 1, 2.0), (1, 2, 3.0)]).unwrap();
        assert_eq!(degree(&graph), [1.0, 2.0, 1.0, 0.0]);
        assert_eq!(strength(&graph), [2.0, 5.0, 3.0, 0.0]);
        assert_eq!(harmonic(&graph), [0.5, 2.0 / 3.0, 0.5, 0.0]);
        let close = closeness(&graph);
        assert!((close[1] - 2.0 / 3.0).abs() < 1e-12 && (close[0] - 4.0 / 9.0).abs() < 1e-12);
        assert!(close[3].abs() < 1e-12);
    }
}
