//! What no removal order can beat.

use crate::budget::Budget;
use crate::disruption::curve::simpson_weights;
use crate::disruption::order::exact::{self, Search};
use crate::disruption::order::task::Task;
use crate::disruption::set;
use crate::graph::Node;

/// A bound on the area under the curve by Simpson's rule, in shares, and a better order if one was
/// found on the way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Certificate {
    pub(super) bound: f64,
    pub(super) order: Option<Vec<Node>>,
}

/// Orders that end later than this many steps after the earliest have a higher floor: from there
/// on two steps more always add to the area.
const MORE_STEPS: usize = 6;

/// Bounds the area of every order from below, given one whose area is `known`.
pub(super) fn certificate(task: &Task<'_>, known: f64, budget: &Budget<'_>) -> Certificate {
    if task.is_uniform {
        by_steps(task, known, budget)
    } else {
        Certificate { bound: by_costs(task, budget).min(known), order: None }
    }
}

/// After `t` removals of any order the largest component is no smaller than the best block of `t`
/// removals leaves it. For small networks all orders that this does not rule out are searched.
fn by_steps(task: &Task<'_>, known: f64, budget: &Budget<'_>) -> Certificate {
    let n_nodes = task.graph.n_nodes();
    let least = least_after(task, &budget.next(0.5));
    let earliest = least.len();
    let mut upper = known * n_nodes as f64;
    let mut certificate = Certificate { bound: upper, order: None };
    // Odd and even numbers of steps have floors of their own.
    let mut n_settled = 0;
    for n_steps in earliest..=n_nodes {
        let weights = simpson_weights(n_steps);
        let mut least = least.clone();
        least.resize(n_steps, u32::from(n_steps < n_nodes));
        let floor = floor(&weights, &least, task.goal);
        let is_open = floor < upper - 1e-9;
        let may_search = n_nodes <= exact::MOST_NODES && !budget.is_spent();
        if is_open && may_search {
            let search =
                Search { task: *task, weights: &weights, least: &least, upper, at_most: &[] };
            let found = search.run(budget);
            certificate.bound = certificate.bound.min(found.bound);
            if found.order.is_some() {
                upper = found.bound;
                certificate.order = found.order;
            }
        } else if is_open {
            certificate.bound = certificate.bound.min(floor);
        }
        n_settled = if is_open && may_search { 0 } else { n_settled + 1 };
        if n_settled >= 2 && n_steps >= earliest + MORE_STEPS {
            break;
        }
    }
    certificate.bound /= n_nodes.max(1) as f64;
    certificate
}

/// What every order pays: as long as not enough is spent for the cheapest set of a limit, the
/// largest component is larger than that limit.
fn by_costs(task: &Task<'_>, budget: &Budget<'_>) -> f64 {
    if task.graph.n_nodes() > exact::MOST_NODES {
        return 0.0;
    }
    let mut needed = Needed::new(task);
    needed.by_sets(budget);
    let end = needed.costs.first().copied().unwrap_or(0.0);
    let area = f64::from(task.goal) * end + needed.costs.iter().sum::<f64>();
    area / task.graph.n_nodes().max(1) as f64
}

/// The area of an order of so many steps that leaves the least after each.
fn floor(weights: &[f64], least: &[u32], goal: u32) -> f64 {
    let steps = weights.iter().zip(least).enumerate();
    let counted = steps.map(|(step, (weight, &least))| {
        let is_last = step + 1 == weights.len();
        weight * f64::from(if is_last { least } else { least.max(goal + 1) })
    });
    counted.sum()
}

/// A largest component that no so many removals get below, for one removal, two, and so on until
/// the goal may be met.
fn least_after(task: &Task<'_>, budget: &Budget<'_>) -> Vec<u32> {
    let mut needed = Needed::new(task);
    if task.graph.n_nodes() <= exact::MOST_NODES {
        needed.by_sets(budget);
    }
    let mut least = by_degrees(task);
    for (index, size) in least.iter_mut().enumerate() {
        *size = (*size).max(needed.least_with(index + 1));
    }
    for steps in least.len() + 1..=task.graph.n_nodes() {
        match needed.least_with(steps) {
            size if size > task.goal => least.push(size),
            size => {
                least.push(size);
                break;
            }
        }
    }
    let end = least.iter().position(|&size| size <= task.goal);
    least.truncate(end.map_or(least.len(), |end| end + 1));
    least
}

/// `k` removals take away at most the `k` largest degrees in edges. The edges that are left lie in
/// components of at most `s` nodes, each of which holds at most `s (s - 1) / 2`; over `n - k` nodes
/// that gives the least possible `s`. Ends where the goal may be met.
fn by_degrees(task: &Task<'_>) -> Vec<u32> {
    let removable = task.graph.nodes().filter(|&node| task.is_removable(node));
    let mut degrees: Vec<usize> = removable.map(|node| task.graph.degree(node)).collect();
    degrees.sort_unstable_by(|a, b| b.cmp(a));
    let mut edges = task.graph.n_edges();
    let mut least = Vec::new();
    for (index, degree) in degrees.into_iter().enumerate() {
        edges = edges.saturating_sub(degree);
        let left = task.graph.n_nodes() - index - 1;
        let size = if left == 0 { 0 } else { 1 + (2 * edges).div_ceil(left) as u32 };
        least.push(size);
        if size <= task.goal {
            break;
        }
    }
    least
}

/// What it costs at least to bring the largest component to each limit, from the goal on.
#[derive(Debug)]
struct Needed<'task> {
    task: &'task Task<'task>,
    costs: Vec<f64>,
    node_costs: Vec<f64>,
}

impl<'task> Needed<'task> {
    /// Nothing is known but that something must go.
    fn new(task: &'task Task<'task>) -> Self {
        let unit = |&cost: &f64| if task.is_uniform && cost.is_finite() { 1.0 } else { cost };
        let node_costs: Vec<f64> = task.costs.iter().map(unit).collect();
        let cheapest = node_costs.iter().copied().fold(f64::INFINITY, f64::min);
        let n_limits = task.largest.saturating_sub(task.goal) as usize;
        Self { task, costs: vec![cheapest; n_limits], node_costs }
    }

    fn by_sets(&mut self, budget: &Budget<'_>) {
        if let Some(last) = self.costs.len().checked_sub(1) {
            self.solve(0, budget);
            self.solve(last, budget);
            self.between(0, last, budget);
        }
    }

    /// A smaller limit never needs less.
    fn between(&mut self, low: usize, high: usize, budget: &Budget<'_>) {
        self.costs[low] = self.costs[low].max(self.costs[high]);
        if high - low < 2 {
            return;
        }
        if self.costs[low] <= self.costs[high] + 1e-9 || budget.is_spent() {
            let least = self.costs[high];
            self.costs[low + 1..high].fill(least);
            return;
        }
        let middle = low + (high - low) / 2;
        self.solve(middle, budget);
        self.costs[middle] = self.costs[middle].max(self.costs[high]);
        self.between(middle, high, budget);
        self.between(low, middle, budget);
    }

    fn solve(&mut self, index: usize, budget: &Budget<'_>) {
        let max_fragment = self.task.goal + index as u32;
        let options = set::Options { max_fragment, costs: self.node_costs.clone(), seed: 1 };
        if let Ok(plan) = set::plan(self.task.graph, &options, &budget.next(0.1)) {
            let whole = |cost: f64| if self.task.is_uniform { (cost - 1e-6).ceil() } else { cost };
            self.costs[index] = self.costs[index].max(whole(plan.lower_bound));
        }
    }

    /// The least limit that so many removals may reach.
    fn least_with(&self, n_removals: usize) -> u32 {
        let reached = self.costs.iter().position(|&needed| needed <= n_removals as f64 + 1e-9);
        self.task.goal + reached.unwrap_or(self.costs.len()) as u32
    }
}
