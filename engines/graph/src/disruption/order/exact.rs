//! Orders that are proved: all orders of a small network, but for those that cannot be better.
//!
//! Breadth first over what is left of the network. Three things keep that small, and none loses
//! every best order:
//!
//! - What is removed next lies in a largest component: if an order goes elsewhere first, its next
//!   removal from that component may come before, and no step of the curve gets higher.
//! - A node whose neighbours another one has too (or is) is not removed before that one: with the
//!   two exchanged, what is left is part of what was left.
//! - Components within the goal are forgotten, so many orders lead to one state. A state whose area
//!   so far, with the least that the steps to come can add, reaches the best order known is dropped
//!   (branch and bound; Land, Doig, 1960).

use std::collections::HashMap;

use crate::budget::Budget;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};

/// Networks of more nodes than this are not searched.
pub(super) const MOST_NODES: usize = 512;
const N_WORDS: usize = MOST_NODES / 64;
/// More states than this at one step end the search.
const MOST_STATES: usize = 500_000;

/// Which orders are searched: those that end after so many steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'task> {
    pub(super) task: Task<'task>,
    /// What a node of the largest component counts for after each step.
    pub(super) weights: &'task [f64],
    /// No order leaves a smaller largest component after each step.
    pub(super) least: &'task [u32],
    /// Only orders below this are of interest, in nodes.
    pub(super) upper: f64,
    /// The most that may hang together after each step; empty where only the area counts.
    pub(super) at_most: &'task [u32],
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// No order of so many steps has a smaller area, or one smaller than the `upper` asked for.
    pub(super) bound: f64,
    /// An order whose area is the bound.
    pub(super) order: Option<Vec<Node>>,
    /// Whether nothing was left unsearched.
    pub(super) is_whole: bool,
}

/// A set of nodes.
type Set = [u64; N_WORDS];

/// What is left: components larger than the goal, and the largest of those that are not.
type Left = (Set, u32);

/// A way to have come to what is left.
#[derive(Debug, Clone, Copy)]
struct State {
    left: Left,
    /// The area so far.
    area: f64,
    parent: u32,
    removed: Node,
}

impl Search<'_> {
    /// Searches all orders.
    pub(super) fn run(&self, budget: &Budget<'_>) -> Found {
        let n_steps = self.weights.len();
        let network = Network::new(self.task.graph);
        let rest = self.rest();
        let mut bound = self.upper;
        let whole = network.parts(&network.everyone, self.task.goal);
        let start = State { left: whole.left, area: 0.0, parent: 0, removed: 0 };
        let mut layers = vec![vec![start]];
        for step in 0..n_steps {
            let mut next = Layer::default();
            for (index, state) in layers[step].iter().enumerate() {
                if network.is_empty(&state.left.0) {
                    bound = bound.min(state.area + rest[step]);
                } else {
                    self.expand(&network, index as u32, state, step, rest[step + 1], &mut next);
                }
                budget.add(20 * self.task.graph.n_nodes() as u64);
                if next.states.len() > MOST_STATES || (index % 64 == 0 && budget.is_spent()) {
                    let least = layers[step].iter().map(|state| state.area + rest[step]);
                    let bound = least.fold(bound, f64::min);
                    return Found { bound, order: None, is_whole: false };
                }
            }
            layers.push(next.states);
        }
        let ends = layers[n_steps].iter().enumerate();
        match ends.min_by(|a, b| a.1.area.total_cmp(&b.1.area)) {
            Some((best, state)) if state.area < bound - 1e-9 => {
                let order = Some(trace(&layers, best));
                Found { bound: state.area, order, is_whole: true }
            }
            _ => Found { bound, order: None, is_whole: true },
        }
    }

    /// The least that the steps from each on add.
    fn rest(&self) -> Vec<f64> {
        let mut rest = vec![0.0; self.weights.len() + 1];
        for step in (0..self.weights.len()).rev() {
            let least = self.counted(self.least[step], step);
            rest[step] = rest[step + 1] + self.weights[step] * least;
        }
        rest
    }

    /// What a largest component counts for: an order does not end before its last step.
    fn counted(&self, largest: u32, step: usize) -> f64 {
        let is_last = step + 1 == self.weights.len();
        f64::from(if is_last { largest } else { largest.max(self.task.goal + 1) })
    }

    fn expand(
        &self,
        network: &Network,
        parent: u32,
        state: &State,
        step: usize,
        rest: f64,
        next: &mut Layer,
    ) {
        let is_last = step + 1 == self.weights.len();
        let parts = network.parts(&state.left.0, self.task.goal);
        for (node, in_largest) in network.without_each(&parts.largest) {
            let largest = in_largest.max(parts.others).max(state.left.1);
            let area = state.area + self.weights[step] * self.counted(largest, step);
            if area + rest >= self.upper - 1e-9
                || (is_last && largest > self.task.goal)
                || self.at_most.get(step).is_some_and(|&most| largest > most)
                || !self.task.is_removable(node)
                || network.is_dominated(node, &parts.largest, &self.task)
            {
                continue;
            }
            let mut left = state.left.0;
            remove(&mut left, node);
            let (kept, dropped) = network.parts(&left, self.task.goal).left;
            let left = (kept, dropped.max(state.left.1));
            next.add(State { left, area, parent, removed: node });
        }
    }
}

/// The states after one more step, each once.
#[derive(Debug, Default)]
struct Layer {
    states: Vec<State>,
    index: HashMap<Left, u32>,
}

impl Layer {
    fn add(&mut self, state: State) {
        if let Some(&known) = self.index.get(&state.left) {
            let known = &mut self.states[known as usize];
            if state.area < known.area {
                *known = state;
            }
        } else {
            self.index.insert(state.left, self.states.len() as u32);
            self.states.push(state);
        }
    }
}

fn trace(layers: &[Vec<State>], last: usize) -> Vec<Node> {
    let mut at = last;
    let mut order = Vec::new();
    for layer in layers.iter().skip(1).rev() {
        order.push(layer[at].removed);
        at = layer[at].parent as usize;
    }
    order.reverse();
    order
}

/// A graph as rows of bits.
#[derive(Debug)]
struct Network {
    near: Vec<Set>,
    everyone: Set,
    n_words: usize,
}

/// The components of what is left.
#[derive(Debug)]
struct Parts {
    left: Left,
    /// The first of the largest components.
    largest: Set,
    /// The size of the next largest.
    others: u32,
}

impl Network {
    fn new(graph: &Graph) -> Self {
        let row = |node: Node| {
            let mut row = [0; N_WORDS];
            graph.neighbours(node).iter().for_each(|&next| insert(&mut row, next));
            row
        };
        let mut everyone = [0; N_WORDS];
        graph.nodes().for_each(|node| insert(&mut everyone, node));
        let n_words = graph.n_nodes().div_ceil(64);
        Self { near: graph.nodes().map(row).collect(), everyone, n_words }
    }

    fn is_empty(&self, set: &Set) -> bool {
        set[..self.n_words].iter().all(|&word| word == 0)
    }

    fn parts(&self, set: &Set, goal: u32) -> Parts {
        let mut parts = Parts { left: ([0; N_WORDS], 0), largest: [0; N_WORDS], others: 0 };
        let mut largest = 0;
        let mut open = *set;
        while let Some(first) = self.first(&open) {
            let (component, size) = self.component(first, &open);
            for word in 0..self.n_words {
                open[word] &= !component[word];
                if size > goal {
                    parts.left.0[word] |= component[word];
                }
            }
            if size <= goal {
                parts.left.1 = parts.left.1.max(size);
            } else if size > largest {
                parts.others = parts.others.max(largest);
                (largest, parts.largest) = (size, component);
            } else {
                parts.others = parts.others.max(size);
            }
        }
        parts
    }

    fn first(&self, set: &Set) -> Option<Node> {
        let word = set[..self.n_words].iter().position(|&word| word != 0)?;
        Some(word as Node * 64 + set[word].trailing_zeros())
    }

    fn component(&self, first: Node, within: &Set) -> (Set, u32) {
        let mut component = [0; N_WORDS];
        insert(&mut component, first);
        let mut border = component;
        loop {
            let mut reached = [0; N_WORDS];
            for node in self.members(&border) {
                for (word, near) in reached.iter_mut().zip(&self.near[node as usize]) {
                    *word |= near;
                }
            }
            let mut is_done = true;
            for word in 0..self.n_words {
                border[word] = reached[word] & within[word] & !component[word];
                component[word] |= border[word];
                is_done &= border[word] == 0;
            }
            if is_done {
                return (component, self.size(&component));
            }
        }
    }

    fn size(&self, set: &Set) -> u32 {
        set[..self.n_words].iter().map(|word| word.count_ones()).sum()
    }

    fn members<'set>(&self, set: &'set Set) -> impl Iterator<Item = Node> + use<'set> {
        set[..self.n_words].iter().enumerate().flat_map(|(index, &word)| {
            let mut word = word;
            std::iter::from_fn(move || {
                let node = index as Node * 64 + word.trailing_zeros();
                let is_there = word != 0;
                word &= word.wrapping_sub(1);
                is_there.then_some(node)
            })
        })
    }

    /// For each node of a component, the largest part of it that is left without the node: one
    /// depth-first walk that counts what hangs below each (Hopcroft, Tarjan, 1973).
    fn without_each(&self, component: &Set) -> Vec<(Node, u32)> {
        let size = self.size(component);
        let Some(root) = self.first(component) else { return Vec::new() };
        let mut walk = Walk {
            entered: vec![0; self.near.len()],
            low: vec![0; self.near.len()],
            below: vec![1; self.near.len()],
            cut_off: vec![0; self.near.len()],
            largest: vec![0; self.near.len()],
            frames: Vec::new(),
            clock: 0,
        };
        walk.run(self, component, root);
        let after = |node: Node| {
            let rest = size - 1 - walk.cut_off[node as usize];
            (node, walk.largest[node as usize].max(rest))
        };
        self.members(component).map(after).collect()
    }

    /// Whether another node of the component that may be removed has all neighbours of this one.
    fn is_dominated(&self, low: Node, component: &Set, task: &Task<'_>) -> bool {
        let contains = |low: Node, high: Node| {
            let (low_row, high_row) = (&self.near[low as usize], &self.near[high as usize]);
            (0..self.n_words).all(|word| {
                let mut missing = low_row[word] & component[word] & !high_row[word];
                if high as usize / 64 == word {
                    missing &= !(1 << (high % 64));
                }
                missing == 0
            })
        };
        self.members(component).any(|high| {
            high != low
                && task.is_removable(high)
                && contains(low, high)
                && (high < low || !contains(high, low))
        })
    }
}

/// A depth-first walk over one component.
#[derive(Debug)]
struct Walk {
    entered: Vec<u32>,
    low: Vec<u32>,
    /// The nodes at and below each node.
    below: Vec<u32>,
    /// The nodes that a removal parts from what is above, and the largest such part.
    cut_off: Vec<u32>,
    largest: Vec<u32>,
    frames: Vec<(Node, Node, Set)>,
    clock: u32,
}

impl Walk {
    fn run(&mut self, network: &Network, component: &Set, root: Node) {
        self.enter(network, component, root, root);
        while let Some((node, parent, open)) = self.frames.last_mut() {
            let (node, parent) = (*node, *parent);
            if let Some(far) = network.first(open) {
                remove(open, far);
                let seen = self.entered[far as usize];
                if seen == 0 {
                    self.enter(network, component, far, node);
                } else if far != parent {
                    self.low[node as usize] = self.low[node as usize].min(seen);
                }
                continue;
            }
            self.frames.pop();
            if node != root {
                self.leave(node, parent);
            }
        }
    }

    fn enter(&mut self, network: &Network, component: &Set, node: Node, parent: Node) {
        self.clock += 1;
        self.entered[node as usize] = self.clock;
        self.low[node as usize] = self.clock;
        let mut open = network.near[node as usize];
        for word in 0..network.n_words {
            open[word] &= component[word];
        }
        self.frames.push((node, parent, open));
    }

    fn leave(&mut self, node: Node, parent: Node) {
        let (n, p) = (node as usize, parent as usize);
        self.low[p] = self.low[p].min(self.low[n]);
        self.below[p] += self.below[n];
        if self.low[n] >= self.entered[p] {
            self.cut_off[p] += self.below[n];
            self.largest[p] = self.largest[p].max(self.below[n]);
        }
    }
}

fn insert(set: &mut Set, node: Node) {
    set[node as usize / 64] |= 1 << (node % 64);
}

fn remove(set: &mut Set, node: Node) {
    set[node as usize / 64] &= !(1 << (node % 64));
}
