//! One objective over several layers: a route works only if transport *and* payment survive.
//!
//! Nodes work together as long as they hang together in every layer, without those who do not: the
//! mutually connected components of networks of networks (Buldyrev et al.: Catastrophic cascade of
//! failures in interdependent networks, Nature 464, 2010).

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::block;
use crate::disruption::set::{self, checked_costs};
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

/// Removals at once over several layers, with their certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct LayersPlan {
    /// Whom to remove, the one first that helps most.
    pub removals: Vec<Node>,
    /// What they cost together.
    pub cost: f64,
    /// The largest mutually connected component after each removal.
    pub largest: Vec<u32>,
    /// For a set: no plan costs less. For a block: no plan leaves less.
    pub lower_bound: f64,
    /// Whether no plan is better.
    pub proved: bool,
}

/// What a plan over layers is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The cheapest removals until no mutually connected component is larger.
    Set(u32),
    /// Removals at once that cost no more than this together.
    Block(f64),
}

/// The sizes of the mutually connected components that are left.
pub fn mutual_sizes(layers: &[Graph], removed: &[bool]) -> Vec<u32> {
    mutual_parts(layers, removed).1
}

/// The mutually connected component of each node that is left, [`Components::NONE`] for the others,
/// and the sizes of those components.
pub fn mutual_parts(layers: &[Graph], removed: &[bool]) -> (Vec<u32>, Vec<u32>) {
    let mut of: Vec<u32> = removed.iter().map(|&is_gone| if is_gone { NONE } else { 0 }).collect();
    let mut n_parts = 0;
    loop {
        let before = n_parts;
        for layer in layers {
            n_parts = refine(layer, &mut of);
        }
        if n_parts == before {
            break;
        }
    }
    let mut sizes = vec![0; n_parts];
    for &part in of.iter().filter(|&&part| part != NONE) {
        sizes[part as usize] += 1;
    }
    (of, sizes)
}

const NONE: u32 = Components::NONE;

/// Parts each part into what hangs together in one layer; gives how many there are.
fn refine(layer: &Graph, of: &mut [u32]) -> usize {
    let mut parts = vec![NONE; of.len()];
    let mut n_parts = 0;
    let mut stack = Vec::new();
    for start in layer.nodes() {
        if of[start as usize] == NONE || parts[start as usize] != NONE {
            continue;
        }
        parts[start as usize] = n_parts;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for &next in layer.neighbours(node) {
                if of[next as usize] == of[node as usize] && parts[next as usize] == NONE {
                    parts[next as usize] = n_parts;
                    stack.push(next);
                }
            }
        }
        n_parts += 1;
    }
    of.copy_from_slice(&parts);
    n_parts as usize
}

/// Plans removals over layers, all on the same nodes: greedily, then by exchanging and dropping
/// until the budget is spent. What hangs together in links that all layers have is mutually
/// connected whatever else goes, so the plan for those links alone bounds every plan.
pub fn plan(
    layers: &[Graph],
    goal: Goal,
    costs: &[f64],
    seed: u64,
    budget: &Budget<'_>,
) -> Result<LayersPlan> {
    let Some(first) = layers.first() else {
        return Err(Error::Infeasible { reason: "there is no layer".to_owned() });
    };
    let n_nodes = first.n_nodes();
    if let Some(other) = layers.iter().find(|layer| layer.n_nodes() != n_nodes) {
        return Err(Error::Length { name: "layer", found: other.n_nodes(), n_nodes });
    }
    if let Goal::Block(k) = goal
        && (k.is_nan() || k < 0.0)
    {
        return Err(Error::OutOfRange { name: "k", expected: "at least 0", value: k });
    }
    let costs = checked_costs(first, costs)?;
    let shared = first.edges().map(|(a, b, _)| (a, b));
    let shared = shared.filter(|&(a, b)| layers.iter().all(|layer| layer.has_edge(a, b)));
    let shared = Graph::from_edges(n_nodes, shared)?;
    let mut search = Search { layers, costs: &costs, goal, random: Random::new(seed) };
    let mut removals = search.greedy(budget);
    if let Goal::Set(limit) = goal
        && search.score(&removals).0 > limit
    {
        let reason = "nodes that may not be removed hold together too large a fragment".to_owned();
        return Err(Error::Infeasible { reason });
    }
    search.exchange(&mut removals, &budget.next(0.7));
    let removals = search.by_effect(removals);
    let cost = search.cost(&removals);
    let largest = (1..=removals.len()).map(|n| search.score(&removals[..n]).0).collect();
    let (value, lower_bound) = match goal {
        Goal::Set(max_fragment) => {
            let options = set::Options { max_fragment, costs: costs.clone(), seed };
            (cost, set::plan(&shared, &options, budget)?.lower_bound)
        }
        Goal::Block(k) => {
            let options = block::Options { k, costs: costs.clone(), seed };
            let bound = block::plan(&shared, &options, budget)?.lower_bound;
            (f64::from(search.score(&removals).0), f64::from(bound))
        }
    };
    let proved = value <= lower_bound + 1e-9;
    Ok(LayersPlan { removals, cost, largest, lower_bound, proved })
}

struct Search<'task> {
    layers: &'task [Graph],
    costs: &'task [f64],
    goal: Goal,
    random: Random,
}

/// The largest part, then how many pairs still work together.
type Score = (u32, u64);

impl Search<'_> {
    fn score(&self, removals: &[Node]) -> Score {
        let mut removed = vec![false; self.costs.len()];
        for &node in removals {
            removed[node as usize] = true;
        }
        let sizes = mutual_sizes(self.layers, &removed);
        let pairs = sizes.iter().map(|&size| u64::from(size) * u64::from(size)).sum();
        (sizes.into_iter().max().unwrap_or(0), pairs)
    }

    fn cost(&self, removals: &[Node]) -> f64 {
        removals.iter().map(|&node| self.costs[node as usize]).sum()
    }

    /// Whether a score is good enough to stop.
    fn is_met(&self, score: Score) -> bool {
        matches!(self.goal, Goal::Set(limit) if score.0 <= limit)
    }

    fn may_add(&self, removals: &[Node], node: Node) -> bool {
        let cost = self.costs[node as usize];
        let is_affordable = match self.goal {
            Goal::Set(_) => cost.is_finite(),
            Goal::Block(k) => self.cost(removals) + cost <= k + 1e-9,
        };
        is_affordable && !removals.contains(&node)
    }

    /// The most pairs parted per cost, again and again.
    fn greedy(&self, budget: &Budget<'_>) -> Vec<Node> {
        let mut removals = Vec::new();
        let mut now = self.score(&removals);
        while !self.is_met(now) {
            let mut best: Option<(f64, Node)> = None;
            for node in self.candidates(&removals, budget) {
                removals.push(node);
                let gain = now.1.saturating_sub(self.score(&removals).1) as f64;
                removals.pop();
                let worth = gain / self.costs[node as usize].max(1e-6);
                if best.is_none_or(|(most, _)| worth > most) {
                    best = Some((worth, node));
                }
            }
            let Some((_, node)) = best else { break };
            removals.push(node);
            now = self.score(&removals);
        }
        removals
    }

    /// Whoever may be added; of many, and when the budget is spent, those with most links.
    fn candidates(&self, removals: &[Node], budget: &Budget<'_>) -> Vec<Node> {
        let n_nodes = self.costs.len() as Node;
        let mut all: Vec<Node> = (0..n_nodes).filter(|&v| self.may_add(removals, v)).collect();
        let links = |node: Node| self.layers.iter().map(|layer| layer.degree(node)).sum::<usize>();
        all.sort_by_key(|&node| (std::cmp::Reverse(links(node)), node));
        all.truncate(if budget.is_spent() { 1 } else { 200 });
        let n_links: usize = self.layers.iter().map(Graph::n_edges).sum();
        budget.add((all.len() * (n_links + self.costs.len()) * 4) as u64);
        all
    }

    /// Takes somebody out and others in, as long as that is no worse.
    fn exchange(&mut self, removals: &mut Vec<Node>, budget: &Budget<'_>) {
        let mut now = self.value(removals);
        let n_links: usize = self.layers.iter().map(Graph::n_edges).sum();
        while !removals.is_empty() && !budget.is_spent() {
            let mut trial = removals.clone();
            for _ in 0..=self.random.below(2) {
                if !trial.is_empty() {
                    trial.swap_remove(self.random.below(trial.len()));
                }
            }
            for _ in 0..self.random.below(4) {
                let node = self.random.below(self.costs.len()) as Node;
                if self.may_add(&trial, node) {
                    trial.push(node);
                }
            }
            let value = self.value(&trial);
            if value <= now {
                (*removals, now) = (trial, value);
            }
            budget.add(((n_links + self.costs.len()) * 4) as u64);
        }
    }

    /// What is compared: goal missed by, cost, then what is left.
    fn value(&self, removals: &[Node]) -> (f64, f64, f64) {
        let score = self.score(removals);
        let cost = self.cost(removals);
        match self.goal {
            Goal::Set(limit) => (f64::from(score.0.saturating_sub(limit)), cost, score.1 as f64),
            Goal::Block(_) => (f64::from(score.0), score.1 as f64, cost),
        }
    }

    fn by_effect(&self, mut left: Vec<Node>) -> Vec<Node> {
        let mut ordered: Vec<Node> = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let score = |node: Node| self.score(&[&ordered[..], &[node]].concat());
            let best = left.iter().map(|&node| (score(node), node)).enumerate();
            let Some((at, (_, node))) = best.min_by_key(|&(_, key)| key) else { break };
            left.swap_remove(at);
            ordered.push(node);
        }
        ordered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;

    fn graph(n_nodes: usize, edges: &[(Node, Node)]) -> Graph {
        Graph::from_edges(n_nodes, edges.iter().copied()).unwrap()
    }

    #[test]
    fn who_is_cut_off_in_one_layer_is_cut_off() {
        let transport = graph(4, &[(0, 1), (1, 2), (2, 3)]);
        let payment = graph(4, &[(0, 1), (2, 3)]);
        let sizes = mutual_sizes(&[transport.clone(), payment], &[false; 4]);
        assert_eq!(sizes, [2, 2]);
        // Transport leads from 0 to 2 only through 1, whom payment does not reach.
        let payment = graph(4, &[(0, 2), (2, 3)]);
        assert_eq!(mutual_sizes(&[transport, payment], &[false; 4]), [1, 1, 2]);
    }

    #[test]
    fn plans_are_as_good_as_the_best_subset() {
        let mut random = Random::new(31);
        for case in 0..40 {
            let n_nodes = 5 + random.below(4);
            let mut layer = || {
                let mut end = || random.below(n_nodes) as Node;
                let edges: Vec<_> = (0..2 * n_nodes).map(|_| (end(), end())).collect();
                graph(n_nodes, &edges)
            };
            let layers = [layer(), layer()];
            let largest = |subset: u32| {
                let removed: Vec<bool> = (0..n_nodes).map(|v| subset >> v & 1 == 1).collect();
                mutual_sizes(&layers, &removed).into_iter().max().unwrap_or(0)
            };
            let steps = Steps::new(3_000_000);
            let budget = Budget::whole(&steps);
            let found = plan(&layers, Goal::Set(2), &[], case, &budget).unwrap();
            let all = 0_u32..1 << n_nodes;
            let least = all.clone().filter(|&s| largest(s) <= 2).map(u32::count_ones).min();
            assert_eq!(Some(found.removals.len() as u32), least, "case {case}");
            assert!(found.lower_bound <= found.cost + 1e-9);
            let steps = Steps::new(3_000_000);
            let found = plan(&layers, Goal::Block(2.0), &[], case, &Budget::whole(&steps)).unwrap();
            let least = all.filter(|s| s.count_ones() <= 2).map(largest).min();
            assert_eq!(found.largest.last().copied(), least, "case {case}");
            assert!(found.lower_bound <= f64::from(least.unwrap_or(0)));
        }
    }

    #[test]
    fn wrong_layers_are_refused() {
        let steps = Steps::new(1000);
        let budget = Budget::whole(&steps);
        assert!(plan(&[], Goal::Block(1.0), &[], 1, &budget).is_err());
        let uneven = [graph(2, &[(0, 1)]), graph(3, &[])];
        assert!(plan(&uneven, Goal::Block(1.0), &[], 1, &budget).is_err());
        let one = [graph(2, &[(0, 1)])];
        assert!(plan(&one, Goal::Block(f64::NAN), &[], 1, &budget).is_err());
        assert!(plan(&one, Goal::Set(1), &[f64::INFINITY; 2], 1, &budget).is_err());
    }
}
