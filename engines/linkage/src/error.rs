//! What can go wrong in this crate.

/// An error of the linkage engine.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkageError {
    /// The plan names a column that the table does not have.
    NoSuchColumn {
        /// The column asked for.
        column: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// A blocking key is not written as it should be.
    BadKey {
        /// The key.
        key: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The plan compares nothing or blocks on nothing.
    EmptyPlan {
        /// What is missing.
        missing: &'static str,
    },
    /// The weights of the plan are not of its comparisons.
    WeightsDoNotFit,
    /// The weights cannot be learned.
    NoTruth,
    /// Two records must be one and must not be one.
    Contradiction {
        /// A record of the pair.
        first: usize,
        /// The other record.
        second: usize,
    },
}

impl std::fmt::Display for LinkageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchColumn { column, known } => {
                write!(f, "no column `{column}`; the table has: {}", known.join(", "))
            }
            Self::BadKey { key, reason } => write!(f, "blocking key `{key}`: {reason}"),
            Self::EmptyPlan { missing } => write!(f, "the plan has no {missing}"),
            Self::WeightsDoNotFit => {
                write!(f, "the plan's weights do not fit its comparisons; learn them again")
            }
            Self::NoTruth => write!(f, "weights are learned from labels: the plan names no truth"),
            Self::Contradiction { first, second } => write!(
                f,
                "records {first} and {second} must be one by one set of judgements and must not \
                 be one by another"
            ),
        }
    }
}

impl std::error::Error for LinkageError {}
