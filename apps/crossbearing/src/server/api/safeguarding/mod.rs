//! Opening pseudonyms, and the protection register that two people keep.

mod openings;
mod register;
mod shapes;

use axum::Json;
use axum::extract::State;
use crossbearing_log::Kind;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::desks::Stage;
use crate::safeguarding::{Deed, Desk};
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(safeguarding_waiting))
        .merge(openings::routes())
        .merge(register::routes())
}

/// What waits for the caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Waiting {
    /// Requests and proposals that the caller decides about.
    to_decide: usize,
    /// Answers to the caller's own requests that were not read yet.
    answered: usize,
}

/// What waits for me
#[utoipa::path(get, path = "/safeguarding/waiting", tag = "safeguarding",
    operation_id = "safeguarding_waiting", responses((status = 200, body = Waiting)))]
async fn safeguarding_waiting(State(app): State<App>, caller: Caller) -> Answer<Waiting> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, |_, _, desk| {
        let (requests, proposals) = (desk.requests()?, desk.proposals()?);
        let mine = requests.iter().filter(|it| desk.is_for_me(it) && it.stage == Stage::Open);
        let confirm = proposals.iter().filter(|it| desk.waits_for_me(it));
        let answered = requests.iter().filter(|it| desk.is_mine(it) && unread(it.stage, it.seen));
        Ok(Waiting { to_decide: mine.count() + confirm.count(), answered: answered.count() })
    })
    .await
}

fn unread(stage: Stage, seen: bool) -> bool {
    !seen && stage != Stage::Open
}

/// Sits the caller down at the desk, on a thread of the pool.
async fn at_desk<T: Send + 'static>(
    app: &App,
    caller: Caller,
    work: impl FnOnce(&Node, &Caller, &Desk<'_>) -> Result<T, Problem> + Send + 'static,
) -> Answer<T> {
    app.run(move |node| {
        let view = node.view(&caller)?;
        let note = |deed: Deed| {
            let Deed { kind, reason, objects, recipients } = deed;
            node.note_to(&caller, &reason, kind, objects, recipients)
                .map_err(|_| anyhow::anyhow!("the leaf was not written"))
        };
        let desk = Desk {
            ledger: &node.ledger,
            accounts: &node.accounts,
            kept: &node.safeguarding,
            view: &view,
            now: node.now(),
            note: &note,
        };
        Ok(Json(work(node, &caller, &desk)?))
    })
    .await
}

/// Writes down that the caller looked at these people.
fn note_look(
    node: &Node,
    caller: &Caller,
    people: impl IntoIterator<Item = crossbearing_model::EntityId>,
) -> Result<(), Problem> {
    node.note(caller, Kind::Consultation, people)
}
