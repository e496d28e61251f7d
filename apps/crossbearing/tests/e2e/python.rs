//! Python packages that judge what the program gives, each set in an environment of its own under
//! the target folder.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An interpreter with packages, each as `name==version`; none, with a word on the test's output,
/// where they cannot be installed.
pub(crate) fn python(packages: &[&str]) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let name = packages.join("-").replace("==", "-");
    let lock = File::create(target.join(format!("{name}.lock"))).ok()?;
    lock.lock().ok()?;
    let home = target.join(&name);
    let (python, ready) = (home.join("bin/python"), home.join("ready"));
    if !ready.exists() {
        let runs = |command: &mut Command| command.status().is_ok_and(|status| status.success());
        let made = runs(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home));
        let pip = ["-m", "pip", "install", "--quiet", "--retries", "1"];
        if !made || !runs(Command::new(&python).args(pip).args(packages)) {
            let words = packages.join(", ");
            let words = format!("passed without a judge: {words} cannot be installed here\n");
            let _ = std::io::stdout().lock().write_all(words.as_bytes());
            return None;
        }
        File::create(ready).ok()?;
    }
    Some(python)
}

/// Programs that read Parquet files.
pub(crate) const PARQUET: [&str; 2] = ["pyarrow==26.0.1", "duckdb==2.0.1"];

/// What a script says to these words; it must succeed.
pub(crate) fn told(python: &Path, script: &str, words: &[&str]) -> String {
    let output = Command::new(python).args(["-c", script]).args(words).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    said
}
