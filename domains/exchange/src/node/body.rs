//! What envelopes carry.

use crossbearing_model::{AgencyId, Instant, NodeId, PurposeId, StatementId};
use serde::{Deserialize, Serialize};

use super::Sealed;
use super::asking::{Ask, Reply};
use super::blind::BlindBody;
use super::records::Attestation;

/// What an envelope carries.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Body {
    /// Statements, in the native form, for a purpose.
    Bundle {
        /// In whose name they are given.
        purpose: PurposeId,
        /// The statements.
        statements: String,
        /// [`Leave`](super::asking::Leave)s of originators who were asked whether these may be
        /// passed on, each sealed by the node that gave it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        leaves: Vec<Sealed>,
    },
    /// A [`Notice`], sealed by the node that issued it.
    Recall(Sealed),
    /// A [`Receipt`], sealed by the node that answers.
    Receipt(Sealed),
    /// A [`Corrected`], sealed by the node that corrected its records.
    Corrected(Sealed),
    /// A request of one officer to another's agency.
    Ask(Ask),
    /// The answer to one.
    Reply(Reply),
    /// A step of blind matching.
    Blind(BlindBody),
}

/// The receipt for corrections and retractions: they stand in the records of who received them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    /// Who corrected.
    pub node: NodeId,
    /// The statements that correct or retract others.
    pub statements: Vec<StatementId>,
    /// When it was done.
    pub done_at: Instant,
    /// The leaf in the node's log.
    pub attestation: Attestation,
}

/// Why something is called back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is wrong (Directive 2016/680, article 7).
    Inaccurate,
    /// It should not have been held or passed on (article 16).
    Unlawful,
    /// A court or authority ordered it.
    Order,
    /// Whoever gave it is in danger.
    SourceAtRisk,
}

/// A recall: these statements are to be erased, by everyone who has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its name, which no other notice has.
    pub id: String,
    /// The node that issued it.
    pub issuer: NodeId,
    /// The agency whose statements they are.
    pub originator: AgencyId,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub note: String,
    /// Which statements.
    pub statements: Vec<StatementId>,
    /// When it was issued.
    pub issued_at: Instant,
    /// By when everyone has to have answered.
    pub deadline: Instant,
}

/// The answer to a notice: it is done, here is the proof, and these were told in turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The notice.
    pub notice: String,
    /// Who answers.
    pub node: NodeId,
    /// How many statements were erased here.
    pub erased: u64,
    /// To whom the notice was passed on.
    pub passed_on_to: Vec<NodeId>,
    /// When it was done.
    pub done_at: Instant,
    /// The leaf in the answering node's log.
    pub attestation: Attestation,
}
