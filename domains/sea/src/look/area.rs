//! A part of the sea.

use crate::picture::Vessel;

/// A part of the sea, in degrees; it crosses the antimeridian if its west is greater than its east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

impl Area {
    pub(crate) fn holds(&self, vessel: &Vessel) -> bool {
        vessel.position.is_some_and(|(lat, lon)| self.contains(lat, lon))
    }

    /// Whether a position in ten-millionths of a degree lies in it.
    pub(crate) fn contains(&self, lat: i32, lon: i32) -> bool {
        let (lat, lon) = (f64::from(lat) / 1e7, f64::from(lon) / 1e7);
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        between && (self.south..=self.north).contains(&lat)
    }
}
