//! Interval local search: simulated annealing over windows of a removal order.
//!
//! When only positions `low..high` of an order change, only the curve between them does. The search
//! sweeps `high` from the end of the order to its start, with everything removed later already
//! back; each trial brings the changed window back in its new order, stops as soon as it cannot be
//! accepted any more, and is taken back. A trial costs about the links of its window, not of the
//! network. Candidates beyond the stop cost nothing; that is how nodes enter and leave a plan.

use crate::budget::Budget;
use crate::disruption::order::contract::{Contracted, Forest};
use crate::graph::Node;
use crate::random::Random;

/// An order over the candidates of a [`Contracted`] and its curve.
#[derive(Debug)]
pub(super) struct Annealing<'contracted> {
    contracted: &'contracted Contracted,
    forest: Forest<'contracted>,
    random: &'contracted mut Random,
    /// A largest component of this size or less ends the curve.
    goal: u32,
    order: Vec<u32>,
    /// The largest component after each position, 0 once the goal is met.
    largest: Vec<u32>,
    counting: Counting,
    /// The sum of the weights before each position; empty where costs count.
    weight_before: Vec<f64>,
    /// The largest component before the first removal.
    first_largest: u32,
    window: Vec<u32>,
    window_largest: Vec<u32>,
}

/// What a node of the largest component counts for.
#[derive(Debug)]
pub(super) enum Counting {
    /// For each position of the order, after the removal there.
    Positions(Vec<f64>),
    /// For each candidate, what its removal costs: while it is paid, what is there counts.
    Costs {
        /// The costs.
        of_items: Vec<f64>,
        /// The largest component before the first removal.
        first_largest: u32,
    },
}

impl<'contracted> Annealing<'contracted> {
    /// Starts from the candidates in the order in which they are listed.
    pub(super) fn new(
        contracted: &'contracted Contracted,
        goal: u32,
        counting: Counting,
        random: &'contracted mut Random,
    ) -> Self {
        let n_items = contracted.items.len();
        let (weight_before, first_largest) = match &counting {
            Counting::Positions(weights) => (running_sum(weights), 0),
            Counting::Costs { first_largest, .. } => (Vec::new(), *first_largest),
        };
        let mut search = Self {
            contracted,
            forest: Forest::new(contracted),
            random,
            goal,
            order: (0..n_items as u32).collect(),
            largest: vec![0; n_items],
            weight_before,
            first_largest,
            counting,
            window: Vec::new(),
            window_largest: Vec::new(),
        };
        search.recompute();
        search
    }

    /// The cost of the order as it stands.
    pub(super) fn cost(&self) -> f64 {
        let last = self.order.len().saturating_sub(1);
        let end = match &self.counting {
            Counting::Positions(weights) if !weights.is_empty() => {
                f64::from(self.largest[last]) * weights[last]
            }
            _ => 0.0,
        };
        self.cost_between(0, last) + end
    }

    /// The order as it stands, up to where the goal is met.
    pub(super) fn order(&self) -> Vec<Node> {
        let steps = &self.order[..self.steps()];
        steps.iter().map(|&item| self.contracted.items[item as usize]).collect()
    }

    /// One sweep from the end of the order to its start.
    pub(super) fn sweep(&mut self, temperature: f64, n_trials: usize, budget: &Budget<'_>) {
        self.forest = Forest::new(self.contracted);
        let stop = self.steps();
        let mut work = 0;
        for high in (2..=self.order.len()).rev() {
            for _ in 0..n_trials {
                let low = high - 1 - self.random.log_uniform(high - 1);
                if low < stop {
                    work += self.trial(low, high, temperature);
                }
            }
            self.forest.insert(self.order[high - 1]);
            if work > 1 << 16 {
                budget.add(std::mem::take(&mut work));
                if budget.is_spent() {
                    return;
                }
            }
        }
        budget.add(work);
    }

    /// How many removals meet the goal.
    fn steps(&self) -> usize {
        let met = self.largest.iter().position(|&size| size == 0);
        met.map_or(self.largest.len(), |at| at + 1)
    }

    fn recompute(&mut self) {
        let mut forest = Forest::new(self.contracted);
        let mut largest = self.contracted.largest_piece;
        for at in (0..self.order.len()).rev() {
            self.largest[at] = self.counted(largest);
            largest = largest.max(forest.insert(self.order[at]));
        }
    }

    fn counted(&self, largest: u32) -> u32 {
        if largest <= self.goal { 0 } else { largest }
    }

    /// What the positions `low..high` cost, and paying for the removal at `low`.
    fn cost_between(&self, low: usize, high: usize) -> f64 {
        let sizes = &self.largest[low..high];
        match &self.counting {
            Counting::Positions(weights) => {
                sizes.iter().zip(&weights[low..high]).map(|(&size, w)| f64::from(size) * w).sum()
            }
            Counting::Costs { of_items, .. } => {
                let Some(&first) = self.order.get(low) else { return 0.0 };
                let next = self.order[low + 1..=high].iter().map(|&item| of_items[item as usize]);
                let rest = sizes.iter().zip(next).map(|(&size, cost)| f64::from(size) * cost);
                self.largest_before(low) * of_items[first as usize] + rest.sum::<f64>()
            }
        }
    }

    fn largest_before(&self, position: usize) -> f64 {
        let before = position.checked_sub(1).map(|at| self.largest[at]);
        f64::from(before.unwrap_or(self.first_largest))
    }

    /// Tries another order of the window `low..high`; gives the work done.
    fn trial(&mut self, low: usize, high: usize, temperature: f64) -> u64 {
        self.propose(low, high);
        let allowed = -temperature * (1.0 - self.random.unit()).ln();
        let limit = self.cost_between(low, high - 1) + allowed;
        let accepted = self.evaluate(low, high, limit);
        if accepted {
            self.order[low..high].copy_from_slice(&self.window);
            for (offset, &size) in self.window_largest.iter().enumerate() {
                self.largest[high - 2 - offset] = size;
            }
        }
        self.window_largest.len() as u64 * 8 + 8
    }

    /// Puts a new order of the window, both of whose ends change, into `self.window`.
    fn propose(&mut self, low: usize, high: usize) {
        self.window.clear();
        self.window.extend_from_slice(&self.order[low..high]);
        let last = high - low - 1;
        match self.random.below(8) {
            0..=1 => self.window.rotate_left(1),
            2..=3 => self.window.rotate_right(1),
            4..=5 => self.window.swap(0, last),
            6 => {
                let by = self.random.log_uniform(last);
                self.window.rotate_left(by);
            }
            _ => {
                let by = self.random.log_uniform(last);
                self.window.rotate_right(by);
            }
        }
    }

    /// Brings the window back in its new order, from its end, noting the curve until its cost
    /// exceeds `limit`; then takes it out again. Whether the cost stays within the limit.
    fn evaluate(&mut self, low: usize, high: usize, limit: f64) -> bool {
        self.window_largest.clear();
        let mark = self.forest.mark();
        let mut largest = self.largest[high - 1];
        let mut cost = match &self.counting {
            Counting::Positions(_) => 0.0,
            Counting::Costs { of_items, .. } => {
                self.largest_before(low) * of_items[self.window[0] as usize]
            }
        };
        let mut first = high;
        while first - 1 > low && cost <= limit {
            first -= 1;
            largest = largest.max(self.forest.insert(self.window[first - low]));
            let size = self.counted(largest);
            self.window_largest.push(size);
            match &self.counting {
                Counting::Positions(weights) => {
                    cost += f64::from(size) * weights[first - 1];
                    // The curve only rises towards the start.
                    let rest = self.weight_before[first - 1] - self.weight_before[low];
                    if cost + f64::from(size) * rest > limit {
                        cost = f64::INFINITY;
                    }
                }
                Counting::Costs { of_items, .. } => {
                    cost += f64::from(size) * of_items[self.window[first - low] as usize];
                }
            }
        }
        self.forest.take_back(mark);
        self.forest.remove(&self.window[first - low..]);
        cost <= limit
    }
}

/// The sum of what comes before each position, and of all.
fn running_sum(values: &[f64]) -> Vec<f64> {
    let sums = values.iter().scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}
