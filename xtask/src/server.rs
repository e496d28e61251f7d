//! A server on a folder and port of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context as _, bail};

use crate::shell::{command, root};

/// A running server; it is stopped when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it answers.
    pub(crate) address: String,
}

impl Server {
    /// Starts `program` on `folder` and waits until it says where it listens.
    pub(crate) fn start(program: &Path, folder: &Path, port: &str) -> anyhow::Result<Self> {
        let mut child = command(&program.to_string_lossy())
            .args(["serve", "--address", &format!("127.0.0.1:{port}"), "--folder"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", program.display()))?;
        let out = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(out).lines();
        let found = lines.by_ref().map_while(Result::ok).find_map(|line| address_in(&line));
        // Whatever else it says goes on to the terminal.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
        let Some(address) = found else {
            bail!("the server stopped before it listened ({})", child.wait()?);
        };
        Ok(Self { child, address })
    }

    /// Waits until the server stops by itself or is interrupted.
    pub(crate) fn wait(mut self) -> anyhow::Result<()> {
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program as built by this profile.
pub(crate) fn program(profile: &str) -> std::path::PathBuf {
    let target =
        std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), Into::into);
    target.join(profile).join("crossbearing")
}

/// The first `http://` address in a line.
fn address_in(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let address = line[start..].split_whitespace().next()?;
    Some(address.trim_end_matches('/').to_owned())
}
