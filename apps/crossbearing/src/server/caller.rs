//! Who asks: a session in a cookie, or an API token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use crossbearing_access::Role;
use crossbearing_model::Instant;

use super::problem::Problem;
use super::state::{App, Node, Settings};
use crate::accounts::{Accounts, Error, Scope, Session};
use crate::secret::{Digest, Secret};

/// The name of the session's cookie.
const COOKIE: &str = "crossbearing_session";
/// The header that a page of another site cannot send: without it nothing is changed.
const WRITE_HEADER: &str = "x-crossbearing";

/// Somebody who is logged in, checked for this request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The session, or the token's standing in for one.
    pub(crate) session: Session,
    /// What proves it.
    pub(crate) carried: Carried,
}

/// What a client carries to show who it is.
#[derive(Debug, Clone)]
pub(crate) enum Carried {
    /// A session's secret, in a cookie.
    Cookie(Digest),
    /// An API token.
    Token {
        /// Its hash.
        digest: Digest,
        /// What it may be used for.
        scopes: Vec<Scope>,
    },
}

impl Caller {
    fn let_in(digest: Digest, session: Session, scopes: Option<Vec<Scope>>) -> Self {
        let carried = match scopes {
            Some(scopes) => Carried::Token { digest, scopes },
            None => Carried::Cookie(digest),
        };
        Self { session, carried }
    }

    /// Refuses those who have none of `roles`.
    pub(crate) fn must_be(&self, roles: &[Role]) -> Result<(), Problem> {
        if roles.iter().any(|role| self.session.viewer.is(*role)) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Err(Problem::forbidden(format!("this is for the role {}", names.join(" or "))))
    }

    /// Refuses tokens without `scope`. A session may do all that its person may do.
    pub(crate) fn must_have(&self, scope: Scope) -> Result<(), Problem> {
        match &self.carried {
            Carried::Token { scopes, .. } if !scopes.contains(&scope) => {
                let needed = serde_json::to_string(&scope).unwrap_or_default();
                Err(Problem::forbidden(format!("this token lacks the scope {needed}")))
            }
            _ => Ok(()),
        }
    }
}

impl Caller {
    /// Fails if the session has ended or the token was withdrawn since the request began.
    pub(crate) fn still_holds(&self, accounts: &Accounts, now: Instant) -> Result<(), Problem> {
        match &self.carried {
            Carried::Cookie(digest) => accounts.session(*digest, now).map(drop)?,
            Carried::Token { digest, .. } => accounts.token_session(*digest, now).map(drop)?,
        }
        Ok(())
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let now = app.now();
        let token = bearer(&parts.headers).map(Digest::of);
        let digest = match token {
            Some(digest) => digest,
            None => session_cookie(&parts.headers)
                .ok_or_else(|| Problem::unauthenticated("log in, or send an API token"))?,
        };
        if token.is_none() {
            check_origin(parts)?;
        }
        let known = app.accounts.recall(&digest, now);
        let caller = match known.filter(|known| known.scopes.is_some() == token.is_some()) {
            Some(known) => Self::let_in(digest, known.session, known.scopes),
            None if token.is_some() => {
                let look = move |node: &Node| Ok(node.accounts.token_session(digest, now)?);
                let (session, scopes) = app.run(look).await?;
                Self::let_in(digest, session, Some(scopes))
            }
            None => {
                let look = move |node: &Node| Ok(node.accounts.session(digest, now)?);
                Self::let_in(digest, app.run(look).await?, None)
            }
        };
        let who = caller.session.viewer.principal.as_str();
        app.requests.take(who, now).map_err(Problem::too_many)?;
        Ok(caller)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::WrongPassword
            | Error::NoSession
            | Error::NoToken
            | Error::Closed
            | Error::NotYourPurpose(_)
            | Error::PurposeNotInForce { .. } => Self::unauthenticated(error.to_string()),
            Error::NoJustification | Error::Invalid(_) => Self::bad(error.to_string()),
            Error::Unknown { .. } => Self::absent(error.to_string()),
            Error::Taken(_) => Self::conflict(error.to_string()),
            _ => Self::internal(&error),
        }
    }
}

/// The header that gives a client its session.
pub(crate) fn with_session_cookie(secret: &Secret, settings: &Settings) -> Option<HeaderValue> {
    let secure = if settings.behind_tls { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={}; HttpOnly; SameSite=Strict; Path=/{secure}", secret.reveal());
    let mut value = HeaderValue::from_str(&cookie).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The header that takes a client's session away.
pub(crate) fn without_session_cookie() -> String {
    format!("{COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0")
}

/// The session that a client carries.
pub(crate) fn session_cookie(headers: &HeaderMap) -> Option<Digest> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    });
    pairs.next().map(Digest::of)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Refuses what another site's page could have sent with our cookie.
pub(crate) fn check_origin(parts: &Parts) -> Result<(), Problem> {
    let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let from_elsewhere = parts
        .headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none");
    if !safe && (from_elsewhere || !parts.headers.contains_key(WRITE_HEADER)) {
        let detail = "send the header X-Crossbearing: 1 with requests that change something";
        return Err(Problem::forbidden(detail));
    }
    Ok(())
}
