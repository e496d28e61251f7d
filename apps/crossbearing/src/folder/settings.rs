//! Which node a folder belongs to.

use std::path::Path;

use anyhow::Context as _;
use crossbearing_model::{AgencyId, Instant, NodeId};
use serde::{Deserialize, Serialize};

/// What `node.toml` says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NodeSettings {
    /// The node's name: the origin of its statements and of its log.
    pub(crate) node: NodeId,
    /// The agency that runs it.
    pub(crate) agency: AgencyId,
    /// The agency's name, for people to read.
    pub(crate) agency_name: String,
    /// Set in a folder that holds a fictional exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exercise: Option<Identity>,
}

/// Which fictional exercise a folder holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    /// Its seed.
    pub(crate) seed: u64,
    /// How many persons it has.
    pub(crate) persons: u32,
    /// Its last day.
    pub(crate) ends: Instant,
    /// The password of everybody in it.
    pub(crate) password: String,
}

impl NodeSettings {
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    pub(super) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = toml::to_string(self)?;
        std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }
}
