//! The web application, embedded in the binary.

use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// The files that the build of `ui/` made; none if it has not been built.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Files;

/// What is shown when the program was built without the web application.
const NOT_BUILT: &str = "<!doctype html><html lang=en><meta charset=utf-8>\
    <title>Crossbearing</title><h1>The web application is not in this build</h1>\
    <p>Run <code>cargo xtask ui</code> in the project's folder, then build the program again. \
    The API answers under <code>/api/v1</code>.";

/// Serves a file, or the application's page for every address that is a place in it.
pub(crate) async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (path, found) = match Files::get(path) {
        Some(found) if !path.is_empty() => (path, Some(found)),
        // A missing file is missing; a missing page is a place in the application.
        _ if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        _ => ("index.html", Files::get("index.html")),
    };
    let Some(file) = found else {
        return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response();
    };
    let tag = tag(&file.metadata.sha256_hash());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    // Files under assets/ have a hash of their content in their names.
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kind = file.metadata.mimetype().to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, keep.to_owned()),
        (header::ETAG, tag),
    ];
    (headers, file.data).into_response()
}

fn tag(hash: &[u8; 32]) -> String {
    let start = hash[..8].try_into().map(u64::from_be_bytes).unwrap_or_default();
    format!("\"{start:016x}\"")
}
