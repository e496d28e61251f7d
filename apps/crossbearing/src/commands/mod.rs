//! One module a command: its arguments, their help and examples, and what it does.

use clap::Subcommand;

mod link;
mod names;
mod version;

/// Every command, registered here and nowhere else.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find the records that are of one person, in any table.
    Link(link::Link),
    /// Compare, score, search and train names across scripts.
    Names(names::Names),
    /// Print the version and what this build contains.
    Version(version::Version),
}

impl Command {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Link(command) => command.run(),
            Self::Names(command) => command.run(),
            Self::Version(command) => command.run(),
        }
    }
}
