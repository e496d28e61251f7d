//! Alerts, and what is done with them.

use std::sync::Arc;

use crossbearing_access::Role;
use crossbearing_model::{EntityId, Label, PrincipalId};

use super::Look;
use crate::alerts::{Alert, AlertId, Deed, Entry, Outcome, State};
use crate::desk::write_down;
use crate::error::{Error, Result};
use crate::picture::{BookKey, Live};

/// What an officer does with an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Has seen it.
    Acknowledge,
    /// Gives it to somebody.
    Assign(PrincipalId),
    /// Shares it with all who hold a role: it is for them, whoever among them sees it.
    Share(Role),
    /// Closes it, with a reason in words.
    Close(Outcome, String),
    /// Has recorded it in the ledger as this report.
    Record(EntityId),
}

impl Look<'_> {
    /// All alerts, in the order of the queue: danger first, always.
    pub fn alerts(&self) -> Vec<Alert> {
        let mut alerts: Vec<Alert> = Vec::new();
        for live in &self.pictures {
            self.each_alert(live, |alert| alerts.push(self.readable_alert(alert)));
        }
        alerts.sort_by(|one, other| {
            one.rank().cmp(&other.rank()).then_with(|| one.id.cmp(&other.id))
        });
        alerts
    }

    /// One alert with the label of its picture.
    pub fn alert(&self, id: &AlertId) -> Result<(Alert, Label)> {
        let (live, key) = self.of(id)?;
        let alert = self.readable_alert(&live.alert(&key, id)?);
        Ok((alert, live.label.clone()))
    }

    /// Does something with an alert. `who` acts now.
    pub fn act(&self, id: &AlertId, act: Act, who: &PrincipalId) -> Result<Alert> {
        let (live, key) = self.of(id)?;
        let state = live.alert(&key, id)?.state;
        let id = id.clone();
        let by = Deed { who: who.clone(), at: self.now };
        let entry = match act {
            Act::Acknowledge if state != State::New => {
                return Err(Error::NotNow {
                    reason: "somebody has acknowledged it already".into(),
                });
            }
            _ if state == State::Closed && !matches!(act, Act::Record(_)) => {
                return Err(Error::NotNow { reason: "it is closed".into() });
            }
            Act::Acknowledge => Entry::Acknowledged { id: id.clone(), by },
            Act::Assign(to) => {
                let to = Deed { who: to, at: self.now };
                Entry::Assigned { id: id.clone(), to, by: who.clone() }
            }
            Act::Share(role) => Entry::Shared { id: id.clone(), role, by },
            Act::Close(_, reason) if reason.trim().len() < 3 || reason.len() > 2000 => {
                return Err(Error::malformed("reason", "say in words why it is closed"));
            }
            Act::Close(outcome, reason) => {
                Entry::Closed { id: id.clone(), outcome, reason: reason.trim().to_owned(), by }
            }
            Act::Record(report) => Entry::Recorded { id: id.clone(), report },
        };
        write_down(live, &key, entry, &id, &self.tell)?;
        self.alert(&id).map(|(alert, _)| alert)
    }

    /// The evidence file of an alert; made now if it was not.
    pub fn evidence(&self, id: &AlertId) -> Result<Vec<u8>> {
        let (live, key) = self.of(id)?;
        crate::evidence::file(live, &key, id, &self.tell)
    }

    /// The picture and the book of an alert.
    fn of(&self, id: &AlertId) -> Result<(&Arc<Live>, BookKey)> {
        for live in &self.pictures {
            if let Some(key) = self.books().find(|key| live.alert(key, id).is_ok()) {
                return Ok((live, key));
            }
        }
        Err(Error::absent(format!("alert {id}")))
    }

    /// The books of a picture that this viewer may see: its own, and those of lists.
    fn books(&self) -> impl Iterator<Item = BookKey> {
        let of_lists = self.lists.iter().map(|listed| Some(listed.book.clone()));
        std::iter::once(None).chain(of_lists)
    }

    pub(super) fn each_alert(&self, live: &Live, mut work: impl FnMut(&Alert)) {
        for key in self.books() {
            live.with_book(&key, |book| book.iter().for_each(&mut work));
        }
    }

    fn readable_alert(&self, alert: &Alert) -> Alert {
        Alert { reason: self.readable(&alert.reason), ..alert.clone() }
    }
}
