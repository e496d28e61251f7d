//! What the history costs: how much time it takes to write positions and to read one vessel's track,
//! and how large it is, beside a form of our own; and how much sooner a vessel's lines are found by the
//! journal's index than by reading the journal.
//!
//! ```sh
//! crossbearing exercise ships --vessels 1500 --hours 4 --out day.nmea
//! cargo run --release --workspace --example sea_history -- day.nmea
//! ```
//!
//! Positions are flushed as the desk does, to files on disk. CPU seconds of the thread (Linux); tracks
//! by the clock on the wall, files read each time (from the system's cache).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]

mod lines;
mod plain;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use crossbearing_ais::{Decoder, Options};
use crossbearing_sea::{History, Position};

/// Positions that the desk writes together.
const TOGETHER: usize = 262_144;

/// A way to keep positions.
struct Form {
    name: &'static str,
    flush: fn(&Path, u64, &[Position]),
    track: fn(&Path, u32) -> Vec<Position>,
}

const FORMS: [Form; 2] = [
    Form {
        name: "Parquet, by the crate, with page index",
        flush: |folder, line, positions| History::new(folder).flush(line, positions).unwrap(),
        track: |folder, mmsi| History::new(folder).track(mmsi, i64::MIN, i64::MAX).unwrap(),
    },
    Form { name: "plain columns of varints by vessel", flush: plain::flush, track: plain::track },
];

fn main() {
    let log = std::env::args().nth(1).expect("a log");
    let positions = positions(&log);
    let vessels: BTreeSet<u32> = positions.iter().map(|it| it.mmsi).collect();
    println!("{} positions of {} vessels", positions.len(), vessels.len());
    for form in &FORMS {
        measure(form, &positions, &vessels);
    }
    lines::measure(&log, &vessels);
}

/// The positions of a log, in its order.
fn positions(log: &str) -> Vec<Position> {
    let (mut positions, mut time) = (Vec::new(), 0);
    let mut decoder = Decoder::new(Options::default());
    decoder.feed(&std::fs::read(log).unwrap(), |message| {
        time = message.reception.time.unwrap_or(time);
        let fix = message.fix();
        let (Some(lat), Some(lon)) = (fix.lat, fix.lon) else { return };
        if !matches!(message.kind, 1..=3 | 18 | 19 | 27) || lat > 90.0 || lon > 180.0 {
            return;
        }
        let tenths = |value: Option<f64>, limit: f64| {
            value.filter(|it| *it < limit).map_or(u16::MAX, |it| (it * 10.0).round() as u16)
        };
        positions.push(Position {
            mmsi: message.mmsi(),
            time,
            lat: (lat * 1e7).round() as i32,
            lon: (lon * 1e7).round() as i32,
            speed: tenths(fix.speed, 102.3),
            course: tenths(fix.course, 360.0),
        });
    });
    positions
}

fn measure(form: &Form, positions: &[Position], vessels: &BTreeSet<u32>) {
    let folder = tempfile::tempdir().unwrap();
    let before = cpu();
    for (line, flushed) in (1..).zip(positions.chunks(TOGETHER)) {
        (form.flush)(folder.path(), line, flushed);
    }
    let written = cpu() - before;
    let (n_files, size) = files(folder.path());
    let (mut n_found, mut times) = (0, Vec::new());
    for mmsi in vessels {
        let start = Instant::now();
        n_found += (form.track)(folder.path(), *mmsi).len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    let each = |all: f64| all / positions.len() as f64;
    println!(
        "{}: {:.0} ns of CPU and {:.1} bytes a position, {n_files} files; a track: {}; {n_found} \
         positions found",
        form.name,
        each(written * 1e9),
        each(size as f64),
        spread(times)
    );
}

/// How many files are under a folder, and their bytes.
fn files(folder: &Path) -> (usize, u64) {
    let (mut n_files, mut size) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let (more, bytes) = files(&entry.path());
            (n_files, size) = (n_files + more, size + bytes);
        } else {
            (n_files, size) = (n_files + 1, size + entry.metadata().unwrap().len());
        }
    }
    (n_files, size)
}

/// The middle, the 99th part of a hundred, and the greatest.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    format!("p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms", at(0.5), at(0.99), at(1.0))
}

/// CPU seconds of this thread (Linux; 0 elsewhere).
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}
