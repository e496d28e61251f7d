//! All tiles of some polygons, from the world down.

use crate::clip::{Axis, clip, moved};
use crate::error::{Error, Result};
use crate::layer::{Detail, Layer};
use crate::place::WORLD;
use crate::polygon::{Polygon, Ring};
use crate::tile::{DEEPEST, Tile};

/// The deepest zoom down to which polygons are cut: two units of a tile are a metre.
pub const DEEPEST_CUT: u8 = 14;

/// How to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The layer's name.
    pub layer: &'static str,
    /// The deepest zoom, of which every corner is kept; at most [`DEEPEST_CUT`].
    pub deepest: u8,
    /// The most bytes of a tile.
    pub largest: usize,
}

/// Cuts polygons into tiles and hands each that has something in it to `take`, depth first.
///
/// A tile that the polygons fill up is [`whole`]: its bytes are those of any other such tile, and
/// nothing below it is handed out. Holds the corners twice at most, twelve bytes each.
pub fn cut<E: From<Error>>(
    mut polygons: Vec<Polygon>,
    how: Cut,
    take: &mut impl FnMut(Tile, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    if how.deepest > DEEPEST_CUT {
        return Err(Error::TooDeep { z: how.deepest.into(), deepest: DEEPEST_CUT }.into());
    }
    turn(&mut polygons);
    let in_world = clip(&polygons, Axis::Rows, Tile::WORLD.rows());
    drop(polygons);
    descend(Tile::WORLD, in_world, how, take)
}

/// The bytes of a tile that is filled up.
pub fn whole(layer: &'static str) -> Vec<u8> {
    let tile = Tile::WORLD;
    let ([west, east], [north, south]) = (tile.columns(), tile.rows());
    let corners = [(west, north), (east, north), (east, south), (west, south)];
    let ring = Ring::new(corners.map(|(x, y)| crate::place::Place { x, y }));
    let mut written = Layer::new(layer);
    if let Ok(ring) = ring {
        written.areas(&tile, &[Polygon::new(ring, [])], Detail::Whole, []);
    }
    written.finish()
}

/// What of some polygons lies in a tile and its margin, whichever way they go round the Earth.
pub(crate) fn cut_to(tile: &Tile, polygons: &[Polygon]) -> Vec<Polygon> {
    let rows = clip(polygons, Axis::Rows, tile.rows());
    let mut all = clip(&rows, Axis::Columns, tile.columns());
    for turn in [-WORLD, WORLD] {
        let [west, east] = tile.columns();
        let away = [west.saturating_sub(turn), east.saturating_sub(turn)];
        all.extend(clip(&rows, Axis::Columns, away).iter().map(|it| moved(it, turn)));
    }
    all
}

fn turn(polygons: &mut Vec<Polygon>) {
    let [west, east] = Tile::WORLD.columns();
    let [mut away, mut here] = [Vec::new(), Vec::new()];
    for polygon in polygons.drain(..) {
        let [from, to] = polygon.rings[0].bounds()[0];
        for turn in [-WORLD, WORLD] {
            if from.saturating_add(turn) < east && to.saturating_add(turn) > west {
                away.push(moved(&polygon, turn));
            }
        }
        if from < west || to > east { &mut away } else { &mut here }.push(polygon);
    }
    here.extend(clip(&away, Axis::Columns, [west, east]));
    *polygons = here;
}

fn descend<E: From<Error>>(
    tile: Tile,
    mut polygons: Vec<Polygon>,
    how: Cut,
    take: &mut impl FnMut(Tile, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    // In the middle of a lake there is no land.
    polygons.retain(|polygon| !polygon.rings[1..].iter().any(|hole| fills(&tile, hole)));
    if polygons.is_empty() {
        return Ok(());
    }
    if polygons.iter().any(|it| it.rings.len() == 1 && fills(&tile, &it.rings[0])) {
        return take(tile, &whole(how.layer));
    }
    let is_deepest = tile.numbers().0 >= how.deepest.min(DEEPEST);
    let detail = if is_deepest { Detail::Whole } else { Detail::OfZoom };
    let mut layer = Layer::new(how.layer);
    if layer.areas(&tile, &polygons, detail, []) {
        let written = layer.finish();
        if written.len() > how.largest {
            return Err(Error::TooDense { tile: tile.numbers(), bytes: written.len() }.into());
        }
        take(tile, &written)?;
    }
    if is_deepest {
        return Ok(());
    }
    let columns = tile.children();
    let sides = columns.map(|rows| clip(&polygons, Axis::Columns, rows[0].columns()));
    drop(polygons);
    for (rows, side) in columns.into_iter().zip(sides) {
        let parts = rows.map(|child| clip(&side, Axis::Rows, child.rows()));
        drop(side);
        for (child, part) in rows.into_iter().zip(parts) {
            descend(child, part, how, take)?;
        }
    }
    Ok(())
}

/// Whether a ring fills a tile and its margin: all its corners lie at the sides, and it is as large.
fn fills(tile: &Tile, ring: &Ring) -> bool {
    let ([west, east], [north, south]) = (tile.columns(), tile.rows());
    let at_side = ring.corners.iter().all(|corner| {
        let place = corner.place;
        [west, east].contains(&place.x) || [north, south].contains(&place.y)
    });
    let all = 2.0 * (f64::from(east) - f64::from(west)) * (f64::from(south) - f64::from(north));
    at_side && ring.area().abs() >= all
}
