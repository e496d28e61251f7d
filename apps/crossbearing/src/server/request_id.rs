//! A name for every request, in its answer and in the server's log.

use std::fmt;

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use crate::secret::random;

/// The name of a request: 16 hexadecimal digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId(u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Gives the request its name, and writes one line about it to the server's log: the address
/// without its query, so that nobody's question is written there.
pub(crate) async fn name(mut request: Request, next: Next) -> Response {
    let id = RequestId(random().map(u64::from_le_bytes).unwrap_or_default());
    request.extensions_mut().insert(id);
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", %id, method = %request.method(), route);
    let started = tokio::time::Instant::now();
    async {
        let mut response = next.run(request).await;
        let millis = started.elapsed().as_millis() as u64;
        tracing::info!(status = response.status().as_u16(), millis, "answered");
        if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
            response.headers_mut().insert("x-request-id", value);
        }
        response
    }
    .instrument(span)
    .await
}
