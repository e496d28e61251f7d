//! The `set` goal: the cheapest removals after which no component is larger than a limit.
//!
//! 1. Reductions that keep a cheapest plan ([`kernel`]).
//! 2. A good plan by ruin and recreate ([`local`]).
//! 3. Its certificate: an exact search along a narrow sequence of nodes ([`frontier`]) that either
//!    finds a cheaper plan, proves that there is none, or leaves a lower bound.

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::set::frontier::Limits;
use crate::disruption::set::kernel::Kernel;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

mod frontier;
mod kernel;
mod local;
mod sequence;

/// What a set is planned under.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The largest component that may be left.
    pub max_fragment: u32,
    /// What removing each node costs, at least 0 and infinite when no plan may name it; empty when
    /// each costs 1.
    pub costs: Vec<f64>,
    /// Decides every random choice.
    pub seed: u64,
}

/// A set of removals with its certificate.
#[derive(Debug, Clone)]
pub struct SetPlan {
    /// Whom to remove, ascending.
    pub removals: Vec<Node>,
    /// What they cost together.
    pub cost: f64,
    /// No plan costs less.
    pub lower_bound: f64,
    /// Whether the plan is proved to be cheapest.
    pub proved: bool,
}

/// Plans a set of removals.
pub fn plan(graph: &Graph, options: &Options, budget: &Budget<'_>) -> Result<SetPlan> {
    plan_weighted(graph, options, vec![1; graph.n_nodes()], budget)
}

/// Plans a set of removals where each node counts for its weight in a fragment, 0 included.
pub(super) fn plan_weighted(
    graph: &Graph,
    options: &Options,
    weights: Vec<u32>,
    budget: &Budget<'_>,
) -> Result<SetPlan> {
    let costs = checked_costs(graph, &options.costs)?;
    let reduced = kernel::reduce(graph, &costs, weights, options.max_fragment);
    let mut random = Random::new(options.seed);
    let mut removals = reduced.forced;
    let forced: f64 = removals.iter().map(|&node| costs[node as usize]).sum();
    let mut lower_bound = forced;
    let mut proved = true;
    for part in components(&reduced.kernel) {
        let solved = solve(&part, &mut random, budget).ok_or_else(|| Error::Infeasible {
            reason: "nodes that may not be removed hold together too large a fragment".to_owned(),
        })?;
        removals.extend(solved.removals.iter().map(|&node| part.origin[node as usize]));
        lower_bound += solved.lower_bound;
        proved &= solved.proved;
    }
    removals.sort_unstable();
    let cost = removals.iter().map(|&node| costs[node as usize]).sum();
    Ok(SetPlan { removals, cost, lower_bound, proved })
}

/// One cost for each node: at least 0, infinite for who may not be removed.
pub(super) fn checked_costs(graph: &Graph, costs: &[f64]) -> Result<Vec<f64>> {
    let n_nodes = graph.n_nodes();
    if costs.is_empty() {
        return Ok(vec![1.0; n_nodes]);
    }
    if costs.len() != n_nodes {
        return Err(Error::Length { name: "costs", found: costs.len(), n_nodes });
    }
    match costs.iter().find(|cost| cost.is_nan() || **cost < 0.0) {
        Some(&value) => Err(Error::OutOfRange { name: "cost", expected: "at least 0", value }),
        None => Ok(costs.to_vec()),
    }
}

/// Each connected component of a kernel as one of its own.
fn components(kernel: &Kernel) -> Vec<Kernel> {
    let components = Components::new(&kernel.graph);
    let mut members = vec![Vec::new(); components.sizes.len()];
    for node in kernel.graph.nodes() {
        members[components.of[node as usize] as usize].push(node);
    }
    let part = |nodes: Vec<Node>| Kernel {
        graph: kernel.graph.induced(&nodes),
        origin: nodes.iter().map(|&node| kernel.origin[node as usize]).collect(),
        weight: nodes.iter().map(|&node| kernel.weight[node as usize]).collect(),
        cost: nodes.iter().map(|&node| kernel.cost[node as usize]).collect(),
        limit: kernel.limit,
    };
    members.into_iter().map(part).collect()
}

/// The share of the budget for finding a good plan before it is proved.
const SEARCH_SHARE: f64 = 0.3;
/// States kept at one time, first for bounds and then for the proof.
const BOUND_STATES: usize = 20_000;
const PROOF_STATES: usize = 1_500_000;

fn solve(kernel: &Kernel, random: &mut Random, budget: &Budget<'_>) -> Option<SetPlan> {
    let n_rounds = 3000 + 100 * kernel.graph.n_nodes();
    let mut removals = local::search(kernel, random, n_rounds, &budget.next(SEARCH_SHARE))?;
    let cost_of = |nodes: &[Node]| nodes.iter().map(|&v| kernel.cost[v as usize]).sum::<f64>();
    let upper = cost_of(&removals);
    let order = sequence::narrow(&kernel.graph, random);
    let rest = frontier::rest_bounds(kernel, &order, BOUND_STATES, &budget.next(0.3));
    let mut lower_bound = rest[0];
    if lower_bound < upper - 1e-9 {
        let limits = Limits { upper, max_states: PROOF_STATES, rest: &rest };
        let run = frontier::run(kernel, &order, 0, limits, budget);
        if let Some(plan) = run.plan {
            removals = plan;
            lower_bound = cost_of(&removals);
        } else {
            lower_bound = lower_bound.max(run.bound.min(upper));
        }
    }
    let cost = cost_of(&removals);
    let proved = lower_bound >= cost - 1e-9;
    Some(SetPlan { removals, cost, lower_bound, proved })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;

    fn quick(graph: &Graph, options: &Options) -> Result<SetPlan> {
        plan(graph, options, &Budget::whole(&Steps::new(20_000_000)))
    }

    /// The cheapest cost over all subsets.
    fn brute(graph: &Graph, limit: u32, costs: &[f64]) -> f64 {
        let n_nodes = graph.n_nodes();
        let mut least = f64::INFINITY;
        for subset in 0_u32..1 << n_nodes {
            let removed: Vec<bool> = (0..n_nodes).map(|v| subset >> v & 1 == 1).collect();
            let cost: f64 = (0..n_nodes).filter(|&v| removed[v]).map(|v| costs[v]).sum();
            if cost < least && Components::without(graph, &removed).largest_size() <= limit {
                least = cost;
            }
        }
        least
    }

    #[test]
    fn plans_are_as_cheap_as_the_best_subset() {
        let mut random = Random::new(5);
        for case in 0..150 {
            let n_nodes = 3 + random.below(9);
            let n_edges = random.below(2 * n_nodes) + 1;
            let edges = (0..n_edges)
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect::<Vec<_>>();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            let max_fragment = 1 + random.below(4) as u32;
            let costs: Vec<f64> = match case % 3 {
                0 => vec![1.0; n_nodes],
                1 => (0..n_nodes).map(|_| (1 + random.below(3)) as f64).collect(),
                _ => (0..n_nodes)
                    .map(|_| if random.below(4) == 0 { f64::INFINITY } else { 1.0 })
                    .collect(),
            };
            let least = brute(&graph, max_fragment, &costs);
            let options = Options { max_fragment, costs, seed: case };
            match quick(&graph, &options) {
                Ok(plan) => {
                    assert!((plan.cost - least).abs() < 1e-9, "case {case}: {plan:?} {least}");
                    assert!(plan.proved, "case {case}: {plan:?}");
                    let mut removed = vec![false; n_nodes];
                    plan.removals.iter().for_each(|&v| removed[v as usize] = true);
                    let left = Components::without(&graph, &removed);
                    assert!(left.largest_size() <= max_fragment);
                }
                Err(_) => assert!(least.is_infinite(), "case {case}: {least}"),
            }
        }
    }

    #[test]
    fn no_fragments_at_all_means_everyone_goes() {
        let graph = Graph::from_edges(3, [(0, 1)]).unwrap();
        let plan = quick(&graph, &Options::default()).unwrap();
        assert_eq!(plan.removals, [0, 1, 2]);
    }

    #[test]
    fn a_long_path_is_cut_in_pieces() {
        let n_nodes = 100_000;
        let graph = Graph::from_edges(n_nodes, (1..n_nodes as Node).map(|v| (v - 1, v))).unwrap();
        let plan = quick(&graph, &Options { max_fragment: 99, ..Options::default() }).unwrap();
        assert_eq!(plan.removals.len(), 1000);
        assert!(plan.proved);
    }

    #[test]
    fn wrong_costs_are_refused() {
        let graph = Graph::from_edges(2, [(0, 1)]).unwrap();
        for costs in [vec![1.0], vec![f64::NAN, 1.0], vec![-1.0, 1.0]] {
            let options = Options { max_fragment: 1, costs, seed: 0 };
            assert!(quick(&graph, &options).is_err());
        }
    }
}
