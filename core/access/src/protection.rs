//! Who is protected, from whom, and to whom a pseudonym was opened.

use std::collections::BTreeSet;

use crossbearing_model::{EntityId, Instant, PrincipalId, PurposeId, SubjectCategory};
use serde::{Deserialize, Serialize};

use crate::{Role, Viewer};

/// An entry of the protection register: this person is a pseudonym to all who are not named.
///
/// The register is policy, not content: it holds for every viewer, whether or not the viewer may
/// see the statement that led to it. That is the one thing a hidden statement may change, and it
/// only ever hides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The person.
    pub entity: EntityId,
    /// Why, as a category of data subject.
    pub category: SubjectCategory,
    /// The people who may know who it is, beside safeguarding officers.
    pub named: BTreeSet<PrincipalId>,
    /// Words that identify the person in free text: names, numbers, handles.
    pub words: BTreeSet<String>,
    /// How the person came into the register, where that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Entered>,
    /// To whom a safeguarding officer opened the pseudonym for a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub openings: Vec<Opening>,
    /// The judgements by which this record is one with a protected person's. Empty where the person
    /// was entered for her own sake; otherwise the entry ends with the last of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub follows: BTreeSet<EntityId>,
}

/// Who put somebody into the register, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Who.
    pub by: PrincipalId,
    /// When.
    pub at: Instant,
    /// Why, in words.
    pub reason: String,
}

/// Leave to know who somebody is: one person's, for one purpose, until a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Whose.
    pub principal: PrincipalId,
    /// For what: it opens nothing to the same person who looks for another purpose.
    pub purpose: PurposeId,
    /// From this time on it opens nothing any more.
    pub until: Instant,
}

impl Opening {
    /// Whether `viewer` has it, in force or not.
    pub fn is_of(&self, viewer: &Viewer) -> bool {
        self.principal == viewer.principal && self.purpose == viewer.purpose
    }
}

impl Protection {
    /// An entry that names these people, with no words yet.
    pub fn new(
        entity: EntityId,
        category: SubjectCategory,
        named: impl IntoIterator<Item = PrincipalId>,
    ) -> Self {
        Self {
            entity,
            category,
            named: named.into_iter().collect(),
            words: BTreeSet::new(),
            entered: None,
            openings: Vec::new(),
            follows: BTreeSet::new(),
        }
    }

    /// Whether `viewer` may at `now` know who it is.
    pub fn opens_to(&self, viewer: &Viewer, now: Instant) -> bool {
        viewer.is(Role::SafeguardingOfficer)
            || self.named.contains(&viewer.principal)
            || self.open_until(viewer, now).is_some()
    }

    /// Until when a safeguarding officer opened the pseudonym to `viewer`; nothing if it is not
    /// open at `now`.
    pub fn open_until(&self, viewer: &Viewer, now: Instant) -> Option<Instant> {
        let of_viewer = self.openings.iter().filter(|opening| opening.is_of(viewer));
        of_viewer.map(|opening| opening.until).filter(|until| now < *until).max()
    }
}
