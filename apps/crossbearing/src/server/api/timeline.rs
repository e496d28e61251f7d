//! The dated events that an entity is part of.

use axum::extract::State;
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_model::{EntityId, Name, PartialDate, PropertyKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entities::{When, consult};
use super::shapes::Grade;
use super::show::{grade, schema_label};
use super::surroundings::surroundings;
use super::word;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(timeline))
}

/// Something with a date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Moment {
    /// When it was, or began: a year, a month, a day or a time.
    from: Option<String>,
    /// When it ended, if it lasted.
    to: Option<String>,
    /// What it is.
    title: String,
    /// The schema of the event, or of the entity itself.
    schema: String,
    /// The event, if it is not the entity itself.
    entity: String,
    /// The statement that says so.
    statement: String,
    /// `fact` or `assessment`.
    basis: String,
    /// How well graded.
    grade: Grade,
}

/// Its dated events
///
/// Everything with a date that the entity is part of, oldest first.
#[utoipa::path(get, path = "/entities/{id}/timeline", tag = "entities", operation_id = "timeline",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Vec<Moment>)))]
async fn timeline(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Answer<Vec<Moment>> {
    consult(&app, caller, id, &when, moments).await
}

fn moments(
    node: &Node,
    view: &View,
    as_of: AsOf,
    record: &EntityRecord,
) -> Result<Vec<Moment>, Problem> {
    let mut moments: Vec<Moment> =
        record.statements.iter().filter_map(|read| own(node, record, read)).collect();
    for beside in surroundings(&node.ledger, view, as_of, record)? {
        moments.extend(of_event(node, &beside));
    }
    // Dates are written from the year down, so their text sorts as they do.
    moments.sort_by(|one, other| (&one.from, &one.title).cmp(&(&other.from, &other.title)));
    Ok(moments)
}

/// What the entity's own statement says of a time: a date, or something that held for a while.
fn own(node: &Node, record: &EntityRecord, read: &Read) -> Option<Moment> {
    let statement = &read.statement;
    if !read.stands() {
        return None;
    }
    let property = node.ledger.ontology().property(&statement.schema, &statement.property)?;
    let end = |date: Option<PartialDate>| date.map(|date| date.to_string());
    if property.kind() == PropertyKind::Date {
        let title = property.label().to_owned();
        return Some(moment(record, read, title, (Some(statement.value.clone()), None)));
    }
    if statement.valid.is_unknown() || property.kind() == PropertyKind::Entity {
        return None;
    }
    let title = format!("{}: {}", property.label(), statement.value);
    Some(moment(record, read, title, (end(statement.valid.from), end(statement.valid.to))))
}

/// Something with a beginning or an end that the entity is tied to.
fn of_event(node: &Node, event: &EntityRecord) -> Option<Moment> {
    let schema = node.ledger.ontology().schema(&event.schema)?;
    let began = first_of(event, schema.begins());
    let ended = first_of(event, schema.ends());
    let read = began.or(ended)?;
    let value = |read: Option<&Read>| read.map(|read| read.statement.value.clone());
    let kind = schema_label(&node.ledger, &event.schema);
    let title = match &event.caption.value {
        caption if *caption == event.id.to_string() => kind,
        caption => format!("{kind}: {caption}"),
    };
    Some(moment(event, read, title, (value(began), value(ended).filter(|_| began != ended))))
}

fn first_of<'r>(record: &'r EntityRecord, properties: &[Name]) -> Option<&'r Read> {
    properties.iter().find_map(|property| {
        let says = |read: &&Read| read.stands() && read.statement.property == *property;
        record.statements.iter().find(says)
    })
}

fn moment(
    record: &EntityRecord,
    read: &Read,
    title: String,
    (from, to): (Option<String>, Option<String>),
) -> Moment {
    let citation = &read.statement.citation;
    Moment {
        from,
        to,
        title,
        schema: record.schema.to_string(),
        entity: record.id.to_string(),
        statement: read.id.to_string(),
        basis: word(citation.basis),
        grade: grade(citation.grade),
    }
}
