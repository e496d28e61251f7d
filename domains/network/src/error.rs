//! Everything that can be wrong with a question about the network.

use crossbearing_model::EntityId;

/// Why a question about the network has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The ledger could not be read.
    #[error("the ledger cannot be read")]
    Ledger(#[from] crossbearing_ledger::Error),
    /// The engine refused what it was given.
    #[error("the network cannot be worked on")]
    Graph(#[from] crossbearing_graph::Error),
    /// Nothing in the network has this id.
    #[error("{id} is not in the network that you may see: search for it first")]
    NoSuchNode {
        /// The id asked for.
        id: EntityId,
    },
    /// The ledger holds more than is projected at once.
    #[error("more than {limit} persons and things: name the ones to look at")]
    TooLarge {
        /// The most that are projected.
        limit: usize,
    },
    /// A plan that cannot be made as it was asked for.
    #[error("{why}")]
    NotPlanned {
        /// Why not, and what to ask for instead.
        why: &'static str,
    },
    /// A rule of a lens or a plan that is not understood.
    #[error("{what} {text:?} is not one of {expected}")]
    Unknown {
        /// What was to be read.
        what: &'static str,
        /// What was found.
        text: String,
        /// What would have been understood.
        expected: &'static str,
    },
}

/// The result of asking about the network.
pub type Result<T, E = Error> = std::result::Result<T, E>;
