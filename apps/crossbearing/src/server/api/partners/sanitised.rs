//! Sanitised copies of a report, and a warning where they give its source away.

use axum::Json;
use axum::extract::State;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{SanitisedPage, SanitisedToLink};
use super::{of_this_agency, refused, shapes};
use crate::accounts::Scope;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sanitised_copies, link_sanitised_copy))
}

/// Sanitised copies of a report
///
/// With a warning where one of them, or several together, leave one source that could have said it.
#[utoipa::path(get, path = "/exchange/sanitised/{report}", tag = "exchange",
    operation_id = "sanitised_copies", params(("report" = String, Path)),
    responses((status = 200, body = SanitisedPage)))]
async fn sanitised_copies(
    State(app): State<App>,
    caller: Caller,
    Segments(report): Segments<EntityId>,
) -> Answer<SanitisedPage> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        page(node, &caller, &report).map(Json)
    })
    .await
}

/// Link a sanitised copy to its original
///
/// A copy is an ordinary report with a label of its own; this says for whom it was made, and of what.
#[utoipa::path(post, path = "/exchange/sanitised/{report}", tag = "exchange",
    operation_id = "link_sanitised_copy", params(("report" = String, Path)),
    request_body = SanitisedToLink, responses((status = 200, body = SanitisedPage)))]
async fn link_sanitised_copy(
    State(app): State<App>,
    caller: Caller,
    Segments(report): Segments<EntityId>,
    Body(form): Body<SanitisedToLink>,
) -> Answer<SanitisedPage> {
    may_record(&caller)?;
    let (copy, partner): (EntityId, _) = (form.copy.parse()?, form.partner.parse()?);
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        node.note(&caller, Kind::Alteration, [report.clone(), copy.clone()])?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        node.exchange
            .link_sanitised(stores, &view, (&report, &copy, &partner), now)
            .map_err(refused)?;
        page(node, &caller, &report).map(Json)
    })
    .await
}

fn page(node: &Node, caller: &Caller, report: &EntityId) -> Result<SanitisedPage, Problem> {
    let view = node.view(caller)?;
    let (stores, now) = ((&node.ledger, &node.log), node.now());
    let found = node.exchange.sanitised(stores, &view, report, now).map_err(refused)?;
    let found = found.ok_or_else(|| node.absent(caller, "report", report))?;
    node.note(caller, Kind::Consultation, [report.clone()])?;
    Ok(shapes::sanitised(&found))
}
