//! One vessel that is followed.

use std::collections::VecDeque;

use super::Plot;
use super::axis::Axis;
use super::config::TrackerConfig;
use super::motion::Motion;

/// A track is confirmed when a vessel is so many times likelier than clutter.
const CONFIRM: f64 = 1e4;
/// A track is dropped when its likelihood has fallen by such a factor from its best.
const DROP: f64 = 1e-4;
/// A new track is dropped when clutter is so many times likelier.
const REFUSE: f64 = 1e3;

/// A vessel that the tracker believes in, or begins to.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its number; numbers are not used again.
    pub id: u64,
    pub(super) motion: Motion,
    /// Logarithm of the ratio of the probabilities that it is a vessel and that it is clutter
    /// (R. Sittler, 1964; S. Blackman, R. Popoli, "Design and Analysis of Modern Tracking
    /// Systems", 1999, 6.2).
    score: f64,
    best_score: f64,
    pub(super) confirmed: bool,
    /// The latest scans, as far back as the tracker remembers.
    steps: VecDeque<Step>,
}

/// What was known at a scan.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    time: f64,
    /// Since the scan before.
    seconds: f64,
    predicted: (Axis, Axis),
    updated: (Axis, Axis),
}

/// Where a vessel was, by all that has been heard since.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothed {
    /// In seconds.
    pub time: f64,
    /// Metres east and north.
    pub position: (f64, f64),
    /// Metres east and north a second.
    pub velocity: (f64, f64),
    /// Standard deviations of the position in metres, east and north.
    pub uncertainty: (f64, f64),
}

impl Track {
    pub(super) fn new(id: u64, (time, plot): (f64, Plot), config: &TrackerConfig) -> Self {
        let score = (config.births / config.clutter).ln();
        let motion = Motion::new(plot, config);
        let (best_score, confirmed, steps) = (score, false, VecDeque::new());
        let mut track = Self { id, motion, score, best_score, confirmed, steps };
        let axes = track.motion.axes();
        track.remember(Step { time, seconds: 0.0, predicted: axes, updated: axes }, config);
        track
    }

    /// Metres east and north.
    pub fn position(&self) -> (f64, f64) {
        let (east, north) = self.motion.axes();
        (east.position, north.position)
    }

    /// Metres east and north a second.
    pub fn velocity(&self) -> (f64, f64) {
        let (east, north) = self.motion.axes();
        (east.velocity, north.velocity)
    }

    /// Standard deviations of the position in metres, east and north.
    pub fn uncertainty(&self) -> (f64, f64) {
        let (east, north) = self.motion.axes();
        (east.var_position.sqrt(), north.var_position.sqrt())
    }

    /// How probably it turns, if the tracker was told that vessels do; otherwise 0.
    pub fn turning(&self) -> f64 {
        self.motion.turning()
    }

    /// Where it was at the scans that are remembered, the latest last, by all that came since. Of
    /// vessels that turn, the one normal distribution is smoothed that stands for both ways.
    pub fn smoothed(&self) -> Vec<Smoothed> {
        let mut smoothed: Vec<Smoothed> = Vec::with_capacity(self.steps.len());
        let mut later: Option<(&Step, (Axis, Axis))> = None;
        for step in self.steps.iter().rev() {
            let axes = match later {
                None => step.updated,
                Some((next, (east, north))) => (
                    step.updated.0.smooth(next.seconds, &next.predicted.0, &east),
                    step.updated.1.smooth(next.seconds, &next.predicted.1, &north),
                ),
            };
            let (east, north) = axes;
            smoothed.push(Smoothed {
                time: step.time,
                position: (east.position, north.position),
                velocity: (east.velocity, north.velocity),
                uncertainty: (
                    east.var_position.max(0.0).sqrt(),
                    north.var_position.max(0.0).sqrt(),
                ),
            });
            later = Some((step, axes));
        }
        smoothed.reverse();
        smoothed
    }

    pub(super) fn predict(&mut self, time: f64, seconds: f64, config: &TrackerConfig) {
        self.motion.predict(seconds, config);
        let axes = self.motion.axes();
        self.remember(Step { time, seconds, predicted: axes, updated: axes }, config);
    }

    /// Takes over the plot that is its own.
    pub(super) fn update(&mut self, plot: Plot, cost: f64, config: &TrackerConfig) {
        let log_likelihood = -0.5 * cost - std::f64::consts::TAU.ln();
        self.motion.update(plot, config);
        self.judge(log_likelihood + (config.detection / config.clutter).ln(), config);
    }

    /// Takes over plots by the probabilities that they are its own. `support` is by how much they
    /// make a vessel likelier, as a logarithm.
    pub(super) fn update_by(
        &mut self,
        plots: &[(f64, Plot)],
        support: f64,
        config: &TrackerConfig,
    ) {
        if !plots.is_empty() {
            self.motion.update_by(plots, config);
        }
        self.judge(support, config);
    }

    /// Nothing of the scan is its own.
    pub(super) fn miss(&mut self, config: &TrackerConfig) {
        self.score += (1.0 - config.detection).max(1e-9).ln();
    }

    /// The probability that it is a vessel and not clutter.
    pub(super) fn existence(&self) -> f64 {
        1.0 / (1.0 + (-self.score).exp())
    }

    pub(super) fn is_worth_keeping(&self) -> bool {
        let floor = if self.confirmed { self.best_score + DROP.ln() } else { -REFUSE.ln() };
        self.score >= floor
    }

    fn judge(&mut self, change: f64, config: &TrackerConfig) {
        self.score += change;
        self.best_score = self.best_score.max(self.score);
        let start = (config.births / config.clutter).ln();
        self.confirmed |= self.score >= CONFIRM.ln() + start.max(0.0);
        let axes = self.motion.axes();
        if let Some(step) = self.steps.back_mut() {
            step.updated = axes;
        }
    }

    fn remember(&mut self, step: Step, config: &TrackerConfig) {
        if config.lag > 0 {
            self.steps.push_back(step);
            if self.steps.len() > config.lag + 1 {
                self.steps.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::TrackerConfig;
    use super::{Plot, Track};

    /// Solves a small set of linear equations.
    fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
        let n = right.len();
        for at in 0..n {
            let size = |row: usize| rows[row][at].abs();
            let pivot = (at..n).max_by(|one, other| size(*one).total_cmp(&size(*other)));
            let pivot = pivot.unwrap_or(at);
            rows.swap(at, pivot);
            right.swap(at, pivot);
            for below in at + 1..n {
                let factor = rows[below][at] / rows[at][at];
                let above = rows[at].clone();
                for (value, above) in rows[below].iter_mut().zip(above) {
                    *value -= factor * above;
                }
                right[below] -= factor * right[at];
            }
        }
        let mut found = vec![0.0; n];
        for at in (0..n).rev() {
            let known: f64 = (at + 1..n).map(|column| rows[at][column] * found[column]).sum();
            found[at] = (right[at] - known) / rows[at][at];
        }
        found
    }

    /// The smoother against the whole problem solved at once: the states at all scans that are
    /// likeliest together, with one of the plots missing.
    #[test]
    fn smoothing_is_the_least_squares_of_everything_at_once() {
        let config = TrackerConfig { lag: 10, ..TrackerConfig::new(50.0, 0.9, 1e-9, 1e-9) };
        let scans = [(0.0, Some(10.0)), (10.0, Some(95.0)), (25.0, None), (30.0, Some(310.0))];
        let scans = [&scans[..], &[(42.0, Some(330.0))]].concat();
        let plot = |x: f64| Plot { x, y: 0.0 };
        let mut track = Track::new(1, (0.0, plot(10.0)), &config);
        for pair in scans.windows(2) {
            let (time, x) = pair[1];
            track.predict(time, time - pair[0].0, &config);
            if let Some(x) = x {
                track.update(plot(x), 0.0, &config);
            }
        }
        // Information of start, plots and motion, added up: positions and velocities in turn.
        let n = 2 * scans.len();
        let (mut rows, mut right) = (vec![vec![0.0; n]; n], vec![0.0; n]);
        rows[1][1] += 1.0 / (config.speed * config.speed);
        for (idx, (_, x)) in scans.iter().enumerate() {
            if let Some(x) = x {
                rows[2 * idx][2 * idx] += 1.0 / config.noise();
                right[2 * idx] += x / config.noise();
            }
        }
        for (idx, pair) in scans.windows(2).enumerate() {
            let (seconds, noise) = (pair[1].0 - pair[0].0, config.manoeuvre);
            let spread =
                [noise * seconds.powi(3) / 3.0, noise * seconds * seconds / 2.0, noise * seconds];
            let det = spread[0] * spread[2] - spread[1] * spread[1];
            let inverse =
                [[spread[2] / det, -spread[1] / det], [-spread[1] / det, spread[0] / det]];
            // The next state less the one to which this one leads.
            let leads = [[-1.0, -seconds, 1.0, 0.0], [0.0, -1.0, 0.0, 1.0]];
            for row in 0..4 {
                for column in 0..4 {
                    for one in 0..2 {
                        for other in 0..2 {
                            rows[2 * idx + row][2 * idx + column] +=
                                leads[one][row] * inverse[one][other] * leads[other][column];
                        }
                    }
                }
            }
        }
        let expected = solve(rows, right);
        let smoothed = track.smoothed();
        assert_eq!(smoothed.len(), scans.len());
        for (idx, state) in smoothed.iter().enumerate() {
            assert!((state.position.0 - expected[2 * idx]).abs() < 1e-6, "{idx} {state:?}");
            assert!((state.velocity.0 - expected[2 * idx + 1]).abs() < 1e-6, "{idx} {state:?}");
        }
        assert!(smoothed[1].uncertainty.0 < 40.0, "{:?}", smoothed[1]);
    }
}
