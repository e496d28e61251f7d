//! The picture, the past, zones and the coast as vector tiles, for maps of any make.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use crossbearing_log::Kind;
use crossbearing_model::Instant;
use crossbearing_sea::{Look, Tile, TileLayer};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::past::LONGEST;
use super::picture_object;
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// What a Mapbox Vector Tile is called.
const CONTENT_TYPE: &str = "application/vnd.mapbox-vector-tile";
/// How deep tiles of what moves go.
const DEEPEST: u8 = 22;
/// The past that the density shows if nothing is asked for, in milliseconds.
const DAY: i64 = 86_400_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(document)).routes(routes!(tile))
}

/// Which vessels and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// For the layer `density`: from when on; a day before `to` if absent.
    from: Option<String>,
    /// For the layer `density`: until when; now if absent. 31 days after `from` at most.
    to: Option<String>,
    /// For the layer `coast`: its version, as the `TileJSON` document names it. With it a tile may be
    /// kept for a year, since another coast has another version.
    v: Option<String>,
}

/// What a layer of tiles holds (`TileJSON` 3.0)
///
/// The document that QGIS, `MapLibre` and others open: `vessels.json`, `density.json`,
/// `coverage.json`, `zones.json`, `coast.json`. It describes each property with its unit. The coast is
/// there only if one was put.
#[utoipa::path(get, path = "/sea/tiles/{document}", tag = "sea", operation_id = "sea_tile_json",
    params(("document" = String, Path, description = "a layer and `.json`", example = "vessels.json")),
    responses((status = 200, description = "a TileJSON document", body = Object)))]
async fn document(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Segments(document): Segments<String>,
) -> Answer<Value> {
    caller.must_have(Scope::Read)?;
    let absent =
        || Problem::absent("a document of tiles is named as its layer, such as vessels.json");
    let layer: TileLayer = document.strip_suffix(".json").ok_or_else(absent)?.parse()?;
    let base = address(&headers, app.settings.behind_tls)?;
    let coast = app.sea.desk().coast();
    let coast = coast.as_ref().map(|coast| coast.head());
    let (version, deepest, bounds, attribution) = match (layer, coast) {
        (TileLayer::Coast, None) => {
            let detail = "no finer coast was put: the map draws Natural Earth";
            return Err(Problem::absent(detail));
        }
        (TileLayer::Coast, Some(head)) => {
            let version = format!("?v={}", short(&head.version));
            (version, head.deepest, head.bounds, head.attribution.clone())
        }
        _ => (String::new(), DEEPEST, [-180.0, -85.0511, 180.0, 85.0511], String::new()),
    };
    let name = layer.name();
    let fields: serde_json::Map<String, Value> = layer
        .fields()
        .iter()
        .map(|(field, words)| ((*field).to_owned(), (*words).into()))
        .collect();
    Ok(Json(json!({
        "tilejson": "3.0.0",
        "name": name,
        "description": layer.description(),
        "attribution": attribution,
        "tiles": [format!("{base}/api/v1/sea/tiles/{name}/{{z}}/{{x}}/{{y}}.mvt{version}")],
        "minzoom": 0,
        "maxzoom": deepest,
        "bounds": bounds.map(|edge| edge.clamp(-180.0, 180.0)),
        "vector_layers": [{ "id": name, "description": layer.description(), "fields": fields }],
    })))
}

/// A vector tile
///
/// Mapbox Vector Tile 2.1, extent 4096, in the web's Mercator projection with columns from the west and
/// rows from the north; docs/sea.md lists layers and properties. 204 where there is nothing. Following
/// the tiles is one entry of the log every ten minutes, the same as following the picture. Nothing may
/// be kept in a cache but the coast.
#[utoipa::path(get, path = "/sea/tiles/{layer}/{z}/{x}/{y}", tag = "sea", operation_id = "sea_tile",
    params(
        ("layer" = String, Path, description = "vessels, density, coverage, zones or coast", example = "vessels"),
        ("z" = u32, Path, description = "zoom, 0 to 22", example = 7),
        ("x" = u32, Path, description = "column, 0 to 2^z - 1", example = 64),
        ("y" = String, Path, description = "row, 0 to 2^z - 1, and `.mvt`", example = "42.mvt"),
        Which,
    ),
    responses(
        (status = 200, description = "a tile", content_type = "application/vnd.mapbox-vector-tile"),
        (status = 204, description = "there is nothing in it"),
        (status = 304, description = "a tile of the coast that the client has")))]
async fn tile(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Segments((layer, z, x, y)): Segments<(String, u32, u32, String)>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let layer: TileLayer = layer.parse()?;
    let row = y.strip_suffix(".mvt").and_then(|row| row.parse().ok());
    let row = row.ok_or_else(|| Problem::bad("the row is a number and .mvt, such as 42.mvt"))?;
    let tile = Tile::new(z, x, row).map_err(|error| Problem::bad(error.to_string()))?;
    if layer == TileLayer::Coast {
        return coast(app, caller, headers, (tile, which.v)).await;
    }
    let bytes = app
        .run(move |node| {
            let (view, now) = (node.view(&caller)?, node.now());
            let bytes = drawn(node, &node.sea.look(&view, now), layer, (&tile, &which))?;
            note(node, &caller, now)?;
            Ok(bytes)
        })
        .await?;
    if bytes.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], bytes).into_response())
}

/// The bytes of a tile of what a View holds.
fn drawn(
    node: &Node,
    look: &Look<'_>,
    layer: TileLayer,
    (tile, which): (&Tile, &Which),
) -> Result<Vec<u8>, Problem> {
    Ok(match layer {
        TileLayer::Vessels => look.vessel_tile(tile),
        TileLayer::Coverage => look.coverage_tile(tile),
        TileLayer::Zones => look.zone_tile(&node.sea.desk().places(), tile),
        TileLayer::Density => look.density_tile(tile, between(which, look.clock())?)?,
        TileLayer::Coast => Vec::new(),
    })
}

fn between(which: &Which, now: i64) -> Result<(i64, i64), Problem> {
    let millis = |text: &Option<String>| -> Result<Option<i64>, Problem> {
        Ok(text.as_deref().map(str::parse::<Instant>).transpose()?.map(Instant::millis))
    };
    let to = millis(&which.to)?.unwrap_or(now);
    let from = millis(&which.from)?.unwrap_or(to.saturating_sub(DAY));
    if from > to || to.saturating_sub(from) > LONGEST {
        return Err(Problem::bad("give from before to, 31 days apart at most"));
    }
    Ok((from, to))
}

/// A tile of the coast: the same for all, and kept by clients.
async fn coast(
    app: App,
    caller: Caller,
    headers: HeaderMap,
    (tile, version): (Tile, Option<String>),
) -> Result<Response, Problem> {
    let found = app
        .run(move |node| {
            let absent = || Problem::absent("no finer coast was put: the map draws Natural Earth");
            let coast = node.sea.desk().coast().ok_or_else(absent)?;
            let bytes = coast.tile(&tile)?;
            note(node, &caller, node.now())?;
            Ok((bytes, short(&coast.head().version).to_owned()))
        })
        .await?;
    let (bytes, kept) = found;
    let tag = format!("\"{kept}\"");
    let policy = if version.as_deref() == Some(kept.as_str()) {
        "private, max-age=31536000, immutable"
    } else {
        "private, no-cache"
    };
    let caching = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, policy.to_owned())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let Some(bytes) = bytes else {
        return Ok((StatusCode::NO_CONTENT, caching).into_response());
    };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let kind = [(header::CONTENT_TYPE, CONTENT_TYPE), (header::VARY, "accept-encoding")];
    if accepts.is_some_and(|accepts| accepts.contains("gzip")) {
        return Ok((caching, kind, [(header::CONTENT_ENCODING, "gzip")], bytes).into_response());
    }
    Ok((caching, kind, crossbearing_sea::unzipped(&bytes)).into_response())
}

/// Following tiles and following the picture are one thing for the log.
fn note(node: &Node, caller: &Caller, now: Instant) -> Result<(), Problem> {
    if node.sea.is_new_look(caller, now) {
        node.note(caller, Kind::Consultation, picture_object())?;
    }
    Ok(())
}

/// Enough of a version to tell it from others.
fn short(version: &str) -> &str {
    version.get(..16).unwrap_or(version)
}

/// The address under which the client asks.
fn address(headers: &HeaderMap, behind_tls: bool) -> Result<String, Problem> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_name = |name: &str| {
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-');
        !name.is_empty() && name.chars().all(plain)
    };
    let is_number = name
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| inner.parse::<IpAddr>().is_ok());
    let port = host.strip_prefix(name).unwrap_or_default().trim_start_matches(':');
    if !(is_name(name) || is_number) || !port.chars().all(|one| one.is_ascii_digit()) {
        return Err(Problem::bad("the header Host names no host"));
    }
    Ok(format!("{}://{host}", if behind_tls { "https" } else { "http" }))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Which, address, between};

    #[test]
    fn addresses_are_those_of_hosts() {
        let of = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            address(&headers, true).ok()
        };
        assert_eq!(of("node.example:8440").as_deref(), Some("https://node.example:8440"));
        assert_eq!(of("[::1]:8440").as_deref(), Some("https://[::1]:8440"));
        assert_eq!(of("node.example").as_deref(), Some("https://node.example"));
        for bad in ["", "a b", "a/b", "a\"b", "[::g]:1", "a:b"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_density_is_of_a_day_unless_asked_otherwise() {
        let which = |from: Option<&str>, to: Option<&str>| Which {
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            v: None,
        };
        let now = 1_780_000_000_000;
        assert_eq!(between(&which(None, None), now).unwrap(), (now - 86_400_000, now));
        assert!(
            between(&which(Some("2026-01-01T00:00:00Z"), Some("2026-03-01T00:00:00Z")), now)
                .is_err()
        );
        assert!(between(&which(Some("yesterday"), None), now).is_err());
    }
}
