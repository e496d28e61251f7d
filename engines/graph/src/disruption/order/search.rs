//! From starts to the best order found within a budget.

use crate::budget::Budget;
use crate::disruption::curve::{Curve, simpson_weights};
use crate::disruption::order::anneal::{Annealing, Counting};
use crate::disruption::order::contract::Contracted;
use crate::disruption::order::reinsert;
use crate::disruption::order::starts::Start;
use crate::disruption::order::task::Task;
use crate::graph::Node;
use crate::random::Random;

/// The share of the budget for finding starts.
const STARTS_SHARE: f64 = 0.2;
/// Starts that are annealed for a while, half of them dropped, and so on until one is left.
const N_HEATS: usize = 8;
/// An order this short is annealed to the bottom within a heat.
const SHORT: usize = 100;
/// The share of what is left of the budget that goes into one such round.
const HEATS_SHARE: f64 = 0.25;
/// Temperatures at the start and at the end.
const HOT: Heat = Heat { nodes: 4.0, share: 0.01 };
const COLD: Heat = Heat { nodes: 0.05, share: 0.0001 };
/// Trials at each position of a sweep.
const N_TRIALS: usize = 8;

/// A temperature: what a step may get worse by, in nodes and in shares of all nodes.
struct Heat {
    nodes: f64,
    share: f64,
}

impl Heat {
    fn of(&self, n_nodes: f64) -> f64 {
        self.nodes + self.share * n_nodes
    }
}

/// An order and what it scores.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) start: Start,
    pub(super) order: Vec<Node>,
    score: f64,
}

/// The orders of all starts that the budget allows, best first. Betweenness from few sources is
/// rough and quick, so it is asked again and again.
pub(super) fn starts(task: &Task<'_>, random: &mut Random, budget: &Budget<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let starting = budget.next(STARTS_SHARE);
    for start in Start::ALL {
        let allowed = if found.is_empty() { *budget } else { starting.next(0.5) };
        try_start(task, start, random, &allowed, &mut found);
    }
    while !starting.is_spent() {
        try_start(task, Start::Betweenness, random, &starting, &mut found);
    }
    found.sort_by(|a, b| a.score.total_cmp(&b.score));
    found
}

fn try_start(
    task: &Task<'_>,
    start: Start,
    random: &mut Random,
    budget: &Budget<'_>,
    found: &mut Vec<Candidate>,
) {
    budget.add(task.graph.n_nodes() as u64);
    let Some(order) = start.order(task, random, budget) else { return };
    let order = until_goal(task, order);
    let again = until_goal(task, reinsert::reorder(task.graph, &order, budget));
    let (score, score_again) = (score(task, &order), score(task, &again));
    if score_again < score {
        found.push(Candidate { start, score: score_again, order: again });
    } else if !order.is_empty() {
        found.push(Candidate { start, order, score });
    }
}

/// Anneals the best orders and then the best of these. Leaves the best of all first.
pub(super) fn improve(
    task: &Task<'_>,
    found: &mut Vec<Candidate>,
    random: &mut Random,
    budget: &Budget<'_>,
) {
    if found.first().is_some_and(|best| best.order.len() <= SHORT) {
        firsts_of_kind_first(found);
    }
    found.truncate(N_HEATS);
    while found.len() > 1 {
        let heats = budget.next(HEATS_SHARE);
        let n_heats = found.len();
        for (index, one) in found.iter_mut().enumerate() {
            let heat = heats.next(1.0 / (n_heats - index) as f64);
            anneal(task, one, Area::Sum, random, &heat);
        }
        found.sort_by(|a, b| a.score.total_cmp(&b.score));
        found.truncate(n_heats.div_ceil(2));
    }
    if let Some(best) = found.first_mut() {
        for (area, share) in [(Area::Sum, 0.6), (Area::Simpson, 0.5), (Area::Simpson, 1.0)] {
            anneal(task, best, area, random, &budget.next(share));
        }
    }
}

/// Puts the best of each kind of start before the others: where heats are long enough to reach the
/// bottom, a worse start of another kind may lie in a better valley.
fn firsts_of_kind_first(found: &mut Vec<Candidate>) {
    let mut seen = Vec::new();
    let is_first = |one: &Candidate| {
        let is_new = !seen.contains(&one.start);
        seen.push(one.start);
        is_new
    };
    let (mut firsts, others): (Vec<_>, Vec<_>) = found.drain(..).partition(is_first);
    firsts.extend(others);
    *found = firsts;
}

/// Which area under the curve the annealing lowers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    /// The plain sum, which knows nothing of odd and even steps.
    Sum,
    /// Simpson's rule, by which plans are compared in the end.
    Simpson,
}

impl Area {
    /// The weights of `n_values` positions when the curve ends after `n_steps` of them.
    fn weights(self, n_steps: usize, n_values: usize) -> Vec<f64> {
        let mut weights = match self {
            Self::Sum => Vec::new(),
            Self::Simpson => simpson_weights(n_steps),
        };
        weights.resize(n_values, 1.0);
        weights
    }
}

/// Anneals one order from hot to cold; it never gets worse.
fn anneal(
    task: &Task<'_>,
    best: &mut Candidate,
    area: Area,
    random: &mut Random,
    budget: &Budget<'_>,
) {
    let n_nodes = task.graph.n_nodes() as f64;
    let unit = cost_of_one(task, &best.order);
    let (hot, cold) = (HOT.of(n_nodes) * unit, COLD.of(n_nodes) * unit);
    let mut current = best.order.clone();
    while !budget.is_spent() {
        let items = with_outsiders(task, &current, random);
        let contracted = Contracted::new(task.graph, &items);
        budget.add((task.graph.n_edges() + items.len()) as u64);
        let counting = counting(task, area, current.len(), &items);
        let mut search = Annealing::new(&contracted, task.goal, counting, random);
        let heat = hot * (cold / hot).powf(budget.used());
        search.sweep(heat, N_TRIALS, budget);
        current = search.order();
        if search.cost() / n_nodes < best.score + unit {
            let score = score(task, &current);
            if score < best.score {
                best.score = score;
                best.order.clone_from(&current);
            }
        }
    }
}

/// What counts while orders are compared.
fn counting(task: &Task<'_>, area: Area, n_steps: usize, items: &[Node]) -> Counting {
    if task.is_uniform {
        return Counting::Positions(area.weights(n_steps, items.len()));
    }
    let of_items = items.iter().map(|&node| task.costs[node as usize]).collect();
    Counting::Costs { of_items, first_largest: task.largest }
}

/// What a removal costs on average; 1 where costs do not count.
fn cost_of_one(task: &Task<'_>, order: &[Node]) -> f64 {
    if task.is_uniform || order.is_empty() {
        return 1.0;
    }
    let sum: f64 = order.iter().map(|&node| task.costs[node as usize]).sum();
    (sum / order.len() as f64).max(1e-6)
}

/// The order followed by some removable nodes outside it, half of them by degree.
fn with_outsiders(task: &Task<'_>, order: &[Node], random: &mut Random) -> Vec<Node> {
    let graph = task.graph;
    let mut is_listed = vec![false; graph.n_nodes()];
    for &node in order {
        is_listed[node as usize] = true;
    }
    let mut items = order.to_vec();
    for index in 0..40 + order.len() / 10 {
        let node = if index % 2 == 0 && graph.n_edges() > 0 {
            graph.target(random.below(graph.n_edges() * 2))
        } else {
            random.below(graph.n_nodes()) as Node
        };
        let is_useful = graph.degree(node) > 1 && task.is_removable(node);
        if is_useful && !std::mem::replace(&mut is_listed[node as usize], true) {
            items.push(node);
        }
    }
    items
}

/// The order up to where the goal is met; the other removable nodes join it when it is not.
fn until_goal(task: &Task<'_>, mut order: Vec<Node>) -> Vec<Node> {
    if met(task, &order).is_none() {
        let mut is_listed = vec![false; task.graph.n_nodes()];
        for &node in &order {
            is_listed[node as usize] = true;
        }
        let is_left = |&node: &Node| !is_listed[node as usize] && task.is_removable(node);
        let mut rest: Vec<Node> = task.graph.nodes().filter(is_left).collect();
        let gain = |node: Node| task.per_cost(node, task.graph.degree(node) as u64);
        rest.sort_by_key(|&node| std::cmp::Reverse(gain(node)));
        order.extend(rest);
    }
    let steps = met(task, &order).unwrap_or(order.len());
    order.truncate(steps);
    order
}

/// How many removals meet the goal.
fn met(task: &Task<'_>, order: &[Node]) -> Option<usize> {
    let curve = Curve::new(task.graph, order);
    curve.largest.iter().position(|&size| size <= task.goal).map(|at| at + 1)
}

/// The area under the curve of an order that ends where it should.
fn score(task: &Task<'_>, order: &[Node]) -> f64 {
    task.area(order, &Curve::new(task.graph, order))
}
