//! Logging in and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use crossbearing_access::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{self, Login, Password};
use crate::server::caller::{
    Caller, Carried, check_origin, with_session_cookie, without_session_cookie,
};
use crate::server::extract::Body;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The largest request to log in, in bytes.
const LARGEST_LOGIN: usize = 16 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(log_in, session, log_out))
        // Whoever has not logged in need not send much.
        .layer(DefaultBodyLimit::max(LARGEST_LOGIN))
        .routes(routes!(demo_people))
}

/// What somebody gives to log in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    /// The user name.
    #[schema(example = "ines")]
    user: String,
    /// The password.
    #[schema(format = Password)]
    password: String,
    /// In whose name: the short name of one of one's purposes.
    #[schema(example = "op-lantern")]
    purpose: String,
    /// Why, in a few words; written to the transparency log with everything one does.
    #[schema(example = "follows up report 12")]
    justification: String,
}

/// A purpose that somebody may state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Purpose {
    /// Its short name.
    #[schema(example = "op-lantern")]
    id: String,
    /// What it is.
    #[schema(example = "Operation Lantern")]
    title: String,
    /// From when it may be stated.
    valid_from: String,
    /// Until when.
    valid_until: String,
    /// Whether it may be stated now.
    in_force: bool,
}

/// Somebody logged in, for a purpose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// The user name.
    user: String,
    /// The person's name.
    name: String,
    /// The main role.
    #[schema(value_type = String, example = "analyst")]
    role: Role,
    /// Every role.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// The agency's short name.
    agency: String,
    /// The purpose stated at login.
    purpose: String,
    /// What it is.
    purpose_title: String,
    /// The reason stated at login.
    justification: String,
    /// When the session ends by itself.
    expires_at: String,
    /// Whether this node holds a fictional exercise.
    demo: bool,
}

/// Somebody of the fictional exercise whom one can be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DemoPerson {
    /// The user name.
    user: String,
    /// The person's name.
    name: String,
    /// The main role.
    #[schema(value_type = String, example = "analyst")]
    role: Role,
    /// The agency's short name.
    agency: String,
    /// What this person comes for, in a line.
    note: Option<String>,
    /// The password, which everybody in the exercise shares.
    password: Option<String>,
    /// The purposes that this person may state.
    purposes: Vec<Purpose>,
}

/// Log in
///
/// Begins a session for a stated purpose and sets its cookie. An expired or unknown purpose is
/// refused.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "log_in",
    request_body = Credentials,
    responses((status = 200, body = Session)), security(()))]
async fn log_in(
    State(app): State<App>,
    parts: Parts,
    Body(credentials): Body<Credentials>,
) -> Result<Response, Problem> {
    check_origin(&parts)?;
    let now = app.now();
    app.logins.take(&credentials.user, now).map_err(Problem::too_many)?;
    let Credentials { user, password, purpose, justification } = credentials;
    let password = Password::typed(password);
    let purpose = purpose.parse()?;
    let login = Login { user, password, purpose, justification };
    let node = Arc::clone(&app);
    let checked = app.passwords.run(move || Ok(node.accounts.log_in(&login, now)?));
    let (secret, session) = checked.await?;
    tracing::info!(user = %session.person.id, "logged in");
    let cookie = with_session_cookie(&secret, &app.settings);
    let mut response = Json(shown(&session, app.settings.is_demo())).into_response();
    response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

/// Who is logged in
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "session",
    responses((status = 200, body = Session)))]
async fn session(State(app): State<App>, caller: Caller) -> Answer<Session> {
    Ok(Json(shown(&caller.session, app.settings.is_demo())))
}

/// Log out
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "log_out",
    responses((status = 204, description = "logged out")))]
async fn log_out(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    if let Carried::Cookie(digest) = caller.carried {
        app.run(move |node| Ok(node.accounts.log_out(digest)?)).await?;
    }
    let cookie = [(header::SET_COOKIE, without_session_cookie())];
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}

/// The people of the exercise
///
/// Only on a node that holds a fictional exercise.
#[utoipa::path(get, path = "/demo/people", tag = "session", operation_id = "demo_people",
    responses((status = 200, body = Vec<DemoPerson>)), security(()))]
async fn demo_people(State(app): State<App>) -> Answer<Vec<DemoPerson>> {
    let Some(password) = app.settings.demo_password.clone() else {
        return Err(Problem::absent("this node holds no exercise"));
    };
    let now = app.now();
    app.run(move |node| {
        let people = node.accounts.people()?.into_iter().filter(|person| !person.closed);
        let shown = people.map(|person| {
            let purposes = node.accounts.purposes_of(&person.id)?;
            Ok(DemoPerson {
                role: person.main_role(),
                user: person.id.into(),
                name: person.name,
                agency: person.agency.into(),
                note: person.note,
                password: Some(password.clone()),
                purposes: purposes.iter().map(|purpose| shown_purpose(purpose, now)).collect(),
            })
        });
        Ok(Json(shown.collect::<Result<_, Problem>>()?))
    })
    .await
}

fn shown(session: &accounts::Session, demo: bool) -> Session {
    let person = &session.person;
    Session {
        user: person.id.to_string(),
        name: person.name.clone(),
        role: person.main_role(),
        roles: person.roles.clone(),
        agency: person.agency.to_string(),
        purpose: session.purpose.id.to_string(),
        purpose_title: session.purpose.title.clone(),
        justification: session.justification.clone(),
        expires_at: session.expires_at.to_string(),
        demo,
    }
}

pub(super) fn shown_purpose(
    purpose: &accounts::Purpose,
    now: crossbearing_model::Instant,
) -> Purpose {
    Purpose {
        id: purpose.id.to_string(),
        title: purpose.title.clone(),
        valid_from: purpose.valid_from.to_string(),
        valid_until: purpose.valid_until.to_string(),
        in_force: purpose.check(now).is_ok(),
    }
}
