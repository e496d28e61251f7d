//! What no removal order can beat.

use crate::budget::Budget;
use crate::disruption::block;
use crate::disruption::order::task::Task;

/// Larger networks get the bound from degrees alone.
const MOST_NODES: usize = 500;

/// A lower bound on the sum of the curve's shares.
///
/// After `t` removals of any order the largest component is no smaller than the best block of `t`
/// removals leaves it. That forgets only that the blocks of an order lie within one another.
pub(super) fn auc_sum(task: &Task<'_>, budget: &Budget<'_>) -> f64 {
    let n_nodes = task.graph.n_nodes();
    let mut sum = 0;
    for k in 1..=n_nodes {
        let by_degree = largest_by_degree(task, k);
        let size = if n_nodes > MOST_NODES || by_degree > task.goal {
            by_degree
        } else {
            by_degree.max(largest_by_block(task, k, &budget.next(0.2)))
        };
        if size <= task.goal {
            break;
        }
        sum += u64::from(size);
    }
    sum as f64 / n_nodes.max(1) as f64
}

/// `k` removals take away at most the `k` largest degrees in edges. The edges that are left lie in
/// components of at most `s` nodes, each of which holds at most `s (s - 1) / 2`; over `n - k` nodes
/// that gives the least possible `s`.
fn largest_by_degree(task: &Task<'_>, k: usize) -> u32 {
    let removable = task.graph.nodes().filter(|&node| task.is_removable(node));
    let mut degrees: Vec<usize> = removable.map(|node| task.graph.degree(node)).collect();
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    let gone: usize = degrees.iter().take(k).sum();
    let edges = task.graph.n_edges().saturating_sub(gone);
    let left = task.graph.n_nodes().saturating_sub(k);
    if left == 0 || edges == 0 { 0 } else { 1 + (2 * edges).div_ceil(left) as u32 }
}

fn largest_by_block(task: &Task<'_>, k: usize, budget: &Budget<'_>) -> u32 {
    let cost = |&is_protected: &bool| if is_protected { f64::INFINITY } else { 1.0 };
    let costs = task.protected.iter().map(cost).collect();
    let options = block::Options { k: k as f64, costs, seed: 1 };
    block::plan(task.graph, &options, budget).map_or(0, |plan| plan.lower_bound)
}
