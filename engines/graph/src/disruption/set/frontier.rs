//! Exact sets by dynamic programming along a sequence of nodes.
//!
//! After each decision only this matters of the past: which frontier nodes are removed, which are
//! in one block together, and how heavy each block is; of all ways to come to the same state the
//! cheapest is kept (dynamic programming over a path decomposition, Bodlaender: A partial
//! k-arboretum of graphs with bounded treewidth, 1998, section 12). The least cost over all states
//! is what the decided nodes cost on their own, so it bounds from below also when the rest is never
//! reached; and nodes that overlap in nothing add their bounds.

use std::collections::HashMap;

use crate::budget::Budget;
use crate::disruption::set::kernel::Kernel;
use crate::graph::Node;

/// How one run along a sequence may end, and what it may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits<'bounds> {
    /// Only plans cheaper than this are of interest.
    pub(super) upper: f64,
    /// More states than this at one time end the run.
    pub(super) max_states: usize,
    /// What the nodes from each position on cost at least; empty when nothing is known.
    pub(super) rest: &'bounds [f64],
}

/// What a run found.
#[derive(Debug)]
pub(super) struct Run {
    /// No plan costs less than this, for the part of the sequence from the run's start to each
    /// position after it.
    pub(super) least: Vec<f64>,
    /// The least of cost so far plus bound of the rest, over the states at the end; infinite when
    /// no state is left: then no plan is cheaper than `upper`.
    pub(super) bound: f64,
    /// The cheapest plan, when the whole sequence was decided.
    pub(super) plan: Option<Vec<Node>>,
}

/// Decides the nodes `sequence[start..]` one after the other, as if earlier ones did not exist.
pub(super) fn run(
    kernel: &Kernel,
    sequence: &[Node],
    start: usize,
    limits: Limits<'_>,
    budget: &Budget<'_>,
) -> Run {
    let mut front = Front::new(kernel, &sequence[start..]);
    let mut least = Vec::new();
    let mut bound = 0.0;
    for (position, &node) in sequence.iter().enumerate().skip(start) {
        let rest = limits.rest.get(position + 1).copied().unwrap_or(0.0);
        if !front.decide(node, limits.upper - rest, limits.max_states) {
            return Run { least, bound, plan: None };
        }
        budget.add(front.states.len() as u64 * 8);
        let cheapest = front.states.iter().map(|state| state.cost).fold(f64::INFINITY, f64::min);
        least.push(cheapest);
        bound = cheapest + rest;
        if front.states.is_empty() || (position % 4 == 0 && budget.is_spent()) {
            return Run { least, bound, plan: None };
        }
    }
    let plan = front.cheapest_plan();
    Run { least, bound, plan }
}

/// Lower bounds for every end part of the reversed `sequence`: entry `i` is what `sequence[i..]`
/// costs at least. Where states become too many the past is forgotten.
pub(super) fn rest_bounds(
    kernel: &Kernel,
    sequence: &[Node],
    max_states: usize,
    budget: &Budget<'_>,
) -> Vec<f64> {
    let backwards: Vec<Node> = sequence.iter().rev().copied().collect();
    let limits = Limits { upper: f64::INFINITY, max_states, rest: &[] };
    let mut bounds = vec![0.0];
    while bounds.len() <= backwards.len() {
        let start = bounds.len() - 1;
        let base = bounds[start];
        let run = run(kernel, &backwards, start, limits, budget);
        bounds.extend(run.least.iter().map(|cost| base + cost));
        if bounds.len() == start + 1 || budget.is_spent() {
            // Not even one node could be decided: the bound stays.
            bounds.resize(backwards.len() + 1, bounds[bounds.len() - 1]);
        }
    }
    bounds.reverse();
    bounds
}

/// A way to have decided the nodes so far.
#[derive(Debug)]
struct State {
    /// For each frontier node 0 when it is removed, else its block, numbered by first appearance;
    /// then the weight of each block.
    key: Vec<u16>,
    cost: f64,
}

/// Where a state came from, and what was decided last.
#[derive(Debug, Clone, Copy)]
struct Step {
    parent: u32,
    is_removed: bool,
}

#[derive(Debug)]
struct Front<'kernel> {
    kernel: &'kernel Kernel,
    frontier: Vec<Node>,
    states: Vec<State>,
    history: Vec<(Node, Vec<Step>)>,
    /// Undecided neighbours of each node, within the part that is being decided.
    open: Vec<u32>,
    is_decided: Vec<bool>,
}

impl<'kernel> Front<'kernel> {
    fn new(kernel: &'kernel Kernel, part: &[Node]) -> Self {
        let n_nodes = kernel.graph.n_nodes();
        let mut is_part = vec![false; n_nodes];
        for &node in part {
            is_part[node as usize] = true;
        }
        let open = kernel.graph.nodes().map(|node| {
            let near = kernel.graph.neighbours(node).iter();
            near.filter(|&&next| is_part[next as usize]).count() as u32
        });
        Self {
            kernel,
            frontier: Vec::new(),
            states: vec![State { key: Vec::new(), cost: 0.0 }],
            history: Vec::new(),
            open: open.collect(),
            is_decided: vec![false; n_nodes],
        }
    }

    /// Decides one more node, keeping states that cost less than `upper`. False, and nothing
    /// changed that matters, when there would be more than `max_states`.
    fn decide(&mut self, node: Node, upper: f64, max_states: usize) -> bool {
        let turn = Turn::new(self, node);
        let mut index: HashMap<Vec<u16>, u32> = HashMap::new();
        let mut next: Vec<State> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        for (parent, state) in self.states.iter().enumerate() {
            for is_removed in [false, true] {
                let added = if is_removed { self.kernel.cost[node as usize] } else { 0.0 };
                let cost = state.cost + added;
                if cost >= upper - 1e-9 {
                    continue;
                }
                let Some(key) = turn.key(&state.key, is_removed, self.kernel.limit) else {
                    continue;
                };
                let step = Step { parent: parent as u32, is_removed };
                if let Some(&known) = index.get(&key) {
                    if cost < next[known as usize].cost {
                        next[known as usize].cost = cost;
                        steps[known as usize] = step;
                    }
                } else {
                    if next.len() == max_states {
                        return false;
                    }
                    index.insert(key.clone(), next.len() as u32);
                    next.push(State { key, cost });
                    steps.push(step);
                }
            }
        }
        self.frontier = turn.next_frontier;
        self.is_decided[node as usize] = true;
        for &near in self.kernel.graph.neighbours(node) {
            self.open[near as usize] -= 1;
        }
        self.states = next;
        self.history.push((node, steps));
        true
    }

    fn cheapest_plan(&self) -> Option<Vec<Node>> {
        let states = self.states.iter().enumerate();
        let best = states.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))?.0;
        let mut at = best as u32;
        let mut plan = Vec::new();
        for (node, steps) in self.history.iter().rev() {
            let step = steps[at as usize];
            if step.is_removed {
                plan.push(*node);
            }
            at = step.parent;
        }
        Some(plan)
    }
}

/// Everything about one decision that is the same for all states.
#[derive(Debug)]
struct Turn {
    n_frontier: usize,
    weight: u32,
    is_neighbour: Vec<bool>,
    /// The frontier nodes that stay, by position, then the node itself when it joins.
    survivors: Vec<usize>,
    next_frontier: Vec<Node>,
    /// Frontier nodes that are removed whenever the node is.
    above: Vec<usize>,
    /// Frontier nodes that are removed only when the node is.
    below: Vec<usize>,
}

impl Turn {
    fn new(front: &Front<'_>, node: Node) -> Self {
        let graph = &front.kernel.graph;
        let is_neighbour: Vec<bool> =
            front.frontier.iter().map(|&other| graph.has_edge(node, other)).collect();
        let mut survivors = Vec::new();
        let mut next_frontier = Vec::new();
        for (position, &other) in front.frontier.iter().enumerate() {
            let open = front.open[other as usize] - u32::from(is_neighbour[position]);
            if open > 0 {
                survivors.push(position);
                next_frontier.push(other);
            }
        }
        if front.open[node as usize] > 0
            && graph.neighbours(node).iter().any(|&next| !front.is_decided[next as usize])
        {
            survivors.push(front.frontier.len());
            next_frontier.push(node);
        }
        let related = |is_above: bool| {
            let pairs = front.frontier.iter().enumerate();
            let near = pairs.filter(|&(position, _)| is_neighbour[position]);
            near.filter(move |&(_, &other)| {
                let (low, high) = if is_above { (node, other) } else { (other, node) };
                is_dominated(front.kernel, low, high)
            })
            .map(|(position, _)| position)
            .collect()
        };
        Self {
            n_frontier: front.frontier.len(),
            weight: front.kernel.weight[node as usize],
            survivors,
            next_frontier,
            above: related(true),
            below: related(false),
            is_neighbour,
        }
    }

    /// The state after the decision; none when it breaks the limit or is not worth following.
    fn key(&self, key: &[u16], is_removed: bool, limit: u32) -> Option<Vec<u16>> {
        let (labels, weights) = key.split_at(self.n_frontier);
        let merged = if is_removed {
            if self.above.iter().any(|&position| labels[position] != 0) {
                return None;
            }
            0
        } else {
            if self.below.iter().any(|&position| labels[position] == 0) {
                return None;
            }
            self.merged_weight(labels, weights, limit)?
        };
        let joins = |label: u16| {
            let pairs = labels.iter().zip(&self.is_neighbour);
            pairs.into_iter().any(|(&other, &is_near)| is_near && other == label)
        };
        let mut renamed = vec![0_u16; weights.len() + 2];
        let own = weights.len() as u16 + 1;
        let mut out = Vec::with_capacity(self.survivors.len() + weights.len() + 1);
        let mut sizes = Vec::with_capacity(weights.len() + 1);
        for &position in &self.survivors {
            let label = match labels.get(position) {
                Some(&label) if label != 0 && !is_removed && joins(label) => own,
                Some(&label) => label,
                None if is_removed => 0,
                None => own,
            };
            if label != 0 && renamed[label as usize] == 0 {
                let weight = if label == own { merged } else { weights[label as usize - 1] };
                sizes.push(weight);
                renamed[label as usize] = sizes.len() as u16;
            }
            out.push(renamed[label as usize]);
        }
        out.extend(sizes);
        Some(out)
    }

    /// The weight of the block that the node forms with its neighbours' blocks, within the limit.
    fn merged_weight(&self, labels: &[u16], weights: &[u16], limit: u32) -> Option<u16> {
        let mut counted = vec![false; weights.len() + 1];
        let mut sum = self.weight;
        for (&label, &is_near) in labels.iter().zip(&self.is_neighbour) {
            if is_near && label != 0 && !std::mem::replace(&mut counted[label as usize], true) {
                sum += u32::from(weights[label as usize - 1]);
            }
        }
        if sum > limit { None } else { u16::try_from(sum).ok() }
    }
}

/// Whether some cheapest plan removes `low` only together with `high`: every neighbour of `low` is
/// one of `high`, which weighs no less and costs no more, so removing `high` instead is as good.
/// Of two that dominate each other the first counts as the higher.
fn is_dominated(kernel: &Kernel, low: Node, high: Node) -> bool {
    let (l, h) = (low as usize, high as usize);
    if kernel.weight[l] > kernel.weight[h] || kernel.cost[l] < kernel.cost[h] {
        return false;
    }
    let contains = |a: Node, b: Node| {
        let near = kernel.graph.neighbours(a).iter();
        near.copied().filter(|&next| next != b).all(|next| kernel.graph.has_edge(b, next))
    };
    if !contains(low, high) {
        return false;
    }
    let is_mutual = kernel.weight[l] == kernel.weight[h]
        && kernel.cost[l].total_cmp(&kernel.cost[h]).is_eq()
        && contains(high, low);
    !is_mutual || high < low
}
