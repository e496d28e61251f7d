//! The weights of the features, and how they are fitted.

use std::fmt::Write as _;

use crate::compare::PRIOR;
use crate::compare::features::{COUNT, FEATURES};
use crate::curve::{self, Curve};
use crate::error::NamesError;
use crate::train::{Example, Fitted, fit};

/// What each feature of a pairing adds, in nats: a bias and a curve a feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    bias: f32,
    curves: [Curve; COUNT],
    /// What each curve adds at nothing, where most numbers of most pairs stand.
    at_nothing: [f32; COUNT],
}

impl Default for Evidence {
    fn default() -> Self {
        Self { bias: 0.0, curves: [Curve::FLAT; COUNT], at_nothing: [0.0; COUNT] }
    }
}

impl Evidence {
    /// Reads a table: a feature's name, a tab, its curve; and the bias.
    pub fn read(text: &str) -> Result<Self, NamesError> {
        let mut evidence = Self::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong = |reason| NamesError::Table {
                table: "evidence".to_owned(),
                line: number + 1,
                reason,
            };
            let (name, said) = line.split_once('\t').ok_or_else(|| wrong("no tab"))?;
            if name == "bias" {
                evidence.bias = said.parse().map_err(|_| wrong("not a number"))?;
                continue;
            }
            let place = FEATURES.iter().position(|feature| feature.name == name);
            let place = place.ok_or_else(|| wrong("no such feature"))?;
            let curve = Curve::read(said).ok_or_else(|| wrong("not a curve"))?;
            evidence.at_nothing[place] = curve.at(0.0);
            evidence.curves[place] = curve;
        }
        Ok(evidence)
    }

    /// The sum, less the prior it was fitted at.
    pub(crate) fn log_ratio(&self, values: &[f32; COUNT]) -> f32 {
        let mut sum = self.start();
        for ((curve, value), at_nothing) in self.curves.iter().zip(values).zip(&self.at_nothing) {
            sum += if *value == 0.0 { *at_nothing } else { curve.at(*value) };
        }
        sum
    }

    /// What any two names begin with.
    pub(crate) fn start(&self) -> f32 {
        self.bias - (PRIOR / (1.0 - PRIOR)).ln()
    }

    /// What each feature adds.
    pub(crate) fn shares(&self, values: &[f32; COUNT]) -> [f32; COUNT] {
        let mut shares = [0.0; COUNT];
        for ((share, curve), value) in shares.iter_mut().zip(&self.curves).zip(values) {
            *share = curve.at(*value);
        }
        shares
    }
}

/// Fits the curves and writes what [`Evidence::read`] reads.
pub(crate) fn fitted(examples: &[Example<COUNT>]) -> String {
    let Fitted { bias, curves } = fit(examples, &FEATURES.map(|feature| feature.shape));
    let mut text = format!("bias\t{bias:.4}\n");
    for (feature, knots) in FEATURES.iter().zip(&curves) {
        let _ = writeln!(text, "{}\t{}", feature.name, curve::write(knots));
    }
    text
}
