//! `crossbearing tracks`: what vessels do.

use clap::Subcommand;

mod alerts;
mod follow;
mod places;
mod reports;
mod score;

/// The commands of `crossbearing tracks`.
#[derive(Debug, Subcommand)]
pub(crate) enum Tracks {
    /// Find distress, drift, gaps, encounters, towing, false positions and more in logs.
    Alerts(alerts::Alerts),
    /// Follow vessels through plots that do not name them, as radar gives them.
    Follow(follow::Follow),
    /// Measure the rules on a log of an exercise, whose truth is known.
    Score(score::Score),
}

impl Tracks {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Alerts(command) => command.run(),
            Self::Follow(command) => command.run(),
            Self::Score(command) => command.run(),
        }
    }
}
