//! What each side keeps of every ask, for those who audit: counts and leaves, never items.

use crossbearing_model::{Instant, NodeId, PrincipalId, PurposeId};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::node::Office;
use crate::node::office::{decode, read};
use crate::node::records::Attestation;

/// On which side of an ask a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It asked.
    Asker,
    /// It was asked.
    KeyHolder,
}

/// Where an ask stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryState {
    /// It waits for its answer.
    Waiting,
    /// Nothing of it is held by both.
    NoHit,
    /// Something is.
    Hit,
    /// The key holder does not answer it.
    Refused,
    /// The asker took it back.
    Withdrawn,
    /// The key holder has answered; whether there is a hit, the asker says.
    Answered,
}

/// An ask as one side keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindQuery {
    /// Its name.
    pub ask: String,
    /// The other side.
    pub partner: NodeId,
    /// On which side this node stands.
    pub side: Side,
    /// For which case.
    pub case: PurposeId,
    /// Who asked, where it was asked here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// When it was asked, or arrived.
    pub at: Instant,
    /// How many evaluations it takes, padding included.
    pub evaluations: u32,
    /// Where it stands.
    pub state: QueryState,
    /// How many of its items both hold, as far as is known.
    pub hits: u32,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The key's epoch, once it is answered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub epoch: String,
    /// The leaf in the asker's log.
    pub asker_leaf: Attestation,
    /// The leaf in the key holder's log, once it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_leaf: Option<Attestation>,
}

pub(super) fn query_key(ask: &str) -> String {
    format!("blind/query/{ask}")
}

impl Office<'_> {
    /// Every ask, of this node and to it.
    pub fn blind_queries(&self) -> Result<Vec<BlindQuery>> {
        let found = self.keep.scan("blind/query/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// One ask.
    pub fn blind_query(&self, ask: &str) -> Result<Option<BlindQuery>> {
        read(self.keep, &query_key(ask))
    }
}
