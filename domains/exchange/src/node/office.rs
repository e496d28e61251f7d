//! One node's dealings with its partners.

use crossbearing_model::{AgencyId, EntityId, Instant, NodeId, StatementId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::envelope::Envelope;
use super::{Ack, Keep, NodeKey, Partner, Records, Sealed, Write};
use crate::{Error, Result};

/// Who a node is.
#[derive(Debug)]
pub struct Identity {
    /// Its name.
    pub node: NodeId,
    /// The agency that runs it.
    pub agency: AgencyId,
    /// Its key.
    pub key: NodeKey,
}

/// What one node does with its partners, at one moment. It keeps nothing in memory.
pub struct Office<'a> {
    pub(super) me: &'a Identity,
    pub(super) keep: &'a mut dyn Keep,
    pub(super) records: &'a mut dyn Records,
    pub(super) now: Instant,
}

/// Where a stream to a partner stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {
    /// The last envelope made.
    pub(super) made: u64,
    /// The last one that the partner has applied.
    pub(super) acknowledged: u64,
}

/// A partner's statement that is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Came {
    pub(super) entity: EntityId,
    pub(super) from: Vec<NodeId>,
    pub(super) originator: AgencyId,
    pub(super) expires: Option<Instant>,
    /// Held back until this instant, and not in the records.
    pub(super) held_until: Option<Instant>,
}

impl<'a> Office<'a> {
    /// The office at `wall`, the clock's time. Time never goes back here: if the clock did, the
    /// latest time that was ever seen stands.
    pub fn at(
        me: &'a Identity,
        (keep, records): (&'a mut dyn Keep, &'a mut dyn Records),
        wall: Instant,
    ) -> Result<Self> {
        let latest = read::<Instant>(keep, "clock")?;
        let now = latest.map_or(wall, |latest| latest.max(wall));
        Ok(Self { me, keep, records, now })
    }

    /// Adds a partner, or changes what is agreed with one. A key cannot be changed: revoke the
    /// partner and give its new node another name.
    pub fn put_partner(&mut self, partner: &Partner) -> Result<()> {
        if partner.card.node == self.me.node {
            return Err(Error::refused("a node is no partner of itself"));
        }
        if let Some(known) = self.partner(&partner.card.node)?
            && known.card.key != partner.card.key
        {
            let reason = "the partner is known with another key: revoke it, and give the new node another name";
            return Err(Error::refused(reason));
        }
        let write = put(format!("partner/{}", partner.card.node), partner)?;
        self.commit(vec![write])
    }

    /// Every partner, by node.
    pub fn partners(&self) -> Result<Vec<Partner>> {
        let found = self.keep.scan("partner/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// The partner at `node`.
    pub fn partner(&self, node: &NodeId) -> Result<Option<Partner>> {
        read(self.keep, &format!("partner/{node}"))
    }

    /// Stops believing a partner's key, now and for good. Nothing goes to it or comes from it.
    pub fn revoke(&mut self, node: &NodeId) -> Result<()> {
        let mut partner = self.known(node)?;
        partner.revoked.get_or_insert(self.now);
        self.put_partner(&partner)
    }

    /// The partner at `node`, whose key is believed.
    pub(super) fn believed(&self, node: &NodeId) -> Result<Partner> {
        let partner = self.known(node)?;
        match partner.revoked {
            None => Ok(partner),
            Some(at) => {
                Err(Error::refused(format!("the key of {node} was revoked on {}", at.day())))
            }
        }
    }

    fn known(&self, node: &NodeId) -> Result<Partner> {
        let unknown = || Error::refused(format!("{node} is no partner of this node"));
        self.partner(node)?.ok_or_else(unknown)
    }

    pub(super) fn came(&self, statement: StatementId) -> Result<Option<Came>> {
        read(self.keep, &format!("came/{statement}"))
    }

    pub(super) fn sent(&self, partner: &NodeId) -> Result<Sent> {
        Ok(read(self.keep, &format!("sent/{partner}"))?.unwrap_or_default())
    }

    pub(super) fn applied(&self, partner: &NodeId) -> Result<u64> {
        Ok(read(self.keep, &format!("applied/{partner}"))?.unwrap_or_default())
    }

    /// The latest time that a partner has signed.
    pub(super) fn witnessed(&self, partner: &NodeId) -> Result<Instant> {
        Ok(read(self.keep, &format!("witness/{partner}"))?.unwrap_or(Instant::MIN))
    }

    /// Changes that put `bodies` at the end of the stream to `partner`.
    /// Changes that put `bodies` into the stream to `partner`. They take the next numbers of what is
    /// kept: of one batch of changes, only one may be for one partner.
    pub(super) fn enqueue(&self, partner: &NodeId, bodies: Vec<Body>) -> Result<Vec<Write>> {
        let mut sent = self.sent(partner)?;
        let mut writes = Vec::new();
        for body in bodies {
            sent.made += 1;
            let ends = (self.me.node.clone(), partner.clone());
            let envelope = Envelope::new(ends, sent.made, self.now, body);
            let sealed = Sealed::seal(&envelope, &self.me.key)?;
            writes.push(put(format!("out/{partner}/{:020}", sent.made), &sealed)?);
        }
        writes.push(put(format!("sent/{partner}"), &sent)?);
        Ok(writes)
    }

    /// Partners' embargoes open by the time in it, so that is kept first: a clock that is moved back
    /// after a crash does not make it a time that never was.
    pub(super) fn acknowledge(
        &mut self,
        partner: &NodeId,
        refused: Option<String>,
    ) -> Result<Sealed> {
        self.keep_time()?;
        let ack = Ack {
            from: self.me.node.clone(),
            to: partner.clone(),
            applied: self.applied(partner)?,
            at: self.now,
            refused,
        };
        Sealed::seal(&ack, &self.me.key)
    }

    /// Keeps the time, where a later one than is kept.
    pub(super) fn keep_time(&mut self) -> Result<()> {
        if read::<Instant>(self.keep, "clock")?.is_none_or(|kept| kept < self.now) {
            self.commit(Vec::new())?;
        }
        Ok(())
    }

    pub(super) fn commit(&mut self, mut writes: Vec<Write>) -> Result<()> {
        writes.push(put("clock".to_owned(), &self.now)?);
        self.keep.commit(writes)
    }
}

pub(super) fn put(key: String, value: &impl Serialize) -> Result<Write> {
    let bytes = serde_json::to_vec(value).map_err(|error| Error::keep(&key, &error))?;
    Ok((key, Some(bytes)))
}

pub(super) fn read<T: DeserializeOwned>(keep: &dyn Keep, key: &str) -> Result<Option<T>> {
    keep.get(key)?.map(|value| decode(key, &value)).transpose()
}

pub(super) fn decode<T: DeserializeOwned>(key: &str, value: &[u8]) -> Result<T> {
    serde_json::from_slice(value).map_err(|error| Error::keep(key, &error))
}
