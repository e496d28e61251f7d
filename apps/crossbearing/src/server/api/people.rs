//! The people of the node: for administrators.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_access::Role;
use crossbearing_model::{Classification, PrincipalId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{Purpose, shown_purpose};
use crate::accounts::{self, Password, Scope};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(people, add_person))
        .routes(routes!(close_person))
        .routes(routes!(set_password))
        .routes(routes!(grant_purpose))
        .routes(routes!(put_purpose))
}

/// Somebody who logs in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    /// The user name.
    user: String,
    /// The person's name.
    name: String,
    /// The agency's short name.
    agency: String,
    /// The roles, the main one first.
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// Cleared up to here.
    #[schema(value_type = String, example = "official-sensitive")]
    clearance: Classification,
    /// The purposes that the person may state.
    purposes: Vec<Purpose>,
    /// Whether the account is closed.
    closed: bool,
}

/// Somebody new.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPerson {
    /// The user name.
    #[schema(value_type = String, example = "ines")]
    user: PrincipalId,
    /// The person's name.
    #[schema(example = "Ines Varkonel")]
    name: String,
    /// The agency's short name.
    #[schema(example = "north")]
    agency: String,
    /// The roles, the main one first.
    #[schema(value_type = Vec<String>, example = json!(["analyst"]))]
    roles: Vec<Role>,
    /// Cleared up to here.
    #[serde(default)]
    #[schema(value_type = String, example = "official-sensitive")]
    clearance: Classification,
    /// The first password, of at least 12 characters.
    #[schema(format = Password)]
    password: String,
    /// The purposes that the person may state.
    #[serde(default)]
    purposes: Vec<String>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    /// At least 12 characters.
    #[schema(format = Password)]
    password: String,
}

/// A purpose with its dates.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewPurpose {
    /// What it is.
    #[schema(example = "Operation Lantern")]
    title: String,
    /// From when it may be stated.
    #[schema(example = "2026-01-01T00:00:00Z")]
    valid_from: String,
    /// Until when.
    #[schema(example = "2027-01-01T00:00:00Z")]
    valid_until: String,
}

/// Everybody with an account
#[utoipa::path(get, path = "/people", tag = "node", operation_id = "people",
    responses((status = 200, body = Vec<Person>)))]
async fn people(State(app): State<App>, caller: Caller) -> Answer<Vec<Person>> {
    may_administer(&caller)?;
    app.run(|node| {
        let people = node.accounts.people()?.into_iter();
        Ok(Json(people.map(|person| shown(node, person)).collect::<Result<_, _>>()?))
    })
    .await
}

/// Add a person
#[utoipa::path(post, path = "/people", tag = "node", operation_id = "add_person",
    request_body = NewPerson, responses((status = 201, body = Person)))]
async fn add_person(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewPerson>,
) -> Result<(StatusCode, Json<Person>), Problem> {
    may_administer(&caller)?;
    app.run(move |node| {
        let person = accounts::Person {
            id: new.user,
            name: new.name,
            agency: new.agency.parse()?,
            roles: new.roles,
            clearance: new.clearance,
            note: None,
            closed: false,
        };
        node.accounts.add_person(&person, &Password::chosen(new.password)?)?;
        for purpose in new.purposes {
            node.accounts.grant(&person.id, &purpose.parse()?)?;
        }
        Ok((StatusCode::CREATED, Json(shown(node, person)?)))
    })
    .await
}

/// Close an account
///
/// Its sessions end; its name stays in the log.
#[utoipa::path(delete, path = "/people/{user}", tag = "node", operation_id = "close_person",
    params(("user" = String, Path, example = "ines")),
    responses((status = 204, description = "closed")))]
async fn close_person(
    State(app): State<App>,
    caller: Caller,
    Segments(user): Segments<PrincipalId>,
) -> Result<StatusCode, Problem> {
    may_administer(&caller)?;
    app.run(move |node| {
        node.accounts.close(&user)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Set a password
///
/// One's own, or anybody's as an administrator. All sessions of the person end.
#[utoipa::path(put, path = "/people/{user}/password", tag = "node", operation_id = "set_password",
    params(("user" = String, Path, example = "ines")),
    request_body = NewPassword, responses((status = 204, description = "set")))]
async fn set_password(
    State(app): State<App>,
    caller: Caller,
    Segments(user): Segments<PrincipalId>,
    Body(new): Body<NewPassword>,
) -> Result<StatusCode, Problem> {
    caller.must_have(Scope::Administer)?;
    if user != caller.session.viewer.principal {
        may_administer(&caller)?;
    }
    app.run(move |node| {
        node.accounts.set_password(&user, &Password::chosen(new.password)?)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Let a person state a purpose
#[utoipa::path(put, path = "/people/{user}/purposes/{purpose}", tag = "node",
    operation_id = "grant_purpose",
    params(("user" = String, Path, example = "ines"),
        ("purpose" = String, Path, example = "op-lantern")),
    responses((status = 204, description = "granted")))]
async fn grant_purpose(
    State(app): State<App>,
    caller: Caller,
    Segments((user, purpose)): Segments<(PrincipalId, crossbearing_model::PurposeId)>,
) -> Result<StatusCode, Problem> {
    may_administer(&caller)?;
    app.run(move |node| {
        node.accounts.grant(&user, &purpose)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Add a purpose, or change its dates
#[utoipa::path(put, path = "/purposes/{id}", tag = "node", operation_id = "put_purpose",
    params(("id" = String, Path, example = "op-lantern")),
    request_body = NewPurpose, responses((status = 200, body = Purpose)))]
async fn put_purpose(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<crossbearing_model::PurposeId>,
    Body(new): Body<NewPurpose>,
) -> Answer<Purpose> {
    may_administer(&caller)?;
    let purpose = accounts::Purpose {
        id,
        title: new.title,
        valid_from: new.valid_from.parse()?,
        valid_until: new.valid_until.parse()?,
    };
    let now = app.now();
    app.run(move |node| {
        node.accounts.put_purpose(&purpose)?;
        Ok(Json(shown_purpose(&purpose, now)))
    })
    .await
}

fn may_administer(caller: &Caller) -> Result<(), Problem> {
    caller.must_be(&[Role::Administrator])?;
    caller.must_have(Scope::Administer)
}

fn shown(node: &Node, person: accounts::Person) -> Result<Person, Problem> {
    let purposes = node.accounts.purposes_of(&person.id)?;
    Ok(Person {
        user: person.id.to_string(),
        name: person.name,
        agency: person.agency.to_string(),
        roles: person.roles,
        clearance: person.clearance,
        purposes: purposes.iter().map(|purpose| shown_purpose(purpose, node.now())).collect(),
        closed: person.closed,
    })
}
