//! Who asks: a person's API token, as `Bearer`, as `Token`, or as the password of `Basic`, which is
//! all that many clients of TAXII know.
//!
//! A partner's node that shows a certificate is to be let in here too: everything behind asks only
//! for a [`Caller`].

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use base64ct::{Base64, Encoding as _};

use super::answer::Refusal;
use crate::accounts::Scope;
use crate::server::caller::{Caller, Carried};
use crate::server::problem::Problem;
use crate::server::state::App;

/// Whoever asks, checked for this request.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) caller: Caller,
}

impl Asker {
    pub(super) fn must_have(&self, scope: Scope) -> Result<(), Problem> {
        self.caller.must_have(scope)
    }

    pub(super) fn may_read(&self) -> bool {
        self.must_have(Scope::Read).is_ok()
    }

    pub(super) fn may_write(&self) -> bool {
        crate::server::api::may_record(&self.caller).is_ok()
    }

    /// The reason for the log: the one that was given, and that it was a program.
    pub(super) fn reason(&self, deed: &str) -> String {
        format!("{} (TAXII {deed})", self.caller.session.justification)
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        if let Some(token) = token(parts) {
            let mut bearer = HeaderValue::from_str(&format!("Bearer {token}"))
                .map_err(|_| Problem::unauthenticated("the token is not one of this node"))?;
            bearer.set_sensitive(true);
            parts.headers.insert(header::AUTHORIZATION, bearer);
        } else {
            let detail = "send an API token: as Bearer, as Token, or as the password of Basic";
            return Err(Problem::unauthenticated(detail).into());
        }
        let caller = Caller::from_request_parts(parts, app).await?;
        match caller.carried {
            Carried::Token { .. } => Ok(Self { caller }),
            Carried::Cookie(_) => Err(Problem::unauthenticated("send an API token").into()),
        }
    }
}

/// The token, however it was sent.
fn token(parts: &Parts) -> Option<String> {
    let given = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = given.split_once(' ')?;
    match scheme.to_ascii_lowercase().as_str() {
        "bearer" | "token" => Some(rest.trim().to_owned()),
        "basic" => {
            let decoded = Base64::decode_vec(rest.trim()).ok()?;
            let (_, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
            Some(password.to_owned())
        }
        _ => None,
    }
}
