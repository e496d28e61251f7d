//! Good sets by ruin and recreate: remove a whole neighbourhood, then bring back whoever may stay.
//!
//! Schrimpf et al.: Record breaking optimization results using the ruin and recreate principle,
//! Journal of Computational Physics 159, 2000. Every component is within the limit all the time, so
//! each check looks at no more than `limit` nodes.

use crate::budget::Budget;
use crate::disruption::set::kernel::Kernel;
use crate::graph::Node;
use crate::random::Random;

/// The cheapest set found, or none when nodes that may not be removed hold too much together.
pub(super) fn search(
    kernel: &Kernel,
    random: &mut Random,
    n_rounds: usize,
    budget: &Budget<'_>,
) -> Option<Vec<Node>> {
    let mut state = State::new(kernel)?;
    let everyone: Vec<Node> = kernel.graph.nodes().collect();
    state.recreate(&everyone, random);
    let mut best = state.removed();
    let mut best_cost = state.cost;
    let mut round = 0;
    while round < n_rounds && !budget.is_spent() && kernel.graph.n_nodes() > 0 {
        let before = state.cost;
        let (ball, was) = state.ruin(random);
        state.recreate(&ball, random);
        budget.add(state.take_work());
        // A little worse is accepted now and then.
        let allowed = if random.below(50) == 0 { 1.0 } else { 0.0 };
        if state.cost > before + allowed {
            state.restore(&ball, &was);
        }
        if state.cost < best_cost - 1e-9 {
            best_cost = state.cost;
            best = state.removed();
            round = 0;
        } else {
            round += 1;
        }
    }
    Some(best)
}

#[derive(Debug)]
struct State<'kernel> {
    kernel: &'kernel Kernel,
    is_removed: Vec<bool>,
    cost: f64,
    seen: Vec<u32>,
    n_walks: u32,
    stack: Vec<Node>,
    work: u64,
}

impl<'kernel> State<'kernel> {
    /// Everyone who may be removed is.
    fn new(kernel: &'kernel Kernel) -> Option<Self> {
        let is_removed: Vec<bool> = kernel.cost.iter().map(|cost| cost.is_finite()).collect();
        let cost = kernel.cost.iter().filter(|cost| cost.is_finite()).sum();
        let seen = vec![0; kernel.graph.n_nodes()];
        let mut state =
            Self { kernel, is_removed, cost, seen, n_walks: 0, stack: Vec::new(), work: 0 };
        let fixed = kernel.graph.nodes().filter(|&v| !kernel.cost[v as usize].is_finite());
        for node in fixed {
            if !state.may_stay(node) {
                return None;
            }
        }
        Some(state)
    }

    fn removed(&self) -> Vec<Node> {
        self.kernel.graph.nodes().filter(|&node| self.is_removed[node as usize]).collect()
    }

    /// Removes a random ball; gives it and who of it was removed before.
    fn ruin(&mut self, random: &mut Random) -> (Vec<Node>, Vec<bool>) {
        let graph = &self.kernel.graph;
        let size = 2 + random.log_uniform(40);
        let mut ball = vec![random.below(graph.n_nodes()) as Node];
        let mut next = 0;
        while ball.len() < size && next < ball.len() {
            for &near in graph.neighbours(ball[next]) {
                if ball.len() < size && !ball.contains(&near) && random.below(3) > 0 {
                    ball.push(near);
                }
            }
            next += 1;
        }
        ball.retain(|&node| self.kernel.cost[node as usize].is_finite());
        let was = ball.iter().map(|&node| self.is_removed[node as usize]).collect();
        for &node in &ball {
            if !std::mem::replace(&mut self.is_removed[node as usize], true) {
                self.cost += self.kernel.cost[node as usize];
            }
        }
        (ball, was)
    }

    /// Brings back, the dearest and least connected first, whoever may stay; then also those next
    /// to the ball.
    fn recreate(&mut self, ball: &[Node], random: &mut Random) {
        let kernel = self.kernel;
        let key = |node: Node, noise: f64| {
            let weight = f64::from(kernel.weight[node as usize]);
            let pull = kernel.graph.degree(node) as f64 + weight;
            (pull / kernel.cost[node as usize].max(1e-9)) * (0.3 + noise)
        };
        let mut order: Vec<(f64, Node)> =
            ball.iter().map(|&node| (key(node, random.unit()), node)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, node) in order {
            if self.is_removed[node as usize] && self.may_stay(node) {
                self.is_removed[node as usize] = false;
                self.cost -= self.kernel.cost[node as usize];
            }
        }
    }

    fn restore(&mut self, ball: &[Node], was: &[bool]) {
        for (&node, &was_removed) in ball.iter().zip(was) {
            let is_removed = &mut self.is_removed[node as usize];
            if *is_removed != was_removed {
                let sign = if was_removed { 1.0 } else { -1.0 };
                self.cost += sign * self.kernel.cost[node as usize];
                *is_removed = was_removed;
            }
        }
    }

    /// Whether the component of `node`, were it there, is within the limit.
    fn may_stay(&mut self, node: Node) -> bool {
        self.n_walks += 1;
        self.stack.clear();
        self.stack.push(node);
        self.seen[node as usize] = self.n_walks;
        let mut weight = 0;
        while let Some(at) = self.stack.pop() {
            weight += self.kernel.weight[at as usize];
            if weight > self.kernel.limit {
                return false;
            }
            for &next in self.kernel.graph.neighbours(at) {
                self.work += 1;
                if !self.is_removed[next as usize] && self.seen[next as usize] != self.n_walks {
                    self.seen[next as usize] = self.n_walks;
                    self.stack.push(next);
                }
            }
        }
        true
    }

    fn take_work(&mut self) -> u64 {
        std::mem::take(&mut self.work) + 10
    }
}
