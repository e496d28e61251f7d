//! Measure beside the peers.

use anyhow::bail;

use crate::shell::{root, run};

/// Runs one folder of benches/: it builds what it measures, installs its peers, prints its tables.
pub(crate) fn run_named(name: &str) -> anyhow::Result<()> {
    let entry = root().join("benches").join(name).join("run");
    if !name.chars().all(|c| c.is_ascii_lowercase()) || !entry.exists() {
        let mut known = Vec::new();
        for folder in std::fs::read_dir(root().join("benches"))? {
            let folder = folder?;
            if folder.path().join("run").exists() {
                known.push(folder.file_name().to_string_lossy().into_owned());
            }
        }
        known.sort();
        bail!("there is no bench {name}: choose one of {}", known.join(", "));
    }
    run(&entry.to_string_lossy())
}
