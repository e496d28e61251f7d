//! Cutting rings along columns or rows, as Sutherland and Hodgman (1974) do with one pair of sides.

use crate::place::Place;
use crate::polygon::{Corner, Polygon, Ring};

/// Along which axis to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Columns,
    Rows,
}

/// What of some polygons lies between two columns or rows.
pub(crate) fn clip(polygons: &[Polygon], axis: Axis, between: [i32; 2]) -> Vec<Polygon> {
    polygons.iter().filter_map(|polygon| clip_one(polygon, axis, between)).collect()
}

/// A polygon moved along the columns.
pub(crate) fn moved(polygon: &Polygon, by: i32) -> Polygon {
    let move_ring = |ring: &Ring| {
        let corners = ring.corners.iter().map(|corner| {
            let place = Place { x: corner.place.x.saturating_add(by), y: corner.place.y };
            Corner { place, worth: corner.worth }
        });
        Ring { corners: corners.collect() }
    };
    Polygon { rings: polygon.rings.iter().map(move_ring).collect() }
}

fn clip_one(polygon: &Polygon, axis: Axis, between: [i32; 2]) -> Option<Polygon> {
    let mut rings = Vec::new();
    for (idx, ring) in polygon.rings.iter().enumerate() {
        match clip_ring(ring, axis, between) {
            Some(ring) => rings.push(ring),
            // Where there is no land there is no lake.
            None if idx == 0 => return None,
            None => {}
        }
    }
    Some(Polygon { rings })
}

fn clip_ring(ring: &Ring, axis: Axis, [least, most]: [i32; 2]) -> Option<Ring> {
    let [from, to] = ring.bounds()[usize::from(axis == Axis::Rows)];
    if to < least || from > most {
        return None;
    }
    if from >= least && to <= most {
        return Some(ring.clone());
    }
    let mut corners: Vec<Corner> = Vec::with_capacity(ring.corners.len().min(1024));
    let mut add = |corner: Corner| {
        if corners.last().is_none_or(|last| last.place != corner.place) {
            corners.push(corner);
        }
    };
    let next = ring.corners.iter().cycle().skip(1);
    for (corner, next) in ring.corners.iter().zip(next) {
        let (here, there) = (along(axis, corner.place), along(axis, next.place));
        let at = |side: i32| cross(axis, corner.place, next.place, side);
        if here < least {
            if there > least {
                add(at(least));
            }
        } else if here > most {
            if there < most {
                add(at(most));
            }
        } else {
            add(*corner);
        }
        if there < least && here >= least {
            add(at(least));
        } else if there > most && here <= most {
            add(at(most));
        }
    }
    while corners.len() > 1
        && corners.first().map(|it| it.place) == corners.last().map(|it| it.place)
    {
        corners.pop();
    }
    (corners.len() >= 3).then_some(Ring { corners })
}

fn along(axis: Axis, place: Place) -> i32 {
    match axis {
        Axis::Columns => place.x,
        Axis::Rows => place.y,
    }
}

/// Where a line crosses a side; it stays at any zoom, so that neighbours meet.
fn cross(axis: Axis, a: Place, b: Place, side: i32) -> Corner {
    let part = |from: i32, to: i32, along_from: i32, along_to: i32| {
        let (run, rise) =
            (i64::from(along_to) - i64::from(along_from), i64::from(to) - i64::from(from));
        let done = i64::from(side) - i64::from(along_from);
        // It lies between both ends, so it fits; and it is the same whichever way the line goes.
        let moved = (f64::from(done as i32) / run as f64 * rise as f64).round();
        (i64::from(from) + moved as i64) as i32
    };
    let ordered = if along(axis, a) <= along(axis, b) { (a, b) } else { (b, a) };
    let (a, b) = ordered;
    let place = match axis {
        Axis::Columns => Place { x: side, y: part(a.y, b.y, a.x, b.x) },
        Axis::Rows => Place { x: part(a.x, b.x, a.y, b.y), y: side },
    };
    Corner { place, worth: f32::INFINITY }
}
