//! A layer of a tile, as the specification writes it.

use std::collections::HashMap;
use std::mem::take;

use crate::place::Place;
use crate::polygon::{Polygon, area};
use crate::tile::Tile;
use crate::wire::{bytes, double, number, varint, zigzag};

/// How many units go along the side of a tile.
pub const EXTENT: i32 = 4096;
/// Corners are left out at a zoom where they move a line by less than so many of a tile's units: less
/// than half a pixel of a tile drawn at 512.
pub(crate) const TOLERANCE: f64 = 3.0;

/// What a property says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number, not negative.
    Count(u64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
}

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A layer in the making. All features of a tile's layer are added, then it is written with
/// [`Layer::finish`]; the bytes of several layers one after the other are a tile of them all.
#[derive(Debug)]
pub struct Layer {
    name: &'static str,
    features: Vec<u8>,
    n_features: usize,
    keys: Vec<&'static str>,
    values: Vec<u8>,
    value_numbers: Map<Box<[u8]>, u32>,
    n_values: u32,
    scratch: Scratch,
}

/// Room for a feature's parts on their way, which the next feature uses again.
#[derive(Debug, Default)]
struct Scratch {
    geometry: Vec<u8>,
    tags: Vec<u8>,
    value: Vec<u8>,
    feature: Vec<u8>,
}

impl Layer {
    /// An empty layer.
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            features: Vec::new(),
            n_features: 0,
            keys: Vec::new(),
            values: Vec::new(),
            value_numbers: Map::default(),
            n_values: 0,
            scratch: Scratch::default(),
        }
    }

    /// How many features it has.
    pub fn len(&self) -> usize {
        self.n_features
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.n_features == 0
    }

    /// Adds a point, if it lies in the tile or its margin; whether it does.
    pub fn point<'v>(
        &mut self,
        tile: &Tile,
        place: Place,
        id: Option<u64>,
        properties: impl IntoIterator<Item = (&'static str, Value<'v>)>,
    ) -> bool {
        let Some(place) = tile.turned(place) else { return false };
        let (x, y) = tile.local(place);
        self.scratch.geometry.clear();
        for number in [command(MOVE, 1), zigzag(x), zigzag(y)] {
            varint(&mut self.scratch.geometry, u64::from(number));
        }
        self.feature(1, id, properties);
        true
    }

    /// Adds a point in the middle of the tile, for what is said of the tile as a whole.
    pub fn middle<'v>(
        &mut self,
        tile: &Tile,
        properties: impl IntoIterator<Item = (&'static str, Value<'v>)>,
    ) {
        let half = tile.width() / 2;
        let [[west, _], [north, _]] = [tile.columns(), tile.rows()];
        let margin = tile.width() / 64;
        let place = Place { x: west + margin + half, y: north + margin + half };
        self.point(tile, place, None, properties);
    }

    /// Adds areas that were cut to the tile already, each with its holes; whether anything is left of
    /// them at this zoom.
    pub(crate) fn areas<'p, 'v>(
        &mut self,
        tile: &Tile,
        polygons: impl IntoIterator<Item = &'p Polygon>,
        detail: Detail,
        properties: impl IntoIterator<Item = (&'static str, Value<'v>)>,
    ) -> bool {
        let mut cursor = (0, 0);
        self.scratch.geometry.clear();
        for polygon in polygons {
            add_rings(&mut self.scratch.geometry, &mut cursor, tile, polygon, detail);
        }
        if self.scratch.geometry.is_empty() {
            return false;
        }
        self.feature(3, None, properties);
        true
    }

    /// Adds an area of any size: what of it lies in the tile, simplified as the zoom allows; whether
    /// anything does.
    pub fn area<'v>(
        &mut self,
        tile: &Tile,
        polygons: &[Polygon],
        properties: impl IntoIterator<Item = (&'static str, Value<'v>)>,
    ) -> bool {
        let cut = crate::pyramid::cut_to(tile, polygons);
        self.areas(tile, &cut, Detail::OfZoom, properties)
    }

    /// The layer as bytes of a tile; none if it is empty.
    pub fn finish(self) -> Vec<u8> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 256);
        number(&mut layer, 15, 2);
        bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend_from_slice(&self.features);
        for key in &self.keys {
            bytes(&mut layer, 3, key.as_bytes());
        }
        layer.extend_from_slice(&self.values);
        number(&mut layer, 5, EXTENT as u64);
        let mut tile = Vec::with_capacity(layer.len() + 8);
        bytes(&mut tile, 3, &layer);
        tile
    }

    /// Adds a feature whose geometry is in the scratch.
    fn feature<'v>(
        &mut self,
        kind: u64,
        id: Option<u64>,
        properties: impl IntoIterator<Item = (&'static str, Value<'v>)>,
    ) {
        let Scratch { geometry, mut tags, mut value, mut feature } = take(&mut self.scratch);
        tags.clear();
        for (key, said) in properties {
            write_value(&mut value, &said);
            varint(&mut tags, u64::from(self.key(key)));
            varint(&mut tags, u64::from(self.value(&value)));
        }
        feature.clear();
        if let Some(id) = id {
            number(&mut feature, 1, id);
        }
        if !tags.is_empty() {
            bytes(&mut feature, 2, &tags);
        }
        number(&mut feature, 3, kind);
        bytes(&mut feature, 4, &geometry);
        bytes(&mut self.features, 2, &feature);
        self.n_features += 1;
        self.scratch = Scratch { geometry, tags, value, feature };
    }

    /// The number of a key: there are a dozen.
    fn key(&mut self, key: &'static str) -> u32 {
        let known = self.keys.iter().position(|known| *known == key);
        known.unwrap_or_else(|| {
            self.keys.push(key);
            self.keys.len() - 1
        }) as u32
    }

    /// The number of a value as it is written.
    fn value(&mut self, value: &[u8]) -> u32 {
        if let Some(known) = self.value_numbers.get(value) {
            return *known;
        }
        let number = self.n_values;
        bytes(&mut self.values, 4, value);
        self.value_numbers.insert(value.into(), number);
        self.n_values += 1;
        number
    }
}

fn write_value(out: &mut Vec<u8>, value: &Value<'_>) {
    out.clear();
    match value {
        Value::Text(text) => bytes(out, 1, text.as_bytes()),
        Value::Number(value) => double(out, 3, *value),
        Value::Count(value) => number(out, 5, *value),
        Value::Truth(value) => number(out, 7, u64::from(*value)),
    }
}

/// How much of a ring is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What can be seen at the tile's zoom.
    OfZoom,
    /// Every corner.
    Whole,
}

const MOVE: u32 = 1;
const LINE: u32 = 2;
const CLOSE: u32 = 7;

fn command(id: u32, count: u32) -> u32 {
    count << 3 | id
}

/// Adds the rings of a polygon that are left at this zoom: the outer one with the clock, holes against it.
fn add_rings(
    out: &mut Vec<u8>,
    cursor: &mut (i32, i32),
    tile: &Tile,
    polygon: &Polygon,
    detail: Detail,
) {
    let unit = f64::from(tile.width()) / f64::from(EXTENT);
    let (least_worth, least_area) = match detail {
        Detail::OfZoom => ((TOLERANCE * unit).powi(2), 2.0 * (TOLERANCE * unit).powi(2)),
        Detail::Whole => (-1.0, 0.0),
    };
    for (idx, ring) in polygon.rings.iter().enumerate() {
        let is_hole = idx > 0;
        let mut corners: Vec<(i32, i32)> = Vec::with_capacity(ring.corners.len().min(4096));
        if ring.area().abs() >= least_area {
            for corner in ring.corners.iter().filter(|it| f64::from(it.worth) > least_worth) {
                let place = tile.local(corner.place);
                if corners.last() != Some(&place) {
                    corners.push(place);
                }
            }
            while corners.len() > 1 && corners.first() == corners.last() {
                corners.pop();
            }
        }
        let area = area(corners.iter().copied());
        if corners.len() < 3 || area == 0 {
            if is_hole {
                continue;
            }
            return;
        }
        if (area > 0) == is_hole {
            corners.reverse();
        }
        write_ring(out, cursor, &corners);
    }
}

fn write_ring(out: &mut Vec<u8>, cursor: &mut (i32, i32), corners: &[(i32, i32)]) {
    let mut write = |number: u32| varint(out, u64::from(number));
    for (idx, (x, y)) in corners.iter().enumerate() {
        match idx {
            0 => write(command(MOVE, 1)),
            1 => write(command(LINE, corners.len() as u32 - 1)),
            _ => {}
        }
        write(zigzag(x - cursor.0));
        write(zigzag(y - cursor.1));
        *cursor = (*x, *y);
    }
    write(command(CLOSE, 1));
}
