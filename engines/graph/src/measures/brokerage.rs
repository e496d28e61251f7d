//! Who stands between others: Burt's constraint and Gould and Fernandez' brokerage roles.

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// Burt's constraint of each node: how much its contacts are tied to each other (Burt: Structural
/// Holes, 1992, chapter 2). Edge weights count; `NaN` for a node without edges.
pub fn constraint(graph: &Graph) -> Vec<f64> {
    let strength: Vec<f64> = graph.nodes().map(|v| graph.weights(v).iter().sum()).collect();
    let mut share = vec![0.0; graph.n_nodes()];
    let value = |node: Node| {
        if graph.degree(node) == 0 {
            return f64::NAN;
        }
        for (near, weight) in graph.weighted_neighbours(node) {
            share[near as usize] = weight / strength[node as usize];
        }
        let mut sum = 0.0;
        for &near in graph.neighbours(node) {
            let through: f64 = graph
                .weighted_neighbours(near)
                .filter(|&(third, _)| third != node)
                .map(|(third, weight)| share[third as usize] * weight / strength[third as usize])
                .sum();
            sum += (share[near as usize] + through).powi(2);
        }
        for &near in graph.neighbours(node) {
            share[near as usize] = 0.0;
        }
        sum
    };
    graph.nodes().map(value).collect()
}

/// How often a node brokers between two others that are not tied, by the groups of the three
/// (Gould, Fernandez: Structures of mediation, Sociological Methodology 19, 1989; in an undirected
/// graph gatekeeper and representative are one role, and each pair counts once).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brokerage {
    /// All three in one group.
    pub coordinator: u64,
    /// The two in one group, the broker in another.
    pub consultant: u64,
    /// The broker in the group of one of the two, the other outside.
    pub gatekeeper: u64,
    /// Three groups.
    pub liaison: u64,
}

/// The brokerage roles of each node, given the group of each.
pub fn brokerage(graph: &Graph, groups: &[u32]) -> Result<Vec<Brokerage>> {
    let n_nodes = graph.n_nodes();
    if groups.len() != n_nodes {
        return Err(Error::Length { name: "groups", found: groups.len(), n_nodes });
    }
    Ok(graph.nodes().map(|broker| roles(graph, groups, broker)).collect())
}

fn roles(graph: &Graph, groups: &[u32], broker: Node) -> Brokerage {
    let own = groups[broker as usize];
    let mut found = Brokerage::default();
    let contacts = graph.neighbours(broker);
    for (index, &one) in contacts.iter().enumerate() {
        for &other in &contacts[index + 1..] {
            if graph.has_edge(one, other) {
                continue;
            }
            let (a, b) = (groups[one as usize], groups[other as usize]);
            let role = match (a == own, b == own, a == b) {
                (true, true, _) => &mut found.coordinator,
                (false, false, true) => &mut found.consultant,
                (false, false, false) => &mut found.liaison,
                _ => &mut found.gatekeeper,
            };
            *role += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_between_three_groups() {
        let graph = Graph::from_edges(5, [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2)]).unwrap();
        let found = brokerage(&graph, &[0, 0, 1, 1, 2]).unwrap()[0];
        assert_eq!(found, Brokerage { coordinator: 0, consultant: 1, gatekeeper: 2, liaison: 2 });
        assert!(brokerage(&graph, &[0]).is_err());
    }

    #[test]
    fn a_closed_triangle_is_more_constrained_than_a_star() {
        let triangle = Graph::from_edges(3, [(0, 1), (1, 2), (2, 0)]).unwrap();
        assert!((constraint(&triangle)[0] - 1.125).abs() < 1e-12);
        let star = Graph::from_edges(4, [(0, 1), (0, 2)]).unwrap();
        assert!((constraint(&star)[0] - 0.5).abs() < 1e-12);
        assert!((constraint(&star)[1] - 1.0).abs() < 1e-12);
        assert!(constraint(&star)[3].is_nan());
    }
}
