//! What can go wrong in the ledger.

use crossbearing_model::{AgencyId, EntityId, StatementId};

/// Why the ledger refused or failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The store under the ledger failed; `what` says at which step.
    Store {
        /// The step.
        what: &'static str,
        /// The store's own error.
        source: rusqlite::Error,
    },
    /// The disk is full: nothing of the batch was recorded.
    DiskFull,
    /// The file is of a later version than this program.
    LaterVersion {
        /// The version found.
        found: i64,
        /// The latest version known.
        known: i64,
    },
    /// The file is not a ledger, or what it holds cannot be read back.
    Corrupt {
        /// What could not be read.
        what: &'static str,
        /// Where, in words.
        place: String,
    },
    /// A statement uses a word that the ontology does not have.
    UnknownTerm {
        /// The schema.
        schema: String,
        /// The property.
        property: String,
        /// The entity it was said of.
        entity: EntityId,
    },
    /// A word that is no verdict.
    NoSuchVerdict {
        /// The word.
        text: String,
    },
    /// A statement is too long.
    TooLong {
        /// The entity it was said of.
        entity: EntityId,
        /// The property.
        property: String,
        /// Its length in bytes.
        length: usize,
        /// The greatest length in bytes.
        limit: usize,
    },
    /// A correction or retraction names a statement that is not there, or not in the View.
    NoSuchStatement {
        /// The entity.
        entity: EntityId,
        /// The statement.
        statement: StatementId,
    },
    /// Only the agency that originated a statement changes it.
    NotOriginator {
        /// The statement.
        statement: StatementId,
        /// Whose it is.
        originator: AgencyId,
    },
    /// A correction or retraction must carry the label of what it acts on.
    LabelDiffers {
        /// The statement it acts on.
        statement: StatementId,
    },
    /// A correction or retraction comes too late: another one stands already.
    AlreadySuperseded {
        /// The statement it acts on.
        statement: StatementId,
    },
    /// A protected person is called a suspect, or no longer protected, by one person alone or
    /// without a reason.
    NeedsSecondPerson {
        /// The person.
        entity: EntityId,
    },
    /// Somebody who is not in the protection register was to be taken out of it.
    NotProtected {
        /// The entity.
        entity: EntityId,
    },
    /// What was erased is still being read by somebody who began before.
    StillRead,
    /// The word index could not be built.
    Vocabulary {
        /// The index's own error.
        source: fst::Error,
    },
}

impl Error {
    pub(crate) fn corrupt(what: &'static str, place: impl Into<String>) -> Self {
        Self::Corrupt { what, place: place.into() }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Store { what: "reading or writing a row", source },
        }
    }
}

impl From<fst::Error> for Error {
    fn from(source: fst::Error) -> Self {
        Self::Vocabulary { source }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store { what, source } => write!(f, "the ledger failed at {what}: {source}"),
            Self::DiskFull => {
                f.write_str("the disk is full: nothing of this batch was recorded; free space and send it again")
            }
            Self::LaterVersion { found, known } => write!(
                f,
                "the ledger has version {found}, this program knows up to {known}: use a newer program"
            ),
            Self::Corrupt { what, place } => {
                write!(f, "{what} in the ledger cannot be read ({place}): restore a backup")
            }
            Self::UnknownTerm { schema, property, entity } => write!(
                f,
                "the ontology has no property {property} of {schema} (said of {entity}): correct the name or extend the ontology"
            ),
            Self::NoSuchVerdict { text } => {
                write!(f, "{text:?} is no verdict: say same, different or unsure")
            }
            Self::TooLong { entity, property, length, limit } => write!(
                f,
                "{property} of {entity} has {length} bytes: the limit is {limit}; keep the file as an original instead"
            ),
            Self::NoSuchStatement { entity, statement } => {
                write!(f, "{entity} has no statement {statement}")
            }
            Self::NotOriginator { statement, originator } => write!(
                f,
                "statement {statement} is {originator}'s: ask them to correct, retract or dispose of it"
            ),
            Self::LabelDiffers { statement } => write!(
                f,
                "what corrects or retracts statement {statement} must carry the same label, so that all who see the one see the other"
            ),
            Self::AlreadySuperseded { statement } => {
                write!(f, "statement {statement} was corrected or retracted before: act on the later one")
            }
            Self::NeedsSecondPerson { entity } => write!(
                f,
                "{entity} is protected: to call the person a suspect, or to end the protection, takes a typed reason and a second person (crossbearing protect)"
            ),
            Self::NotProtected { entity } => write!(f, "{entity} is not in the protection register"),
            Self::StillRead => f.write_str(
                "what was disposed of is erased, but still in the write-ahead file because somebody reads: dispose again or restart",
            ),
            Self::Vocabulary { source } => write!(f, "the word index could not be built: {source}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store { source, .. } => Some(source),
            Self::Vocabulary { source } => Some(source),
            _ => None,
        }
    }
}
