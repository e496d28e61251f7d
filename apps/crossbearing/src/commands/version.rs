//! `crossbearing version`.

use std::io::Write as _;

use clap::Args;

/// Arguments of `crossbearing version`.
#[derive(Debug, Args)]
pub(crate) struct Version {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Version {
    /// Prints the version.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::json!({ "version": version }))?;
        } else {
            writeln!(out, "crossbearing {version}")?;
        }
        Ok(())
    }
}
