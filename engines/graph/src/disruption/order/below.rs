//! Orders that stay below a given curve at every step.
//!
//! The least area may be paid for at a single step: an order can be the best over all of its curve
//! and still leave more together after the fifth removal than somebody else's plan. Here the curve
//! is a promise instead: after each removal no more may hang together than it says, and of the
//! orders that keep to it the one with the smallest sum is wanted.

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::order::exact::{self, Found, Search};
use crate::disruption::order::task::Task;
use crate::disruption::set::checked_costs;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// Whether an order stays below a curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Below {
    /// This one does.
    Order {
        /// Whom to remove, first to last; ends where the last step of the curve is met.
        order: Vec<Node>,
        /// Whether no other such order has a smaller sum.
        proved: bool,
    },
    /// None does; it is possible for so many first steps of the curve together, and no more.
    Impossible {
        /// How many.
        n_steps: usize,
    },
    /// The budget ended before that was known.
    Open,
}

/// Looks for the order after whose first, second, ... removal no more than `at_most` hang together.
/// The costs, empty when everybody may be removed, only say who may not: infinite ones.
///
/// ```
/// use crossbearing_graph::budget::{Budget, Steps};
/// use crossbearing_graph::disruption::order::below::{self, Below};
///
/// // A path of seven: its middle first, then the middles of the halves.
/// let graph = crossbearing_graph::Graph::from_edges(7, (0..6).map(|at| (at, at + 1)))?;
/// let steps = Steps::new(1_000_000);
/// let found = below::plan(&graph, &[3, 3, 1], &[], &Budget::whole(&steps))?;
/// assert_eq!(found, Below::Order { order: vec![3, 1, 5], proved: true });
/// let found = below::plan(&graph, &[3, 2, 1], &[], &Budget::whole(&steps))?;
/// assert_eq!(found, Below::Impossible { n_steps: 1 });
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
pub fn plan(graph: &Graph, at_most: &[u32], costs: &[f64], budget: &Budget<'_>) -> Result<Below> {
    let n_nodes = graph.n_nodes();
    if n_nodes > exact::MOST_NODES {
        return Err(Error::TooManyNodes { n_nodes, limit: exact::MOST_NODES });
    }
    let costs = checked_costs(graph, costs)?;
    let at_most = falling(at_most);
    let found = within(graph, &costs, &at_most, budget);
    if found != (Below::Impossible { n_steps: 0 }) {
        return Ok(found);
    }
    // Every beginning of a curve that can be met can be met by itself.
    for n_steps in (1..at_most.len()).rev() {
        match within(graph, &costs, &at_most[..n_steps], budget) {
            Below::Order { .. } => return Ok(Below::Impossible { n_steps }),
            Below::Open => return Ok(Below::Open),
            Below::Impossible { .. } => {}
        }
    }
    Ok(found)
}

fn within(graph: &Graph, costs: &[f64], at_most: &[u32], budget: &Budget<'_>) -> Below {
    let goal = at_most.last().copied().unwrap_or(u32::MAX);
    let largest = Components::new(graph).largest_size();
    if largest <= goal {
        return Below::Order { order: Vec::new(), proved: true };
    }
    let task = Task { graph, costs, is_uniform: true, largest, goal };
    let mut best: Option<(f64, Vec<Node>)> = None;
    let mut is_whole = true;
    for n_steps in 1..=at_most.len() {
        // What an order does not go on for counts as the goal that it has met.
        let tail = f64::from(goal) * (at_most.len() - n_steps) as f64;
        let upper = best.as_ref().map_or(f64::INFINITY, |(sum, _)| sum - tail);
        let found = search(&task, &at_most[..n_steps], upper, budget);
        is_whole &= found.is_whole;
        if let Some(order) = found.order {
            best = Some((found.bound + tail, order));
        }
    }
    match best {
        Some((_, order)) => Below::Order { order, proved: is_whole },
        None if is_whole => Below::Impossible { n_steps: 0 },
        None => Below::Open,
    }
}

/// All orders of so many steps that end with the goal met.
fn search(task: &Task<'_>, at_most: &[u32], upper: f64, budget: &Budget<'_>) -> Found {
    let weights = vec![1.0; at_most.len()];
    let least = vec![0; at_most.len()];
    Search { task: *task, weights: &weights, least: &least, upper, at_most }.run(budget)
}

/// A curve of removals never rises: what a step allows, no later one exceeds.
fn falling(at_most: &[u32]) -> Vec<u32> {
    let mut least = u32::MAX;
    let lowered = at_most.iter().map(|&most| {
        least = least.min(most);
        least
    });
    lowered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;
    use crate::disruption::curve::Curve;
    use crate::random::Random;

    fn quick(graph: &Graph, at_most: &[u32], costs: &[f64]) -> Below {
        plan(graph, at_most, costs, &Budget::whole(&Steps::new(100_000_000))).unwrap()
    }

    /// The least sum of an order that keeps to the curve, and for how many steps one can.
    fn by_trying(graph: &Graph, at_most: &[u32], costs: &[f64]) -> (Option<u32>, usize) {
        let (mut least, mut n_met) = (None, 0);
        let mut orders = vec![Vec::new()];
        while let Some(order) = orders.pop() {
            let curve = Curve::new(graph, &order).largest;
            if curve.iter().zip(at_most).any(|(size, most)| size > most) {
                continue;
            }
            n_met = n_met.max(order.len());
            if order.len() == at_most.len() {
                let goal = at_most.iter().min().copied().unwrap_or(0);
                let sum = curve.iter().map(|&size| size.max(goal)).sum();
                least = Some(least.map_or(sum, |known: u32| known.min(sum)));
                continue;
            }
            for node in graph.nodes().filter(|node| !order.contains(node)) {
                if costs[node as usize].is_finite() {
                    orders.push([&order[..], &[node]].concat());
                }
            }
        }
        (least, n_met)
    }

    #[test]
    fn what_is_found_or_ruled_out_agrees_with_every_order() {
        let mut random = Random::new(5);
        let (mut n_found, mut n_impossible) = (0, 0);
        for case in 0..200 {
            let n_nodes = 4 + random.below(4);
            let edges: Vec<_> = (0..n_nodes + random.below(6))
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            let mut at_most: Vec<u32> =
                (0..=random.below(3)).map(|_| 1 + random.below(n_nodes) as u32).collect();
            at_most.sort_unstable_by(|a, b| b.cmp(a));
            let costs: Vec<f64> = (0..n_nodes)
                .map(|_| if random.below(5) == 0 { f64::INFINITY } else { 1.0 })
                .collect();
            let (least, n_met) = by_trying(&graph, &at_most, &costs);
            match quick(&graph, &at_most, &costs) {
                Below::Order { order, proved } => {
                    let curve = Curve::new(&graph, &order).largest;
                    assert!(curve.iter().zip(&at_most).all(|(size, most)| size <= most));
                    let goal = *at_most.last().unwrap();
                    let mut sum: u32 = curve.iter().map(|&size| size.max(goal)).sum();
                    sum += goal * (at_most.len() - order.len()) as u32;
                    // Whoever is removable may be too few to go on: then nothing was counted.
                    assert!(proved && least.is_none_or(|least| sum == least), "case {case}");
                    n_found += 1;
                }
                Below::Impossible { n_steps } => {
                    assert_eq!((least, n_met), (None, n_steps), "case {case}");
                    n_impossible += 1;
                }
                Below::Open => panic!("case {case} was not settled"),
            }
        }
        assert!(n_found > 40 && n_impossible > 40, "{n_found} {n_impossible}");
    }

    #[test]
    fn no_budget_is_no_answer_and_too_many_nodes_are_refused() {
        let graph = Graph::from_edges(40, (0..39).map(|at| (at, at + 1))).unwrap();
        let nothing = Steps::new(0);
        let found = plan(&graph, &[20, 10, 10], &[], &Budget::whole(&nothing)).unwrap();
        assert_eq!(found, Below::Open);
        let many = Graph::from_edges(600, []).unwrap();
        assert!(plan(&many, &[1], &[], &Budget::whole(&nothing)).is_err());
    }
}
