//! `crossbearing read-document`: the program reads a file for itself, in a process of its own.

use clap::Args;

use crate::reading;

/// Arguments of `crossbearing read-document`.
#[derive(Debug, Args)]
pub(crate) struct ReadDocument {
    /// The file's name; its bytes come on standard input.
    name: String,
}

impl ReadDocument {
    /// Reads it.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        reading::read_for_another(&self.name)
    }
}
