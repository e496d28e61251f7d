//! `crossbearing sea places`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_sea::{Places as Known, PlacesCount};

use crate::commands::console::{FolderArguments, say, say_json};

/// The commands of `crossbearing sea places`.
#[derive(Debug, Subcommand)]
pub(crate) enum Places {
    /// Print zones, ports and stations as GeoJSON; land is left out.
    Show(Show),
    /// Read a GeoJSON file and keep it, or say what is wrong with it.
    Put(Put),
}

/// Arguments of `crossbearing sea places show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea places put`.
#[derive(Debug, Args)]
#[command(
    after_help = "A feature has the property `kind`: zone (with `name`, `watched` such as \"Mon-Fri 22:00-05:00\" in UTC, and `entry`, `exit`, `approach`), land, port (a point, with `name`, `metres`) or station (a point, with the `name` that the feed gives it, `metres`). Land stays as it is where the file has none. The place of Natural Earth's land or of a finer coast is a file of land features.\n\nExamples:\n  crossbearing sea places put zones.geojson\n  crossbearing sea places put coast.geojson --check"
)]
pub(crate) struct Put {
    /// The file.
    file: PathBuf,
    /// Only say whether it is in order.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Places {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Show(command) => command.run(),
            Self::Put(command) => command.run(),
        }
    }
}

impl Show {
    fn run(self) -> anyhow::Result<()> {
        say_json(&Known::open(&self.folder.open()?.sea())?.to_geojson())
    }
}

impl Put {
    fn run(self) -> anyhow::Result<()> {
        let path = self.file.display();
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("cannot read {path}"))?;
        let read = if self.check {
            Known::read(&text)
        } else {
            Known::put(&self.folder.open()?.sea(), &text)
        };
        let PlacesCount { zones, land, ports, stations } =
            read.with_context(|| path.to_string())?.count();
        say(format_args!(
            "{zones} zones, {land} pieces of land, {ports} ports, {stations} stations"
        ))
    }
}
