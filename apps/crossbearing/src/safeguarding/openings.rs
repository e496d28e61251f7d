//! Asking to know who a protected person is, and what is answered.

use std::collections::BTreeSet;

use crossbearing_access::Opening;
use crossbearing_ledger::AsOf;
use crossbearing_log::Kind;
use crossbearing_model::{AgencyId, EntityId, Instant};

use super::{Deed, Desk, Error, Result, checked};
use crate::accounts::Person;
use crate::desks::{Decided, Request, Stage};

/// The longest time for which a pseudonym is opened at once.
pub(crate) const MOST_DAYS: u32 = 90;

const DAY: i64 = 24 * 3600 * 1000;

impl Desk<'_> {
    /// Who will be told that the caller asks who this is: the safeguarding officers of the caller's
    /// agency and of those whose reports about the person the caller sees.
    pub(crate) fn told(&self, pseudonym: &EntityId) -> Result<Vec<Person>> {
        let (_, agencies) = self.asked_about(pseudonym)?;
        self.deciders(&agencies)
    }

    /// Asks for a pseudonym to be opened, and gives the request's number.
    pub(crate) fn ask(&self, pseudonym: &EntityId, reason: &str, days: u32) -> Result<i64> {
        let reason = checked(reason)?;
        check_days(days)?;
        let (person, agencies) = self.asked_about(pseudonym)?;
        self.deciders(&agencies)?;
        let viewer = self.view.viewer();
        let waits = |other: &Request| {
            other.stage == Stage::Open
                && other.person == person
                && (&other.asker, &other.purpose) == (&viewer.principal, &viewer.purpose)
        };
        if self.kept.requests()?.iter().any(waits) {
            return Err(Error::Conflict("you have asked already: it waits for an answer".into()));
        }
        let why = format!("asks to open a pseudonym: {reason}");
        self.write_down(Kind::Consultation, why, &[&person])?;
        Ok(self.kept.ask(&Request {
            number: 0,
            person,
            asker: viewer.principal.clone(),
            agency: viewer.agency.clone(),
            purpose: viewer.purpose.clone(),
            reason,
            days,
            asked_at: self.now,
            addressed_to: agencies.into_iter().collect(),
            stage: Stage::Open,
            decided: None,
            until: None,
            seen: false,
        })?)
    }

    /// The caller's own requests, and for an officer those that are addressed to her agency.
    pub(crate) fn requests(&self) -> Result<Vec<Request>> {
        let requests = self.kept.requests()?.into_iter();
        Ok(requests.filter(|request| self.is_mine(request) || self.is_for_me(request)).collect())
    }

    /// Grants a request for some days, or as long as the purpose lasts if that is shorter. What was
    /// refused or revoked before may be granted later.
    pub(crate) fn grant(&self, number: i64, days: u32, reason: &str) -> Result<Request> {
        let reason = checked(reason)?;
        check_days(days)?;
        let request = self.to_decide(number)?;
        if !matches!(request.stage, Stage::Open | Stage::Refused | Stage::Revoked) {
            return Err(decided_already(&request));
        }
        let until = self.now.plus_millis(i64::from(days) * DAY).min(self.purpose_ends(&request)?);
        let Request { person, asker, purpose, agency, .. } = &request;
        if !self.ledger.is_protected(person) {
            return Err(Error::Conflict("the person is no longer protected: no need".into()));
        }
        let day = until.day();
        (self.note)(Deed {
            kind: Kind::Disclosure,
            reason: format!("opens a pseudonym to {asker} for {purpose} until {day}: {reason}"),
            objects: vec![person.clone()],
            recipients: vec![agency.clone()],
        })
        .map_err(Error::Log)?;
        let (principal, purpose) = (asker.clone(), purpose.clone());
        self.ledger.open_pseudonym(person, &Opening { principal, purpose, until })?;
        self.settle(Request { until: Some(until), ..request.clone() }, Stage::Agreed, reason)
    }

    /// Refuses a request.
    pub(crate) fn refuse(&self, number: i64, reason: &str) -> Result<Request> {
        let reason = checked(reason)?;
        let request = self.to_decide(number)?;
        if request.stage != Stage::Open {
            return Err(decided_already(&request));
        }
        let why = format!("refuses to open a pseudonym to {}: {reason}", request.asker);
        self.write_down(Kind::Alteration, why, &[&request.person])?;
        self.settle(request, Stage::Refused, reason)
    }

    /// Takes back what was granted, before its time: an officer, or the one to whom it was granted.
    pub(crate) fn revoke(&self, number: i64, reason: &str) -> Result<Request> {
        let reason = checked(reason)?;
        let request = self.found(number)?;
        if !self.is_open(&request) {
            return Err(Error::Conflict("there is nothing open to take back".to_owned()));
        }
        let why = format!("closes a pseudonym to {}: {reason}", request.asker);
        self.write_down(Kind::Alteration, why, &[&request.person])?;
        let whose = (&request.asker, &request.purpose);
        self.ledger.close_pseudonym(&request.person, whose)?;
        self.settle(request, Stage::Revoked, reason)
    }

    /// Takes back a request that nobody has answered.
    pub(crate) fn withdraw_request(&self, number: i64) -> Result<Request> {
        let request = self.found(number)?;
        if !self.is_mine(&request) || request.stage != Stage::Open {
            return Err(decided_already(&request));
        }
        let why = "takes back the request to open a pseudonym".to_owned();
        self.write_down(Kind::Alteration, why.clone(), &[&request.person])?;
        self.settle(request, Stage::Withdrawn, why)
    }

    /// Marks the answer to a request of the caller's own as read.
    pub(crate) fn read_answer(&self, number: i64) -> Result<()> {
        let request = self.found(number)?;
        if self.is_mine(&request) {
            self.kept.settle_request(&Request { seen: true, ..request })?;
        }
        Ok(())
    }

    /// Whether what was granted holds now.
    pub(crate) fn is_open(&self, request: &Request) -> bool {
        request.stage == Stage::Agreed && request.until.is_some_and(|until| self.now < until)
    }

    /// Whether the caller asked.
    pub(crate) fn is_mine(&self, request: &Request) -> bool {
        request.asker == self.view.viewer().principal
    }

    /// Whether the caller is one of those who decide.
    pub(crate) fn is_for_me(&self, request: &Request) -> bool {
        self.is_officer()
            && !self.is_mine(request)
            && request.addressed_to.contains(&self.view.viewer().agency)
    }

    /// The person behind a pseudonym that the caller sees, and the agencies whose officers decide.
    fn asked_about(&self, pseudonym: &EntityId) -> Result<(EntityId, BTreeSet<AgencyId>)> {
        let record = self.ledger.entity(self.view, AsOf::Now, pseudonym)?;
        let mut reads = record.map(|record| record.statements).unwrap_or_default();
        // Of some people nothing is seen but that others point to them.
        reads.extend(self.ledger.links_to(self.view, AsOf::Now, pseudonym)?);
        if reads.is_empty() {
            return Err(Error::no_person(pseudonym));
        }
        let Some(person) = self.view.veil().behind(pseudonym) else {
            let why = format!("{pseudonym} is no pseudonym to you: there is nothing to open");
            return Err(Error::Bad(why));
        };
        let originators =
            reads.iter().map(|read| read.statement.citation.label.spec().originator.clone());
        let own = self.view.viewer().agency.clone();
        Ok((person.clone(), originators.chain([own]).collect()))
    }

    fn deciders(&self, agencies: &BTreeSet<AgencyId>) -> Result<Vec<Person>> {
        let mut officers = self.officers(agencies)?;
        officers.retain(|officer| officer.id != self.view.viewer().principal);
        if officers.is_empty() {
            let why = "no safeguarding officer of these agencies has an account here: ask your administrator";
            return Err(Error::Conflict(why.to_owned()));
        }
        Ok(officers)
    }

    /// A request that the caller knows of.
    fn found(&self, number: i64) -> Result<Request> {
        let found = self.kept.request(number)?;
        let known = found.filter(|request| self.is_mine(request) || self.is_for_me(request));
        known.ok_or_else(|| Error::Absent { what: format!("there is no request {number}") })
    }

    /// A request that the caller decides.
    fn to_decide(&self, number: i64) -> Result<Request> {
        let request = self.found(number)?;
        let why = "a safeguarding officer decides, and nobody about a request of their own";
        self.is_for_me(&request).then_some(request).ok_or(Error::NotYours(why))
    }

    /// When the asker's purpose ends: an opening lasts no longer.
    fn purpose_ends(&self, request: &Request) -> Result<Instant> {
        let asker = self.accounts.person(&request.asker)?;
        let purposes = self.accounts.purposes_of(&request.asker)?;
        let stated = purposes.iter().find(|purpose| purpose.id == request.purpose);
        match stated.filter(|purpose| !asker.closed && purpose.check(self.now).is_ok()) {
            Some(purpose) => Ok(purpose.valid_until),
            None => Err(Error::Conflict(format!(
                "{} may not state {} any more: refuse the request",
                request.asker, request.purpose
            ))),
        }
    }

    fn settle(&self, request: Request, stage: Stage, reason: String) -> Result<Request> {
        let by = self.view.viewer().principal.clone();
        let decided = Some(Decided { by, at: self.now, reason });
        let seen = self.is_mine(&request);
        let settled = Request { stage, decided, seen, ..request };
        self.kept.settle_request(&settled)?;
        Ok(settled)
    }
}

fn check_days(days: u32) -> Result<()> {
    let why = || Error::Bad(format!("a pseudonym is opened for 1 to {MOST_DAYS} days"));
    (1..=MOST_DAYS).contains(&days).then_some(()).ok_or_else(why)
}

fn decided_already(request: &Request) -> Error {
    let by = request.decided.as_ref().map_or("its asker", |decided| decided.by.as_str());
    Error::Conflict(format!("{by} decided meanwhile: load it again"))
}
