//! What each kind of evidence weighs: shipped, or trained from what people decided.
//!
//! Signals are in nats by construction; a weight says how far a kind of signal is to be believed.
//! The shipped weights were fitted on invented exercises (docs/identity.md). The sum, the fitting
//! and its measure are the linkage engine's ([`Belief`]); this says what the kinds are.

use crossbearing_linkage::Belief;

use crate::evidence::{Kind, Signals};

/// What each kind of evidence weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Which weights these are.
    pub version: String,
    /// How far each kind of signal is believed, in the order of [`Kind::ALL`].
    belief: Belief,
}

impl Weights {
    /// The weights that come with the program.
    pub fn shipped() -> Self {
        let belief = Belief { start: SHIPPED_START, of: SHIPPED.to_vec() };
        Self { version: "shipped-2".to_owned(), belief }
    }

    /// Weights that take every signal for what it says.
    pub fn plain() -> Self {
        let belief = Belief { start: SHIPPED_START, of: vec![1.0; Kind::ALL.len()] };
        Self { version: "plain".to_owned(), belief }
    }

    /// Log-odds that two candidates are one, before any evidence.
    pub fn start(&self) -> f64 {
        self.belief.start
    }

    /// How far one kind is believed.
    pub fn belief(&self, kind: Kind) -> f64 {
        self.belief.of.get(kind as usize).copied().unwrap_or(1.0)
    }

    /// The log-odds that signals stand for, in nats.
    pub fn log_odds(&self, signals: &Signals) -> f64 {
        self.belief.log_odds(signals.nats())
    }

    /// The probability that signals stand for.
    pub fn probability(&self, signals: &Signals) -> f64 {
        self.belief.probability(signals.nats())
    }

    /// Weights that fit `judged` better, held near these.
    #[must_use]
    pub fn trained(&self, judged: &[(Signals, bool)], version: impl Into<String>) -> Self {
        let most = Kind::ALL.map(Kind::most_belief);
        Self { version: version.into(), belief: self.belief.fitted(&plain(judged), &most) }
    }
}

/// How well weights foretell what people decided.
#[derive(Debug, Clone, Copy, PartialEq)]
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
        let fit = weights.belief.fit(&plain(judged));
        Self { judgements: fit.judged, log_loss: fit.log_loss, accuracy: fit.accuracy }
    }
}

fn plain(judged: &[(Signals, bool)]) -> Vec<(&[f64], bool)> {
    judged.iter().map(|(signals, same)| (signals.nats(), *same)).collect()
}

/// Half way between plain belief and what `crossbearing identity score --learn` finds on an
/// exercise: reports of the world are less orderly than invented ones.
const SHIPPED_START: f64 = -4.4;
const SHIPPED: [f64; Kind::ALL.len()] =
    [0.98, 1.1, 1.12, 1.12, 0.97, 1.02, 1.35, 1.02, 1.3, 1.38, 1.1, 1.5, 1.3, 1.15];
