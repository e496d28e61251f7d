//! `crossbearing sea coast`.

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_sea::{
    Coast as Known, CoastHead, CoastPlan, check_coast, put_coast, remove_coast,
};

use crate::commands::console::{FolderArguments, say};

/// The commands of `crossbearing sea coast`.
#[derive(Debug, Subcommand)]
pub(crate) enum Coast {
    /// Say which coast is kept.
    Show(Show),
    /// Read the land of a GeoJSON file and cut it into tiles, or say what is wrong with it.
    Put(Put),
    /// Forget it: the map draws Natural Earth again.
    Remove(Remove),
}

/// Arguments of `crossbearing sea coast show`.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea coast put`.
#[derive(Debug, Args)]
#[command(
    after_help = "Features are polygons of land in longitude and latitude; holes are water. A feature whose property `kind` is zone, port or station is passed over, so that a file of places serves too. Files may have 4 GB and 40 million positions; each takes some thirty bytes of memory while it is cut.\n\nExamples:\n  crossbearing sea coast put gshhg.geojson --attribution \"GSHHG 2.3.7, LGPL\"\n  crossbearing sea coast put coast.geojson --check --attribution none"
)]
pub(crate) struct Put {
    /// The file.
    file: PathBuf,
    /// Whose data it is: the map shows it.
    #[arg(long)]
    attribution: String,
    /// The deepest zoom of its tiles, 0 to 14. At 12 a position is kept to 2.4 metres.
    #[arg(long, value_name = "ZOOM", default_value_t = 12)]
    deepest: u8,
    /// Only say whether it is in order.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea coast remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[command(flatten)]
    folder: FolderArguments,
}

impl Coast {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Show(command) => command.run(),
            Self::Put(command) => command.run(),
            Self::Remove(command) => command.run(),
        }
    }
}

impl Show {
    fn run(self) -> anyhow::Result<()> {
        match Known::open(&self.folder.open()?.sea())? {
            Some(coast) => tell(coast.head()),
            None => say("no finer coast: the map draws Natural Earth"),
        }
    }
}

impl Put {
    fn run(self) -> anyhow::Result<()> {
        let path = self.file.display().to_string();
        let plan = CoastPlan::new(&self.attribution, self.deepest)?;
        let file = File::open(&self.file).with_context(|| format!("cannot read {path}"))?;
        if self.check {
            let (n_polygons, n_positions, n_dropped, n_passed_over) =
                check_coast(file).with_context(|| path)?;
            return say(format_args!(
                "{n_polygons} pieces of land with {n_positions} positions; {n_dropped} rings at one \
                 place, {n_passed_over} features that are no land"
            ));
        }
        let head = put_coast(&self.folder.open()?.sea(), &plan, file).with_context(|| path)?;
        tell(&head)
    }
}

impl Remove {
    fn run(self) -> anyhow::Result<()> {
        let was_there = remove_coast(&self.folder.open()?.sea())?;
        say(if was_there { "it is gone: the map draws Natural Earth" } else { "there was none" })
    }
}

fn tell(head: &CoastHead) -> anyhow::Result<()> {
    let CoastHead { attribution, deepest, n_polygons, n_positions, n_tiles, .. } = head;
    say(format_args!(
        "{attribution}: {n_polygons} pieces of land with {n_positions} positions, {n_tiles} tiles to \
         zoom {deepest}; {} rings at one place, {} features that are no land",
        head.n_dropped, head.n_passed_over
    ))
}
