//! A judgement as the ledger holds it.

use std::fmt;
use std::str::FromStr;

use crossbearing_model::{EntityId, StatementId};

use crate::read::Read;
use crate::{EntityRecord, Error};

/// Whether two records are of one person or thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They are.
    Same,
    /// They are not.
    Different,
    /// It cannot be told by what is known.
    Unsure,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Unsure];

    /// The word for it, as in a statement.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Verdict {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.as_str() == text);
        found.ok_or_else(|| Error::NoSuchVerdict { text: text.to_owned() })
    }
}

/// What became of a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It stands and is heeded.
    Stands,
    /// It says "same", and somebody else has to say so too.
    AwaitsSecond,
    /// It says "same" and contradicts others, which say "different": see [`super::Conflict`].
    SetAside,
    /// A later judgement of the same agency takes its place.
    Superseded(EntityId),
    /// It was taken back; why, if the View tells.
    TakenBack(Option<String>),
}

impl State {
    /// Whether nobody has taken it back or put another in its place.
    pub fn stands(&self) -> bool {
        matches!(self, Self::Stands | Self::AwaitsSecond | Self::SetAside)
    }
}

/// What somebody decided about two records.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The judgement's own id.
    pub id: EntityId,
    /// One record.
    pub left: EntityId,
    /// The other.
    pub right: EntityId,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the words of whoever decided.
    pub reason: Option<String>,
    /// The statements it rests on.
    pub evidence: Vec<StatementId>,
    /// Who decided.
    pub decided_by: String,
    /// Whether it takes two people to join the two.
    pub wants_second: bool,
    /// The probability that the machine had proposed, if it had.
    pub probability: Option<f64>,
    /// The judgement whose place it takes.
    pub supersedes: Option<EntityId>,
    /// What became of it.
    pub state: State,
    /// The statement of the verdict: its label, its report, when it was recorded.
    pub said: Read,
}

impl Judgement {
    /// The two records, in the order of their ids.
    pub fn pair(&self) -> (&EntityId, &EntityId) {
        if self.left <= self.right { (&self.left, &self.right) } else { (&self.right, &self.left) }
    }

    /// Reads one from the record of an entity; nothing if it lacks what a judgement needs.
    pub(super) fn read(record: &EntityRecord) -> Option<Self> {
        let last = |property: &str| last_of(record, property);
        let said = last("verdict")?.clone();
        let state = match said.superseded_by {
            None => State::Stands,
            Some(by) => {
                let later = record.statements.iter().find(|read| read.id == by);
                State::TakenBack(later.map(|read| read.statement.value.clone()))
            }
        };
        let text = |property: &str| last(property).map(|read| read.statement.value.clone());
        let evidence = text("evidence").and_then(|list| serde_json::from_str(&list).ok());
        let (left, right): (EntityId, EntityId) =
            (text("left")?.parse().ok()?, text("right")?.parse().ok()?);
        (left != right).then_some(())?;
        Some(Self {
            id: record.id.clone(),
            left,
            right,
            verdict: said.statement.value.parse().ok()?,
            reason: text("reason"),
            evidence: evidence.unwrap_or_default(),
            decided_by: text("decidedBy")?,
            wants_second: text("secondOpinion").is_some(),
            probability: text("probability").and_then(|number| number.parse().ok()),
            supersedes: text("supersedes").and_then(|id| id.parse().ok()),
            state,
            said,
        })
    }
}

/// The last statement of a property that is not itself a retraction.
fn last_of<'r>(record: &'r EntityRecord, property: &str) -> Option<&'r Read> {
    let retracts =
        |read: &Read| matches!(read.statement.standing, crossbearing_model::Standing::Retracts(_));
    let of_property = |read: &&Read| &*read.statement.property == property && !retracts(read);
    record.statements.iter().rfind(of_property)
}
