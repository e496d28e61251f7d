//! Requests between agencies and their answers, each with its clock; and leave to pass something on.
//!
//! The clocks are those of Directive (EU) 2023/977, article 5: eight hours where it is urgent and
//! the information is at hand, three days where it is urgent and is not, seven days otherwise.

use std::collections::BTreeSet;

use crossbearing_model::{
    AgencyId, EntityId, Instant, NodeId, Onward, PrincipalId, PurposeId, Statement, StatementId,
};
use serde::{Deserialize, Serialize};

use super::body::Body;
use super::office::{decode, put, read};
use super::records::{Deed, DeedKind};
use super::{Office, Partner, Sealed, Write};
use crate::{Error, Result};

const HOUR_MS: i64 = 3600 * 1000;
/// The longest text of a request or an answer, in bytes.
const LONGEST: usize = 10_000;
/// The most statements of one request for leave.
const MOST: usize = 10_000;

/// How soon an answer is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Urgent, and the other agency has it at hand: eight hours.
    UrgentAtHand,
    /// Urgent, and the other agency has to ask for it: three days.
    Urgent,
    /// Anything else: seven days.
    Ordinary,
}

impl Urgency {
    /// How long an answer may take, in milliseconds.
    pub fn limit_ms(self) -> i64 {
        match self {
            Self::UrgentAtHand => 8 * HOUR_MS,
            Self::Urgent => 3 * 24 * HOUR_MS,
            Self::Ordinary => 7 * 24 * HOUR_MS,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wanted {
    /// Information, as the text says.
    Information,
    /// More on a report that was shared.
    More {
        /// The report.
        report: EntityId,
    },
    /// Leave to pass the other agency's statements on.
    Onward {
        /// Which statements.
        statements: Vec<StatementId>,
        /// To whom.
        to: AgencyId,
    },
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Its name: the asking node, a hyphen, and what no other request of it has.
    pub id: String,
    /// What is asked for.
    pub wanted: Wanted,
    /// For which case.
    pub case: PurposeId,
    /// Who asks.
    pub officer: PrincipalId,
    /// What for, in words.
    pub text: String,
    /// How soon.
    pub urgency: Urgency,
    /// When it was asked.
    pub asked_at: Instant,
}

/// What an answer comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was asked for is in the text, or was released.
    Answered,
    /// Leave is given.
    Granted,
    /// Nothing is given; the text says why.
    Refused,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The request.
    pub id: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// Who answers.
    pub officer: PrincipalId,
    /// In words.
    pub text: String,
    /// When.
    pub replied_at: Instant,
    /// The [`Leave`] that is given, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<Sealed>,
}

/// An originator's leave to pass statements on to one more agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// The request that it answers.
    pub ask: String,
    /// The node that gives it.
    pub issuer: NodeId,
    /// The agency whose statements they are.
    pub originator: AgencyId,
    /// Which statements.
    pub statements: Vec<StatementId>,
    /// To whom they may go.
    pub to: AgencyId,
    /// When it was given.
    pub given_at: Instant,
}

/// A request to be sent.
#[derive(Debug, Clone)]
pub struct AskOrder {
    /// What no other request of this node is called.
    pub name: String,
    /// What is asked for.
    pub wanted: Wanted,
    /// For which case.
    pub case: PurposeId,
    /// Who asks.
    pub officer: PrincipalId,
    /// What for, in words.
    pub text: String,
    /// How soon.
    pub urgency: Urgency,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskState {
    /// Within its time.
    Open,
    /// Its time has passed without an answer.
    Overdue,
    /// Answered in time.
    Replied,
    /// Answered late.
    RepliedLate,
}

/// A request as each side keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptAsk {
    /// The request.
    pub ask: Ask,
    /// The other side.
    pub partner: NodeId,
    /// Whether this node asked.
    pub ours: bool,
    /// By when an answer is due: counted by the asking side from the asking, by the other from the
    /// arrival.
    pub due: Instant,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

impl KeptAsk {
    /// Where it stands at `now`.
    pub fn state(&self, now: Instant) -> AskState {
        match &self.reply {
            Some(reply) if reply.replied_at > self.due => AskState::RepliedLate,
            Some(_) => AskState::Replied,
            None if now >= self.due => AskState::Overdue,
            None => AskState::Open,
        }
    }
}

impl Office<'_> {
    /// Every request, to this node and of it.
    pub fn asks(&self) -> Result<Vec<KeptAsk>> {
        let found = self.keep.scan("ask/", usize::MAX)?;
        found.iter().map(|(key, value)| decode(key, value)).collect()
    }

    /// Sends a request.
    pub fn ask(&mut self, partner: &NodeId, order: AskOrder) -> Result<KeptAsk> {
        let known = self.believed(partner)?;
        check_text(&order.text)?;
        if let Wanted::Onward { statements, .. } = &order.wanted {
            self.may_ask_leave(&known, statements)?;
        }
        let ask = Ask {
            id: format!("{}-{}", self.me.node, order.name),
            wanted: order.wanted,
            case: order.case,
            officer: order.officer,
            text: order.text,
            urgency: order.urgency,
            asked_at: self.now,
        };
        if self.kept_ask(&ask.id)?.is_some() {
            return Err(Error::refused("there is a request of this name already"));
        }
        self.attest_ask(partner, format!("asked {partner}: {}", ask.id))?;
        let due = self.now.plus_millis(ask.urgency.limit_ms());
        let mut writes = self.enqueue(partner, vec![Body::Ask(ask.clone())])?;
        let kept = KeptAsk { ask, partner: partner.clone(), ours: true, due, reply: None };
        writes.push(put(ask_key(&kept.ask.id), &kept)?);
        self.commit(writes)?;
        Ok(kept)
    }

    /// Answers a request of a partner's. Leave is given with [`Outcome::Granted`].
    pub fn reply(
        &mut self,
        id: &str,
        (outcome, text): (Outcome, String),
        officer: PrincipalId,
    ) -> Result<KeptAsk> {
        let unknown = || Error::refused(format!("no partner asked {id}"));
        let mut kept = self.kept_ask(id)?.filter(|kept| !kept.ours).ok_or_else(unknown)?;
        if kept.reply.is_some() {
            return Err(Error::refused("the request is answered already"));
        }
        check_text(&text)?;
        let leave = match (&kept.ask.wanted, outcome) {
            (Wanted::Onward { statements, to }, Outcome::Granted) => {
                Some(self.give_leave(&kept, statements.clone(), to.clone())?)
            }
            (Wanted::Onward { .. }, Outcome::Answered) => {
                return Err(Error::refused("leave is granted or refused"));
            }
            (_, Outcome::Granted) => {
                return Err(Error::refused("nothing was asked that could be granted"));
            }
            _ => None,
        };
        self.attest_ask(&kept.partner.clone(), format!("answered {id}"))?;
        let reply =
            Reply { id: id.to_owned(), outcome, officer, text, replied_at: self.now, leave };
        let mut writes = self.enqueue(&kept.partner, vec![Body::Reply(reply.clone())])?;
        kept.reply = Some(reply);
        writes.push(put(ask_key(id), &kept)?);
        self.commit(writes)?;
        Ok(kept)
    }

    pub(super) fn take_request(&mut self, sender: &Partner, ask: &Ask) -> Result<Vec<Write>> {
        let node = &sender.card.node;
        let named = ask.id.strip_prefix(node.as_str()).is_some_and(|rest| rest.starts_with('-'));
        if !named || ask.id.len() > 200 || ask.id.contains('/') {
            return Err(Error::refused("a request is named after the node that asks"));
        }
        check_text(&ask.text)?;
        if let Wanted::Onward { statements, .. } = &ask.wanted {
            if statements.is_empty() || statements.len() > MOST {
                return Err(Error::refused(format!("ask leave for 1 to {MOST} statements")));
            }
            for id in statements {
                if self.keep.get(&format!("given/{node}/{id}"))?.is_none() {
                    return Err(Error::refused("leave is asked for what was never given"));
                }
            }
        }
        if self.kept_ask(&ask.id)?.is_some() {
            return Err(Error::refused("there is a request of this name already"));
        }
        self.attest_ask(node, format!("{node} asks: {}", ask.id))?;
        let due = self.now.plus_millis(ask.urgency.limit_ms());
        let (ask, partner) = (ask.clone(), node.clone());
        let kept = KeptAsk { ask, partner, ours: false, due, reply: None };
        Ok(vec![put(ask_key(&kept.ask.id), &kept)?])
    }

    pub(super) fn take_reply(&mut self, sender: &Partner, reply: &Reply) -> Result<Vec<Write>> {
        let kept = self.kept_ask(&reply.id)?;
        let kept = kept.filter(|kept| kept.ours && kept.partner == sender.card.node);
        let mut kept = kept.ok_or_else(|| Error::refused("this node did not ask that"))?;
        if kept.reply.is_some() {
            return Err(Error::refused("the request is answered already"));
        }
        check_text(&reply.text)?;
        let mut writes = Vec::new();
        if let Some(sealed) = &reply.leave {
            let leave: Leave = sealed.read("the leave")?;
            let asked =
                Wanted::Onward { statements: leave.statements.clone(), to: leave.to.clone() };
            if !sealed.is_by(&sender.card.key)
                || leave.originator != sender.card.agency
                || asked != kept.ask.wanted
            {
                return Err(Error::refused("the leave is not the one that was asked for"));
            }
            for id in &leave.statements {
                writes.push(put(leave_key(&leave.to, *id), sealed)?);
            }
        }
        kept.reply = Some(reply.clone());
        writes.push(put(ask_key(&reply.id), &kept)?);
        Ok(writes)
    }

    /// How many statements originators gave leave to pass on.
    pub fn leaves(&self) -> Result<usize> {
        Ok(self.keep.scan("leave/", usize::MAX)?.len())
    }

    /// The leave of its originator to pass a statement on to `agency`, where that is enough.
    pub(super) fn leave_for(
        &self,
        agency: &AgencyId,
        statement: &Statement,
    ) -> Result<Option<Sealed>> {
        if statement.citation.label.spec().onward == Onward::No {
            return Ok(None);
        }
        read(self.keep, &leave_key(agency, statement.id()))
    }

    /// The leaves under which `statements` go to `agency`, each once.
    pub(super) fn leaves_of(
        &self,
        agency: &AgencyId,
        statements: &[Statement],
    ) -> Result<Vec<Sealed>> {
        let mut leaves = Vec::new();
        for statement in statements {
            if statement.citation.label.spec().originator == self.me.agency {
                continue;
            }
            if let Some(leave) = self.leave_for(agency, statement)?
                && !leaves.contains(&leave)
            {
                leaves.push(leave);
            }
        }
        Ok(leaves)
    }

    /// What leaves allow to be passed on to this agency. One by a node that is known here must be
    /// signed by it; for others the partner answers who passes it on, as was agreed with it.
    pub(super) fn allowed_by(
        &self,
        leaves: &[Sealed],
    ) -> Result<BTreeSet<(StatementId, AgencyId)>> {
        let mut allowed = BTreeSet::new();
        for sealed in leaves {
            let leave: Leave = sealed.read("the leave")?;
            let issuer = self.partner(&leave.issuer)?;
            let forged = issuer.is_some_and(|issuer| {
                !sealed.is_by(&issuer.card.key) || issuer.card.agency != leave.originator
            });
            if forged {
                let reason = format!("the leave is not signed by {}", leave.issuer);
                return Err(Error::refused(reason));
            }
            if leave.to == self.me.agency {
                let originator = &leave.originator;
                allowed.extend(leave.statements.iter().map(|id| (*id, originator.clone())));
            }
        }
        Ok(allowed)
    }

    fn may_ask_leave(&self, partner: &Partner, statements: &[StatementId]) -> Result<()> {
        if statements.is_empty() || statements.len() > MOST {
            return Err(Error::refused(format!("ask leave for 1 to {MOST} statements")));
        }
        for id in statements {
            let came = self.came(*id)?;
            if came.is_none_or(|came| came.originator != partner.card.agency) {
                let agency = &partner.card.agency;
                return Err(Error::refused(format!("{id} is none of {agency}'s that came here")));
            }
        }
        Ok(())
    }

    fn give_leave(
        &self,
        kept: &KeptAsk,
        statements: Vec<StatementId>,
        to: AgencyId,
    ) -> Result<Sealed> {
        let leave = Leave {
            ask: kept.ask.id.clone(),
            issuer: self.me.node.clone(),
            originator: self.me.agency.clone(),
            statements,
            to,
            given_at: self.now,
        };
        Sealed::seal(&leave, &self.me.key)
    }

    fn attest_ask(&mut self, partner: &NodeId, reason: String) -> Result<()> {
        let (kind, partner, statements) = (DeedKind::Asked, partner.clone(), Vec::new());
        self.records.attest(&Deed { kind, partner, statements, reason }).map(drop)
    }

    fn kept_ask(&self, id: &str) -> Result<Option<KeptAsk>> {
        read(self.keep, &ask_key(id))
    }
}

fn check_text(text: &str) -> Result<()> {
    let hidden = crossbearing_model::has_hidden_controls(text);
    if text.trim().is_empty() || text.len() > LONGEST || hidden {
        return Err(Error::refused(format!("say what it is about in 1 to {LONGEST} bytes")));
    }
    Ok(())
}

fn ask_key(id: &str) -> String {
    format!("ask/{id}")
}

fn leave_key(to: &AgencyId, statement: StatementId) -> String {
    format!("leave/{to}/{statement}")
}
