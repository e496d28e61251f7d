//! What is recorded together, all or nothing.

use crossbearing_access::Protection;
use crossbearing_model::{EntityId, Instant, Label, PrincipalId, Statement};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// Statements and what belongs to them, recorded together or not at all.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The statements.
    pub statements: Vec<Statement>,
    /// Entries for the protection register.
    pub protections: Vec<Protection>,
    /// The files that the reports came in.
    pub originals: Vec<Original>,
    /// Who agreed, and why, where a protected person is called a suspect.
    pub reconsidered: Vec<Reconsidered>,
}

/// A decision about a protected person that one person does not take alone: to call a victim a
/// suspect, to end the protection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconsidered {
    /// Whom it is about.
    pub entity: EntityId,
    /// Why, in words.
    pub reason: String,
    /// The second person, who is not the one who records it.
    pub second: PrincipalId,
}

impl Reconsidered {
    /// A reason shorter than this says nothing.
    const SHORTEST_REASON: usize = 10;

    /// Refuses a decision without a reason, or by one person alone.
    pub(crate) fn check(&self, by: &PrincipalId) -> Result<()> {
        if self.second == *by || self.reason.trim().chars().count() < Self::SHORTEST_REASON {
            return Err(Error::NeedsSecondPerson { entity: self.entity.clone() });
        }
        Ok(())
    }
}

impl From<Vec<Statement>> for Batch {
    fn from(statements: Vec<Statement>) -> Self {
        Self { statements, ..Self::default() }
    }
}

/// A file as it came, kept byte for byte under its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its name as given.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Who may read it.
    pub label: Label,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was drawn from it, to be shown in its place. Reading gives none: they are asked for one
    /// by one ([`crate::Ledger::drawing`]).
    pub drawings: Vec<Drawing>,
}

/// What was drawn from a file to be shown in its place: a picture without what the file says beside
/// its pixels, a smaller one. It can be drawn again, and goes when the file goes.
/// Whoever files the same file gives the same drawings with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Which of them it is, in a word.
    pub kind: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Original {
    /// The SHA-256 of the bytes.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}

/// The SHA-256 of a file that is kept, as a statement names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileDigest([u8; 32]);

impl FileDigest {
    /// The property by which a report names its file.
    const PROPERTY: &'static str = "contentHash";

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The file that a statement of this property and value names.
    pub(crate) fn named_by(property: &str, value: &str) -> Option<Self> {
        (property == Self::PROPERTY).then(|| value.parse().ok()).flatten()
    }
}

impl From<[u8; 32]> for FileDigest {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl std::fmt::Display for FileDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is no SHA-256 in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDigest;

impl std::str::FromStr for FileDigest {
    type Err = NoDigest;
    fn from_str(text: &str) -> Result<Self, NoDigest> {
        let mut digest = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NoDigest);
        }
        for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| NoDigest)?;
        }
        Ok(Self(digest))
    }
}

/// What recording a batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Statements that were new.
    pub added: u64,
    /// Statements that the ledger held already.
    pub known: u64,
    /// When the batch was recorded: never before an earlier batch, whatever the clock says.
    pub recorded_at: Instant,
}
