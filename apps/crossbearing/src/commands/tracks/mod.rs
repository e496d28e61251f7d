//! `crossbearing tracks`: what vessels do.

use clap::Subcommand;

mod alerts;
mod follow;
mod reports;

/// The commands of `crossbearing tracks`.
#[derive(Debug, Subcommand)]
pub(crate) enum Tracks {
    /// Find distress, drift, gaps, encounters, loitering and false positions in logs.
    Alerts(alerts::Alerts),
    /// Follow vessels through plots that do not name them, as radar gives them.
    Follow(follow::Follow),
}

impl Tracks {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Alerts(command) => command.run(),
            Self::Follow(command) => command.run(),
        }
    }
}
