//! Who asks: whoever carries an API token, as `Bearer`, as `Token`, or as the password of `Basic`,
//! for clients that know no other way; or a partner's node, on the listener for partners, by the
//! certificate that it has shown.

use std::collections::HashSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use base64ct::{Base64, Encoding as _};
use crossbearing_model::StatementId;

use super::answer::Refusal;
use crate::accounts::Scope;
use crate::server::caller::{Caller, Carried};
use crate::server::exchange::ShownPartner;
use crate::server::problem::Problem;
use crate::server::state::App;

/// Whoever asks, checked for this request.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) caller: Caller,
    /// What was called back, for a partner: it is given to none.
    pub(super) recalled: HashSet<StatementId>,
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
        if let Some(ShownPartner(partner)) = parts.extensions.get::<ShownPartner>().cloned() {
            let (caller, recalled) = app.run(move |node| node.as_partner(&partner)).await?;
            let who = caller.session.viewer.principal.as_str();
            app.requests.take(who, app.now()).map_err(Problem::too_many)?;
            return Ok(Self { caller, recalled });
        }
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
            Carried::Token { .. } => Ok(Self { caller, recalled: HashSet::new() }),
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
