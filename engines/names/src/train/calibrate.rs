//! Calibrating a channel on pairs that it was not trained on.

use crate::calibration::{Curves, MEASURES, measures};
use crate::channel::Workspace;
use crate::curve::Curve;
use crate::script::Script;
use crate::train::negatives::{Contrast, nearest};
use crate::train::{Fitted, Shape, TokenPair, Trained, Trend, fit};

/// Fewest pairs that curves are fitted on.
const FEWEST: usize = 200;

const SHAPES: [Shape; MEASURES] = [
    Shape { knots: &[-16.0, -9.0, -6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 7.0], trend: Trend::Rises },
    Shape { knots: &[4.0, 7.0, 9.0, 11.0, 13.0, 16.0, 20.0, 26.0], trend: Trend::Free },
    Shape { knots: &[0.0, 1.0, 2.0, 3.0, 4.0, 6.0], trend: Trend::Falls },
    Shape { knots: &[0.0, 0.1, 0.15, 0.2, 0.25, 0.34, 0.5, 0.75], trend: Trend::Falls },
];

impl Trained {
    /// Calibrates on held-back pairs, with false partners from `pool`.
    pub(crate) fn calibrate(&mut self, held_back: &[TokenPair], pool: &[TokenPair], seed: u64) {
        let Some(fitted) = self.curves(held_back, pool, seed) else { return };
        self.calibration.spelled = curves(&fitted);
        self.spelled = Some(fitted);
    }

    /// The same on pairs of which one is the other with a slip.
    pub(crate) fn calibrate_slips(&mut self, slips: &[TokenPair], pool: &[TokenPair], seed: u64) {
        let Some(fitted) = self.curves(slips, pool, seed) else { return };
        self.calibration.slipped = Some(curves(&fitted));
        self.slipped = Some(fitted);
    }

    fn curves(&self, pairs: &[TokenPair], pool: &[TokenPair], seed: u64) -> Option<Fitted> {
        if pairs.len() < FEWEST {
            return None;
        }
        let channel = self.channel();
        let script = self.other.script();
        let mut workspace = Workspace::default();
        let mut examples = Vec::new();
        for Contrast { pair, same, weight } in nearest(pairs, pool, seed) {
            let (left, right) = (self.latin.spell(&pair.latin), self.other.spell(&pair.other));
            let mut score = channel.score_in(&left, &right, &mut workspace);
            if script == Script::Latin {
                score = score.max(channel.score_in(&right, &left, &mut workspace));
            }
            examples.push((measures(script, score, (&left, &right)), same, weight));
        }
        Some(fit(&examples, &SHAPES))
    }
}

fn curves(fitted: &Fitted) -> Curves {
    let curve =
        |place: usize| fitted.curves.get(place).map_or(Curve::FLAT, |knots| Curve::through(knots));
    Curves { bias: fitted.bias, curves: std::array::from_fn(curve) }
}
