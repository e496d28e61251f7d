//! Sharpening: the alignment's weights, adjusted so that the best cut's score separates true pairs
//! from the hardest false ones.
//!
//! Logistic loss on the score of the best cut, subgradient steps with `AdaGrad` (Duchi, Hazan and
//! Singer 2011), pulled towards the alignment's weights; the weights of all steps are averaged.

use crate::ops::{Op, Ops};
use crate::spelling::{Inventory, MAX_LETTERS, Spelling};
use crate::train::align::Aligned;
use crate::train::negatives::Contrast;
use crate::train::random::Random;

const SIDE: usize = MAX_LETTERS + 1;
const NEVER: f32 = -1e6;

/// How training goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Passes over the contrasts.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull towards the alignment's weights.
    pub pull: f32,
    /// True pairs that score below this (in nats) are taken for mistakes in the data: what they
    /// pull fades to nothing four nats further down.
    pub doubt: f32,
    /// Candidates looked at for one hard false pair.
    pub looked_at: usize,
    /// Seed of the shuffles and random negatives.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { epochs: 16, rate: 0.2, pull: 4e-3, doubt: -3.0, looked_at: 1_000, seed: 1 }
    }
}

struct Sample {
    left: Spelling,
    right: Spelling,
    same: bool,
    weight: f32,
}

/// Returns the bias and the sharpened weights.
pub(crate) fn sharpen(
    aligned: &Aligned,
    contrasts: &[Contrast],
    (latin, other): (&Inventory, &Inventory),
    settings: &Settings,
) -> (f32, Vec<(Op, f32)>) {
    let ops = Ops::new(aligned.weights.iter().map(|(op, _)| *op).collect());
    let start: Vec<f32> = aligned.weights.iter().map(|(_, weight)| weight * 0.5).collect();
    let mut samples: Vec<Sample> = contrasts
        .iter()
        .map(|contrast| Sample {
            left: latin.spell(&contrast.pair.latin),
            right: other.spell(&contrast.pair.other),
            same: contrast.same,
            weight: contrast.weight,
        })
        .collect();
    let mut learner = Learner::new(&start);
    let mut random = Random::new(settings.seed);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut samples);
        for sample in &samples {
            learner.step(&ops, sample, settings);
        }
        learner.average(epoch);
    }
    let weights = aligned.weights.iter().zip(&learner.mean).map(|((op, _), w)| (*op, *w));
    (learner.mean_bias, weights.collect())
}

struct Learner {
    start: Vec<f32>,
    weights: Vec<f32>,
    squares: Vec<f32>,
    bias: f32,
    bias_squares: f32,
    mean: Vec<f32>,
    mean_bias: f32,
}

impl Learner {
    fn new(start: &[f32]) -> Self {
        Self {
            start: start.to_vec(),
            weights: start.to_vec(),
            squares: vec![1e-2; start.len()],
            bias: 0.0,
            bias_squares: 1e-2,
            mean: start.to_vec(),
            mean_bias: 0.0,
        }
    }

    fn step(&mut self, ops: &Ops, sample: &Sample, settings: &Settings) {
        let Some((score, cut)) = best_cut(ops, &self.weights, &sample.left, &sample.right) else {
            return;
        };
        let probability = 1.0 / (1.0 + (-(score + self.bias)).exp());
        let trust = if sample.same {
            ((score + self.bias - settings.doubt) / 4.0 + 1.0).clamp(0.0, 1.0)
        } else {
            1.0
        };
        let error = (f32::from(u8::from(sample.same)) - probability) * sample.weight * trust;
        self.bias_squares += error * error;
        self.bias += settings.rate * error / self.bias_squares.sqrt();
        for op in cut {
            let gradient = error - settings.pull * (self.weights[op] - self.start[op]);
            self.squares[op] += gradient * gradient;
            self.weights[op] += settings.rate * gradient / self.squares[op].sqrt();
        }
    }

    /// Folds the weights into the mean over the epochs after the first.
    fn average(&mut self, epoch: usize) {
        let share = 1.0 / epoch.max(1) as f32;
        for (mean, weight) in self.mean.iter_mut().zip(&self.weights) {
            *mean += (weight - *mean) * share;
        }
        self.mean_bias += (self.bias - self.mean_bias) * share;
    }
}

/// The best cut's score and operations.
fn best_cut(
    ops: &Ops,
    weights: &[f32],
    left: &Spelling,
    right: &Spelling,
) -> Option<(f32, Vec<usize>)> {
    let mut score = [[NEVER; SIDE]; SIDE];
    let mut from = [[(0usize, (0usize, 0usize)); SIDE]; SIDE];
    score[0][0] = 0.0;
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            let (mut best, mut way) = (score[i][j], from[i][j]);
            ops.ending_at((left, i), (right, j), |op, (di, dj)| {
                let sum = score[i - di][j - dj] + weights[op];
                if sum > best {
                    (best, way) = (sum, (op, (di, dj)));
                }
            });
            (score[i][j], from[i][j]) = (best, way);
        }
    }
    let (mut i, mut j) = (left.len(), right.len());
    let total = score[i][j];
    let mut cut = Vec::new();
    while (i, j) != (0, 0) {
        let (op, (di, dj)) = from[i][j];
        if di + dj == 0 {
            return None;
        }
        cut.push(op);
        (i, j) = (i - di, j - dj);
    }
    Some((total, cut))
}
