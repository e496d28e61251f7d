//! The messages of blind matching.

use crossbearing_model::{AgencyId, Instant, PrincipalId, PurposeId};
use serde::{Deserialize, Serialize};

use crate::node::records::Attestation;

/// A message of blind matching.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::node) enum BlindBody {
    /// Blinded items to be evaluated.
    Ask {
        /// The ask's name: the asker's node, a hyphen, and what no other ask of it has.
        ask: String,
        /// For which case.
        case: PurposeId,
        /// The blinded items, padded, in base64.
        items: String,
        /// The digest of the table that the asker has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<String>,
        /// The leaf in the asker's log.
        leaf: Attestation,
    },
    /// A part of the key holder's table of tags.
    Table {
        /// The digest of the whole.
        digest: String,
        /// Which part, from 0.
        part: u32,
        /// Of how many.
        of: u32,
        /// Tags, in base64.
        tags: String,
    },
    /// Evaluated items, with the proof that the published key was used.
    Answer {
        /// The ask.
        ask: String,
        /// The epoch of the key.
        epoch: String,
        /// The published half of the key, in base64.
        key: String,
        /// The evaluated items and the proof, in base64.
        items: String,
        /// The digest of the table to look them up in.
        table: String,
        /// The leaf in the key holder's log.
        leaf: Attestation,
    },
    /// No answer, and why.
    Refused {
        /// The ask.
        ask: String,
        /// Why.
        reason: String,
    },
    /// The asker takes an ask back.
    Withdraw {
        /// The ask.
        ask: String,
    },
    /// What the asker found in the table: it shows that it had these items evaluated.
    Hits {
        /// The ask.
        ask: String,
        /// A tag and a claim for each, in base64.
        hits: Vec<(String, String)>,
    },
    /// One side agrees to open a hit.
    Agree {
        /// The hit.
        hit: String,
        /// For this purpose.
        purpose: PurposeId,
    },
    /// One side does not agree.
    Decline {
        /// The hit.
        hit: String,
    },
    /// Both agreed: what one side tells the other.
    Open {
        /// The hit.
        hit: String,
        /// What it tells.
        disclosure: Disclosure,
    },
}

/// What one side tells the other when a hit opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// The officer to speak to.
    pub officer: PrincipalId,
    /// The officer's agency.
    pub agency: AgencyId,
    /// When it was written.
    pub at: Instant,
    /// What the officer tells of each record that holds the selector, in lines.
    pub lines: Vec<String>,
}
