//! Who looks, and what for.

use std::collections::BTreeSet;

use crossbearing_model::{AgencyId, Classification, GroupId, PrincipalId, PurposeId};
use serde::{Deserialize, Serialize};

use crate::Role;

/// Somebody who looks: one login with one stated purpose.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub principal: PrincipalId,
    /// For which agency.
    pub agency: AgencyId,
    /// The groups the agency belongs to.
    pub groups: BTreeSet<GroupId>,
    /// In which roles.
    pub roles: BTreeSet<Role>,
    /// The highest classification the person is cleared for.
    pub clearance: Classification,
    /// The operation in whose name.
    pub purpose: PurposeId,
    /// Whose node gives it away, where the viewer is a partner's node and not a person: what has
    /// been seen so has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<AgencyId>,
}

impl Viewer {
    /// A viewer in one role, in no group, cleared for OFFICIAL-SENSITIVE.
    pub fn new(principal: PrincipalId, agency: AgencyId, role: Role, purpose: PurposeId) -> Self {
        Self {
            principal,
            agency,
            groups: BTreeSet::new(),
            roles: [role].into(),
            clearance: Classification::OfficialSensitive,
            purpose,
            given_by: None,
        }
    }

    /// Whether the viewer acts in `role`.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
