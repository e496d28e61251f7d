//! What happens to alerts, as it is written down: one JSON object a line.

use crossbearing_access::Role;
use crossbearing_model::{EntityId, PrincipalId};
use serde::{Deserialize, Serialize};

use super::alert::{Alert, AlertId, Deed, EvidenceNote, Outcome};

/// Something that happened to an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub(crate) enum Entry {
    /// A rule fired.
    Raised { alert: Box<Alert> },
    /// It fired again.
    Repeated { id: AlertId, time: i64, reason: String },
    /// Somebody has seen it.
    Acknowledged { id: AlertId, by: Deed },
    /// Somebody was given it.
    Assigned { id: AlertId, to: Deed, by: PrincipalId },
    /// It is for all who hold a role.
    Shared { id: AlertId, role: Role, by: Deed },
    /// It is dealt with.
    Closed { id: AlertId, outcome: Outcome, reason: String, by: Deed },
    /// Its evidence was written.
    Evidence { id: AlertId, note: EvidenceNote },
    /// It was recorded in the ledger.
    Recorded { id: AlertId, report: EntityId },
}

impl Entry {
    /// The alert to which it happened.
    pub(super) fn id(&self) -> &AlertId {
        match self {
            Self::Raised { alert } => &alert.id,
            Self::Repeated { id, .. }
            | Self::Acknowledged { id, .. }
            | Self::Assigned { id, .. }
            | Self::Shared { id, .. }
            | Self::Closed { id, .. }
            | Self::Evidence { id, .. }
            | Self::Recorded { id, .. } => id,
        }
    }
}
