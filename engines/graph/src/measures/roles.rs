//! The place of a node within and between communities (Guimerà, Amaral: Functional cartography of
//! complex metabolic networks, Nature 433, 2005).

use crate::error::{Error, Result};
use crate::graph::Graph;

/// How a node's ties lie to the communities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Role {
    /// 0 when all ties stay in one community, near 1 when they are spread evenly over many.
    pub participation: f64,
    /// How many standard deviations the node's ties inside its community lie above the mean there.
    pub within_module_z: f64,
}

/// The role of each node, given the community of each. Edge weights count.
pub fn roles(graph: &Graph, communities: &[u32]) -> Result<Vec<Role>> {
    let n_nodes = graph.n_nodes();
    if communities.len() != n_nodes {
        let found = communities.len();
        return Err(Error::Length { name: "communities", found, n_nodes });
    }
    let inside: Vec<f64> = graph
        .nodes()
        .map(|node| {
            let own = communities[node as usize];
            let near = graph.weighted_neighbours(node);
            near.filter(|&(next, _)| communities[next as usize] == own).map(|(_, w)| w).sum()
        })
        .collect();
    let spread = spread(&inside, communities);
    let mut to = std::collections::BTreeMap::new();
    let mut roles = Vec::with_capacity(n_nodes);
    for node in graph.nodes() {
        to.clear();
        for (next, weight) in graph.weighted_neighbours(node) {
            *to.entry(communities[next as usize]).or_insert(0.0) += weight;
        }
        let strength: f64 = to.values().sum();
        let squares: f64 = to.values().map(|part: &f64| (part / strength).powi(2)).sum();
        let (mean, deviation) = spread[&communities[node as usize]];
        let above = inside[node as usize] - mean;
        roles.push(Role {
            participation: if strength > 0.0 { 1.0 - squares } else { 0.0 },
            within_module_z: if deviation > 0.0 { above / deviation } else { 0.0 },
        });
    }
    Ok(roles)
}

/// The mean and the standard deviation of the ties inside each community.
fn spread(inside: &[f64], communities: &[u32]) -> std::collections::BTreeMap<u32, (f64, f64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (value, &community) in inside.iter().zip(communities) {
        let (count, sum, squares) = sums.entry(community).or_insert((0.0, 0.0, 0.0));
        *count += 1.0;
        *sum += value;
        *squares += value * value;
    }
    let finish = |(community, (count, sum, squares)): (u32, (f64, f64, f64))| {
        let mean = sum / count;
        (community, (mean, (squares / count - mean * mean).max(0.0).sqrt()))
    };
    sums.into_iter().map(finish).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_go_between_participates() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)];
        let graph = Graph::from_edges(6, edges).unwrap();
        let found = roles(&graph, &[0, 0, 0, 1, 1, 1]).unwrap();
        assert!((found[2].participation - 4.0 / 9.0).abs() < 1e-12);
        assert!(found[0].participation.abs() < 1e-12);
        assert!(found[0].within_module_z.abs() < 1e-12);
        assert!(roles(&graph, &[]).is_err());
    }
}
