//! Requests to partners and from them, each with its clock (Directive (EU) 2023/977, article 5).

use axum::Json;
use axum::extract::State;
use crossbearing_exchange::node::{AskOrder, KeptAsk, Urgency, Wanted};
use crossbearing_ledger::{AsOf, View};
use crossbearing_log::Kind;
use crossbearing_model::{AgencyId, EntityId, Instant, NodeId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{AskShape, AskToSend, AsksPage, ReplyToSend};
use super::{of_this_agency, shapes};
use crate::accounts::Scope;
use crate::secret::random;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(exchange_asks, exchange_ask))
        .routes(routes!(exchange_reply))
}

/// Requests
///
/// To partners and from them, for the viewer's case: those that are due first.
#[utoipa::path(get, path = "/exchange/asks", tag = "exchange", operation_id = "exchange_asks",
    responses((status = 200, body = AsksPage)))]
async fn exchange_asks(State(app): State<App>, caller: Caller) -> Answer<AsksPage> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        may_record_here(&caller)?;
        node.note(&caller, Kind::Consultation, [])?;
        let now = node.now();
        let mut seen = of_case(node, &caller, now)?;
        seen.sort_by_key(|kept| (kept.reply.is_some(), kept.due));
        let asks = seen.iter().map(|kept| shapes::ask(kept, now)).collect();
        Ok(Json(AsksPage { now: now.to_string(), asks }))
    })
    .await
}

/// The requests of the viewer's case.
pub(super) fn of_case(node: &Node, caller: &Caller, now: Instant) -> Result<Vec<KeptAsk>, Problem> {
    let stores = (&node.ledger, &node.log);
    let purpose = &caller.session.viewer.purpose;
    let mut seen = Vec::new();
    for kept in node.exchange.at_office(stores, now, |office| office.asks())? {
        if kept.ask.case == *purpose || agreed_for(node, &kept.partner, caller)? {
            seen.push(kept);
        }
    }
    Ok(seen)
}

/// Ask a partner
///
/// For information, for more on a report of theirs, or for leave to pass a report of theirs on.
#[utoipa::path(post, path = "/exchange/asks", tag = "exchange", operation_id = "exchange_ask",
    request_body = AskToSend, responses((status = 200, body = AskShape)))]
async fn exchange_ask(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<AskToSend>,
) -> Answer<AskShape> {
    may_record(&caller)?;
    let partner: NodeId = form.partner.parse()?;
    let urgency: Urgency = serde_json::from_value(form.urgency.into())
        .map_err(|_| Problem::bad("the urgency is urgent-at-hand, urgent or ordinary"))?;
    let report = form.report.map(|text| text.parse::<EntityId>()).transpose()?;
    let onward_to = form.onward_to.map(|text| text.parse::<AgencyId>()).transpose()?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        let objects: Vec<EntityId> = report.iter().cloned().collect();
        let wanted = wanted(node, &view, report, onward_to)?;
        node.note(&caller, Kind::Disclosure, objects)?;
        let viewer = &caller.session.viewer;
        let name = random().map_err(|error| Problem::internal(&error))?;
        let order = AskOrder {
            name: format!("{:016x}", u64::from_le_bytes(name)),
            wanted,
            case: viewer.purpose.clone(),
            officer: viewer.principal.clone(),
            text: form.text.trim().to_owned(),
            urgency,
        };
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let kept = node.exchange.at_office(stores, now, |office| office.ask(&partner, order))?;
        node.exchange.wake();
        Ok(Json(shapes::ask(&kept, now)))
    })
    .await
}

/// Answer a request
///
/// Leave to pass something on is `granted` or `refused`; anything else is `answered` or `refused`.
#[utoipa::path(post, path = "/exchange/asks/{id}/reply", tag = "exchange",
    operation_id = "exchange_reply", params(("id" = String, Path)),
    request_body = ReplyToSend, responses((status = 200, body = AskShape)))]
async fn exchange_reply(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(form): Body<ReplyToSend>,
) -> Answer<AskShape> {
    may_record(&caller)?;
    let outcome = shapes::outcome(&form.outcome)
        .ok_or_else(|| Problem::bad("the outcome is answered, granted or refused"))?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let asks = node.exchange.at_office(stores, now, |office| office.asks())?;
        let known = asks.into_iter().find(|kept| kept.ask.id == id && !kept.ours);
        let purpose = &caller.session.viewer.purpose;
        let is_theirs = match &known {
            Some(kept) => kept.ask.case == *purpose || agreed_for(node, &kept.partner, &caller)?,
            None => false,
        };
        if !is_theirs {
            return Err(Problem::absent(format!("no partner asked {id} in this case")));
        }
        node.note(&caller, Kind::Disclosure, [])?;
        let officer = caller.session.viewer.principal.clone();
        let text = form.text.trim().to_owned();
        let kept = node
            .exchange
            .at_office(stores, now, |office| office.reply(&id, (outcome, text), officer))?;
        node.exchange.wake();
        Ok(Json(shapes::ask(&kept, now)))
    })
    .await
}

/// What is asked for: a report that is named must be in the View of whoever asks.
fn wanted(
    node: &Node,
    view: &View,
    report: Option<EntityId>,
    onward_to: Option<AgencyId>,
) -> Result<Wanted, Problem> {
    let Some(report) = report else {
        return match onward_to {
            None => Ok(Wanted::Information),
            Some(_) => Err(Problem::bad("name the report that is to be passed on")),
        };
    };
    let read = node.ledger.by_report(view, AsOf::Now, &report)?;
    if read.is_empty() {
        return Err(Problem::absent(format!("no report has the id {report}")));
    }
    match onward_to {
        None => Ok(Wanted::More { report }),
        Some(to) => Ok(Wanted::Onward { statements: read.iter().map(|one| one.id).collect(), to }),
    }
}

fn agreed_for(node: &Node, partner: &NodeId, caller: &Caller) -> Result<bool, Problem> {
    let stores = (&node.ledger, &node.log);
    let known = node.exchange.at_office(stores, node.now(), |office| office.partner(partner))?;
    let purpose = &caller.session.viewer.purpose;
    Ok(known.is_some_and(|known| known.agreement.purpose == *purpose))
}

/// Requests say what a case is about: they are for those who work on it.
pub(super) fn may_record_here(caller: &Caller) -> Result<(), Problem> {
    use crossbearing_access::Role;
    let viewer = &caller.session.viewer;
    let works = Role::ALL
        .into_iter()
        .filter(|role| !matches!(role, Role::Oversight | Role::Administrator))
        .any(|role| viewer.is(role));
    works
        .then_some(())
        .ok_or_else(|| Problem::forbidden("requests are for those who work on cases"))
}
