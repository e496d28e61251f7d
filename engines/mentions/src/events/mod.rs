//! Arrests, charges, trials, convictions, sentences, seizures and extraditions, tied to persons
//! where the sentence says so. English.

mod assign;
mod attributes;
mod triggers;

use serde::Serialize;

use crate::mention::{Confidence, Span};
use crate::people::Said;

pub(crate) use assign::find;
pub(crate) use attributes::Attributes;
pub(crate) use triggers::is_trigger;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Somebody was arrested or detained.
    Arrest,
    /// Somebody was charged or indicted.
    Charge,
    /// Somebody was tried.
    Trial,
    /// Somebody was convicted, found guilty, or pleaded guilty.
    Conviction,
    /// Somebody was sentenced or fined.
    Sentence,
    /// Somebody was extradited or surrendered.
    Extradition,
    /// Something was seized.
    Seizure,
}

/// A proposal: this happened, to this person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// To whom: an index into the reading's persons; absent for a seizure from nobody named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<usize>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Said>,
    /// Where; for an extradition, to where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Said>,
    /// The court, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court: Option<Said>,
    /// The length of the sentence, as an ISO 8601 duration, or `life`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Said>,
    /// The fine, as currency code and amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fine: Option<Said>,
    /// For what offence, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offence: Option<Said>,
    /// What was seized, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Said>,
    /// The words that say the person was absent, if they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_absence: Option<Said>,
    /// The passages that say so: verb and person, in order.
    pub passages: Vec<Span>,
    /// How sure the rule is.
    pub confidence: Confidence,
}

impl EventKind {
    /// The kind in one word, as it is serialised.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrest => "arrest",
            Self::Charge => "charge",
            Self::Trial => "trial",
            Self::Conviction => "conviction",
            Self::Sentence => "sentence",
            Self::Extradition => "extradition",
            Self::Seizure => "seizure",
        }
    }
}

impl Event {
    pub(crate) fn new(kind: EventKind, person: Option<usize>, confidence: Confidence) -> Self {
        Self {
            kind,
            person,
            date: None,
            place: None,
            court: None,
            term: None,
            fine: None,
            offence: None,
            object: None,
            in_absence: None,
            passages: Vec::new(),
            confidence,
        }
    }
}
