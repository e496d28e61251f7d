//! The API, version 1: every endpoint is registered here once, with its name, documentation and
//! example, from which the router and docs/openapi.json are made.
#![expect(unused_qualifications, reason = "the macro that describes endpoints writes full paths")]

mod entities;
mod events;
mod evidence;
mod exports;
mod identity;
mod imports;
mod log;
mod neighbours;
pub(crate) mod network;
mod ontology;
pub(crate) mod paper;
pub(crate) mod partners;
mod people;
mod photos;
mod places;
mod reports;
mod safeguarding;
mod sea;
mod search;
mod session;
mod shapes;
mod show;
mod statements;
mod surroundings;
mod timeline;
mod tokens;

use axum::Router;
use crossbearing_access::Role;
use crossbearing_ledger::AsOf;
use crossbearing_model::PropertyKind;
use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, SecurityRequirement};
use utoipa::{OpenApi as _, PartialSchema as _, ToSchema as _};
use utoipa_axum::router::OpenApiRouter;

pub(crate) use exports::must_be_asked;
pub(crate) use identity::GRADE as JUDGEMENT_GRADE;
pub(crate) use reports::leads::ReadTexts;

use super::caller::Caller;
use super::problem::Problem;
use super::state::App;
use crate::accounts::Scope;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Crossbearing",
        description = "The API of one node. Times are RFC 3339 in UTC. Everything is answered \
            through the View of whoever asks: what that person may not see does not exist for any \
            answer. Everything asked is written to the transparency log before it is answered. \
            Errors are problem details (RFC 9457); `instance` is the code to quote.",
    ),
    tags(
        (name = "session", description = "Logging in for a stated purpose"),
        (name = "search", description = "Finding persons and things"),
        (name = "entities", description = "What is known of a person or thing"),
        (name = "identity", description = "Who is who: proposals, judgements, clusters, watches"),
        (name = "network", description = "Who works with whom, and what breaks it"),
        (name = "reports", description = "Reports, what is proposed from them, what people decide"),
        (name = "statements", description = "Correcting, retracting, reviewing, disposing"),
        (name = "safeguarding", description = "Protected people: the register, opening pseudonyms"),
        (name = "log", description = "The transparency log"),
        (name = "exchange", description = "Bringing files in; partners, recalls, requests, blind \
            matching"),
        (name = "sea", description = "Feeds, the live picture, alerts with evidence"),
        (name = "photos", description = "Photos of vessels and things"),
        (name = "node", description = "The node, its words and its people"),
    )
)]
struct Description;

/// The routes, without state, and their description.
pub(crate) fn split() -> (Router<App>, OpenApi) {
    let endpoints = OpenApiRouter::new()
        .merge(session::routes())
        .merge(search::routes())
        .merge(entities::routes())
        .merge(timeline::routes())
        .merge(places::routes())
        .merge(neighbours::routes())
        .merge(identity::routes())
        .merge(network::routes())
        .merge(reports::routes())
        .merge(statements::routes())
        .merge(safeguarding::routes())
        .merge(log::routes())
        .merge(imports::routes())
        .merge(partners::routes())
        .merge(sea::routes())
        .merge(photos::routes())
        .merge(ontology::routes())
        .merge(events::routes())
        .merge(exports::routes())
        .merge(tokens::routes())
        .merge(people::routes());
    let versioned = OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", endpoints);
    let (router, mut description) = versioned.split_for_parts();
    complete(&mut description);
    (router, description)
}

/// Adds what all endpoints share: how to log in, and the form of errors.
fn complete(description: &mut OpenApi) {
    description.info.license = None;
    let components = description.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    let cookie = ApiKey::Cookie(ApiKeyValue::new("crossbearing_session"));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    for item in description.paths.paths.values_mut() {
        for operation in
            [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
        {
            complete_operation(operation);
        }
    }
}

fn complete_operation(operation: &mut Operation) {
    operation.security.get_or_insert_with(|| {
        let none: [&str; 0] = [];
        ["session", "token"].map(|scheme| SecurityRequirement::new(scheme, none)).into()
    });
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let mut problem = Response::new("Why there is no answer");
    problem.content.insert("application/problem+json".to_owned(), RefOr::T(content));
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
}

/// Refuses those who look and never record, and tokens that may not.
pub(crate) fn may_record(caller: &Caller) -> Result<(), Problem> {
    let recording: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| !matches!(role, Role::Oversight | Role::Administrator))
        .collect();
    if !recording.iter().any(|role| caller.session.viewer.is(*role)) {
        let detail = "oversight and administration look after the node and record nothing in it";
        return Err(Problem::forbidden(detail));
    }
    caller.must_have(Scope::Write)
}

/// As of when to answer.
fn as_of(text: Option<&str>) -> Result<AsOf, Problem> {
    match text {
        None | Some("") => Ok(AsOf::Now),
        Some(text) => Ok(AsOf::At(text.parse()?)),
    }
}

/// A kind of value as the API writes it.
fn kind_word(kind: PropertyKind) -> String {
    word(kind)
}

/// A value whose written form is one word.
fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    /// The checked-in description is the one that the endpoints give. Set BLESS=1 to rewrite it.
    #[test]
    fn the_description_is_checked_in() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let made = crate::server::description().unwrap();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(made == kept, "docs/openapi.json is out of date: run this test with BLESS=1");
    }

    #[test]
    fn every_endpoint_has_a_name_and_says_what_it_does() {
        let (_, description) = super::split();
        let mut names = std::collections::BTreeSet::new();
        for (path, item) in &description.paths.paths {
            let operations = [&item.get, &item.post, &item.put, &item.delete];
            for operation in operations.into_iter().flatten() {
                let name = operation.operation_id.as_deref().unwrap_or_default();
                assert!(!name.is_empty() && names.insert(name), "{path}: {name}");
                assert!(operation.summary.is_some(), "{path}");
                assert!(operation.tags.as_ref().is_some_and(|tags| tags.len() == 1), "{path}");
            }
        }
    }
}
