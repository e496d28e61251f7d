//! When whom to call: at intervals, at once when something waits, later and later where nobody
//! answers.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossbearing_exchange::node::Partner;
use crossbearing_ledger::Ledger;
use crossbearing_log::Log;
use crossbearing_model::{Instant, NodeId};
use serde::{Deserialize, Serialize};

use super::{Exchange, Synced};
use crate::accounts::Accounts;
use crate::server::LocalStatus;

/// How long after a first failure a partner is called again, and at most after many.
const FIRST_MS: i64 = 2_000;
const LONGEST_MS: i64 = 10 * 60 * 1000;
/// Embargoes and expiries are looked at this often, whoever calls.
const TICK_MS: i64 = 15_000;

/// How calls to one partner go.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct CallState {
    /// When it was last called.
    pub(crate) tried: Option<Instant>,
    /// When it last answered.
    pub(crate) reached: Option<Instant>,
    /// Why it did not, if it did not.
    pub(crate) error: Option<String>,
    /// Calls in a row that failed.
    pub(crate) failures: u32,
    /// When it is called next.
    pub(crate) next: Option<Instant>,
}

/// Whose turn it is.
#[derive(Default)]
pub(super) struct Turns {
    calls: Mutex<BTreeMap<NodeId, CallState>>,
    woken: Mutex<bool>,
    bell: Condvar,
}

impl Exchange {
    /// Says that something waits to go out.
    pub(crate) fn wake(&self) {
        *self.turns.woken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.turns.bell.notify_all();
    }

    /// Waits until somebody wakes it, or for `longest`.
    pub(crate) fn wait(&self, longest: Duration) {
        let woken = self.turns.woken.lock().unwrap_or_else(PoisonError::into_inner);
        let asleep = |woken: &mut bool| !*woken;
        let waited = self.turns.bell.wait_timeout_while(woken, longest, asleep);
        let (mut woken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *woken = false;
    }

    /// How calls to a partner go.
    pub(crate) fn call_state(&self, partner: &NodeId) -> CallState {
        let calls = self.turns.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.get(partner).cloned().unwrap_or_default()
    }

    /// What stands open with partners.
    pub(crate) fn status(
        &self,
        stores: (&Ledger, &Log),
        now: Instant,
    ) -> Result<LocalStatus, crossbearing_exchange::Error> {
        self.at_office(stores, now, |office| {
            let mut partners = Vec::new();
            for partner in office.partners()? {
                let node = partner.card.node;
                let (outstanding, calls) = (office.outstanding(&node)?, self.call_state(&node));
                partners.push((node, outstanding, calls));
            }
            Ok(LocalStatus {
                partners,
                recalls: office.notices()?,
                corrections: office.corrections()?,
                asks: office.asks()?,
            })
        })
    }

    /// Calls those whose turn it is, opens embargoes, erases what has expired, answers asks. Says
    /// how long nothing is to be done.
    pub(crate) fn turn(
        &self,
        stores: (&Ledger, &Log),
        accounts: &Accounts,
        now: impl Fn() -> Instant + Copy,
    ) -> anyhow::Result<Duration> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is of one office's lifetime, and any office is asked for"
        )]
        self.at_office(stores, now(), |office| office.tick())?;
        self.answer_blind_asks(stores, now())?;
        let mut next = now().plus_millis(TICK_MS);
        for partner in self.at_office(stores, now(), |office| office.partners())? {
            if partner.revoked.is_some() || partner.card.address.is_empty() {
                continue;
            }
            if self.is_due(stores, &partner, now())? {
                // Why it failed is kept for those who look; the others are called all the same.
                let _ = self.call(stores, accounts, &partner, now);
            }
            next = self.call_state(&partner.card.node).next.map_or(next, |due| next.min(due));
        }
        Ok(Duration::from_millis((next.millis() - now().millis()).clamp(50, TICK_MS) as u64))
    }

    /// Calls a partner now, and remembers how it went.
    pub(crate) fn call(
        &self,
        stores: (&Ledger, &Log),
        accounts: &Accounts,
        partner: &Partner,
        now: impl Fn() -> Instant + Copy,
    ) -> anyhow::Result<Synced> {
        let node = &partner.card.node;
        let done = self.sync(stores, accounts, partner, now);
        let mut calls = self.turns.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let state = calls.entry(node.clone()).or_default();
        state.tried = Some(now());
        match &done {
            Ok(synced) => {
                let every = i64::from(partner.called_every.max(1)) * 1000;
                *state = CallState {
                    tried: state.tried,
                    reached: state.tried,
                    next: Some(now().plus_millis(every)),
                    ..CallState::default()
                };
                if synced.pushed + synced.fetched > 0 {
                    tracing::info!(partner = %node, ?synced, "exchanged with a partner");
                }
            }
            Err(error) => {
                let wait = FIRST_MS.saturating_mul(1 << state.failures.min(20)).min(LONGEST_MS);
                state.failures += 1;
                state.error = Some(format!("{error:#}"));
                state.next = Some(now().plus_millis(wait));
                tracing::warn!(partner = %node, failures = state.failures, "a partner was not reached");
            }
        }
        done
    }

    /// Whether a partner is to be called: its time has come, or something waits for it and it
    /// answered the last call.
    fn is_due(
        &self,
        stores: (&Ledger, &Log),
        partner: &Partner,
        now: Instant,
    ) -> anyhow::Result<bool> {
        let state = self.call_state(&partner.card.node);
        if state.next.is_none_or(|next| next <= now) {
            return Ok(true);
        }
        let node = &partner.card.node;
        let waits = self.at_office(stores, now, |office| office.has_outgoing(node))?;
        Ok(waits && state.failures == 0)
    }
}
