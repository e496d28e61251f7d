//! `crossbearing log`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_log::{PublicKey, export};

use super::console::{FolderArguments, progress, say, say_json};

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

impl Log {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.step {
            Step::Export(step) => step.run(),
            Step::Verify(step) => step.run(),
            Step::Checkpoint(step) => step.run(),
        }
    }
}

impl Export {
    fn run(self) -> anyhow::Result<()> {
        let log = self.folder.open()?.log()?;
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
        let export::Verified { checkpoint, key, key_is_from_the_export, .. } = &checked?;
        if self.json {
            return say_json(&serde_json::json!({
                "in_order": true,
                "leaves": checkpoint.size,
                "root": checkpoint.root.to_string(),
                "key": key.to_string(),
                "key_is_from_the_export": key_is_from_the_export,
            }));
        }
        say(format_args!("in order: {} leaves under root {}", checkpoint.size, checkpoint.root))?;
        say(format_args!("signed by {key}"))?;
        if *key_is_from_the_export {
            say("the key came with the files: give --key to check who signed")?;
        }
        Ok(())
    }
}

impl Checkpoint {
    fn run(self) -> anyhow::Result<()> {
        let log = self.folder.open()?.log()?;
        say(log.checkpoint().note)?;
        say(format_args!("key: {}", log.public_key()))
    }
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
