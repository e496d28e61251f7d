//! What can go wrong in this crate.

/// An error of the linkage engine.
#[derive(Debug, PartialEq)]
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
    /// A comparison from outside that nobody gave.
    NoSuchComparison {
        /// The column it is for.
        column: String,
        /// Its name; empty where the plan names none.
        by: String,
        /// The names of those that were given.
        known: Vec<String>,
    },
    /// A record that comes later has other columns.
    OtherColumns {
        /// How many the table has.
        expected: usize,
        /// How many the record has.
        found: usize,
    },
    /// The plan compares nothing or blocks on nothing.
    EmptyPlan {
        /// What is missing.
        missing: &'static str,
    },
    /// Clusters would be joined for what was never compared.
    ThresholdTooLow {
        /// The threshold.
        threshold: f32,
        /// The weight of a pair that no scheme brought up.
        unseen: f32,
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
            Self::NoSuchComparison { column, by, known } => write!(
                f,
                "column `{column}` is compared from outside by `{by}`, which is not there; there \
                 are: {}",
                known.join(", ")
            ),
            Self::OtherColumns { expected, found } => {
                write!(f, "the record has {found} fields; the table has {expected} columns")
            }
            Self::EmptyPlan { missing } => write!(f, "the plan has no {missing}"),
            Self::ThresholdTooLow { threshold, unseen } => write!(
                f,
                "the threshold {threshold} must lie above the weight of an unseen pair, {unseen}: \
                 or everything that hangs together becomes one"
            ),
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
