//! One feature of the places' file.

use crossbearing_tracks as tracks;
use crossbearing_tracks::{Polygon, Port, Window, Zone};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::schedule::window;

/// How far a port reaches if the file does not say, in metres (Global Fishing Watch: three
/// kilometres about an anchorage).
const PORT: f64 = 3000.0;
/// The longest name, in bytes.
const LONGEST_NAME: usize = 200;
/// The most windows of a zone.
const MOST_WINDOWS: usize = 50;

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zone,
    Land,
    Port,
    Station,
}

/// A place.
#[derive(Debug, Clone)]
pub(super) enum Feature {
    /// All pieces of a zone.
    Zone(Vec<Zone>, Bounds),
    Land(Vec<Polygon>, Bounds),
    Port(Port),
    Station(Station),
}

/// A station that receives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// As the feed names it, or the feed's name.
    pub name: String,
    /// Latitude and longitude in degrees.
    pub position: (f64, f64),
    /// How far it hears, in metres, if somebody knows.
    pub metres: Option<f64>,
}

impl Station {
    /// The station that a feature is.
    pub(crate) fn of_feature(value: &Value) -> Option<Self> {
        match Feature::read(value) {
            Ok(Feature::Station(station)) => Some(station),
            _ => None,
        }
    }

    /// As a feature.
    pub(crate) fn to_feature(&self) -> Value {
        let (lat, lon) = self.position;
        let mut properties = json!({ "kind": "station", "name": self.name });
        if let Some(metres) = self.metres {
            properties["metres"] = metres.into();
        }
        let geometry = json!({ "type": "Point", "coordinates": [lon, lat] });
        json!({ "type": "Feature", "properties": properties, "geometry": geometry })
    }
}

/// The box about a place, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) south: f64,
    pub(super) west: f64,
    pub(super) north: f64,
    pub(super) east: f64,
}

/// What is wrong with a feature.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) reason: String,
}

fn fault(field: &'static str, reason: impl Into<String>) -> Fault {
    Fault { field, reason: reason.into() }
}

impl Feature {
    pub(super) fn read(value: &Value) -> Result<Self, Fault> {
        let (properties, geometry) = (&value["properties"], &value["geometry"]);
        match properties["kind"].as_str() {
            Some("zone") => {
                let (rings, bounds) = rings(geometry)?;
                let name = name(properties)?;
                let windows = windows(&properties["watched"])?;
                let told = |what| flag(properties, what);
                let (entry, exit, approach) = (
                    told("properties.entry")?,
                    told("properties.exit")?,
                    told("properties.approach")?,
                );
                let zone = |area| {
                    let (name, windows) = (name.clone(), windows.clone());
                    Zone { name, area, windows, entry, exit, approach }
                };
                Ok(Self::Zone(rings.into_iter().map(zone).collect(), bounds))
            }
            Some("land") => rings(geometry).map(|(it, bounds)| Self::Land(it, bounds)),
            Some("port") => Ok(Self::Port(Port {
                name: name(properties)?,
                position: point(geometry)?,
                metres: metres(properties)?.unwrap_or(PORT),
            })),
            Some("station") => Ok(Self::Station(Station {
                name: name(properties)?,
                position: point(geometry)?,
                metres: metres(properties)?,
            })),
            other => {
                let given = other.map_or("nothing".to_owned(), |kind| format!("`{kind}`"));
                let reason = format!("it is {given}: write zone, land, port or station");
                Err(fault("properties.kind", reason))
            }
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Zone(..) => Kind::Zone,
            Self::Land(..) => Kind::Land,
            Self::Port(_) => Kind::Port,
            Self::Station(_) => Kind::Station,
        }
    }

    pub(super) fn bounds(&self) -> Bounds {
        match self {
            Self::Zone(_, bounds) | Self::Land(_, bounds) => *bounds,
            Self::Port(Port { position, .. }) | Self::Station(Station { position, .. }) => {
                Bounds::of(&[*position])
            }
        }
    }

    pub(super) fn add_to(&self, engine: &mut tracks::Places) {
        match self {
            Self::Zone(pieces, _) => pieces.iter().cloned().for_each(|it| engine.add_zone(it)),
            Self::Land(pieces, _) => pieces.iter().cloned().for_each(|it| engine.add_land(it)),
            Self::Port(port) => engine.add_port(port.clone()),
            // Stations are told to the watch of each feed.
            Self::Station(_) => {}
        }
    }
}

impl Bounds {
    fn of(positions: &[(f64, f64)]) -> Self {
        let none = Self {
            south: f64::INFINITY,
            west: f64::INFINITY,
            north: f64::NEG_INFINITY,
            east: f64::NEG_INFINITY,
        };
        positions.iter().fold(none, |bounds, (lat, lon)| Self {
            south: bounds.south.min(*lat),
            west: bounds.west.min(*lon),
            north: bounds.north.max(*lat),
            east: bounds.east.max(*lon),
        })
    }
}

fn name(properties: &Value) -> Result<String, Fault> {
    let name = properties["name"].as_str().unwrap_or_default().trim();
    if name.is_empty() || name.len() > LONGEST_NAME {
        let reason = "write a name of 1 to 200 characters: alerts call the place by it";
        return Err(fault("properties.name", reason));
    }
    Ok(name.to_owned())
}

/// Whether something is told; it is unless the file says `false`.
fn flag(properties: &Value, field: &'static str) -> Result<bool, Fault> {
    match properties.get(field.trim_start_matches("properties.")) {
        None | Some(Value::Null) => Ok(true),
        Some(Value::Bool(told)) => Ok(*told),
        Some(_) => Err(fault(field, "write true or false")),
    }
}

fn metres(properties: &Value) -> Result<Option<f64>, Fault> {
    match properties.get("metres") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_f64() {
            Some(metres) if metres > 0.0 && metres <= 1_000_000.0 => Ok(Some(metres)),
            _ => Err(fault("properties.metres", "write metres, more than 0 and up to 1000000")),
        },
    }
}

fn windows(value: &Value) -> Result<Vec<Window>, Fault> {
    const FIELD: &str = "properties.watched";
    let texts: Vec<&Value> = match value {
        Value::Null => Vec::new(),
        Value::Array(texts) => texts.iter().collect(),
        text => vec![text],
    };
    if texts.len() > MOST_WINDOWS {
        return Err(fault(FIELD, format!("there are more than {MOST_WINDOWS} times")));
    }
    let read = |text: &Value| {
        let text = text.as_str().ok_or("write texts, such as \"Mon-Fri 22:00-05:00\"".to_owned());
        text.and_then(window).map_err(|reason| fault(FIELD, reason))
    };
    texts.into_iter().map(read).collect()
}

fn point(geometry: &Value) -> Result<(f64, f64), Fault> {
    if geometry["type"].as_str() != Some("Point") {
        return Err(fault("geometry.type", "ports and stations are a Point"));
    }
    position(&geometry["coordinates"])
}

/// The areas of a geometry, each without its holes, and the box about all.
fn rings(geometry: &Value) -> Result<(Vec<Polygon>, Bounds), Fault> {
    const FIELD: &str = "geometry.coordinates";
    let coordinates = &geometry["coordinates"];
    let one = std::slice::from_ref(coordinates);
    let polygons: &[Value] = match (geometry["type"].as_str(), coordinates.as_array()) {
        (Some("Polygon"), _) => one,
        (Some("MultiPolygon"), Some(all)) => all,
        _ => return Err(fault("geometry.type", "an area is a Polygon or a MultiPolygon")),
    };
    let (mut rings, mut all) = (Vec::new(), Vec::new());
    for polygon in polygons {
        let parts = polygon.as_array().map_or(&[][..], Vec::as_slice);
        let (outer, holes) =
            parts.split_first().ok_or_else(|| fault(FIELD, "a polygon is a list of rings"))?;
        let ring = positions(outer)?;
        let bounds = Bounds::of(&ring);
        if bounds.east - bounds.west > 180.0 {
            let reason = "it is wider than half the Earth: across the antimeridian go on counting, \
                          such as 179 to 181";
            return Err(fault(FIELD, reason));
        }
        all.extend_from_slice(&ring);
        let closed = |ring| Polygon::new(ring).map_err(|error| fault(FIELD, error.to_string()));
        let holes = holes.iter().map(|hole| closed(positions(hole)?)).collect::<Result<_, _>>()?;
        rings.push(closed(ring)?.without(holes));
    }
    if rings.is_empty() {
        return Err(fault(FIELD, "there is no area"));
    }
    Ok((rings, Bounds::of(&all)))
}

/// The positions of a ring, the first of them once.
fn positions(ring: &Value) -> Result<Vec<(f64, f64)>, Fault> {
    let ring = ring.as_array();
    let ring =
        ring.ok_or_else(|| fault("geometry.coordinates", "a ring is a list of positions"))?;
    let mut ring = ring.iter().map(position).collect::<Result<Vec<_>, _>>()?;
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    Ok(ring)
}

/// Longitude and latitude as latitude and longitude.
fn position(pair: &Value) -> Result<(f64, f64), Fault> {
    let number = |at: usize, most: f64| {
        pair.get(at).and_then(Value::as_f64).filter(|degrees| degrees.abs() <= most)
    };
    match (number(1, 90.0), number(0, 360.0)) {
        (Some(lat), Some(lon)) => Ok((lat, lon)),
        _ => Err(fault(
            "geometry.coordinates",
            "a position is a list of longitude and latitude in degrees",
        )),
    }
}
