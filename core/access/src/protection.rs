//! Who is protected, and from whom.

use std::collections::BTreeSet;

use crossbearing_model::{EntityId, PrincipalId, SubjectCategory};
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
    /// The judgements by which this record is one with a protected person's. Empty where the person
    /// was entered for her own sake; otherwise the entry ends with the last of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub follows: BTreeSet<EntityId>,
}

impl Protection {
    /// Whether `viewer` may know who it is.
    pub fn opens_to(&self, viewer: &Viewer) -> bool {
        viewer.is(Role::SafeguardingOfficer) || self.named.contains(&viewer.principal)
    }
}
