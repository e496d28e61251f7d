//! One module a command: its arguments, their help and examples, and what it does.

use clap::Subcommand;

mod graph;
mod version;

/// Every command, registered here and nowhere else.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Measure a network, plan its disruption, find communities and paths.
    #[command(subcommand)]
    Graph(graph::Graph),
    /// Print the version and what this build contains.
    Version(version::Version),
}

impl Command {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Graph(command) => command.run(),
            Self::Version(command) => command.run(),
        }
    }
}
