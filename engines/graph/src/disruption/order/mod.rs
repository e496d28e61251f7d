//! The `order` goal: in which order to remove nodes so that the largest component shrinks fastest.
//!
//! 1. Orders from the literature ([`starts`]), each also re-ordered by greedy reinsertion.
//! 2. Simulated annealing over windows of the best of them, within the budget.
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
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

mod anneal;
mod bound;
mod contract;
mod reinsert;
mod search;
pub mod starts;
mod task;

/// What an order is planned under.
#[derive(Debug, Clone)]
pub struct Options {
    /// Stop as soon as the largest component is a smaller share of all nodes than this.
    pub stop: f64,
    /// Nodes that no plan may name; empty when all may be removed.
    pub protected: Vec<bool>,
    /// Decides every random choice.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { stop: 0.1, protected: Vec::new(), seed: 1 }
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
    /// No order has a smaller [`Curve::auc_sum`] than this.
    pub lower_bound: f64,
    /// Whether the order is proved to have the smallest [`Curve::auc_sum`].
    pub proved: bool,
    /// The start from which the search came to this order.
    pub start: &'static str,
}

/// The share of the budget for the search; the rest is for its certificate.
const SEARCH_SHARE: f64 = 0.85;

/// Plans an order of removals. The longer the budget, the better the plan; it is never worse than
/// the best start that the budget allowed.
pub fn plan(graph: &Graph, options: &Options, budget: &Budget<'_>) -> Result<OrderPlan> {
    if !(options.stop > 0.0 && options.stop <= 1.0) {
        let expected = "above 0 and at most 1";
        return Err(Error::OutOfRange { name: "stop", expected, value: options.stop });
    }
    let n_nodes = graph.n_nodes();
    let mut protected = options.protected.clone();
    if protected.is_empty() {
        protected = vec![false; n_nodes];
    } else if protected.len() != n_nodes {
        return Err(Error::Length { name: "protected", found: protected.len(), n_nodes });
    }
    let task = Task { graph, protected: &protected, goal: goal(n_nodes, options.stop) };
    let mut random = Random::new(options.seed);
    let (start, order) = search_from_starts(&task, &mut random, &budget.next(SEARCH_SHARE));
    let curve = Curve::new(graph, &order);
    let reached = curve.largest.last().copied().unwrap_or_else(|| largest(graph)) <= task.goal;
    let lower_bound = bound::auc_sum(&task, budget);
    let proved = reached && curve.auc_sum() <= lower_bound + 1e-9;
    Ok(OrderPlan { order, curve, reached, lower_bound, proved, start })
}

fn search_from_starts(
    task: &Task<'_>,
    random: &mut Random,
    budget: &Budget<'_>,
) -> (&'static str, Vec<Node>) {
    if largest(task.graph) <= task.goal {
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

fn largest(graph: &Graph) -> u32 {
    Components::new(graph).largest_size()
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

    #[test]
    fn the_protected_are_never_named() {
        let graph = triangles(6);
        let mut protected = vec![false; 18];
        protected[0] = true;
        protected[4] = true;
        let plan = quick(&graph, &Options { protected, ..Options::default() });
        assert!(!plan.order.contains(&0) && !plan.order.contains(&4));
        assert!(plan.reached);
    }

    #[test]
    fn all_protected_is_an_empty_plan() {
        let graph = triangles(3);
        let plan = quick(&graph, &Options { protected: vec![true; 9], ..Options::default() });
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
