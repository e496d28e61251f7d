//! Zones, land, ports and stations out of a GeoJSON file: the one that the desk of the sea reads.

use std::path::Path;

use anyhow::Context as _;
use crossbearing_sea::Places;

/// Reads the file; docs/sea.md says what stands in it.
pub(super) fn read(path: &Path) -> anyhow::Result<Places> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Places::read(&text).with_context(|| path.display().to_string())
}
