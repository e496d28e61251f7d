//! Why an account, a login or a token was refused.

use crossbearing_model::{PrincipalId, PurposeId};

/// The result of an operation on accounts.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an operation on accounts failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Error {
    /// User name or password is wrong; which one is not said.
    #[error("user name or password is wrong")]
    WrongPassword,
    /// The account is closed.
    #[error("this account is closed: ask an administrator")]
    Closed,
    /// The purpose is unknown, or not granted to this person.
    #[error("the purpose {0} is not one of yours: choose one of yours, or ask an administrator")]
    NotYourPurpose(PurposeId),
    /// The purpose has not begun, or is over.
    #[error("the purpose {purpose} {when}: choose another, or ask an administrator to extend it")]
    PurposeNotInForce {
        /// The purpose.
        purpose: PurposeId,
        /// Since when it is over or from when it holds.
        when: String,
    },
    /// No reason was given for looking.
    #[error("say in a few words why you look: it is written to the transparency log")]
    NoJustification,
    /// The session or token is unknown, ended or withdrawn.
    #[error("your session has ended: log in again")]
    NoSession,
    /// The token is unknown, expired or withdrawn.
    #[error("this token is unknown, expired or withdrawn")]
    NoToken,
    /// There is no such thing.
    #[error("there is no {what} {name}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The name is taken.
    #[error("there is a person {0} already")]
    Taken(PrincipalId),
    /// A value is outside its bounds.
    #[error("{0}")]
    Invalid(String),
    /// What is stored cannot be read.
    #[error("the accounts file holds a {what} that cannot be read")]
    Damaged {
        /// What cannot be read.
        what: &'static str,
    },
    /// The accounts file is of a newer version.
    #[error("the accounts file has version {found}, this program knows up to {known}: update it")]
    NewerTables {
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// The database said no.
    #[error("the accounts file could not be read or written")]
    Storage(#[from] rusqlite::Error),
    /// The system gave no randomness.
    #[error("the system gave no randomness")]
    Randomness(#[from] getrandom::Error),
    /// The hash function failed.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
}
