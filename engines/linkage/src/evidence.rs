//! Evidence that comes as signals: log-likelihood ratios of several kinds, from wherever, each
//! believed so far and summed in log-odds.
//!
//! It serves callers whose things are no rows of a table (records with many names, each with a
//! source): they bring the signals, this sums them, learns from people how far each kind is to be
//! believed, and measures how well that foretells what people decide.

/// How strongly fitting is held to the beliefs it starts from, in judgements.
const HOLD: f64 = 8.0;
const ROUNDS: usize = 400;
const RATE: f64 = 0.5;

/// How far each kind of signal is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Log-odds before any signal.
    pub start: f64,
    /// By kind: 1 takes a signal for what it says.
    pub of: Vec<f64>,
}

impl Belief {
    /// The log-odds that signals stand for, in nats.
    pub fn log_odds(&self, signals: &[f64]) -> f64 {
        self.start + self.of.iter().zip(signals).map(|(belief, nats)| belief * nats).sum::<f64>()
    }

    /// The probability that signals stand for.
    pub fn probability(&self, signals: &[f64]) -> f64 {
        1.0 / (1.0 + (-self.log_odds(signals)).exp())
    }

    /// Beliefs that fit what was judged better, held near these: logistic regression with a ridge
    /// around where it starts, so that a few judgements move it little. `most` bounds each belief
    /// from above; none falls below 0, for agreement never speaks against.
    #[must_use]
    pub fn fitted(&self, judged: &[(&[f64], bool)], most: &[f64]) -> Self {
        let mut belief = self.clone();
        if judged.is_empty() {
            return belief;
        }
        let total = judged.len() as f64 + HOLD;
        let mut squares = vec![1e-6_f64; self.of.len() + 1];
        for _ in 0..ROUNDS {
            let slopes = belief.slopes(judged);
            let now = belief.of.iter_mut().chain([&mut belief.start]);
            let first = self.of.iter().chain([&self.start]);
            for (((now, first), slope), square) in now.zip(first).zip(slopes).zip(&mut squares) {
                let slope = (slope + HOLD * (first - *now)) / total;
                *square += slope * slope;
                *now += RATE * slope / square.sqrt();
            }
        }
        for (belief, most) in belief.of.iter_mut().zip(most) {
            *belief = belief.clamp(0.0, *most);
        }
        belief
    }

    /// The slope of the likelihood by each belief, and by the start last.
    fn slopes(&self, judged: &[(&[f64], bool)]) -> Vec<f64> {
        let mut slopes = vec![0.0_f64; self.of.len() + 1];
        for (signals, same) in judged {
            let error = f64::from(u8::from(*same)) - self.probability(signals);
            for (slope, nats) in slopes.iter_mut().zip(signals.iter().chain([&1.0])) {
                *slope += error * nats;
            }
        }
        slopes
    }

    /// How well it foretells what was judged.
    pub fn fit(&self, judged: &[(&[f64], bool)]) -> Fit {
        let count = judged.len().max(1) as f64;
        let given = judged.iter().map(|(signals, same)| {
            let probability = self.probability(signals);
            if *same { probability } else { 1.0 - probability }
        });
        Fit {
            judged: judged.len(),
            log_loss: given.clone().map(|p| -p.max(1e-9).ln()).sum::<f64>() / count,
            accuracy: given.filter(|p| *p > 0.5).count() as f64 / count,
        }
    }
}

/// How well beliefs foretell what was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// How many pairs were judged.
    pub judged: usize,
    /// Mean of minus the logarithm of the probability given to what was judged, in nats.
    pub log_loss: f64,
    /// Share of judgements on the right side of one half.
    pub accuracy: f64,
}

#[cfg(test)]
mod tests {
    use super::Belief;

    #[test]
    fn a_kind_that_misleads_is_believed_less_and_one_that_tells_more() {
        let belief = Belief { start: 0.0, of: vec![1.0, 1.0] };
        let judged: Vec<([f64; 2], bool)> = (0..200)
            .map(|n| {
                let same = n % 2 == 0;
                let telling = if same { 1.0 } else { -1.0 };
                ([telling, if n % 4 < 2 { 1.0 } else { -1.0 }], same)
            })
            .collect();
        let judged: Vec<(&[f64], bool)> = judged.iter().map(|(s, same)| (&s[..], *same)).collect();
        let fitted = belief.fitted(&judged, &[2.0, 2.0]);
        assert!(fitted.of[0] > 1.5 && fitted.of[1] < 0.5, "{fitted:?}");
        assert!(fitted.fit(&judged).log_loss < belief.fit(&judged).log_loss);
        assert_eq!(belief.fitted(&[], &[2.0, 2.0]), belief);
    }
}
