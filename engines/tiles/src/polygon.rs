//! Polygons: an outer ring and its holes.

use crate::error::{Error, Result};
use crate::place::Place;
use crate::simplify;

/// A corner, and how much the ring would change without it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Corner {
    pub(crate) place: Place,
    /// The square of how far the ring moves without it, in units of places; infinite if it stays always.
    pub(crate) worth: f32,
}

/// A closed line; the first corner is not said again at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    pub(crate) corners: Vec<Corner>,
}

/// An area: an outer ring without its holes. Which way round rings go does not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// The outer ring first.
    pub(crate) rings: Vec<Ring>,
}

impl Ring {
    /// A ring of places, of which three differ.
    pub fn new(places: impl IntoIterator<Item = Place>) -> Result<Self> {
        let mut corners: Vec<Corner> = Vec::new();
        for place in places {
            if corners.last().is_none_or(|last| last.place != place) {
                corners.push(Corner { place, worth: 0.0 });
            }
        }
        while corners.len() > 1
            && corners.first().map(|it| it.place) == corners.last().map(|it| it.place)
        {
            corners.pop();
        }
        if corners.len() < 3 {
            return Err(Error::TooFewCorners { n: corners.len() });
        }
        corners.shrink_to_fit();
        simplify::weigh(&mut corners);
        Ok(Self { corners })
    }

    /// How many corners it has.
    pub fn n_corners(&self) -> usize {
        self.corners.len()
    }

    /// Twice the area, in square units of places; negative where it goes against the clock.
    pub(crate) fn area(&self) -> f64 {
        area(self.corners.iter().map(|corner| (corner.place.x, corner.place.y))) as f64
    }

    /// The least and greatest column, and the least and greatest row.
    pub(crate) fn bounds(&self) -> [[i32; 2]; 2] {
        let none = [[i32::MAX, i32::MIN]; 2];
        self.corners.iter().fold(none, |[columns, rows], Corner { place, .. }| {
            let wider = |[least, most]: [i32; 2], value: i32| [least.min(value), most.max(value)];
            [wider(columns, place.x), wider(rows, place.y)]
        })
    }
}

impl Polygon {
    /// An area without its holes.
    pub fn new(outer: Ring, holes: impl IntoIterator<Item = Ring>) -> Self {
        let mut rings = vec![outer];
        rings.extend(holes);
        Self { rings }
    }

    /// The corners of a box, in degrees.
    pub fn square(west: f64, south: f64, east: f64, north: f64) -> Result<Self> {
        let corners = [(west, north), (east, north), (east, south), (west, south)];
        let ring = Ring::new(corners.map(|(lon, lat)| Place::at(lon, lat)))?;
        Ok(Self::new(ring, []))
    }

    /// How many corners all its rings have.
    pub fn n_corners(&self) -> usize {
        self.rings.iter().map(Ring::n_corners).sum()
    }
}

/// Twice the area of a ring, positive where it goes with the clock as rows go down.
pub(crate) fn area(corners: impl Iterator<Item = (i32, i32)> + Clone) -> i128 {
    let next = corners.clone().cycle().skip(1);
    let parts = corners.zip(next).map(|((x, y), (to_x, to_y))| {
        i128::from(x) * i128::from(to_y) - i128::from(to_x) * i128::from(y)
    });
    parts.sum()
}
