//! From a channel's score to log-odds: how often a pair that scores so is of one token.

use std::f32::consts::LN_2;

use crate::curve::Curve;
use crate::script::Script;
use crate::slips::slips;
use crate::spelling::Spelling;

/// Numbers that a calibration looks at.
pub(crate) const MEASURES: usize = 4;

/// What is known of two spellings, as numbers: the channel's score, their letters together, the
/// slips between them, and those as a share of the longer one's letters. Slips are counted between
/// Latin spellings only.
pub(crate) type Measures = [f32; MEASURES];

/// The measures of a Latin spelling and one of a script that the channel has scored.
#[inline]
pub(crate) fn measures(
    script: Script,
    score: f32,
    (latin, other): (&Spelling, &Spelling),
) -> Measures {
    let letters = (latin.len() + other.len()) as f32;
    if script != Script::Latin {
        return [score, letters, 0.0, 0.0];
    }
    let slips = slips(latin, other) as f32;
    [score, letters, slips, slips / latin.len().max(other.len()).max(1) as f32]
}

/// A curve for each measure, fitted on pairs that the channel was not trained on.
///
/// A score is the sum of what every letter says; long tokens score higher, right or wrong, and a
/// channel that was trained to tell hard cases apart is surer of itself than it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curves {
    pub(crate) bias: f32,
    pub(crate) curves: [Curve; MEASURES],
}

/// What a channel's scores are worth. Two Latin spellings may be of one token in two ways: both are
/// spellings of it, or one is the other with a slip; each has curves of its own, and one
/// pair in two is taken to be of either.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    pub(crate) spelled: Curves,
    pub(crate) slipped: Option<Curves>,
}

impl Curves {
    fn log_odds(&self, measures: &Measures) -> f32 {
        let parts = self.curves.iter().zip(measures).map(|(curve, measure)| curve.at(*measure));
        self.bias + parts.sum::<f32>()
    }
}

impl Calibration {
    /// Takes scores at half their worth: for channels with too few pairs to calibrate on.
    pub(crate) fn unknown() -> Self {
        let by_score = Curve::through(&[(-10.0, 0.0), (10.0, 10.0)]);
        let curves = [by_score, Curve::FLAT, Curve::FLAT, Curve::FLAT];
        Self { spelled: Curves { bias: -5.0, curves }, slipped: None }
    }

    /// Log-odds that a Latin spelling and one of a script, so scored, are of one token.
    #[inline]
    pub(crate) fn log_odds(
        &self,
        script: Script,
        score: f32,
        spellings: (&Spelling, &Spelling),
    ) -> f32 {
        let measures = measures(script, score, spellings);
        let Some(slipped) = &self.slipped else {
            let Curves { bias, curves: [by_score, by_letters, ..] } = &self.spelled;
            return bias + by_score.at(measures[0]) + by_letters.at(measures[1]);
        };
        let (spelled, slipped) = (self.spelled.log_odds(&measures), slipped.log_odds(&measures));
        spelled.max(slipped) + (-(spelled - slipped).abs()).exp().ln_1p() - LN_2
    }
}
