//! `crossbearing log`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use crossbearing_access::Role;
use crossbearing_log::{Filter, Kind, PublicKey, export};
use crossbearing_model::{EntityId, PrincipalId};

use super::console::{AskerArguments, FolderArguments, progress, say, say_json};
use crate::folder::DataFolder;

/// Arguments of `crossbearing log`.
#[derive(Debug, Args)]
pub(crate) struct Log {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Write the log to plain files, for an overseer to check elsewhere.
    #[command(after_help = "Example:\n  crossbearing log export --folder data log-2026-11")]
    Export(Export),
    /// Check exported files: every leaf as it was signed, none missing, none added, in order.
    #[command(
        after_help = "Needs nothing but the files. Without --key, the key that came with them is used: then the check shows that nothing was changed after signing, not who signed.\n\nExample:\n  crossbearing log verify log-2026-11 --key north-1+1a2b3c4d+AQ..."
    )]
    Verify(Verify),
    /// Print the log's latest signed checkpoint and the key that checks it.
    Checkpoint(Checkpoint),
    /// List entries, newest first: who looked at what, and why. For the role oversight.
    #[command(
        after_help = "Example (who looked at this person?):\n  crossbearing log list --as olu --purpose oversight --object person-204"
    )]
    List(List),
}

#[derive(Debug, Args)]
struct Export {
    #[command(flatten)]
    folder: FolderArguments,
    /// The folder to write to.
    target: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Verify {
    /// The exported folder.
    path: PathBuf,
    /// The log's public key, or a file that holds it.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Checkpoint {
    #[command(flatten)]
    folder: FolderArguments,
}

#[derive(Debug, Args)]
struct List {
    /// Only entries that name this person or thing, by the id under which the asker knows it.
    #[arg(long, value_name = "ID")]
    object: Option<EntityId>,
    /// Only this user's.
    #[arg(long, value_name = "USER")]
    actor: Option<PrincipalId>,
    /// Only this kind: collection, alteration, consultation, disclosure, combination, erasure.
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// How many, the newest first.
    #[arg(long, default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Log {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.step {
            Step::Export(step) => step.run(),
            Step::Verify(step) => step.run(),
            Step::Checkpoint(step) => step.run(),
            Step::List(step) => step.run(),
        }
    }
}

impl Export {
    fn run(self) -> anyhow::Result<()> {
        // A server may be writing to it: what is exported ends where the log ends now.
        let log = DataFolder::log_beside(self.folder.path())?;
        let bar = progress(log.size(), "leaves");
        let written = export::write(&log, &self.target, |count| bar.set_position(count))?;
        bar.finish_and_clear();
        if self.json {
            return say_json(&serde_json::json!({
                "folder": self.target.display().to_string(),
                "leaves": written.size,
                "root": written.root.to_string(),
            }));
        }
        say(format_args!("wrote {} leaves to {}", written.size, self.target.display()))?;
        say(format_args!("check them with: crossbearing log verify {}", self.target.display()))
    }
}

impl Verify {
    fn run(self) -> anyhow::Result<()> {
        let key = self.key.as_deref().map(public_key).transpose()?;
        let bar = progress(0, "leaves");
        let checked = export::check(&self.path, key.as_ref(), |count| bar.set_position(count));
        bar.finish_and_clear();
        let export::Verified { checkpoint, key, key_is_from_the_export, clock_jumps, .. } =
            &checked?;
        if self.json {
            return say_json(&serde_json::json!({
                "in_order": true,
                "leaves": checkpoint.size,
                "root": checkpoint.root.to_string(),
                "key": key.to_string(),
                "key_is_from_the_export": key_is_from_the_export,
                "clock_jumps": clock_jumps,
            }));
        }
        say(format_args!("in order: {} leaves under root {}", checkpoint.size, checkpoint.root))?;
        say(format_args!("signed by {key}"))?;
        if *key_is_from_the_export {
            say("the key came with the files: give --key to check who signed")?;
        }
        if *clock_jumps > 0 {
            say(format_args!(
                "entries before which the clock had jumped back, written at the time of the one before: {clock_jumps}"
            ))?;
        }
        Ok(())
    }
}

impl Checkpoint {
    fn run(self) -> anyhow::Result<()> {
        let log = DataFolder::log_beside(self.folder.path())?;
        say(log.checkpoint().note)?;
        say(format_args!("key: {}", log.public_key()))
    }
}

impl List {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let accounts = folder.accounts()?;
        let asker = self.asker.enter(&accounts)?;
        if !asker.viewer.is(Role::Oversight) {
            bail!("{} does not have the role oversight", asker.viewer.principal);
        }
        let objects = match &self.object {
            Some(object) => {
                let ledger = folder.ledger()?;
                let agencies = accounts.agencies()?;
                let agencies = agencies.iter().map(|agency| &agency.id);
                ledger.logged_ids(&asker.view(&ledger)?, object, agencies)
            }
            None => BTreeSet::new(),
        };
        let filter = Filter { actor: self.actor, kind: self.kind, objects };
        let page = folder.log()?.page(&filter, 0, self.limit)?;
        if self.json {
            let leaves: Vec<_> = page.entries.iter().map(|entry| &entry.leaf).collect();
            return say_json(&serde_json::json!({ "total": page.total, "leaves": leaves }));
        }
        for entry in &page.entries {
            let leaf = &entry.leaf;
            let agency = leaf.agency.as_ref().map_or("-", |agency| agency.as_str());
            let objects: Vec<_> = leaf.objects.iter().map(EntityId::as_str).collect();
            say(format_args!(
                "{}  {}  {} ({agency}, {})  {}  {}: {}  {}",
                entry.index,
                leaf.at,
                leaf.actor,
                leaf.roles.join(", "),
                leaf.kind.as_str(),
                leaf.purpose,
                leaf.justification,
                objects.join(" "),
            ))?;
        }
        say(format_args!("{} of {} entries", page.entries.len(), page.total))
    }
}

/// A kind as a leaf writes it.
fn kind(text: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.as_str() == text);
    let known = || Kind::ALL.map(Kind::as_str).join(", ");
    found.ok_or_else(|| format!("choose one of {}", known()))
}

/// A key given as text or as the name of a file.
fn public_key(text: &str) -> anyhow::Result<PublicKey> {
    if let Ok(key) = text.parse() {
        return Ok(key);
    }
    let read = std::fs::read_to_string(text);
    let read = read.with_context(|| format!("{text} is neither a log key nor a file"))?;
    read.parse().with_context(|| text.to_owned())
}
