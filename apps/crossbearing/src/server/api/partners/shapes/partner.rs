//! Partners, what stands between them and this node, calls.

use crossbearing_exchange::node::{Correction, Outstanding, Partner};
use crossbearing_model::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::exchange::{CallState, Synced};
use crate::server::api::word;

/// A partner.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PartnerShape {
    /// Its node.
    pub(crate) node: String,
    /// The agency that runs it.
    pub(crate) agency: String,
    /// The agency's name.
    pub(crate) name: String,
    /// Its public key, to be compared by telephone.
    pub(crate) key: String,
    /// Where it is called; empty if it only calls.
    pub(crate) address: String,
    /// How often it is called, in seconds.
    pub(crate) called_every: u32,
    /// The operation in whose name.
    pub(crate) purpose: String,
    /// The highest marking that leaves.
    pub(crate) ceiling: String,
    /// Until when it is agreed.
    pub(crate) until: String,
    /// Whether anything leaves.
    pub(crate) gives: bool,
    /// Whether anything is taken in.
    pub(crate) takes: bool,
    /// Whose statements it may pass on to this node.
    pub(crate) relays: Vec<String>,
    /// How many evaluations a day it gets for blind asks, by case and in all.
    pub(crate) matching: Option<[u32; 2]>,
    /// Since when its key is no longer believed.
    pub(crate) revoked: Option<String>,
    /// Statements that it was given.
    pub(crate) given: usize,
    /// Envelopes that it has not taken yet.
    pub(crate) waiting: u64,
    /// Bundles that it refused.
    pub(crate) refused: usize,
    /// Corrections that it was given.
    pub(crate) corrections: usize,
    /// Those of them that it has confirmed.
    pub(crate) corrections_confirmed: usize,
    /// When it was last called.
    pub(crate) called: Option<String>,
    /// When it last answered.
    pub(crate) reached: Option<String>,
    /// Why it did not, if it did not.
    pub(crate) error: Option<String>,
    /// When it is called next.
    pub(crate) next_call: Option<String>,
}

pub(in crate::server::api::partners) fn partner(
    known: &Partner,
    outstanding: Outstanding,
    corrections: &[Correction],
    calls: &CallState,
) -> PartnerShape {
    let (card, agreement) = (&known.card, &known.agreement);
    let text = |at: &Option<Instant>| at.as_ref().map(ToString::to_string);
    let theirs = || corrections.iter().filter(|one| one.partner == card.node);
    PartnerShape {
        node: card.node.to_string(),
        agency: card.agency.to_string(),
        name: card.name.clone(),
        key: card.key.to_string(),
        address: card.address.clone(),
        called_every: known.called_every,
        purpose: agreement.purpose.to_string(),
        ceiling: word(agreement.ceiling),
        until: agreement.until.to_string(),
        gives: agreement.gives,
        takes: agreement.takes,
        relays: agreement.relays.iter().map(ToString::to_string).collect(),
        matching: agreement.matching.map(|quota| [quota.per_case, quota.per_day]),
        revoked: text(&known.revoked),
        given: outstanding.given,
        waiting: outstanding.unacknowledged,
        refused: outstanding.refused,
        corrections: theirs().count(),
        corrections_confirmed: theirs().filter(|one| one.receipt.is_some()).count(),
        called: text(&calls.tried),
        reached: text(&calls.reached),
        error: calls.error.clone(),
        next_call: text(&calls.next),
    }
}

/// What a node tells partners of itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CardShape {
    /// The node.
    #[schema(example = "north-1")]
    pub(crate) node: String,
    /// The agency that runs it.
    #[schema(example = "north")]
    pub(crate) agency: String,
    /// The agency's name.
    pub(crate) name: String,
    /// Its public key, to be compared by telephone.
    pub(crate) key: String,
    /// Where it listens, as `https://host:port`; empty if it only calls.
    #[serde(default)]
    pub(crate) address: String,
}

/// A partner to add, or what is agreed from now on.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PartnerToPut {
    /// Its card, as it sent it.
    pub(crate) card: CardShape,
    /// The operation in whose name; labels bound to another one do not leave.
    #[schema(example = "op-lantern")]
    pub(crate) purpose: String,
    /// The highest marking that leaves.
    #[schema(example = "official")]
    pub(crate) ceiling: String,
    /// Until when it is agreed.
    #[schema(example = "2027-01-01T00:00:00Z")]
    pub(crate) until: String,
    /// Whether anything leaves.
    pub(crate) gives: bool,
    /// Whether anything is taken in.
    pub(crate) takes: bool,
    /// Agencies whose statements the partner may pass on to this node.
    #[serde(default)]
    pub(crate) relays: Vec<String>,
    /// How often it is called, in seconds.
    #[serde(default = "every_minute")]
    pub(crate) called_every: u32,
    /// How many evaluations a day it gets for blind asks; none if it is not said.
    #[serde(default)]
    pub(crate) matching: Option<MatchingShape>,
}

fn every_minute() -> u32 {
    60
}

/// The end of a partner's key.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Revocation {
    /// Why, in 3 to 1000 characters; it is written in the log.
    #[schema(example = "the partner's server was stolen")]
    pub(crate) reason: String,
}

/// Evaluations for blind asks, padding included.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MatchingShape {
    /// For one case on one day.
    pub(crate) per_case: u32,
    /// For all cases on one day.
    pub(crate) per_day: u32,
}

/// What waits for the viewer among the dealings with partners.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExchangeWaiting {
    /// Hits that nobody here has agreed to open or declined.
    pub(crate) hits: usize,
    /// Requests of partners without an answer.
    pub(crate) requests: usize,
    /// Requests to partners that are overdue.
    pub(crate) overdue: usize,
}

/// What a call did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CallDone {
    /// Statements newly made ready.
    pub(crate) made_ready: usize,
    /// Envelopes that the partner has taken.
    pub(crate) given: usize,
    /// Envelopes taken from it.
    pub(crate) taken: usize,
    /// Why the partner was not reached, if it was not: what is for it stays in the outbox.
    pub(crate) error: Option<String>,
}

pub(in crate::server::api::partners) fn call_done(done: Result<Synced, String>) -> CallDone {
    let (synced, error) = match done {
        Ok(synced) => (synced, None),
        Err(error) => (Synced::default(), Some(error)),
    };
    CallDone { made_ready: synced.planned, given: synced.pushed, taken: synced.fetched, error }
}
