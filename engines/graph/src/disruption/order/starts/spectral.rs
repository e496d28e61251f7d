//! Generalised network dismantling: split the largest component along the second eigenvector of a
//! Laplacian whose edges weigh what removing their ends costs, and cover the cut with nodes (Ren,
//! Gleinig, Helbing, Antulov-Fantulin: Generalized network dismantling, PNAS 116, 2019).

use crate::budget::Budget;
use crate::components::Components;
use crate::disruption::order::task::Task;
use crate::graph::{Graph, Node};
use crate::random::Random;

pub(super) fn order(
    task: &Task<'_>,
    random: &mut Random,
    budget: &Budget<'_>,
) -> Option<Vec<Node>> {
    let mut removed = vec![false; task.graph.n_nodes()];
    let mut order = Vec::new();
    loop {
        let components = Components::without(task.graph, &removed);
        if components.largest_size() <= task.goal {
            return Some(order);
        }
        let members = components.nodes_of(components.largest()?);
        let part = task.graph.induced(&members);
        let side = split(&part, random, budget)?;
        let cover = cover(&part, &side, |node| task.is_removable(members[node as usize]));
        if cover.is_empty() {
            return Some(order);
        }
        for node in cover {
            removed[members[node as usize] as usize] = true;
            order.push(members[node as usize]);
        }
    }
}

/// Which side of the cut each node is on, by power iteration on `c I - L`.
fn split(graph: &Graph, random: &mut Random, budget: &Budget<'_>) -> Option<Vec<bool>> {
    let degree = |node: Node| graph.degree(node) as f64;
    let weighted: Vec<f64> = graph
        .nodes()
        .map(|v| graph.neighbours(v).iter().map(|&u| degree(v) + degree(u) - 1.0).sum())
        .collect();
    let shift = 2.0 * weighted.iter().copied().fold(1.0, f64::max);
    let mut vector: Vec<f64> = graph.nodes().map(|_| random.unit() - 0.5).collect();
    let n_rounds = 30 + 3 * (graph.n_nodes() as f64).ln().powi(2) as usize;
    for _ in 0..n_rounds {
        centre(&mut vector);
        vector = graph
            .nodes()
            .map(|v| {
                let near = graph.neighbours(v).iter();
                let pull: f64 =
                    near.map(|&u| (degree(v) + degree(u) - 1.0) * vector[u as usize]).sum();
                (shift - weighted[v as usize]) * vector[v as usize] + pull
            })
            .collect();
        budget.add(graph.n_edges() as u64 * 2);
        if budget.is_spent() {
            return None;
        }
    }
    centre(&mut vector);
    Some(vector.into_iter().map(|value| value >= 0.0).collect())
}

/// Makes a vector orthogonal to the constant one and of unit length.
fn centre(vector: &mut [f64]) {
    let mean = vector.iter().sum::<f64>() / vector.len() as f64;
    let length = vector.iter().map(|value| (value - mean).powi(2)).sum::<f64>().sqrt().max(1e-300);
    for value in vector {
        *value = (*value - mean) / length;
    }
}

/// Nodes that touch every edge of the cut, the one with most uncovered edges per degree first.
fn cover(graph: &Graph, side: &[bool], is_removable: impl Fn(Node) -> bool) -> Vec<Node> {
    let mut cut: Vec<usize> = graph
        .nodes()
        .map(|v| {
            let near = graph.neighbours(v).iter();
            near.filter(|&&u| side[u as usize] != side[v as usize]).count()
        })
        .collect();
    let mut covered = vec![false; graph.n_nodes()];
    let mut queue: std::collections::BinaryHeap<(usize, Node)> =
        graph.nodes().filter(|&v| is_removable(v)).map(|v| (cut[v as usize], v)).collect();
    let mut cover = Vec::new();
    while let Some((known, node)) = queue.pop() {
        let now = cut[node as usize];
        if now == 0 {
            continue;
        }
        if now < known {
            queue.push((now, node));
            continue;
        }
        cover.push(node);
        covered[node as usize] = true;
        for &next in graph.neighbours(node) {
            if side[next as usize] != side[node as usize] && !covered[next as usize] {
                cut[next as usize] -= 1;
            }
        }
    }
    cover
}
