//! What a node's ledger and transparency log do for its office.

use crossbearing_model::{EntityId, NodeId, Statement, StatementId};
use serde::{Deserialize, Serialize};

use crate::Result;

/// The node's own records. Every change may be asked for twice, after a crash: the second time it
/// changes nothing.
pub trait Records {
    /// Records statements of a partner, all or none. Those that are there already are passed over.
    fn record(&mut self, statements: Vec<Statement>, from: &NodeId) -> Result<()>;
    /// Erases statements for good. Those that are not there are passed over.
    fn erase(&mut self, statements: &[(EntityId, StatementId)]) -> Result<()>;
    /// Writes a deed to the transparency log, and proves that it stands there.
    fn attest(&mut self, deed: &Deed) -> Result<Attestation>;
}

/// Something that the transparency log must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What was done.
    pub kind: DeedKind,
    /// The partner it was done with.
    pub partner: NodeId,
    /// To which statements.
    pub statements: Vec<StatementId>,
    /// Why.
    pub reason: String,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeedKind {
    /// Statements came in.
    Received,
    /// Statements were made ready for a partner.
    Given,
    /// Statements were erased.
    Erased,
    /// Something was refused.
    Refused,
    /// Selectors were matched blindly.
    Matched,
    /// A partner asked for something, or was asked.
    Asked,
}

/// The proof that a deed stands in a node's transparency log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The leaf, as written.
    pub leaf: String,
    /// Its position.
    pub index: u64,
    /// The hashes of its inclusion proof.
    pub proof: Vec<String>,
    /// The signed checkpoint under which it stands.
    pub checkpoint: String,
    /// The key that checks the checkpoint.
    pub log_key: String,
}
