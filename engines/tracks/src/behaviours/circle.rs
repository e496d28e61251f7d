//! Positions that go round and round.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::Circle;
use crate::report::Report;
use crate::sphere::{bearing, is_within, turn};

/// How far a vessel has turned.
#[derive(Debug, Default)]
pub(crate) struct State {
    start: Option<Beginning>,
    last: Option<(f64, f64)>,
    course: Option<f32>,
    /// Degrees to starboard, less those to port.
    turned: f32,
    told: bool,
}

/// Steps shorter than this say nothing of a direction, in metres.
const STEP: f64 = 60.0;

impl State {
    /// Something of it.
    pub(crate) fn look(&self) -> u64 {
        self.start.map_or(0, |start| start.line) ^ u64::from(self.turned.to_bits())
    }

    /// Takes a report.
    pub(crate) fn report(&mut self, config: &Circle, report: &Report) -> Option<Alert> {
        let slow = report.speed.is_some_and(|speed| speed < config.min_speed);
        if slow || report.is_stopped() || matches!(report.status, Some(7 | 8)) {
            if self.start.is_some() || self.told {
                *self = Self::default();
            }
            return None;
        }
        let position = report.position();
        let start = *self.start.get_or_insert_with(|| Beginning::of(report));
        let last = *self.last.get_or_insert(position);
        if is_within(last, position, STEP) {
            return None;
        }
        self.last = Some(position);
        let course = bearing(last, position);
        let turned = self.course.map_or(0.0, |before| turn(before.into(), course));
        self.course = Some(course as f32);
        let goes_on = turned == 0.0 || self.turned == 0.0 || f64::from(self.turned) * turned > 0.0;
        let wobbles = turned.abs() < 15.0;
        let far = !is_within(start.position, position, config.metres);
        let long = start.seconds_to(report.time) > config.seconds;
        if !(goes_on || wobbles) || far || long {
            *self = Self { told: self.told && !far, ..Self::default() };
            return None;
        }
        self.turned += turned as f32;
        let rounds = f64::from(self.turned.abs()) / 360.0;
        if self.told || rounds < config.rounds {
            return None;
        }
        self.told = true;
        let reason = format!(
            "it has gone round {rounds:.1} times in {:.0} minutes within {:.1} km, as false \
             positions do",
            start.seconds_to(report.time) / 60.0,
            config.metres / 1000.0
        );
        Some(alert(Rule::Circle, Severity::Attention, start, report, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::config::Circle;
    use crate::fleet::tests::report;

    #[test]
    fn circles_are_told_and_zigzags_are_not() {
        for (is_circle, expected) in [(true, 1), (false, 0)] {
            let (mut state, mut n_alerts) = (State::default(), 0);
            for step in 0..400_i64 {
                let angle = (step * 12) as f64;
                let (east, north) = angle.to_radians().sin_cos();
                let side = if is_circle { north } else { 0.05 * step as f64 };
                let at = report(211_000_001, step * 10, 50.0 + 0.004 * side, 0.006 * east);
                n_alerts += usize::from(state.report(&Circle::default(), &at).is_some());
            }
            assert_eq!(n_alerts, expected);
        }
    }
}
