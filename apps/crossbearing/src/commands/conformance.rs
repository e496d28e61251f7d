//! `crossbearing conformance`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_exchange::node::Card;

use super::console::{say, say_json};
use super::taxii::ServerArguments;
use crate::server::now;
use crate::taxii::conformance::{self, Outcome};

/// Arguments of `crossbearing conformance`.
#[derive(Debug, Args)]
#[command(
    after_help = "Runs against a server with an API token of its own; writes nothing that is kept. Ends with an error if a check failed.\n\nExample:\n  crossbearing conformance http://127.0.0.1:8440/taxii2/ --token cbt_... --card north.json"
)]
pub(crate) struct Conformance {
    #[command(flatten)]
    server: ServerArguments,
    /// The collection's id, alias or title; by default the first that may be read.
    #[arg(long)]
    collection: Option<String>,
    /// The node's card: the address on it is checked, too.
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Conformance {
    /// Runs the checks and prints what they found.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let client = self.server.client();
        let collection = self.collection.as_deref();
        let mut report = conformance::run(&client, &self.server.address, collection, now());
        if let Some(path) = &self.card {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            let card: Card =
                serde_json::from_str(&text).with_context(|| path.display().to_string())?;
            conformance::node(&mut report, &client, &card.address);
        }
        if self.json {
            say_json(&report)?;
        } else {
            for check in &report.checks {
                let mark = match check.outcome {
                    Outcome::Passed => "ok    ",
                    Outcome::Failed => "FAILED",
                    Outcome::Skipped => "-     ",
                };
                say(format_args!("{mark} {:9} {}", check.area, check.name))?;
                if check.outcome != Outcome::Passed {
                    say(format_args!("       {}", check.detail))?;
                }
            }
        }
        let (passed, failed) = (report.count(Outcome::Passed), report.count(Outcome::Failed));
        if failed > 0 {
            bail!("{failed} checks failed, {passed} passed");
        }
        if !self.json {
            say(format_args!("{passed} checks passed"))?;
        }
        Ok(())
    }
}
