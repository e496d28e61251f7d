//! Partners, and what was agreed with them.

use std::collections::BTreeSet;

use crossbearing_model::{AgencyId, Classification, Instant, NodeId, PurposeId};
use serde::{Deserialize, Serialize};

use super::NodePublicKey;

/// What a node tells others of itself. The key is compared by telephone before it is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The node.
    pub node: NodeId,
    /// The agency that runs it.
    pub agency: AgencyId,
    /// The agency's name, for people.
    pub name: String,
    /// Its public key.
    pub key: NodePublicKey,
    /// Where it listens, as `https://host:port`; empty if it only calls.
    #[serde(default)]
    pub address: String,
}

/// What may go to a partner and come from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The operation in whose name; labels bound to another one do not leave.
    pub purpose: PurposeId,
    /// The highest classification that leaves.
    pub ceiling: Classification,
    /// Until when it holds.
    pub until: Instant,
    /// Whether anything leaves.
    pub gives: bool,
    /// Whether anything is taken in.
    pub takes: bool,
    /// Agencies whose statements the partner may pass on to us.
    #[serde(default)]
    pub relays: BTreeSet<AgencyId>,
    /// How much the partner may ask for blindly; nothing if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
}

/// How many evaluations a partner gets for its blind asks, padding included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// For one case on one day.
    pub per_case: u32,
    /// For all cases on one day.
    pub per_day: u32,
}

/// A partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its card.
    pub card: Card,
    /// What was agreed.
    pub agreement: Agreement,
    /// How often it is called, in seconds; it is also called at once when something waits for it.
    #[serde(default = "every_minute")]
    pub called_every: u32,
    /// Since when its key is no longer believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Instant>,
}

fn every_minute() -> u32 {
    60
}
