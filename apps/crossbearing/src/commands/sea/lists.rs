//! `crossbearing sea lists`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use crossbearing_sea::{List as Vessels, ListId, ListKind, read_lists, remove_list, write_list};

use crate::commands::console::{FolderArguments, LabelArguments, say};

/// The commands of `crossbearing sea lists`.
#[derive(Debug, Subcommand)]
pub(crate) enum Lists {
    /// List the registers, watch lists and lists of zones.
    List(List),
    /// Read a table of vessels or zones and keep it, or say what is wrong with it.
    Put(Box<Put>),
    /// Remove a list.
    Remove(Remove),
}

/// Arguments of `crossbearing sea lists list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea lists put`.
#[derive(Debug, Args)]
#[command(
    after_help = "The table is CSV with a line of names: mmsi, imo, callsign, name, flag, type, length, owner, reason; any may be absent, and every vessel has one of the first four. Zones are GeoJSON, as `crossbearing sea places` takes them.\n\nExamples:\n  crossbearing sea lists put westmark-fleet register.csv --kind register --title \"Fleet register\" --grade 6x6/B2\n  crossbearing sea lists put westmark-yachts yachts.csv --kind watch --title \"Yachts of Cold Lantern\""
)]
pub(crate) struct Put {
    /// Its short name; it begins with the agency's.
    id: ListId,
    /// The table; for zones a GeoJSON feature collection.
    table: PathBuf,
    /// What it is for.
    #[arg(long)]
    kind: Kind,
    /// Its name for people.
    #[arg(long)]
    title: String,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// What a list is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Says who vessels are.
    Register,
    /// Its vessels are told when they appear or enter a zone.
    Watch,
    /// Zones of the agency: vessels that enter, leave or head for them are told.
    Zones,
}

/// Arguments of `crossbearing sea lists remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Its short name.
    id: ListId,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Lists {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(command) => command.run(),
            Self::Put(command) => command.run(),
            Self::Remove(command) => command.run(),
        }
    }
}

impl List {
    fn run(self) -> anyhow::Result<()> {
        for list in read_lists(&self.folder.open()?.sea())? {
            let (kind, what) = match list.kind {
                ListKind::Watch => ("watch list", "vessels"),
                ListKind::Register => ("register", "vessels"),
                ListKind::Zones => ("own zones", "zones"),
            };
            say(format_args!("{}: {}, {kind}, {} {what}", list.id, list.title, list.len()))?;
        }
        Ok(())
    }
}

impl Put {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let agency = &folder.settings().agency;
        let rest = self.id.as_str().strip_prefix(agency.as_str());
        if rest.is_none_or(|rest| !rest.starts_with('-')) {
            bail!("the name of a list begins with the agency: {agency}-…");
        }
        let path = self.table.display();
        let table =
            std::fs::read_to_string(&self.table).with_context(|| format!("cannot read {path}"))?;
        let kind = match self.kind {
            Kind::Register => ListKind::Register,
            Kind::Watch => ListKind::Watch,
            Kind::Zones => ListKind::Zones,
        };
        let graded = (self.label.grade(), self.label.label(&folder)?.spec().clone());
        let list = Vessels::from_table((self.id, kind, self.title), graded, &table)
            .with_context(|| path.to_string())?;
        write_list(&folder.sea(), &list)?;
        let what = if list.kind == ListKind::Zones { "zones" } else { "vessels" };
        say(format_args!("{}: {} {what}", list.id, list.len()))
    }
}

impl Remove {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        Ok(remove_list(&folder.sea(), &self.id)?)
    }
}
