//! Running other programs from the project's root.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// The project's root.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A command that runs at the root; cargo is the one that runs this program.
pub(crate) fn command(program: &str) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(if program == "cargo" { &cargo } else { program });
    command.current_dir(root());
    command
}

/// Runs `line`, words separated by spaces, and fails if it does.
pub(crate) fn run(line: &str) -> anyhow::Result<()> {
    run_with(line, &[])
}

/// [`run`] with variables in the environment.
pub(crate) fn run_with(line: &str, variables: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut words = line.split_whitespace();
    let program = words.next().context("an empty command")?;
    let mut command = command(program);
    command.args(words).envs(variables.iter().copied());
    finish(line, &mut command)
}

/// Runs a command to its end and fails if it does.
pub(crate) fn finish(line: &str, command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Whether a program of this name is on the path.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).exists())
}
