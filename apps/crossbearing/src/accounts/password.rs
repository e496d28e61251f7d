//! Passwords, kept as argon2id hashes.

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};

use super::{Error, Result};

/// A password as typed. It is never printed and never kept.
pub(crate) struct Password(String);

impl Password {
    /// The fewest characters of a password.
    pub(crate) const SHORTEST: usize = 12;
    /// The most bytes of a password.
    pub(crate) const LONGEST: usize = 512;

    /// A password for an account: long enough to be worth guessing.
    pub(crate) fn chosen(text: String) -> Result<Self> {
        if text.chars().count() < Self::SHORTEST || text.len() > Self::LONGEST {
            let reason = format!("a password has at least {} characters", Self::SHORTEST);
            return Err(Error::Invalid(reason));
        }
        Ok(Self(text))
    }

    /// What somebody typed at a login; whether it is right is another question.
    pub(crate) fn typed(text: String) -> Self {
        Self(text)
    }

    /// The hash to keep (argon2id with the parameters that OWASP recommends).
    pub(super) fn hash(&self) -> Result<String> {
        let hash = Argon2::default().hash_password(self.0.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Hash(error.to_string()))
    }

    /// Whether this is the password of `hash`; takes as long where there is no such person.
    pub(super) fn fits(&self, hash: Option<&str>) -> bool {
        static NOBODY: LazyLock<String> =
            LazyLock::new(|| Password(String::new()).hash().unwrap_or_default());
        let kept = hash.unwrap_or(&NOBODY);
        let fits = PasswordHash::new(kept).is_ok_and(|kept| {
            self.0.len() <= Self::LONGEST
                && Argon2::default().verify_password(self.0.as_bytes(), &kept).is_ok()
        });
        fits && hash.is_some()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}
