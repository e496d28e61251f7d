//! Answers and refusals in the form of TAXII 2.1.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::server::problem::{OwnForm, Problem};

/// The media type of every answer.
pub(super) const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";
/// The media type of an object.
pub(super) const STIX: &str = "application/stix+json;version=2.1";

/// An answer.
#[derive(Debug)]
pub(super) struct Told {
    status: StatusCode,
    body: String,
    /// When the first and the last object of the answer were added.
    added: Option<(String, String)>,
}

impl Told {
    pub(super) fn ok(body: impl Into<String>) -> Self {
        Self { status: StatusCode::OK, body: body.into(), added: None }
    }

    pub(super) fn accepted(body: impl Into<String>) -> Self {
        Self { status: StatusCode::ACCEPTED, ..Self::ok(body) }
    }

    pub(super) fn added(self, added: Option<(String, String)>) -> Self {
        Self { added, ..self }
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let form = HeaderValue::from_static(MEDIA_TYPE);
        response.headers_mut().insert(header::CONTENT_TYPE, form);
        if let Some((first, last)) = self.added {
            for (name, time) in
                [("x-taxii-date-added-first", first), ("x-taxii-date-added-last", last)]
            {
                if let Ok(time) = HeaderValue::from_str(&time) {
                    response.headers_mut().insert(name, time);
                }
            }
        }
        response
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    title: &'static str,
    detail: String,
    retry_after: Option<u64>,
}

impl Refusal {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, title, detail: detail.into(), retry_after: None }
    }

    /// What was sent is not in order.
    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "The request is not in order", detail)
    }

    /// What was sent is in order and cannot be taken.
    pub(super) fn unprocessable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The request was not taken", detail)
    }

    pub(super) fn absent(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here that you may see", detail)
    }

    pub(super) fn not_acceptable() -> Self {
        let detail = format!("this server answers in {MEDIA_TYPE} only: accept it");
        Self::new(StatusCode::NOT_ACCEPTABLE, "The answer would be in no form you accept", detail)
    }

    pub(super) fn wrong_form() -> Self {
        let detail = format!("send {MEDIA_TYPE}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The form is not read here", detail)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let detail = format!("send at most {limit} bytes in one request");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large", detail)
    }

    pub(super) fn too_slow() -> Self {
        let detail = "the request took too long: send fewer objects at a time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "The request was too slow", detail)
    }

    pub(super) fn wrong_method() -> Self {
        let detail = "this address has other methods";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "The method is not allowed", detail)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let (status, title, detail, retry_after) = problem.into_parts();
        Self { status, title, detail, retry_after }
    }
}

impl From<crossbearing_ledger::Error> for Refusal {
    fn from(error: crossbearing_ledger::Error) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "title": self.title,
            "description": self.detail,
            "http_status": self.status.as_u16().to_string(),
        });
        let mut response = (self.status, body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if self.status == StatusCode::UNAUTHORIZED {
            let asks = HeaderValue::from_static("Basic realm=\"TAXII\", Bearer realm=\"TAXII\"");
            headers.insert(header::WWW_AUTHENTICATE, asks);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(OwnForm);
        response
    }
}
