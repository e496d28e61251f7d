//! Adding a partner, changing what is agreed, ending it.

use axum::Json;
use axum::extract::State;
use crossbearing_access::Role;
use crossbearing_exchange::node::{Agreement, Card, Matching, NodePublicKey, Partner};
use crossbearing_log::Kind;
use crossbearing_model::{Instant, NodeId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{CardShape, PartnerShape, PartnerToPut, Revocation};
use super::{listed, of_this_agency, refused};
use crate::accounts::Scope;
use crate::server::LocalPartners;
use crate::server::api::statements::checked_reason;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// How often a partner may be called at most, and has to be at least, in seconds.
const EVERY: std::ops::RangeInclusive<u32> = 5..=86_400;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(exchange_card))
        .routes(routes!(exchange_put_partner))
        .routes(routes!(exchange_revoke))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Listening {
    /// Where this node listens for partners, as `https://host:port`; nothing if it only calls.
    #[serde(default)]
    address: String,
}

/// This node's card
///
/// What it tells partners of itself: send it to them, and compare the key by telephone.
#[utoipa::path(get, path = "/exchange/card", tag = "exchange", operation_id = "exchange_card",
    params(Listening), responses((status = 200, body = CardShape)))]
async fn exchange_card(
    State(app): State<App>,
    caller: Caller,
    Params(Listening { address }): Params<Listening>,
) -> Answer<CardShape> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let Card { node, agency, name, key, address } = node.exchange.card(address);
        let (node, agency, key) = (node.to_string(), agency.to_string(), key.to_string());
        Ok(Json(CardShape { node, agency, name, key, address }))
    })
    .await
}

/// Add a partner, or change what is agreed
///
/// Whoever has the key of the card speaks for the partner: compare it by telephone first. The key of
/// a partner cannot be changed, only revoked.
#[utoipa::path(put, path = "/exchange/partners/{node}", tag = "exchange",
    operation_id = "exchange_put_partner", params(("node" = String, Path)),
    request_body = PartnerToPut, responses((status = 200, body = Vec<PartnerShape>)))]
async fn exchange_put_partner(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<NodeId>,
    Body(form): Body<PartnerToPut>,
) -> Answer<Vec<PartnerShape>> {
    may_agree(&caller)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let wanted = partner(form, node.now())?;
        if wanted.card.node != id {
            return Err(Problem::bad("the card is another node's than the address says"));
        }
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let known = node.exchange.at_office(stores, now, |office| office.partner(&id))?;
        if known.is_some_and(|known| known.revoked.is_some()) {
            let detail = "its key was revoked, for good: its new node needs another name";
            return Err(Problem::conflict(detail));
        }
        change(node, &caller, LocalPartners::Put(Box::new(wanted)), &format!("agrees with {id}"))
    })
    .await
}

/// Stop believing a partner's key
///
/// Now and for good: nothing goes to it or comes from it any more.
#[utoipa::path(post, path = "/exchange/partners/{node}/revocation", tag = "exchange",
    operation_id = "exchange_revoke", params(("node" = String, Path)),
    request_body = Revocation, responses((status = 200, body = Vec<PartnerShape>)))]
async fn exchange_revoke(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<NodeId>,
    Body(Revocation { reason }): Body<Revocation>,
) -> Answer<Vec<PartnerShape>> {
    may_agree(&caller)?;
    let reason = checked_reason(&reason)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let known = node.exchange.at_office(stores, now, |office| office.partner(&id))?;
        if known.is_none() {
            return Err(Problem::absent(format!("{id} is no partner of this node")));
        }
        let what = format!("revokes {id}: {reason}");
        change(node, &caller, LocalPartners::Revoke(id.clone()), &what)
    })
    .await
}

/// Agreements bind the agency: they are for those who speak for it.
fn may_agree(caller: &Caller) -> Result<(), Problem> {
    caller.must_have(Scope::Write)?;
    caller.must_be(&[Role::Coordinator, Role::Administrator])
}

fn change(
    node: &Node,
    caller: &Caller,
    step: LocalPartners,
    what: &str,
) -> Answer<Vec<PartnerShape>> {
    let reason = format!("{} ({what})", caller.session.justification);
    node.note_because(caller, &reason, Kind::Alteration, [])?;
    let stores = (&node.ledger, &node.log);
    step.run(&node.exchange, stores, &node.accounts, node.now()).map_err(refused)?;
    node.exchange.wake();
    listed(node).map(Json)
}

fn partner(form: PartnerToPut, now: Instant) -> Result<Partner, Problem> {
    let CardShape { node, agency, name, key, address } = form.card;
    let key: NodePublicKey = serde_json::from_value(key.into())
        .map_err(|_| Problem::bad("the card holds no key: paste it as it was sent"))?;
    let card = Card { node: node.parse()?, agency: agency.parse()?, name, key, address };
    if !card.address.is_empty() {
        crate::exchange::callable(&card.address)
            .map_err(|error| Problem::bad(format!("{error:#}")))?;
    }
    if card.name.trim().is_empty() || card.name.len() > 200 {
        return Err(Problem::bad("the card has no name of at most 200 bytes"));
    }
    if !EVERY.contains(&form.called_every) {
        return Err(Problem::bad("a partner is called every 5 seconds to every day"));
    }
    let until: Instant = form.until.parse()?;
    if until <= now {
        return Err(Problem::bad("an agreement ends in the future"));
    }
    let agreement = Agreement {
        purpose: form.purpose.parse()?,
        ceiling: serde_json::from_value(form.ceiling.into()).map_err(|_| {
            Problem::bad("ceiling is public, official, official-sensitive or secret")
        })?,
        until,
        gives: form.gives,
        takes: form.takes,
        relays: form.relays.iter().map(|agency| agency.parse()).collect::<Result<_, _>>()?,
        matching: form
            .matching
            .map(|asks| Matching { per_case: asks.per_case, per_day: asks.per_day }),
    };
    Ok(Partner { card, agreement, called_every: form.called_every, revoked: None })
}
