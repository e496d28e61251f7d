//! Dealings with partners: who they are, what leaves, recalls, requests, blind matching.

mod agreements;
mod asks;
mod blind;
mod previews;
mod recalls;
mod sanitised;
mod shapes;
mod waiting;

use axum::Json;
use axum::extract::State;
use crossbearing_access::Role;
use crossbearing_exchange::node::Partner;
use crossbearing_log::Kind;
use crossbearing_model::NodeId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::Segments;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(crate) use shapes::{
    AskedBlindly, BlindAuditLine, BlindDecision, BlindPage, BlindToAsk, CallDone, HitShape,
    PartnerShape, PreviewLine, RecallDone, RecallToIssue,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(exchange_partners))
        .routes(routes!(exchange_call))
        .merge(agreements::routes())
        .merge(waiting::routes())
        .merge(previews::routes())
        .merge(recalls::routes())
        .merge(asks::routes())
        .merge(blind::routes())
        .merge(sanitised::routes())
}

/// Partners
///
/// Who they are, what was agreed, what stands between them and this node, how calls go.
#[utoipa::path(get, path = "/exchange/partners", tag = "exchange",
    operation_id = "exchange_partners", responses((status = 200, body = Vec<PartnerShape>)))]
async fn exchange_partners(State(app): State<App>, caller: Caller) -> Answer<Vec<PartnerShape>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        node.note(&caller, Kind::Consultation, [])?;
        listed(node).map(Json)
    })
    .await
}

fn listed(node: &Node) -> Result<Vec<PartnerShape>, Problem> {
    let stores = (&node.ledger, &node.log);
    let (partners, corrections) = node.exchange.at_office(stores, node.now(), |office| {
        let mut partners = Vec::new();
        for partner in office.partners()? {
            let outstanding = office.outstanding(&partner.card.node)?;
            partners.push((partner, outstanding));
        }
        Ok((partners, office.corrections()?))
    })?;
    let shape = |(partner, outstanding): (Partner, _)| {
        let calls = node.exchange.call_state(&partner.card.node);
        shapes::partner(&partner, outstanding, &corrections, &calls)
    };
    Ok(partners.into_iter().map(shape).collect())
}

/// Call a partner now
///
/// Gives what is due and takes what it has. A partner that listens is also called by itself.
#[utoipa::path(post, path = "/exchange/partners/{node}/calls", tag = "exchange",
    operation_id = "exchange_call", params(("node" = String, Path)),
    responses((status = 200, body = CallDone)))]
async fn exchange_call(
    State(app): State<App>,
    caller: Caller,
    Segments(partner): Segments<NodeId>,
) -> Answer<CallDone> {
    caller.must_have(Scope::Write)?;
    caller.must_be(&[Role::Analyst, Role::Coordinator, Role::Administrator])?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        node.note(&caller, Kind::Disclosure, [])?;
        let reached = node.call_partners(Some(&partner))?.pop();
        let (_, done) = reached.ok_or_else(|| {
            Problem::absent(format!(
                "{partner} is no partner that can be called: it has no address"
            ))
        })?;
        Ok(Json(shapes::call_done(done)))
    })
    .await
}

/// Refuses people of other agencies: the dealings are those of the agency that runs the node.
fn of_this_agency(node: &Node, caller: &Caller) -> Result<(), Problem> {
    let agency = &node.exchange.identity().agency;
    if caller.session.viewer.agency == *agency {
        return Ok(());
    }
    Err(Problem::forbidden(format!("this node's dealings with partners are {agency}'s own")))
}

/// What a desk refuses, as the caller's mistake.
fn refused(error: anyhow::Error) -> Problem {
    match error.downcast::<crossbearing_exchange::Error>() {
        Ok(error) => error.into(),
        Err(error) => Problem::bad(format!("{error:#}")),
    }
}
