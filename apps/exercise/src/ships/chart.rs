//! The strait: lanes, ports, grounds, receivers, land and zones, read from `data/strait.txt`.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::geo::Position;
use crate::invention::{field, lines};

/// A named place of one or more positions.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) positions: Vec<Position>,
    /// Of a port: where the open sea lies, in degrees from north.
    pub(crate) seaward: f64,
}

/// All places of a kind, in the order of the file.
pub(crate) fn all(kind: &str) -> impl Iterator<Item = &'static Place> {
    PLACES.iter().filter(move |place| place.kind == kind)
}

/// The place of a kind at an index that starts over after the last.
pub(crate) fn nth(kind: &str, idx: usize) -> &'static Place {
    let n_places = all(kind).count().max(1);
    all(kind).nth(idx % n_places).unwrap_or(&PLACES[0])
}

/// The position at the beginning of a place.
pub(crate) fn position(place: &Place) -> Position {
    place.positions.first().copied().unwrap_or_default()
}

/// Land, ports and zones as GeoJSON features with the properties `kind` and `name`: what a desk
/// would load beside the feed.
pub(crate) fn geojson() -> Value {
    let features = PLACES.iter().filter_map(|place| {
        let pairs: Vec<[f64; 2]> = place.positions.iter().map(|(lat, lon)| [*lon, *lat]).collect();
        let geometry = match place.kind {
            "land" | "zone" => {
                let ring: Vec<_> = pairs.iter().chain(pairs.first()).collect();
                json!({ "type": "Polygon", "coordinates": [ring] })
            }
            "port" | "station" => json!({ "type": "Point", "coordinates": pairs.first()? }),
            _ => return None,
        };
        let properties = json!({ "kind": place.kind, "name": place.name });
        Some(json!({ "type": "Feature", "properties": properties, "geometry": geometry }))
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let place = |fields: Vec<&'static str>| Place {
        kind: field(&fields, 0),
        name: field(&fields, 1),
        positions: field(&fields, 2).split(',').filter_map(pair).collect(),
        seaward: field(&fields, 3).parse().unwrap_or_default(),
    };
    lines(include_str!("../../data/strait.txt")).map(place).collect()
});

fn pair(text: &str) -> Option<Position> {
    let (lat, lon) = text.trim().split_once(' ')?;
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_places_and_every_place_positions() {
        for kind in
            ["lane", "port", "ferry", "ground", "anchorage", "open", "station", "land", "zone"]
        {
            assert!(all(kind).count() > 1, "{kind}");
            assert!(all(kind).all(|place| !place.positions.is_empty()), "{kind}");
        }
        assert_eq!(nth("lane", 2).name, nth("lane", 0).name);
    }
}
