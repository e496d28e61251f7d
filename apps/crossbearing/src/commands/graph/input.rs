//! Reading a network that a command was given.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use crossbearing_graph::read::{self, Network};

/// The network that a command works on.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// An edge list (`from to [weight]` a line, `#` comments) or a CSV adjacency matrix; `-` reads
    /// standard input.
    #[arg(value_name = "EDGES")]
    path: PathBuf,
}

impl Input {
    /// Reads the network.
    pub(super) fn read(&self) -> anyhow::Result<Network> {
        let name = self.path.display();
        let bytes = if self.path == Path::new("-") {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
            bytes
        } else {
            std::fs::read(&self.path).with_context(|| format!("cannot read {name}"))?
        };
        read::network(&bytes).with_context(|| format!("{name} is not a network"))
    }
}
