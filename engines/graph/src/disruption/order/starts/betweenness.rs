//! Adaptive betweenness: the node in the largest component that most shortest paths cross, computed
//! anew after each few removals from a sample of sources (Holme et al.: Attack vulnerability of
//! complex networks, PRE 65, 2002; Brandes, Pich: Centrality estimation in large networks, 2007).

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};
use crate::random::Random;

/// Sources per recomputation. Few sources are rough, and so give another order with each seed.
const N_SOURCES: [usize; 4] = [8, 16, 32, 64];
/// One removal per recomputation for each so many nodes of the component.
const NODES_PER_REMOVAL: [usize; 2] = [150, 600];

pub(super) fn order(
    task: &Task<'_>,
    random: &mut Random,
    budget: &Budget<'_>,
) -> Option<Vec<Node>> {
    let n_sources = N_SOURCES[random.below(N_SOURCES.len())];
    let nodes_per_removal = NODES_PER_REMOVAL[random.below(NODES_PER_REMOVAL.len())];
    let mut removed = vec![false; task.graph.n_nodes()];
    let mut order = Vec::new();
    let mut sampled = Sampled::new(task.graph.n_nodes());
    loop {
        let components = Components::without(task.graph, &removed);
        if components.largest_size() <= task.goal {
            return Some(order);
        }
        let members = components.nodes_of(components.largest()?);
        for _ in 0..n_sources {
            let source = members[random.below(members.len())];
            budget.add(sampled.add(task.graph, &removed, source));
            if budget.is_spent() {
                return None;
            }
        }
        let mut ranked: Vec<Node> =
            members.iter().copied().filter(|&node| task.is_removable(node)).collect();
        if ranked.is_empty() {
            return Some(order);
        }
        if !task.is_uniform {
            for &node in &members {
                sampled.score[node as usize] /= task.costs[node as usize].max(1e-6);
            }
        }
        let score = &sampled.score;
        ranked.sort_unstable_by(|&a, &b| {
            score[b as usize].total_cmp(&score[a as usize]).then(a.cmp(&b))
        });
        ranked.truncate(1 + members.len() / nodes_per_removal);
        for &node in &ranked {
            removed[node as usize] = true;
        }
        order.append(&mut ranked);
        sampled.score.fill(0.0);
    }
}

/// Brandes' accumulation from some sources.
#[derive(Debug)]
struct Sampled {
    score: Vec<f64>,
    distance: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    reached: Vec<Node>,
}

impl Sampled {
    fn new(n_nodes: usize) -> Self {
        Self {
            score: vec![0.0; n_nodes],
            distance: vec![u32::MAX; n_nodes],
            paths: vec![0.0; n_nodes],
            dependency: vec![0.0; n_nodes],
            reached: Vec::new(),
        }
    }

    /// Adds the dependencies on one source; gives the work done.
    fn add(&mut self, graph: &Graph, removed: &[bool], source: Node) -> u64 {
        self.distance[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.reached.push(source);
        let mut next = 0;
        let mut work = 0;
        while let Some(&node) = self.reached.get(next) {
            next += 1;
            work += graph.degree(node) as u64;
            for &far in graph.neighbours(node) {
                if removed[far as usize] {
                    continue;
                }
                if self.distance[far as usize] == u32::MAX {
                    self.distance[far as usize] = self.distance[node as usize] + 1;
                    self.reached.push(far);
                }
                if self.distance[far as usize] == self.distance[node as usize] + 1 {
                    self.paths[far as usize] += self.paths[node as usize];
                }
            }
        }
        self.collect(graph, source);
        work * 2
    }

    fn collect(&mut self, graph: &Graph, source: Node) {
        for &node in self.reached.iter().rev() {
            let per_path = (1.0 + self.dependency[node as usize]) / self.paths[node as usize];
            for &near in graph.neighbours(node) {
                let is_before = self.distance[near as usize] != u32::MAX
                    && self.distance[near as usize] + 1 == self.distance[node as usize];
                if is_before {
                    self.dependency[near as usize] += self.paths[near as usize] * per_path;
                }
            }
            if node != source {
                self.score[node as usize] += self.dependency[node as usize];
            }
        }
        for node in self.reached.drain(..) {
            self.distance[node as usize] = u32::MAX;
            self.paths[node as usize] = 0.0;
            self.dependency[node as usize] = 0.0;
        }
    }
}
