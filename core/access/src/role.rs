//! What somebody is there to do.

use std::fmt;
use std::str::FromStr;

use crossbearing_model::Classification;
use serde::{Deserialize, Serialize};

/// A role. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Builds the picture of a network.
    Analyst,
    /// Watches the sea, around the clock.
    WatchOfficer,
    /// Follows the money.
    FinancialInvestigator,
    /// Finds adverts and has them taken down.
    OnlineOfficer,
    /// Brings cases to court.
    Prosecutor,
    /// Finds and shields victims and smuggled people.
    SafeguardingOfficer,
    /// Keeps track of what partners promised.
    Coordinator,
    /// Checks who looked at what and why.
    Oversight,
    /// Runs the node; reads no content.
    Administrator,
}

impl Role {
    /// Every role, in the order a form lists them.
    pub const ALL: [Self; 9] = [
        Self::Analyst,
        Self::WatchOfficer,
        Self::FinancialInvestigator,
        Self::OnlineOfficer,
        Self::Prosecutor,
        Self::SafeguardingOfficer,
        Self::Coordinator,
        Self::Oversight,
        Self::Administrator,
    ];

    /// The role as it is written in files and forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Analyst => "analyst",
            Self::WatchOfficer => "watch-officer",
            Self::FinancialInvestigator => "financial-investigator",
            Self::OnlineOfficer => "online-officer",
            Self::Prosecutor => "prosecutor",
            Self::SafeguardingOfficer => "safeguarding-officer",
            Self::Coordinator => "coordinator",
            Self::Oversight => "oversight",
            Self::Administrator => "administrator",
        }
    }

    /// The highest classification the role reads at all; none for a role without content.
    ///
    /// The desks that sit in shared rooms or pass warnings on (watch, online, coordination) stop
    /// below SECRET whatever their holder's clearance.
    pub(crate) fn ceiling(self) -> Option<Classification> {
        match self {
            Self::Analyst
            | Self::FinancialInvestigator
            | Self::Prosecutor
            | Self::SafeguardingOfficer
            | Self::Oversight => Some(Classification::Secret),
            Self::WatchOfficer | Self::OnlineOfficer => Some(Classification::OfficialSensitive),
            Self::Coordinator => Some(Classification::Official),
            Self::Administrator => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| UnknownRole(text.chars().take(40).collect()))
    }
}

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRole(String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        write!(f, "\"{}\" is not a role: choose one of {}", self.0, known.join(", "))
    }
}

impl std::error::Error for UnknownRole {}
