//! Explosive immunisation: backwards from nothing, the node comes back that does least harm, scored
//! by its degree and by the square roots of the clusters that it would join (Clusella, Grassberger,
//! Pérez-Reche, Politi: Immunization and targeted destruction of networks using explosive
//! percolation, PRL 117, 2016; score σ1, over all nodes instead of a sample).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::budget::Budget;
use crate::components::UnionFind;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};

pub(super) fn order(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    let mut growing = Growing::new(task.graph);
    for node in task.graph.nodes().filter(|&node| !task.is_removable(node)) {
        growing.insert(node);
    }
    let absent = task.graph.nodes().filter(|&node| task.is_removable(node));
    let mut queue: BinaryHeap<Reverse<(u64, Reverse<Node>)>> =
        absent.map(|node| Reverse((growing.harm(node), Reverse(node)))).collect();
    let mut returned = Vec::with_capacity(queue.len());
    while let Some(Reverse((known, Reverse(node)))) = queue.pop() {
        let now = growing.harm(node);
        budget.add(task.graph.degree(node) as u64);
        if now > known {
            queue.push(Reverse((now, Reverse(node))));
        } else {
            growing.insert(node);
            returned.push(node);
        }
        if returned.len().is_multiple_of(64) && budget.is_spent() {
            return None;
        }
    }
    returned.reverse();
    Some(returned)
}

#[derive(Debug)]
struct Growing<'graph> {
    graph: &'graph Graph,
    sets: UnionFind,
    is_back: Vec<bool>,
    roots: Vec<Node>,
}

impl<'graph> Growing<'graph> {
    fn new(graph: &'graph Graph) -> Self {
        let n_nodes = graph.n_nodes();
        let sets = UnionFind::new(n_nodes);
        Self { graph, sets, is_back: vec![false; n_nodes], roots: Vec::new() }
    }

    fn insert(&mut self, node: Node) {
        self.is_back[node as usize] = true;
        for &next in self.graph.neighbours(node) {
            if self.is_back[next as usize] {
                self.sets.unite(node, next);
            }
        }
    }

    fn harm(&mut self, node: Node) -> u64 {
        self.roots.clear();
        for &next in self.graph.neighbours(node) {
            if self.is_back[next as usize] {
                let root = self.sets.find(next);
                self.roots.push(root);
            }
        }
        self.roots.sort_unstable();
        self.roots.dedup();
        let mut joined = 0.0;
        for index in 0..self.roots.len() {
            joined += f64::from(self.sets.size(self.roots[index])).sqrt() - 1.0;
        }
        ((self.graph.degree(node) as f64 + joined) * 1024.0) as u64
    }
}
