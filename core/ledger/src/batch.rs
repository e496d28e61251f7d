//! What is recorded together, all or nothing.

use crossbearing_access::Protection;
use crossbearing_model::{Instant, Label, Statement};
use sha2::{Digest, Sha256};

/// Statements and what belongs to them, recorded together or not at all.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The statements.
    pub statements: Vec<Statement>,
    /// Entries for the protection register.
    pub protections: Vec<Protection>,
    /// The files that the reports came in.
    pub originals: Vec<Original>,
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
}

impl Original {
    /// The SHA-256 of the bytes.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
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
