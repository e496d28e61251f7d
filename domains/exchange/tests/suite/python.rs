//! The Python package `followthemoney`, in an environment of its own under the target folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The version that the ontology was made from.
const VERSION: &str = "4.11.2";

/// Runs a Python script with the package at hand and `input` on its standard input; none, with a
/// word on the test's output, where the package cannot be installed.
pub(crate) fn run(script: &str, input: &[u8]) -> Option<String> {
    let Some(python) = python() else {
        println!(
            "passed without a judge: the Python package followthemoney cannot be installed here"
        );
        return None;
    };
    let mut child = Command::new(python)
        .args(["-c", script])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = feeder.join();
    assert!(output.status.success(), "the script failed: see its message above");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The interpreter, its environment made first if need be; tests of other processes wait.
fn python() -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    fs::create_dir_all(&target).ok()?;
    let lock = File::create(target.join("followthemoney.lock")).ok()?;
    lock.lock().ok()?;
    let home = target.join(format!("followthemoney-{VERSION}"));
    let (python, ready) = (home.join("bin/python"), home.join("ready"));
    if !ready.exists() {
        let home = home.to_str()?;
        succeeds(Command::new("python3").args(["-m", "venv", "--clear", home]))?;
        let package = format!("followthemoney=={VERSION}");
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
            &package,
        ];
        succeeds(Command::new(&python).args(install))?;
        File::create(ready).ok()?;
    }
    Some(python)
}

fn succeeds(command: &mut Command) -> Option<()> {
    command.stdin(Stdio::null()).status().ok().filter(ExitStatus::success).map(drop)
}
