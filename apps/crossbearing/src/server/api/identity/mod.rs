//! Who is who: what is proposed, what people decide, and what follows.

mod clusters;
mod deciding;
mod finding;
mod pair;
mod queue;
mod shapes;
mod training;
mod watching;

use std::collections::BTreeSet;

use crossbearing_identity::{Desk, Made, Picture};
use crossbearing_ledger::View;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use utoipa_axum::router::OpenApiRouter;

use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

/// The grade of a judgement: the agency's own people, who may err.
pub(crate) const GRADE: &str = "3x5x2/1B";

pub(super) fn routes() -> OpenApiRouter<App> {
    queue::routes()
        .merge(pair::routes())
        .merge(deciding::routes())
        .merge(clusters::routes())
        .merge(finding::routes())
        .merge(watching::routes())
        .merge(training::routes())
}

/// Makes a decision ready, writes down that it is made, records it, and tells those who listen.
fn record(
    node: &Node,
    caller: &Caller,
    reason: &str,
    prepare: impl FnOnce(&Picture, &Desk<'_>) -> crossbearing_identity::Result<Made>,
) -> Result<Made, Problem> {
    let view = node.view(caller)?;
    let made = ready(node, &view, prepare)?;
    let why = if reason.trim().is_empty() { &caller.session.justification } else { reason };
    node.note_because(caller, why.trim(), Kind::Alteration, made.about.iter().cloned())?;
    let by = &caller.session.viewer.principal;
    node.ledger.append(made.batch.clone(), node.now(), by)?;
    made.about.iter().for_each(|entity| node.tell(entity));
    Ok(made)
}

fn ready(
    node: &Node,
    view: &View,
    prepare: impl FnOnce(&Picture, &Desk<'_>) -> crossbearing_identity::Result<Made>,
) -> Result<Made, Problem> {
    let desk = Desk {
        ledger: &node.ledger,
        view,
        node: &node.settings.node,
        grade: GRADE.parse()?,
        now: node.now(),
    };
    node.picture(view, |picture| Ok(prepare(picture, &desk)?))
}

/// Writes down that these were looked at.
fn consulted(
    node: &Node,
    caller: &Caller,
    ids: impl IntoIterator<Item = EntityId>,
) -> Result<(), Problem> {
    let objects: BTreeSet<EntityId> = ids.into_iter().collect();
    node.note(caller, Kind::Consultation, objects)
}
