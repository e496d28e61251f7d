//! What goes to partners: bundles made ready, sent until acknowledged.

use std::collections::HashSet;

use crossbearing_model::{NodeId, Statement, StatementId};

use super::body::Body;
use super::office::put;
use super::records::{Deed, DeedKind};
use super::release::withheld;
use super::{Ack, Office, Sealed, Withheld};
use crate::native::StatementWriter;
use crate::{Error, Result};

/// The most statements of one bundle.
const BUNDLE: usize = 1000;
/// The size, in bytes, at which a bundle is closed.
const BUNDLE_BYTES: usize = 2 << 20;
/// Envelopes handed out at a time.
const AT_A_TIME: usize = 64;

impl Office<'_> {
    /// Why `statement`, which the partner's View holds, does not leave for `partner`; nothing if
    /// it would leave now.
    pub fn withheld(&self, partner: &NodeId, statement: &Statement) -> Result<Option<Withheld>> {
        let partner = self.known_partner(partner)?;
        let (node, id) = (&partner.card.node, statement.id());
        match withheld(statement, &partner, &self.me.agency, self.now) {
            Some(Withheld::Onward)
                if self.leave_for(&partner.card.agency, statement)?.is_some() => {}
            Some(why) => return Ok(Some(why)),
            None => {}
        }
        for (key, why) in [
            (format!("given/{node}/{id}"), Withheld::Theirs),
            (format!("withdrawn/{id}"), Withheld::Recalled),
            (format!("gone/{id}"), Withheld::Recalled),
        ] {
            if self.keep.get(&key)?.is_some() {
                return Ok(Some(why));
            }
        }
        let theirs = self.came(id)?.is_some_and(|came| came.from.contains(node));
        Ok(theirs.then_some(Withheld::Theirs))
    }

    /// What this node called back: it is given to nobody any more.
    pub fn called_back(&self) -> Result<HashSet<StatementId>> {
        let found = self.keep.scan("withdrawn/", usize::MAX)?;
        let ids = found.iter().filter_map(|(key, _)| key.strip_prefix("withdrawn/")?.parse().ok());
        Ok(ids.collect())
    }

    /// Makes bundles for `partner` of what it has not been given yet. `offered` is what the
    /// partner's View holds, in the order in which it was recorded. Says how many leave.
    pub fn plan(&mut self, partner: &NodeId, offered: Vec<Statement>) -> Result<usize> {
        let agreement = self.known_partner(partner)?.agreement;
        let mut leaving = Vec::new();
        for statement in offered {
            if self.withheld(partner, &statement)?.is_none() {
                leaving.push(statement);
            }
        }
        if leaving.is_empty() {
            return Ok(0);
        }
        let ids: Vec<_> = leaving.iter().map(Statement::id).collect();
        let deed = Deed {
            kind: DeedKind::Given,
            partner: partner.clone(),
            statements: ids.clone(),
            reason: format!("given to {partner} for {}", agreement.purpose),
        };
        self.records.attest(&deed)?;
        let to = self.known_partner(partner)?.card.agency;
        let mut bodies = Vec::new();
        for (part, statements) in bundles(&leaving)? {
            let (purpose, leaves) = (agreement.purpose.clone(), self.leaves_of(&to, part)?);
            bodies.push(Body::Bundle { purpose, statements, leaves });
        }
        let mut writes = self.enqueue(partner, bodies)?;
        writes.extend(super::corrections::awaited(partner, &leaving, self.now)?);
        for id in &ids {
            writes.push(put(format!("given/{partner}/{id}"), &())?);
        }
        self.commit(writes)?;
        Ok(ids.len())
    }

    /// The next envelopes for `partner` that it has not acknowledged, ready to be sent.
    pub fn outgoing(&self, partner: &NodeId) -> Result<Vec<Vec<u8>>> {
        self.believed(partner)?;
        let found = self.keep.scan(&format!("out/{partner}/"), AT_A_TIME)?;
        Ok(found.into_iter().map(|(_, envelope)| envelope).collect())
    }

    /// Whether anything waits to be sent to `partner`.
    pub fn has_outgoing(&self, partner: &NodeId) -> Result<bool> {
        Ok(!self.keep.scan(&format!("out/{partner}/"), 1)?.is_empty())
    }

    /// How far `partner`'s stream has been applied here, and what time it is: to be sent where
    /// there is nothing else to say, since partners' embargoes open by it.
    pub fn greeting(&mut self, partner: &NodeId) -> Result<Sealed> {
        self.believed(partner)?;
        self.acknowledge(partner, None)
    }

    /// Takes a partner's word on how far it has come, and forgets what it has applied.
    pub fn acknowledged(&mut self, ack: &Sealed) -> Result<Ack> {
        let said: Ack = ack.read("the acknowledgement")?;
        let partner = self.believed(&said.from)?.card;
        if !ack.is_by(&partner.key) || said.to != self.me.node {
            return Err(Error::refused("the acknowledgement is not the partner's, or not for us"));
        }
        let mut sent = self.sent(&said.from)?;
        if said.applied > sent.made {
            let reason = "the partner says to have had more than was sent: one of the two was restored from a backup";
            return Err(Error::refused(reason));
        }
        let mut writes = Vec::new();
        for seq in sent.acknowledged + 1..=said.applied {
            writes.push((format!("out/{}/{seq:020}", said.from), None));
        }
        if let (Some(reason), true) = (&said.refused, said.applied > sent.acknowledged) {
            writes.push(put(format!("refusal/{}/{:020}", said.from, said.applied), reason)?);
        }
        sent.acknowledged = sent.acknowledged.max(said.applied);
        writes.push(put(format!("sent/{}", said.from), &sent)?);
        let witnessed = self.witnessed(&said.from)?.max(said.at);
        writes.push(put(format!("witness/{}", said.from), &witnessed)?);
        self.commit(writes)?;
        Ok(said)
    }

    fn known_partner(&self, partner: &NodeId) -> Result<super::Partner> {
        let unknown = || Error::refused(format!("{partner} is no partner of this node"));
        self.partner(partner)?.ok_or_else(unknown)
    }
}

/// Statements in the native form, in parts.
fn bundles(statements: &[Statement]) -> Result<Vec<(&[Statement], String)>> {
    let mut bundles = Vec::new();
    let mut rest = statements;
    while !rest.is_empty() {
        let (mut size, mut count) = (0, 0);
        while count < rest.len() && count < BUNDLE && (count == 0 || size < BUNDLE_BYTES) {
            size += rest[count].value.len() + rest[count].original.as_ref().map_or(0, String::len);
            count += 1;
        }
        let mut writer = StatementWriter::new(Vec::new())?;
        rest[..count].iter().try_for_each(|statement| writer.write(statement))?;
        let text =
            String::from_utf8(writer.finish()?).map_err(|error| Error::keep("a bundle", &error))?;
        bundles.push((&rest[..count], text));
        rest = &rest[count..];
    }
    Ok(bundles)
}
