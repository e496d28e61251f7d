//! Correcting, retracting, reviewing and disposing.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use crossbearing_ledger::{AsOf, Read, View};
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, Instant, StatementId, has_hidden_controls};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::may_record;
use super::shapes::{EntityBrief, Statement};
use super::show::Show;
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// The most reviews in one answer.
const MOST_REVIEWS: usize = 500;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(retract))
        .routes(routes!(correct))
        .routes(routes!(reviews))
        .routes(routes!(dispose))
}

/// Why a statement is taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Retraction {
    /// The reason, which stays with the statement.
    #[schema(example = "the source has withdrawn it")]
    reason: String,
}

/// What takes a statement's place.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Correction {
    /// The value that is right.
    value: String,
    /// The reason.
    #[schema(example = "misread in the scan")]
    reason: String,
}

/// The statement that was recorded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recorded {
    /// The id of the new statement.
    statement: String,
}

/// Which reviews.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Horizon {
    /// What is due until this time; now if absent.
    until: Option<String>,
}

/// A statement that is due for review or has expired.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Review {
    /// What it is about.
    entity: EntityBrief,
    /// The statement.
    statement: Statement,
    /// When it was or is due.
    due: String,
    /// `review` or `expiry`.
    reason: String,
}

/// What to dispose of, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Disposal {
    /// The statements.
    statements: Vec<DisposedStatement>,
    /// The reason.
    #[schema(example = "no longer needed for the purpose")]
    reason: String,
}

/// One statement to dispose of.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DisposedStatement {
    /// What it is about.
    entity: String,
    /// The statement.
    statement: String,
}

/// What was disposed of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Disposed {
    /// How many statements are gone.
    statements: u64,
}

/// Take a statement back
///
/// Only the agency that originated it can. It stays, marked as retracted.
#[utoipa::path(post, path = "/statements/{entity}/{id}/retract", tag = "statements",
    operation_id = "retract",
    params(("entity" = String, Path, example = "person-204"), ("id" = String, Path)),
    request_body = Retraction, responses((status = 200, body = Recorded)))]
async fn retract(
    State(app): State<App>,
    caller: Caller,
    Segments((entity, id)): Segments<(EntityId, StatementId)>,
    Body(Retraction { reason }): Body<Retraction>,
) -> Answer<Recorded> {
    may_record(&caller)?;
    let reason = checked_reason(&reason)?;
    app.run(move |node| {
        let (view, by) = (node.view(&caller)?, &caller.session.viewer.principal);
        own_statement(node, &view, (&entity, id))?;
        note_alteration(node, &caller, (&entity, id), &reason)?;
        node.ledger.retract(&view, (&entity, id), &reason, node.now(), by)?;
        altered(node, &view, (&entity, id))
    })
    .await
}

/// Put another value in its place
///
/// Only the agency that originated it can. Both values stay; the later one stands.
#[utoipa::path(post, path = "/statements/{entity}/{id}/correct", tag = "statements",
    operation_id = "correct",
    params(("entity" = String, Path, example = "person-204"), ("id" = String, Path)),
    request_body = Correction, responses((status = 200, body = Recorded)))]
async fn correct(
    State(app): State<App>,
    caller: Caller,
    Segments((entity, id)): Segments<(EntityId, StatementId)>,
    Body(Correction { value, reason }): Body<Correction>,
) -> Answer<Recorded> {
    may_record(&caller)?;
    let reason = checked_reason(&reason)?;
    app.run(move |node| {
        let (view, by) = (node.view(&caller)?, &caller.session.viewer.principal);
        let earlier = own_statement(node, &view, (&entity, id))?.statement;
        let property = node.ledger.ontology().property(&earlier.schema, &earlier.property);
        let value = match property {
            Some(property) => property.normalise(&value)?.value,
            None => value,
        };
        note_alteration(node, &caller, (&entity, id), &reason)?;
        node.ledger.correct(&view, (&entity, id), (&value, earlier.lang), node.now(), by)?;
        altered(node, &view, (&entity, id))
    })
    .await
}

/// What is due for review or has expired
///
/// The own agency's statements only: nobody else may decide about them.
#[utoipa::path(get, path = "/reviews", tag = "statements", operation_id = "reviews",
    params(Horizon), responses((status = 200, body = Vec<Review>)))]
async fn reviews(
    State(app): State<App>,
    caller: Caller,
    Params(horizon): Params<Horizon>,
) -> Answer<Vec<Review>> {
    caller.must_have(Scope::Read)?;
    let until = horizon.until.filter(|until| !until.is_empty());
    let until = until.map(|until| until.parse::<Instant>()).transpose()?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let due = node.ledger.due(&view, until.unwrap_or_else(|| node.now()), MOST_REVIEWS)?;
        let agency = &caller.session.viewer.agency;
        let mut show = Show::new(&node.ledger, &view, AsOf::Now);
        let mut reviews = Vec::new();
        for due in due {
            for read in &due.statements {
                if read.statement.citation.label.spec().originator != *agency {
                    continue;
                }
                let Some(entity) = show.entity(&read.statement.entity)? else { continue };
                let reason = if due.expires { "expiry" } else { "review" };
                reviews.push(Review {
                    entity,
                    statement: show.statement(read)?,
                    due: due.at.to_string(),
                    reason: reason.to_owned(),
                });
            }
        }
        let objects: BTreeSet<EntityId> =
            reviews.iter().filter_map(|review| review.entity.id.parse().ok()).collect();
        node.note(&caller, Kind::Consultation, objects)?;
        Ok(Json(reviews))
    })
    .await
}

/// Dispose of statements
///
/// Only the agency that originated them can. They are gone for good, all or none, and with them the
/// file that a report came in, once no statement names it any longer; the log keeps that it happened.
#[utoipa::path(post, path = "/disposals", tag = "statements", operation_id = "dispose",
    request_body = Disposal, responses((status = 200, body = Disposed)))]
async fn dispose(
    State(app): State<App>,
    caller: Caller,
    Body(disposal): Body<Disposal>,
) -> Answer<Disposed> {
    may_record(&caller)?;
    let reason = checked_reason(&disposal.reason)?;
    let parsed = disposal
        .statements
        .iter()
        .map(|of| Ok((of.entity.parse::<EntityId>()?, of.statement.parse::<StatementId>()?)));
    let statements = parsed.collect::<Result<Vec<_>, Problem>>()?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        for (entity, id) in &statements {
            own_statement(node, &view, (entity, *id))?;
        }
        let ids = statements.iter().filter_map(|(_, id)| id.to_string().parse().ok());
        let files = node.ledger.files_that_go_with(&statements)?;
        let files = files.iter().filter_map(|file| format!("sha256-{file}").parse().ok());
        node.note_because(&caller, &reason, Kind::Erasure, ids.chain(files))?;
        node.ledger.dispose(&view, &statements)?;
        for (entity, _) in &statements {
            node.tell(entity);
        }
        Ok(Json(Disposed { statements: statements.len() as u64 }))
    })
    .await
}

/// A statement that the viewer's own agency originated: nobody else changes it.
fn own_statement(
    node: &Node,
    view: &View,
    (entity, id): (&EntityId, StatementId),
) -> Result<Read, Problem> {
    let read = node.ledger.statement(view, entity, id)?;
    let originator = &read.statement.citation.label.spec().originator;
    if *originator == view.viewer().agency {
        return Ok(read);
    }
    Err(Problem::forbidden(format!("the statement is {originator}'s: ask them to change it")))
}

/// Written down before it is done: a change that nobody can find out about is worse than an entry
/// about one that then failed.
fn note_alteration(
    node: &Node,
    caller: &Caller,
    (entity, id): (&EntityId, StatementId),
    reason: &str,
) -> Result<(), Problem> {
    let objects = [Some(entity.clone()), id.to_string().parse().ok()].into_iter().flatten();
    node.note_because(caller, reason, Kind::Alteration, objects)
}

/// The statement that took another's place, of which those who listen are told.
fn altered(node: &Node, view: &View, (entity, id): (&EntityId, StatementId)) -> Answer<Recorded> {
    node.tell(entity);
    let later = node.ledger.statement(view, entity, id)?.superseded_by;
    let missing = || Problem::conflict("it was changed meanwhile: load it again");
    Ok(Json(Recorded { statement: later.ok_or_else(missing)?.to_string() }))
}

/// A reason as it is kept, or what is wrong with it.
pub(in crate::server) fn checked_reason(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if reason.chars().count() < 3 || reason.len() > 1000 || has_hidden_controls(reason) {
        return Err(Problem::bad("give a reason of 3 to 1000 characters"));
    }
    Ok(reason.to_owned())
}
