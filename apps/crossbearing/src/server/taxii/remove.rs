//! Taking an object out of the collection: everything that is said of its entity is erased, if all
//! of it is the own agency's. Who was given it before keeps it: calling back goes between nodes.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use crossbearing_ledger::Read;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, StatementId};

use super::Asker;
use super::answer::{Refusal, Told};
use super::negotiate::accepts;
use crate::accounts::Scope;
use crate::server::api::may_record;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

pub(super) async fn object(
    State(app): State<App>,
    headers: HeaderMap,
    asker: Asker,
    Path((collection, object)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Told, Refusal> {
    accepts(&headers)?;
    super::find(&app, &collection)?;
    asker.must_have(Scope::Write)?;
    may_record(&asker.caller)?;
    if pairs.iter().any(|(name, _)| name.starts_with("match[")) {
        let detail = "one version of an object is kept: leave the filters out to remove it";
        return Err(Refusal::unprocessable(detail));
    }
    app.run(move |node| Ok(erase(node, &asker, &object))).await??;
    Ok(Told::ok("{}"))
}

fn erase(node: &Node, asker: &Asker, object: &str) -> Result<(), Refusal> {
    let view = node.view(&asker.caller)?;
    let viewed = (&view, node.now());
    let entities = node.taxii.collections.entities_of(&node.ledger, viewed, object)?;
    let reads: Vec<Read> =
        node.ledger.statements_of(&view, &entities)?.into_iter().flatten().collect();
    if reads.is_empty() {
        return Err(Refusal::absent("no object has this id"));
    }
    let agency = &asker.caller.session.viewer.agency;
    if let Some(other) =
        reads.iter().find(|read| read.statement.citation.label.spec().originator != *agency)
    {
        let originator = &other.statement.citation.label.spec().originator;
        let detail = format!("part of it is {originator}'s: ask them to take it back");
        return Err(Problem::forbidden(detail).into());
    }
    let gone: Vec<(EntityId, StatementId)> =
        reads.iter().map(|read| (read.statement.entity.clone(), read.id)).collect();
    let ids = gone.iter().filter_map(|(_, id)| id.to_string().parse().ok());
    node.note_because(&asker.caller, &asker.reason("delete"), Kind::Erasure, ids)?;
    node.ledger.dispose(&view, &gone)?;
    for entity in &entities {
        node.tell(entity);
    }
    Ok(())
}
