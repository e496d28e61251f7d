//! Vessels that stay about one place.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Loitering;
use crate::report::Report;
use crate::sphere::{distance, is_within};

/// What is known of a vessel's stay.
#[derive(Debug, Default)]
pub(crate) struct State {
    start: Option<Beginning>,
    last: Option<(f64, f64)>,
    metres: f64,
    alerted: bool,
}

impl State {
    /// Something of it.
    pub(crate) fn look(&self) -> u64 {
        self.metres.to_bits() ^ u64::from(self.start.is_some())
    }

    /// Takes a report.
    pub(crate) fn report(&mut self, config: &Loitering, report: &Report) -> Option<Alert> {
        let fast = report.speed.is_some_and(|speed| speed > 2.0 * config.max_speed);
        if report.is_stopped() || fast {
            // Most vessels, most of the time: nothing is written.
            if self.start.is_some() {
                *self = Self::default();
            }
            return None;
        }
        let start = *self.start.get_or_insert_with(|| Beginning::of(report));
        self.metres += self.last.map_or(0.0, |last| distance(last, report.position()));
        self.last = Some(report.position());
        if !is_within(start.position, report.position(), config.metres) {
            *self = Self::default();
            return None;
        }
        let seconds = start.seconds_to(report.time);
        let mean = self.metres / seconds.max(1.0) * 3600.0 / 1852.0;
        let loiters = seconds >= config.seconds
            && (config.min_speed..=config.max_speed).contains(&mean)
            && !self.alerted;
        self.alerted |= loiters;
        loiters.then(|| Alert {
            rule: Rule::Loitering,
            severity: Severity::Attention,
            mmsi: report.mmsi,
            other: None,
            start: start.time,
            time: report.time,
            position: report.position(),
            reason: format!(
                "for {:.1} hours it has stayed within {:.1} nautical miles at {mean:.1} knots on \
                 average without anchoring",
                seconds / 3600.0,
                config.metres / 1852.0
            ),
            lines: (start.line, report.line),
            reach: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::config::Loitering;
    use crate::fleet::tests::report;

    #[test]
    fn slow_circles_are_loitering_and_anchoring_is_not() {
        for (status, expected) in [(0, 1), (1, 0)] {
            let mut state = State::default();
            let mut n_alerts = 0;
            for minute in 0..600 {
                let turn = f64::from(minute) / 30.0;
                let (lat, lon) = (50.0 + 0.005 * turn.sin(), 0.005 * turn.cos());
                let mut at = report(211_000_001, i64::from(minute) * 60, lat, lon);
                (at.speed, at.status) = (Some(1.0), Some(status));
                n_alerts += u32::from(state.report(&Loitering::default(), &at).is_some());
            }
            assert_eq!(n_alerts, expected);
        }
    }
}
