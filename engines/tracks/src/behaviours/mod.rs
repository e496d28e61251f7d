//! The rules, one a file. Each has a state a vessel (or a pair) and a function that takes a
//! report and may answer with an alert.

pub(crate) mod circle;
pub(crate) mod common;
pub(crate) mod distress;
pub(crate) mod drift;
pub(crate) mod encounter;
pub(crate) mod gap;
pub(crate) mod identity;
pub(crate) mod land;
pub(crate) mod loitering;
pub(crate) mod mother;
pub(crate) mod pace;
pub(crate) mod pairs;
pub(crate) mod said;
pub(crate) mod station;
pub(crate) mod stops;
pub(crate) mod towing;
pub(crate) mod zones;

use crate::alert::{Alert, Rule, Severity};
use crate::report::Report;

/// Where and when something began.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Beginning {
    pub(crate) time: i64,
    pub(crate) position: (f64, f64),
    pub(crate) line: u64,
}

impl Beginning {
    pub(crate) fn of(report: &Report) -> Self {
        Self { time: report.time, position: report.position(), line: report.line }
    }

    /// Seconds from the beginning to a time.
    pub(crate) fn seconds_to(&self, time: i64) -> f64 {
        (time - self.time) as f64 / 1000.0
    }
}

/// An alert about the vessel of a report, which begins earlier.
pub(crate) fn alert(
    rule: Rule,
    severity: Severity,
    start: Beginning,
    report: &Report,
    reason: String,
) -> Alert {
    Alert {
        rule,
        severity,
        mmsi: report.mmsi,
        other: None,
        start: start.time,
        time: report.time,
        position: report.position(),
        reason,
        lines: (start.line, report.line),
        reach: None,
    }
}
