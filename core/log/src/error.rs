//! What can go wrong with the log.

use std::path::PathBuf;
use std::sync::Arc;

/// Why the log could not do what it was asked to.
///
/// An error of storage is shared by every caller whose leaves were in the same commit, which is
/// why it can be cloned.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database said no.
    #[error("the transparency log could not {doing}: nothing of this step was written")]
    Storage {
        /// The step that failed.
        doing: &'static str,
        /// What the database said.
        source: Arc<rusqlite::Error>,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {path}")]
    File {
        /// The step that failed.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Arc<std::io::Error>,
    },
    /// A part of a leaf is outside its bounds.
    #[error("a leaf's {field} is not allowed: {reason}")]
    Leaf {
        /// The part.
        field: &'static str,
        /// What is wrong and what is allowed.
        reason: String,
    },
    /// Bytes that are not a leaf in its one written form.
    #[error("leaf {index} is not in the written form of a leaf: {reason}")]
    Form {
        /// Its position.
        index: u64,
        /// What is wrong.
        reason: String,
    },
    /// No leaf has this position.
    #[error("there is no leaf {index}: the log has {size} leaves, numbered from 0")]
    NoSuchLeaf {
        /// The position asked for.
        index: u64,
        /// The number of leaves.
        size: u64,
    },
    /// The log never had this size, or not yet.
    #[error("there is no tree of size {asked}: give a size from 1 to {size}")]
    NoSuchSize {
        /// The size asked for.
        asked: u64,
        /// The size now.
        size: u64,
    },
    /// What is stored does not fit the checkpoint that was signed over it.
    #[error(
        "the stored log does not fit its signed checkpoint: {reason}; restore it from a backup"
    )]
    Damaged {
        /// What does not fit.
        reason: String,
    },
    /// Another process wrote to the log.
    #[error("another process writes to this log: stop it, then start this one again")]
    WrittenElsewhere,
    /// The thread that writes the log has ended.
    #[error("the transparency log has stopped: start the program again")]
    Stopped,
    /// A log written by a newer version.
    #[error("the log's tables are of version {found}, this program knows up to {known}: update it")]
    NewerTables {
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// A text that is not a key.
    #[error("not a log key: {reason}")]
    Key {
        /// What is wrong.
        reason: &'static str,
    },
    /// A text that is not a signed note or not a checkpoint.
    #[error("not a signed checkpoint: {reason}")]
    Note {
        /// What is wrong.
        reason: &'static str,
    },
    /// No valid signature by the expected key.
    #[error("the checkpoint is not signed by {key}")]
    Unsigned {
        /// The key that should have signed.
        key: String,
    },
    /// A proof that does not prove what it should.
    #[error("the proof does not hold: {reason}")]
    Proof {
        /// What does not hold.
        reason: &'static str,
    },
    /// An exported log that is not the one that was signed.
    #[error("the exported log is not the one that was signed: {reason}")]
    Altered {
        /// What differs, and where.
        reason: String,
    },
}

impl Error {
    pub(crate) fn storage(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Storage { doing, source: Arc::new(source) }
    }

    pub(crate) fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { doing, path, source: Arc::new(source) }
    }
}
