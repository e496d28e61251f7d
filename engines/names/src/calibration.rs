//! From a channel's score to log-odds: how often a pair that scores so is of one token.

use crate::curve::Curve;

/// Two curves fitted on pairs that the channel was not trained on.
///
/// A score is the sum of what every letter says; long tokens score higher, right or wrong, and a
/// channel that was trained to tell hard cases apart is surer of itself than it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    pub(crate) bias: f32,
    pub(crate) by_score: Curve,
    pub(crate) by_letters: Curve,
}

impl Calibration {
    /// Takes scores at half their worth: for channels with too few pairs to calibrate on.
    pub(crate) fn unknown() -> Self {
        let by_score = Curve::through(&[(-10.0, 0.0), (10.0, 10.0)]);
        Self { bias: -5.0, by_score, by_letters: Curve::FLAT }
    }

    /// Log-odds that two spellings, with so many letters together, are of one token.
    #[inline]
    pub(crate) fn log_odds(&self, score: f32, letters: usize) -> f32 {
        self.bias + self.by_score.at(score) + self.by_letters.at(letters as f32)
    }
}
