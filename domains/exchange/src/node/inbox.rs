//! What comes from partners: checked, applied once and in order, or refused whole.

use std::collections::BTreeSet;

use crossbearing_model::{Instant, NodeId, Onward, Statement, StatementId};

use super::body::Body;
use super::envelope::Envelope;
use super::office::{Came, decode, put};
use super::recall::Gone;
use super::records::{Deed, DeedKind};
use super::{Office, Partner, Sealed, Write};
use crate::native::{StatementReader, StatementWriter};
use crate::{Error, Result};

/// The longest line of a bundle, in bytes.
const LINE: usize = 2 << 20;
/// Statements whose embargo or expiry is dealt with in one step.
const AT_A_TIME: usize = 1000;

impl Office<'_> {
    /// Takes an envelope and answers how far the sender's stream has been applied. An envelope
    /// that came before changes nothing; one that comes too early waits to be sent again.
    ///
    /// What is not signed by a partner is an error and changes nothing. What is, but may not be
    /// taken in, is passed over whole, logged, and the answer says why.
    pub fn receive(&mut self, wire: &[u8]) -> Result<Sealed> {
        let (sealed, from) = Envelope::open(wire)?;
        let partner = self.believed(&from)?;
        if !sealed.is_by(&partner.card.key) {
            return Err(Error::refused(format!("the signature is not that of {from}")));
        }
        let envelope: Envelope = sealed.read("the envelope")?;
        if envelope.to != self.me.node {
            return Err(Error::refused(format!("the envelope is for {}", envelope.to)));
        }
        if envelope.seq != self.applied(&from)? + 1 {
            return self.acknowledge(&from, None);
        }
        let mut writes = vec![put(format!("applied/{from}"), &envelope.seq)?];
        let witnessed = self.witnessed(&from)?.max(envelope.sent_at);
        writes.push(put(format!("witness/{from}"), &witnessed)?);
        let done = match &envelope.body {
            Body::Bundle { statements, leaves, .. } => {
                self.take_bundle(&partner, (statements, leaves), witnessed)
            }
            Body::Recall(notice) => self.take_recall(&partner, notice),
            Body::Receipt(receipt) => self.take_receipt(&partner, receipt),
            Body::Corrected(receipt) => self.take_corrected(&partner, receipt),
            Body::Ask(ask) => self.take_request(&partner, ask),
            Body::Reply(reply) => self.take_reply(&partner, reply),
            Body::Blind(body) => self.take_blind(&partner, body),
        };
        let refused = match done {
            Ok(more) => {
                writes.extend(more);
                None
            }
            Err(Error::Refused { reason }) => {
                self.note_refusal(&from, &reason)?;
                Some(reason)
            }
            Err(error) => return Err(error),
        };
        self.commit(writes)?;
        self.acknowledge(&from, refused)
    }

    fn take_bundle(
        &mut self,
        partner: &Partner,
        (text, leaves): (&str, &[Sealed]),
        witnessed: Instant,
    ) -> Result<Vec<Write>> {
        if !partner.agreement.takes || partner.agreement.until <= self.now {
            return Err(Error::refused("no agreement lets this node take anything in"));
        }
        let reader = StatementReader::new(text.as_bytes(), LINE);
        let statements = reader.collect::<Result<Vec<Statement>>>();
        let statements = statements
            .map_err(|error| Error::refused(format!("the bundle cannot be read: {error}")))?;
        let (mut writes, mut recording) = (Vec::new(), Vec::new());
        let mut dropped = BTreeSet::new();
        let mut corrections = Vec::new();
        let allowed = self.allowed_by(leaves)?;
        for statement in statements {
            let id = statement.id();
            let has_leave =
                allowed.contains(&(id, statement.citation.label.spec().originator.clone()));
            self.check_claim(partner, &statement, has_leave)?;
            let spec = statement.citation.label.spec();
            let expired = spec.expires.is_some_and(|expires| expires <= self.now);
            let target_gone = match statement.standing.target() {
                Some(target) => {
                    dropped.contains(&target) || self.is_gone(target, partner, &statement)?
                }
                None => false,
            };
            if expired || target_gone || self.is_gone(id, partner, &statement)? {
                dropped.insert(id);
                if expired {
                    writes.push(put(format!("gone/{id}"), &Gone::expired(&spec.originator))?);
                }
                continue;
            }
            if statement.standing.target().is_some() {
                corrections.push(id);
            }
            let held_until = spec.embargo_until.filter(|until| *until > self.now.min(witnessed));
            writes.extend(self.note_arrival(partner, &statement, held_until)?);
            match held_until {
                Some(_) => writes.push(hold(&statement)?),
                None => recording.push(statement),
            }
        }
        let ids: Vec<StatementId> = recording.iter().map(Statement::id).collect();
        // First that they came, then the statements: a crash in between leaves nothing in the
        // records that a recall or an expiry would not find.
        self.commit(writes)?;
        if !recording.is_empty() {
            self.records.record(recording, &partner.card.node)?;
        }
        let attestation = self.records.attest(&Deed {
            kind: DeedKind::Received,
            partner: partner.card.node.clone(),
            statements: ids,
            reason: format!("received from {}", partner.card.node),
        })?;
        self.confirm_corrections(partner, corrections, attestation)
    }

    /// Nobody speaks for another agency, unless that was agreed and the label lets it be passed on.
    fn check_claim(&self, partner: &Partner, statement: &Statement, has_leave: bool) -> Result<()> {
        let spec = statement.citation.label.spec();
        let (originator, theirs) = (&spec.originator, &partner.card.agency);
        let origin = &statement.citation.origin;
        let claim = if originator == theirs {
            if *origin == partner.card.node {
                return Ok(());
            }
            format!("a statement of {theirs} says that it was recorded on {origin}")
        } else if *originator == self.me.agency {
            format!("a statement says that it is ours ({originator})")
        } else if !partner.agreement.relays.contains(originator) {
            format!(
                "a statement says that it is {originator}'s, and no agreement lets {theirs} pass that on"
            )
        } else if spec.onward == Onward::No || (spec.onward == Onward::Ask && !has_leave) {
            format!("{originator} does not let a statement be passed on")
        } else {
            return Ok(());
        };
        Err(Error::refused(claim))
    }

    fn is_gone(&self, id: StatementId, partner: &Partner, statement: &Statement) -> Result<bool> {
        let Some(value) = self.keep.get(&format!("gone/{id}"))? else { return Ok(false) };
        let gone: Gone = decode("gone", &value)?;
        let originator = &statement.citation.label.spec().originator;
        Ok(gone.covers(originator, &partner.card.node))
    }

    fn is_gone_from_all(&self, came: &Came, id: StatementId) -> Result<bool> {
        let Some(value) = self.keep.get(&format!("gone/{id}"))? else { return Ok(false) };
        let gone: Gone = decode("gone", &value)?;
        Ok(came.from.iter().all(|from| gone.covers(&came.originator, from)))
    }

    fn note_arrival(
        &self,
        partner: &Partner,
        statement: &Statement,
        held_until: Option<Instant>,
    ) -> Result<Vec<Write>> {
        let (id, spec) = (statement.id(), statement.citation.label.spec());
        let known = self.came(id)?;
        let mut came = known.unwrap_or_else(|| Came {
            entity: statement.entity.clone(),
            from: Vec::new(),
            originator: spec.originator.clone(),
            expires: spec.expires,
            held_until,
        });
        if !came.from.contains(&partner.card.node) {
            came.from.push(partner.card.node.clone());
        }
        let mut writes = Vec::new();
        if let (Some(until), None) = (came.held_until, held_until) {
            writes.push((held_key(until, id), None));
        }
        came.held_until = came.held_until.and(held_until);
        writes.push(put(format!("came/{id}"), &came)?);
        if let Some(expires) = spec.expires {
            writes.push(put(format!("expiry/{}/{id}", moment(expires)), &())?);
        }
        Ok(writes)
    }

    pub(super) fn note_refusal(&mut self, from: &NodeId, reason: &str) -> Result<()> {
        let deed = Deed {
            kind: DeedKind::Refused,
            partner: from.clone(),
            statements: Vec::new(),
            reason: format!("refused from {from}: {reason}"),
        };
        self.records.attest(&deed).map(drop)
    }

    /// Opens embargoes that have ended and erases what has expired. An embargo ends when this
    /// node's clock *and* a time signed by who sent it have passed it: moving this clock opens
    /// nothing. What has expired is erased for good: moving the clock back brings nothing back.
    pub fn tick(&mut self) -> Result<()> {
        self.open_embargoes()?;
        self.erase_expired()
    }

    fn open_embargoes(&mut self) -> Result<()> {
        let mut opened: Vec<(Came, Statement)> = Vec::new();
        for (key, value) in self.keep.scan("held/", AT_A_TIME)? {
            let text: String = decode(&key, &value)?;
            let Some(statement) = StatementReader::new(text.as_bytes(), LINE).read()? else {
                continue;
            };
            let Some(came) = self.came(statement.id())? else { continue };
            let Some(until) = came.held_until else { continue };
            if self.is_gone_from_all(&came, statement.id())? {
                continue;
            }
            let mut witnessed = Instant::MIN;
            for from in &came.from {
                witnessed = witnessed.max(self.witnessed(from)?);
            }
            if until > self.now {
                break;
            }
            if until <= witnessed {
                opened.push((came, statement));
            }
        }
        if !opened.is_empty() {
            // First that it is this late: a crash in between and a clock moved back leave nothing
            // in the records whose time has not come.
            self.keep_time()?;
        }
        for (came, statement) in opened {
            let (id, until) = (statement.id(), came.held_until);
            let Some(from) = came.from.first().cloned() else { continue };
            self.records.record(vec![statement], &from)?;
            let came = Came { held_until: None, ..came };
            let writes = vec![
                put(format!("came/{id}"), &came)?,
                (held_key(until.unwrap_or(Instant::MIN), id), None),
            ];
            self.commit(writes)?;
        }
        Ok(())
    }

    fn erase_expired(&mut self) -> Result<()> {
        let (mut marks, mut writes, mut erased) = (Vec::new(), Vec::new(), Vec::new());
        for (key, _) in self.keep.scan("expiry/", AT_A_TIME)? {
            let mut parts = key.split('/').skip(1);
            let (Some(at), Some(id)) = (parts.next(), parts.next()) else { continue };
            if at > moment(self.now).as_str() {
                break;
            }
            let id: StatementId = id.parse().map_err(|error| Error::keep(&key, &error))?;
            if let Some(came) = self.came(id)? {
                marks.push(put(format!("gone/{id}"), &Gone::expired(&came.originator))?);
                writes.extend(forget(id, &came));
                erased.push((came.entity, id));
            }
            writes.push((key, None));
        }
        if writes.is_empty() {
            return Ok(());
        }
        // First that it is gone: a crash in between, and a clock moved back, do not bring it back.
        self.commit(marks)?;
        self.records.erase(&erased)?;
        self.records.attest(&Deed {
            kind: DeedKind::Erased,
            partner: self.me.node.clone(),
            statements: erased.iter().map(|(_, id)| *id).collect(),
            reason: "expired".to_owned(),
        })?;
        self.commit(writes)
    }
}

/// Changes that forget a partner's statement.
pub(super) fn forget(id: StatementId, came: &Came) -> Vec<Write> {
    let held = came.held_until.map(|until| (held_key(until, id), None));
    held.into_iter().chain([(format!("came/{id}"), None)]).collect()
}

fn hold(statement: &Statement) -> Result<Write> {
    let mut writer = StatementWriter::new(Vec::new())?;
    writer.write(statement)?;
    let text =
        String::from_utf8(writer.finish()?).map_err(|error| Error::keep("a statement", &error))?;
    let until = statement.citation.label.spec().embargo_until.unwrap_or(Instant::MIN);
    put(held_key(until, statement.id()), &text)
}

fn held_key(until: Instant, id: StatementId) -> String {
    format!("held/{}/{id}", moment(until))
}

/// An instant as text that sorts as instants do.
fn moment(at: Instant) -> String {
    format!("{:020}", at.millis() - Instant::MIN.millis())
}
