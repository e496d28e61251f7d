//! Keys of proposals: stable, so that a decision finds its proposal again.

use std::fmt;
use std::str::FromStr;

use crossbearing_model::Passage;
use sha2::{Digest, Sha256};

use crate::original::hex;
use crate::{Error, Result};

/// The key of a proposal within its report: a hash of its kind, passage and value.
///
/// Rules that find more around the same passage do not change it, so decisions outlive them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProposalKey(String);

impl ProposalKey {
    /// The key of a proposal of this kind at this passage with this value.
    pub(crate) fn of(kind: &str, at: Passage, value: &str) -> Self {
        let mut hash = Sha256::new();
        for part in
            [kind.as_bytes(), &at.start.to_le_bytes(), &at.end.to_le_bytes(), value.as_bytes()]
        {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hex(&hash.finalize()[..Self::BYTES]))
    }

    /// The key as text: 24 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    const BYTES: usize = 12;
}

impl fmt::Display for ProposalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProposalKey {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 2 * Self::BYTES && text.bytes().all(is_digit) {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::Value {
            field: "proposal key",
            reason: "expected 24 hexadecimal digits, as the report shows them".to_owned(),
        })
    }
}
