//! How much sooner the lines of a vessel are found by the journal's index.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
use crossbearing_model::{self as model, Label, LabelSpec};
use crossbearing_sea::{FeedSpec, Finding, Sea, Setup, Source, count_lines, write_feeds};

use crate::spread;

/// Vessels whose lines are looked for.
const ASKED: usize = 20;

/// Has a desk take in a log, and looks for lines in the journal that it has written.
pub(crate) fn measure(log: &str, vessels: &BTreeSet<u32>) {
    let folder = tempfile::tempdir().unwrap();
    take_in(folder.path(), log);
    let picture = std::fs::read_dir(folder.path().join("pictures")).unwrap().next();
    let journal = picture.unwrap().unwrap().path().join("journal");
    let every = (vessels.len() / ASKED).max(1);
    let asked: Vec<u32> = vessels.iter().copied().step_by(every).take(ASKED).collect();
    let timed = |mmsi: u32, finding| {
        let start = Instant::now();
        let n_lines = count_lines(&journal, mmsi, finding).unwrap();
        (n_lines, start.elapsed().as_secs_f64() * 1000.0)
    };
    let (n_files, _) = crate::files(&journal);
    let (_, first) = timed(asked[0], Finding::Index);
    println!("the journal: {n_files} files; its indexes are made in {first:.0} ms");
    let mut found = Vec::new();
    for finding in [Finding::Index, Finding::Reading] {
        let (lines, durations): (Vec<usize>, Vec<f64>) =
            asked.iter().map(|mmsi| timed(*mmsi, finding)).unzip();
        println!(
            "the lines of one of {} vessels by {finding:?}: {}",
            asked.len(),
            spread(durations)
        );
        found.push(lines.into_iter().sum::<usize>());
    }
    // A message whose parts lie in two files is found by reading only.
    println!("lines found: {} and {}", found[0], found[1]);
}

#[expect(clippy::disallowed_methods, reason = "waiting must not take the time that is measured")]
fn take_in(folder: &Path, log: &str) {
    const NOW: i64 = 1_780_272_000_000;
    let feed = FeedSpec {
        id: "day".parse().unwrap(),
        title: "A day".to_owned(),
        source: Source::File {
            path: std::path::absolute(log).unwrap(),
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
    write_feeds(folder, &[feed]).unwrap();
    let setup = Setup { folder: folder.to_owned(), clock: || NOW, tell: Arc::new(|_, _| {}) };
    let sea = Sea::open(setup).unwrap();
    let viewer = Viewer::new(
        "ines".parse().unwrap(),
        "north".parse().unwrap(),
        Role::WatchOfficer,
        "op-lantern".parse().unwrap(),
    );
    let none: [(LabelNo, &Label); 0] = [];
    let now = model::Instant::from_millis(NOW);
    let view = View::compute(&Policy, viewer, none, Veil::default(), now);
    let bytes = std::fs::read(log).unwrap();
    let n_lines = memchr::memchr_iter(b'\n', &bytes).count() as u64;
    while sea.look(&view, NOW).feeds()[0].health.lines < n_lines {
        std::thread::sleep(Duration::from_millis(20));
    }
    sea.stop();
}
