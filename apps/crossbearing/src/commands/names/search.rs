//! `crossbearing names search`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use crossbearing_names::{Index, Model, compare};

/// Arguments of `crossbearing names search`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing names search names.txt 'تاروند' --limit 5")]
pub(crate) struct Search {
    /// A file with one name a line, in any script, UTF-8.
    list: PathBuf,
    /// The name to look for.
    query: String,
    /// How many names to print.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Searches the list.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let path = self.list.display();
        let bytes = std::fs::read(&self.list).with_context(|| format!("cannot read {path}"))?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("{path} is not UTF-8; convert it first"))?;
        let model = Model::shipped();
        let index = Index::new(model, text.lines().filter(|line| !line.trim().is_empty()));
        let hits = index.search(model, &self.query, self.limit);
        let mut out = std::io::stdout().lock();
        for hit in hits {
            let name = index.name(hit.place).unwrap_or_default();
            let probability = compare::probability(hit.log_ratio);
            if self.json {
                let hit = serde_json::json!({
                    "name": name, "place": hit.place, "log_ratio": hit.log_ratio,
                    "probability": probability,
                });
                writeln!(out, "{hit}")?;
            } else {
                writeln!(out, "{probability:.3}  {name}")?;
            }
        }
        Ok(())
    }
}
