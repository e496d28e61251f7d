//! Zones, land and ports out of a GeoJSON file.

use std::path::Path;

use anyhow::{Context as _, bail};
use crossbearing_tracks::{Places, Polygon, Port, Zone};
use serde_json::Value;

/// How far a port reaches if the file does not say, in metres (Global Fishing Watch: three
/// kilometres about an anchorage).
const PORT: f64 = 3000.0;

/// Reads features with the properties `kind` (`zone`, `land`, `port`) and `name`; other kinds are
/// passed over. A zone tells entry, exit and approach unless a property of that name is `false`.
pub(super) fn read(path: &Path) -> anyhow::Result<Places> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let Some(features) = value["features"].as_array() else {
        bail!("{} is no GeoJSON feature collection", path.display());
    };
    let mut places = Places::default();
    for (idx, feature) in features.iter().enumerate() {
        add(&mut places, feature)
            .with_context(|| format!("feature {} of {}", idx + 1, path.display()))?;
    }
    Ok(places)
}

fn add(places: &mut Places, feature: &Value) -> anyhow::Result<()> {
    let properties = &feature["properties"];
    let name = properties["name"].as_str().unwrap_or("an area without a name").to_owned();
    let told = |what: &str| properties[what].as_bool().unwrap_or(true);
    match properties["kind"].as_str() {
        Some("zone") => {
            for area in polygons(&feature["geometry"])? {
                let (entry, exit, approach) = (told("entry"), told("exit"), told("approach"));
                let (name, windows) = (name.clone(), Vec::new());
                places.add_zone(Zone { name, area, windows, entry, exit, approach });
            }
        }
        Some("land") => {
            for area in polygons(&feature["geometry"])? {
                places.add_land(area);
            }
        }
        Some("port") => {
            let position = position(&feature["geometry"]["coordinates"])
                .context("a port is a point: longitude, latitude")?;
            let metres = properties["metres"].as_f64().unwrap_or(PORT);
            places.add_port(Port { name, position, metres });
        }
        _ => {}
    }
    Ok(())
}

/// The outer rings of a polygon or of several.
fn polygons(geometry: &Value) -> anyhow::Result<Vec<Polygon>> {
    let coordinates = &geometry["coordinates"];
    let rings: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => vec![&coordinates[0]],
        Some("MultiPolygon") => coordinates
            .as_array()
            .map(|all| all.iter().map(|it| &it[0]).collect())
            .unwrap_or_default(),
        _ => bail!("an area is a Polygon or a MultiPolygon"),
    };
    let polygon = |ring: &&Value| {
        let ring = ring.as_array().context("a ring is a list of positions")?;
        let positions: Option<Vec<_>> = ring.iter().map(position).collect();
        Ok(Polygon::new(positions.context("a position is longitude, latitude")?)?)
    };
    rings.iter().map(polygon).collect()
}

/// Longitude and latitude as latitude and longitude.
fn position(pair: &Value) -> Option<(f64, f64)> {
    Some((pair[1].as_f64()?, pair[0].as_f64()?))
}
