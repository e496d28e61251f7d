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
        network(&self.path)
    }
}

/// Reads a network from a file.
pub(super) fn network(path: &Path) -> anyhow::Result<Network> {
    read::network(&bytes(path)?).with_context(|| format!("{} is not a network", path.display()))
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
