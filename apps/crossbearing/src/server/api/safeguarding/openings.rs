//! Asking to open a pseudonym.

use axum::extract::State;
use crossbearing_model::EntityId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{self, Because, NewRequest, Officer, RequestShown, Verdict};
use super::{at_desk, note_look};
use crate::accounts::Scope;
use crate::desks;
use crate::safeguarding::Desk;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(safeguarding_told))
        .routes(routes!(safeguarding_requests, safeguarding_ask))
        .routes(routes!(safeguarding_withdraw_request))
        .routes(routes!(safeguarding_decide_request))
        .routes(routes!(safeguarding_revoke))
        .routes(routes!(safeguarding_read_answer))
}

/// Who will be told that I ask
///
/// The safeguarding officers who decide about opening this pseudonym. Nobody is told yet.
#[utoipa::path(get, path = "/safeguarding/pseudonyms/{id}", tag = "safeguarding",
    operation_id = "safeguarding_told",
    params(("id" = String, Path, example = "protected-3f9c2a7e41d05b68")),
    responses((status = 200, body = Vec<Officer>)))]
async fn safeguarding_told(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
) -> Answer<Vec<Officer>> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, move |node, caller, desk| {
        note_look(node, caller, [id.clone()])?;
        Ok(desk.told(&id)?.into_iter().map(Officer::of).collect())
    })
    .await
}

/// Requests to open pseudonyms
///
/// The caller's own, and for a safeguarding officer those that she decides.
#[utoipa::path(get, path = "/safeguarding/requests", tag = "safeguarding",
    operation_id = "safeguarding_requests",
    responses((status = 200, body = Vec<RequestShown>)))]
async fn safeguarding_requests(
    State(app): State<App>,
    caller: Caller,
) -> Answer<Vec<RequestShown>> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, |node, caller, desk| {
        let requests = desk.requests()?;
        note_look(node, caller, requests.iter().map(|of| desk.view.shown_id(&of.person)))?;
        requests.iter().map(|of| shapes::request(node, desk.view, desk, of)).collect()
    })
    .await
}

/// Ask to open a pseudonym
///
/// For the purpose stated at login. The officers who decide see it in their queue.
#[utoipa::path(post, path = "/safeguarding/requests", tag = "safeguarding",
    operation_id = "safeguarding_ask", request_body = NewRequest,
    responses((status = 200, body = RequestShown)))]
async fn safeguarding_ask(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewRequest>,
) -> Answer<RequestShown> {
    caller.must_have(Scope::Write)?;
    let person = new.person.parse::<EntityId>()?;
    at_desk(&app, caller, move |node, _, desk| {
        let number = desk.ask(&person, &new.reason, new.days)?;
        let asked = node.safeguarding.request(number)?;
        let asked = asked.ok_or_else(|| Problem::conflict("it was taken back meanwhile"))?;
        shown(node, desk, &asked)
    })
    .await
}

/// Take a request back
///
/// One's own, before anybody has answered it.
#[utoipa::path(delete, path = "/safeguarding/requests/{number}", tag = "safeguarding",
    operation_id = "safeguarding_withdraw_request", params(("number" = i64, Path, example = 3)),
    responses((status = 200, body = RequestShown)))]
async fn safeguarding_withdraw_request(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
) -> Answer<RequestShown> {
    caller.must_have(Scope::Write)?;
    at_desk(&app, caller, move |node, _, desk| {
        let settled = desk.withdraw_request(number)?;
        shown(node, desk, &settled)
    })
    .await
}

/// Grant or refuse a request
///
/// A grant is for the asker, for the purpose asked for, and for a time. What was refused or revoked
/// may be granted later.
#[utoipa::path(post, path = "/safeguarding/requests/{number}/decision", tag = "safeguarding",
    operation_id = "safeguarding_decide_request", params(("number" = i64, Path, example = 3)),
    request_body = Verdict, responses((status = 200, body = RequestShown)))]
async fn safeguarding_decide_request(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
    Body(verdict): Body<Verdict>,
) -> Answer<RequestShown> {
    caller.must_have(Scope::Write)?;
    at_desk(&app, caller, move |node, _, desk| {
        let settled = if verdict.grant {
            let days = match verdict.days {
                Some(days) => days,
                None => node.safeguarding.request(number)?.map_or(1, |asked| asked.days),
            };
            desk.grant(number, days, &verdict.reason)?
        } else {
            desk.refuse(number, &verdict.reason)?
        };
        shown(node, desk, &settled)
    })
    .await
}

/// Close a pseudonym again
///
/// Before its time: an officer who decides, or whoever it was opened to.
#[utoipa::path(post, path = "/safeguarding/requests/{number}/revocation", tag = "safeguarding",
    operation_id = "safeguarding_revoke", params(("number" = i64, Path, example = 3)),
    request_body = Because, responses((status = 200, body = RequestShown)))]
async fn safeguarding_revoke(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
    Body(because): Body<Because>,
) -> Answer<RequestShown> {
    caller.must_have(Scope::Write)?;
    at_desk(&app, caller, move |node, _, desk| {
        let settled = desk.revoke(number, &because.reason)?;
        shown(node, desk, &settled)
    })
    .await
}

/// Mark the answer as read
#[utoipa::path(post, path = "/safeguarding/requests/{number}/read", tag = "safeguarding",
    operation_id = "safeguarding_read_answer", params(("number" = i64, Path, example = 3)),
    responses((status = 200, body = ())))]
async fn safeguarding_read_answer(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
) -> Answer<()> {
    caller.must_have(Scope::Read)?;
    at_desk(&app, caller, move |_, _, desk| Ok(desk.read_answer(number)?)).await
}

/// A request as it stands now; those who listen hear of it.
fn shown(node: &Node, desk: &Desk<'_>, settled: &desks::Request) -> Result<RequestShown, Problem> {
    node.tell_of_protected(&settled.person);
    // What the caller sees may just have changed.
    let view = node.ledger.view(desk.view.viewer(), node.now())?;
    shapes::request(node, &view, desk, settled)
}
