//! The Leiden algorithm: communities that are connected and that no single move improves.
//!
//! Traag, Waltman, van Eck: From Louvain to Leiden, Scientific Reports 9, 2019; the refinement
//! takes the best merge instead of a random one. Between passes the partition is annealed, which
//! passes alone do not make up for in many times as long. Qualities: modularity with a resolution (Reichardt,
//! Bornholdt, 2006) and the constant Potts model (Traag, Van Dooren, Nesterov, 2011).

use crate::budget::Budget;
use crate::communities::anneal::anneal;
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
    let of: Vec<u32> = graph.nodes().collect();
    let (of, mut quality) = annealed(&base, of, resolution, &mut random, budget);
    let mut of = connected(graph, &of);
    quality = quality.max(base.quality(&of, resolution));
    let n_communities = renumber(&mut of, graph.n_nodes());
    if options.quality == Quality::Modularity {
        quality /= total.max(f64::MIN_POSITIVE);
    }
    Ok(Communities { of, n_communities, quality })
}

/// The share of the budget after which annealing begins and that after which it ends.
const BEFORE_SHARE: f64 = 0.12;
const ANNEALING_SHARE: f64 = 0.8;
/// Passes before annealing at most: more gain little that it does not undo.
const N_PASSES_BEFORE: usize = 3;

/// Passes, annealing, passes; the better of what was before and after annealing, and its quality.
fn annealed(
    base: &Level,
    of: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    budget: &Budget<'_>,
) -> (Vec<u32>, f64) {
    let first = budget.next(BEFORE_SHARE);
    let before = passes(base, of, resolution, random, N_PASSES_BEFORE, &first);
    if budget.is_spent() {
        return before;
    }
    let shaken = anneal(base, before.0.clone(), resolution, random, &budget.next(ANNEALING_SHARE));
    let after = passes(base, shaken, resolution, random, usize::MAX, budget);
    if after.1 > before.1 { after } else { before }
}

/// Passes until one gains nothing or the budget is spent (the first is always finished).
fn passes(
    base: &Level,
    mut of: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    n_passes: usize,
    budget: &Budget<'_>,
) -> (Vec<u32>, f64) {
    let mut quality = base.quality(&of, resolution);
    for _ in 0..n_passes {
        let next = pass(base, of.clone(), resolution, random, budget);
        let next_quality = base.quality(&next, resolution);
        if next_quality <= quality + 1e-6 * quality.abs() {
            break;
        }
        (of, quality) = (next, next_quality);
        if budget.is_spent() {
            break;
        }
    }
    (of, quality)
}

/// One pass: move, refine, merge, and so on up the levels; then down again, moving on each level
/// what the level above could only move together (Rotta, Noack: Multilevel local search algorithms
/// for modularity clustering, 2011).
fn pass(
    base: &Level,
    start: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    budget: &Budget<'_>,
) -> Vec<u32> {
    // For each level above the base, and for each node below, its node there.
    let mut above: Vec<(Level, Vec<u32>)> = Vec::new();
    let mut of = start;
    loop {
        let level = above.last().map_or(base, |(level, _)| level);
        let mut coarse = Partition::new(level, of);
        budget.add(coarse.improve(level, resolution, random));
        let mut fine = Partition::alone(level);
        fine.refine(level, &coarse, resolution, random);
        let mut parts = fine.of;
        let n_parts = renumber(&mut parts, level.n_nodes());
        if n_parts == level.n_nodes() {
            of = coarse.of;
            break;
        }
        let mut next = vec![0; n_parts];
        for (node, &part) in parts.iter().enumerate() {
            next[part as usize] = coarse.of[node];
        }
        renumber(&mut next, level.n_nodes());
        above.push((level.merged(&parts, n_parts), parts));
        of = next;
    }
    while let Some((_, parts)) = above.pop() {
        let level = above.last().map_or(base, |(level, _)| level);
        let below = parts.iter().map(|&part| of[part as usize]).collect();
        let mut partition = Partition::new(level, below);
        budget.add(partition.improve(level, resolution, random));
        of = partition.of;
    }
    of
}

/// Parts every community that does not hang together into its components, which are better alone.
fn connected(graph: &Graph, of: &[u32]) -> Vec<u32> {
    let mut parts = vec![u32::MAX; of.len()];
    let mut n_parts = 0;
    let mut stack = Vec::new();
    for start in graph.nodes() {
        if parts[start as usize] != u32::MAX {
            continue;
        }
        parts[start as usize] = n_parts;
        stack.push(start);
        while let Some(node) = stack.pop() {
            for &next in graph.neighbours(node) {
                let is_same = of[next as usize] == of[node as usize];
                if is_same && parts[next as usize] == u32::MAX {
                    parts[next as usize] = n_parts;
                    stack.push(next);
                }
            }
        }
        n_parts += 1;
    }
    parts
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
