//! Sudden stops and changes of speed.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::{SpeedChange, SuddenStop};
use crate::report::Report;

/// What is known of a vessel's speed.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The last report that was fast enough to stop suddenly, and since when it was.
    fast: Option<Beginning>,
    fast_since: Option<i64>,
    /// Since when it has been slow, after that.
    slow: Option<Beginning>,
    /// Mean speed over about twenty minutes, and since when it is a mean.
    mean: f32,
    since: Option<i64>,
    last: i64,
    /// Since when it has been much faster than the mean.
    faster: Option<Beginning>,
    told_stop: bool,
}

impl State {
    /// Something of each half of it.
    pub(crate) fn look(&self) -> u64 {
        self.last as u64 ^ self.fast.map_or(0, |fast| fast.line) ^ u64::from(self.faster.is_some())
    }

    /// Whether it was fast just before.
    pub(crate) fn may_stop(&self) -> bool {
        self.slow.is_some() && !self.told_stop
    }

    /// A stop faster than any engine brings about.
    pub(crate) fn stop(&mut self, config: &SuddenStop, report: &Report) -> Option<Alert> {
        let speed = report.speed?;
        if speed >= config.high {
            (self.fast, self.slow, self.told_stop) = (Some(Beginning::of(report)), None, false);
            self.fast_since.get_or_insert(report.time);
            return None;
        }
        let (fast, since) = (self.fast?, self.fast_since?);
        // Ferries and small boats that come and go stop like that every day.
        if ((fast.time - since) as f64) < config.known * 1000.0 {
            (self.fast, self.fast_since, self.slow) = (None, None, None);
            return None;
        }
        if speed > config.low {
            // Way was lost for longer than a sudden stop takes.
            if fast.seconds_to(report.time) > config.decay || self.slow.is_some() {
                (self.fast, self.fast_since, self.slow) = (None, None, None);
            }
            return None;
        }
        let slow = *self.slow.get_or_insert_with(|| Beginning::of(report));
        let (took, lasts) = (fast.seconds_to(slow.time), slow.seconds_to(report.time));
        if took > config.decay {
            (self.fast, self.fast_since, self.slow) = (None, None, None);
            return None;
        }
        if lasts < config.sustain || self.told_stop {
            return None;
        }
        self.told_stop = true;
        let reason = format!(
            "from {:.0} knots or more it came to {speed:.1} knots within {took:.0} seconds and has \
             stayed so for {lasts:.0} seconds",
            config.high
        );
        Some(alert(Rule::SuddenStop, Severity::Attention, fast, report, reason))
    }

    /// A vessel that all at once goes much faster than it has for some time.
    pub(crate) fn change(&mut self, config: &SpeedChange, report: &Report) -> Option<Alert> {
        let speed = report.speed?;
        let seconds = (report.time - self.last) as f64 / 1000.0;
        self.last = report.time;
        if self.since.is_none() || seconds > 600.0 || speed < config.min_mean {
            (self.mean, self.since, self.faster) = (speed as f32, Some(report.time), None);
            return None;
        }
        let mean = f64::from(self.mean);
        let known = self.since.map_or(0.0, |since| (report.time - since) as f64 / 1000.0);
        let is_faster = speed >= mean + config.knots
            && (config.min_mean..=config.max_mean).contains(&mean)
            && (known >= config.known || self.faster.is_some());
        if !is_faster {
            self.faster = None;
            let part = 1.0 - (-seconds / 1200.0).exp();
            self.mean += (part * (speed - mean)) as f32;
            return None;
        }
        let faster = *self.faster.get_or_insert_with(|| Beginning::of(report));
        let lasts = faster.seconds_to(report.time);
        if lasts < config.sustain {
            return None;
        }
        (self.mean, self.since, self.faster) = (speed as f32, Some(report.time), None);
        let reason = format!(
            "after {:.0} minutes at {mean:.0} knots on average it has gone {speed:.0} knots for \
             {:.0} minutes",
            known / 60.0,
            lasts / 60.0
        );
        Some(alert(Rule::SpeedChange, Severity::Note, faster, report, reason))
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::config::{SpeedChange, SuddenStop};
    use crate::fleet::tests::report;

    fn alerts(speed: impl Fn(i64) -> f64) -> (usize, usize) {
        let (mut state, mut stops, mut changes) = (State::default(), 0, 0);
        for step in 0..600 {
            let mut at = report(211_000_001, step * 10, 50.0, 0.0);
            at.speed = Some(speed(step));
            stops += usize::from(state.stop(&SuddenStop::default(), &at).is_some());
            changes += usize::from(state.change(&SpeedChange::default(), &at).is_some());
        }
        (stops, changes)
    }

    #[test]
    fn a_sandbank_stops_and_a_pilot_does_not() {
        assert_eq!(alerts(|step| if step < 300 { 12.0 } else { 0.3 }), (1, 0));
        assert_eq!(alerts(|step| (12.0 - (step - 300).max(0) as f64 * 0.4).max(0.1)), (0, 0));
        assert_eq!(alerts(|step| if step == 300 { 0.0 } else { 12.0 }), (0, 0));
    }

    #[test]
    fn a_race_after_a_crawl_is_told_once() {
        assert_eq!(alerts(|step| if step < 300 { 5.0 } else { 22.0 }), (0, 1));
        assert_eq!(alerts(|step| if step < 60 { 5.0 } else { 22.0 }), (0, 0));
        assert_eq!(alerts(|_| 14.0), (0, 0));
    }
}
