//! The tracker on the scenario of the tables in docs/tracks.md.

#[path = "../examples/tracker/scenario.rs"]
#[expect(dead_code, reason = "the example writes and scores tables")]
mod scenario;

use crossbearing_tracks::{Association, Track, Tracker, TrackerConfig, Turns};
use scenario::{DETECTION, NOISE, SECONDS, Scenario, Setting};

#[test]
fn fifty_vessels_in_clutter() {
    for (n_clutter, turns) in [(20, false), (100, false), (100, true)] {
        let (side, area) = (20_000.0, 20_000.0 * 20_000.0);
        let scenario = Scenario::new(Setting { side, n_clutter, n_scans: 120, turns });
        for association in [Association::Nearest, Association::Beliefs] {
            let interacting = Turns { manoeuvre: 1.0, begins: 0.003, ends: 0.02 };
            let config = TrackerConfig {
                association,
                turns: turns.then_some(interacting),
                ..TrackerConfig::new(NOISE, DETECTION, n_clutter as f64 / area, 1.0 / area)
            };
            let mut tracker = Tracker::new(config).expect("parameters");
            let scan = |(idx, plots): (usize, &Vec<_>)| {
                tracker.scan(idx as f64 * SECONDS, plots);
                tracker.tracks().map(Track::position).collect()
            };
            let tracks: Vec<Vec<(f64, f64)>> =
                scenario.plots.iter().enumerate().map(scan).collect();
            let fit = scenario.fit(&tracks);
            // What Stone Soup reaches on straight courses, of which more is asked here.
            let (ospa, gospa) = if turns { (70.0, 500.0) } else { (44.6, 308.7) };
            assert!(fit.ospa < ospa && fit.gospa < gospa, "{association:?} {turns} {fit:?}");
            assert!(fit.n_false < 1.0, "{association:?} {turns} {fit:?}");
        }
    }
}
