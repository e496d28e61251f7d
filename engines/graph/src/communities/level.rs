//! One level of Leiden: a graph of lumps, who is in which community, and the moves between them.

use crate::graph::{Graph, Node};
use crate::random::Random;

/// A graph whose nodes may stand for many, with ties inside themselves. Rows are in no order: none
/// is needed here, and sorting them would take longer than the rest.
#[derive(Debug, Clone)]
pub(super) struct Level {
    offsets: Vec<u32>,
    targets: Vec<Node>,
    /// The weights of the ties; empty when all are 1, so that less memory is read.
    weights: Vec<f64>,
    /// What each node counts for in the penalty of a community.
    pub(super) mass: Vec<f64>,
    /// The weight of the edges inside each node.
    inside: Vec<f64>,
}

/// A partition of a level's nodes, with what each community counts for.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    pub(super) of: Vec<u32>,
    pub(super) slots: Vec<Slot>,
    size: Vec<u32>,
    empty: Vec<u32>,
    /// Scratch: the communities that one node is tied to.
    pub(super) near: Vec<u32>,
}

/// What is asked of a community together, together in memory.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slot {
    /// Scratch: the weight from one node to the community.
    pub(super) tie: f64,
    pub(super) mass: f64,
}

impl Level {
    /// The lowest level: the graph itself.
    pub(super) fn new(graph: &Graph, mass: Vec<f64>) -> Self {
        let mut level = Self::empty(mass, vec![0.0; graph.n_nodes()]);
        for node in graph.nodes() {
            level.targets.extend_from_slice(graph.neighbours(node));
            level.weights.extend_from_slice(graph.weights(node));
            level.offsets.push(level.targets.len() as u32);
        }
        if level.weights.iter().all(|weight| weight.total_cmp(&1.0).is_eq()) {
            level.weights = Vec::new();
        }
        level
    }

    fn empty(mass: Vec<f64>, inside: Vec<f64>) -> Self {
        let (targets, weights) = (Vec::new(), Vec::new());
        Self { offsets: vec![0], targets, weights, mass, inside }
    }

    pub(super) fn n_nodes(&self) -> usize {
        self.mass.len()
    }

    pub(super) fn nodes(&self) -> std::ops::Range<Node> {
        0..self.n_nodes() as Node
    }

    fn arcs(&self, node: Node) -> std::ops::Range<usize> {
        self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize
    }

    fn targets(&self, node: Node) -> &[Node] {
        &self.targets[self.arcs(node)]
    }

    /// Calls `visit` with every tie of a node.
    #[inline]
    fn each_tie(&self, node: Node, mut visit: impl FnMut(Node, f64)) {
        let arcs = self.arcs(node);
        let targets = &self.targets[arcs.clone()];
        if self.weights.is_empty() {
            for &next in targets {
                visit(next, 1.0);
            }
        } else {
            for (&next, &weight) in targets.iter().zip(&self.weights[arcs]) {
                visit(next, weight);
            }
        }
    }

    /// How many ties there are, counted from both ends, and what one weighs on average.
    pub(super) fn ties(&self) -> (usize, f64) {
        let n_ties = self.targets.len();
        let sum: f64 = self.weights.iter().sum();
        let mean = if self.weights.is_empty() { 1.0 } else { sum / n_ties.max(1) as f64 };
        (n_ties, mean)
    }

    pub(super) fn quality(&self, of: &[u32], resolution: f64) -> f64 {
        let mut mass = vec![0.0; of.len()];
        let mut quality: f64 = self.inside.iter().sum();
        for node in self.nodes() {
            let own = of[node as usize];
            mass[own as usize] += self.mass[node as usize];
            self.each_tie(node, |next, weight| {
                if of[next as usize] == own {
                    quality += weight / 2.0;
                }
            });
        }
        quality - resolution / 2.0 * mass.iter().map(|sum| sum * sum).sum::<f64>()
    }

    /// The level whose nodes are the communities of `of`, numbered `0..n_communities`.
    pub(super) fn merged(&self, of: &[u32], n_communities: usize) -> Self {
        let mut next = Self::empty(vec![0.0; n_communities], vec![0.0; n_communities]);
        let mut starts = vec![0_u32; n_communities + 1];
        for node in self.nodes() {
            let community = of[node as usize] as usize;
            starts[community + 1] += 1;
            next.mass[community] += self.mass[node as usize];
            next.inside[community] += self.inside[node as usize];
        }
        for community in 0..n_communities {
            starts[community + 1] += starts[community];
        }
        let mut members = vec![0 as Node; of.len()];
        let mut free = starts.clone();
        for node in self.nodes() {
            let slot = &mut free[of[node as usize] as usize];
            members[*slot as usize] = node;
            *slot += 1;
        }
        let mut weight = vec![0.0; n_communities];
        for own in 0..n_communities {
            let start = next.targets.len();
            for &node in &members[starts[own] as usize..starts[own + 1] as usize] {
                self.each_tie(node, |far, tie| {
                    let other = of[far as usize];
                    if other as usize == own {
                        next.inside[own] += tie / 2.0;
                    } else {
                        if weight[other as usize] == 0.0 {
                            next.targets.push(other);
                        }
                        weight[other as usize] += tie;
                    }
                });
            }
            for other in &next.targets[start..] {
                next.weights.push(std::mem::take(&mut weight[*other as usize]));
            }
            next.offsets.push(next.targets.len() as u32);
        }
        next
    }
}

impl Partition {
    pub(super) fn new(level: &Level, of: Vec<u32>) -> Self {
        let n_nodes = of.len();
        let mut partition = Self {
            slots: vec![Slot::default(); n_nodes],
            size: vec![0; n_nodes],
            empty: Vec::new(),
            near: Vec::new(),
            of,
        };
        for (node, &community) in partition.of.iter().enumerate() {
            partition.slots[community as usize].mass += level.mass[node];
            partition.size[community as usize] += 1;
        }
        let empty = (0..n_nodes as u32).filter(|&one| partition.size[one as usize] == 0);
        partition.empty = empty.collect();
        partition
    }

    /// Everyone alone.
    pub(super) fn alone(level: &Level) -> Self {
        Self::new(level, level.nodes().collect())
    }

    /// Moves nodes to where they gain most until none gains; only nodes next to one that moved are
    /// looked at again (Leiden's fast local move). Gives the work done.
    pub(super) fn improve(&mut self, level: &Level, resolution: f64, random: &mut Random) -> u64 {
        let mut order: Vec<Node> = level.nodes().collect();
        random.shuffle(&mut order);
        let mut queue = std::collections::VecDeque::from(order);
        let mut is_queued = vec![true; self.of.len()];
        let mut work = 0;
        while let Some(node) = queue.pop_front() {
            is_queued[node as usize] = false;
            work += level.arcs(node).len() as u64 + 1;
            let own = self.of[node as usize];
            let best = self.best_for(level, node, resolution);
            if best != own {
                self.transfer(level, node, best);
                for &next in level.targets(node) {
                    if self.of[next as usize] != best && !is_queued[next as usize] {
                        is_queued[next as usize] = true;
                        queue.push_back(next);
                    }
                }
            }
        }
        work
    }

    fn best_for(&mut self, level: &Level, node: Node, resolution: f64) -> u32 {
        let own = self.of[node as usize];
        let mass = level.mass[node as usize];
        self.tie_up(level, node, |_| true);
        let alone = if self.size[own as usize] > 1 { self.empty.last().copied() } else { None };
        let Slot { tie, mass: with_self } = self.slots[own as usize];
        let rest = with_self - mass;
        let mut best = (tie - resolution * mass * rest, own);
        if let Some(community) = alone.filter(|_| best.0 < -1e-12) {
            best = (0.0, community);
        }
        for &community in &self.near {
            if community != own {
                let slot = &self.slots[community as usize];
                let gain = slot.tie - resolution * mass * slot.mass;
                if gain > best.0 + 1e-12 {
                    best = (gain, community);
                }
            }
        }
        self.untie();
        best.1
    }

    /// Notes the weight from a node to each community of those neighbours that `counts`.
    pub(super) fn tie_up(&mut self, level: &Level, node: Node, counts: impl Fn(Node) -> bool) {
        level.each_tie(node, |next, weight| {
            if counts(next) {
                let community = self.of[next as usize];
                let tie = &mut self.slots[community as usize].tie;
                if *tie == 0.0 {
                    self.near.push(community);
                }
                *tie += weight;
            }
        });
    }

    pub(super) fn untie(&mut self) {
        for community in self.near.drain(..) {
            self.slots[community as usize].tie = 0.0;
        }
    }

    pub(super) fn transfer(&mut self, level: &Level, node: Node, to: u32) {
        let from = std::mem::replace(&mut self.of[node as usize], to);
        let mass = level.mass[node as usize];
        if self.size[to as usize] == 0 {
            // Whoever moves out takes the last of the empty communities.
            self.empty.pop();
        }
        self.slots[from as usize].mass -= mass;
        self.size[from as usize] -= 1;
        if self.size[from as usize] == 0 {
            self.empty.push(from);
        }
        self.slots[to as usize].mass += mass;
        self.size[to as usize] += 1;
    }

    /// Leiden's refinement: within each community of `coarse`, lone nodes that are well tied to the
    /// rest of it join the well-tied part where they gain most. `self` starts with everyone alone.
    pub(super) fn refine(
        &mut self,
        level: &Level,
        coarse: &Self,
        resolution: f64,
        random: &mut Random,
    ) {
        // The weight from each part to the rest of its community.
        let mut outward: Vec<f64> = level
            .nodes()
            .map(|node| {
                let own = coarse.of[node as usize];
                let mut sum = 0.0;
                level.each_tie(node, |next, weight| {
                    sum += if coarse.of[next as usize] == own { weight } else { 0.0 };
                });
                sum
            })
            .collect();
        let mut order: Vec<Node> = level.nodes().collect();
        random.shuffle(&mut order);
        for node in order {
            let community = coarse.of[node as usize];
            let own = self.of[node as usize];
            let total = coarse.slots[community as usize].mass;
            let is_well_tied =
                |mass: f64, outward: f64| outward >= resolution * mass * (total - mass);
            let mass = level.mass[node as usize];
            if self.size[own as usize] > 1 || !is_well_tied(mass, outward[own as usize]) {
                continue;
            }
            self.tie_up(level, node, |next| coarse.of[next as usize] == community);
            let mut best = (0.0, own);
            for &part in &self.near {
                let Slot { tie, mass: others } = self.slots[part as usize];
                let gain = tie - resolution * mass * others;
                if gain > best.0 && is_well_tied(others, outward[part as usize]) {
                    best = (gain, part);
                }
            }
            let tie = self.slots[best.1 as usize].tie;
            self.untie();
            if best.1 != own {
                outward[best.1 as usize] += outward[own as usize] - 2.0 * tie;
                self.transfer_alone(level, node, best.1);
            }
        }
    }

    /// Like [`Self::transfer`] when nobody needs the list of empty communities.
    fn transfer_alone(&mut self, level: &Level, node: Node, to: u32) {
        let from = std::mem::replace(&mut self.of[node as usize], to);
        let mass = level.mass[node as usize];
        self.slots[from as usize].mass -= mass;
        self.size[from as usize] -= 1;
        self.slots[to as usize].mass += mass;
        self.size[to as usize] += 1;
    }
}

/// Numbers communities, all below `n_numbers`, by first appearance; gives how many there are.
pub(super) fn renumber(of: &mut [u32], n_numbers: usize) -> usize {
    let mut number = vec![u32::MAX; n_numbers];
    let mut next = 0;
    for community in of {
        let slot = &mut number[*community as usize];
        if *slot == u32::MAX {
            *slot = next;
            next += 1;
        }
        *community = *slot;
    }
    next as usize
}
