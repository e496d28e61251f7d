//! Vessels that move sideways.

use super::Beginning;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Drift;
use crate::report::Report;
use crate::sphere::{angle, distance};

/// Drifts less than so long apart are one, in milliseconds.
const MERGE: i64 = 3_600_000;

/// What is known of a vessel's drift.
#[derive(Debug, Default)]
pub(crate) struct State {
    start: Option<Beginning>,
    /// When an alert was given or went on.
    alerted: Option<i64>,
}

impl State {
    /// Whether it was told.
    pub(crate) fn is_alerted(&self) -> bool {
        self.alerted.is_some()
    }

    /// Takes a report.
    pub(crate) fn report(&mut self, config: &Drift, report: &Report) -> Option<Alert> {
        let Some((course, heading, speed)) = sideways(config, report) else {
            self.start = None;
            return None;
        };
        let start = *self.start.get_or_insert_with(|| Beginning::of(report));
        let seconds = start.seconds_to(report.time);
        let metres = distance(start.position, report.position());
        if seconds < config.seconds || metres < config.metres {
            return None;
        }
        let goes_on = self.alerted.is_some_and(|time| report.time - time < MERGE);
        self.alerted = Some(report.time);
        if goes_on {
            return None;
        }
        Some(Alert {
            rule: Rule::Drift,
            severity: Severity::Attention,
            mmsi: report.mmsi,
            other: None,
            start: start.time,
            time: report.time,
            position: report.position(),
            reason: format!(
                "for {:.0} minutes and {metres:.0} m it has moved at {speed:.1} knots towards \
                 {course:.0} degrees while heading {heading:.0}, as a vessel without power does",
                seconds / 60.0
            ),
            lines: (start.line, report.line),
            reach: None,
        })
    }
}

/// Course, heading and speed, if they are those of a drifting vessel. Fishing and sailing vessels
/// move sideways at work.
fn sideways(config: &Drift, report: &Report) -> Option<(f64, f64, f64)> {
    let (course, heading) = (report.course?, report.heading?);
    let speed = report.speed?;
    let known = course < 360.0 && heading < 360.0 && !matches!(report.status, Some(7 | 8));
    let slow = (config.min_speed..=config.max_speed).contains(&speed);
    (known && slow && angle(course, heading) >= config.angle).then_some((course, heading, speed))
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::config::Drift;
    use crate::fleet::tests::report;

    #[test]
    fn sideways_for_long_enough_is_one_drift() {
        let mut state = State::default();
        let mut n_alerts = 0;
        for minute in 0..60 {
            let mut at = report(211_000_001, minute * 60, 50.0 + minute as f64 * 0.001, 0.0);
            (at.speed, at.heading) = (Some(3.0), Some(90.0));
            n_alerts += u32::from(state.report(&Drift::default(), &at).is_some());
        }
        assert_eq!(n_alerts, 1);
    }

    #[test]
    fn ahead_or_in_between_is_none() {
        let mut state = State::default();
        for minute in 0..60 {
            let mut at = report(211_000_001, minute * 60, 50.0 + minute as f64 * 0.001, 0.0);
            (at.speed, at.heading) = (Some(3.0), Some(if minute % 9 == 0 { 0.0 } else { 90.0 }));
            assert_eq!(state.report(&Drift::default(), &at), None);
        }
    }
}
