//! Local accounts: who may log in, as what, for which purposes; sessions and API tokens.
//!
//! Everything is in one small SQLite file beside the ledger. Passwords are kept as argon2id
//! hashes, sessions and tokens as SHA-256 hashes of 256 random bits.

mod audience;
mod error;
mod password;
mod people;
mod purposes;
mod remembered;
mod sessions;
mod store;
mod tokens;

pub(crate) use error::{Error, Result};
pub(crate) use password::Password;
pub(crate) use people::{Agency, Person};
pub(crate) use purposes::Purpose;
pub(crate) use sessions::{Login, Session};
pub(crate) use store::Accounts;
pub(crate) use tokens::{NewToken, Scope, Token};
