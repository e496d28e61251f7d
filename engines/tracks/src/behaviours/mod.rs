//! The rules, one a file. Each has a state a vessel (or a pair) and a function that takes a
//! report and may answer with an alert.

pub(crate) mod distress;
pub(crate) mod drift;
pub(crate) mod encounter;
pub(crate) mod gap;
pub(crate) mod identity;
pub(crate) mod loitering;

/// Where and when something began.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Beginning {
    pub(crate) time: i64,
    pub(crate) position: (f64, f64),
    pub(crate) line: u64,
}

impl Beginning {
    pub(crate) fn of(report: &crate::report::Report) -> Self {
        Self { time: report.time, position: report.position(), line: report.line }
    }

    /// Seconds from the beginning to a time.
    pub(crate) fn seconds_to(&self, time: i64) -> f64 {
        (time - self.time) as f64 / 1000.0
    }
}
