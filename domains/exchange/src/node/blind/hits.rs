//! What follows a hit: both sides are told, and nothing opens until both agree.

use crossbearing_blind::{Match, Side as Party, State};
use crossbearing_model::{Instant, NodeId, PurposeId};
use serde::{Deserialize, Serialize};

use super::Side;
use super::body::{BlindBody, Disclosure};
use crate::node::body::Body;
use crate::node::office::{decode, put, read};
use crate::node::records::{Deed, DeedKind};
use crate::node::{Office, Partner, Write};
use crate::{Error, Result};

/// The most lines that one side tells the other, and the longest, in bytes.
const MOST_LINES: usize = 200;
const LONGEST_LINE: usize = 2000;

/// Where a hit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitState {
    /// Both know that both hold the selector, and nothing else.
    Hit,
    /// Both agreed for one purpose: each has been told what the other's officer wrote.
    Opened,
    /// One side said no.
    Declined,
}

/// A selector that both hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindHit {
    /// Its name, the same on both sides.
    pub hit: String,
    /// The ask that found it.
    pub ask: String,
    /// The other side.
    pub partner: NodeId,
    /// On which side this node stands.
    pub side: Side,
    /// The asker's case.
    pub case: PurposeId,
    /// The selector, with its kind in front.
    pub item: String,
    /// Since when it is known here.
    pub at: Instant,
    /// Where it stands.
    pub state: HitState,
    /// The purpose for which this side agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub we_agreed: Option<PurposeId>,
    /// The purpose for which the other side agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub they_agreed: Option<PurposeId>,
    /// What this side tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<Disclosure>,
    /// What the other side told, once it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Disclosure>,
}

impl BlindHit {
    /// Says that one party agreed, by the rules of the engine.
    fn agree(&mut self, ours: bool, purpose: &PurposeId) -> Result<()> {
        if self.state == HitState::Declined {
            return Err(Error::refused("it was declined: who wants to try again asks again"));
        }
        if self.state == HitState::Opened {
            return Err(Error::refused("it is open already"));
        }
        let (mine, other) = (Party::Asker, Party::KeyHolder);
        let slot = if ours { &mut self.we_agreed } else { &mut self.they_agreed };
        *slot = Some(purpose.clone());
        let mut found = Match::new(true);
        for (party, agreed) in [(mine, &self.we_agreed), (other, &self.they_agreed)] {
            if let Some(agreed) = agreed {
                found.agree(party, agreed.as_str()).map_err(|error| super::refused(&error))?;
            }
        }
        if found.state() == State::Opened {
            self.state = HitState::Opened;
        }
        Ok(())
    }
}

pub(super) fn hit_key(hit: &str) -> String {
    format!("blind/hit/{hit}")
}

impl Office<'_> {
    /// Every hit.
    pub fn blind_hits(&self) -> Result<Vec<BlindHit>> {
        let found = self.keep.scan("blind/hit/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// Agrees to open a hit for a purpose, with what the other side is told once it has agreed for
    /// the same one.
    pub fn agree_to_open(
        &mut self,
        hit: &str,
        purpose: &PurposeId,
        disclosure: Disclosure,
    ) -> Result<BlindHit> {
        check(&disclosure)?;
        let mut hit = self.blind_hit(hit)?;
        hit.agree(true, purpose)?;
        hit.ours = Some(disclosure);
        let agreed = BlindBody::Agree { hit: hit.hit.clone(), purpose: purpose.clone() };
        let mut bodies = vec![Body::Blind(agreed)];
        bodies.extend(self.opening(&hit)?);
        let mut writes = self.enqueue(&hit.partner, bodies)?;
        writes.push(put(hit_key(&hit.hit), &hit)?);
        self.commit(writes)?;
        Ok(hit)
    }

    /// Says no to opening a hit, for good.
    pub fn decline_to_open(&mut self, hit: &str) -> Result<BlindHit> {
        let mut hit = self.blind_hit(hit)?;
        if hit.state != HitState::Hit {
            return Err(Error::refused("it is decided already"));
        }
        hit.state = HitState::Declined;
        hit.ours = None;
        let body = Body::Blind(BlindBody::Decline { hit: hit.hit.clone() });
        let mut writes = self.enqueue(&hit.partner, vec![body])?;
        writes.push(put(hit_key(&hit.hit), &hit)?);
        self.commit(writes)?;
        Ok(hit)
    }

    /// Takes a message of blind matching.
    pub(in crate::node) fn take_blind(
        &mut self,
        sender: &Partner,
        body: &BlindBody,
    ) -> Result<Vec<Write>> {
        match body.clone() {
            BlindBody::Ask { ask, case, items, table, leaf } => {
                self.take_ask(sender, (ask, case), (items, table), leaf)
            }
            BlindBody::Table { digest, part, of, tags } => {
                self.take_table(sender, (digest, part, of), &tags)
            }
            BlindBody::Answer { ask, epoch, key, items, table, leaf } => {
                self.take_answer(sender, (&ask, epoch, &key, &items, &table), leaf)
            }
            BlindBody::Refused { ask, reason } => self.take_blind_refusal(sender, (&ask, reason)),
            BlindBody::Withdraw { ask } => self.take_withdrawal(sender, &ask),
            BlindBody::Hits { ask, hits } => self.take_hits(sender, &ask, &hits),
            BlindBody::Agree { hit, purpose } => self.take_agreement(sender, &hit, &purpose),
            BlindBody::Decline { hit } => self.take_decline(sender, &hit),
            BlindBody::Open { hit, disclosure } => self.take_opening(sender, &hit, disclosure),
        }
    }

    fn take_agreement(
        &mut self,
        sender: &Partner,
        hit: &str,
        purpose: &PurposeId,
    ) -> Result<Vec<Write>> {
        let mut hit = self.hit_with(sender, hit)?;
        hit.agree(false, purpose)?;
        let bodies: Vec<Body> = self.opening(&hit)?.into_iter().collect();
        let mut writes = self.enqueue(&hit.partner, bodies)?;
        writes.push(put(hit_key(&hit.hit), &hit)?);
        Ok(writes)
    }

    fn take_decline(&mut self, sender: &Partner, hit: &str) -> Result<Vec<Write>> {
        let mut hit = self.hit_with(sender, hit)?;
        if hit.state == HitState::Hit {
            hit.state = HitState::Declined;
            hit.ours = None;
        }
        Ok(vec![put(hit_key(&hit.hit), &hit)?])
    }

    fn take_opening(
        &mut self,
        sender: &Partner,
        hit: &str,
        disclosure: Disclosure,
    ) -> Result<Vec<Write>> {
        let mut hit = self.hit_with(sender, hit)?;
        check(&disclosure)?;
        if hit.state != HitState::Opened {
            return Err(Error::refused("this side has not agreed to open it"));
        }
        hit.theirs = Some(disclosure);
        Ok(vec![put(hit_key(&hit.hit), &hit)?])
    }

    /// What goes to the other side if both have agreed; it stands in the log as a disclosure.
    fn opening(&mut self, hit: &BlindHit) -> Result<Option<Body>> {
        let Some(disclosure) = hit.ours.clone().filter(|_| hit.state == HitState::Opened) else {
            return Ok(None);
        };
        self.records.attest(&Deed {
            kind: DeedKind::Given,
            partner: hit.partner.clone(),
            statements: Vec::new(),
            reason: format!("blind hit {} opened to {}", hit.hit, hit.partner),
        })?;
        Ok(Some(Body::Blind(BlindBody::Open { hit: hit.hit.clone(), disclosure })))
    }

    fn blind_hit(&self, hit: &str) -> Result<BlindHit> {
        let found: Option<BlindHit> = read(self.keep, &hit_key(hit))?;
        found.ok_or_else(|| Error::refused("there is no such hit"))
    }

    fn hit_with(&self, sender: &Partner, hit: &str) -> Result<BlindHit> {
        let hit = self.blind_hit(hit)?;
        if hit.partner != sender.card.node {
            return Err(Error::refused("there is no such hit"));
        }
        Ok(hit)
    }
}

fn check(disclosure: &Disclosure) -> Result<()> {
    let long = disclosure.lines.iter().any(|line| line.len() > LONGEST_LINE);
    if long || disclosure.lines.len() > MOST_LINES {
        return Err(Error::refused(format!(
            "what one side tells has at most {MOST_LINES} lines of {LONGEST_LINE} bytes"
        )));
    }
    Ok(())
}
