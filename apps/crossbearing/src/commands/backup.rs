//! `crossbearing backup`, `restore` and `prune-backup`.
//!
//! What is disposed of must go from backups too. The transparency log is the list of what that is:
//! an erasure names the statements. A backup ends where its own log ends, so what was erased later
//! stands behind that in the log of the folder it was taken from.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_ledger::FileDigest;
use crossbearing_log::{Kind, Log};
use crossbearing_model::{EntityId, StatementId};
use rusqlite::backup::{Backup as Copy, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::console::{FolderArguments, progress, say};
use crate::folder::{ALWAYS_THERE, DataFolder, KEPT, SEA};

/// Pages that are copied at a time; between two times others may write.
const PAGES: i32 = 4096;

/// Leaves that are read at a time.
const LEAVES: usize = 4096;

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
#[command(
    after_help = "Example:\n  crossbearing restore /media/safe/2026-05-01 again --disposals data"
)]
pub(crate) struct Restore {
    /// The backup.
    backup: PathBuf,
    /// The folder to make.
    target: PathBuf,
    /// The folder that the backup was taken from, or a later backup of it: what was disposed of by
    /// then is not restored.
    #[arg(long, value_name = "FOLDER")]
    disposals: Option<PathBuf>,
}

/// Arguments of `crossbearing prune-backup`.
#[derive(Debug, Args)]
#[command(
    after_help = "A server may be running on the folder. Run it after disposals, and from time to time with --check.\n\nExample:\n  crossbearing prune-backup --folder data /media/safe/2026-05-01 /media/safe/2026-06-01"
)]
pub(crate) struct PruneBackup {
    /// The backups.
    #[arg(required = true)]
    backups: Vec<PathBuf>,
    #[command(flatten)]
    folder: FolderArguments,
    /// Only say which backups still hold what was disposed of, and fail if one does.
    #[arg(long)]
    check: bool,
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
        match &self.disposals {
            Some(later) => {
                let disposed = disposed_since(&folder.log()?, &DataFolder::log_beside(later)?)?;
                let (count, files) =
                    folder.ledger()?.dispose_again(&disposed.statements, &disposed.files)?;
                say(format_args!(
                    "{count} statements and {files} files were disposed of since and are not restored"
                ))?;
            }
            None => say(
                "what was disposed of after this backup is in it again: give --disposals, or prune it",
            )?,
        }
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

impl PruneBackup {
    /// Erases from backups what was disposed of after they were made.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let log = DataFolder::log_beside(self.folder.path())?;
        let mut holding = 0;
        for backup in &self.backups {
            let name = backup.display();
            let folder = DataFolder::open(backup)?;
            let disposed = disposed_since(&folder.log()?, &log)
                .with_context(|| format!("{name} cannot be pruned"))?;
            let ledger = folder.ledger()?;
            if self.check {
                let holds = ledger.holds_any(&disposed.statements, &disposed.files)?;
                holding += u64::from(holds);
                let said = if holds { "holds what was disposed of" } else { "is clean" };
                say(format_args!("{name} {said}"))?;
            } else {
                let (count, files) = ledger.dispose_again(&disposed.statements, &disposed.files)?;
                say(format_args!("{name}: {count} statements and {files} files erased"))?;
            }
        }
        if holding > 0 {
            bail!("{holding} backups hold what was disposed of: run this without --check");
        }
        Ok(())
    }
}

/// What was disposed of.
#[derive(Default)]
struct Disposed {
    statements: BTreeSet<StatementId>,
    files: BTreeSet<FileDigest>,
}

/// What `later` says were erased after `earlier` ends; `later` must go on from it.
fn disposed_since(earlier: &Log, later: &Log) -> anyhow::Result<Disposed> {
    let size = earlier.size();
    let goes_on = size <= later.size()
        && earlier.public_key() == later.public_key()
        && earlier.root(size)? == later.root(size)?;
    if !goes_on {
        bail!(
            "its log does not begin like the log of the folder: it is of another folder, or later"
        );
    }
    let mut disposed = Disposed::default();
    let mut at = size;
    while at < later.size() {
        for entry in later.entries(at, LEAVES)? {
            at = entry.index + 1;
            if entry.leaf.kind == Kind::Erasure {
                for object in entry.leaf.objects.iter().map(EntityId::as_str) {
                    match object.strip_prefix("sha256-") {
                        Some(file) => disposed.files.extend(file.parse::<FileDigest>()),
                        None => disposed.statements.extend(object.parse::<StatementId>()),
                    }
                }
            }
        }
    }
    Ok(disposed)
}

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
        // A folder made by an earlier version lacks what came later; it is made when first needed.
        if !from.exists() && !ALWAYS_THERE.contains(&name) {
            continue;
        }
        let holds_tables = Path::new(name).extension().is_some_and(|extension| extension == "db");
        let copied = if holds_tables { copy_tables(&from, &to) } else { copy_file(&from, &to) };
        copied.with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    let sea = source.join(SEA);
    if sea.exists() {
        crossbearing_sea::copy_folder(&sea, &target.join(SEA))?;
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
