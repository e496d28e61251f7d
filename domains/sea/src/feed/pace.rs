//! Playing a log: when each of its lines is due.

use crossbearing_ais::{Decoder, Options};

use super::spec::Speed;

/// When lines of a log are due, by the times that they say.
#[derive(Debug)]
pub(super) struct Pace {
    decoder: Decoder,
    speed: Option<Speed>,
    ahead: i64,
    as_now: bool,
    /// The log's time at which playing starts, and the clock's.
    start: Option<(i64, i64)>,
}

impl Pace {
    pub(super) fn new(speed: Option<Speed>, ahead_minutes: u32, as_now: bool) -> Self {
        let ahead = i64::from(ahead_minutes) * 60_000;
        let decoder = Decoder::new(Options::default());
        Self { decoder, speed, ahead, as_now, start: None }
    }

    /// Takes a line; returns for how many milliseconds it is not yet due at `now`.
    pub(super) fn wait(&mut self, line: &[u8], now: i64) -> i64 {
        // What is neither waited for nor moved need not be known.
        if self.speed.is_none() && !self.as_now {
            return 0;
        }
        let mut said = None;
        self.decoder.feed(line, |message| said = message.reception.time);
        let Some(said) = said else { return 0 };
        let (log, clock) = *self.start.get_or_insert((said.saturating_add(self.ahead), now));
        let Some(speed) = self.speed else { return 0 };
        let due = clock as f64 + said.saturating_sub(log) as f64 / speed.factor();
        // A time that is years off is not waited for.
        let wait = due - now as f64;
        if wait > 3_600_000.0 { 0 } else { wait.max(0.0) as i64 }
    }

    /// By how much the log's times are moved, as far as that is known.
    pub(super) fn shift(&self) -> i64 {
        match self.start {
            Some((log, clock)) if self.as_now => clock - log,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use crate::feed::spec::Speed;

    fn line(second: u32) -> Vec<u8> {
        format!("{}:!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n", 1_700_000_000 + second)
            .replace(':', " ")
            .into_bytes()
    }

    #[test]
    fn a_log_is_played_at_its_speed_after_what_is_read_ahead() {
        let speed = Speed::new(2.0).expect("a speed");
        let mut pace = Pace::new(Some(speed), 1, true);
        assert_eq!(pace.wait(&line(0), 50_000), 0);
        assert_eq!(pace.shift(), 50_000 - 1_700_000_060_000);
        assert_eq!(pace.wait(&line(59), 50_000), 0);
        assert_eq!(pace.wait(&line(60), 50_000), 0);
        assert_eq!(pace.wait(&line(70), 50_000), 5000);
        assert_eq!(pace.shift(), 50_000 - 1_700_000_060_000);
    }
}
