//! What a reader hands over: statements, and what was wrong on the way.

use std::sync::Arc;

use crossbearing_model::{Citation, Statement};

/// What one step of a reader gave. Readers clear it first, so one batch serves a whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The statements of one entity or line, in the order of the file.
    pub statements: Vec<Statement>,
    /// What could not be taken over as it stands.
    pub defects: Vec<Defect>,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.statements.clear();
        self.defects.clear();
    }
}

/// Something that could not be taken over as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The line, from 1.
    pub line: u64,
    /// Which entity and property, where that is known: `p-1 birthDate`.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
    /// What was not taken over, as it stands in the file and at most 4096 bytes of it; empty if a
    /// statement keeps it as its original.
    pub set_aside: String,
    /// What was left out, as a line that can be mended and read again; nothing if a statement keeps
    /// the value as given.
    pub again: Option<String>,
}

/// What a reader does with a value, word or line that it cannot take over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum OnDefect {
    /// Keeps a value as given, sets anything else aside, tells it, and goes on.
    #[default]
    GoOn,
    /// Stops with an error.
    Fail,
}

/// How to read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Who says what the file says, how well graded, for whom.
    pub citation: Arc<Citation>,
    /// What to do with what cannot be taken over.
    pub on_defect: OnDefect,
    /// The longest line to read, in bytes.
    pub line_limit: usize,
}

impl ReadOptions {
    /// The longest line unless another limit is set: 32 MiB, the most that one entity of
    /// FollowTheMoney may hold.
    pub const LINE_LIMIT: usize = 32 << 20;

    /// Reads under `citation`, goes on behind defects.
    pub fn new(citation: Arc<Citation>) -> Self {
        Self { citation, on_defect: OnDefect::default(), line_limit: Self::LINE_LIMIT }
    }
}
