//! Calling a partner's node: push what is due, fetch what it has for us.

use std::time::Duration;

use anyhow::{Context as _, bail};
use crossbearing_exchange::node::{LARGEST, Partner, Sealed};
use crossbearing_ledger::Ledger;
use crossbearing_log::Log;
use crossbearing_model::Instant;
use serde::{Deserialize, Serialize};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, TcpConnector};

use super::Exchange;
use super::tls::{PinnedTls, client_config};
use crate::accounts::Accounts;

/// Rounds of pushing and fetching before a call ends; the rest waits for the next one.
const ROUNDS: usize = 1000;
/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: u64 = 64 * LARGEST as u64;

/// What a node hands out when it is asked for its envelopes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PulledEnvelopes {
    /// The envelopes, in order.
    pub(crate) envelopes: Vec<Sealed>,
    /// How far it has come, and its time.
    pub(crate) greeting: Sealed,
}

/// What a call did.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Synced {
    /// Statements newly made ready.
    pub(crate) planned: usize,
    /// Envelopes that the partner has taken.
    pub(crate) pushed: usize,
    /// Envelopes taken from it.
    pub(crate) fetched: usize,
}

impl Exchange {
    /// Plans, pushes, fetches and answers until neither side has anything new.
    pub(crate) fn sync(
        &self,
        stores: (&Ledger, &Log),
        accounts: &Accounts,
        partner: &Partner,
        now: impl Fn() -> Instant,
    ) -> anyhow::Result<Synced> {
        let address = callable(&partner.card.address)?;
        let agent = self.agent(partner)?;
        let mut synced =
            Synced { planned: self.plan(stores, accounts, partner, now())?, ..Synced::default() };
        for _ in 0..ROUNDS {
            self.answer_blind_asks(stores, now())?;
            let pushed = self.push(stores, partner, (&agent, address), &now)?;
            let fetched = self.fetch(stores, partner, (&agent, address), &now)?;
            synced.pushed += pushed;
            synced.fetched += fetched;
            if pushed + fetched == 0 {
                break;
            }
        }
        self.at_office(stores, now(), |office| {
            office.tick()?;
            Ok(())
        })?;
        Ok(synced)
    }

    fn push(
        &self,
        stores: (&Ledger, &Log),
        partner: &Partner,
        (agent, address): (&ureq::Agent, &str),
        now: &impl Fn() -> Instant,
    ) -> anyhow::Result<usize> {
        let node = &partner.card.node;
        let outgoing = self.at_office(stores, now(), |office| office.outgoing(node))?;
        for envelope in &outgoing {
            let answer = post(agent, &format!("{address}/exchange/v1/inbox"), envelope)?;
            let ack: Sealed = serde_json::from_slice(&answer).context("the partner's answer")?;
            self.at_office(stores, now(), |office| office.acknowledged(&ack))?;
        }
        Ok(outgoing.len())
    }

    fn fetch(
        &self,
        stores: (&Ledger, &Log),
        partner: &Partner,
        (agent, address): (&ureq::Agent, &str),
        now: &impl Fn() -> Instant,
    ) -> anyhow::Result<usize> {
        let node = &partner.card.node;
        let greeting = self.at_office(stores, now(), |office| office.greeting(node))?;
        let body = serde_json::to_vec(&greeting)?;
        let answer = post(agent, &format!("{address}/exchange/v1/outbox"), &body)?;
        let pulled: PulledEnvelopes =
            serde_json::from_slice(&answer).context("the partner's answer")?;
        self.at_office(stores, now(), |office| office.acknowledged(&pulled.greeting))?;
        for envelope in &pulled.envelopes {
            let wire = serde_json::to_vec(envelope)?;
            self.at_office(stores, now(), |office| office.receive(&wire))?;
        }
        Ok(pulled.envelopes.len())
    }
}

/// An address that may be called: of a node over TLS, or of a tunnel on this machine, so that
/// nothing leaves the machine in the clear.
pub(crate) fn callable(address: &str) -> anyhow::Result<&str> {
    let address = address.trim_end_matches('/');
    let host = address.strip_prefix("http://");
    let local = host.is_some_and(|host| {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        matches!(name, "127.0.0.1" | "localhost" | "[::1]")
    });
    if !local && !address.starts_with("https://") {
        bail!(
            "{address:?} cannot be called: give the partner's https:// address, or the http:// address on this machine of a tunnel to it (docs/partners.md)"
        );
    }
    Ok(address)
}

impl Exchange {
    /// Who calls `partner`: over TLS it talks to the node with the card's key and to nobody else.
    pub(crate) fn agent(&self, partner: &Partner) -> anyhow::Result<ureq::Agent> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        let pinned = PinnedTls::new(client_config(self.identity(), &partner.card.key)?);
        let connector = TcpConnector::default().chain(pinned);
        Ok(ureq::Agent::with_parts(config, connector, DefaultResolver::default()))
    }
}

fn post(agent: &ureq::Agent, address: &str, body: &[u8]) -> anyhow::Result<Vec<u8>> {
    let answer = agent.post(address).content_type("application/json").send(body);
    let mut answer = answer.with_context(|| format!("{address} cannot be reached"))?;
    let bytes = answer.body_mut().with_config().limit(LARGEST_ANSWER).read_to_vec()?;
    if answer.status().is_success() {
        return Ok(bytes);
    }
    let said: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let why = said["detail"].as_str().unwrap_or_default().to_owned();
    bail!("{address} answers {}: {why}", answer.status().as_u16())
}
