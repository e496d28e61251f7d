//! `crossbearing backup` and `crossbearing restore`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use rusqlite::backup::{Backup as Copy, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::console::{FolderArguments, progress, say};
use crate::folder::{DataFolder, KEPT};

/// Pages that are copied at a time; between two times others may write.
const PAGES: i32 = 4096;

/// Arguments of `crossbearing backup`.
#[derive(Debug, Args)]
#[command(
    after_help = "A server may be running on the folder.\n\nExample:\n  crossbearing backup --folder data /media/safe/2026-05-01"
)]
pub(crate) struct Backup {
    /// The folder to make.
    target: PathBuf,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing restore`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing restore /media/safe/2026-05-01 data")]
pub(crate) struct Restore {
    /// The backup.
    backup: PathBuf,
    /// The folder to make.
    target: PathBuf,
}

impl Backup {
    /// Copies the folder as it is now, each file as of one moment.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        copy_folder(self.folder.path(), &self.target)?;
        say(format_args!("copied {} to {}", self.folder.path().display(), self.target.display()))
    }
}

impl Restore {
    /// Makes a folder from a backup and checks that it opens.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        copy_folder(&self.backup, &self.target)?;
        let folder = DataFolder::open(&self.target)?;
        let last = folder.ledger()?.last_recorded()?;
        let leaves = folder.log()?.size();
        folder.accounts()?;
        let last = last.map_or_else(|| "nothing".to_owned(), |at| at.to_string());
        say(format_args!(
            "restored {}: last recorded {last}, {leaves} leaves in the log",
            self.target.display()
        ))
    }
}

/// Files that a folder of an earlier version lacks until it is opened.
const MADE_LATER: [&str; 2] = ["exchange.db", "node.key"];

fn copy_folder(source: &Path, target: &Path) -> anyhow::Result<()> {
    if !source.join(KEPT[0]).exists() {
        bail!("{} is not a data folder", source.display());
    }
    if target.exists() {
        bail!("{} exists: choose another name", target.display());
    }
    fs::create_dir_all(target).with_context(|| format!("{} cannot be made", target.display()))?;
    fs::set_permissions(target, fs::metadata(source)?.permissions())?;
    for name in KEPT {
        let (from, to) = (source.join(name), target.join(name));
        if !from.exists() && MADE_LATER.contains(&name) {
            continue;
        }
        let holds_tables = Path::new(name).extension().is_some_and(|extension| extension == "db");
        let copied = if holds_tables { copy_tables(&from, &to) } else { copy_file(&from, &to) };
        copied.with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    let site = source.join("ontology.toml");
    if site.exists() {
        copy_file(&site, &target.join("ontology.toml"))?;
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::copy(from, to)?;
    Ok(())
}

/// SQLite's online backup: the copy is as of one moment, whoever writes meanwhile.
fn copy_tables(from: &Path, to: &Path) -> anyhow::Result<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut copy = Connection::open(to)?;
    let backup = Copy::new(&source, &mut copy)?;
    let bar = progress(0, "pages");
    while backup.step(PAGES)? == StepResult::More {
        let state = backup.progress();
        bar.set_length(state.pagecount.max(0) as u64);
        bar.set_position((state.pagecount - state.remaining).max(0) as u64);
    }
    bar.finish_and_clear();
    Ok(())
}
