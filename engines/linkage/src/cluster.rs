//! From weighted pairs to clusters: agglomerative correlation clustering by the mean weight between
//! two clusters, the surest first, under must-link and cannot-link judgements.
//!
//! A chain of half-likely pairs does not fuse two people, as it does in connected components: every
//! pair between two clusters has its say, and a pair never brought up counts against joining them
//! (Bansal, Blum and Chawla 2004 for the objective; average linkage as the greedy method).

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use crate::error::LinkageError;
use crate::plan::Clustering;

/// A weighted pair of records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The smaller record.
    pub first: u32,
    /// The larger record.
    pub second: u32,
    /// Logarithm of the odds that they are one.
    pub weight: f32,
}

/// What people have decided.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgements {
    /// Pairs that are one.
    pub same: Vec<(u32, u32)>,
    /// Pairs that are not.
    pub different: Vec<(u32, u32)>,
}

/// Clusters the records: returns for each the number of its cluster, the smallest record in it.
pub fn cluster(
    records: usize,
    edges: &[Edge],
    judgements: &Judgements,
    settings: &Clustering,
) -> Result<Vec<u32>, LinkageError> {
    let (threshold, unseen) = (settings.threshold, settings.unseen);
    if threshold.is_nan() || threshold <= unseen {
        return Err(LinkageError::ThresholdTooLow { threshold, unseen });
    }
    let mut forest = Forest::new(records, edges, settings);
    for &(a, b) in &judgements.same {
        forest.join(a, b);
    }
    for &(a, b) in &judgements.different {
        let (a, b) = (forest.root(a), forest.root(b));
        if a == b {
            let (first, second) = (a as usize, b as usize);
            return Err(LinkageError::Contradiction { first, second });
        }
        forest.apart[a as usize].insert(b);
        forest.apart[b as usize].insert(a);
    }
    forest.run();
    let smallest = forest.smallest();
    Ok((0..records as u32).map(|record| smallest[forest.root(record) as usize]).collect())
}

/// The sum of weights between two clusters and the number of pairs it is of.
#[derive(Debug, Clone, Copy, Default)]
struct Bond {
    sum: f32,
    pairs: u32,
}

/// The bonds of a cluster by the other's number.
type Bonds = HashMap<u32, Bond, BuildHasherDefault<NumberHasher>>;

/// Spreads numbers of records, which nobody outside chooses.
#[derive(Debug, Clone, Copy, Default)]
struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

struct Forest<'a> {
    parent: Vec<u32>,
    size: Vec<u32>,
    bonds: Vec<Bonds>,
    apart: Vec<BTreeSet<u32>>,
    settings: &'a Clustering,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Offer {
    mean: f32,
    first: u32,
    second: u32,
    sizes: (u32, u32),
}

impl Eq for Offer {}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.mean.total_cmp(&other.mean);
        order.then_with(|| (other.first, other.second).cmp(&(self.first, self.second)))
    }
}

impl<'a> Forest<'a> {
    fn new(records: usize, edges: &[Edge], settings: &'a Clustering) -> Self {
        let mut bonds: Vec<Bonds> = vec![Bonds::default(); records];
        for edge in edges {
            let bond = Bond { sum: edge.weight.max(settings.floor), pairs: 1 };
            if let Some(map) = bonds.get_mut(edge.first as usize) {
                map.insert(edge.second, bond);
            }
            if let Some(map) = bonds.get_mut(edge.second as usize) {
                map.insert(edge.first, bond);
            }
        }
        Self {
            parent: (0..records as u32).collect(),
            size: vec![1; records],
            bonds,
            apart: vec![BTreeSet::new(); records],
            settings,
        }
    }

    fn root(&mut self, mut record: u32) -> u32 {
        while self.parent[record as usize] != record {
            let above = self.parent[self.parent[record as usize] as usize];
            self.parent[record as usize] = above;
            record = above;
        }
        record
    }

    fn smallest(&mut self) -> Vec<u32> {
        let mut smallest = vec![u32::MAX; self.parent.len()];
        for record in 0..self.parent.len() as u32 {
            let root = self.root(record) as usize;
            smallest[root] = smallest[root].min(record);
        }
        smallest
    }

    /// Joins while any two clusters are worth joining.
    fn run(&mut self) {
        let mut offers = BinaryHeap::new();
        for first in 0..self.parent.len() as u32 {
            for &second in self.bonds[first as usize].keys().filter(|second| **second > first) {
                offers.extend(self.offer(first, second));
            }
        }
        while let Some(offer) = offers.pop() {
            let (a, b) = (offer.first, offer.second);
            let whole = self.parent[a as usize] == a && self.parent[b as usize] == b;
            let sizes = (self.size[a as usize], self.size[b as usize]);
            if !whole || sizes != offer.sizes {
                continue;
            }
            let joined = self.join(a, b);
            let neighbours: Vec<u32> = self.bonds[joined as usize].keys().copied().collect();
            for neighbour in neighbours {
                offers.extend(self.offer(joined, neighbour));
            }
        }
    }

    /// The offer to join two clusters, if it is worth making.
    fn offer(&self, a: u32, b: u32) -> Option<Offer> {
        if self.apart[a as usize].contains(&b) {
            return None;
        }
        let bond = self.bonds[a as usize].get(&b)?;
        let sizes = (self.size[a as usize], self.size[b as usize]);
        let all = sizes.0 as f32 * sizes.1 as f32;
        let unseen = (all - bond.pairs as f32).max(0.0);
        let mean = (bond.sum + unseen * self.settings.unseen) / all;
        (mean > self.settings.threshold).then_some(Offer { mean, first: a, second: b, sizes })
    }

    /// Joins two clusters and returns the one that stays.
    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return a;
        }
        let larger = self.bonds[a as usize].len() >= self.bonds[b as usize].len();
        let (stays, goes) = if larger { (a, b) } else { (b, a) };
        self.parent[goes as usize] = stays;
        self.size[stays as usize] += self.size[goes as usize];
        for (neighbour, bond) in std::mem::take(&mut self.bonds[goes as usize]) {
            self.bonds[neighbour as usize].remove(&goes);
            if neighbour == stays {
                continue;
            }
            let sum = self.bonds[stays as usize].entry(neighbour).or_default();
            sum.sum += bond.sum;
            sum.pairs += bond.pairs;
            let sum = *sum;
            self.bonds[neighbour as usize].insert(stays, sum);
        }
        for other in std::mem::take(&mut self.apart[goes as usize]) {
            self.apart[other as usize].remove(&goes);
            self.apart[other as usize].insert(stays);
            self.apart[stays as usize].insert(other);
        }
        stays
    }
}

#[cfg(test)]
mod tests {
    use super::{Edge, Judgements, cluster};
    use crate::error::LinkageError;
    use crate::plan::Clustering;

    const CHAIN: [Edge; 3] = [
        Edge { first: 0, second: 1, weight: 5.0 },
        Edge { first: 1, second: 2, weight: 1.0 },
        Edge { first: 2, second: 3, weight: 5.0 },
    ];

    #[test]
    fn a_weak_chain_does_not_fuse_two_clusters() {
        let found = cluster(4, &CHAIN, &Judgements::default(), &Clustering::default());
        assert_eq!(found, Ok(vec![0, 0, 2, 2]));
    }

    #[test]
    fn judgements_bind() {
        let judged = Judgements { same: vec![(1, 2)], different: vec![(0, 1)] };
        let found = cluster(4, &CHAIN, &judged, &Clustering::default());
        assert_eq!(found, Ok(vec![0, 1, 1, 1]));
    }

    #[test]
    fn a_threshold_below_the_unseen_is_refused() {
        let settings = Clustering { threshold: -2.0, ..Clustering::default() };
        let found = cluster(4, &CHAIN, &Judgements::default(), &settings);
        assert!(matches!(found, Err(LinkageError::ThresholdTooLow { .. })));
    }

    #[test]
    fn contradictory_judgements_are_refused() {
        let judged = Judgements { same: vec![(0, 1), (1, 2)], different: vec![(0, 2)] };
        let found = cluster(4, &CHAIN, &judged, &Clustering::default());
        assert!(matches!(found, Err(LinkageError::Contradiction { .. })));
    }
}
