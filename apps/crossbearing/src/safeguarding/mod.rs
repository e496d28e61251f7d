//! The safeguarding desk: opening pseudonyms to those who have a reason, and keeping the protection
//! register so that nobody decides alone.
//!
//! ```text
//! somebody meets a pseudonym ── asks, with a reason ──► officers of the agencies that know her
//!                                                          │ grant: person, purpose, time
//!                        the View of that one person ◄─────┘ or refuse, with a reason
//!
//! one person proposes ──► a second one confirms for herself, at her own login ──► the register
//! ```
//!
//! Protecting holds at once and is confirmed afterwards; ending a protection and calling a protected
//! person a suspect hold only when confirmed. Every step is in the transparency log before it is
//! taken.

mod error;
mod openings;
mod register;

use std::collections::BTreeSet;

use crossbearing_access::{Role, View};
use crossbearing_ledger::{AsOf, EntityRecord, Ledger};
use crossbearing_log::Kind;
use crossbearing_model::{AgencyId, EntityId, Instant, has_hidden_controls};

pub(crate) use error::{Error, Result};
pub(crate) use register::{Entry, NewCategory, Recorded, in_words};

use crate::accounts::{Accounts, Person};
use crate::desks::Safeguarding;

/// What is written to the transparency log before a step is taken.
pub(crate) struct Deed {
    pub(crate) kind: Kind,
    pub(crate) reason: String,
    /// The person, and a report if one is cited.
    pub(crate) objects: Vec<EntityId>,
    /// Whose people learn something by it.
    pub(crate) recipients: Vec<AgencyId>,
}

/// The desk, as one person sits at it.
pub(crate) struct Desk<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) accounts: &'a Accounts,
    pub(crate) kept: &'a Safeguarding,
    /// What that person may see.
    pub(crate) view: &'a View,
    pub(crate) now: Instant,
    /// Writes to the transparency log.
    pub(crate) note: &'a dyn Fn(Deed) -> anyhow::Result<()>,
}

impl Desk<'_> {
    fn is_officer(&self) -> bool {
        self.view.viewer().is(Role::SafeguardingOfficer)
    }

    fn must_be_officer(&self) -> Result<()> {
        const WHY: &str = "this is for the role safeguarding-officer";
        self.is_officer().then_some(()).ok_or(Error::NotYours(WHY))
    }

    fn write_down(&self, kind: Kind, reason: String, objects: &[&EntityId]) -> Result<()> {
        let objects = objects.iter().map(|object| (*object).clone()).collect();
        let deed = Deed { kind, reason, objects, recipients: Vec::new() };
        (self.note)(deed).map_err(Error::Log)
    }

    /// What the caller sees of a person, by the id under which the caller knows the person.
    fn record(&self, id: &EntityId) -> Result<EntityRecord> {
        let record = self.ledger.entity(self.view, AsOf::Now, id)?;
        record.ok_or_else(|| Error::no_person(id))
    }

    /// What the caller sees of a person who stands here under their own id.
    fn record_of(&self, person: &EntityId) -> Result<Option<EntityRecord>> {
        Ok(self.ledger.entity(self.view, AsOf::Now, &self.view.shown_id(person))?)
    }

    /// The safeguarding officers of these agencies.
    fn officers(&self, agencies: &BTreeSet<AgencyId>) -> Result<Vec<Person>> {
        let people = self.accounts.people()?.into_iter();
        let officer = |person: &Person| {
            !person.closed
                && person.roles.contains(&Role::SafeguardingOfficer)
                && agencies.contains(&person.agency)
        };
        Ok(people.filter(officer).collect())
    }
}

/// A reason as it is kept: long enough to say something, and within what the log holds.
fn checked(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.chars().count() < 10 || reason.len() > 700 || has_hidden_controls(reason) {
        let why = "give a reason of 10 to 700 characters: others decide by it";
        return Err(Error::Bad(why.to_owned()));
    }
    Ok(reason.to_owned())
}
