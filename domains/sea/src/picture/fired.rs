//! What a rule of the engine or of a watch list says.

use crossbearing_tracks as tracks;

use crate::lists::ListId;
use crate::places::Station;

/// A rule fired.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fired {
    /// The watch list of which it comes; none if it is a rule of the engine.
    pub(crate) list: Option<ListId>,
    pub(crate) rule: &'static str,
    pub(crate) severity: tracks::Severity,
    pub(crate) mmsi: u32,
    pub(crate) other: Option<u32>,
    /// When it began and when the rule was sure, in milliseconds since 1970.
    pub(crate) start: i64,
    pub(crate) time: i64,
    /// Latitude and longitude in degrees; out of range if unknown.
    pub(crate) position: (f64, f64),
    pub(crate) reason: String,
    /// The first and last line on which it rests.
    pub(crate) lines: (u64, u64),
    /// The station on whose reach it rests, as far as that was known or learned.
    pub(crate) station: Option<Station>,
}

impl From<tracks::Alert> for Fired {
    fn from(alert: tracks::Alert) -> Self {
        Self {
            list: None,
            rule: alert.rule.name(),
            severity: alert.severity,
            mmsi: alert.mmsi,
            other: alert.other,
            start: alert.start,
            time: alert.time,
            position: alert.position,
            reason: alert.reason,
            lines: alert.lines,
            station: None,
        }
    }
}
