//! Zones, ports and stations as tiles.

use crossbearing_tiles::{Layer, Place, Polygon, Ring, Tile, Value};
use serde_json::Value as Json;

use super::{TileLayer, area};
use crate::look::Look;
use crate::places::Places;

impl Look<'_> {
    /// The places of all and the zones of lists in a tile.
    pub fn zone_tile(&self, places: &Places, tile: &Tile) -> Vec<u8> {
        let mut layer = Layer::new(TileLayer::Zones.name());
        for feature in places.drawn_within(&area(tile)) {
            add(&mut layer, tile, feature);
        }
        for feature in &self.zones() {
            add(&mut layer, tile, feature);
        }
        layer.finish()
    }
}

fn add(layer: &mut Layer, tile: &Tile, feature: &Json) {
    let (geometry, properties) = (&feature["geometry"], &feature["properties"]);
    let text = |key: &str| properties[key].as_str();
    let watched = match &properties["watched"] {
        Json::Array(times) => times.iter().filter_map(Json::as_str).collect::<Vec<_>>().join("; "),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    let all = [
        text("kind").map(|it| ("kind", Value::Text(it))),
        text("name").map(|it| ("name", Value::Text(it))),
        text("list").map(|it| ("list", Value::Text(it))),
        (!watched.is_empty()).then_some(("watched", Value::Text(&watched))),
        properties["metres"].as_f64().map(|it| ("metres", Value::Number(it))),
    ];
    let said = all.into_iter().flatten();
    if let Some(place) = position(&geometry["coordinates"]) {
        layer.point(tile, place, None, said);
    } else {
        layer.area(tile, &polygons(geometry), said);
    }
}

/// The areas of a geometry that was checked when it was put.
fn polygons(geometry: &Json) -> Vec<Polygon> {
    let coordinates = &geometry["coordinates"];
    let one = std::slice::from_ref(coordinates);
    let all = match geometry["type"].as_str() {
        Some("MultiPolygon") => coordinates.as_array().map_or(&[][..], Vec::as_slice),
        _ => one,
    };
    let ring = |ring: &Json| Ring::new(ring.as_array()?.iter().filter_map(position)).ok();
    let polygon = |polygon: &Json| {
        let (outer, holes) = polygon.as_array()?.split_first()?;
        Some(Polygon::new(ring(outer)?, holes.iter().filter_map(ring)))
    };
    all.iter().filter_map(polygon).collect()
}

fn position(pair: &Json) -> Option<Place> {
    Some(Place::at(pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?))
}
