//! Calibrating a channel on pairs that it was not trained on.

use crate::calibration::Calibration;
use crate::channel::Workspace;
use crate::curve::Curve;
use crate::script::Script;
use crate::train::negatives::{Contrast, nearest};
use crate::train::{Shape, TokenPair, Trained, Trend, fit};

/// Fewest pairs that curves are fitted on.
const FEWEST: usize = 200;

const SHAPES: [Shape; 2] = [
    Shape { knots: &[-16.0, -9.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 7.0], trend: Trend::Rises },
    Shape { knots: &[4.0, 7.0, 9.0, 11.0, 13.0, 16.0, 20.0, 26.0], trend: Trend::Free },
];

/// A calibration as it was fitted, to be written down.
#[derive(Debug, Clone)]
pub(crate) struct Calibrated {
    pub(crate) bias: f32,
    pub(crate) by_score: Vec<(f32, f32)>,
    pub(crate) by_letters: Vec<(f32, f32)>,
}

impl Trained {
    /// Calibrates on held-back pairs, with false partners from `pool`.
    pub(crate) fn calibrate(&mut self, held_back: &[TokenPair], pool: &[TokenPair], seed: u64) {
        if held_back.len() < FEWEST {
            return;
        }
        let channel = self.channel();
        let both_ways = self.other.script() == Script::Latin;
        let mut workspace = Workspace::default();
        let mut examples = Vec::new();
        for Contrast { pair, same, weight } in nearest(held_back, pool, seed) {
            let (left, right) = (self.latin.spell(&pair.latin), self.other.spell(&pair.other));
            let mut score = channel.score_in(&left, &right, &mut workspace);
            if both_ways {
                score = score.max(channel.score_in(&right, &left, &mut workspace));
            }
            let letters = (left.len() + right.len()) as f32;
            examples.push(([score, letters], same, weight));
        }
        let fitted = fit(&examples, &SHAPES);
        let [by_score, by_letters] = fitted.curves.as_slice() else { return };
        self.calibration = Calibration {
            bias: fitted.bias,
            by_score: Curve::through(by_score),
            by_letters: Curve::through(by_letters),
        };
        self.calibrated = Some(Calibrated {
            bias: fitted.bias,
            by_score: by_score.clone(),
            by_letters: by_letters.clone(),
        });
    }
}
