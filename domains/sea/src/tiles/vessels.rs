//! The live picture as tiles.

use crossbearing_tiles::{Layer, Place, Tile, Value};

use super::{TileLayer, area};
use crate::look::{GONE, Look, is_newest};
use crate::picture::Vessel;
use crate::snapshot::{ALERT, DANGER, WATCHED};

/// The most vessels of a tile; of more, some are left out, and counted.
const MOST: usize = 5000;
/// Of a tile with too many, one vessel is drawn of each square; so many go across a tile.
const SQUARES: usize = 128;

/// A vessel of a tile: with its picture's clock and its flags.
type Found<'s> = (&'s Vessel, i64, u16);

impl Look<'_> {
    /// The vessels of a tile; no bytes where there is none.
    pub fn vessel_tile(&self, tile: &Tile) -> Vec<u8> {
        let (area, flags, open) = (area(tile), self.flags(), self.open());
        let mut found: Vec<Found<'_>> = Vec::new();
        for (idx, (_, state)) in open.iter().enumerate() {
            let here = self.clock_of(state);
            let passes = |vessel: &&Vessel| {
                area.holds(vessel)
                    && here.saturating_sub(vessel.time) <= GONE
                    && is_newest(&open, idx, vessel)
            };
            let flag = |vessel: &Vessel| flags.get(&vessel.mmsi).copied().unwrap_or(0);
            let seen = state.vessels.iter().filter(passes);
            found.extend(seen.map(|vessel| (vessel, here, flag(vessel))));
        }
        let n_found = found.len();
        let kept = if n_found > MOST { thinned(tile, found) } else { found };
        let mut layer = Layer::new(TileLayer::Vessels.name());
        for (vessel, clock, flags) in &kept {
            self.add(&mut layer, tile, vessel, *clock, *flags);
        }
        let mut bytes = layer.finish();
        if kept.len() < n_found {
            let mut layer = Layer::new("left_out");
            let n_left_out = Value::Count((n_found - kept.len()) as u64);
            layer.middle(tile, [("vessels", n_left_out)]);
            bytes.extend(layer.finish());
        }
        bytes
    }

    fn add(&self, layer: &mut Layer, tile: &Tile, vessel: &Vessel, clock: i64, flags: u16) {
        let Some(place) = place(vessel) else { return };
        let name = self.readable(vessel.name());
        let age = clock.saturating_sub(vessel.time).max(0) as u64 / 1000;
        let [bow, stern, port, starboard] = vessel.size.map(u64::from);
        let all = [
            Some(("mmsi", Value::Count(vessel.mmsi.into()))),
            (!name.is_empty()).then_some(("name", Value::Text(&name))),
            Some(("kind", Value::Count(vessel.kind.into()))),
            vessel.status.map(|it| ("status", Value::Count(it.into()))),
            vessel.speed.map(|it| ("speed", Value::Number(f64::from(it) / 10.0))),
            vessel.course.map(|it| ("course", Value::Number(f64::from(it) / 10.0))),
            vessel.heading.map(|it| ("heading", Value::Count(it.into()))),
            Some(("age", Value::Count(age))),
            (bow + stern > 0).then_some(("length", Value::Count(bow + stern))),
            (port + starboard > 0).then_some(("beam", Value::Count(port + starboard))),
            (flags & DANGER != 0).then_some(("danger", Value::Truth(true))),
            (flags & ALERT != 0).then_some(("alert", Value::Truth(true))),
            (flags & WATCHED != 0).then_some(("watched", Value::Truth(true))),
        ];
        layer.point(tile, place, Some(vessel.mmsi.into()), all.into_iter().flatten());
    }
}

/// Those with a flag first, then one of each square, then no more than may be.
fn thinned<'s>(tile: &Tile, found: Vec<Found<'s>>) -> Vec<Found<'s>> {
    let (mut kept, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|(.., flags)| *flags != 0);
    let mut taken = vec![false; SQUARES * SQUARES];
    kept.extend(rest.into_iter().filter(|(vessel, ..)| {
        let Some((column, row)) = place(vessel).and_then(|it| tile.square(it, SQUARES)) else {
            // In the margin: another tile counts it.
            return false;
        };
        taken.get_mut(row * SQUARES + column).is_some_and(|it| !std::mem::replace(it, true))
    }));
    kept.truncate(MOST);
    kept
}

fn place(vessel: &Vessel) -> Option<Place> {
    let (lat, lon) = vessel.position?;
    Some(Place::at(f64::from(lon) / 1e7, f64::from(lat) / 1e7))
}
