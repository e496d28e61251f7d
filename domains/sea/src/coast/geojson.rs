//! Reading the land of a GeoJSON file as it comes, without holding its text.

use std::fmt;
use std::io::Read;

use crossbearing_tiles::{Place, Polygon, Ring};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::error::{Error, Result};

/// The most positions of a file.
const MOST_POSITIONS: u64 = 40_000_000;
/// The most features of a file.
const MOST_FEATURES: u64 = 4_000_000;
/// Kinds of places that are no land: a file of places may hold them.
const OTHERS: [&str; 3] = ["zone", "port", "station"];
/// The map ends at this latitude.
const MAP_END: f64 = 85.06;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) polygons: Vec<Polygon>,
    pub(super) bounds: [f64; 4],
    pub(super) n_dropped: u64,
    pub(super) n_passed_over: u64,
    n_positions: u64,
    n_features: u64,
}

/// Reads a feature collection of at most `largest` bytes.
pub(super) fn read(file: &mut impl Read, largest: u64) -> Result<Found> {
    let mut found = Found { bounds: [180.0, 90.0, -180.0, -90.0], ..Found::default() };
    let mut limited = Limited { file, left: largest };
    let mut text = serde_json::Deserializer::from_reader(&mut limited);
    let done = Collection(&mut found).deserialize(&mut text).and_then(|()| text.end());
    done.map_err(|error| {
        // An error from within a feature has not counted it yet.
        let at = format!("coast, line {}, feature {}", error.line(), found.n_features.max(1));
        Error::malformed(at, error)
    })?;
    if found.polygons.is_empty() {
        return Err(Error::malformed("coast", "it has no land: write features of polygons"));
    }
    Ok(found)
}

/// Reads bytes as a coast, whatever they are: for fuzzing.
pub fn fuzz_coast(bytes: &[u8]) {
    let mut bytes = bytes;
    if let Ok(found) = read(&mut bytes, 1 << 20) {
        debug_assert!(found.polygons.iter().all(|it| it.n_corners() >= 3), "rings have corners");
    }
}

/// A file that is read to its limit and no further.
struct Limited<'f, R> {
    file: &'f mut R,
    left: u64,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            let reason = "the file is larger than may be read: take a coarser coast";
            return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, reason));
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let n_read = self.file.read(&mut into[..room])?;
        self.left -= n_read as u64;
        Ok(n_read)
    }
}

/// The whole file.
struct Collection<'f>(&'f mut Found);

impl<'de> DeserializeSeed<'de> for Collection<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_features = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                has_features = true;
                map.next_value_seed(Features(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if !has_features {
            let reason = "there is no list `features`: write a GeoJSON FeatureCollection";
            return Err(de::Error::custom(reason));
        }
        Ok(())
    }
}

/// The list of features.
struct Features<'f>(&'f mut Found);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        loop {
            self.0.n_features += 1;
            if self.0.n_features > MOST_FEATURES {
                let reason = format!("there are more than {MOST_FEATURES} features");
                return Err(de::Error::custom(reason));
            }
            if list.next_element_seed(Feature(self.0))?.is_none() {
                self.0.n_features -= 1;
                return Ok(());
            }
        }
    }
}

/// One feature.
struct Feature<'f>(&'f mut Found);

/// The properties that matter.
#[derive(Debug, Default, Deserialize)]
struct Properties {
    kind: Option<Value>,
}

impl<'de> DeserializeSeed<'de> for Feature<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Feature<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut properties, mut geometry) = (Properties::default(), None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "properties" => {
                    properties = map.next_value::<Option<Properties>>()?.unwrap_or_default();
                }
                "geometry" => geometry = Some(map.next_value_seed(GeometrySeed(self.0))?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let kind = properties.kind.as_ref().and_then(Value::as_str);
        if kind.is_some_and(|kind| OTHERS.contains(&kind)) {
            self.0.n_passed_over += 1;
            return Ok(());
        }
        let geometry = geometry.ok_or_else(|| de::Error::custom("there is no geometry"))?;
        self.0.take(geometry).map_err(de::Error::custom)
    }
}

impl Found {
    /// Takes over the areas of a geometry.
    fn take(&mut self, geometry: Geometry) -> Result<(), String> {
        let height = match geometry.kind.as_deref() {
            Some("Polygon") => 3,
            Some("MultiPolygon") => 4,
            other => {
                let given = other.unwrap_or("nothing");
                return Err(format!(
                    "geometry.type: land is a Polygon or a MultiPolygon, not {given}"
                ));
            }
        };
        if geometry.height != height {
            return Err("geometry.coordinates: a polygon is a list of rings, a ring is a list of \
                        positions"
                .to_owned());
        }
        let mut ring_from = 0;
        let mut first_ring = 0;
        for end in geometry.polygon_ends {
            let mut rings = Vec::new();
            for (idx, ring_end) in geometry.ring_ends[first_ring..end].iter().enumerate() {
                let ring = &geometry.positions[ring_from..*ring_end];
                ring_from = *ring_end;
                match self.ring(ring)? {
                    Some(ring) => rings.push(ring),
                    // Without its outer ring a polygon is nothing.
                    None if idx == 0 => {
                        ring_from = geometry.ring_ends[end - 1];
                        break;
                    }
                    None => {}
                }
            }
            first_ring = end;
            let mut rings = rings.into_iter();
            if let Some(outer) = rings.next() {
                self.polygons.push(Polygon::new(outer, rings));
            }
        }
        Ok(())
    }

    /// A ring; none if all of it is at one place.
    fn ring(&mut self, positions: &[(f64, f64)]) -> Result<Option<Ring>, String> {
        if positions.len() < 4 {
            return Err("geometry.coordinates: a ring has four positions or more".to_owned());
        }
        let next = positions.iter().cycle().skip(1);
        for ((lon, lat), (to_lon, to_lat)) in positions.iter().zip(next) {
            if (lon - to_lon).abs() > 180.0 && lat.abs().min(to_lat.abs()) < MAP_END {
                return Err(format!(
                    "geometry.coordinates: a side goes from {lon} to {to_lon} degrees, more than half \
                     the Earth: cut land at the antimeridian, or go on counting, such as 179 to 181"
                ));
            }
            let [west, south, east, north] = &mut self.bounds;
            (*west, *east) = (west.min(*lon), east.max(*lon));
            (*south, *north) = (south.min(*lat), north.max(*lat));
        }
        let ring = Ring::new(positions.iter().map(|(lon, lat)| Place::at(*lon, *lat))).ok();
        self.n_dropped += u64::from(ring.is_none());
        Ok(ring)
    }
}

/// A geometry as it was read: positions, and where rings and polygons end.
#[derive(Debug, Default)]
struct Geometry {
    kind: Option<String>,
    positions: Vec<(f64, f64)>,
    /// Behind which position each ring ends.
    ring_ends: Vec<usize>,
    /// Behind which ring each polygon ends.
    polygon_ends: Vec<usize>,
    /// 1 if the coordinates are a position, 2 a list of them, and so on.
    height: u8,
}

struct GeometrySeed<'f>(&'f mut Found);

impl<'de> DeserializeSeed<'de> for GeometrySeed<'_> {
    type Value = Geometry;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<Geometry, D::Error> {
        text.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for GeometrySeed<'_> {
    type Value = Geometry;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a geometry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Geometry, A::Error> {
        let mut geometry = Geometry::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => geometry.kind = Some(map.next_value()?),
                "coordinates" => {
                    let nested = Nested { geometry: &mut geometry, found: self.0, depth: 0 };
                    let read = map.next_value_seed(nested)?;
                    let Item::List(height) = read else {
                        return Err(de::Error::custom("geometry.coordinates: write a list"));
                    };
                    geometry.height = height;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(geometry)
    }
}

/// Coordinates of any height: a number, or a list.
struct Nested<'g> {
    geometry: &'g mut Geometry,
    found: &'g mut Found,
    depth: u8,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Item {
    Number(f64),
    /// A list of this height.
    List(u8),
}

impl<'de> DeserializeSeed<'de> for Nested<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<Item, D::Error> {
        text.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested<'_> {
    type Value = Item;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Number(value as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
        let Self { geometry, found, depth } = self;
        let uneven = || de::Error::custom("geometry.coordinates: lists of different depth");
        if depth > 3 {
            return Err(de::Error::custom("geometry.coordinates: lists are too deep"));
        }
        let (mut numbers, mut n_numbers, mut below) = ([f64::NAN; 2], 0, 0);
        loop {
            let (geometry, found) = (&mut *geometry, &mut *found);
            let nested = Nested { geometry, found, depth: depth + 1 };
            match list.next_element_seed(nested)? {
                None => break,
                Some(Item::Number(value)) if below == 0 => {
                    if let Some(place) = numbers.get_mut(n_numbers) {
                        *place = value;
                    }
                    n_numbers += 1;
                }
                Some(Item::List(height)) if n_numbers == 0 && (below == 0 || below == height) => {
                    below = height;
                }
                Some(_) => return Err(uneven()),
            }
        }
        match below {
            0 if n_numbers == 0 => {
                return Err(de::Error::custom("geometry.coordinates: a list is empty"));
            }
            0 => {
                found.n_positions += 1;
                if found.n_positions > MOST_POSITIONS {
                    let reason = format!("there are more than {MOST_POSITIONS} positions");
                    return Err(de::Error::custom(reason));
                }
                geometry.positions.push(position(numbers).map_err(de::Error::custom)?);
            }
            1 => geometry.ring_ends.push(geometry.positions.len()),
            2 => geometry.polygon_ends.push(geometry.ring_ends.len()),
            _ => {}
        }
        Ok(Item::List(below + 1))
    }
}

fn position([lon, lat]: [f64; 2]) -> Result<(f64, f64), &'static str> {
    if (-180.0..=360.0).contains(&lon) && (-90.0..=90.0).contains(&lat) {
        return Ok((lon, lat));
    }
    Err(
        "geometry.coordinates: a position is a list of longitude (-180 to 360) and latitude in degrees",
    )
}
