//! Python packages that know the formats, each in an environment of its own under the target folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The package and the version that the ontology was made from.
const FOLLOWTHEMONEY: [&str; 1] = ["followthemoney==4.11.2"];

/// The converter between MISP and STIX.
pub(crate) const MISP_STIX: [&str; 2] = ["misp-stix==2026.10.12", "stix2==3.0.2"];

/// Runs a Python script with `followthemoney` at hand and `input` on its standard input; none, with
/// a word on the test's output, where the package cannot be installed.
pub(crate) fn run(script: &str, input: &[u8]) -> Option<String> {
    run_with(&FOLLOWTHEMONEY, script, input)
}

/// [`run`] with other packages at hand, each as `name==version`.
pub(crate) fn run_with(packages: &[&str], script: &str, input: &[u8]) -> Option<String> {
    let Some(python) = python(packages) else {
        println!("passed without a judge: {} cannot be installed here", packages.join(", "));
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
fn python(packages: &[&str]) -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    fs::create_dir_all(&target).ok()?;
    let name = packages.first()?.replace("==", "-");
    let lock = File::create(target.join(format!("{name}.lock"))).ok()?;
    lock.lock().ok()?;
    let home = target.join(name);
    let (python, ready) = (home.join("bin/python"), home.join("ready"));
    if !ready.exists() {
        let home = home.to_str()?;
        succeeds(Command::new("python3").args(["-m", "venv", "--clear", home]))?;
        let install =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"];
        succeeds(Command::new(&python).args(install).args(packages))?;
        File::create(ready).ok()?;
    }
    Some(python)
}

fn succeeds(command: &mut Command) -> Option<()> {
    command.stdin(Stdio::null()).status().ok().filter(ExitStatus::success).map(drop)
}
