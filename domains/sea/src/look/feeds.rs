//! Feeds, and where they hear.

use std::collections::BTreeMap;

use super::Look;
use crate::feed::{FeedSpec, Health};

/// A feed and how it is.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedStanding {
    /// As it is configured.
    pub spec: FeedSpec,
    /// How it is.
    pub health: Health,
    /// Vessels in its picture.
    pub vessels: usize,
    /// What keeps its picture from being written down.
    pub trouble: Option<String>,
}

/// A square in which something was heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquareHeard {
    /// Southern edge in degrees.
    pub south: f64,
    /// Western edge in degrees.
    pub west: f64,
    /// Side in degrees.
    pub side: f64,
    /// Reports from there.
    pub n_reports: u32,
    /// Milliseconds since the last of them.
    pub age: i64,
}

impl Look<'_> {
    /// The feeds and how each is.
    pub fn feeds(&self) -> Vec<FeedStanding> {
        let standing = |(spec, health): &(FeedSpec, Health)| {
            let live = self.pictures.iter().find(|live| *live.label.spec() == spec.label);
            FeedStanding {
                spec: spec.clone(),
                health: health.clone(),
                vessels: live.map_or(0, |live| live.state().vessels.len()),
                trouble: live.and_then(|live| live.trouble()),
            }
        };
        self.feeds.iter().map(standing).collect()
    }

    /// Where vessels were heard, by one feed or by all.
    pub fn coverage(&self, feed: Option<&str>) -> Vec<SquareHeard> {
        let mut squares = BTreeMap::<(i64, i64), SquareHeard>::new();
        for live in &self.pictures {
            let state = live.state();
            let clock = self.clock_of(&state);
            let wanted =
                state.coverage.iter().filter(|(id, _)| feed.is_none_or(|it| it == id.as_str()));
            for (place, heard) in wanted.flat_map(|(_, coverage)| coverage.squares()) {
                let age = (clock - heard.latest).max(0);
                let key =
                    ((place.south * 1000.0).round() as i64, (place.west * 1000.0).round() as i64);
                let square = squares.entry(key).or_insert(SquareHeard {
                    south: place.south,
                    west: place.west,
                    side: place.side,
                    n_reports: 0,
                    age,
                });
                square.n_reports = square.n_reports.saturating_add(heard.n_reports);
                square.age = square.age.min(age);
            }
        }
        squares.into_values().collect()
    }

    /// For how long vessels have been watched since the program started, in hours.
    pub fn vessel_hours(&self) -> f64 {
        self.pictures.iter().map(|live| live.state().vessel_hours).sum()
    }
}
