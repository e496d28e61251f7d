//! What can go wrong in this crate: only reading tables can.

/// An error of the names engine.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamesError {
    /// A line of a table does not have the shape it should.
    Table {
        /// Which table.
        table: String,
        /// The line, counted from one.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There are too few pairs to train on.
    TooFewPairs {
        /// How many were usable.
        usable: usize,
        /// How many are needed.
        needed: usize,
    },
}

impl std::fmt::Display for NamesError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Table { table, line, reason } => {
                write!(f, "table {table}, line {line}: {reason}")
            }
            Self::TooFewPairs { usable, needed } => {
                write!(f, "too few usable training pairs: {usable} of the {needed} needed")
            }
        }
    }
}

impl std::error::Error for NamesError {}
