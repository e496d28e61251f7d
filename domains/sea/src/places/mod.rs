//! The places that the rules know: zones with the times at which they are watched, land, ports and
//! stations. One GeoJSON file, the same for all pictures of the desk.
//!
//! A feature's property `kind` says what it is; `name` is what reasons call it.
//!
//! | kind | geometry | properties |
//! |---|---|---|
//! | `zone` | polygon(s); holes are outside | `name`; `entry`, `exit`, `approach` (told unless `false`); `watched` |
//! | `land` | polygon(s); holes are water | |
//! | `port` | point | `name`; `metres` that it reaches (3000) |
//! | `station` | point | `name` as the feed writes it, or the feed's own; `metres` that it hears (learned) |
//!
//! `watched` is a text or a list of texts such as `"Mon-Fri 22:00-05:00"`, in UTC: see
//! [`schedule`].

mod feature;
mod lines;
mod schedule;

use std::path::Path;
use std::sync::Arc;

use crossbearing_tracks as tracks;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::look::Area;
use crate::settings::replace;

pub use feature::Station;
use feature::{Bounds, Feature, Kind};
pub(crate) use schedule::window;

/// The largest file, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;
/// The most features.
const MOST: usize = 100_000;
/// Places within so many degrees of an alert go into its evidence; land is drawn in large pieces.
const NEAR: f64 = 3.0;
const NEAR_LAND: f64 = 0.5;

/// The places of a desk.
#[derive(Debug, Clone, Default)]
pub struct Places {
    features: Vec<(Feature, Value)>,
    stations: Vec<Station>,
    engine: Arc<tracks::Places>,
}

/// How many places of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct PlacesCount {
    /// Zones.
    pub zones: usize,
    /// Pieces of land.
    pub land: usize,
    /// Ports.
    pub ports: usize,
    /// Stations.
    pub stations: usize,
}

impl Places {
    /// Reads a GeoJSON feature collection; an error names the line, the feature and the property.
    pub fn read(text: &str) -> Result<Self> {
        if text.len() > LARGEST {
            return Err(Error::malformed("places", "the file is larger than 64 MB"));
        }
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Error::malformed(format!("places, line {}", error.line()), error))?;
        let Some(Value::Array(features)) = value.get("features") else {
            let reason = "there is no list `features`: write a GeoJSON FeatureCollection";
            return Err(Error::malformed("places, line 1", reason));
        };
        if features.len() > MOST {
            let reason = format!("there are {} features, more than {MOST}", features.len());
            return Err(Error::malformed("places", reason));
        }
        let lines = lines::of_features(text);
        let mut places = Self::default();
        let mut engine = tracks::Places::default();
        for (idx, value) in features.iter().enumerate() {
            let feature = Feature::read(value).map_err(|fault| {
                let line = lines.get(idx).map_or(String::new(), |line| format!(" line {line},"));
                let place = format!("places,{line} feature {}, {}", idx + 1, fault.field);
                Error::malformed(place, fault.reason)
            })?;
            feature.add_to(&mut engine);
            if let Feature::Station(station) = &feature {
                places.stations.push(station.clone());
            }
            places.features.push((feature, value.clone()));
        }
        places.engine = Arc::new(engine);
        Ok(places)
    }

    /// The features that an evidence file holds.
    pub(crate) fn of_features(features: &[Value]) -> Result<Self> {
        if features.is_empty() {
            return Ok(Self::default());
        }
        Self::read(&json!({ "features": features }).to_string())
    }

    /// The places of a desk's folder; none if there is no file.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::folder(&path)(error)),
            Ok(text) => Self::read(&text),
        }
    }

    /// Reads a desk's places and keeps them in its folder, which is made if it is not there. Land
    /// that is there stays where the text has none: whoever draws zones need not carry the coast.
    pub fn put(folder: &Path, text: &str) -> Result<Self> {
        let mut places = Self::read(text)?;
        let mut text = std::borrow::Cow::Borrowed(text);
        let land = Self::open(folder)?.land();
        if places.count().land == 0 && !land.is_empty() {
            let all = places.features.iter().map(|(_, value)| value).chain(&land);
            let all = json!({ "type": "FeatureCollection", "features": all.collect::<Vec<_>>() });
            text = all.to_string().into();
            places = Self::read(&text)?;
        }
        std::fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        replace(&folder.join(FILE), text.as_bytes())?;
        Ok(places)
    }

    fn land(self) -> Vec<Value> {
        let land = self.features.into_iter().filter(|(it, _)| it.kind() == Kind::Land);
        land.map(|(_, value)| value).collect()
    }

    /// As GeoJSON, without land: that is large, and drawn from elsewhere.
    pub fn to_geojson(&self) -> Value {
        let drawn = self.features.iter().filter(|(feature, _)| feature.kind() != Kind::Land);
        let features: Vec<&Value> = drawn.map(|(_, value)| value).collect();
        json!({ "type": "FeatureCollection", "features": features })
    }

    /// What is drawn of an area: zones, ports and stations.
    pub(crate) fn drawn_within(&self, area: &Area) -> impl Iterator<Item = &Value> {
        let drawn =
            |feature: &Feature| feature.kind() != Kind::Land && feature.bounds().meets(area);
        self.features.iter().filter(move |(feature, _)| drawn(feature)).map(|(_, value)| value)
    }

    /// How many of each kind there are.
    pub fn count(&self) -> PlacesCount {
        let mut count = PlacesCount::default();
        for (feature, _) in &self.features {
            *match feature.kind() {
                Kind::Zone => &mut count.zones,
                Kind::Land => &mut count.land,
                Kind::Port => &mut count.ports,
                Kind::Station => &mut count.stations,
            } += 1;
        }
        count
    }

    /// The features of zones, and nothing else: an error where there is another.
    pub(crate) fn only_zones(&self) -> Result<Vec<Value>> {
        let other = self.features.iter().position(|(feature, _)| feature.kind() != Kind::Zone);
        if let Some(idx) = other {
            let place = format!("places, feature {}, properties.kind", idx + 1);
            return Err(Error::malformed(place, "a list of zones holds zones only"));
        }
        Ok(self.features.iter().map(|(_, value)| value.clone()).collect())
    }

    /// As the engine takes them.
    pub fn engine(&self) -> &Arc<tracks::Places> {
        &self.engine
    }

    /// The station of this name.
    pub fn station(&self, name: &str) -> Option<&Station> {
        self.stations.iter().find(|station| station.name == name)
    }

    /// What an alert here may rest on, as features; stations always, they hear far.
    pub(crate) fn near(&self, position: (f64, f64)) -> Vec<Value> {
        let is_near = |feature: &Feature| match feature.kind() {
            Kind::Station => true,
            Kind::Land => feature.bounds().is_within(NEAR_LAND, position),
            Kind::Zone | Kind::Port => feature.bounds().is_within(NEAR, position),
        };
        let near = self.features.iter().filter(|(feature, _)| is_near(feature));
        near.map(|(_, value)| value.clone()).collect()
    }
}

/// The file's name in a desk's folder.
const FILE: &str = "places.geojson";

/// Reads bytes as places, whatever they are: for fuzzing.
pub fn fuzz_places(bytes: &[u8]) {
    if let Ok(places) = std::str::from_utf8(bytes).map_err(drop).and_then(|text| {
        // An error is an answer too.
        Places::read(text).map_err(drop)
    }) {
        let again = Places::of_features(&places.near((0.0, 0.0)));
        debug_assert!(again.is_ok(), "what was read is read again");
    }
}

impl Bounds {
    /// Whether the box and an area have something in common, wherever either is cut.
    fn meets(&self, area: &Area) -> bool {
        let east = if area.west <= area.east { area.east } else { area.east + 360.0 };
        let meets = |turn: f64| self.west + turn <= east && self.east + turn >= area.west;
        self.south <= area.north
            && self.north >= area.south
            && [-360.0, 0.0, 360.0].into_iter().any(meets)
    }

    /// Whether a position is in the box or so many degrees about it, wherever it is cut.
    fn is_within(&self, degrees: f64, (lat, lon): (f64, f64)) -> bool {
        let wide = degrees / lat.to_radians().cos().max(0.05);
        let turned = |lon: f64| (self.west - wide..=self.east + wide).contains(&lon);
        (self.south - degrees..=self.north + degrees).contains(&lat)
            && [lon - 360.0, lon, lon + 360.0].into_iter().any(turned)
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, fuzz_places};

    const TEXT: &str = r#"{ "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "kind": "zone", "name": "Lantern bank", "exit": false,
            "watched": ["Mon-Fri 22:00-05:00", "Sun"] },
          "geometry": { "type": "Polygon",
            "coordinates": [[[1.0, 50.0], [1.5, 50.0], [1.5, 50.5], [1.0, 50.5], [1.0, 50.0]]] } },
        { "type": "Feature", "properties": { "kind": "port", "name": "Lantern Bay [\"{" },
          "geometry": { "type": "Point", "coordinates": [1.2, 50.9] } },
        { "type": "Feature", "properties": { "kind": "station", "name": "mast", "metres": 90000 },
          "geometry": { "type": "Point", "coordinates": [1.2, 50.9] } }
    ] }"#;

    #[test]
    fn a_file_of_all_kinds_is_read_and_what_is_near_goes_into_evidence() {
        let places = Places::read(TEXT).expect("places");
        let count = places.count();
        assert_eq!((count.zones, count.ports, count.stations, count.land), (1, 1, 1, 0));
        let zone = &places.engine().zones()[0];
        assert!(zone.entry && !zone.exit && zone.windows.len() == 2);
        assert_eq!(places.near((50.2, 1.1)).len(), 3);
        assert_eq!(places.near((20.0, 1.1)).len(), 1);
        assert_eq!(places.near((50.2, 361.1)).len(), 3);
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_property() {
        for (from, to, expected) in [
            ("22:00-05:00", "22:00-25:00", "line 2, feature 1, properties.watched: "),
            ("\"zone\"", "\"zoen\"", "line 2, feature 1, properties.kind: "),
            (
                "[1.2, 50.9] } },\n        { \"type\": \"Feature\", \"properties\": { \"kind\": \"st",
                "[1.2] } },\n        { \"type\": \"Feature\", \"properties\": { \"kind\": \"st",
                "line 6, feature 2, geometry.coordinates: ",
            ),
            ("90000", "-1", "line 8, feature 3, properties.metres: "),
            ("[1.0, 50.5], ", "", "line 2, feature 1, geometry.coordinates: "),
            ("\"features\"", "\"feature\"", "line 1: there is no list"),
            ("} },", "} };", "places, line 5: "),
        ] {
            let text = TEXT.replacen(from, to, 1);
            // Two corners taken out leave a line.
            let text = if to.is_empty() { text.replacen("[1.5, 50.5], ", "", 1) } else { text };
            let error = Places::read(&text).expect_err(to).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn no_bytes_break_it() {
        for cut in 0..TEXT.len() {
            fuzz_places(&TEXT.as_bytes()[..cut]);
            let mut bent = TEXT.as_bytes().to_vec();
            bent[cut] ^= 0x11;
            fuzz_places(&bent);
        }
        fuzz_places(br#"{"features":[{"properties":{"kind":"land"},"geometry":{"type":"Polygon","coordinates":[[[1e308,1e308],[1,2],[3,4]]]}}]}"#);
    }
}
