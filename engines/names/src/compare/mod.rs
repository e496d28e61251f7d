//! Comparing two names: a calibrated log-likelihood ratio and the terms it is the sum of.
//!
//! Tokens are paired (`pairing`), the pairing is described by a few numbers (`features`), and a
//! logistic model of curves weighs them (`evidence`), so the result is additive evidence in the manner of
//! Fellegi and Sunter (1969) and its terms can be read one by one.

use std::cell::RefCell;

use crate::channel::Workspace;
use crate::model::Model;
use crate::name::{Name, Tokens};

mod agreement;
mod evidence;
mod explain;
mod features;
mod pairing;

pub use agreement::How;
#[cfg(test)]
pub(crate) use agreement::agreement;
pub(crate) use agreement::{Reading, agreement_by};
pub use evidence::Evidence;
pub(crate) use evidence::fitted;
pub use explain::Term;
pub(crate) use features::{COUNT, features};
pub use pairing::{Pairing, Partner};

/// The share of true pairs in the material the evidence was fitted on: the prior to which
/// [`Comparison::probability`] belongs.
pub const PRIOR: f32 = 1.0 / 3.0;

/// The threshold on [`Comparison::probability`] that this project ships.
pub const THRESHOLD: f32 = 0.5;

/// Pairs whose names are fetched together: as many as the nearest cache holds.
const FETCHED: usize = 16;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Logarithm of the ratio of the likelihoods of the two names if they are of one bearer's and
    /// if not, in nats.
    pub log_ratio: f32,
    /// The parts of the sum, the strongest first.
    pub terms: Vec<Term>,
}

impl Comparison {
    /// The probability at the prior of [`PRIOR`].
    pub fn probability(&self) -> f32 {
        probability(self.log_ratio)
    }
}

/// From a log-likelihood ratio to a probability at the prior of [`PRIOR`].
pub fn probability(log_ratio: f32) -> f32 {
    let prior = (PRIOR / (1.0 - PRIOR)).ln();
    1.0 / (1.0 + (-(log_ratio + prior)).exp())
}

impl Model {
    /// The log-likelihood ratio of two prepared names. Order does not matter. A name with nothing
    /// to compare is no evidence: 0.
    pub fn log_ratio(&self, a: &Name, b: &Name) -> f32 {
        thread_local!(static WORKSPACE: RefCell<Workspace> = RefCell::default());
        WORKSPACE.with_borrow_mut(|workspace| self.log_ratio_in(a, b, workspace))
    }

    /// The same in a workspace kept by the caller, for comparing many.
    pub fn log_ratio_in(&self, a: &impl Tokens, b: &impl Tokens, workspace: &mut Workspace) -> f32 {
        if a.count() == 0 || b.count() == 0 {
            return 0.0;
        }
        let pairing = Pairing::new(self, a, b, workspace);
        self.evidence.log_ratio(&features(&pairing, a, b))
    }

    /// The log-likelihood ratios of many pairs, in their order. Names are fetched from memory some
    /// pairs ahead, so that a pair costs a fifth less than compared by itself.
    pub fn log_ratios(&self, pairs: &[(&Name, &Name)]) -> Vec<f32> {
        let mut ratios = Vec::with_capacity(pairs.len());
        let mut workspace = Workspace::default();
        for together in pairs.chunks(FETCHED) {
            let names = together.iter().flat_map(|(a, b)| [a, b]);
            let tokens = names.flat_map(|name| &name.tokens);
            std::hint::black_box(tokens.fold(0, |lines, token| lines ^ token.fetch()));
            ratios.extend(together.iter().map(|(a, b)| self.log_ratio_in(*a, *b, &mut workspace)));
        }
        ratios
    }

    /// The same, with its terms.
    pub fn compare(&self, a: &Name, b: &Name) -> Comparison {
        if a.tokens.is_empty() || b.tokens.is_empty() {
            return Comparison { log_ratio: 0.0, terms: Vec::new() };
        }
        let pairing = Pairing::new(self, a, b, &mut Workspace::default());
        let values = features(&pairing, a, b);
        let log_ratio = self.evidence.log_ratio(&values);
        Comparison { log_ratio, terms: explain::terms(&self.evidence, &values, (a, b), &pairing) }
    }
}
