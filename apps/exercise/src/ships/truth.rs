//! What truly happens at sea: what alerts are measured against.

use crossbearing_model::Instant;
use serde::Serialize;

/// One event that was put into the exercise on purpose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShipEvent {
    /// What happens, in the words of the rules that look for it: `gap`, `encounter`, ...
    pub kind: &'static str,
    /// The vessel; 0 if it is many at once.
    pub mmsi: u32,
    /// The other vessel, if two are concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<u32>,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Where it begins, latitude and longitude.
    pub position: (f64, f64),
    /// What is behind it, in words.
    pub story: &'static str,
}
