//! What people ask the office: which recalls stand open, what was given, what was refused.

use std::collections::BTreeSet;

use crossbearing_model::NodeId;
use serde::{Deserialize, Serialize};

use super::Office;
use super::body::{Notice, Receipt};
use super::office::decode;
use super::recall::KeptNotice;
use crate::Result;

/// A notice, with who has answered and who has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeState {
    /// The notice.
    pub notice: Notice,
    /// The answers.
    pub receipts: Vec<Receipt>,
    /// Nodes that were told and have not answered.
    pub waiting: Vec<NodeId>,
    /// Whether somebody is late.
    pub overdue: bool,
}

/// What stands between this node and a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outstanding {
    /// Statements that the partner was given.
    pub given: usize,
    /// Envelopes that it has not acknowledged.
    pub unacknowledged: u64,
    /// Bundles that it refused.
    pub refused: usize,
}

impl Office<'_> {
    /// Every notice that this node issued or received, by name.
    pub fn notices(&self) -> Result<Vec<NoticeState>> {
        let mut states = Vec::new();
        for (key, value) in self.keep.scan("notice/", usize::MAX)? {
            let kept: KeptNotice = decode(&key, &value)?;
            let found = self.keep.scan(&format!("receipt/{}/", kept.notice.id), usize::MAX)?;
            let receipts = found.iter().map(|(key, value)| decode(key, value));
            let receipts = receipts.collect::<Result<Vec<Receipt>>>()?;
            let told: BTreeSet<NodeId> = receipts
                .iter()
                .flat_map(|receipt| receipt.passed_on_to.iter().cloned())
                .chain(kept.told.iter().cloned())
                .collect();
            let answered = |node: &NodeId| receipts.iter().any(|receipt| receipt.node == *node);
            // Somebody may have told this node, too: it knows that it did it.
            let others = told.into_iter().filter(|node| *node != self.me.node);
            let waiting: Vec<NodeId> = others.filter(|node| !answered(node)).collect();
            let overdue = !waiting.is_empty() && kept.notice.deadline <= self.now;
            states.push(NoticeState { notice: kept.notice, receipts, waiting, overdue });
        }
        Ok(states)
    }

    /// What stands between this node and `partner`.
    pub fn outstanding(&self, partner: &NodeId) -> Result<Outstanding> {
        let sent = self.sent(partner)?;
        Ok(Outstanding {
            given: self.keep.scan(&format!("given/{partner}/"), usize::MAX)?.len(),
            unacknowledged: sent.made - sent.acknowledged.min(sent.made),
            refused: self.keep.scan(&format!("refusal/{partner}/"), usize::MAX)?.len(),
        })
    }
}
