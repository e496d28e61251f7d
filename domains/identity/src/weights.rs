//! What each kind of evidence weighs: shipped, or trained from what people decided.
//!
//! Signals are in nats by construction; a weight says how far a kind of signal is to be believed.
//! The shipped weights were fitted on invented exercises (docs/identity.md). Training is logistic
//! regression held near the weights it starts from, so that a few judgements move them little.

use serde::{Deserialize, Serialize};

use crate::evidence::{Kind, Signals};

/// How strongly training is held to the weights it starts from, in judgements.
const HOLD: f64 = 8.0;
const ROUNDS: usize = 400;
const RATE: f64 = 0.5;

/// What each kind of evidence weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Which weights these are.
    pub version: String,
    /// Log-odds that two candidates are one, before any evidence.
    pub start: f64,
    /// How far each kind of signal is believed, in the order of [`Kind::ALL`].
    pub belief: Vec<f64>,
}

impl Weights {
    /// The weights that come with the program.
    pub fn shipped() -> Self {
        Self { version: "shipped-1".to_owned(), start: SHIPPED_START, belief: SHIPPED.to_vec() }
    }

    /// How far one kind is believed.
    pub fn belief(&self, kind: Kind) -> f64 {
        self.belief.get(kind as usize).copied().unwrap_or(1.0)
    }

    /// The log-odds that signals stand for, in nats.
    pub fn log_odds(&self, signals: &Signals) -> f64 {
        let said = Kind::ALL.into_iter().map(|kind| self.belief(kind) * signals.of(kind));
        self.start + said.sum::<f64>()
    }

    /// The probability that signals stand for.
    pub fn probability(&self, signals: &Signals) -> f64 {
        sigmoid(self.log_odds(signals))
    }

    /// Weights that fit `judged` better, held near these.
    #[must_use]
    pub fn trained(&self, judged: &[(Signals, bool)], version: impl Into<String>) -> Self {
        let mut weights = Self { version: version.into(), ..self.clone() };
        if judged.is_empty() {
            return weights;
        }
        let total = judged.len() as f64 + HOLD;
        let mut squares = [1e-6_f64; Kind::ALL.len() + 1];
        for _ in 0..ROUNDS {
            let mut slopes = [0.0_f64; Kind::ALL.len() + 1];
            for (signals, same) in judged {
                let error = f64::from(u8::from(*same)) - weights.probability(signals);
                slopes[Kind::ALL.len()] += error;
                for kind in Kind::ALL {
                    slopes[kind as usize] += error * signals.of(kind);
                }
            }
            for (place, slope) in slopes.iter().enumerate() {
                let (now, first) = match place {
                    place if place < Kind::ALL.len() => {
                        (&mut weights.belief[place], self.belief[place])
                    }
                    _ => (&mut weights.start, self.start),
                };
                let slope = (slope + HOLD * (first - *now)) / total;
                squares[place] += slope * slope;
                *now += RATE * slope / squares[place].sqrt();
            }
        }
        for (belief, kind) in weights.belief.iter_mut().zip(Kind::ALL) {
            // Agreement never speaks against, and no kind is believed without bound.
            *belief = belief.clamp(0.0, kind.most_belief());
        }
        weights
    }
}

/// How well weights foretell what people decided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fit {
    /// Judgements it was measured on.
    pub judgements: usize,
    /// Mean of minus the logarithm of the probability given to what was decided, in nats.
    pub log_loss: f64,
    /// Share of decisions on the right side of one half.
    pub accuracy: f64,
}

impl Fit {
    /// Measures weights on judgements.
    pub fn of(weights: &Weights, judged: &[(Signals, bool)]) -> Self {
        let count = judged.len().max(1) as f64;
        let given = judged.iter().map(|(signals, same)| {
            let probability = weights.probability(signals);
            if *same { probability } else { 1.0 - probability }
        });
        let log_loss = given.clone().map(|p| -p.max(1e-9).ln()).sum::<f64>() / count;
        let accuracy = given.filter(|p| *p > 0.5).count() as f64 / count;
        Self { judgements: judged.len(), log_loss, accuracy }
    }
}

pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Half way between plain belief and what `crossbearing identity score --learn` finds on an
/// exercise: reports of the world are less orderly than invented ones.
const SHIPPED_START: f64 = -4.0;
const SHIPPED: [f64; Kind::ALL.len()] =
    [0.95, 0.95, 1.1, 1.25, 0.95, 0.95, 1.2, 1.0, 1.25, 1.35, 1.1, 1.4];
