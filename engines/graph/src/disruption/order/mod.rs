//! The `order` goal: in which order to remove nodes so that the largest component shrinks fastest.
//!
//! 1. Orders from the literature ([`starts`]), each also re-ordered by greedy reinsertion.
//! 2. Simulated annealing over windows of the best of them, within the budget.
//! 3. A certificate ([`bound`]): for small networks often the proof that no order is better.
//!
//! ```
//! use crossbearing_graph::budget::{Budget, Steps};
//! use crossbearing_graph::disruption::order::{self, Options};
//!
//! // Two triangles that share node 2.
//! let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)];
//! let graph = crossbearing_graph::Graph::from_edges(5, edges)?;
//! let plan = order::plan(&graph, &Options { stop: 0.5, ..Options::default() },
//!     &Budget::whole(&Steps::new(100_000)))?;
//! assert_eq!(plan.order, [2]);
//! # Ok::<(), crossbearing_graph::Error>(())
//! ```

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::curve::Curve;
use crate::disruption::order::task::Task;
use crate::disruption::set::checked_costs;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

mod anneal;
pub mod below;
mod bound;
mod contract;
mod exact;
mod reinsert;
mod search;
pub mod starts;
mod task;

/// What an order is planned under.
#[derive(Debug, Clone)]
pub struct Options {
    /// Stop as soon as the largest component is a smaller share of all nodes than this.
    pub stop: f64,
    /// What removing each node costs, at least 0 and infinite when no plan may name it; empty when
    /// each costs 1.
    pub costs: Vec<f64>,
    /// Decides every random choice.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { stop: 0.1, costs: Vec::new(), seed: 1 }
    }
}

/// An order of removals with its curve and its certificate.
#[derive(Debug, Clone)]
pub struct OrderPlan {
    /// Whom to remove, first to last.
    pub order: Vec<Node>,
    /// What is left after each removal.
    pub curve: Curve,
    /// Whether the curve gets below the stop; it cannot when too many nodes are protected.
    pub reached: bool,
    /// The area that the plan makes small: [`Curve::auc_simpson`] where all removals cost the same;
    /// else the area under the largest component's share over the costs spent.
    pub area: f64,
    /// No order that reaches the stop has a smaller area than this.
    pub lower_bound: f64,
    /// Whether the order is proved to have the smallest area.
    pub proved: bool,
    /// The start from which the search came to this order.
    pub start: &'static str,
}

/// The share of the budget for the search; the rest is for its certificate.
const SEARCH_SHARE: f64 = 0.85;
/// Small networks are searched to the bottom soon, and can be proved: only what this leaves open is
/// searched for longer.
const SMALL: usize = 150;
const SMALL_SEARCH_SHARE: f64 = 0.02;
const SMALL_PROOF_SHARE: f64 = 0.5;

/// Plans an order of removals. The longer the budget, the better the plan; it is never worse than
/// the best start that the budget allowed.
pub fn plan(graph: &Graph, options: &Options, budget: &Budget<'_>) -> Result<OrderPlan> {
    if !(options.stop > 0.0 && options.stop <= 1.0) {
        let expected = "above 0 and at most 1";
        return Err(Error::OutOfRange { name: "stop", expected, value: options.stop });
    }
    let n_nodes = graph.n_nodes();
    let costs = checked_costs(graph, &options.costs)?;
    let is_uniform = is_uniform(&costs);
    let (largest, goal) = (Components::new(graph).largest_size(), goal(n_nodes, options.stop));
    let task = Task { graph, costs: &costs, is_uniform, largest, goal };
    let mut random = Random::new(options.seed);
    if n_nodes > SMALL {
        let found = search_from_starts(&task, &mut random, &budget.next(SEARCH_SHARE));
        return Ok(certified(&task, found, budget));
    }
    let found = search_from_starts(&task, &mut random, &budget.next(SMALL_SEARCH_SHARE));
    let plan = certified(&task, found, &budget.next(SMALL_PROOF_SHARE));
    if plan.proved || !plan.reached {
        return Ok(plan);
    }
    let again = search_from_starts(&task, &mut random, budget);
    Ok(better(&task, plan, again))
}

/// The plan with another order in its place, if that leaves a smaller area.
fn better(task: &Task<'_>, plan: OrderPlan, found: (&'static str, Vec<Node>)) -> OrderPlan {
    let (start, order) = found;
    let curve = Curve::new(task.graph, &order);
    let area = task.area(&order, &curve);
    if curve.largest.last().is_none_or(|&size| size > task.goal) || area >= plan.area {
        return plan;
    }
    let proved = area <= plan.lower_bound + 1e-9;
    OrderPlan { order, curve, area, proved, start, ..plan }
}

/// Whether everyone who may be removed costs the same.
fn is_uniform(costs: &[f64]) -> bool {
    let mut finite = costs.iter().filter(|cost| cost.is_finite());
    let Some(first) = finite.next() else { return true };
    finite.all(|cost| cost.total_cmp(first).is_eq())
}

/// A plan with its certificate.
fn certified(task: &Task<'_>, found: (&'static str, Vec<Node>), budget: &Budget<'_>) -> OrderPlan {
    let (mut start, mut order) = found;
    let mut curve = Curve::new(task.graph, &order);
    let reached = curve.largest.last().copied().unwrap_or(task.largest) <= task.goal;
    let mut area = task.area(&order, &curve);
    let mut lower_bound = if order.is_empty() && reached { area } else { 0.0 };
    if reached && !order.is_empty() {
        let found = bound::certificate(task, area, budget);
        lower_bound = found.bound;
        if let Some(better) = found.order {
            (start, order) = ("exact search", better);
            curve = Curve::new(task.graph, &order);
            area = task.area(&order, &curve);
        }
    }
    let proved = reached && area <= lower_bound + 1e-9;
    OrderPlan { order, curve, reached, area, lower_bound, proved, start }
}

fn search_from_starts(
    task: &Task<'_>,
    random: &mut Random,
    budget: &Budget<'_>,
) -> (&'static str, Vec<Node>) {
    if task.largest <= task.goal {
        return ("nothing to do", Vec::new());
    }
    let mut found = search::starts(task, random, budget);
    if found.is_empty() {
        return ("nobody may be removed", Vec::new());
    }
    search::improve(task, &mut found, random, budget);
    let best = found.swap_remove(0);
    (best.start.name(), best.order)
}

/// The largest component that is small enough: below the share `stop` of all nodes.
fn goal(n_nodes: usize, stop: f64) -> u32 {
    let is_met = |size: u32| f64::from(size) / (n_nodes as f64) < stop;
    let mut goal = (n_nodes as f64 * stop) as u32;
    while goal > 0 && !is_met(goal) {
        goal -= 1;
    }
    goal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;

    fn quick(graph: &Graph, options: &Options) -> OrderPlan {
        plan(graph, options, &Budget::whole(&Steps::new(2_000_000))).unwrap()
    }

    /// A ring of triangles, each joined to the next by one node.
    fn triangles(n_triangles: u32) -> Graph {
        let n_nodes = n_triangles * 3;
        let edges = (0..n_triangles).flat_map(|t| {
            let a = t * 3;
            [(a, a + 1), (a + 1, a + 2), (a, a + 2), (a, (a + 3) % n_nodes)]
        });
        Graph::from_edges(n_nodes as usize, edges).unwrap()
    }

    #[test]
    fn the_seed_decides_the_plan() {
        let graph = triangles(12);
        let options = Options { seed: 3, ..Options::default() };
        assert_eq!(quick(&graph, &options).order, quick(&graph, &options).order);
    }

    #[test]
    fn the_plan_is_the_best_of_all_orders() {
        let graph = triangles(3);
        let options = Options { stop: 0.3, ..Options::default() };
        let found = quick(&graph, &options).curve.auc_simpson();
        let mut least = f64::INFINITY;
        let mut orders = vec![Vec::new()];
        while let Some(order) = orders.pop() {
            let curve = Curve::new(&graph, &order);
            if curve.steps_to(0.3).is_some() {
                least = least.min(curve.auc_simpson());
                continue;
            }
            for node in graph.nodes().filter(|node| !order.contains(node)) {
                orders.push([&order[..], &[node]].concat());
            }
        }
        assert!((found - least).abs() < 1e-9, "{found} {least}");
    }

    /// The least area over all orders that reach the goal, by trying them all.
    fn least_area(task: &Task<'_>, order: &mut Vec<Node>) -> f64 {
        let curve = Curve::new(task.graph, order);
        if curve.largest.last().copied().unwrap_or(task.largest) <= task.goal {
            return task.area(order, &curve);
        }
        let mut least = f64::INFINITY;
        for node in task.graph.nodes() {
            if !order.contains(&node) && task.is_removable(node) {
                order.push(node);
                least = least.min(least_area(task, order));
                order.pop();
            }
        }
        least
    }

    #[test]
    fn what_is_proved_is_the_best_of_all_orders() {
        let mut random = Random::new(17);
        let mut n_proved = 0;
        for case in 0..150 {
            let n_nodes = 3 + random.below(5);
            let edges: Vec<_> = (0..random.below(12) + 2)
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            let costs: Vec<f64> = (0..n_nodes)
                .map(|_| match (case % 3, random.below(4)) {
                    (0, _) => 1.0,
                    (_, 0) => f64::INFINITY,
                    (1, _) => 1.0,
                    (_, cost) => cost as f64,
                })
                .collect();
            let stop = 0.2 + 0.1 * random.below(4) as f64;
            let options = Options { stop, costs: costs.clone(), seed: case };
            let plan = quick(&graph, &options);
            let largest = Components::new(&graph).largest_size();
            let is_uniform = is_uniform(&costs);
            let goal = goal(n_nodes, stop);
            let task = Task { graph: &graph, costs: &costs, is_uniform, largest, goal };
            let least = least_area(&task, &mut Vec::new());
            assert_eq!(plan.reached, least.is_finite(), "case {case}");
            assert!(plan.lower_bound <= least + 1e-9, "case {case}: {plan:?} {least}");
            if plan.reached {
                assert!((plan.area - least).abs() < 1e-9, "case {case}: {plan:?} {least}");
                assert!(plan.proved || case % 3 == 2, "case {case}: {plan:?}");
                n_proved += usize::from(plan.proved);
            }
        }
        assert!(n_proved > 90, "{n_proved}");
    }

    #[test]
    fn a_dear_hub_waits() {
        // A hub of two stars costs more than the two centres together.
        let mut edges = vec![(0, 1), (0, 2)];
        edges.extend((3..9).map(|leaf| (1, leaf)));
        edges.extend((9..15).map(|leaf| (2, leaf)));
        let graph = Graph::from_edges(15, edges).unwrap();
        let mut costs = vec![1.0; 15];
        costs[0] = 20.0;
        let plan = quick(&graph, &Options { costs, ..Options::default() });
        assert!(plan.order == [1, 2] || plan.order == [2, 1]);
        assert!((plan.area - (15.0 + 8.0) / 15.0).abs() < 1e-9, "{plan:?}");
        assert!(plan.lower_bound > 0.9);
    }

    #[test]
    fn the_protected_are_never_named() {
        let graph = triangles(6);
        let mut costs = vec![1.0; 18];
        costs[0] = f64::INFINITY;
        costs[4] = f64::INFINITY;
        let plan = quick(&graph, &Options { costs, ..Options::default() });
        assert!(!plan.order.contains(&0) && !plan.order.contains(&4));
        assert!(plan.reached);
    }

    #[test]
    fn all_protected_is_an_empty_plan() {
        let graph = triangles(3);
        let plan = quick(&graph, &Options { costs: vec![f64::INFINITY; 9], ..Options::default() });
        assert!(plan.order.is_empty() && !plan.reached && !plan.proved);
    }

    #[test]
    fn graphs_without_edges_or_nodes() {
        let empty = quick(&Graph::default(), &Options::default());
        assert!(empty.order.is_empty());
        let loose = Graph::from_edges(5, []).unwrap();
        assert_eq!(quick(&loose, &Options::default()).order.len(), 5);
        let many = Graph::from_edges(50, []).unwrap();
        let plan = quick(&many, &Options::default());
        assert!(plan.order.is_empty() && plan.reached);
    }

    #[test]
    fn no_budget_still_gives_a_plan() {
        let graph = triangles(30);
        let plan = plan(&graph, &Options::default(), &Budget::whole(&Steps::new(0)));
        assert!(plan.unwrap().reached);
    }

    #[test]
    fn a_giant_star_falls_at_once() {
        let graph = Graph::from_edges(5000, (1..5000).map(|leaf| (0, leaf))).unwrap();
        assert_eq!(quick(&graph, &Options::default()).order, [0]);
    }

    #[test]
    fn a_stop_outside_its_range_is_refused() {
        for stop in [0.0, -1.0, 1.5, f64::NAN] {
            let options = Options { stop, ..Options::default() };
            assert!(plan(&triangles(3), &options, &Budget::whole(&Steps::new(10))).is_err());
        }
    }
}
