//! `crossbearing ais`: what ships and shore stations say over AIS.

use clap::Subcommand;

mod decode;
mod encode;
mod fields;
pub(super) mod input;
mod stats;
mod table;

/// The commands of `crossbearing ais`.
#[derive(Debug, Subcommand)]
pub(crate) enum Ais {
    /// Decode NMEA logs and feeds into messages.
    Decode(decode::Decode),
    /// Say what is in NMEA logs: types, stations, times, defects and the busiest vessels.
    Stats(stats::Stats),
    /// Turn JSON lines, as decode writes them, into NMEA sentences.
    Encode(encode::Encode),
    /// Print every message's fields, their bits and meaning, as Markdown.
    Fields(fields::Fields),
}

impl Ais {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Decode(command) => command.run(),
            Self::Stats(command) => command.run(),
            Self::Encode(command) => command.run(),
            Self::Fields(command) => command.run(),
        }
    }
}
