//! Plans when nobody is sure which links exist.
//!
//! Every question is asked of the same sampled worlds, so that plans are compared by what they do
//! and not by luck (common random numbers). All links that one source reports hang on one coin per
//! world: a source that is wrong is wrong about all of them, the weaker ones first. What a link is
//! worth verifying is the expected value of perfect information about it (Howard: Information
//! value theory, 1966).

use crate::components::Components;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

/// A link that may not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UncertainLink {
    /// One end.
    pub from: Node,
    /// The other end.
    pub to: Node,
    /// The probability that it exists.
    pub probability: f64,
    /// Who reported it; none for a link with a coin of its own.
    pub source: Option<u32>,
}

/// Possible worlds: which links exist in each.
#[derive(Debug, Clone)]
pub struct Worlds {
    n_nodes: usize,
    links: Vec<UncertainLink>,
    /// For each world, whether each link exists.
    exists: Vec<Vec<bool>>,
}

/// What a plan leaves over all worlds, as the size of the largest component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The mean.
    pub mean: f64,
    /// The mean over the worst tenth of the worlds.
    pub worst_tenth: f64,
}

impl Worlds {
    /// Samples `n_worlds` worlds.
    pub fn sample(
        n_nodes: usize,
        links: &[UncertainLink],
        n_worlds: usize,
        seed: u64,
    ) -> Result<Self> {
        for link in links {
            for node in [link.from, link.to] {
                if node as usize >= n_nodes {
                    return Err(Error::NoSuchNode { node: node.into(), n_nodes });
                }
            }
            let (expected, value) = ("between 0 and 1", link.probability);
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::OutOfRange { name: "probability", expected, value });
            }
        }
        let mut random = Random::new(seed);
        let exists = (0..n_worlds).map(|_| {
            let world = random.bits();
            let mut own = Random::new(world);
            let exists = |link: &UncertainLink| {
                let coin = match link.source {
                    Some(source) => {
                        Random::new(world ^ (u64::from(source) + 1).wrapping_mul(0x9e37_79b9))
                            .unit()
                    }
                    None => own.unit(),
                };
                coin < link.probability
            };
            links.iter().map(exists).collect()
        });
        Ok(Self { n_nodes, exists: exists.collect(), links: links.to_vec() })
    }

    /// The largest component that each plan leaves in each world.
    pub fn outcomes(&self, plans: &[Vec<Node>]) -> Result<Vec<Vec<u32>>> {
        let mut all = vec![Vec::with_capacity(self.exists.len()); plans.len()];
        for world in &self.exists {
            let graph = self.graph(world)?;
            for (plan, outcomes) in plans.iter().zip(&mut all) {
                let mut removed = vec![false; self.n_nodes];
                for &node in plan {
                    let slot = removed.get_mut(node as usize);
                    let n_nodes = self.n_nodes;
                    *slot.ok_or(Error::NoSuchNode { node: node.into(), n_nodes })? = true;
                }
                outcomes.push(Components::without(&graph, &removed).largest_size());
            }
        }
        Ok(all)
    }

    /// The links most worth verifying, the first first: by how much the mean outcome of the best
    /// plan would fall, on average, if it were known beforehand whether the link exists.
    pub fn worth_verifying(&self, outcomes: &[Vec<u32>]) -> Vec<(usize, f64)> {
        let everywhere: Vec<usize> = (0..self.exists.len()).collect();
        let now = least_sum(outcomes, &everywhere);
        let value = |link: usize| {
            let (with, without): (Vec<usize>, Vec<usize>) =
                everywhere.iter().partition(|&&world| self.exists[world][link]);
            let known = least_sum(outcomes, &with) + least_sum(outcomes, &without);
            (link, (now - known) as f64 / self.exists.len().max(1) as f64)
        };
        let mut values: Vec<(usize, f64)> = (0..self.links.len()).map(value).collect();
        values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        values
    }

    fn graph(&self, world: &[bool]) -> Result<Graph> {
        let kept = self.links.iter().zip(world).filter(|(_, exists)| **exists);
        Graph::from_edges(self.n_nodes, kept.map(|(link, _)| (link.from, link.to)))
    }
}

/// The mean and the worst tenth of a plan's outcomes.
pub fn outcome(outcomes: &[u32]) -> Outcome {
    let mean = |sizes: &[u32]| {
        let sum: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
        sum as f64 / sizes.len().max(1) as f64
    };
    let mut sorted = outcomes.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    Outcome { mean: mean(&sorted), worst_tenth: mean(&sorted[..sorted.len().div_ceil(10)]) }
}

/// The least, over all plans, of the sum of outcomes in some worlds.
fn least_sum(outcomes: &[Vec<u32>], worlds: &[usize]) -> u64 {
    let sum = |plan: &Vec<u32>| worlds.iter().map(|&world| u64::from(plan[world])).sum();
    outcomes.iter().map(sum).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: Node, to: Node, probability: f64, source: Option<u32>) -> UncertainLink {
        UncertainLink { from, to, probability, source }
    }

    #[test]
    fn one_source_is_one_coin() {
        let links = [link(0, 1, 0.5, Some(7)), link(1, 2, 0.5, Some(7)), link(2, 3, 0.5, None)];
        let worlds = Worlds::sample(4, &links, 2000, 1).unwrap();
        assert!(worlds.exists.iter().all(|world| world[0] == world[1]));
        let together = worlds.exists.iter().filter(|world| world[1] && world[2]).count();
        assert!((400..600).contains(&together), "{together}");
    }

    #[test]
    fn the_link_that_decides_between_plans_is_worth_most() {
        // Node 0 holds the left star; node 5 holds a larger one if the link between them exists.
        let mut links = vec![link(4, 5, 0.5, None), link(0, 1, 0.9, None)];
        links.extend([2, 3, 4].map(|leaf| link(0, leaf, 1.0, None)));
        links.extend([6, 7, 8].map(|leaf| link(5, leaf, 1.0, None)));
        let worlds = Worlds::sample(9, &links, 1000, 3).unwrap();
        let outcomes = worlds.outcomes(&[vec![0], vec![5]]).unwrap();
        assert_eq!(worlds.worth_verifying(&outcomes)[0].0, 0);
        let left = outcome(&outcomes[0]);
        assert!(left.mean <= left.worst_tenth);
    }

    #[test]
    fn probabilities_outside_their_range_are_refused() {
        for probability in [-0.1, 1.1, f64::NAN] {
            assert!(Worlds::sample(2, &[link(0, 1, probability, None)], 1, 1).is_err());
        }
        assert!(Worlds::sample(1, &[link(0, 1, 0.5, None)], 1, 1).is_err());
    }
}
