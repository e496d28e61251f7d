//! The Leiden algorithm: communities that are connected and that no single move improves.
//!
//! Traag, Waltman, van Eck: From Louvain to Leiden, Scientific Reports 9, 2019; the refinement
//! takes the best merge instead of a random one. Qualities: modularity with a resolution (Reichardt,
//! Bornholdt, 2006) and the constant Potts model (Traag, Van Dooren, Nesterov, 2011).

use crate::budget::Budget;
use crate::communities::level::{Level, Partition, renumber};
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::random::Random;

/// What makes a good partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// More weight inside communities than ties at random would give.
    Modularity,
    /// More weight inside a community than the resolution times its number of pairs.
    ConstantPotts,
}

/// What communities are sought under.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What makes a good partition.
    pub quality: Quality,
    /// Above 0; larger gives smaller communities.
    pub resolution: f64,
    /// Decides every random choice.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { quality: Quality::Modularity, resolution: 1.0, seed: 1 }
    }
}

/// A partition and how good it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each node, numbered by first appearance.
    pub of: Vec<u32>,
    /// How many there are.
    pub n_communities: usize,
    /// The quality: modularity, or for the Potts model the weight inside less the penalty.
    pub quality: f64,
}

/// Finds communities, going over the graph again until nothing improves or the budget is spent (the
/// first pass is always finished). Edge weights count.
pub fn communities(graph: &Graph, options: &Options, budget: &Budget<'_>) -> Result<Communities> {
    if !(options.resolution > 0.0 && options.resolution.is_finite()) {
        let value = options.resolution;
        return Err(Error::OutOfRange { name: "resolution", expected: "above 0", value });
    }
    let total = graph.total_weight();
    let (mass, resolution): (Vec<f64>, f64) = match options.quality {
        Quality::Modularity => (
            graph.nodes().map(|node| graph.weights(node).iter().sum()).collect(),
            options.resolution / (2.0 * total).max(f64::MIN_POSITIVE),
        ),
        Quality::ConstantPotts => (vec![1.0; graph.n_nodes()], options.resolution),
    };
    let base = Level::new(graph, mass);
    let mut random = Random::new(options.seed);
    let mut of: Vec<u32> = graph.nodes().collect();
    let mut quality = base.quality(&of, resolution);
    loop {
        let next = pass(&base, of.clone(), resolution, &mut random, budget);
        let next_quality = base.quality(&next, resolution);
        if next_quality <= quality + 1e-10 * total.max(1.0) {
            break;
        }
        (of, quality) = (next, next_quality);
        if budget.is_spent() {
            break;
        }
    }
    let n_communities = renumber(&mut of, graph.n_nodes());
    if options.quality == Quality::Modularity {
        quality /= total.max(f64::MIN_POSITIVE);
    }
    Ok(Communities { of, n_communities, quality })
}

/// One pass: move, refine, merge, and so on up the levels.
fn pass(
    base: &Level,
    start: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    budget: &Budget<'_>,
) -> Vec<u32> {
    let mut merged = None;
    // For each node of the base, its node on this level.
    let mut lump: Vec<u32> = (0..base.n_nodes() as u32).collect();
    let mut of = start;
    loop {
        let level = merged.as_ref().unwrap_or(base);
        let mut coarse = Partition::new(level, of);
        budget.add(coarse.improve(level, resolution, random));
        let mut fine = Partition::alone(level);
        fine.refine(level, &coarse, resolution, random);
        let mut parts = fine.of;
        let n_parts = renumber(&mut parts, level.n_nodes());
        if n_parts == level.n_nodes() {
            return lump.into_iter().map(|node| coarse.of[node as usize]).collect();
        }
        let mut next = vec![0; n_parts];
        for (node, &part) in parts.iter().enumerate() {
            next[part as usize] = coarse.of[node];
        }
        renumber(&mut next, level.n_nodes());
        merged = Some(level.merged(&parts, n_parts));
        for node in &mut lump {
            *node = parts[*node as usize];
        }
        of = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;
    use crate::components::Components;
    use crate::graph::Node;

    fn quick(graph: &Graph, options: &Options) -> Communities {
        communities(graph, options, &Budget::whole(&Steps::new(10_000_000))).unwrap()
    }

    /// Some cliques in a ring, each tied to the next by one edge.
    fn cliques(n_cliques: u32, size: u32) -> Graph {
        let mut edges = Vec::new();
        for clique in 0..n_cliques {
            let first = clique * size;
            for a in 0..size {
                edges.extend((a + 1..size).map(|b| (first + a, first + b)));
            }
            edges.push((first, (first + size) % (n_cliques * size)));
        }
        Graph::from_edges((n_cliques * size) as usize, edges).unwrap()
    }

    #[test]
    fn cliques_are_communities() {
        for quality in [Quality::Modularity, Quality::ConstantPotts] {
            let resolution = if quality == Quality::Modularity { 1.0 } else { 0.3 };
            let options = Options { quality, resolution, seed: 2 };
            let found = quick(&cliques(6, 5), &options);
            let expected: Vec<u32> = (0..30).map(|node| node / 5).collect();
            assert_eq!(found.of, expected);
        }
    }

    #[test]
    fn modularity_is_what_the_definition_says() {
        let graph = cliques(6, 5);
        let found = quick(&graph, &Options::default());
        let total = graph.total_weight();
        let mut expected = 0.0;
        for a in graph.nodes() {
            for b in graph.nodes() {
                if found.of[a as usize] == found.of[b as usize] {
                    let tie = f64::from(u8::from(graph.has_edge(a, b)));
                    let chance = (graph.degree(a) * graph.degree(b)) as f64 / (2.0 * total);
                    expected += (tie - chance) / (2.0 * total);
                }
            }
        }
        assert!((found.quality - expected).abs() < 1e-9, "{} {expected}", found.quality);
    }

    #[test]
    fn communities_are_connected() {
        let mut random = Random::new(6);
        let edges: Vec<_> =
            (0..600).map(|_| (random.below(300) as Node, random.below(300) as Node)).collect();
        let graph = Graph::from_edges(300, edges).unwrap();
        let found = quick(&graph, &Options::default());
        for community in 0..found.n_communities as u32 {
            let outside: Vec<bool> = found.of.iter().map(|&of| of != community).collect();
            assert_eq!(Components::without(&graph, &outside).sizes.len(), 1);
        }
    }

    #[test]
    fn nothing_to_group() {
        assert_eq!(quick(&Graph::default(), &Options::default()).n_communities, 0);
        let loose = Graph::from_edges(3, []).unwrap();
        assert_eq!(quick(&loose, &Options::default()).of, [0, 1, 2]);
        let options = Options { resolution: 0.0, ..Options::default() };
        assert!(communities(&loose, &options, &Budget::whole(&Steps::new(1))).is_err());
    }
}
