//! `CoreHD`: highest degree within the 2-core until no cycle is left, then the trees are broken
//! (Zdeborová, Zhang, Zhou: Fast and simple decycling and dismantling of networks, Scientific
//! Reports 6, 2016).

use std::collections::BinaryHeap;

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::order::starts::lazy::Remains;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};

pub(super) fn order(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    let mut order = decycle(task, budget)?;
    let mut removed = vec![false; task.graph.n_nodes()];
    for &node in &order {
        removed[node as usize] = true;
    }
    break_trees(task, &mut removed, &mut order);
    Some(order)
}

fn decycle(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    let mut core = Remains::new(task.graph);
    let mut leaves: Vec<Node> = task.graph.nodes().collect();
    peel(&mut core, &mut leaves);
    let removable = task.graph.nodes().filter(|&node| task.is_removable(node));
    let mut queue: BinaryHeap<(u32, Node)> =
        removable.map(|node| (core.degree[node as usize], node)).collect();
    let mut order = Vec::new();
    while let Some((known, node)) = queue.pop() {
        budget.add(1);
        if core.removed[node as usize] {
            continue;
        }
        let now = core.degree[node as usize];
        if now < known {
            queue.push((now, node));
            continue;
        }
        core.remove(node);
        order.push(node);
        leaves.extend(core.neighbours(node));
        peel(&mut core, &mut leaves);
        if order.len().is_multiple_of(64) && budget.is_spent() {
            return None;
        }
    }
    Some(order)
}

/// Takes nodes with fewer than two neighbours left out of the core.
fn peel(core: &mut Remains<'_>, leaves: &mut Vec<Node>) {
    while let Some(node) = leaves.pop() {
        if !core.removed[node as usize] && core.degree[node as usize] < 2 {
            core.remove(node);
            leaves.extend(core.neighbours(node));
        }
    }
}

/// In every tree larger than the goal, removes the deepest node whose subtree is larger than the
/// goal: the fewest removals that a tree needs.
fn break_trees(task: &Task<'_>, removed: &mut [bool], order: &mut Vec<Node>) {
    let components = Components::without(task.graph, removed);
    let mut weight = vec![1_u32; task.graph.n_nodes()];
    for (component, &size) in components.sizes.iter().enumerate() {
        if size <= task.goal {
            continue;
        }
        for (node, parent) in from_leaves(task.graph, removed, &components, component as u32) {
            if weight[node as usize] > task.goal && task.is_removable(node) {
                removed[node as usize] = true;
                order.push(node);
            } else if let Some(parent) = parent {
                weight[parent as usize] =
                    weight[parent as usize].saturating_add(weight[node as usize]);
            }
        }
    }
}

/// The nodes of a component with their parents in a search tree, children first.
fn from_leaves(
    graph: &Graph,
    removed: &[bool],
    components: &Components,
    component: u32,
) -> Vec<(Node, Option<Node>)> {
    let root = components.of.iter().position(|&of| of == component).unwrap_or(0) as Node;
    let mut tree = vec![(root, None)];
    let mut seen = vec![false; graph.n_nodes()];
    seen[root as usize] = true;
    let mut next = 0;
    while let Some(&(node, _)) = tree.get(next) {
        next += 1;
        for &child in graph.neighbours(node) {
            if !removed[child as usize] && !std::mem::replace(&mut seen[child as usize], true) {
                tree.push((child, Some(node)));
            }
        }
    }
    tree.reverse();
    tree
}
