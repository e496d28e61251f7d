//! Corrections and retractions travel in bundles; whoever applies one says so (Directive 2016/680,
//! articles 7(3) and 16).

use crossbearing_model::{EntityId, Instant, NodeId, Statement, StatementId};
use serde::{Deserialize, Serialize};

use super::body::{Body, Corrected};
use super::office::{decode, put, read};
use super::records::Attestation;
use super::{Office, Partner, Sealed, Write};
use crate::{Error, Result};

/// A correction or retraction that a partner was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// To whom.
    pub partner: NodeId,
    /// The statement that corrects or retracts another.
    pub statement: StatementId,
    /// Since when it is on its way.
    pub given_at: Instant,
    /// When the partner corrected its records, with the proof; nothing while it has not said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Corrected>,
}

/// Changes that note which receipts are awaited.
pub(super) fn awaited(
    partner: &NodeId,
    leaving: &[Statement],
    given_at: Instant,
) -> Result<Vec<Write>> {
    let corrections = leaving.iter().filter(|one| one.standing.target().is_some());
    let write = |statement: &Statement| {
        let statement = statement.id();
        let partner = partner.clone();
        let key = key(&partner, statement);
        put(key, &Correction { partner, statement, given_at, receipt: None })
    };
    corrections.map(write).collect()
}

impl Office<'_> {
    /// Corrections that were given, and who has confirmed them.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let found = self.keep.scan("correction/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// Notes that `copy` is a sanitised version of `original`, made for a partner.
    pub fn put_sanitised(
        &mut self,
        original: &EntityId,
        copy: &EntityId,
        partner: &NodeId,
    ) -> Result<()> {
        if original == copy {
            return Err(Error::refused("a report is no copy of itself"));
        }
        if self.partner(partner)?.is_none() {
            return Err(Error::refused(format!("{partner} is no partner of this node")));
        }
        let write = put(format!("sanitised/{original}/{copy}"), partner)?;
        self.commit(vec![write])
    }

    /// The sanitised versions of a report, and for whom each was made.
    pub fn sanitised(&self, original: &EntityId) -> Result<Vec<(EntityId, NodeId)>> {
        let mut copies = Vec::new();
        for (key, value) in self.keep.scan(&format!("sanitised/{original}/"), usize::MAX)? {
            let copy = key.rsplit('/').next().unwrap_or_default().parse();
            copies.push((copy.map_err(|error| Error::keep(&key, &error))?, decode(&key, &value)?));
        }
        Ok(copies)
    }

    /// Changes that confirm corrections to whoever sent them.
    pub(super) fn confirm_corrections(
        &self,
        partner: &Partner,
        statements: Vec<StatementId>,
        attestation: Attestation,
    ) -> Result<Vec<Write>> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        let node = self.me.node.clone();
        let receipt = Corrected { node, statements, done_at: self.now, attestation };
        let sealed = Sealed::seal(&receipt, &self.me.key)?;
        self.enqueue(&partner.card.node, vec![Body::Corrected(sealed)])
    }

    pub(super) fn take_corrected(
        &mut self,
        sender: &Partner,
        sealed: &Sealed,
    ) -> Result<Vec<Write>> {
        let receipt: Corrected = sealed.read("the receipt")?;
        let node = &sender.card.node;
        if receipt.node != *node || !sealed.is_by(&sender.card.key) {
            return Err(Error::refused(format!("the receipt is not signed by {node}")));
        }
        let mut writes = Vec::new();
        for id in &receipt.statements {
            let key = key(node, *id);
            let unknown = || Error::refused("the receipt is for a correction that was never sent");
            let known: Correction = read(self.keep, &key)?.ok_or_else(unknown)?;
            writes.push(put(key, &Correction { receipt: Some(receipt.clone()), ..known })?);
        }
        Ok(writes)
    }
}

fn key(partner: &NodeId, statement: StatementId) -> String {
    format!("correction/{partner}/{statement}")
}
