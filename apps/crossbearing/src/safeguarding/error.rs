//! Why the safeguarding desk refuses.

use crossbearing_model::EntityId;

/// Why a step was not taken.
#[derive(Debug)]
pub(crate) enum Error {
    /// There is nothing of it that the caller may see.
    Absent {
        /// What was asked for.
        what: String,
    },
    /// Somebody else decides this.
    NotYours(&'static str),
    /// What was given is not in order.
    Bad(String),
    /// It was decided meanwhile, or is there already.
    Conflict(String),
    /// The accounts failed.
    Accounts(crate::accounts::Error),
    /// The ledger refused or failed.
    Ledger(crossbearing_ledger::Error),
    /// The desk's own file failed.
    Store(rusqlite::Error),
    /// A value is not what the model knows.
    Model(crossbearing_model::Error),
    /// The transparency log did not take the leaf, so that nothing was done.
    Log(anyhow::Error),
}

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(super) fn no_person(id: &EntityId) -> Self {
        Self::Absent { what: format!("no person has the id {id}") }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent { what } => f.write_str(what),
            Self::NotYours(why) => f.write_str(why),
            Self::Bad(why) | Self::Conflict(why) => f.write_str(why),
            Self::Accounts(error) => error.fmt(f),
            Self::Ledger(error) => error.fmt(f),
            Self::Store(error) => write!(f, "the safeguarding desk's file failed: {error}"),
            Self::Model(error) => error.fmt(f),
            Self::Log(error) => write!(f, "the transparency log failed: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<crate::accounts::Error> for Error {
    fn from(error: crate::accounts::Error) -> Self {
        Self::Accounts(error)
    }
}

impl From<crossbearing_ledger::Error> for Error {
    fn from(error: crossbearing_ledger::Error) -> Self {
        match error {
            crossbearing_ledger::Error::NotProtected { .. } => {
                Self::Conflict("the person is no longer in the protection register".to_owned())
            }
            error => Self::Ledger(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl From<crossbearing_model::Error> for Error {
    fn from(error: crossbearing_model::Error) -> Self {
        Self::Model(error)
    }
}
