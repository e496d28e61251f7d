//! The `block` goal: `k` removals at once that leave the smallest largest component.
//!
//! The largest component can be brought to `L` with `k` removals exactly when the cheapest set for
//! `L` ([`crate::disruption::set`]) costs at most `k`, so a bisection over `L` finds the plan and,
//! from the lower bounds of the sets that cost too much, its certificate.

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::set::{self, SetPlan};
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// What a block is planned under.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How many nodes are removed at once; with `costs`, what they may cost together.
    pub k: f64,
    /// What removing each node costs, at least 0 and infinite when no plan may name it; empty when
    /// each costs 1.
    pub costs: Vec<f64>,
    /// Decides every random choice.
    pub seed: u64,
}

/// Removals at once with their certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockPlan {
    /// Whom to remove, ascending.
    pub removals: Vec<Node>,
    /// What they cost together.
    pub cost: f64,
    /// The largest component that is left.
    pub largest: u32,
    /// No plan leaves a smaller largest component.
    pub lower_bound: u32,
    /// Whether the plan is proved to leave the smallest.
    pub proved: bool,
}

/// Plans removals at once.
pub fn plan(graph: &Graph, options: &Options, budget: &Budget<'_>) -> Result<BlockPlan> {
    plan_weighted(graph, options, &vec![1; graph.n_nodes()], budget)
}

/// Plans removals at once where each node counts for its weight in a component, 0 included.
pub(super) fn plan_weighted(
    graph: &Graph,
    options: &Options,
    weights: &[u32],
    budget: &Budget<'_>,
) -> Result<BlockPlan> {
    if options.k.is_nan() || options.k < 0.0 {
        return Err(Error::OutOfRange { name: "k", expected: "at least 0", value: options.k });
    }
    let mut best = BlockPlan {
        removals: Vec::new(),
        cost: 0.0,
        largest: largest_after(graph, weights, &[]),
        lower_bound: 0,
        proved: false,
    };
    let mut low = 0;
    while low < best.largest {
        let max_fragment = low + (best.largest - low) / 2;
        let set = set_for(graph, options, weights, max_fragment, &budget.next(0.25))?;
        match set {
            Some(set) if set.cost <= options.k + 1e-9 => {
                best.largest = largest_after(graph, weights, &set.removals).min(max_fragment);
                best.removals = set.removals;
                best.cost = set.cost;
            }
            // Too dear for sure, or only as far as is known: then the bound stays where it is.
            Some(set) if set.lower_bound <= options.k + 1e-9 => {
                low = max_fragment + 1;
            }
            _ => {
                low = max_fragment + 1;
                best.lower_bound = best.lower_bound.max(low);
            }
        }
    }
    best.lower_bound = best.lower_bound.min(best.largest);
    best.proved = best.lower_bound == best.largest;
    Ok(best)
}

/// The cheapest set found for a limit; none when none is allowed.
fn set_for(
    graph: &Graph,
    options: &Options,
    weights: &[u32],
    max_fragment: u32,
    budget: &Budget<'_>,
) -> Result<Option<SetPlan>> {
    let set = set::Options { max_fragment, costs: options.costs.clone(), seed: options.seed };
    match set::plan_weighted(graph, &set, weights.to_vec(), budget) {
        Ok(plan) => Ok(Some(plan)),
        Err(Error::Infeasible { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The heaviest component that is left.
pub(super) fn largest_after(graph: &Graph, weights: &[u32], removals: &[Node]) -> u32 {
    let mut removed = vec![false; graph.n_nodes()];
    for &node in removals {
        removed[node as usize] = true;
    }
    let components = Components::without(graph, &removed);
    let mut sums = vec![0_u32; components.sizes.len()];
    for (&of, &weight) in components.of.iter().zip(weights) {
        if let Some(sum) = sums.get_mut(of as usize) {
            *sum += weight;
        }
    }
    sums.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;
    use crate::random::Random;

    fn quick(graph: &Graph, k: f64) -> BlockPlan {
        let options = Options { k, ..Options::default() };
        plan(graph, &options, &Budget::whole(&Steps::new(50_000_000))).unwrap()
    }

    #[test]
    fn blocks_are_as_good_as_the_best_subset() {
        let mut random = Random::new(9);
        for _ in 0..40 {
            let n_nodes = 4 + random.below(7);
            let edges = (0..2 * n_nodes)
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect::<Vec<_>>();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            let k = random.below(4);
            let subsets = (0_u32..1 << n_nodes).filter(|subset| subset.count_ones() <= k as u32);
            let least = subsets
                .map(|subset| {
                    let nodes = (0..n_nodes as Node).filter(|v| subset >> v & 1 == 1);
                    largest_after(&graph, &vec![1; n_nodes], &nodes.collect::<Vec<_>>())
                })
                .min();
            let plan = quick(&graph, k as f64);
            assert_eq!(Some(plan.largest), least);
            assert!(plan.proved && plan.removals.len() <= k);
        }
    }

    #[test]
    fn a_budget_of_zero_removes_nobody() {
        let graph = Graph::from_edges(3, [(0, 1), (1, 2)]).unwrap();
        let plan = quick(&graph, 0.0);
        assert!(plan.removals.is_empty() && plan.proved);
        assert_eq!(plan.largest, 3);
        let options = Options { k: f64::NAN, ..Options::default() };
        assert!(super::plan(&graph, &options, &Budget::whole(&Steps::new(1))).is_err());
    }
}
