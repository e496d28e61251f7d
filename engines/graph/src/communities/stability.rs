//! How far communities can be trusted: which nodes stay together over other seeds and when some
//! edges had not been seen.
//!
//! Edges are kept with a probability each (Gfeller et al.: Finding instabilities in the community
//! structure of complex networks, PRE 72, 2005); partitions are compared by the adjusted Rand index
//! (Hubert, Arabie, 1985).

use std::collections::HashMap;

use crate::budget::Budget;
use crate::communities::leiden::{self, Communities, Options};
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

/// Communities and how they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// The communities of the graph as it is.
    pub communities: Communities,
    /// How often, over the runs, each edge had both ends in one community.
    pub together: Vec<(Node, Node, f64)>,
    /// For each node, the mean over its neighbours in its community of how often they stayed
    /// together; 1 for a node without such neighbours.
    pub of_node: Vec<f64>,
    /// The mean adjusted Rand index between the communities and those of each run.
    pub agreement: f64,
}

/// Runs Leiden `n_runs` times, with another seed each time and each edge kept with probability
/// `keep`.
pub fn stability(
    graph: &Graph,
    options: &Options,
    n_runs: usize,
    keep: f64,
    budget: &Budget<'_>,
) -> Result<Stability> {
    if !(keep > 0.0 && keep <= 1.0) {
        let expected = "above 0 and at most 1";
        return Err(Error::OutOfRange { name: "keep", expected, value: keep });
    }
    let communities = leiden::communities(graph, options, &budget.next(0.3))?;
    let edges: Vec<(Node, Node, f64)> = graph.edges().collect();
    let mut count = vec![0_u32; edges.len()];
    let mut agreement = 0.0;
    let mut random = Random::new(options.seed);
    for run in 0..n_runs {
        let kept = edges.iter().copied().filter(|_| keep >= 1.0 || random.unit() < keep);
        let sample = Graph::from_weighted_edges(graph.n_nodes(), kept)?;
        let seeded = Options { seed: random.bits(), ..*options };
        let allowed = budget.next(1.0 / (n_runs - run) as f64);
        let found = leiden::communities(&sample, &seeded, &allowed)?;
        for (slot, &(a, b, _)) in count.iter_mut().zip(&edges) {
            *slot += u32::from(found.of[a as usize] == found.of[b as usize]);
        }
        agreement += adjusted_rand(&communities.of, &found.of) / n_runs as f64;
    }
    let share = |times: u32| if n_runs == 0 { 1.0 } else { f64::from(times) / n_runs as f64 };
    let together: Vec<_> =
        edges.iter().zip(&count).map(|(&(a, b, _), &times)| (a, b, share(times))).collect();
    let of_node = of_node(&communities.of, &together);
    Ok(Stability { communities, together, of_node, agreement })
}

fn of_node(of: &[u32], together: &[(Node, Node, f64)]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0_u32); of.len()];
    for &(a, b, share) in together.iter().filter(|(a, b, _)| of[*a as usize] == of[*b as usize]) {
        for node in [a, b] {
            sums[node as usize].0 += share;
            sums[node as usize].1 += 1;
        }
    }
    sums.into_iter().map(|(sum, n)| if n == 0 { 1.0 } else { sum / f64::from(n) }).collect()
}

/// How much two partitions agree: 1 when they are the same, about 0 for chance.
pub fn adjusted_rand(one: &[u32], other: &[u32]) -> f64 {
    let pairs = |count: u64| (count * count.saturating_sub(1) / 2) as f64;
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    let mut rows: HashMap<u32, u64> = HashMap::new();
    let mut columns: HashMap<u32, u64> = HashMap::new();
    for (&a, &b) in one.iter().zip(other) {
        *both.entry((a, b)).or_default() += 1;
        *rows.entry(a).or_default() += 1;
        *columns.entry(b).or_default() += 1;
    }
    // Whole numbers until here, so the order of the maps does not matter.
    let index: f64 = both.values().map(|&count| pairs(count)).sum();
    let row: f64 = rows.values().map(|&count| pairs(count)).sum();
    let column: f64 = columns.values().map(|&count| pairs(count)).sum();
    let expected = row * column / pairs(one.len() as u64).max(1.0);
    let most = f64::midpoint(row, column);
    if (most - expected).abs() < 1e-12 { 1.0 } else { (index - expected) / (most - expected) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;

    #[test]
    fn the_bridge_is_the_unstable_edge() {
        let mut edges = vec![(0, 5)];
        for first in [0, 5] {
            for a in 0..5 {
                edges.extend((a + 1..5).map(|b| (first + a, first + b)));
            }
        }
        let graph = Graph::from_edges(10, edges).unwrap();
        let steps = Steps::new(10_000_000);
        let found =
            stability(&graph, &Options::default(), 20, 0.9, &Budget::whole(&steps)).unwrap();
        let least = found.together.iter().min_by(|a, b| a.2.total_cmp(&b.2)).unwrap();
        assert_eq!((least.0, least.1), (0, 5));
        assert!(found.agreement > 0.8 && found.of_node[1] > 0.9);
    }

    #[test]
    fn the_rand_index_at_its_ends() {
        assert!((adjusted_rand(&[0, 0, 1, 1], &[5, 5, 2, 2]) - 1.0).abs() < 1e-12);
        assert!(adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) < 0.0);
    }
}
