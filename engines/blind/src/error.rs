//! Why a step of blind matching was refused.

/// Why a step of blind matching was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An item that cannot be hashed to the group.
    #[error("an item has {length} bytes: give 1 to 65535")]
    Item {
        /// Its length in bytes.
        length: usize,
    },
    /// No items, or too many for one batch.
    #[error("a batch has {items} items: give 1 to {most}")]
    Batch {
        /// How many there are.
        items: usize,
        /// The most that one batch takes.
        most: usize,
    },
    /// Bytes that are no element of the group, no key or no proof.
    #[error("{what} cannot be read: ask the sender for it again")]
    Malformed {
        /// What the bytes should have been.
        what: &'static str,
    },
    /// The answer has another length than the request.
    #[error("the answer has {found} elements, the request had {asked}")]
    Answer {
        /// Elements asked for.
        asked: usize,
        /// Elements found.
        found: usize,
    },
    /// The key holder did not use the key that it published.
    #[error("the proof is wrong: the key holder did not use the key that it published")]
    Proof,
    /// A table that is not sorted, or not of a padded length.
    #[error("the table of tags is damaged: {reason}")]
    Table {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// More evaluations than the quota allows.
    #[error("{whose} has {left} evaluations left today, {wanted} were asked for")]
    Quota {
        /// Whose quota it is: the case's or the whole day's.
        whose: &'static str,
        /// Evaluations left.
        left: u32,
        /// Evaluations asked for.
        wanted: u32,
    },
    /// An event that does not fit the state of a match.
    #[error("the match is {state}: it cannot be {event}")]
    State {
        /// Its state.
        state: &'static str,
        /// What was tried.
        event: &'static str,
    },
}
