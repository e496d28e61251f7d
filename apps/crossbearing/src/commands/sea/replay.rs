//! `crossbearing sea replay`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_sea::Evidence;
use serde_json::json;

use crate::commands::console::{say, say_json};

/// Arguments of `crossbearing sea replay`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing sea replay evidence-0011223344556677.json\n\nNo data folder is needed. The exit code is 0 if the same alert comes out, 1 if not."
)]
pub(crate) struct Replay {
    /// The evidence file.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Replay {
    /// Plays the file and compares.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let path = self.file.display();
        let bytes = std::fs::read(&self.file).with_context(|| format!("cannot read {path}"))?;
        let evidence = Evidence::read(&bytes).with_context(|| path.to_string())?;
        let replay = evidence.replay()?;
        if self.json {
            say_json(&json!({
                "alert": evidence.alert.id, "rule": evidence.alert.rule, "rules": evidence.rules,
                "lines": evidence.lines.len(), "scope": evidence.scope, "replay": replay,
            }))?;
        } else {
            let claim = &evidence.alert;
            say(format_args!("alert {}: {} of {}", claim.id, claim.rule, claim.mmsi))?;
            say(format_args!("{}", claim.reason))?;
            say(format_args!("{} lines, {}", evidence.lines.len(), evidence.scope))?;
            let hashes = if replay.intact { "fit" } else { "do NOT fit" };
            say(format_args!("the lines {hashes} their hashes"))?;
            for difference in &replay.differences {
                say(format_args!("differs: {difference}"))?;
            }
            let outcome = match (replay.exact, replay.same) {
                (true, _) => "played again: the same alert, to the word",
                (false, true) => "played again: the same alert, in other words",
                (false, false) => "played again: not the same alert",
            };
            say(format_args!("{outcome}"))?;
        }
        if !replay.same {
            bail!("the evidence does not give its alert");
        }
        Ok(())
    }
}
