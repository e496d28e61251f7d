//! What the command line asks of the server that runs on its folder.
//!
//! Whoever can read the folder could act under any account at the command line, so the server hands
//! whoever shows the secret that it left in the folder a token for an account. Both stand in the log.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::{Json, Router, routing};
use crossbearing_exchange::node::{Card, Correction, KeptAsk, NoticeState, Outstanding, Partner};
use crossbearing_ledger::Ledger;
use crossbearing_log::Log;
use crossbearing_model::{Instant, NodeId, PrincipalId, PurposeId};
use serde::{Deserialize, Serialize};

use super::extract::Body;
use super::problem::Problem;
use super::state::{Answer, App};
use crate::accounts::{Accounts, Agency, NewToken, Scope};
use crate::exchange::{CallState, Exchange, Synced};
use crate::secret::Digest;

/// How long a token for the command line holds, in milliseconds: for one command.
const HOLDS_MS: i64 = 10 * 60 * 1000;
/// How such a token is called, and how many of them a person has at a time.
const NAME: &str = "command line";
const KEPT: usize = 4;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/local/v1/session", routing::post(session))
        .route("/local/v1/calls", routing::post(calls))
        .route("/local/v1/status", routing::post(status))
        .route("/local/v1/partners", routing::post(partners))
}

/// Who the command line acts for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LocalLogin {
    pub(crate) user: PrincipalId,
    pub(crate) purpose: PurposeId,
    pub(crate) because: String,
}

/// A token for one command.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LocalToken {
    pub(crate) token: String,
}

#[derive(Debug, Deserialize)]
struct Calls {
    /// Whom to call; everybody if nobody is named.
    node: Option<NodeId>,
}

async fn session(
    State(app): State<App>,
    headers: HeaderMap,
    Body(login): Body<LocalLogin>,
) -> Answer<LocalToken> {
    check(&app, &headers)?;
    app.run(move |node| {
        let now = node.now();
        let old = node.accounts.tokens(&login.user)?;
        // Those of commands that are long done make room.
        for token in old.iter().filter(|token| token.name == NAME).rev().skip(KEPT) {
            node.accounts.withdraw_token(&login.user, token.id)?;
        }
        let new = NewToken {
            name: NAME.to_owned(),
            scopes: vec![Scope::Read, Scope::Write, Scope::Log],
            purpose: login.purpose,
            justification: login.because,
            expires: now.plus_millis(HOLDS_MS),
        };
        let (token, _) = node.accounts.make_token(&login.user, new, now)?;
        Ok(Json(LocalToken { token }))
    })
    .await
}

/// Calls partners now, and says how each call went.
async fn calls(
    State(app): State<App>,
    headers: HeaderMap,
    Body(Calls { node: only }): Body<Calls>,
) -> Answer<Vec<(NodeId, Result<Synced, String>)>> {
    check(&app, &headers)?;
    app.run(move |node| node.call_partners(only.as_ref()).map(Json)).await
}

/// What stands open with partners.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LocalStatus {
    pub(crate) partners: Vec<(NodeId, Outstanding, CallState)>,
    pub(crate) recalls: Vec<NoticeState>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) asks: Vec<KeptAsk>,
}

async fn status(State(app): State<App>, headers: HeaderMap) -> Answer<LocalStatus> {
    check(&app, &headers)?;
    app.run(move |node| {
        let stores = (&node.ledger, &node.log);
        Ok(Json(node.exchange.status(stores, node.now())?))
    })
    .await
}

/// What the operator does about partners.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LocalPartners {
    /// Tell what partners are told of this node.
    Card { address: String },
    /// Add one, or change what is agreed.
    Put(Box<Partner>),
    /// Stop believing one's key.
    Revoke(NodeId),
    /// List them.
    List,
}

/// The partners after it was done, or this node's card.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LocalPartnersDone {
    Card(Box<Card>),
    Partners(Vec<Partner>),
}

async fn partners(
    State(app): State<App>,
    headers: HeaderMap,
    Body(step): Body<LocalPartners>,
) -> Answer<LocalPartnersDone> {
    check(&app, &headers)?;
    app.run(move |node| {
        let stores = (&node.ledger, &node.log);
        let done = step.run(&node.exchange, stores, &node.accounts, node.now());
        node.exchange.wake();
        let refused = |error: anyhow::Error| Problem::bad(format!("{error:#}"));
        done.map(Json).map_err(refused)
    })
    .await
}

impl LocalPartners {
    /// Does it, in the server or in a command that has the folder to itself.
    pub(crate) fn run(
        self,
        exchange: &Exchange,
        stores: (&Ledger, &Log),
        accounts: &Accounts,
        now: Instant,
    ) -> anyhow::Result<LocalPartnersDone> {
        match self {
            Self::Card { address } => {
                return Ok(LocalPartnersDone::Card(Box::new(exchange.card(address))));
            }
            Self::Put(partner) => {
                let card = &partner.card;
                if !accounts.agencies()?.iter().any(|agency| agency.id == card.agency) {
                    let (id, name) = (card.agency.clone(), card.name.clone());
                    accounts.put_agency(&Agency { id, name, groups: BTreeSet::new() })?;
                }
                exchange.at_office(stores, now, |office| office.put_partner(&partner))?;
            }
            Self::Revoke(node) => exchange.at_office(stores, now, |office| office.revoke(&node))?,
            Self::List => {}
        }
        let partners = exchange.at_office(stores, now, |office| office.partners())?;
        Ok(LocalPartnersDone::Partners(partners))
    }
}

fn check(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|text| text.strip_prefix("Bearer ")).map(Digest::of);
    let holds = shown.is_some() && shown == app.settings.local;
    holds.then_some(()).ok_or_else(|| Problem::unauthenticated("this is for the command line"))
}
