//! One module a command: its arguments, their help and examples, and what it does.

use clap::Subcommand;

mod ais;
mod tracks;
mod version;

/// Every command, registered here and nowhere else.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Decode, count and encode AIS messages.
    #[command(subcommand)]
    Ais(ais::Ais),
    /// Watch what vessels do, and say why it matters.
    #[command(subcommand)]
    Tracks(tracks::Tracks),
    /// Print the version and what this build contains.
    Version(version::Version),
}

impl Command {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Ais(command) => command.run(),
            Self::Tracks(command) => command.run(),
            Self::Version(command) => command.run(),
        }
    }
}
