//! What other nodes ask: to take an envelope, and to hand out what is theirs. Every request is
//! signed by a partner; nothing is answered to anybody else.

use std::collections::HashSet;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::{Extension, Json, Router, middleware, routing};
use crossbearing_access::{Role, Viewer};
use crossbearing_exchange::Error;
use crossbearing_exchange::node::{self, LARGEST, Sealed};
use crossbearing_model::{NodeId, PrincipalId, StatementId};

use super::caller::{Caller, Carried};
use super::problem::Problem;
use super::state::{Answer, App, Node};
use super::{problem, request_id};
use crate::accounts::{Person, Purpose, Scope, Session};
use crate::exchange::{Peer, PulledEnvelopes};
use crate::secret::Digest;

/// What partners reach over TLS: this, TAXII, and nothing else. Who is at the other end is known
/// before anything is read.
pub(super) fn partners_router(app: App) -> Router {
    routes()
        .merge(super::taxii::routes())
        .layer(middleware::from_fn_with_state(std::sync::Arc::clone(&app), known_peer))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(problem::write_out))
        .layer(middleware::from_fn(request_id::name))
        .with_state(app)
}

/// What other nodes ask.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/exchange/v1/inbox", routing::post(inbox))
        .route("/exchange/v1/outbox", routing::post(outbox))
}

/// The partner at the other end of a connection over TLS.
#[derive(Debug, Clone)]
pub(super) struct ShownPartner(pub(super) NodeId);

/// Turns away whoever shows a key that is no believed partner's.
async fn known_peer(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    mut request: axum::extract::Request,
    next: middleware::Next,
) -> Result<axum::response::Response, Problem> {
    let partner = app.run(move |node| partner_with_key(node, peer)).await?;
    request.extensions_mut().insert(ShownPartner(partner));
    Ok(next.run(request).await)
}

fn partner_with_key(node: &Node, peer: Peer) -> Result<NodeId, Problem> {
    let stores = (&node.ledger, &node.log);
    let partners = node.exchange.at_office(stores, node.now(), |office| office.partners())?;
    let found = partners
        .into_iter()
        .find(|partner| partner.revoked.is_none() && partner.card.key.to_bytes() == peer.0);
    let found = found.map(|partner| partner.card.node);
    if found.is_none() {
        tracing::warn!("a caller showed a key that is no partner's");
    }
    found.ok_or_else(|| Problem::forbidden("the key of this connection is no partner's"))
}

impl Node {
    /// The node of a partner as one who reads, and what was called back and is kept from it: it is
    /// shown what would leave for it, and may change nothing.
    pub(super) fn as_partner(
        &self,
        partner: &NodeId,
    ) -> Result<(Caller, HashSet<StatementId>), Problem> {
        let (stores, now) = ((&self.ledger, &self.log), self.now());
        let (known, recalled) = self.exchange.at_office(stores, now, |office| {
            Ok((office.partner(partner)?, office.called_back()?))
        })?;
        let known = known.filter(|known| {
            let agreement = &known.agreement;
            known.revoked.is_none() && agreement.gives && now < agreement.until
        });
        let known = known.ok_or_else(|| {
            Problem::forbidden("what was agreed with this partner gives nothing now")
        })?;
        let (agency, purpose) = (known.card.agency.clone(), known.agreement.purpose.clone());
        let principal: PrincipalId = partner.as_str().parse()?;
        let viewer = Viewer {
            groups: self.accounts.groups(&agency)?,
            clearance: known.agreement.ceiling,
            given_by: Some(self.exchange.identity().agency.clone()),
            ..Viewer::new(principal.clone(), agency.clone(), Role::Analyst, purpose.clone())
        };
        let person = Person {
            id: principal,
            name: known.card.name,
            agency,
            roles: vec![Role::Analyst],
            clearance: known.agreement.ceiling,
            note: None,
            closed: false,
        };
        let until = known.agreement.until;
        let title = purpose.to_string();
        let purpose = Purpose { id: purpose, title, valid_from: now, valid_until: until };
        let justification = "as agreed between the nodes".to_owned();
        let session = Session { person, purpose, justification, viewer, expires_at: until };
        let carried = Carried::Token {
            digest: Digest::of(&known.card.key.to_string()),
            scopes: vec![Scope::Read],
        };
        Ok((Caller { session, carried }, recalled))
    }
}

/// Refuses what one partner sends over the connection of another.
fn same_sender(shown: Option<&ShownPartner>, sender: &NodeId) -> Result<(), Problem> {
    match shown {
        Some(ShownPartner(partner)) if partner != sender => {
            let detail = format!("{sender} does not speak over a connection of {partner}");
            Err(Problem::forbidden(detail))
        }
        _ => Ok(()),
    }
}

/// How long a sender may take for one envelope.
const PATIENCE: Duration = Duration::from_secs(60);
/// How far a greeting's time may be from this node's, in milliseconds: an older one may be a copy.
const FRESH_MS: i64 = 15 * 60 * 1000;

/// Takes an envelope of a partner's and says how far its stream has been applied.
async fn inbox(
    State(app): State<App>,
    shown: Option<Extension<ShownPartner>>,
    body: Body,
) -> Answer<Sealed> {
    let wire = read(body).await?;
    app.run(move |node| {
        let stores = (&node.ledger, &node.log);
        same_sender(shown.as_deref(), &node::sender_of(&wire)?)?;
        let ack = node.exchange.at_office(stores, node.now(), |office| {
            office.tick()?;
            office.receive(&wire)
        });
        let ack = ack.inspect_err(|error| tracing::warn!(%error, "an envelope was refused"))?;
        node.known.refresh();
        // What it brought may have to go on to others, a recall above all.
        node.exchange.wake();
        Ok(Json(ack))
    })
    .await
}

/// Hands a partner the envelopes that it has not acknowledged. The partner shows who it is, and how
/// far it has come, by a signed greeting.
async fn outbox(
    State(app): State<App>,
    shown: Option<Extension<ShownPartner>>,
    body: Body,
) -> Answer<PulledEnvelopes> {
    let wire = read(body).await?;
    app.run(move |node| {
        let greeting: Sealed = serde_json::from_slice(&wire)
            .map_err(|error| Problem::bad(format!("this is no greeting: {error}")))?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let said = node.exchange.at_office(stores, now, |office| office.acknowledged(&greeting))?;
        same_sender(shown.as_deref(), &said.from)?;
        if (said.at.millis() - now.millis()).abs() > FRESH_MS {
            return Err(Problem::forbidden("the greeting is not of now: set the clock"));
        }
        let partner = node.exchange.at_office(stores, now, |office| office.partner(&said.from))?;
        if let Some(partner) = partner {
            let planned = node.exchange.plan(stores, &node.accounts, &partner, now);
            planned.map_err(|error| Problem::internal(&*error.into_boxed_dyn_error()))?;
            let answered = node.exchange.answer_blind_asks(stores, now);
            answered.map_err(|error| Problem::internal(&*error.into_boxed_dyn_error()))?;
        }
        node.exchange
            .at_office(stores, now, |office| {
                office.tick()?;
                let envelopes = office.outgoing(&said.from)?;
                let envelopes = envelopes.iter().filter_map(|one| serde_json::from_slice(one).ok());
                let envelopes = envelopes.collect();
                Ok(PulledEnvelopes { envelopes, greeting: office.greeting(&said.from)? })
            })
            .map(Json)
            .map_err(Problem::from)
    })
    .await
}

async fn read(body: Body) -> Result<Vec<u8>, Problem> {
    let whole = tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST));
    match whole.await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(_)) => Err(Problem::too_large()),
        Err(_) => Err(Problem::bad("the request took too long: send smaller bundles")),
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused { reason } => Self::forbidden(reason),
            error => Self::internal(&error),
        }
    }
}
