//! What waits for somebody: hits and requests that came in.

use axum::Json;
use axum::extract::State;
use crossbearing_exchange::node::AskState;
use crossbearing_exchange::node::blind::HitState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::ExchangeWaiting;
use super::{asks, of_this_agency, refused};
use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(exchange_waiting))
}

/// How much waits for the viewer
///
/// Hits of blind matching in the viewer's case that nobody here has agreed to open or declined,
/// requests of partners without an answer, requests to them that are overdue. Numbers only.
#[utoipa::path(get, path = "/exchange/waiting", tag = "exchange",
    operation_id = "exchange_waiting", responses((status = 200, body = ExchangeWaiting)))]
async fn exchange_waiting(State(app): State<App>, caller: Caller) -> Answer<ExchangeWaiting> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let mut waiting = ExchangeWaiting::default();
        if of_this_agency(node, &caller).is_err() || asks::may_record_here(&caller).is_err() {
            return Ok(Json(waiting));
        }
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let view = node.view(&caller)?;
        let hits = node.exchange.blind_hits(stores, &view, now).map_err(refused)?;
        let open = |hit: &crossbearing_exchange::node::blind::BlindHit| {
            hit.state == HitState::Hit && hit.we_agreed.is_none()
        };
        waiting.hits = hits.iter().filter(|(hit, _)| open(hit)).count();
        for kept in asks::of_case(node, &caller, now)? {
            match kept.state(now) {
                AskState::Open | AskState::Overdue if !kept.ours => waiting.requests += 1,
                AskState::Overdue => waiting.overdue += 1,
                _ => {}
            }
        }
        Ok(Json(waiting))
    })
    .await
}
