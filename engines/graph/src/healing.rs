//! What a network does after removals, and what a plan is worth against that.
//!
//! Reconnection: with `r` new ties the best answer to a plan joins the `r + 1` largest fragments,
//! so the outcome against it is their sum. Replacement: the ties that a removed person leaves open
//! close among those who knew the same people (Adamic, Adar: Friends and neighbors on the web,
//! 2003, with the removed counted as acquaintances).

use std::collections::BTreeMap;

use crate::components::Components;
use crate::graph::{Graph, Node};

/// The largest component after removals and the best answer with `n_ties` new ties.
pub fn largest_after_reconnection(graph: &Graph, removals: &[Node], n_ties: usize) -> u32 {
    let mut removed = vec![false; graph.n_nodes()];
    for &node in removals {
        if let Some(slot) = removed.get_mut(node as usize) {
            *slot = true;
        }
    }
    let mut sizes = Components::without(graph, &removed).sizes;
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.iter().take(n_ties.saturating_add(1)).sum()
}

/// The plan that does best against the best answer, and what it then leaves.
pub fn best_against_reconnection(
    graph: &Graph,
    plans: &[Vec<Node>],
    n_ties: usize,
) -> Option<(usize, u32)> {
    let left = |plan: &Vec<Node>| largest_after_reconnection(graph, plan, n_ties);
    plans.iter().map(left).enumerate().min_by_key(|&(index, size)| (size, index))
}

/// A tie that may form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelyTie {
    /// One end, the smaller.
    pub from: Node,
    /// The other end.
    pub to: Node,
    /// How much speaks for it: the sum over common acquaintances of `1 / ln(1 + degree)`.
    pub score: f64,
}

/// The new ties among the remaining nodes that are most likely after removals, the likeliest first.
pub fn likely_ties(graph: &Graph, removals: &[Node]) -> Vec<LikelyTie> {
    let mut scores: BTreeMap<(Node, Node), f64> = BTreeMap::new();
    let is_left = |node: &Node| !removals.contains(node);
    for middle in graph.nodes() {
        let known: Vec<Node> = graph.neighbours(middle).iter().copied().filter(is_left).collect();
        let weight = 1.0 / (1.0 + graph.degree(middle) as f64).ln();
        for (index, &from) in known.iter().enumerate() {
            for &to in &known[index + 1..] {
                if !graph.has_edge(from, to) {
                    *scores.entry((from, to)).or_default() += weight;
                }
            }
        }
    }
    let tie = |((from, to), score)| LikelyTie { from, to, score };
    let mut ties: Vec<LikelyTie> = scores.into_iter().map(tie).collect();
    ties.sort_by(|a, b| b.score.total_cmp(&a.score));
    ties
}

/// How ties that were held likely came true.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backtest {
    /// Ties that were held likely.
    pub tried: usize,
    /// Those of them that formed.
    pub came_true: usize,
    /// Pairs among those who stayed that were not tied.
    pub possible: usize,
    /// Those of them that formed.
    pub formed: usize,
}

/// Compares the `n_top` likeliest ties of a network with what it became. `later` gives for each
/// node where it is in `after`, if it is.
pub fn backtest(before: &Graph, after: &Graph, later: &[Option<Node>], n_top: usize) -> Backtest {
    let place = |node: Node| later.get(node as usize).copied().flatten();
    let (stayed, gone): (Vec<Node>, Vec<Node>) =
        before.nodes().partition(|&node| place(node).is_some());
    let formed = |a: Node, b: Node| match (place(a), place(b)) {
        (Some(a), Some(b)) => after.has_edge(a, b),
        _ => false,
    };
    let mut found = Backtest::default();
    for tie in likely_ties(before, &gone).iter().take(n_top) {
        found.tried += 1;
        found.came_true += usize::from(formed(tie.from, tie.to));
    }
    for (index, &a) in stayed.iter().enumerate() {
        for &b in stayed[index + 1..].iter().filter(|&&b| !before.has_edge(a, b)) {
            found.possible += 1;
            found.formed += usize::from(formed(a, b));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_answer_joins_the_largest_fragments() {
        // A hub with arms of three, two and one nodes.
        let edges = [(0, 1), (1, 2), (2, 3), (0, 4), (4, 5), (0, 6)];
        let graph = Graph::from_edges(7, edges).unwrap();
        assert_eq!(largest_after_reconnection(&graph, &[0], 0), 3);
        assert_eq!(largest_after_reconnection(&graph, &[0], 1), 5);
        assert_eq!(largest_after_reconnection(&graph, &[0], usize::MAX), 6);
        let plans = [vec![6], vec![0], vec![2]];
        assert_eq!(best_against_reconnection(&graph, &plans, 0), Some((1, 3)));
    }

    #[test]
    fn ties_that_came_true_are_counted() {
        let before = Graph::from_edges(5, [(0, 1), (0, 2), (3, 1), (3, 2), (0, 4)]).unwrap();
        // Node 0 is gone; the others are numbered anew, and 1 and 2 are tied now.
        let later = [None, Some(0), Some(1), Some(2), Some(3)];
        let after = Graph::from_edges(4, [(0, 1), (2, 0), (2, 1)]).unwrap();
        let found = backtest(&before, &after, &later, 1);
        assert_eq!(found, Backtest { tried: 1, came_true: 1, possible: 4, formed: 1 });
    }

    #[test]
    fn those_who_knew_the_same_people_close_the_gap() {
        let edges = [(0, 1), (0, 2), (3, 1), (3, 2), (0, 4)];
        let graph = Graph::from_edges(5, edges).unwrap();
        let likely = likely_ties(&graph, &[0]);
        assert_eq!((likely[0].from, likely[0].to), (1, 2));
        assert!(likely.iter().all(|tie| tie.from != 0));
    }
}
