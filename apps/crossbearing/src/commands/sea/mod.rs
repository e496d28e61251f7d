//! `crossbearing sea`: the desk of the sea.

use clap::Subcommand;

mod coast;
mod feeds;
mod lists;
mod look;
mod photo;
mod places;
mod replay;

/// The commands of `crossbearing sea`.
#[derive(Debug, Subcommand)]
pub(crate) enum Sea {
    /// List, add and remove feeds. A running server takes them over when it starts again.
    #[command(subcommand)]
    Feeds(feeds::Feeds),
    /// Show and change zones, land, ports and stations.
    #[command(subcommand)]
    Places(places::Places),
    /// Show, put and remove a finer coast for the map.
    #[command(subcommand)]
    Coast(coast::Coast),
    /// List, add and remove registers and watch lists of vessels.
    #[command(subcommand)]
    Lists(lists::Lists),
    /// Add and list photos of vessels.
    #[command(subcommand)]
    Photo(photo::Photo),
    /// Play the evidence of an alert again and say whether it gives the same alert.
    Replay(replay::Replay),
    /// Print the queue of alerts, one JSON object a line.
    Alerts(look::Alerts),
    /// Print where a vessel has been, one JSON object a line.
    History(look::History),
}

impl Sea {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Feeds(command) => command.run(),
            Self::Places(command) => command.run(),
            Self::Coast(command) => command.run(),
            Self::Lists(command) => command.run(),
            Self::Photo(command) => command.run(),
            Self::Replay(command) => command.run(),
            Self::Alerts(command) => command.run(),
            Self::History(command) => command.run(),
        }
    }
}
