//! A process that dies in the middle of writing loses nothing that it has acknowledged.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use crossbearing_log::{Log, export};

use crate::{at, draft, key};

/// The variable that makes this test binary write to a log until it is killed.
const FOLDER: &str = "CROSSBEARING_LOG_TEST_FOLDER";

/// Not a test of its own: the process that the test below kills.
#[test]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let log = Log::open(&std::path::Path::new(&folder).join("log.db"), key()).unwrap();
    let mut out = std::io::stdout();
    for n in log.size().. {
        let drafts = [draft(n), draft(n + 1), draft(n + 2)];
        let range = log.append(&drafts, at(n as i64)).unwrap();
        // Straight to the pipe, past the test harness.
        writeln!(out, "\nacknowledged {}", range.end).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_writer_loses_nothing_acknowledged_and_leaves_no_half_step() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..12 {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::writes_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut acknowledged = 0;
        for _ in 0..=round * 3 {
            let number = lines.by_ref().map(Result::unwrap).find_map(|line| {
                line.strip_prefix("acknowledged ").map(|number| number.parse::<u64>().unwrap())
            });
            acknowledged = number.expect("the writer ended by itself");
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        let log = Log::open(&folder.path().join("log.db"), key()).unwrap();
        assert!(log.size() >= acknowledged, "{} of {acknowledged} are left", log.size());
        assert_eq!(log.size() % 3, 0, "a step was written in half");
        let copy = folder.path().join("export");
        export::write(&log, &copy, |_| {}).unwrap();
        export::check(&copy, Some(key().public()), |_| {}).unwrap();
    }
}
