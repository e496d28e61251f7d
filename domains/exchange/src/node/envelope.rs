//! Signed texts, and the envelopes in which they travel.

use crossbearing_model::{Instant, NodeId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::{NodeKey, NodePublicKey};
use crate::{Error, Result};

/// The largest envelope that is read, in bytes.
pub const LARGEST: usize = 8 << 20;

/// The version of envelopes that this program writes and reads.
const VERSION: u32 = 1;

/// A text and its signature. The text is kept as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// What was signed: JSON.
    signed: String,
    /// The signature over it, in base64.
    signature: String,
}

impl Sealed {
    /// Signs `content`.
    pub(super) fn seal(content: &impl Serialize, key: &NodeKey) -> Result<Self> {
        let signed =
            serde_json::to_string(content).map_err(|error| Error::keep("a message", &error))?;
        Ok(Self { signature: key.sign(&signed), signed })
    }

    /// What was signed, whoever signed it.
    pub(super) fn read<T: DeserializeOwned>(&self, what: &str) -> Result<T> {
        serde_json::from_str(&self.signed)
            .map_err(|error| Error::refused(format!("{what} cannot be read: {error}")))
    }

    /// Whether `key` signed it.
    pub(super) fn is_by(&self, key: &NodePublicKey) -> bool {
        key.has_signed(&self.signed, &self.signature)
    }
}

/// What a node sends another: one numbered step of their stream.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope {
    pub(super) version: u32,
    pub(super) from: NodeId,
    pub(super) to: NodeId,
    pub(super) seq: u64,
    pub(super) sent_at: Instant,
    pub(super) body: Body,
}

impl Envelope {
    pub(super) fn new(
        (from, to): (NodeId, NodeId),
        seq: u64,
        sent_at: Instant,
        body: Body,
    ) -> Self {
        Self { version: VERSION, from, to, seq, sent_at, body }
    }

    /// The sealed text in `wire`, and who says to have sent it.
    pub(super) fn open(wire: &[u8]) -> Result<(Sealed, NodeId)> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
            from: NodeId,
        }
        if wire.len() > LARGEST {
            let reason = format!("an envelope has at most {LARGEST} bytes: send smaller bundles");
            return Err(Error::refused(reason));
        }
        let sealed: Sealed = serde_json::from_slice(wire)
            .map_err(|error| Error::refused(format!("this is no envelope: {error}")))?;
        let head: Head = sealed.read("the envelope's head")?;
        if head.version != VERSION {
            let reason =
                format!("version {} is not known: this node speaks {VERSION}", head.version);
            return Err(Error::refused(reason));
        }
        Ok((sealed, head.from))
    }
}

/// Who says to have sent an envelope; nothing of it is checked yet.
pub fn sender_of(wire: &[u8]) -> Result<NodeId> {
    Envelope::open(wire).map(|(_, from)| from)
}

/// How far a node has applied what another sent, with its time: signed, so that it also witnesses
/// what time it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ack {
    /// Who acknowledges.
    pub from: NodeId,
    /// To whom.
    pub to: NodeId,
    /// The last envelope applied.
    pub applied: u64,
    /// When this was said.
    pub at: Instant,
    /// Why the last envelope's content was refused, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}
