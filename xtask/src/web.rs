//! The web application: its packages, its build.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, bail};

use crate::shell::{command, finish, has, root};

/// Files and folders that the built application depends on.
const SOURCES: [&str; 6] =
    ["index.html", "package-lock.json", "public", "src", "svelte.config.js", "vite.config.ts"];

/// Installs the packages that the lock file names, unless that was done since it last changed.
pub(crate) fn install() -> anyhow::Result<()> {
    if !has("npm") {
        bail!(
            "npm is not installed: install Node.js 20 or later, on Debian with `apt-get install nodejs npm`"
        );
    }
    let ui = root().join("ui");
    let stamp = ui.join("node_modules/.package-lock.json");
    if changed(&stamp)? < changed(&ui.join("package-lock.json"))? {
        npm("ci --no-audit --no-fund")?;
    }
    Ok(())
}

/// Builds the application into ui/dist, unless nothing changed since the last time.
pub(crate) fn build() -> anyhow::Result<()> {
    install()?;
    let ui = root().join("ui");
    let built = changed(&ui.join("dist/index.html"))?;
    let mut latest = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        latest = latest.max(changed(&ui.join(source))?);
    }
    if built < latest {
        npm("run build")?;
    }
    Ok(())
}

/// Serves the application alone; it asks a server on port 8440 for its data.
pub(crate) fn develop() -> anyhow::Result<()> {
    install()?;
    npm("run dev")
}

/// Runs npm in ui/.
pub(crate) fn npm(words: &str) -> anyhow::Result<()> {
    npm_with(words, &[])
}

/// [`npm`] with variables in the environment.
pub(crate) fn npm_with(words: &str, variables: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut npm = command("npm");
    npm.current_dir(root().join("ui")).args(words.split_whitespace());
    npm.envs(variables.iter().copied());
    finish(&format!("npm {words}"), &mut npm)
}

/// When a file, or the latest file of a folder, last changed; long ago if it is not there.
fn changed(path: &Path) -> anyhow::Result<SystemTime> {
    let Ok(metadata) = fs::metadata(path) else { return Ok(SystemTime::UNIX_EPOCH) };
    if !metadata.is_dir() {
        return Ok(metadata.modified()?);
    }
    let mut latest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
        latest = latest.max(changed(&entry?.path())?);
    }
    Ok(latest)
}
