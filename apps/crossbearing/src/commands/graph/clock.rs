//! The clock that engines do not read: a budget in seconds.

use std::time::{Duration, Instant};

use crossbearing_graph::budget::Meter;

/// A meter that runs out after some seconds.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    allowed: Duration,
}

impl Clock {
    /// Starts now.
    pub(super) fn start(seconds: f64) -> anyhow::Result<Self> {
        let allowed = Duration::try_from_secs_f64(seconds)
            .map_err(|_| anyhow::anyhow!("--time must be a number of seconds, at least 0"))?;
        Ok(Self { start: Instant::now(), allowed })
    }

    /// Seconds since the start.
    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}

impl Meter for Clock {
    fn add(&self, _work: u64) {}

    fn used(&self) -> f64 {
        if self.allowed.is_zero() { 1.0 } else { self.seconds() / self.allowed.as_secs_f64() }
    }
}
