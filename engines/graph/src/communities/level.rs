//! One level of Leiden: a graph of lumps, who is in which community, and the moves between them.

use crate::graph::{Graph, Node};
use crate::random::Random;

/// A graph whose nodes may stand for many, with ties inside themselves. Rows are in no order: none
/// is needed here, and sorting them would take longer than the rest.
#[derive(Debug, Clone)]
pub(super) struct Level {
    offsets: Vec<u32>,
    ties: Vec<(Node, f64)>,
    /// What each node counts for in the penalty of a community.
    mass: Vec<f64>,
    /// The weight of the edges inside each node.
    inside: Vec<f64>,
}

/// A partition of a level's nodes, with what each community counts for.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    pub(super) of: Vec<u32>,
    mass: Vec<f64>,
    size: Vec<u32>,
    empty: Vec<u32>,
    /// Scratch: the weight from one node to each community, and which are not 0.
    tie: Vec<f64>,
    near: Vec<u32>,
}

impl Level {
    /// The lowest level: the graph itself.
    pub(super) fn new(graph: &Graph, mass: Vec<f64>) -> Self {
        let mut level = Self::empty(mass, vec![0.0; graph.n_nodes()]);
        for node in graph.nodes() {
            level.ties.extend(graph.weighted_neighbours(node));
            level.offsets.push(level.ties.len() as u32);
        }
        level
    }

    fn empty(mass: Vec<f64>, inside: Vec<f64>) -> Self {
        Self { offsets: vec![0], ties: Vec::new(), mass, inside }
    }

    pub(super) fn n_nodes(&self) -> usize {
        self.mass.len()
    }

    fn nodes(&self) -> std::ops::Range<Node> {
        0..self.n_nodes() as Node
    }

    fn ties(&self, node: Node) -> &[(Node, f64)] {
        let (from, to) = (self.offsets[node as usize], self.offsets[node as usize + 1]);
        &self.ties[from as usize..to as usize]
    }

    pub(super) fn quality(&self, of: &[u32], resolution: f64) -> f64 {
        let mut mass = vec![0.0; of.len()];
        let mut quality: f64 = self.inside.iter().sum();
        for node in self.nodes() {
            let own = of[node as usize];
            mass[own as usize] += self.mass[node as usize];
            let within = self.ties(node).iter().filter(|&&(next, _)| of[next as usize] == own);
            quality += within.map(|(_, weight)| weight).sum::<f64>() / 2.0;
        }
        quality - resolution / 2.0 * mass.iter().map(|sum| sum * sum).sum::<f64>()
    }

    /// The level whose nodes are the communities of `of`, numbered `0..n_communities`.
    pub(super) fn merged(&self, of: &[u32], n_communities: usize) -> Self {
        let mut members: Vec<Vec<Node>> = vec![Vec::new(); n_communities];
        let mut next = Self::empty(vec![0.0; n_communities], vec![0.0; n_communities]);
        for node in self.nodes() {
            let community = of[node as usize] as usize;
            members[community].push(node);
            next.mass[community] += self.mass[node as usize];
            next.inside[community] += self.inside[node as usize];
        }
        let mut weight = vec![0.0; n_communities];
        for (own, nodes) in members.iter().enumerate() {
            let start = next.ties.len();
            for &(far, tie) in nodes.iter().flat_map(|&node| self.ties(node)) {
                let other = of[far as usize];
                if other as usize == own {
                    next.inside[own] += tie / 2.0;
                } else {
                    if weight[other as usize] == 0.0 {
                        next.ties.push((other, 0.0));
                    }
                    weight[other as usize] += tie;
                }
            }
            for (other, tie) in &mut next.ties[start..] {
                *tie = std::mem::take(&mut weight[*other as usize]);
            }
            next.offsets.push(next.ties.len() as u32);
        }
        next
    }
}

impl Partition {
    pub(super) fn new(level: &Level, of: Vec<u32>) -> Self {
        let n_nodes = of.len();
        let mut partition = Self {
            mass: vec![0.0; n_nodes],
            size: vec![0; n_nodes],
            empty: Vec::new(),
            tie: vec![0.0; n_nodes],
            near: Vec::new(),
            of,
        };
        for (node, &community) in partition.of.iter().enumerate() {
            partition.mass[community as usize] += level.mass[node];
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
            work += level.ties(node).len() as u64 + 1;
            let own = self.of[node as usize];
            let best = self.best_for(level, node, resolution);
            if best != own {
                self.transfer(level, node, best);
                for &(next, _) in level.ties(node) {
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
        let rest = self.mass[own as usize] - mass;
        let mut best = (self.tie[own as usize] - resolution * mass * rest, own);
        if let Some(community) = alone.filter(|_| best.0 < -1e-12) {
            best = (0.0, community);
        }
        for &community in &self.near {
            if community != own {
                let others = self.mass[community as usize];
                let gain = self.tie[community as usize] - resolution * mass * others;
                if gain > best.0 + 1e-12 {
                    best = (gain, community);
                }
            }
        }
        self.untie();
        best.1
    }

    /// Notes the weight from a node to each community of those neighbours that `counts`.
    fn tie_up(&mut self, level: &Level, node: Node, counts: impl Fn(Node) -> bool) {
        for &(next, weight) in level.ties(node) {
            if counts(next) {
                let community = self.of[next as usize];
                if self.tie[community as usize] == 0.0 {
                    self.near.push(community);
                }
                self.tie[community as usize] += weight;
            }
        }
    }

    fn untie(&mut self) {
        for community in self.near.drain(..) {
            self.tie[community as usize] = 0.0;
        }
    }

    fn transfer(&mut self, level: &Level, node: Node, to: u32) {
        let from = std::mem::replace(&mut self.of[node as usize], to);
        let mass = level.mass[node as usize];
        if self.size[to as usize] == 0 {
            // Whoever moves out takes the last of the empty communities.
            self.empty.pop();
        }
        self.mass[from as usize] -= mass;
        self.size[from as usize] -= 1;
        if self.size[from as usize] == 0 {
            self.empty.push(from);
        }
        self.mass[to as usize] += mass;
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
                let ties = level.ties(node).iter();
                ties.filter(|(next, _)| coarse.of[*next as usize] == own).map(|(_, w)| w).sum()
            })
            .collect();
        let mut order: Vec<Node> = level.nodes().collect();
        random.shuffle(&mut order);
        for node in order {
            let community = coarse.of[node as usize];
            let own = self.of[node as usize];
            let total = coarse.mass[community as usize];
            let is_well_tied =
                |mass: f64, outward: f64| outward >= resolution * mass * (total - mass);
            let mass = level.mass[node as usize];
            if self.size[own as usize] > 1 || !is_well_tied(mass, outward[own as usize]) {
                continue;
            }
            self.tie_up(level, node, |next| coarse.of[next as usize] == community);
            let mut best = (0.0, own);
            for &part in &self.near {
                let others = self.mass[part as usize];
                let gain = self.tie[part as usize] - resolution * mass * others;
                if gain > best.0 && is_well_tied(others, outward[part as usize]) {
                    best = (gain, part);
                }
            }
            let tie = self.tie[best.1 as usize];
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
        self.mass[from as usize] -= mass;
        self.size[from as usize] -= 1;
        self.mass[to as usize] += mass;
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
