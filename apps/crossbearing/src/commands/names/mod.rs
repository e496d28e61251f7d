//! `crossbearing names`.

use clap::{Args, Subcommand};

mod compare;
mod score;
mod search;
mod train;

/// Arguments of `crossbearing names`.
#[derive(Debug, Args)]
pub(crate) struct Names {
    #[command(subcommand)]
    action: Action,
}

/// What to do with names.
#[derive(Debug, Subcommand)]
enum Action {
    /// Compare two names and say why they agree or not.
    Compare(compare::Compare),
    /// Give each pair of names in a table the probability that they are of one bearer.
    Score(score::Score),
    /// Find the names of a list that may be a given name, in any script.
    Search(search::Search),
    /// Rebuild the engine's tables from public token pairs.
    Train(train::Train),
}

impl Names {
    /// Runs the action.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.action {
            Action::Compare(command) => command.run(),
            Action::Score(command) => command.run(),
            Action::Search(command) => command.run(),
            Action::Train(command) => command.run(),
        }
    }
}
