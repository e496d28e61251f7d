//! What the history costs: how large it is, and how long it takes to read one vessel's track.
//!
//! ```sh
//! crossbearing exercise ships --vessels 1500 --hours 24 --out day.nmea
//! cargo run --release -p crossbearing-sea --example sea_history -- day.nmea
//! ```
//!
//! A desk takes in the log as fast as it can be read. Then the tracks of all vessels are asked for,
//! one after the other.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
use crossbearing_model::{self as model, Label, LabelSpec};
use crossbearing_sea::{FeedSpec, Sea, Setup, Source, write_feeds};

/// The end of the exercise's day.
const NOW: i64 = 1_780_272_000_000;

fn view() -> View {
    let viewer = Viewer::new(
        "ines".parse().unwrap(),
        "north".parse().unwrap(),
        Role::WatchOfficer,
        "op-lantern".parse().unwrap(),
    );
    let none: [(LabelNo, &Label); 0] = [];
    View::compute(&Policy, viewer, none, Veil::default(), model::Instant::from_millis(NOW))
}

/// All files under a folder with their sizes.
fn files(folder: &Path, found: &mut Vec<(PathBuf, u64)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push((entry.path(), entry.metadata().unwrap().len()));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement that waits for a desk")]
fn pause() {
    std::thread::sleep(Duration::from_millis(500));
}

fn main() {
    let log = std::env::args().nth(1).unwrap();
    let log = std::fs::canonicalize(log).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let feed = FeedSpec {
        id: "day".parse().unwrap(),
        title: "A day".to_owned(),
        source: Source::File {
            path: log,
            speed: None,
            ahead_minutes: 0,
            as_now: false,
            repeat: false,
        },
        grade: "6x6/B2".parse().unwrap(),
        label: LabelSpec::for_agency(
            "north".parse().unwrap(),
            model::Instant::from_millis(NOW * 2),
        ),
        paused: false,
    };
    write_feeds(folder.path(), &[feed]).unwrap();
    let setup =
        Setup { folder: folder.path().to_owned(), clock: || NOW, tell: Arc::new(|_, _| {}) };
    let start = Instant::now();
    let sea = Sea::open(setup).unwrap();
    let view = view();
    let look = sea.look(&view, NOW);
    let health = || look.feeds()[0].health.clone();
    // What was read is followed a little later.
    let mut before = 0;
    while health().state != "finished" || health().messages != before {
        before = health().messages;
        pause();
    }
    println!("taken in: {:.1} s", start.elapsed().as_secs_f64());
    let mut all = Vec::new();
    files(folder.path(), &mut all);
    let history =
        all.iter().filter(|(path, _)| path.components().any(|it| it.as_os_str() == "history"));
    let (n_files, size) = history.fold((0, 0), |(n, size), (_, more)| (n + 1, size + more));
    let (mut n_positions, mut times) = (0, Vec::new());
    for seen in look.vessels(None, usize::MAX) {
        let start = Instant::now();
        n_positions += look.track(seen.vessel.mmsi, i64::MIN, i64::MAX, usize::MAX).unwrap().len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "history: {n_files} files, {size} bytes; {n_positions} positions with those in memory"
    );
    println!("a track: p50 {:.2} ms, p99 {:.2} ms of {}", at(0.5), at(0.99), times.len());
}
