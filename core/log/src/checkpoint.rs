//! Checkpoints: what a log commits to, in the form of C2SP tlog-checkpoint.

use std::fmt;
use std::str::FromStr;

use crate::{Error, LogKey, NodeHash, Result, note};

/// The size and root of a log at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree over them.
    pub root: NodeHash,
}

impl Checkpoint {
    /// Signs it with the log's key.
    pub fn sign(self, key: &LogKey) -> SignedCheckpoint {
        SignedCheckpoint { note: note::sign(&self.to_string(), key), checkpoint: self }
    }
}

/// Three lines: origin, size, root.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(Error::Note { reason: "it has fewer than three lines" });
        };
        let size: u64 =
            size.parse().map_err(|_| Error::Note { reason: "its size is no number" })?;
        let checkpoint = Self { origin: origin.to_owned(), size, root: root.parse()? };
        // One size has one form: "007" and "+7" are not "7".
        if origin.is_empty() || !text.starts_with(&checkpoint.to_string()) {
            return Err(Error::Note { reason: "its first lines are not origin, size and root" });
        }
        Ok(checkpoint)
    }
}

/// A checkpoint and the signed note that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The note, as it is published.
    pub note: String,
}
