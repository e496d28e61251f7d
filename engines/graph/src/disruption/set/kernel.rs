//! What is left to decide after reductions.

use crate::components::Components;
use crate::graph::{Graph, Node};

/// A weighted problem: remove nodes at the least cost until no component weighs more than `limit`.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    pub(super) graph: Graph,
    /// The node of the network that each kernel node stands for.
    pub(super) origin: Vec<Node>,
    /// How many nodes of the network each kernel node brings along while it is not removed.
    pub(super) weight: Vec<u32>,
    /// What removing a node costs; infinite when it may not be removed.
    pub(super) cost: Vec<f64>,
    pub(super) limit: u32,
}

/// A kernel and the removals that are certain.
#[derive(Debug, Clone)]
pub(super) struct Reduced {
    pub(super) kernel: Kernel,
    pub(super) forced: Vec<Node>,
}

/// Reduces until nothing changes. Each rule keeps at least one cheapest plan:
///
/// - a node that weighs more than the limit goes, if it may (else no plan exists, and it stays);
/// - a leaf whose neighbour may go and costs no more is folded into it: wherever the leaf is
///   removed, the neighbour may be instead;
/// - components within the limit are dropped.
pub(super) fn reduce(graph: &Graph, cost: &[f64], weight: Vec<u32>, limit: u32) -> Reduced {
    let mut reducing = Reducing {
        graph,
        cost,
        limit,
        is_gone: vec![false; graph.n_nodes()],
        degree: graph.nodes().map(|node| graph.degree(node)).collect(),
        weight,
        forced: Vec::new(),
    };
    let mut open: Vec<Node> = graph.nodes().collect();
    while let Some(node) = open.pop() {
        if !reducing.is_gone[node as usize] {
            reducing.visit(node, &mut open);
        }
    }
    reducing.finish()
}

#[derive(Debug)]
struct Reducing<'graph> {
    graph: &'graph Graph,
    cost: &'graph [f64],
    limit: u32,
    is_gone: Vec<bool>,
    degree: Vec<usize>,
    weight: Vec<u32>,
    forced: Vec<Node>,
}

impl Reducing<'_> {
    fn visit(&mut self, node: Node, open: &mut Vec<Node>) {
        let index = node as usize;
        if self.weight[index] > self.limit && self.cost[index].is_finite() {
            self.forced.push(node);
            self.take_out(node, open);
        } else if self.degree[index] == 1 && self.weight[index] <= self.limit {
            let neighbours = self.graph.neighbours(node).iter().copied();
            let Some(stem) = neighbours.into_iter().find(|&next| !self.is_gone[next as usize])
            else {
                return;
            };
            let stem_cost = self.cost[stem as usize];
            if stem_cost.is_finite() && stem_cost <= self.cost[index] {
                self.weight[stem as usize] += self.weight[index];
                self.take_out(node, open);
                open.push(stem);
            }
        }
    }

    fn take_out(&mut self, node: Node, open: &mut Vec<Node>) {
        self.is_gone[node as usize] = true;
        for &next in self.graph.neighbours(node) {
            if !self.is_gone[next as usize] {
                self.degree[next as usize] -= 1;
                open.push(next);
            }
        }
    }

    fn finish(self) -> Reduced {
        let components = Components::without(self.graph, &self.is_gone);
        let mut heavy = vec![0_u64; components.sizes.len()];
        for node in self.graph.nodes() {
            if let Some(sum) = heavy.get_mut(components.of[node as usize] as usize) {
                *sum += u64::from(self.weight[node as usize]);
            }
        }
        let is_kept = |node: &Node| {
            let component = components.of[*node as usize] as usize;
            heavy.get(component).is_some_and(|&sum| sum > u64::from(self.limit))
        };
        let origin: Vec<Node> = self.graph.nodes().filter(is_kept).collect();
        let pick = |node: &Node| (self.weight[*node as usize], self.cost[*node as usize]);
        let (weight, cost) = origin.iter().map(pick).unzip();
        let graph = self.graph.induced(&origin);
        let kernel = Kernel { graph, origin, weight, cost, limit: self.limit };
        Reduced { kernel, forced: self.forced }
    }
}
