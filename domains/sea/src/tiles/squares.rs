//! How many vessels passed, and where they are heard, as tiles of squares.

use std::collections::BTreeMap;

use crossbearing_tiles::{Layer, Polygon, Tile, Value};

use super::{TileLayer, area, side};
use crate::error::Result;
use crate::look::{Area, Look};
use crate::picture::Coverage;

/// The smallest squares of the density, in degrees.
const SMALLEST: f64 = 0.005;
/// The side of squares in which coverage is kept, in degrees.
const HEARD: f64 = 0.05;

impl Look<'_> {
    /// How many vessels passed through each square of a tile between two times.
    pub fn density_tile(&self, tile: &Tile, between: (i64, i64)) -> Result<Vec<u8>> {
        let side = side(tile).max(SMALLEST);
        let whole = whole_squares(area(tile), side);
        let mut layer = Layer::new(TileLayer::Density.name());
        for (south, west, side, n) in self.density(&whole, between, side)? {
            square(&mut layer, tile, (south, west, side), [("vessels", Value::Count(n.into()))]);
        }
        Ok(layer.finish())
    }

    /// Where vessels are heard.
    pub fn coverage_tile(&self, tile: &Tile) -> Vec<u8> {
        let mut wide = HEARD;
        while wide < side(tile) {
            wide *= 2.0;
        }
        let whole = whole_squares(area(tile), wide);
        let mut squares = BTreeMap::<(i32, i32), (u64, i64)>::new();
        for (_, state) in self.open() {
            let clock = self.clock_of(&state);
            for (place, heard) in state.coverage.values().flat_map(Coverage::squares) {
                // The middle of a square is in no other.
                let (lat, lon) = (place.south + place.side / 2.0, place.west + place.side / 2.0);
                if !whole.contains((lat * 1e7) as i32, (lon * 1e7) as i32) {
                    continue;
                }
                let key = ((lat / wide).floor() as i32, (lon / wide).floor() as i32);
                let (n, age) = squares.entry(key).or_insert((0, i64::MAX));
                *n += u64::from(heard.n_reports);
                *age = (*age).min((clock - heard.latest).max(0));
            }
        }
        let mut layer = Layer::new(TileLayer::Coverage.name());
        for ((south, west), (n, age)) in squares {
            let at = (f64::from(south) * wide, f64::from(west) * wide, wide);
            let said = [("reports", Value::Count(n)), ("age", Value::Count(age as u64 / 1000))];
            square(&mut layer, tile, at, said);
        }
        layer.finish()
    }
}

/// An area that has no part of a square only: what lies in it is all that lies in its squares.
fn whole_squares(area: Area, side: f64) -> Area {
    let down = |edge: f64| (edge / side).floor() * side;
    let up = |edge: f64| (edge / side).ceil() * side;
    let (west, east) = (down(area.west), up(area.east));
    let around = east - west >= 360.0;
    Area {
        west: if around { -180.0 } else { west },
        south: down(area.south),
        east: if around { 180.0 } else { east },
        north: up(area.north),
    }
}

fn square(
    layer: &mut Layer,
    tile: &Tile,
    (south, west, side): (f64, f64, f64),
    said: impl IntoIterator<Item = (&'static str, Value<'static>)>,
) {
    // A square beyond the map's ends has no corners that differ.
    if let Ok(square) = Polygon::square(west, south, west + side, south + side) {
        layer.area(tile, &[square], said);
    }
}
