//! Recalls and their receipts.

use axum::Json;
use axum::extract::State;
use crossbearing_exchange::node::Reason;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{RecallDone, RecallShape, RecallToIssue};
use super::{of_this_agency, refused, shapes};
use crate::accounts::Scope;
use crate::exchange::RecallWish;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::Body;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(exchange_recalls, exchange_recall))
}

/// Recalls
///
/// Those issued here and those that came, with who has answered and who is late.
#[utoipa::path(get, path = "/exchange/recalls", tag = "exchange",
    operation_id = "exchange_recalls", responses((status = 200, body = Vec<RecallShape>)))]
async fn exchange_recalls(State(app): State<App>, caller: Caller) -> Answer<Vec<RecallShape>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        node.note(&caller, Kind::Consultation, [])?;
        let stores = (&node.ledger, &node.log);
        let mut notices = node.exchange.at_office(stores, node.now(), |office| office.notices())?;
        notices.sort_by_key(|state| std::cmp::Reverse(state.notice.issued_at));
        let me = &node.exchange.identity().node;
        let shape = |state| shapes::recall(state, state.notice.issuer == *me);
        Ok(Json(notices.iter().map(shape).collect()))
    })
    .await
}

/// Call a report back
///
/// From every partner that was given any of it, and from everyone they passed it on to.
#[utoipa::path(post, path = "/exchange/recalls", tag = "exchange",
    operation_id = "exchange_recall", request_body = RecallToIssue,
    responses((status = 200, body = RecallDone)))]
async fn exchange_recall(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<RecallToIssue>,
) -> Answer<RecallDone> {
    may_record(&caller)?;
    let reason: Reason = serde_json::from_value(form.reason.into())
        .map_err(|_| Problem::bad("the reason is inaccurate, unlawful, order or source-at-risk"))?;
    let report: EntityId = form.report.parse()?;
    let wish = RecallWish { report, reason, note: form.note, days: form.days };
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        node.note(&caller, Kind::Erasure, [wish.report.clone()])?;
        let stores = (&node.ledger, &node.log);
        let issued = node
            .exchange
            .recall_report(stores, &node.accounts, &view, &wish, node.now())
            .map_err(refused)?;
        let told = issued.told.iter().map(ToString::to_string).collect();
        Ok(Json(RecallDone { notice: issued.notice, told }))
    })
    .await
}
