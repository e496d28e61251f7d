//! What can go wrong in working out who is who.

use crossbearing_model::{AgencyId, EntityId};

/// Why a question or a decision was refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The ledger failed or refused.
    Ledger(crossbearing_ledger::Error),
    /// A value that the model does not take.
    Model(crossbearing_model::Error),
    /// The View holds no such record.
    NoSuchRecord(EntityId),
    /// A record is a pseudonym to whoever decides.
    Pseudonym(EntityId),
    /// A record is compared with itself.
    OneRecord(EntityId),
    /// Two records that cannot be one: a person and a vessel.
    OtherSorts(EntityId, EntityId),
    /// A verdict that needs a reason has none, or one that is too long.
    Reason {
        /// The least number of characters.
        least: usize,
        /// The greatest number of bytes.
        most: usize,
    },
    /// The View holds no such judgement.
    NoSuchJudgement(EntityId),
    /// The judgement stands no longer.
    NoLongerStands(EntityId),
    /// Only the agency that judged takes a judgement back.
    NotTheirs {
        /// The judgement.
        judgement: EntityId,
        /// Whose it is.
        agency: AgencyId,
    },
    /// There is too little to train on.
    TooFewJudgements {
        /// How many there are.
        found: usize,
        /// How many it takes.
        least: usize,
    },
}

impl From<crossbearing_ledger::Error> for Error {
    fn from(source: crossbearing_ledger::Error) -> Self {
        Self::Ledger(source)
    }
}

impl From<crossbearing_model::Error> for Error {
    fn from(source: crossbearing_model::Error) -> Self {
        Self::Model(source)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ledger(source) => source.fmt(f),
            Self::Model(source) => source.fmt(f),
            Self::NoSuchRecord(id) => {
                write!(f, "no person, organisation or vessel has the id {id}")
            }
            Self::Pseudonym(id) => {
                write!(f, "{id} is a pseudonym to you: somebody named for this person decides")
            }
            Self::OneRecord(id) => write!(f, "{id} is one record: choose two"),
            Self::OtherSorts(left, right) => {
                write!(f, "{left} and {right} are of two sorts that cannot be one")
            }
            Self::Reason { least, most } => {
                write!(f, "give a reason of {least} characters to {most} bytes")
            }
            Self::NoSuchJudgement(id) => write!(f, "no judgement has the id {id}"),
            Self::NoLongerStands(id) => {
                write!(f, "{id} was taken back or superseded before: load it again")
            }
            Self::NotTheirs { judgement, agency } => write!(
                f,
                "{judgement} is {agency}'s: say what you think in a judgement of your own; both will show"
            ),
            Self::TooFewJudgements { found, least } => write!(
                f,
                "training takes {least} judgements that say same or different; so far there are: {found}"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Ledger(source) => Some(source),
            Self::Model(source) => Some(source),
            _ => None,
        }
    }
}
