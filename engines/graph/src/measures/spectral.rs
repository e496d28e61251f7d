//! Centralities that feed on the centrality of the neighbours: `PageRank`, Katz, eigenvector.
//!
//! Page et al.: The `PageRank` citation ranking, 1999; Katz: A new status index, 1953; Bonacich:
//! Power and centrality, 1987. Edge weights count.

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// `PageRank` with a damping factor in `0.0..1.0`; sums to 1. Nodes without edges give their share
/// to all. Ends when the equations hold within 1e-9 over all nodes together.
///
/// On an undirected graph the equations are symmetric once each node is scaled by the root of its
/// strength, so conjugate gradients solve them (Hestenes, Stiefel: Methods of conjugate gradients,
/// 1952) in half the rounds of power iteration. They start from the strengths, which solve the
/// slowest part.
pub fn pagerank(graph: &Graph, damping: f64) -> Result<Vec<f64>> {
    if !(0.0..1.0).contains(&damping) {
        let expected = "at least 0 and below 1";
        return Err(Error::OutOfRange { name: "damping", expected, value: damping });
    }
    let is_plain = graph.has_unit_weights();
    let strength = |node: Node| {
        if is_plain { graph.degree(node) as f64 } else { graph.weights(node).iter().sum() }
    };
    let root: Vec<f64> = graph.nodes().map(|node| strength(node).sqrt()).collect();
    let scale: Vec<f64> =
        root.iter().map(|&root| if root > 0.0 { 1.0 / root } else { 0.0 }).collect();
    let n_loose = root.iter().filter(|root| **root == 0.0).count() as f64;
    let n_nodes = graph.n_nodes() as f64;
    // Loose nodes hold exactly this, and what they give to all is in it.
    let base = (1.0 - damping) / (n_nodes - damping * n_loose);
    let per_root = base * (n_nodes - n_loose) / dot(&root, &root).max(f64::MIN_POSITIVE);
    let mut rank: Vec<f64> = root.iter().map(|root| root * per_root / (1.0 - damping)).collect();
    let parts = scale.iter().zip(&root);
    let mut residual: Vec<f64> = parts.map(|(s, root)| base * s - per_root * root).collect();
    let mut direction = residual.clone();
    let mut squares = dot(&residual, &residual);
    let mut left: f64 = residual.iter().zip(&root).map(|(value, root)| (value * root).abs()).sum();
    let mut pulls = Pulls::new(graph.n_nodes());
    for _ in 0..500 {
        if left < 1e-9 {
            break;
        }
        pulls.pull(graph, &direction, &scale, is_plain);
        let mut along = 0.0;
        for ((cell, &own), scale) in pulls.cells.iter_mut().zip(&direction).zip(&scale) {
            cell.pulled = own - damping * scale * cell.pulled;
            along += own * cell.pulled;
        }
        let step = squares / along;
        let (mut next, mut still) = (0.0, 0.0);
        for (node, cell) in pulls.cells.iter().enumerate() {
            rank[node] += step * direction[node];
            let value = residual[node] - step * cell.pulled;
            residual[node] = value;
            next += value * value;
            still += (value * root[node]).abs();
        }
        let turn = next / squares;
        for (direction, residual) in direction.iter_mut().zip(&residual) {
            *direction = residual + turn * *direction;
        }
        (squares, left) = (next, still);
    }
    for (value, root) in rank.iter_mut().zip(&root) {
        *value = if *root > 0.0 { *value * root } else { base };
    }
    Ok(rank)
}

/// The sums over all neighbours, for every node at once. Each edge is met once and serves both its
/// ends, which lie together in memory: that halves the far reads, which are what takes the time.
struct Pulls {
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    value: f64,
    pulled: f64,
}

impl Pulls {
    fn new(n_nodes: usize) -> Self {
        Self { cells: vec![Cell::default(); n_nodes] }
    }

    /// Sums up the neighbours' `values` times `scale`.
    fn pull(&mut self, graph: &Graph, values: &[f64], scale: &[f64], is_plain: bool) {
        for ((cell, value), scale) in self.cells.iter_mut().zip(values).zip(scale) {
            *cell = Cell { value: value * scale, pulled: 0.0 };
        }
        for node in graph.nodes() {
            let own = self.cells[node as usize].value;
            let mut sum = 0.0;
            // Rows ascend: the nodes before this one come first.
            let before = graph.neighbours(node).iter().take_while(|&&near| near < node);
            if is_plain {
                for &near in before {
                    let cell = &mut self.cells[near as usize];
                    sum += cell.value;
                    cell.pulled += own;
                }
            } else {
                for (&near, weight) in before.zip(graph.weights(node)) {
                    let cell = &mut self.cells[near as usize];
                    sum += weight * cell.value;
                    cell.pulled += weight * own;
                }
            }
            self.cells[node as usize].pulled += sum;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Katz centrality: walks of every length that end at a node, those of length `l` counting
/// `attenuation^l`, scaled to length 1. The attenuation must be below the inverse of the largest
/// eigenvalue; none given takes 0.85 times that.
pub fn katz(graph: &Graph, attenuation: Option<f64>) -> Result<Vec<f64>> {
    let limit = 1.0 / largest_eigenvalue(graph).max(1e-12);
    let factor = attenuation.unwrap_or(0.85 * limit.min(1e6));
    if !(factor >= 0.0 && factor < limit) {
        let expected = "at least 0 and below the inverse of the largest eigenvalue";
        return Err(Error::OutOfRange { name: "attenuation", expected, value: factor });
    }
    let is_plain = graph.has_unit_weights();
    let mut values = vec![1.0; graph.n_nodes()];
    for _ in 0..2000 {
        let next: Vec<f64> =
            graph.nodes().map(|v| 1.0 + factor * pull(graph, v, &values, is_plain)).collect();
        let change: f64 = next.iter().zip(&values).map(|(a, b)| (a - b).abs()).sum();
        let scale: f64 = next.iter().sum();
        values = next;
        if change < 1e-10 * scale {
            break;
        }
    }
    to_unit_length(&mut values);
    Ok(values)
}

/// Eigenvector centrality, scaled to length 1, by power iteration on the adjacency matrix plus the
/// identity (which does not swing on bipartite graphs).
pub fn eigenvector(graph: &Graph) -> Vec<f64> {
    let is_plain = graph.has_unit_weights();
    let mut values = vec![1.0; graph.n_nodes()];
    to_unit_length(&mut values);
    for _ in 0..5000 {
        let mut next: Vec<f64> =
            graph.nodes().map(|v| values[v as usize] + pull(graph, v, &values, is_plain)).collect();
        to_unit_length(&mut next);
        let change: f64 = next.iter().zip(&values).map(|(a, b)| (a - b).abs()).sum();
        values = next;
        if change < 1e-10 {
            break;
        }
    }
    values
}

fn largest_eigenvalue(graph: &Graph) -> f64 {
    let values = eigenvector(graph);
    let is_plain = graph.has_unit_weights();
    let product = graph.nodes().map(|v| values[v as usize] * pull(graph, v, &values, is_plain));
    product.sum()
}

/// The weighted sum of the neighbours' values.
#[inline]
fn pull(graph: &Graph, node: Node, values: &[f64], is_plain: bool) -> f64 {
    if is_plain {
        graph.neighbours(node).iter().map(|&next| values[next as usize]).sum()
    } else {
        graph.weighted_neighbours(node).map(|(next, weight)| weight * values[next as usize]).sum()
    }
}

fn to_unit_length(values: &mut [f64]) {
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length > 0.0 {
        for value in values {
            *value /= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_star_leads() {
        let star = Graph::from_edges(5, [(0, 1), (0, 2), (0, 3)]).unwrap();
        let rank = pagerank(&star, 0.85).unwrap();
        assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(rank[0] > rank[1] && rank[1] > rank[4]);
        let values = eigenvector(&star);
        assert!((values[0] / values[1] - 3.0_f64.sqrt()).abs() < 1e-6);
        let katz = katz(&star, Some(0.2)).unwrap();
        assert!((katz[0] / katz[4] - (1.0 + 0.6) / (1.0 - 0.12)).abs() < 1e-6);
    }

    #[test]
    fn factors_out_of_range_are_refused() {
        let edge = Graph::from_edges(2, [(0, 1)]).unwrap();
        assert!(pagerank(&edge, 1.0).is_err() && pagerank(&edge, f64::NAN).is_err());
        assert!(katz(&edge, Some(1.1)).is_err());
        assert!(pagerank(&Graph::default(), 0.85).unwrap().is_empty());
    }
}
