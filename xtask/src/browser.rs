//! The browser that the tests drive.

use anyhow::bail;

use crate::shell::{has, run};

/// Installs Debian's Chromium and the fonts for the scripts that names come in, if they are absent.
pub(crate) fn install() -> anyhow::Result<()> {
    if has("chromium") {
        return Ok(());
    }
    if !has("apt-get") {
        bail!("chromium is not installed: install it and put it on the path");
    }
    let privilege = if has("sudo") { "sudo " } else { "" };
    run(&format!("{privilege}apt-get update --quiet"))?;
    run(&format!("{privilege}apt-get install --yes --quiet --no-install-recommends chromium"))
}
