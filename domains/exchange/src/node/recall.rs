//! Recalls: issued, obeyed, passed on, answered.

use crossbearing_model::{AgencyId, Instant, NodeId, StatementId};
use serde::{Deserialize, Serialize};

use super::body::{Body, Notice, Reason, Receipt};
use super::inbox::forget;
use super::office::{decode, put, read};
use super::records::{Deed, DeedKind};
use super::{Office, Partner, Sealed, Write};
use crate::{Error, Result};

/// The most statements of one notice.
const MOST: usize = 50_000;

/// What is left of a recalled statement: enough to refuse it when it comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gone {
    notice: String,
    originator: AgencyId,
    /// The originator's own word; else only what this node sends is refused.
    via: Option<NodeId>,
}

impl Gone {
    pub(super) fn expired(originator: &AgencyId) -> Self {
        Self { notice: String::new(), originator: originator.clone(), via: None }
    }

    pub(super) fn covers(&self, originator: &AgencyId, from: &NodeId) -> bool {
        self.originator == *originator && self.via.as_ref().is_none_or(|via| via == from)
    }
}

/// A notice as this node keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptNotice {
    pub(super) notice: Notice,
    sealed: Sealed,
    /// Who sent it here; empty where it was issued here.
    senders: Vec<NodeId>,
    /// To whom it was passed on.
    pub(super) told: Vec<NodeId>,
    erased: u64,
}

/// A recall to be issued.
#[derive(Debug, Clone)]
pub struct RecallOrder {
    /// A name that no other notice has.
    pub id: String,
    /// Which of this agency's own statements.
    pub statements: Vec<StatementId>,
    /// Why.
    pub reason: Reason,
    /// Why, in words.
    pub note: String,
    /// By when everyone has to have answered.
    pub deadline: Instant,
}

impl Office<'_> {
    /// Calls statements back from every partner that was given them. They are never given again.
    pub fn recall(&mut self, order: RecallOrder) -> Result<Vec<NodeId>> {
        let count = order.statements.len();
        if count == 0 || count > MOST {
            return Err(Error::refused(format!(
                "a recall names 1 to {MOST} statements, not {count}"
            )));
        }
        if order.deadline <= self.now {
            return Err(Error::refused("the deadline has passed"));
        }
        for id in &order.statements {
            if let Some(came) = self.came(*id)? {
                let reason = format!("{id} is {}'s: ask them to call it back", came.originator);
                return Err(Error::refused(reason));
            }
        }
        let notice = Notice {
            id: order.id,
            issuer: self.me.node.clone(),
            originator: self.me.agency.clone(),
            reason: order.reason,
            note: order.note,
            statements: order.statements,
            issued_at: self.now,
            deadline: order.deadline,
        };
        let sealed = Sealed::seal(&notice, &self.me.key)?;
        let told = self.holders(&notice.statements, None)?;
        let mut writes = Vec::new();
        for node in &told {
            writes.extend(self.enqueue(node, vec![Body::Recall(sealed.clone())])?);
        }
        for id in &notice.statements {
            writes.push(put(format!("withdrawn/{id}"), &notice.id)?);
        }
        let key = format!("notice/{}", notice.id);
        if self.keep.get(&key)?.is_some() {
            return Err(Error::refused("there is a notice of this name already"));
        }
        let kept =
            KeptNotice { notice, sealed, senders: Vec::new(), told: told.clone(), erased: 0 };
        writes.push(put(key, &kept)?);
        self.commit(writes)?;
        Ok(told)
    }

    pub(super) fn take_recall(&mut self, sender: &Partner, sealed: &Sealed) -> Result<Vec<Write>> {
        let notice: Notice = sealed.read("the recall")?;
        if notice.statements.len() > MOST {
            return Err(Error::refused(format!("a recall names at most {MOST} statements")));
        }
        let issuer = self.partner(&notice.issuer)?;
        let verified = match &issuer {
            Some(issuer) if !sealed.is_by(&issuer.card.key) => {
                return Err(Error::refused(format!(
                    "the recall is not signed by {}",
                    notice.issuer
                )));
            }
            Some(issuer) => issuer.card.agency == notice.originator,
            None => false,
        };
        if let Some(kept) = self.kept_notice(&notice.id)? {
            return self.answer_again(sender, kept, &notice);
        }
        let node = &sender.card.node;
        let (mut marks, mut writes, mut erased) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = 0;
        for id in &notice.statements {
            known += usize::from(self.keep.get(&format!("gone/{id}"))?.is_some());
            let via = if verified { None } else { Some(node.clone()) };
            let originator = notice.originator.clone();
            let gone = Gone { notice: notice.id.clone(), originator, via };
            let Some(came) = self.came(*id)? else {
                // It may still come by another way.
                marks.push(put(format!("gone/{id}"), &gone)?);
                continue;
            };
            let only_theirs = came.from.iter().all(|from| from == node);
            if came.originator != notice.originator || !(verified || only_theirs) {
                let reason = format!("{} may not call {id} back", notice.issuer);
                return Err(Error::refused(reason));
            }
            writes.extend(forget(*id, &came));
            marks.push(put(format!("gone/{id}"), &gone)?);
            erased.push((came.entity, *id));
        }
        if known + erased.len() == 0 {
            return Err(Error::refused("nothing that is called back was ever received here"));
        }
        // First that it is gone: a crash in between does not let it come back.
        self.commit(marks)?;
        self.records.erase(&erased)?;
        let told = self.holders(&notice.statements, Some(node))?;
        for told in &told {
            writes.extend(self.enqueue(told, vec![Body::Recall(sealed.clone())])?);
        }
        let kept = KeptNotice {
            notice,
            sealed: sealed.clone(),
            senders: vec![node.clone()],
            told,
            erased: erased.len() as u64,
        };
        let receipt = self.receipt(&kept, node)?;
        writes.extend(self.enqueue(node, vec![Body::Receipt(receipt)])?);
        writes.push(put(format!("notice/{}", kept.notice.id), &kept)?);
        Ok(writes)
    }

    /// The same notice by another way: the answer goes that way too.
    fn answer_again(
        &mut self,
        sender: &Partner,
        mut kept: KeptNotice,
        notice: &Notice,
    ) -> Result<Vec<Write>> {
        if kept.notice != *notice {
            return Err(Error::refused("another notice has this name"));
        }
        let node = &sender.card.node;
        let mut answers = vec![Body::Receipt(self.receipt(&kept, node)?)];
        if !kept.senders.contains(node) {
            kept.senders.push(node.clone());
            // What others answered before this one asked, it has not seen.
            for (key, value) in self.keep.scan(&answer_key(&notice.id, ""), usize::MAX)? {
                answers.push(Body::Receipt(decode(&key, &value)?));
            }
        }
        let mut writes = self.enqueue(node, answers)?;
        writes.push(put(format!("notice/{}", notice.id), &kept)?);
        Ok(writes)
    }

    /// This node's own answer to a notice.
    fn receipt(&mut self, kept: &KeptNotice, to: &NodeId) -> Result<Sealed> {
        let attestation = self.records.attest(&Deed {
            kind: DeedKind::Erased,
            partner: to.clone(),
            statements: kept.notice.statements.clone(),
            reason: format!("recall {} of {}", kept.notice.id, kept.notice.originator),
        })?;
        let receipt = Receipt {
            notice: kept.notice.id.clone(),
            node: self.me.node.clone(),
            erased: kept.erased,
            passed_on_to: kept.told.clone(),
            done_at: self.now,
            attestation,
        };
        Sealed::seal(&receipt, &self.me.key)
    }

    pub(super) fn take_receipt(&mut self, sender: &Partner, sealed: &Sealed) -> Result<Vec<Write>> {
        let receipt: Receipt = sealed.read("the receipt")?;
        let unknown = || Error::refused("the receipt is for no notice of this node");
        let kept = self.kept_notice(&receipt.notice)?.ok_or_else(unknown)?;
        if let Some(partner) = self.partner(&receipt.node)?
            && !sealed.is_by(&partner.card.key)
        {
            return Err(Error::refused(format!("the receipt is not signed by {}", receipt.node)));
        }
        if !kept.told.contains(&sender.card.node) {
            return Err(Error::refused("the receipt comes from somebody who was not told"));
        }
        let key = format!("receipt/{}/{}", receipt.notice, receipt.node);
        if self.keep.get(&key)?.is_some() {
            return Ok(Vec::new());
        }
        let answer = answer_key(&receipt.notice, receipt.node.as_str());
        let mut writes = vec![put(key, &receipt)?, put(answer, sealed)?];
        for sender in &kept.senders {
            writes.extend(self.enqueue(sender, vec![Body::Receipt(sealed.clone())])?);
        }
        Ok(writes)
    }

    pub(super) fn kept_notice(&self, id: &str) -> Result<Option<KeptNotice>> {
        read(self.keep, &format!("notice/{id}"))
    }

    /// Partners that were given any of `statements`.
    fn holders(&self, statements: &[StatementId], except: Option<&NodeId>) -> Result<Vec<NodeId>> {
        let mut holders = Vec::new();
        for partner in self.partners()? {
            let node = partner.card.node;
            if Some(&node) == except {
                continue;
            }
            for id in statements {
                if self.keep.get(&format!("given/{node}/{id}"))?.is_some() {
                    holders.push(node);
                    break;
                }
            }
        }
        Ok(holders)
    }
}

/// Where an answer is kept as it was sealed, to be shown to whoever asks later.
fn answer_key(notice: &str, node: &str) -> String {
    format!("answer/{notice}/{node}")
}
