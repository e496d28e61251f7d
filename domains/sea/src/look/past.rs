//! Where vessels were.

use super::{Area, Look};
use crate::error::Result;
use crate::history::{Density, Position, Tracks};

/// Where all vessels of an area were.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The least time between two positions of a vessel, in milliseconds.
    pub step: i64,
    /// The vessels, by MMSI.
    pub vessels: Vec<PastVessel>,
}

/// Where a vessel was.
#[derive(Debug, Clone, PartialEq)]
pub struct PastVessel {
    /// Its MMSI.
    pub mmsi: u32,
    /// Its name, as this viewer may read it; empty if it has not said one.
    pub name: String,
    /// Its type, as it says; 0 if it has not.
    pub kind: u8,
    /// Its positions, in the order of time.
    pub positions: Vec<Position>,
}

impl Look<'_> {
    /// Where a vessel was between two times, in order, at most `most` positions of them evenly.
    pub fn track(&self, mmsi: u32, from: i64, to: i64, most: usize) -> Result<Vec<Position>> {
        let mut positions = Vec::new();
        for live in &self.pictures {
            positions.extend(live.track(mmsi, from, to)?);
        }
        positions.sort_unstable();
        positions.dedup_by_key(|position| position.time);
        let every = positions.len().div_ceil(most.max(1)).max(1);
        let last = positions.len().saturating_sub(1);
        let thinned = positions.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last);
        Ok(thinned.map(|(_, position)| *position).collect())
    }

    /// Where all vessels of an area were between two times: their tracks, thinned evenly to at most
    /// `most` positions.
    pub fn tracks(&self, area: &Area, between: (i64, i64), most: usize) -> Result<Past> {
        let step = (between.1.saturating_sub(between.0)) / 720;
        let mut tracks = Tracks::new(most, step);
        for live in &self.pictures {
            live.past(area, between, |positions| tracks.add(positions))?;
        }
        let (step, found) = (tracks.step, tracks.finish());
        let open = self.open();
        let vessels = found.into_iter().map(|(mmsi, positions)| {
            let heard = open.iter().filter_map(|(_, state)| state.vessels.get(mmsi));
            let vessel = heard.max_by_key(|vessel| vessel.time);
            PastVessel {
                mmsi,
                name: vessel.map_or(String::new(), |vessel| self.readable(vessel.name())),
                kind: vessel.map_or(0, |vessel| vessel.kind),
                positions,
            }
        });
        Ok(Past { step, vessels: vessels.collect() })
    }

    /// Hands on all positions of an area between two times, in pieces of no particular order; what
    /// was heard under two labels comes twice.
    pub fn positions(
        &self,
        area: &Area,
        between: (i64, i64),
        mut take: impl FnMut(Vec<Position>),
    ) -> Result<()> {
        self.pictures.iter().try_for_each(|live| live.past(area, between, &mut take))
    }

    /// How many vessels passed through each square of `side` degrees of an area between two times:
    /// south, west and side in degrees, and the number.
    pub fn density(
        &self,
        area: &Area,
        between: (i64, i64),
        side: f64,
    ) -> Result<Vec<(f64, f64, f64, u32)>> {
        let mut density = Density::new(side.clamp(0.005, 10.0));
        for live in &self.pictures {
            live.past(area, between, |positions| density.add(positions))?;
        }
        Ok(density.finish().collect())
    }
}
