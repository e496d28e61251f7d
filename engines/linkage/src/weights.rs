//! The weights of evidence: found by EM without labels, learned from labels, or given by the plan.
//!
//! Without labels: Fellegi and Sunter (1969), with the shares of levels among true and false
//! candidate pairs found by EM (Winkler 1988), started from the shares among random pairs. With
//! labels: logistic regression on the same levels, which also accounts for evidence that repeats
//! other evidence (a full name beside its parts).

use serde::{Deserialize, Serialize};

use crate::error::LinkageError;
use crate::levels::{MISSING, MOST_LEVELS, meanings};
use crate::plan::Plan;
use crate::scoring::Compared;

/// Random pairs that stand for false ones at the start.
const RANDOM_PAIRS: usize = 40_000;
/// Candidate pairs that EM looks at.
const LOOKED_AT: usize = 60_000;
const ROUNDS: usize = 15;
/// No level's share is taken to be smaller.
const SMALLEST: f32 = 1e-4;
/// EM's bounds on the share of true pairs among the candidates.
const SHARE_OF_TRUE: (f32, f32) = (0.005, 0.4);

/// The levels of one pair, by comparison.
pub(crate) type Levels = Vec<u8>;

/// The weight of each level of one comparison, in nats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelWeights {
    /// The column compared.
    pub column: String,
    /// By level, from different to the same.
    pub levels: Vec<f32>,
    /// Where a value is missing.
    #[serde(default)]
    pub missing: f32,
    /// How much each nat of a shared value's rarity, beyond the usual, adds.
    #[serde(default)]
    pub rarity: f32,
}

/// What the evidence weighs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Logarithm of the odds that a candidate pair is true, before any evidence.
    pub prior: f32,
    /// By comparison, in the order of the plan.
    pub compare: Vec<LevelWeights>,
}

impl Weights {
    /// The plan's own weights, checked against its comparisons.
    pub(crate) fn given(&self, plan: &Plan) -> Result<Self, LinkageError> {
        let fits = self.compare.len() == plan.compare.len()
            && self.compare.iter().zip(&plan.compare).all(|(weights, compare)| {
                weights.column == compare.column
                    && weights.levels.len() == meanings(compare.kind).len()
            });
        if fits { Ok(self.clone()) } else { Err(LinkageError::WeightsDoNotFit) }
    }

    /// What agreement at a level adds, in nats.
    pub(crate) fn of_level(&self, comparison: usize, level: u8) -> f32 {
        let Some(weights) = self.compare.get(comparison) else { return 0.0 };
        if level == MISSING {
            return weights.missing;
        }
        weights.levels.get(usize::from(level)).copied().unwrap_or(0.0)
    }

    /// Learns the weights from candidate pairs whose truth is known: logistic regression by
    /// stochastic steps (`AdaGrad`, Duchi, Hazan and Singer 2011).
    pub(crate) fn learn(
        compared: &Compared<'_>,
        candidates: &[(u32, u32)],
        truth: &[u32],
        plan: &Plan,
    ) -> Self {
        const EPOCHS: usize = 4;
        const RATE: f32 = 0.1;
        let mut weights = Self::blank(plan);
        let mut squares = vec![[1e-2f32; MOST_LEVELS + 2]; plan.compare.len()];
        let mut prior_squares = 1e-2f32;
        for epoch in 0..EPOCHS {
            // A stride that no table's order follows, so that neighbours do not come together.
            let stride = 7_919 + epoch * 2;
            for step in 0..candidates.len() {
                let pair = candidates[step * stride % candidates.len()];
                let same = truth[pair.0 as usize] == truth[pair.1 as usize];
                let p = 1.0 / (1.0 + (-compared.weight(&weights, pair)).exp());
                let error = f32::from(u8::from(same)) - p;
                prior_squares += error * error;
                weights.prior += RATE * error / prior_squares.sqrt();
                for place in 0..plan.compare.len() {
                    let (level, rarity) = compared.level_and_rarity(place, pair);
                    let own = &mut weights.compare[place];
                    let squares = &mut squares[place];
                    let slot = if level == MISSING { MOST_LEVELS } else { usize::from(level) };
                    squares[slot] += error * error;
                    let change = RATE * error / squares[slot].sqrt();
                    match own.levels.get_mut(slot) {
                        Some(weight) if level != MISSING => *weight += change,
                        _ => own.missing += change,
                    }
                    let slope = error * rarity;
                    squares[MOST_LEVELS + 1] += slope * slope;
                    own.rarity += RATE * slope / squares[MOST_LEVELS + 1].sqrt();
                }
            }
        }
        weights
    }

    fn blank(plan: &Plan) -> Self {
        let compare = plan.compare.iter().map(|compare| LevelWeights {
            column: compare.column.clone(),
            levels: vec![0.0; meanings(compare.kind).len()],
            missing: 0.0,
            rarity: 0.0,
        });
        Self { prior: 0.0, compare: compare.collect() }
    }

    /// Finds the weights by EM on candidate pairs.
    pub(crate) fn estimate(
        compared: &Compared<'_>,
        candidates: &[(u32, u32)],
        plan: &Plan,
    ) -> Self {
        let step = candidates.len().div_ceil(LOOKED_AT).max(1);
        let seen: Vec<Levels> =
            candidates.iter().step_by(step).map(|pair| compared.levels(*pair)).collect();
        let random: Vec<Levels> =
            random_pairs(compared.table.records).map(|pair| compared.levels(pair)).collect();
        let mut mixture = Mixture::new(&random, plan);
        for _ in 0..ROUNDS {
            mixture.improve(&seen, plan);
        }
        mixture.weights(plan)
    }
}

/// Shares of levels among true and among false pairs, and the share of true ones.
struct Mixture {
    among_true: Vec<[f32; MOST_LEVELS]>,
    among_false: Vec<[f32; MOST_LEVELS]>,
    share: f32,
}

impl Mixture {
    fn new(random: &[Levels], plan: &Plan) -> Self {
        let levels = |place: usize| meanings(plan.compare[place].kind).len();
        let places = 0..plan.compare.len();
        Self {
            among_true: places.clone().map(|place| start(levels(place))).collect(),
            among_false: places
                .map(|place| counted(random.iter().map(|p| (p[place], 1.0)), levels(place)))
                .collect(),
            share: 0.1,
        }
    }

    fn improve(&mut self, seen: &[Levels], plan: &Plan) {
        let weights = self.weights(plan);
        let belief = |pair: &Levels| {
            let sum: f32 = pair.iter().enumerate().map(|(c, l)| weights.of_level(c, *l)).sum();
            1.0 / (1.0 + (-(sum + weights.prior)).exp())
        };
        let beliefs: Vec<f32> = seen.iter().map(belief).collect();
        for (place, compare) in plan.compare.iter().enumerate() {
            let levels = meanings(compare.kind).len();
            let pairs = || seen.iter().zip(&beliefs);
            self.among_true[place] = counted(pairs().map(|(p, b)| (p[place], *b)), levels);
            self.among_false[place] = counted(pairs().map(|(p, b)| (p[place], 1.0 - b)), levels);
        }
        let mean = beliefs.iter().sum::<f32>() / beliefs.len().max(1) as f32;
        self.share = mean.clamp(SHARE_OF_TRUE.0, SHARE_OF_TRUE.1);
    }

    fn weights(&self, plan: &Plan) -> Weights {
        let mut weights = Weights::blank(plan);
        weights.prior = (self.share / (1.0 - self.share)).ln();
        for (place, (own, compare)) in weights.compare.iter_mut().zip(&plan.compare).enumerate() {
            let shares = self.among_true[place].iter().zip(&self.among_false[place]);
            for (weight, (among_true, among_false)) in own.levels.iter_mut().zip(shares) {
                *weight = (among_true / among_false).ln() * compare.share;
            }
            own.rarity = if compare.term_frequency { compare.share } else { 0.0 };
        }
        weights
    }
}

fn start(levels: usize) -> [f32; MOST_LEVELS] {
    let mut shares = [SMALLEST; MOST_LEVELS];
    let sum = (levels * (levels + 1) / 2) as f32;
    for (place, share) in shares.iter_mut().enumerate().take(levels) {
        *share = (place + 1) as f32 / sum;
    }
    shares
}

/// Shares of levels among weighted sightings; missing ones do not count.
fn counted(sightings: impl Iterator<Item = (u8, f32)>, levels: usize) -> [f32; MOST_LEVELS] {
    let mut counts = [0.0f32; MOST_LEVELS];
    for (level, weight) in sightings.filter(|(level, _)| *level != MISSING) {
        counts[usize::from(level).min(MOST_LEVELS - 1)] += weight;
    }
    let total = counts.iter().sum::<f32>() + levels as f32 * 0.5;
    let mut shares = [SMALLEST; MOST_LEVELS];
    for (share, count) in shares.iter_mut().zip(counts).take(levels) {
        *share = ((count + 0.5) / total).max(SMALLEST);
    }
    shares
}

/// Pairs spread evenly over the table, from a fixed sequence.
fn random_pairs(records: usize) -> impl Iterator<Item = (u32, u32)> {
    let mut state = 0x9e37_79b9u64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize % records.max(1)) as u32
    };
    let pairs = if records < 2 { 0 } else { RANDOM_PAIRS.min(records.saturating_mul(records)) };
    (0..pairs).map(move |_| (next(), next())).filter(|(a, b)| a != b)
}
