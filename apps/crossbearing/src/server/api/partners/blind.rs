//! Blind matching: asks, hits, what opens, and counts for those who audit.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{
    AskedBlindly, BlindAdmission, BlindAuditLine, BlindDecision, BlindPage, BlindToAsk, HitShape,
};
use super::{of_this_agency, refused, shapes};
use crate::accounts::Scope;
use crate::exchange::BlindWish;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(blind_page, blind_ask))
        .routes(routes!(blind_withdraw))
        .routes(routes!(blind_decide))
        .routes(routes!(blind_admit))
        .routes(routes!(blind_audit))
}

/// Blind matching in this case
///
/// The asks of the viewer's case, and the hits whose selector the viewer sees.
#[utoipa::path(get, path = "/exchange/blind", tag = "exchange", operation_id = "blind_page",
    responses((status = 200, body = BlindPage)))]
async fn blind_page(State(app): State<App>, caller: Caller) -> Answer<BlindPage> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        Ok(Json(page(node, &caller)?))
    })
    .await
}

fn page(node: &Node, caller: &Caller) -> Result<BlindPage, Problem> {
    let (stores, now) = ((&node.ledger, &node.log), node.now());
    let view = node.view(caller)?;
    let hits = node.exchange.blind_hits(stores, &view, now).map_err(refused)?;
    let records: Vec<EntityId> =
        hits.iter().flat_map(|(_, records)| records.iter().cloned()).collect();
    node.note(caller, Kind::Consultation, records)?;
    let (partners, mut queries) = node
        .exchange
        .at_office(stores, now, |office| Ok((office.partners()?, office.blind_queries()?)))?;
    let purpose = &caller.session.viewer.purpose;
    let of_case = |partner: &crossbearing_model::NodeId| {
        partners.iter().any(|one| one.card.node == *partner && one.agreement.purpose == *purpose)
    };
    queries.retain(|query| query.case == *purpose || of_case(&query.partner));
    queries.sort_by_key(|query| std::cmp::Reverse(query.at));
    let agreed = partners.iter().filter(|one| {
        one.agreement.matching.is_some() && one.revoked.is_none() && one.agreement.until > now
    });
    Ok(BlindPage {
        partners: agreed.map(|one| one.card.node.to_string()).collect(),
        asks: queries.iter().map(shapes::blind_ask).collect(),
        hits: hits.iter().map(|(hit, records)| shapes::hit(hit, records)).collect(),
    })
}

/// Ask blindly
///
/// Which of the selectors that the viewer sees does a partner hold too? It learns neither which were
/// asked nor how many.
#[utoipa::path(post, path = "/exchange/blind", tag = "exchange", operation_id = "blind_ask",
    request_body = BlindToAsk, responses((status = 200, body = AskedBlindly)))]
async fn blind_ask(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<BlindToAsk>,
) -> Answer<AskedBlindly> {
    may_record(&caller)?;
    let partner = form.partner.parse()?;
    let parsed = form.records.iter().map(|text| Ok(text.parse::<EntityId>()?));
    let records = parsed.collect::<Result<std::collections::BTreeSet<_>, Problem>>()?;
    let wish = BlindWish { partner, records, with_protected: form.with_protected };
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        node.note(&caller, Kind::Combination, wish.records.iter().cloned())?;
        let stores = (&node.ledger, &node.log);
        let asked = node.exchange.ask_blind(stores, &view, &wish, node.now()).map_err(refused)?;
        Ok(Json(AskedBlindly { asks: asked.asks, items: asked.items }))
    })
    .await
}

/// Take a blind ask back
///
/// As long as it has no answer.
#[utoipa::path(post, path = "/exchange/blind/asks/{ask}/withdraw", tag = "exchange",
    operation_id = "blind_withdraw", params(("ask" = String, Path)),
    responses((status = 204, description = "withdrawn")))]
async fn blind_withdraw(
    State(app): State<App>,
    caller: Caller,
    Segments(ask): Segments<String>,
) -> Result<StatusCode, Problem> {
    may_record(&caller)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let query = node.exchange.at_office(stores, now, |office| office.blind_query(&ask))?;
        let purpose = &caller.session.viewer.purpose;
        if query.is_none_or(|query| query.case != *purpose) {
            return Err(Problem::absent(format!("no ask of this case is called {ask}")));
        }
        node.note(&caller, Kind::Alteration, [])?;
        node.exchange.at_office(stores, now, |office| office.withdraw_blind(&ask))?;
        node.exchange.wake();
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Open a hit, or decline it
///
/// It opens when both sides agree for one purpose; then each is told what the other's officer sees
/// of the records that hold the selector, as far as it is that agency's own to tell.
#[utoipa::path(post, path = "/exchange/blind/hits/{hit}/decision", tag = "exchange",
    operation_id = "blind_decide", params(("hit" = String, Path)),
    request_body = BlindDecision, responses((status = 200, body = HitShape)))]
async fn blind_decide(
    State(app): State<App>,
    caller: Caller,
    Segments(hit): Segments<String>,
    Body(form): Body<BlindDecision>,
) -> Answer<HitShape> {
    may_record(&caller)?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        let view = node.view(&caller)?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let known = node.exchange.blind_hits(stores, &view, now).map_err(refused)?;
        let found = known.into_iter().find(|(known, _)| known.hit == hit);
        let (_, records) =
            found.ok_or_else(|| Problem::absent(format!("no hit of this case is called {hit}")))?;
        node.note(&caller, Kind::Disclosure, records.iter().cloned())?;
        let decided =
            node.exchange.decide_blind(stores, &view, (&hit, form.agree), now).map_err(refused)?;
        Ok(Json(shapes::hit(&decided, &records)))
    })
    .await
}

/// Let a protected person into blind matching
///
/// Or take the person out of it. For safeguarding officers.
#[utoipa::path(post, path = "/exchange/blind/admissions", tag = "exchange",
    operation_id = "blind_admit", request_body = BlindAdmission,
    responses((status = 204, description = "done")))]
async fn blind_admit(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<BlindAdmission>,
) -> Result<StatusCode, Problem> {
    may_record(&caller)?;
    caller.must_be(&[Role::SafeguardingOfficer])?;
    let entity: EntityId = form.entity.parse()?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        node.note(&caller, Kind::Alteration, [entity.clone()])?;
        let (stores, viewer) = ((&node.ledger, &node.log), &caller.session.viewer);
        node.exchange
            .admit_to_matching(stores, viewer, (&entity, form.admit), node.now())
            .map_err(refused)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Audit blind matching
///
/// Every ask of this node and to it: who, when, for which case, how many evaluations, and the leaves
/// in both logs. No selectors.
#[utoipa::path(get, path = "/exchange/blind/audit", tag = "exchange",
    operation_id = "blind_audit", responses((status = 200, body = Vec<BlindAuditLine>)))]
async fn blind_audit(State(app): State<App>, caller: Caller) -> Answer<Vec<BlindAuditLine>> {
    caller.must_have(Scope::Log)?;
    caller.must_be(&[Role::Oversight])?;
    app.run(move |node| {
        of_this_agency(node, &caller)?;
        node.note(&caller, Kind::Consultation, [])?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let mut queries = node.exchange.at_office(stores, now, |office| office.blind_queries())?;
        queries.sort_by_key(|query| std::cmp::Reverse(query.at));
        Ok(Json(queries.iter().map(shapes::audit_line).collect()))
    })
    .await
}
