//! The largest-component curve: what is left of a network after each removal.
//!
//! The measure of the dismantling literature (Artime et al.: Robustness and resilience of complex
//! networks, Nature Reviews Physics 2024, and its review code): remove one node a step, `y` is the
//! largest component over the original number of nodes, stop at the first `y` below the threshold;
//! the score is the area under the values after each removal, by Simpson's rule with unit steps.

use crate::components::UnionFind;
use crate::graph::{Graph, Node};

/// The size of the largest component after each removal of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// The largest component after the first, second, ... removal.
    pub largest: Vec<u32>,
    n_nodes: usize,
}

impl Curve {
    /// The curve of removing `order` from `graph`, one node a step, in
    /// `O((n + m) α(n))`: the nodes come back last to first. A repeated node counts as a step
    /// that changes nothing.
    pub fn new(graph: &Graph, order: &[Node]) -> Self {
        let mut absent = vec![false; graph.n_nodes()];
        let is_first: Vec<bool> = order
            .iter()
            .map(|&node| !std::mem::replace(&mut absent[node as usize], true))
            .collect();
        let mut sets = UnionFind::new(graph.n_nodes());
        let mut largest = 0;
        for node in graph.nodes().filter(|&node| !absent[node as usize]) {
            largest = largest.max(join(graph, &mut sets, &absent, node));
        }
        let mut sizes = vec![0; order.len()];
        for (step, &node) in order.iter().enumerate().rev() {
            sizes[step] = largest;
            if is_first[step] {
                absent[node as usize] = false;
                largest = largest.max(join(graph, &mut sets, &absent, node));
            }
        }
        Self { largest: sizes, n_nodes: graph.n_nodes() }
    }

    /// The curve as shares of the original number of nodes.
    pub fn shares(&self) -> impl Iterator<Item = f64> + '_ {
        self.largest.iter().map(|&size| f64::from(size) / self.n_nodes as f64)
    }

    /// How many removals bring the share below `stop`; `None` when these do not.
    pub fn steps_to(&self, stop: f64) -> Option<usize> {
        self.shares().position(|share| share < stop).map(|index| index + 1)
    }

    /// The first `steps` removals alone.
    #[must_use]
    pub fn first(&self, steps: usize) -> Self {
        Self {
            largest: self.largest[..steps.min(self.largest.len())].to_vec(),
            n_nodes: self.n_nodes,
        }
    }

    /// The sum of the shares.
    pub fn auc_sum(&self) -> f64 {
        let sum: u64 = self.largest.iter().map(|&size| u64::from(size)).sum();
        if self.n_nodes == 0 { 0.0 } else { sum as f64 / self.n_nodes as f64 }
    }

    /// The area under the shares by Simpson's rule.
    pub fn auc_simpson(&self) -> f64 {
        let weights = simpson_weights(self.largest.len());
        // A sum of nothing is a negative zero in Rust.
        self.shares().zip(weights).map(|(share, weight)| share * weight).sum::<f64>() + 0.0
    }
}

fn join(graph: &Graph, sets: &mut UnionFind, absent: &[bool], node: Node) -> u32 {
    let present = graph.neighbours(node).iter().filter(|&&next| !absent[next as usize]);
    present.fold(sets.size(node), |_, &next| sets.unite(node, next))
}

/// The weight of each of `n_values` equally spaced values in Simpson's rule with unit steps. An
/// even number of values is closed by the parabola through the last three (Cartwright: Simpson's
/// Rule Cumulative Integration with MS Excel and Irregularly-spaced Data, 2017), as in `SciPy` 1.11
/// and later.
pub fn simpson_weights(n_values: usize) -> Vec<f64> {
    let mut weights = vec![0.0; n_values];
    let n_odd = if n_values.is_multiple_of(2) { n_values.saturating_sub(1) } else { n_values };
    for start in (0..n_odd.saturating_sub(2)).step_by(2) {
        for (offset, weight) in [1.0, 4.0, 1.0].into_iter().enumerate() {
            weights[start + offset] += weight / 3.0;
        }
    }
    match n_values {
        2 => weights.fill(0.5),
        n if n > 2 && n != n_odd => {
            for (offset, weight) in [-1.0, 8.0, 5.0].into_iter().enumerate() {
                weights[n - 3 + offset] += weight / 12.0;
            }
        }
        _ => {}
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cut_in_the_middle() {
        let graph = Graph::from_edges(5, [(0, 1), (1, 2), (2, 3), (3, 4)]).unwrap();
        let curve = Curve::new(&graph, &[2, 1, 3]);
        assert_eq!(curve.largest, [2, 2, 1]);
        assert_eq!(curve.steps_to(0.3), Some(3));
        assert_eq!(curve.steps_to(0.2), None);
        assert!((curve.auc_sum() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_repeated_removal_changes_nothing() {
        let graph = Graph::from_edges(3, [(0, 1), (1, 2)]).unwrap();
        assert_eq!(Curve::new(&graph, &[1, 1, 0]).largest, [1, 1, 1]);
    }

    /// Values computed with `scipy.integrate.simpson(range_squared, dx=1)`, `SciPy` 1.17.
    #[test]
    fn simpson_agrees_with_scipy() {
        let area = |values: &[f64]| -> f64 {
            values.iter().zip(simpson_weights(values.len())).map(|(y, w)| y * w).sum()
        };
        let values = [9.0, 8.0, 6.5, 6.0, 3.0, 2.5, 1.0, 0.5];
        let expected = [
            (1, 0.0),
            (2, 8.5),
            (3, 15.833_333_333_333_334),
            (4, 22.0),
            (5, 27.0),
            (6, 29.541_666_666_666_668),
            (7, 31.666_666_666_666_664),
            (8, 32.333_333_333_333_33),
        ];
        for (n_values, scipy) in expected {
            let ours = area(&values[..n_values]);
            assert!((ours - scipy).abs() < 1e-9, "{n_values}: {ours} {scipy}");
        }
    }
}
