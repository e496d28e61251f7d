//! What a person is to a case.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The category of a data subject in one case (Directive (EU) 2016/680, article 6).
///
/// A category is itself a statement (property `subjectCategory`): dated, graded and sourced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectCategory {
    /// There are serious grounds to believe the person has committed or will commit an offence.
    Suspect,
    /// Convicted of an offence.
    Convicted,
    /// A victim, or one whom facts point to as a likely victim.
    Victim,
    /// Carried by smugglers; not an offender by that.
    Smuggled,
    /// Under eighteen, whatever else the person is.
    Child,
    /// One who may testify or inform.
    Witness,
    /// In contact with or associated to a suspect or convicted person.
    Contact,
    /// Any other relation to the case.
    Other,
}

impl SubjectCategory {
    /// Every category, in the order a form lists them.
    pub const ALL: [Self; 8] = [
        Self::Suspect,
        Self::Convicted,
        Self::Victim,
        Self::Smuggled,
        Self::Child,
        Self::Witness,
        Self::Contact,
        Self::Other,
    ];

    /// Whether such a person is a pseudonym to everyone who is not named.
    pub fn is_protected(self) -> bool {
        matches!(self, Self::Victim | Self::Child | Self::Smuggled | Self::Witness)
    }

    /// The category as it is written in a statement.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Suspect => "suspect",
            Self::Convicted => "convicted",
            Self::Victim => "victim",
            Self::Smuggled => "smuggled",
            Self::Child => "child",
            Self::Witness => "witness",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }
}

impl FromStr for SubjectCategory {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == text).ok_or_else(|| {
            Error::malformed(
                "category of data subject",
                text,
                "suspect, convicted, victim, smuggled, child, witness, contact or other",
            )
        })
    }
}

impl fmt::Display for SubjectCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
