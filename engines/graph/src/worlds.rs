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
    /// What each world counts for: 1 when sampled, its probability when these are all.
    weights: Vec<f64>,
    is_all: bool,
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
    /// Every world that there can be, if there are no more than `most`: then nothing is estimated.
    pub fn all(n_nodes: usize, links: &[UncertainLink], most: usize) -> Result<Option<Self>> {
        check(n_nodes, links)?;
        let mut worlds = Self {
            n_nodes,
            links: links.to_vec(),
            exists: vec![vec![false; links.len()]],
            weights: vec![1.0],
            is_all: true,
        };
        for coin in coins(links) {
            let sides = sides(links, &coin);
            if worlds.exists.len() * sides.len() > most {
                return Ok(None);
            }
            worlds.toss(&coin, &sides);
        }
        Ok(Some(worlds))
    }

    /// Each world as often as the coin has sides, with the links that exist on each.
    fn toss(&mut self, coin: &[usize], sides: &[(f64, f64)]) {
        let before = std::mem::take(&mut self.exists);
        let weights = std::mem::take(&mut self.weights);
        for (world, weight) in before.into_iter().zip(weights) {
            for &(low, width) in sides {
                let mut next = world.clone();
                for &link in coin {
                    next[link] = low < self.links[link].probability;
                }
                self.exists.push(next);
                self.weights.push(weight * width);
            }
        }
    }

    /// Whether these are all worlds, so that nothing is estimated.
    pub fn is_all(&self) -> bool {
        self.is_all
    }

    /// For each world, whether each link exists.
    pub fn worlds(&self) -> impl Iterator<Item = &[bool]> {
        self.exists.iter().map(Vec::as_slice)
    }

    /// How many worlds there are.
    pub fn n_worlds(&self) -> usize {
        self.exists.len()
    }

    /// Samples `n_worlds` worlds.
    pub fn sample(
        n_nodes: usize,
        links: &[UncertainLink],
        n_worlds: usize,
        seed: u64,
    ) -> Result<Self> {
        check(n_nodes, links)?;
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
        let exists = exists.collect();
        let weights = vec![1.0; n_worlds];
        Ok(Self { n_nodes, exists, weights, is_all: false, links: links.to_vec() })
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

    /// The mean and the worst tenth of a plan's outcomes.
    pub fn outcome(&self, outcomes: &[u32]) -> Outcome {
        let mut sorted: Vec<(u32, f64)> =
            outcomes.iter().copied().zip(self.weights.iter().copied()).collect();
        sorted.sort_unstable_by_key(|&(size, _)| std::cmp::Reverse(size));
        let total: f64 = self.weights.iter().sum();
        let mean = |share: f64| {
            let mut left = total * share;
            let mut sum = 0.0;
            for &(size, weight) in &sorted {
                let taken = weight.min(left);
                sum += f64::from(size) * taken;
                left -= taken;
            }
            sum / (total * share).max(f64::MIN_POSITIVE)
        };
        Outcome { mean: mean(1.0), worst_tenth: mean(0.1) }
    }

    /// The links most worth verifying, the first first: by how much the mean outcome of the best
    /// plan would fall, on average, if it were known beforehand whether the link exists.
    pub fn worth_verifying(&self, outcomes: &[Vec<u32>]) -> Vec<(usize, f64)> {
        let everywhere: Vec<usize> = (0..self.exists.len()).collect();
        let total: f64 = self.weights.iter().sum();
        let now = self.best_in(outcomes, &everywhere).1;
        let value = |link: usize| {
            let (with, without) = self.split(link);
            let known = self.best_in(outcomes, &with).1 + self.best_in(outcomes, &without).1;
            // Knowing never hurts: what is below nothing is rounding.
            let gain = (now - known) / total.max(f64::MIN_POSITIVE);
            (link, if gain > 1e-12 { gain } else { 0.0 })
        };
        let mut values: Vec<(usize, f64)> = (0..self.links.len()).map(value).collect();
        values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        values
    }

    /// How far off the value of a link may be: the standard error over the sampled worlds of what
    /// knowing it changes; 0 when the worlds are all there are.
    pub fn error_of(&self, outcomes: &[Vec<u32>], link: usize) -> f64 {
        let n_worlds = self.exists.len();
        if self.is_all || n_worlds < 2 || outcomes.is_empty() {
            return 0.0;
        }
        let everywhere: Vec<usize> = (0..n_worlds).collect();
        let (with, without) = self.split(link);
        let plan_now = self.best_in(outcomes, &everywhere).0;
        let plans = [self.best_in(outcomes, &without).0, self.best_in(outcomes, &with).0];
        let changes: Vec<f64> = (0..n_worlds)
            .map(|world| {
                let known = plans[usize::from(self.exists[world][link])];
                f64::from(outcomes[plan_now][world]) - f64::from(outcomes[known][world])
            })
            .collect();
        let mean = changes.iter().sum::<f64>() / n_worlds as f64;
        let squares: f64 = changes.iter().map(|change| (change - mean).powi(2)).sum();
        (squares / (n_worlds - 1) as f64 / n_worlds as f64).sqrt()
    }

    /// The worlds in which a link exists, and the others.
    fn split(&self, link: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.exists.len()).partition(|&world| self.exists[world][link])
    }

    /// The plan that does best in some worlds together, and its sum of outcomes there.
    fn best_in(&self, outcomes: &[Vec<u32>], worlds: &[usize]) -> (usize, f64) {
        let sum = |plan: &Vec<u32>| {
            worlds.iter().map(|&world| f64::from(plan[world]) * self.weights[world]).sum::<f64>()
        };
        let sums = outcomes.iter().map(sum).enumerate();
        sums.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0))
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

fn check(n_nodes: usize, links: &[UncertainLink]) -> Result<()> {
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
    Ok(())
}

/// The links that hang on each coin.
fn coins(links: &[UncertainLink]) -> Vec<Vec<usize>> {
    let mut by_source: std::collections::BTreeMap<u32, Vec<usize>> =
        std::collections::BTreeMap::new();
    let mut coins = Vec::new();
    for (index, link) in links.iter().enumerate() {
        match link.source {
            Some(source) => by_source.entry(source).or_default().push(index),
            None => coins.push(vec![index]),
        }
    }
    coins.extend(by_source.into_values());
    coins
}

/// The stretches of a coin on which the same links exist, each as where it begins and how wide it
/// is.
fn sides(links: &[UncertainLink], coin: &[usize]) -> Vec<(f64, f64)> {
    let mut ends: Vec<f64> = coin.iter().map(|&link| links[link].probability).collect();
    ends.extend([0.0, 1.0]);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    ends.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).collect()
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
    fn all_worlds_and_sampled_ones_agree() {
        let mut links = vec![link(4, 5, 0.5, None), link(0, 1, 0.9, Some(3))];
        links.extend([2, 3].map(|leaf| link(0, leaf, 0.4, Some(3))));
        links.extend([6, 7, 8].map(|leaf| link(5, leaf, 1.0, None)));
        links.push(link(0, 4, 0.8, None));
        let plans = [vec![0], vec![5], vec![4]];
        let all = Worlds::all(9, &links, 100).unwrap().unwrap();
        assert_eq!(all.n_worlds(), 2 * 3 * 2);
        let exact = all.outcomes(&plans).unwrap();
        let sampled = Worlds::sample(9, &links, 20_000, 5).unwrap();
        let rough = sampled.outcomes(&plans).unwrap();
        for plan in 0..plans.len() {
            let (a, b) = (all.outcome(&exact[plan]), sampled.outcome(&rough[plan]));
            assert!((a.mean - b.mean).abs() < 0.05, "{a:?} {b:?}");
            assert!((a.worst_tenth - b.worst_tenth).abs() < 0.1, "{a:?} {b:?}");
        }
        let estimates = sampled.worth_verifying(&rough);
        for (link, value) in all.worth_verifying(&exact) {
            let estimate = estimates.iter().find(|(other, _)| *other == link).unwrap().1;
            let error = sampled.error_of(&rough, link);
            assert!((value - estimate).abs() < 4.0 * error + 0.02, "{link}: {value} {estimate}");
        }
        assert!(Worlds::all(9, &links, 11).unwrap().is_none());
    }

    #[test]
    fn probabilities_outside_their_range_are_refused() {
        for probability in [-0.1, 1.1, f64::NAN] {
            assert!(Worlds::sample(2, &[link(0, 1, probability, None)], 1, 1).is_err());
        }
        assert!(Worlds::sample(1, &[link(0, 1, 0.5, None)], 1, 1).is_err());
    }
}
