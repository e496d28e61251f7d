//! A process that is killed loses nothing it acknowledged and leaves nothing half done.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crossbearing_access::Role;
use crossbearing_ledger::{AsOf, Batch, Ledger, Original};
use crossbearing_model::Label;

use crate::fixtures::{at, citation, clerk, own, said, setup, viewer};

const FOLDER: &str = "CROSSBEARING_TEST_KILLED_FOLDER";
const KILLS: usize = 25;
const BATCH: usize = 40;

fn batch(number: usize) -> Batch {
    let north = citation(&format!("r-{number}"), own("north"));
    let name = |part| {
        let value = format!("Tarvand {part}");
        said(&north, &format!("p-{number}-{part}"), "Person", "name", &value)
    };
    (0..BATCH).map(name).collect::<Vec<_>>().into()
}

/// The process that is killed: it records batch after batch and says so after each.
#[test]
fn records_until_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let ledger = Ledger::open(&Path::new(&folder).join("ledger.db"), setup()).unwrap();
    let view = ledger.view(&viewer("north", Role::Analyst), at(0)).unwrap();
    let is_there = |number: &usize| {
        let report = format!("r-{number}").parse().unwrap();
        !ledger.by_report(&view, AsOf::Now, &report).unwrap().is_empty()
    };
    let first = (0..1_000_000).find(|number| !is_there(number)).unwrap_or(0);
    for number in first.. {
        ledger.append(batch(number), at(number as i64), &clerk()).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_no_batch_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for kill in 0..KILLS {
        acknowledged = acknowledged.max(run_and_kill(folder.path(), kill));
        let ledger = Ledger::open(&folder.path().join("ledger.db"), setup()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(0)).unwrap();
        let said_by = |number: usize| {
            let report = format!("r-{number}").parse().unwrap();
            ledger.by_report(&view, AsOf::Now, &report).unwrap().len()
        };
        for number in 0..acknowledged {
            assert_eq!(said_by(number), BATCH, "batch {number} after kill {kill}");
        }
        let next = said_by(acknowledged);
        assert!(next == 0 || next == BATCH, "batch {acknowledged} is half there: {next}");
    }
    assert!(acknowledged > KILLS, "only {acknowledged} batches were acknowledged");
}

#[test]
fn a_file_that_an_earlier_version_kept_opens_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let original = Original {
        name: "note.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        label: Label::seal(own("north")).unwrap(),
        bytes: b"a boat".to_vec(),
        drawings: Vec::new(),
    };
    let north = citation("r-1", own("north"));
    let statements = vec![said(&north, "r-1", "Report", "title", "A note")];
    let batch = Batch { statements, originals: vec![original.clone()], ..Batch::default() };
    Ledger::open(&path, setup()).unwrap().append(batch, at(0), &clerk()).unwrap();
    // As the second version had it: all of a file in one row, under one label.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "UPDATE original SET (name, media_type, label) =
             (SELECT name, media_type, label FROM filing WHERE filing.digest = original.digest);
         DROP TABLE filing; DROP TABLE drawing; PRAGMA user_version = 2;",
    )
    .unwrap();
    drop(file);
    let ledger = Ledger::open(&path, setup()).unwrap();
    let open = |agency: &str| {
        let view = ledger.view(&viewer(agency, Role::Analyst), at(1)).unwrap();
        ledger.original(&view, &original.digest()).unwrap()
    };
    assert_eq!((open("north"), open("south")), (Some(original.clone()), None));
}

/// Starts the recorder, kills it at some point of its work, and returns how many batches it had
/// acknowledged.
fn run_and_kill(folder: &Path, kill: usize) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "durability::records_until_killed", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = 0;
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut left = 1 + kill % 5;
    for line in &mut lines {
        if let Some((_, number)) = line.split_once("acknowledged ") {
            acknowledged = number.parse::<usize>().unwrap() + 1;
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }
    // The kill falls into the next batch, at a point that shifts with the machine's own noise.
    let busy = (0..kill * 20_000).fold(0_u64, |sum, step| sum ^ (step as u64).rotate_left(3));
    std::hint::black_box(busy);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(lines);
    acknowledged
}
