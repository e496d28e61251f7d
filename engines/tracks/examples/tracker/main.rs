//! How well the tracker follows fifty vessels through clutter, and how fast.
//!
//! ```sh
//! cargo run --release -p crossbearing-tracks --example tracker              # our ways
//! cargo run --release -p crossbearing-tracks --example tracker -- plots 20 50000 straight
//! cargo run --release -p crossbearing-tracks --example tracker -- score 20 50000 straight FILE
//! ```
//!
//! `plots` writes the plots of a setting (clutter a scan, metres of the square, `straight` or
//! `turns`) for another tracker; `score` scores what that made of them: lines of time, x and y, one
//! for each track and scan.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not a program")]

mod scenario;

use crossbearing_tracks::{Association, Tracker, TrackerConfig, Turns};
use scenario::{DETECTION, Fit, NOISE, SECONDS, Scenario, Setting};

/// How many scans later smoothed positions are read.
const LAG: usize = 5;
/// Scans.
const SCANS: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["plots", clutter, side, motion] => {
            print!("{}", Scenario::new(setting(clutter, side, motion)).table());
        }
        ["score", clutter, side, motion, file] => {
            let setting = setting(clutter, side, motion);
            let mut tracks = vec![Vec::new(); SCANS];
            for line in std::fs::read_to_string(file).unwrap().lines() {
                let numbers: Vec<f64> = line.split(',').map(|it| it.parse().unwrap()).collect();
                tracks[(numbers[0] / SECONDS).round() as usize].push((numbers[1], numbers[2]));
            }
            say(&setting, "Stone Soup", Scenario::new(setting).fit(&tracks), None);
        }
        _ => ours(),
    }
}

/// CPU seconds of this program so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |at: usize| after_name.split(' ').nth(at).unwrap().parse::<f64>().unwrap();
    // User and system time, in hundredths of a second.
    (ticks(12) + ticks(13)) / 100.0
}

fn setting(clutter: &str, side: &str, motion: &str) -> Setting {
    let (n_clutter, side) = (clutter.parse().unwrap(), side.parse().unwrap());
    Setting { side, n_clutter, n_scans: SCANS, turns: motion == "turns" }
}

fn ours() {
    println!("| square, clutter, motion | tracker | OSPA | GOSPA | rms | missed | false | CPU |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    for turns in [false, true] {
        for (n_clutter, side) in
            [(20, 50_000.0), (100, 50_000.0), (20, 20_000.0), (100, 20_000.0), (100, 10_000.0)]
        {
            let setting = Setting { side, n_clutter, n_scans: SCANS, turns };
            let scenario = Scenario::new(setting);
            for (name, association, interacting) in [
                ("nearest", Association::Nearest, false),
                ("nearest, two ways", Association::Nearest, true),
                ("beliefs", Association::Beliefs, false),
                ("beliefs, two ways", Association::Beliefs, true),
            ] {
                let turns = Turns { manoeuvre: 1.0, begins: 0.003, ends: 0.02 };
                let area = side * side;
                let config = TrackerConfig {
                    association,
                    turns: interacting.then_some(turns),
                    ..TrackerConfig::new(NOISE, DETECTION, n_clutter as f64 / area, 1.0 / area)
                };
                let start = cpu();
                let tracks = follow(&scenario, config);
                let seconds = cpu() - start;
                say(&setting, name, scenario.fit(&tracks), Some(seconds));
                let config = TrackerConfig { lag: LAG, ..config };
                let start = cpu();
                let tracks = smooth(&scenario, config);
                let seconds = cpu() - start;
                let name = format!("{name}, smoothed");
                say(&setting, &name, scenario.fit(&tracks), Some(seconds));
            }
        }
    }
}

/// Where tracks are after each scan.
fn follow(scenario: &Scenario, config: TrackerConfig) -> Vec<Vec<(f64, f64)>> {
    let mut tracker = Tracker::new(config).unwrap();
    let scan = |(idx, plots): (usize, &Vec<_>)| {
        tracker.scan(idx as f64 * SECONDS, plots);
        tracker.tracks().map(crossbearing_tracks::Track::position).collect()
    };
    scenario.plots.iter().enumerate().map(scan).collect()
}

/// Where tracks were, by what was known so many scans later.
fn smooth(scenario: &Scenario, config: TrackerConfig) -> Vec<Vec<(f64, f64)>> {
    let mut tracker = Tracker::new(config).unwrap();
    let mut all = vec![Vec::new(); SCANS];
    for (idx, plots) in scenario.plots.iter().enumerate() {
        tracker.scan(idx as f64 * SECONDS, plots);
        for track in tracker.tracks() {
            // The last scans have no later ones.
            let first = idx.saturating_sub(LAG);
            let last = if idx + 1 == SCANS { idx } else { first };
            for smoothed in track.smoothed() {
                let at = (smoothed.time / SECONDS).round() as usize;
                if (first..=last).contains(&at) {
                    all[at].push(smoothed.position);
                }
            }
        }
    }
    all
}

fn say(setting: &Setting, name: &str, fit: Fit, seconds: Option<f64>) {
    let (side, n_clutter) = (setting.side / 1000.0, setting.n_clutter);
    let motion = if setting.turns { "turns" } else { "straight" };
    let seconds = seconds.map_or(String::new(), |seconds| format!("{seconds:.2} s"));
    println!(
        "| {side:.0} km, {n_clutter}, {motion} | {name} | {:.1} m | {:.1} m | {:.1} m | {:.2} | \
         {:.2} | {seconds} |",
        fit.ospa, fit.gospa, fit.rms, fit.n_missed, fit.n_false
    );
}
