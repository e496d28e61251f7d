//! `crossbearing graph`: the network engine on plain files.

use clap::Subcommand;

mod clock;
mod communities;
mod healing;
mod input;
mod layout;
mod measure;
mod paths;
mod plan;
mod plan_layers;
mod plan_links;
mod stages;
mod table;
mod verify;

/// The commands on networks.
#[derive(Debug, Subcommand)]
pub(crate) enum Graph {
    /// Plan whom to remove so that a network breaks.
    Plan(plan::Plan),
    /// Measure the position of every node.
    Measure(measure::Measure),
    /// Find communities, and how far they can be trusted.
    Communities(communities::Communities),
    /// Find how two nodes are tied.
    Paths(paths::Paths),
    /// See what a network does after removals: who joins the fragments, which ties form.
    Healing(healing::Healing),
    /// Plan when nobody is sure which links exist, and find the link most worth verifying.
    Verify(verify::Verify),
    /// Stop a business at its cheapest stage, and see what reroutes.
    Stages(stages::Stages),
    /// Find positions for drawing that change little when the network does.
    Layout(layout::Layout),
}

impl Graph {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Plan(command) => command.run(),
            Self::Measure(command) => command.run(),
            Self::Communities(command) => command.run(),
            Self::Paths(command) => command.run(),
            Self::Healing(command) => command.run(),
            Self::Verify(command) => command.run(),
            Self::Stages(command) => command.run(),
            Self::Layout(command) => command.run(),
        }
    }
}
