//! What can go wrong when an exercise is planned or written.

use std::fmt;
use std::path::PathBuf;

use crate::Plan;

/// Why there is no exercise.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The plan asks for too few or too many persons.
    Size {
        /// How many it asks for.
        persons: u32,
    },
    /// The plan of an exercise at sea asks for too many vessels, or for no or too many hours.
    ShipsSize {
        /// How many vessels it asks for.
        vessels: u32,
        /// For how many hours.
        hours: String,
    },
    /// A value of the exercise is not one of the model.
    Model(crossbearing_model::Error),
    /// A file could not be written.
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size { persons } => write!(
                f,
                "an exercise of {persons} persons cannot be made: ask for {} to {}",
                Plan::LEAST_PERSONS,
                Plan::MOST_PERSONS
            ),
            Self::ShipsSize { vessels, hours } => write!(
                f,
                "an exercise at sea of {vessels} vessels for {hours} hours cannot be made: ask for \
                 at most {} vessels and {} hours",
                crate::ShipsPlan::MOST_VESSELS,
                crate::ShipsPlan::MOST_HOURS
            ),
            Self::Model(source) => write!(f, "the exercise made an invalid value: {source}"),
            Self::Write { path, .. } => {
                write!(f, "cannot write {}: check the folder and the space left", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Size { .. } | Self::ShipsSize { .. } => None,
            Self::Model(source) => Some(source),
            Self::Write { source, .. } => Some(source),
        }
    }
}

impl From<crossbearing_model::Error> for Error {
    fn from(source: crossbearing_model::Error) -> Self {
        Self::Model(source)
    }
}
