//! The dated events that an entity is part of.

use axum::extract::State;
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_model::{EntityId, PartialDate, PropertyKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::entities::{When, consult};
use super::evidence::{Evidence, began_and_ended, evidence};
use super::shapes::Grade;
use super::show::{Show, grade, schema_label};
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
    /// What it rests on.
    evidence: Evidence,
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
    let mut telling = Telling { node, show: Show::new(&node.ledger, view, as_of) };
    let mut moments = Vec::new();
    for read in &record.statements {
        moments.extend(telling.own(record, read)?);
    }
    for beside in surroundings(&node.ledger, view, as_of, record)? {
        moments.extend(telling.of_event(&beside)?);
    }
    // Dates are written from the year down, so their text sorts as they do.
    moments.sort_by(|one, other| (&one.from, &one.title).cmp(&(&other.from, &other.title)));
    Ok(moments)
}

/// Turns statements into moments for one viewer.
struct Telling<'a> {
    node: &'a Node,
    show: Show<'a>,
}

impl Telling<'_> {
    /// What the entity's own statement says of a time: a date, or something that held for a while.
    fn own(&mut self, record: &EntityRecord, read: &Read) -> Result<Option<Moment>, Problem> {
        let statement = &read.statement;
        let ontology = self.node.ledger.ontology();
        let property = ontology.property(&statement.schema, &statement.property);
        let Some(property) = property.filter(|_| read.stands()) else { return Ok(None) };
        let end = |date: Option<PartialDate>| date.map(|date| date.to_string());
        if property.kind() == PropertyKind::Date {
            let title = property.label().to_owned();
            return self.moment(record, read, title, (Some(statement.value.clone()), None));
        }
        if statement.valid.is_unknown() || property.kind() == PropertyKind::Entity {
            return Ok(None);
        }
        let title = format!("{}: {}", property.label(), statement.value);
        self.moment(record, read, title, (end(statement.valid.from), end(statement.valid.to)))
    }

    /// Something with a beginning or an end that the entity is tied to.
    fn of_event(&mut self, event: &EntityRecord) -> Result<Option<Moment>, Problem> {
        let (began, ended) = began_and_ended(&self.node.ledger, event);
        let Some(read) = began.or(ended) else { return Ok(None) };
        let value = |read: Option<&Read>| read.map(|read| read.statement.value.clone());
        let kind = schema_label(&self.node.ledger, &event.schema);
        let title = match &event.caption.value {
            caption if *caption == event.id.to_string() => kind,
            caption => format!("{kind}: {caption}"),
        };
        self.moment(event, read, title, (value(began), value(ended).filter(|_| began != ended)))
    }

    fn moment(
        &mut self,
        record: &EntityRecord,
        read: &Read,
        title: String,
        (from, to): (Option<String>, Option<String>),
    ) -> Result<Option<Moment>, Problem> {
        let citation = &read.statement.citation;
        let mut evidence = evidence(&mut self.show, &self.node.ledger, record, read)?;
        (evidence.from, evidence.to) = (from.clone(), to.clone());
        Ok(Some(Moment {
            from,
            to,
            title,
            schema: record.schema.to_string(),
            entity: record.id.to_string(),
            statement: read.id.to_string(),
            basis: word(citation.basis),
            grade: grade(citation.grade),
            evidence,
        }))
    }
}
