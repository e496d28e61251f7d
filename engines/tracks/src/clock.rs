//! What time it is, by reports of which some are wrong.

/// A report farther from the others than this is of a wrong clock, in milliseconds: a day.
const FAR: i64 = 86_400_000;
/// So many of these one after the other, near each other, are right and the others were wrong.
const ENOUGH: u32 = 20;

/// The latest time that is believed.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    latest: Option<i64>,
    doubtful: Option<i64>,
    n_doubtful: u32,
}

/// What a report's time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// About now.
    Now,
    /// Days away from all others.
    Wrong,
    /// Now, and what was believed before was wrong: states of that time are worth nothing.
    Restart,
}

impl Clock {
    /// Takes the time of a report.
    pub(crate) fn judge(&mut self, time: i64) -> Time {
        let near = |other: i64| time.abs_diff(other) <= FAR as u64;
        match self.latest {
            Some(latest) if !near(latest) => {
                let again = self.doubtful.is_some_and(near);
                self.n_doubtful = if again { self.n_doubtful + 1 } else { 1 };
                self.doubtful = Some(time);
                if self.n_doubtful < ENOUGH {
                    return Time::Wrong;
                }
                *self = Self { latest: Some(time), ..Self::default() };
                Time::Restart
            }
            latest => {
                self.latest = Some(latest.map_or(time, |latest| latest.max(time)));
                self.n_doubtful = 0;
                Time::Now
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Time};

    #[test]
    fn wrong_clocks_are_outvoted() {
        let mut clock = Clock::default();
        let now = 1_700_000_000_000;
        assert_eq!(clock.judge(now), Time::Now);
        for wrong in [0, i64::MAX, 4_294_967_295_000, i64::MIN] {
            assert_eq!(clock.judge(wrong), Time::Wrong);
            assert_eq!(clock.judge(now + 1000), Time::Now);
        }
    }

    #[test]
    fn a_wrong_start_is_corrected() {
        let mut clock = Clock::default();
        clock.judge(0);
        let judged: Vec<Time> = (0..30).map(|idx| clock.judge(1_700_000_000_000 + idx)).collect();
        assert_eq!(judged[18], Time::Wrong);
        assert_eq!(judged[19], Time::Restart);
        assert_eq!(judged[20..], [Time::Now; 10]);
    }
}
