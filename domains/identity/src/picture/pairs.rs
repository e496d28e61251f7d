//! Which subjects may be one: candidates by several keys, each pair weighed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossbearing_linkage::parallel;
use crossbearing_model::{AgencyId, EntityId};

use super::Picture;
use crate::evidence::{Crowd, Signals, signals};
use crate::selector::MANY;
use crate::subject::Subject;
use crate::weights::Weights;

/// Names of the index looked at for one name.
const NAMES_LOOKED_AT: usize = 24;
/// Pairs less probable than this are not kept.
const WORTH_KEEPING: f64 = 0.02;
/// The names of one subject that candidates are looked up by.
const MOST_NAMES: usize = 12;

/// Two subjects, the first by id first.
pub(crate) type PairKey = (EntityId, EntityId);

/// The pairs that may be one.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    weighed: BTreeMap<PairKey, Weighed>,
    of: HashMap<EntityId, BTreeSet<EntityId>>,
    /// Those among them whose names agree.
    namesakes: HashMap<EntityId, BTreeSet<EntityId>>,
    /// Subjects of which pairs came or went: those around them have to be counted again.
    unsettled: BTreeSet<EntityId>,
    /// For how many records they were weighed.
    step: i32,
}

/// What was found of a pair.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) signals: Signals,
    pub(crate) probability: f64,
}

impl Pairs {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&PairKey, &Weighed)> {
        self.weighed.iter()
    }

    /// The subjects that may be one with `subject`, by id.
    pub(crate) fn of(&self, subject: &EntityId) -> impl Iterator<Item = (&EntityId, &Weighed)> {
        let others = self.of.get(subject).into_iter().flatten();
        others.filter_map(|other| Some((other, self.weighed.get(&ordered(subject, other))?)))
    }

    pub(super) fn weigh(&mut self, weights: &Weights) {
        for weighed in self.weighed.values_mut() {
            weighed.probability = weights.probability(&weighed.signals);
        }
    }

    fn put(&mut self, key: PairKey, weighed: Weighed) {
        self.unsettled.extend([key.0.clone(), key.1.clone()]);
        for (one, other) in [(&key.0, &key.1), (&key.1, &key.0)] {
            self.of.entry(one.clone()).or_default().insert(other.clone());
            if weighed.signals.names_agree() {
                self.namesakes.entry(one.clone()).or_default().insert(other.clone());
            }
        }
        self.weighed.insert(key, weighed);
    }

    pub(super) fn drop_of(&mut self, subject: &EntityId) {
        self.namesakes.remove(subject);
        for other in self.of.remove(subject).into_iter().flatten() {
            self.weighed.remove(&ordered(subject, &other));
            for beside in [&mut self.of, &mut self.namesakes] {
                if let Some(others) = beside.get_mut(&other) {
                    others.remove(subject);
                }
            }
            self.unsettled.insert(other);
        }
    }
}

/// Does `work` for each of `all`, on every core where they are many; the results are in their order.
fn in_parallel<A: Sync, T: Send>(all: &[A], work: impl Fn(&A) -> T + Sync) -> Vec<T> {
    const TOGETHER: usize = 256;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts: Vec<&[A]> = all.chunks(TOGETHER).collect();
    let done = parallel::each(threads, parts.len(), |part| {
        parts[part].iter().map(&work).collect::<Vec<T>>()
    });
    done.into_iter().flatten().collect()
}

fn ordered(one: &EntityId, other: &EntityId) -> PairKey {
    if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

impl Picture {
    /// The pairs of subjects that are at least so probable, by id.
    pub fn likely(&self, least: f64) -> impl Iterator<Item = (&EntityId, &EntityId, f64)> {
        let pairs = self.pairs.iter().filter(move |(_, pair)| pair.probability >= least);
        pairs.map(|((left, right), pair)| (left, right, pair.probability))
    }

    /// What was found of each candidate pair, with whether `is_same` says that it is one.
    pub fn labelled(&self, is_same: impl Fn(&EntityId, &EntityId) -> bool) -> Vec<(Signals, bool)> {
        let pairs = self.pairs.iter();
        pairs.map(|((left, right), pair)| (pair.signals, is_same(left, right))).collect()
    }

    /// Finds and weighs the pairs of these subjects again.
    pub(super) fn pair_up(&mut self, subjects: &BTreeSet<EntityId>) {
        for id in subjects {
            self.pairs.drop_of(id);
        }
        let ids: Vec<&EntityId> = subjects.iter().collect();
        let found = in_parallel(&ids, |id| {
            let subject = self.subjects.get(*id);
            let others = subject.map(|subject| self.candidates(subject)).unwrap_or_default();
            others.iter().map(|other| ordered(id, other)).collect::<Vec<_>>()
        });
        let keys: BTreeSet<PairKey> = found.into_iter().flatten().collect();
        let keys: Vec<PairKey> = keys.into_iter().collect();
        let weighed = in_parallel(&keys, |(left, right)| {
            let signals = signals(self, self.subjects.get(left)?, self.subjects.get(right)?);
            let probability = self.weights.probability(&signals);
            (probability >= WORTH_KEEPING).then_some(Weighed { signals, probability })
        });
        for (key, weighed) in keys.into_iter().zip(weighed) {
            if let Some(weighed) = weighed {
                self.pairs.put(key, weighed);
            }
        }
        self.look_around();
    }

    /// Weighs the pairs again around which others came or went; all, where there are many more
    /// records than before.
    fn look_around(&mut self) {
        let unsettled = std::mem::take(&mut self.pairs.unsettled);
        let step = Crowd::step(self.subjects.len());
        let keys: BTreeSet<PairKey> = if self.pairs.step == step {
            let pairs_of = |id| self.pairs.of(id).map(move |(other, _)| ordered(id, other));
            unsettled.iter().flat_map(pairs_of).collect()
        } else {
            self.pairs.weighed.keys().cloned().collect()
        };
        self.pairs.step = step;
        for key in keys {
            let (Some(left), Some(right)) = (self.subjects.get(&key.0), self.subjects.get(&key.1))
            else {
                continue;
            };
            let agree = self.pairs.namesakes.get(&key.0).is_some_and(|all| all.contains(&key.1));
            let crowd = if agree { self.crowd(left, right) } else { self.crowd_of_strangers() };
            let Some(weighed) = self.pairs.weighed.get_mut(&key) else { continue };
            weighed.signals = weighed.signals.among(crowd);
            weighed.probability = self.weights.probability(&weighed.signals);
        }
    }

    /// The others around two subjects of different names.
    fn crowd_of_strangers(&self) -> Crowd {
        Crowd { records: self.subjects.len(), namesakes: 1 }
    }

    /// The others around two subjects, should they be one. As many bear their name as a single
    /// agency tells apart.
    pub(crate) fn crowd(&self, left: &Subject, right: &Subject) -> Crowd {
        let named_like = |one: &Subject| self.pairs.namesakes.get(&one.id);
        let mut others: BTreeSet<&EntityId> =
            [left, right].into_iter().filter_map(named_like).flatten().collect();
        others.remove(&left.id);
        others.remove(&right.id);
        let mut told_apart: HashMap<&AgencyId, usize> =
            left.agencies.union(&right.agencies).map(|agency| (agency, 1)).collect();
        let others = others.into_iter().filter_map(|other| self.subjects.get(other));
        for agency in others.flat_map(|other| &other.agencies) {
            *told_apart.entry(agency).or_default() += 1;
        }
        let namesakes = told_apart.into_values().max().unwrap_or(1);
        Crowd { records: self.subjects.len(), namesakes }
    }

    /// Subjects that share a key with this one: names that may be one name in any script,
    /// selectors that few hold, and whole dates of birth.
    pub(crate) fn candidates(&self, subject: &Subject) -> BTreeSet<EntityId> {
        let mut found: BTreeSet<EntityId> = BTreeSet::new();
        let mut texts = BTreeSet::new();
        for name in &subject.names {
            if texts.len() == MOST_NAMES || !texts.insert(&name.fact.value) {
                continue;
            }
            for place in self.index.candidates(self.model, &name.prepared, NAMES_LOOKED_AT) {
                found.extend(self.bearers.get(place).into_iter().flatten().cloned());
            }
        }
        let held = subject.selectors.iter().filter_map(|held| self.holders.get(&held.selector));
        found.extend(held.filter(|holders| holders.len() <= MANY).flatten().cloned());
        found.extend(self.born_with(subject));
        found.remove(&subject.id);
        found.retain(|other| {
            self.subjects.get(other).is_some_and(|other| subject.sort.can_be(other.sort))
        });
        found
    }
}
