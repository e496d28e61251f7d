//! Recalls and receipts.

use crossbearing_exchange::node::{NoticeState, Receipt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::api::word;

/// A recall, as one side sees it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallShape {
    /// Its name.
    pub(crate) notice: String,
    /// The agency whose statements are called back.
    pub(crate) originator: String,
    /// Whether it was issued here.
    pub(crate) ours: bool,
    /// `inaccurate`, `unlawful`, `order` or `source-at-risk`.
    pub(crate) reason: String,
    /// Why, in words.
    pub(crate) note: String,
    /// How many statements.
    pub(crate) statements: usize,
    /// When it was issued.
    pub(crate) issued_at: String,
    /// By when everyone has to have answered.
    pub(crate) deadline: String,
    /// Nodes that have not answered.
    pub(crate) waiting: Vec<String>,
    /// Whether somebody is late.
    pub(crate) overdue: bool,
    /// The answers.
    pub(crate) receipts: Vec<ReceiptShape>,
}

/// An answer to a recall.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReceiptShape {
    /// Who answers.
    pub(crate) node: String,
    /// How many statements were erased there.
    pub(crate) erased: u64,
    /// Whom it told in turn.
    pub(crate) passed_on_to: Vec<String>,
    /// When it was done.
    pub(crate) done_at: String,
    /// The place of the leaf in its log.
    pub(crate) leaf: u64,
    /// The signed checkpoint under which the leaf stands.
    pub(crate) checkpoint: String,
}

pub(in crate::server::api::partners) fn recall(state: &NoticeState, ours: bool) -> RecallShape {
    let notice = &state.notice;
    let receipt = |receipt: &Receipt| ReceiptShape {
        node: receipt.node.to_string(),
        erased: receipt.erased,
        passed_on_to: receipt.passed_on_to.iter().map(ToString::to_string).collect(),
        done_at: receipt.done_at.to_string(),
        leaf: receipt.attestation.index,
        checkpoint: receipt.attestation.checkpoint.clone(),
    };
    RecallShape {
        notice: notice.id.clone(),
        originator: notice.originator.to_string(),
        ours,
        reason: word(notice.reason),
        note: notice.note.clone(),
        statements: notice.statements.len(),
        issued_at: notice.issued_at.to_string(),
        deadline: notice.deadline.to_string(),
        waiting: state.waiting.iter().map(ToString::to_string).collect(),
        overdue: state.overdue,
        receipts: state.receipts.iter().map(receipt).collect(),
    }
}

/// A report to call back.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallToIssue {
    /// The report.
    pub(crate) report: String,
    /// `inaccurate`, `unlawful`, `order` or `source-at-risk`.
    #[schema(example = "inaccurate")]
    pub(crate) reason: String,
    /// Why, in words.
    pub(crate) note: String,
    /// In how many days everyone has to have answered.
    pub(crate) days: u32,
}

/// A recall that was issued.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RecallDone {
    /// Its name.
    pub(crate) notice: String,
    /// Who is told.
    pub(crate) told: Vec<String>,
}
