//! What other nodes ask: to take an envelope, and to hand out what is theirs. Every request is
//! signed by a partner; nothing is answered to anybody else.

use std::time::Duration;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use crossbearing_exchange::Error;
use crossbearing_exchange::node::{LARGEST, Sealed};

use super::problem::Problem;
use super::state::{Answer, App};
use crate::exchange::PulledEnvelopes;

/// How long a sender may take for one envelope.
const PATIENCE: Duration = Duration::from_secs(60);
/// How far a greeting's time may be from this node's, in milliseconds: an older one may be a copy.
const FRESH_MS: i64 = 15 * 60 * 1000;

/// Takes an envelope of a partner's and says how far its stream has been applied.
pub(super) async fn inbox(State(app): State<App>, body: Body) -> Answer<Sealed> {
    let wire = read(body).await?;
    app.run(move |node| {
        let stores = (&node.ledger, &node.log);
        let ack = node.exchange.at_office(stores, node.now(), |office| {
            office.tick()?;
            office.receive(&wire)
        })?;
        node.known.refresh();
        Ok(Json(ack))
    })
    .await
}

/// Hands a partner the envelopes that it has not acknowledged. The partner shows who it is, and how
/// far it has come, by a signed greeting.
pub(super) async fn outbox(State(app): State<App>, body: Body) -> Answer<PulledEnvelopes> {
    let wire = read(body).await?;
    app.run(move |node| {
        let greeting: Sealed = serde_json::from_slice(&wire)
            .map_err(|error| Problem::bad(format!("this is no greeting: {error}")))?;
        let (stores, now) = ((&node.ledger, &node.log), node.now());
        let said = node.exchange.at_office(stores, now, |office| office.acknowledged(&greeting))?;
        if (said.at.millis() - now.millis()).abs() > FRESH_MS {
            return Err(Problem::forbidden("the greeting is not of now: set the clock"));
        }
        let partner = node.exchange.at_office(stores, now, |office| office.partner(&said.from))?;
        if let Some(partner) = partner {
            let planned = node.exchange.plan(stores, &node.accounts, &partner, now);
            planned.map_err(|error| Problem::internal(&*error.into_boxed_dyn_error()))?;
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
