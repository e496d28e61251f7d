//! API tokens: what one lets a program do in one's name.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{self, Scope};
use crate::server::caller::{Caller, Carried};
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(tokens, make_token)).routes(routes!(withdraw_token))
}

/// A token, without its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Token {
    /// Its number.
    id: i64,
    /// What it is for.
    name: String,
    /// What it may be used for.
    scopes: Vec<Scope>,
    /// In whose name it looks.
    purpose: String,
    /// When it was made.
    made: String,
    /// When it ends.
    expires: String,
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct TokenRequest {
    /// What it is for.
    #[schema(example = "nightly import")]
    name: String,
    /// What it may be used for; one's roles limit it further.
    scopes: Vec<Scope>,
    /// In whose name it looks: one of one's purposes.
    #[schema(example = "op-lantern")]
    purpose: String,
    /// Why; written to the transparency log with everything it does.
    justification: String,
    /// When it ends, within a year.
    #[schema(example = "2027-01-01T00:00:00Z")]
    expires: String,
}

/// A new token with its text, which is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeToken {
    /// What it is.
    #[serde(flatten)]
    token: Token,
    /// Its text: send it as `Authorization: Bearer TEXT`.
    #[schema(example = "cbt_...")]
    text: String,
}

/// One's tokens
#[utoipa::path(get, path = "/tokens", tag = "node", operation_id = "tokens",
    responses((status = 200, body = Vec<Token>)))]
async fn tokens(State(app): State<App>, caller: Caller) -> Answer<Vec<Token>> {
    app.run(move |node| {
        let tokens = node.accounts.tokens(&caller.session.viewer.principal)?;
        Ok(Json(tokens.into_iter().map(shown).collect()))
    })
    .await
}

/// Make a token
///
/// Only from a session: a token cannot make tokens.
#[utoipa::path(post, path = "/tokens", tag = "node", operation_id = "make_token",
    request_body = TokenRequest, responses((status = 201, body = MadeToken)))]
async fn make_token(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<TokenRequest>,
) -> Result<(StatusCode, Json<MadeToken>), Problem> {
    by_session(&caller)?;
    let new = accounts::NewToken {
        name: request.name,
        scopes: request.scopes,
        purpose: request.purpose.parse()?,
        justification: request.justification,
        expires: request.expires.parse()?,
    };
    let now = app.now();
    app.run(move |node| {
        let owner = &caller.session.viewer.principal;
        let (text, token) = node.accounts.make_token(owner, new, now)?;
        Ok((StatusCode::CREATED, Json(MadeToken { token: shown(token), text })))
    })
    .await
}

/// Withdraw a token
#[utoipa::path(delete, path = "/tokens/{id}", tag = "node", operation_id = "withdraw_token",
    params(("id" = i64, Path)), responses((status = 204, description = "withdrawn")))]
async fn withdraw_token(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<i64>,
) -> Result<StatusCode, Problem> {
    by_session(&caller)?;
    app.run(move |node| {
        node.accounts.withdraw_token(&caller.session.viewer.principal, id)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn by_session(caller: &Caller) -> Result<(), Problem> {
    match caller.carried {
        Carried::Cookie(_) => Ok(()),
        Carried::Token { .. } => Err(Problem::forbidden("a token cannot make or withdraw tokens")),
    }
}

fn shown(token: accounts::Token) -> Token {
    Token {
        id: token.id,
        name: token.name,
        scopes: token.scopes,
        purpose: token.purpose.to_string(),
        made: token.made.to_string(),
        expires: token.expires.to_string(),
    }
}
