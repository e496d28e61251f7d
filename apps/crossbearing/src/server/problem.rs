//! Errors as the client sees them: problem details (RFC 9457) with a code to quote.

use axum::Json;
use axum::extract::Request;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::request_id::RequestId;
use crate::full_disk;

/// Why a request was not answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "about:blank",
    "title": "There is nothing here that you may see",
    "status": 404,
    "detail": "no entity has this id",
    "instance": "3f9c2a7e41d05b68",
}))]
pub(crate) struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind of problem, in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong here, and what to do.
    detail: String,
    /// The code to quote when asking for help: the request's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// What was sent is not in order.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The request was refused", detail)
    }

    /// Nobody is logged in, or the login was refused.
    pub(crate) fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "You are not logged in", detail)
    }

    /// Somebody is, and may not do this.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Your role does not allow this", detail)
    }

    /// There is nothing, or nothing that the View holds: the two are one answer.
    pub(crate) fn absent(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here that you may see", detail)
    }

    /// It was changed meanwhile, or is there already.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "It does not fit what is there", detail)
    }

    /// It is larger than is read.
    pub(crate) fn too_large() -> Self {
        let detail = "send it in parts, or bring it in at the command line";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large", detail)
    }

    /// Too many requests; the next one is welcome after `seconds`.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let detail = format!("wait {seconds} s, then try again");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", detail);
        Self { retry_after: Some(seconds), ..problem }
    }

    /// The server is busy or going down.
    pub(crate) fn unavailable(detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "The server is busy", detail);
        Self { retry_after: Some(1), ..problem }
    }

    /// Nothing can be written, and so nothing is answered: what is read is logged first.
    fn no_room(detail: impl Into<String>) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self { retry_after: Some(60), ..Self::new(status, "The server's disk is full", detail) }
    }

    /// The server's own fault: the cause goes to the server's log, not to the client.
    pub(crate) fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = cause.to_string();
        let mut next = cause.source();
        while let Some(source) = next {
            causes = format!("{causes}: {source}");
            next = source.source();
        }
        tracing::error!(cause = causes, "request failed");
        if full_disk::is_behind(cause) {
            return Self::no_room(full_disk::ADVICE);
        }
        let detail = "the server's log says why under the code of this answer";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The server failed", detail)
    }

    /// Its status, title, detail, and the seconds to wait, for answers in another form.
    pub(crate) fn into_parts(self) -> (StatusCode, &'static str, String, Option<u64>) {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, self.title, self.detail, self.retry_after)
    }

    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: detail.into(),
            instance: None,
            retry_after: None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<crossbearing_ledger::Error> for Problem {
    fn from(error: crossbearing_ledger::Error) -> Self {
        use crossbearing_ledger::Error;
        match &error {
            Error::NoSuchStatement { .. } => Self::absent(error.to_string()),
            Error::NotOriginator { .. } => Self::forbidden(error.to_string()),
            Error::UnknownTerm { .. } | Error::TooLong { .. } | Error::NoSuchVerdict { .. } => {
                Self::bad(error.to_string())
            }
            Error::LabelDiffers { .. }
            | Error::AlreadySuperseded { .. }
            | Error::NeedsSecondPerson { .. }
            | Error::NotProtected { .. } => Self::conflict(error.to_string()),
            Error::StillRead => Self::unavailable(error.to_string()),
            Error::DiskFull => Self::no_room(error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

impl From<crossbearing_identity::Error> for Problem {
    fn from(error: crossbearing_identity::Error) -> Self {
        use crossbearing_identity::Error;
        match error {
            Error::Ledger(source) => source.into(),
            Error::NoSuchRecord(_) | Error::NoSuchJudgement(_) => Self::absent(error.to_string()),
            Error::Pseudonym(_) | Error::NotTheirs { .. } => Self::forbidden(error.to_string()),
            Error::NoLongerStands(_) => Self::conflict(error.to_string()),
            _ => Self::bad(error.to_string()),
        }
    }
}

impl From<crate::safeguarding::Error> for Problem {
    fn from(error: crate::safeguarding::Error) -> Self {
        use crate::safeguarding::Error;
        match error {
            Error::Absent { what } => Self::absent(what),
            Error::NotYours(why) => Self::forbidden(why),
            Error::Bad(why) => Self::bad(why),
            Error::Conflict(why) => Self::conflict(why),
            Error::Accounts(error) => error.into(),
            Error::Ledger(error) => error.into(),
            Error::Model(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<crossbearing_log::Error> for Problem {
    fn from(error: crossbearing_log::Error) -> Self {
        use crossbearing_log::Error;
        match error {
            Error::NoSuchLeaf { .. } | Error::NoSuchSize { .. } => Self::absent(error.to_string()),
            Error::Leaf { .. } => Self::bad(error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

/// A value in a request that the model does not know.
impl From<crossbearing_model::Error> for Problem {
    fn from(error: crossbearing_model::Error) -> Self {
        Self::bad(error.to_string())
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            _ => Self::bad(rejection.body_text()),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::bad(rejection.body_text())
    }
}

/// Marks an error answer that is written already, in the form of its own protocol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnForm;

/// Writes the body of every error answer, with the request's id in it.
pub(crate) async fn write_out(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<OwnForm>().is_some() {
        return response;
    }
    let given = response.extensions_mut().remove::<Problem>();
    let problem = Problem { instance: id, ..given.unwrap_or_else(|| by_status(status)) };
    let retry_after = problem.retry_after;
    let mut written = (status, Json(problem)).into_response();
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            written.headers_mut().append(name, value.clone());
        }
    }
    let form = HeaderValue::from_static("application/problem+json");
    written.headers_mut().insert(header::CONTENT_TYPE, form);
    if let Some(seconds) = retry_after {
        written.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    written
}

fn by_status(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::absent("no such address"),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::new(status, "The request was refused", "this address has other methods")
        }
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ if status.is_server_error() => Problem::new(status, "The server failed", ""),
        _ => Problem::new(status, "The request was refused", ""),
    }
}
