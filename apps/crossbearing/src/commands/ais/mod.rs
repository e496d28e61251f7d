//! `crossbearing ais`: what ships and shore stations say over AIS.

use clap::Subcommand;

mod decode;
mod input;

/// The commands of `crossbearing ais`.
#[derive(Debug, Subcommand)]
pub(crate) enum Ais {
    /// Decode NMEA logs and feeds into messages.
    Decode(decode::Decode),
}

impl Ais {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Decode(command) => command.run(),
        }
    }
}
