//! The key holder's side: asks within the quota, answers, hits that are shown.

use std::collections::BTreeSet;

use crossbearing_blind::{Key, Quota, Request, Spent, Tag};
use crossbearing_model::{EntityId, NodeId, PurposeId};
use serde::{Deserialize, Serialize};

use super::body::BlindBody;
use super::hits::{BlindHit, HitState, hit_key};
use super::queries::{BlindQuery, QueryState, Side, query_key};
use super::tables::{item_key, part_key};
use super::{decoded, encoded, epoch, grown, key_info, refused, sixteen};
use crate::node::body::Body;
use crate::node::office::{decode, put, read};
use crate::node::records::{Attestation, Deed, DeedKind};
use crate::node::{Office, Partner, Write};
use crate::{Error, Result};

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 3600 * 1000;

/// An ask that waits for its evaluation.
#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    items: String,
    table: Option<String>,
}

/// The work of one answer, to be done without holding anything up.
pub struct Evaluation {
    partner: NodeId,
    ask: String,
    case: PurposeId,
    pub(super) epoch: String,
    key: Key,
    request: Request,
    pub(super) seed: [u8; 32],
    has_table: Option<String>,
}

impl Evaluation {
    /// Who asks.
    pub fn partner(&self) -> &NodeId {
        &self.partner
    }

    /// The tag of one of this node's own items.
    pub fn tag(&self, item: &str) -> Result<Tag> {
        self.key.tag(item.as_bytes()).map_err(|error| refused(&error))
    }

    /// The evaluated items with their proof.
    pub fn answer(&self) -> Result<Vec<u8>> {
        let bytes = self.request.to_bytes();
        // One seed for one request: the same request again gives the same proof, and no two
        // requests share the proof's secret.
        let seed = grown(&self.seed, &[b"proof", &bytes]);
        Ok(self.key.answer(&self.request, seed).map_err(|error| refused(&error))?.to_bytes())
    }
}

impl Office<'_> {
    /// Asks of partners that wait for their answers.
    pub fn blind_waiting(&self) -> Result<Vec<Evaluation>> {
        let mut work = Vec::new();
        for (key, value) in self.keep.scan("blind/waiting/", usize::MAX)? {
            let waiting: Waiting = decode(&key, &value)?;
            let ask = key.trim_start_matches("blind/waiting/").to_owned();
            let Some(query) = self.blind_query(&ask)? else { continue };
            let epoch = epoch(self.now);
            let request = Request::from_bytes(&decoded(&waiting.items, "the items")?);
            work.push(Evaluation {
                key: self.blind_key(&query.partner, &epoch)?,
                seed: self.blind_seed(&query.partner, &epoch),
                partner: query.partner,
                case: query.case,
                ask,
                epoch,
                request: request.map_err(|error| refused(&error))?,
                has_table: waiting.table,
            });
        }
        Ok(work)
    }

    /// Lets a protected person's selectors take part in matching, or takes that back. The log names
    /// the person as `logged`.
    pub fn admit_to_matching(
        &mut self,
        entity: &EntityId,
        logged: &EntityId,
        admit: bool,
    ) -> Result<()> {
        let verb = if admit { "admitted to" } else { "taken out of" };
        self.records.attest(&Deed {
            kind: DeedKind::Matched,
            partner: self.me.node.clone(),
            statements: Vec::new(),
            reason: format!("{logged} {verb} blind matching by a safeguarding officer"),
        })?;
        let key = format!("blind/admitted/{entity}");
        let write = if admit { put(key, entity)? } else { (key, None) };
        self.commit(vec![write])
    }

    /// The protected persons whose selectors take part.
    pub fn admitted(&self) -> Result<BTreeSet<EntityId>> {
        let found = self.keep.scan("blind/admitted/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// Sends the answer to an ask, and the table where the asker has another one.
    pub fn answer_blind(&mut self, work: &Evaluation, answer: &[u8]) -> Result<()> {
        let key = waiting_key(&work.ask);
        let Some(mut query) = self.blind_query(&work.ask)? else { return Ok(()) };
        if self.keep.get(&key)?.is_none() {
            return Ok(());
        }
        let missing = || Error::refused("there is no table to answer from");
        let table = self.kept_table(&work.partner)?.filter(|kept| kept.epoch == work.epoch);
        let table = table.ok_or_else(missing)?;
        let mut bodies = Vec::new();
        if work.has_table.as_ref() != Some(&table.digest) {
            for part in 0..table.parts {
                let tags = read(self.keep, &part_key(&work.partner, part))?.ok_or_else(missing)?;
                let (digest, of) = (table.digest.clone(), table.parts);
                bodies.push(Body::Blind(BlindBody::Table { digest, part, of, tags }));
            }
        }
        let leaf = self.attest_blind(&work.partner, &work.ask, &work.case, work.request.len())?;
        query.state = QueryState::Answered;
        query.epoch.clone_from(&work.epoch);
        query.holder_leaf = Some(leaf.clone());
        bodies.push(Body::Blind(BlindBody::Answer {
            ask: work.ask.clone(),
            epoch: work.epoch.clone(),
            key: encoded(&work.key.public().to_bytes()),
            items: encoded(answer),
            table: table.digest,
            leaf,
        }));
        let mut writes = self.enqueue(&work.partner, bodies)?;
        writes.push(put(query_key(&work.ask), &query)?);
        writes.push((key, None));
        self.commit(writes)
    }

    /// Takes an ask within the quota, or tells the asker why not.
    pub(super) fn take_ask(
        &mut self,
        sender: &Partner,
        (ask, case): (String, PurposeId),
        waiting: (String, Option<String>),
        leaf: Attestation,
    ) -> Result<Vec<Write>> {
        let node = &sender.card.node;
        if !ask.strip_prefix(node.as_str()).is_some_and(|rest| rest.starts_with('-'))
            || ask.len() > 200
            || ask.contains('/')
        {
            return Err(Error::refused("an ask is named after the node that asks"));
        }
        if self.blind_query(&ask)?.is_some() {
            return Err(Error::refused("there is an ask of this name already"));
        }
        let (items, table) = waiting;
        let request = Request::from_bytes(&decoded(&items, "the items")?);
        let request = request.map_err(|error| refused(&error))?;
        let mut query = BlindQuery {
            ask: ask.clone(),
            partner: node.clone(),
            side: Side::KeyHolder,
            case: case.clone(),
            by: None,
            at: self.now,
            evaluations: request.len() as u32,
            state: QueryState::Waiting,
            hits: 0,
            reason: String::new(),
            epoch: String::new(),
            asker_leaf: leaf,
            holder_leaf: None,
        };
        let mut writes = Vec::new();
        match self.take_quota(sender, &case, request.len()) {
            Ok(spent) => {
                writes.push(spent);
                writes.push(put(waiting_key(&ask), &Waiting { items, table })?);
            }
            Err(Error::Refused { reason }) => {
                self.note_refusal(node, &reason)?;
                query.state = QueryState::Refused;
                query.reason.clone_from(&reason);
                let body = BlindBody::Refused { ask: ask.clone(), reason };
                writes.extend(self.enqueue(node, vec![Body::Blind(body)])?);
            }
            Err(error) => return Err(error),
        }
        writes.push(put(query_key(&ask), &query)?);
        Ok(writes)
    }

    /// Counts an ask against the day and the case. Padding counts too.
    fn take_quota(&self, sender: &Partner, case: &PurposeId, wanted: usize) -> Result<Write> {
        let (node, agreement) = (&sender.card.node, &sender.agreement);
        if agreement.until <= self.now {
            return Err(Error::refused("no agreement is in force"));
        }
        let unagreed = || Error::refused("no matching is agreed");
        let quota = agreement.matching.ok_or_else(unagreed)?;
        let quota = Quota { per_case: quota.per_case, per_day: quota.per_day };
        let day = self.now.millis().div_euclid(DAY_MS);
        let mut spent = Spent::default();
        for (key, value) in self.keep.scan(&format!("blind/spent/{node}/{day:010}/"), usize::MAX)? {
            let known = key.rsplit('/').next().unwrap_or_default();
            spent.restore((day, known), decode(&key, &value)?);
        }
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        let taken = spent.take(&quota, (day, case.as_str()), wanted);
        taken.map_err(|error| refused(&error))?;
        let mine = spent.counts().find(|(_, known, _)| *known == case.as_str());
        let count = mine.map_or(wanted, |(_, _, count)| count);
        put(format!("blind/spent/{node}/{day:010}/{case}"), &count)
    }

    pub(super) fn take_withdrawal(&mut self, sender: &Partner, ask: &str) -> Result<Vec<Write>> {
        let mut query = self.asked_by(sender, ask)?;
        if query.state == QueryState::Waiting {
            query.state = QueryState::Withdrawn;
        }
        Ok(vec![put(query_key(ask), &query)?, (waiting_key(ask), None)])
    }

    /// What the asker found: believed where it shows that it had the item evaluated.
    pub(super) fn take_hits(
        &mut self,
        sender: &Partner,
        ask: &str,
        shown: &[(String, String)],
    ) -> Result<Vec<Write>> {
        let mut query = self.asked_by(sender, ask)?;
        if query.state != QueryState::Answered {
            return Err(Error::refused("nothing was answered that could have hit"));
        }
        if shown.len() > query.evaluations as usize {
            return Err(Error::refused("there are more hits than items were asked for"));
        }
        let key = self.blind_key(&sender.card.node, &query.epoch)?;
        let mut writes = Vec::new();
        for (place, (tag, claim)) in shown.iter().enumerate() {
            let tag = Tag::from_bytes(sixteen(tag, "a tag")?).to_string();
            let item: Option<String> =
                read(self.keep, &item_key(&sender.card.node, &query.epoch, &tag))?;
            let unfounded = || Error::refused("a hit is claimed that is none");
            let item = item.ok_or_else(unfounded)?;
            let expected = key.claim(item.as_bytes()).map_err(|error| refused(&error))?;
            if *expected.as_bytes() != sixteen(claim, "a claim")? {
                return Err(unfounded());
            }
            let hit = BlindHit {
                hit: format!("{ask}.{place}"),
                ask: ask.to_owned(),
                partner: sender.card.node.clone(),
                side: Side::KeyHolder,
                case: query.case.clone(),
                item,
                at: self.now,
                state: HitState::Hit,
                we_agreed: None,
                they_agreed: None,
                ours: None,
                theirs: None,
            };
            writes.push(put(hit_key(&hit.hit), &hit)?);
        }
        query.hits = shown.len() as u32;
        query.state = if shown.is_empty() { QueryState::NoHit } else { QueryState::Hit };
        writes.push(put(query_key(ask), &query)?);
        Ok(writes)
    }

    fn asked_by(&self, sender: &Partner, ask: &str) -> Result<BlindQuery> {
        let query = self.blind_query(ask)?;
        let query = query
            .filter(|query| query.side == Side::KeyHolder && query.partner == sender.card.node);
        query.ok_or_else(|| Error::refused("the sender did not ask that"))
    }

    fn blind_key(&self, partner: &NodeId, epoch: &str) -> Result<Key> {
        let seed = self.blind_seed(partner, epoch);
        let info = key_info(&self.me.node, partner, epoch);
        Key::derive(&seed, &info).map_err(|error| refused(&error))
    }

    fn blind_seed(&self, partner: &NodeId, epoch: &str) -> [u8; 32] {
        let parts = [b"blind/1".as_slice(), partner.as_str().as_bytes(), epoch.as_bytes()];
        grown(&self.me.key.seed(), &parts)
    }
}

fn waiting_key(ask: &str) -> String {
    format!("blind/waiting/{ask}")
}

#[cfg(test)]
mod tests {
    use crossbearing_model::{Classification, Instant, StatementId};

    use super::*;
    use crate::node::{Agreement, Card, Identity, MemoryKeep, NodeKey, Records};

    /// Records that keep nothing.
    struct Nothing;

    impl Records for Nothing {
        fn record(&mut self, _: Vec<crossbearing_model::Statement>, _: &NodeId) -> Result<()> {
            Ok(())
        }
        fn erase(&mut self, _: &[(EntityId, StatementId)]) -> Result<()> {
            Ok(())
        }
        fn attest(&mut self, _: &Deed) -> Result<Attestation> {
            Ok(leaf())
        }
    }

    fn leaf() -> Attestation {
        let text = String::new;
        Attestation { leaf: text(), index: 1, proof: vec![], checkpoint: text(), log_key: text() }
    }

    #[test]
    fn a_hit_that_was_read_out_of_the_table_is_refused() {
        let me = Identity {
            node: "south-1".parse().unwrap(),
            agency: "south".parse().unwrap(),
            key: NodeKey::from_seed([2; 32]),
        };
        let card = Card {
            node: "north-1".parse().unwrap(),
            agency: "north".parse().unwrap(),
            name: "North".to_owned(),
            key: NodeKey::from_seed([1; 32]).public(),
            address: String::new(),
        };
        let agreement = Agreement {
            purpose: "op-lantern".parse().unwrap(),
            ceiling: Classification::Official,
            until: Instant::from_millis(i64::MAX / 4),
            gives: true,
            takes: true,
            relays: BTreeSet::new(),
            matching: None,
        };
        let sender = Partner { card, agreement, called_every: 60, revoked: None };
        let (mut keep, mut records) = (MemoryKeep::default(), Nothing);
        let now = Instant::from_millis(1_790_000_000_000);
        let mut office = Office::at(&me, (&mut keep, &mut records), now).unwrap();
        office.put_partner(&sender).unwrap();
        let epoch = epoch(now);
        let key = office.blind_key(&sender.card.node, &epoch).unwrap();
        let tag = key.tag(b"phone:1").unwrap();
        let query = BlindQuery {
            ask: "north-1-a".to_owned(),
            partner: sender.card.node.clone(),
            side: Side::KeyHolder,
            case: "op-lantern".parse().unwrap(),
            by: None,
            at: now,
            evaluations: 16,
            state: QueryState::Answered,
            hits: 0,
            reason: String::new(),
            epoch: epoch.clone(),
            asker_leaf: leaf(),
            holder_leaf: Some(leaf()),
        };
        let item = item_key(&sender.card.node, &epoch, &tag.to_string());
        let writes =
            vec![put(query_key("north-1-a"), &query).unwrap(), put(item, &"phone:1").unwrap()];
        office.keep.commit(writes).unwrap();
        let show = |claim: &[u8; 16]| vec![(encoded(tag.as_bytes()), encoded(claim))];
        let other = key.claim(b"phone:2").unwrap();
        for forged in [tag.as_bytes(), other.as_bytes(), &[0; 16]] {
            let error = office.take_hits(&sender, "north-1-a", &show(forged)).unwrap_err();
            assert!(error.to_string().contains("a hit is claimed that is none"), "{error}");
        }
        let claim = key.claim(b"phone:1").unwrap();
        assert!(office.take_hits(&sender, "north-1-a", &show(claim.as_bytes())).is_ok());
    }
}
