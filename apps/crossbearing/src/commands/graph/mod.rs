//! `crossbearing graph`: the network engine on plain files.

use clap::Subcommand;

mod clock;
mod input;
mod plan;

/// The commands on networks.
#[derive(Debug, Subcommand)]
pub(crate) enum Graph {
    /// Plan whom to remove so that a network breaks.
    Plan(plan::Plan),
}

impl Graph {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Plan(command) => command.run(),
        }
    }
}
