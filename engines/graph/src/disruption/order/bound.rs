//! What no removal order can beat.

use crate::disruption::order::task::Task;

/// A lower bound on the sum of the curve's shares, from degrees alone.
///
/// `t` removals take away at most the `t` largest degrees in edges. The edges that are left lie in
/// components of at most `s` nodes, each of which holds at most `s (s - 1) / 2`; over `n - t` nodes
/// that gives the least possible `s`.
pub(super) fn auc_sum(task: &Task<'_>) -> f64 {
    let n_nodes = task.graph.n_nodes();
    let mut degrees: Vec<usize> = task
        .graph
        .nodes()
        .filter(|&v| task.is_removable(v))
        .map(|v| task.graph.degree(v))
        .collect();
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    let mut edges = task.graph.n_edges();
    let mut sum = 0.0;
    for (index, degree) in degrees.into_iter().enumerate() {
        edges = edges.saturating_sub(degree);
        let left = n_nodes - index - 1;
        if left == 0 || edges == 0 {
            break;
        }
        let size = 1.0 + 2.0 * edges as f64 / left as f64;
        if size.ceil() <= f64::from(task.goal) {
            break;
        }
        sum += size.ceil();
    }
    sum / n_nodes.max(1) as f64
}
