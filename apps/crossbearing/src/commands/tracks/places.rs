//! Zones, land and ports out of a GeoJSON file: the one that the desk of the sea reads.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use crossbearing_tracks::Places;

/// Reads the file; docs/sea.md says what stands in it. Stations are for the desk, which knows
/// which feed names them.
pub(super) fn read(path: &Path) -> anyhow::Result<Arc<Places>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let places =
        crossbearing_sea::Places::read(&text).with_context(|| path.display().to_string())?;
    Ok(Arc::clone(places.engine()))
}
