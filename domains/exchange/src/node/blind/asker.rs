//! The asker's side: items blinded and sent, answers checked and looked up.

use crossbearing_blind::{Answer, Blinding, Claim, PublicKey, Table, Tag};
use crossbearing_model::{NodeId, PrincipalId, PurposeId};
use serde::{Deserialize, Serialize};

use super::body::BlindBody;
use super::hits::{BlindHit, HitState, hit_key};
use super::queries::{BlindQuery, QueryState, Side, query_key};
use super::{decoded, encoded, refused};
use crate::node::body::Body;
use crate::node::office::{put, read};
use crate::node::records::{Attestation, Deed, DeedKind};
use crate::node::{Office, Partner, Write};
use crate::{Error, Result};

/// The most parts of a table that are taken: some fifty million tags.
const MOST_PARTS: u32 = 256;

/// Items to be asked for. Who may ask for them is settled before.
pub struct BlindOrder {
    /// What no other ask of this node is called.
    pub name: String,
    /// For which case.
    pub case: PurposeId,
    /// Who asks.
    pub by: PrincipalId,
    /// The items.
    pub items: Vec<String>,
    /// 32 secret random bytes, used once.
    pub seed: [u8; 32],
}

/// What the asker keeps until the answer comes.
#[derive(Serialize, Deserialize)]
struct Asked {
    items: Vec<String>,
    seed: [u8; 32],
}

/// A table of a partner's, of which some parts have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Theirs {
    digest: String,
    of: u32,
    have: u32,
}

impl Office<'_> {
    /// Asks `partner` which of the items it holds too, and gives the ask's name.
    pub fn ask_blind(&mut self, partner: &NodeId, order: BlindOrder) -> Result<String> {
        let known = self.believed(partner)?;
        if known.agreement.until <= self.now || known.agreement.matching.is_none() {
            return Err(Error::refused(format!("no matching is agreed with {partner}")));
        }
        let ask = format!("{}-{}", self.me.node, order.name);
        if self.blind_query(&ask)?.is_some() {
            return Err(Error::refused("there is an ask of this name already"));
        }
        let items: Vec<&[u8]> = order.items.iter().map(String::as_bytes).collect();
        let request = Blinding::new(&items, order.seed).map_err(|error| refused(&error))?.request();
        let leaf = self.attest_blind(partner, &ask, &order.case, request.len())?;
        let query = BlindQuery {
            ask: ask.clone(),
            partner: partner.clone(),
            side: Side::Asker,
            case: order.case.clone(),
            by: Some(order.by),
            at: self.now,
            evaluations: request.len() as u32,
            state: QueryState::Waiting,
            hits: 0,
            reason: String::new(),
            epoch: String::new(),
            asker_leaf: leaf.clone(),
            holder_leaf: None,
        };
        let body = BlindBody::Ask {
            ask: ask.clone(),
            case: order.case,
            items: encoded(&request.to_bytes()),
            table: self.whole_table_of(partner)?,
            leaf,
        };
        let mut writes = self.enqueue(partner, vec![Body::Blind(body)])?;
        writes.push(put(query_key(&ask), &query)?);
        writes.push(put(asked_key(&ask), &Asked { items: order.items, seed: order.seed })?);
        self.commit(writes)?;
        Ok(ask)
    }

    /// Takes an ask back that has no answer yet.
    pub fn withdraw_blind(&mut self, ask: &str) -> Result<()> {
        let mut query = self.asked_here(ask)?;
        if query.state != QueryState::Waiting {
            return Err(Error::refused("the ask has its answer: it cannot be taken back"));
        }
        query.state = QueryState::Withdrawn;
        let body = Body::Blind(BlindBody::Withdraw { ask: ask.to_owned() });
        let mut writes = self.enqueue(&query.partner, vec![body])?;
        writes.push(put(query_key(ask), &query)?);
        writes.push((asked_key(ask), None));
        self.commit(writes)
    }

    /// A leaf that says who asked whom for which case, and for how many.
    pub(super) fn attest_blind(
        &mut self,
        partner: &NodeId,
        ask: &str,
        case: &PurposeId,
        evaluations: usize,
    ) -> Result<Attestation> {
        self.records.attest(&Deed {
            kind: DeedKind::Matched,
            partner: partner.clone(),
            statements: Vec::new(),
            reason: format!("blind ask {ask} for {case}: {evaluations} evaluations, {partner}"),
        })
    }

    pub(super) fn take_table(
        &mut self,
        sender: &Partner,
        (digest, part, of): (String, u32, u32),
        tags: &str,
    ) -> Result<Vec<Write>> {
        let node = &sender.card.node;
        if of == 0 || of > MOST_PARTS || part >= of {
            return Err(Error::refused("a table has 1 to 256 parts"));
        }
        decoded(tags, "a part of a table")?;
        let known: Option<Theirs> = read(self.keep, &theirs_key(node))?;
        let mut writes = Vec::new();
        let mut theirs = match known {
            Some(known) if known.digest == digest && known.of == of && known.have == part => known,
            known if part == 0 => {
                // Another table takes the place of the one before.
                let old = known.map_or(0, |known| known.of);
                writes.extend((0..old).map(|part| (part_key(node, part), None)));
                Theirs { digest, of, have: 0 }
            }
            _ => return Err(Error::refused("the parts of a table are not in order")),
        };
        theirs.have = part + 1;
        writes.push(put(part_key(node, part), &tags)?);
        writes.push(put(theirs_key(node), &theirs)?);
        Ok(writes)
    }

    pub(super) fn take_blind_refusal(
        &mut self,
        sender: &Partner,
        (ask, reason): (&str, String),
    ) -> Result<Vec<Write>> {
        let mut query = self.waiting_for(sender, ask)?;
        query.state = QueryState::Refused;
        query.reason = reason.chars().filter(|c| !c.is_control()).take(300).collect();
        Ok(vec![put(query_key(ask), &query)?, (asked_key(ask), None)])
    }

    /// Checks an answer, looks its tags up, and shows the claims of those that are held.
    pub(super) fn take_answer(
        &mut self,
        sender: &Partner,
        answered: (&str, String, &str, &str, &str),
        leaf: Attestation,
    ) -> Result<Vec<Write>> {
        let (ask, epoch, key, items, digest) = answered;
        let mut query = self.waiting_for(sender, ask)?;
        let asked: Option<Asked> = read(self.keep, &asked_key(ask))?;
        let asked = asked.ok_or_else(|| Error::refused("nothing waits for this answer"))?;
        let found = unblind(&asked, key, items)?;
        let table = self.table_of(&sender.card.node, digest)?;
        let hits = asked.items.iter().zip(found).filter(|(_, (tag, _))| table.holds(tag));
        let (mut writes, mut shown) = (Vec::new(), Vec::new());
        for (place, (item, (tag, claim))) in hits.enumerate() {
            shown.push((encoded(tag.as_bytes()), encoded(claim.as_bytes())));
            let hit = BlindHit {
                hit: format!("{ask}.{place}"),
                ask: ask.to_owned(),
                partner: sender.card.node.clone(),
                side: Side::Asker,
                case: query.case.clone(),
                item: item.clone(),
                at: self.now,
                state: HitState::Hit,
                we_agreed: None,
                they_agreed: None,
                ours: None,
                theirs: None,
            };
            writes.push(put(hit_key(&hit.hit), &hit)?);
        }
        query.epoch = epoch;
        query.hits = shown.len() as u32;
        query.state = if shown.is_empty() { QueryState::NoHit } else { QueryState::Hit };
        query.holder_leaf = Some(leaf);
        writes.push(put(query_key(ask), &query)?);
        writes.push((asked_key(ask), None));
        let body = Body::Blind(BlindBody::Hits { ask: ask.to_owned(), hits: shown });
        writes.extend(self.enqueue(&sender.card.node, vec![body])?);
        Ok(writes)
    }

    fn waiting_for(&self, sender: &Partner, ask: &str) -> Result<BlindQuery> {
        let query = self.asked_here(ask)?;
        if query.partner != sender.card.node || query.state != QueryState::Waiting {
            return Err(Error::refused("this node does not wait for that answer"));
        }
        Ok(query)
    }

    fn asked_here(&self, ask: &str) -> Result<BlindQuery> {
        let query = self.blind_query(ask)?.filter(|query| query.side == Side::Asker);
        query.ok_or_else(|| Error::refused("this node did not ask that"))
    }

    /// The digest of the partner's table that is here whole.
    fn whole_table_of(&self, partner: &NodeId) -> Result<Option<String>> {
        let theirs: Option<Theirs> = read(self.keep, &theirs_key(partner))?;
        Ok(theirs.filter(|theirs| theirs.have == theirs.of).map(|theirs| theirs.digest))
    }

    fn table_of(&self, partner: &NodeId, digest: &str) -> Result<Table> {
        if self.whole_table_of(partner)?.as_deref() != Some(digest) {
            return Err(Error::refused("the answer is for another table than the one that came"));
        }
        let mut bytes = Vec::new();
        for part in 0.. {
            let Some(tags) = read::<String>(self.keep, &part_key(partner, part))? else { break };
            bytes.extend(decoded(&tags, "a part of a table")?);
        }
        if super::tables::digest_of(&bytes) != digest {
            return Err(Error::refused("the table is not the one that was announced"));
        }
        Table::from_bytes(&bytes).map_err(|error| refused(&error))
    }
}

fn unblind(asked: &Asked, key: &str, answer: &str) -> Result<Vec<(Tag, Claim)>> {
    let items: Vec<&[u8]> = asked.items.iter().map(String::as_bytes).collect();
    let blinding = Blinding::new(&items, asked.seed).map_err(|error| refused(&error))?;
    let public = PublicKey::from_bytes(&decoded(key, "the key")?);
    let answer = Answer::from_bytes(&decoded(answer, "the answer")?);
    let found = blinding.finish_with_claims(
        &answer.map_err(|error| refused(&error))?,
        &public.map_err(|error| refused(&error))?,
    );
    found.map_err(|error| refused(&error))
}

fn asked_key(ask: &str) -> String {
    format!("blind/asked/{ask}")
}

fn theirs_key(partner: &NodeId) -> String {
    format!("blind/theirs/{partner}")
}

fn part_key(partner: &NodeId, part: u32) -> String {
    format!("blind/theirpart/{partner}/{part:06}")
}
