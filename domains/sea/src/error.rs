//! What can go wrong at the desk. What comes from a feed is never an error but a defect.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of this crate.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder of the desk cannot be read or written.
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A database of the desk cannot be read or written.
    Store {
        /// Which.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// A file of the desk says something that cannot be understood.
    Malformed {
        /// Which file, or what part of a request.
        place: String,
        /// What is wrong and what to write.
        reason: String,
    },
    /// A feed of this name is there already.
    FeedExists {
        /// Its name.
        feed: String,
    },
    /// There is no such feed, alert, zone or list for whoever asks.
    Absent {
        /// What was asked for.
        what: String,
    },
    /// An alert is not in the state that this needs.
    NotNow {
        /// What and why.
        reason: String,
    },
    /// Positions, or where lines are, cannot be written as a table.
    Table(parquet::errors::ParquetError),
    /// The rules' parameters make no sense.
    Rules(crossbearing_tracks::Error),
}

impl Error {
    pub(crate) fn folder(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Folder { path, source }
    }

    pub(crate) fn malformed(place: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Self::Malformed { place: place.to_string(), reason: reason.to_string() }
    }

    pub(crate) fn absent(what: impl fmt::Display) -> Self {
        Self::Absent { what: what.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Store { path, source } => write!(out, "{}: {source}", path.display()),
            Self::Malformed { place, reason } => write!(out, "{place}: {reason}"),
            Self::FeedExists { feed } => {
                write!(out, "a feed `{feed}` is there already: choose another name")
            }
            Self::Absent { what } => write!(out, "there is no {what}"),
            Self::NotNow { reason } => out.write_str(reason),
            Self::Table(error) => write!(out, "a table cannot be written: {error}"),
            Self::Rules(error) => write!(out, "rules: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder { source, .. } => Some(source),
            Self::Store { source, .. } => Some(source),
            Self::Table(source) => Some(source),
            Self::Rules(source) => Some(source),
            _ => None,
        }
    }
}

impl From<crossbearing_tracks::Error> for Error {
    fn from(error: crossbearing_tracks::Error) -> Self {
        Self::Rules(error)
    }
}
