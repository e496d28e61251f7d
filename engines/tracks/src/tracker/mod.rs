//! Tracks from plots that do not name their vessel, as radar gives them: Kalman filters, one for
//! vessels that go straight or two that interact; gating; association by nearest pairs or by belief
//! propagation; a score that decides which tracks exist; smoothing; late scans.
//!
//! The cost of a scan grows with the pairs of tracks and plots that are near each other, which a
//! grid finds, not with all pairs.

mod axis;
mod beliefs;
mod config;
mod motion;
mod track;

use std::collections::{HashMap, VecDeque};

use crate::error::Error;

pub use config::{Association, Sensor, TrackerConfig, Turns};
pub use track::{Smoothed, Track};

/// A detection at a place, in metres east and north of anywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plot {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

/// Follows vessels from scan to scan.
#[derive(Debug)]
pub struct Tracker {
    config: TrackerConfig,
    tracks: Vec<Track>,
    time: Option<f64>,
    next_id: u64,
    /// The latest scans, the latest last, each with what was known before it.
    scans: VecDeque<Scan>,
    n_scans: u64,
    /// The numbers of tracks by the scan and plot with which they began, so that what a late scan
    /// does not change keeps its number.
    numbers: HashMap<(u64, usize), u64>,
    n_left_out: u64,
}

/// A scan, and what was known before it.
#[derive(Debug)]
struct Scan {
    number: u64,
    time: f64,
    sensor: Sensor,
    plots: Vec<Plot>,
    sees_all: bool,
    before: (Option<f64>, Vec<Track>),
}

/// The squared, normalised distance within which 99.9 % of a vessel's plots lie (chi-squared, two
/// degrees of freedom).
const GATE: f64 = 13.8;

impl Tracker {
    /// A tracker that has seen nothing.
    pub fn new(config: TrackerConfig) -> Result<Self, Error> {
        config.check()?;
        Ok(Self {
            config,
            tracks: Vec::new(),
            time: None,
            next_id: 1,
            scans: VecDeque::new(),
            n_scans: 0,
            numbers: HashMap::new(),
            n_left_out: 0,
        })
    }

    /// The vessels that the tracker believes in.
    pub fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(|track| track.confirmed)
    }

    /// Scans that were older than all that is remembered, and were left out.
    pub fn n_left_out(&self) -> u64 {
        self.n_left_out
    }

    /// Takes the plots of a scan at a time in seconds: whoever was not detected was missed. A late
    /// scan is put in its place among those that are remembered, and what came after it is followed
    /// again, so that the tracks are what they would be had it come in time.
    pub fn scan(&mut self, time: f64, plots: &[Plot]) {
        self.take(self.config.sensor(), time, plots, true);
    }

    /// The same of a sensor that is not the one in the configuration.
    pub fn scan_of(&mut self, sensor: Sensor, time: f64, plots: &[Plot]) {
        self.take(sensor, time, plots, true);
    }

    /// Takes plots of some vessels only, such as the reports of one: that others were not detected
    /// says nothing of them. Late ones are put in their place as those of a scan.
    pub fn reports(&mut self, time: f64, plots: &[Plot]) {
        self.take(self.config.sensor(), time, plots, false);
    }

    /// The same of a sensor that is not the one in the configuration.
    pub fn reports_of(&mut self, sensor: Sensor, time: f64, plots: &[Plot]) {
        self.take(sensor, time, plots, false);
    }

    fn take(&mut self, sensor: Sensor, time: f64, plots: &[Plot], sees_all: bool) {
        if !time.is_finite() || self.time.is_some_and(|last| !(time - last).is_finite()) {
            return;
        }
        self.n_scans += 1;
        let is_late = self.time.is_some_and(|last| time < last);
        let known = if is_late { self.scans.front().map(|scan| scan.time) } else { Some(time) };
        if known.is_none_or(|known| time < known) {
            self.n_left_out += 1;
            return;
        }
        let at = self.scans.iter().position(|scan| scan.time > time).unwrap_or(self.scans.len());
        let later: Vec<Scan> = self.scans.drain(at..).collect();
        if let Some(first) = later.first() {
            (self.time, self.tracks) = first.before.clone();
        }
        self.follow(Scan {
            number: self.n_scans,
            time,
            sensor,
            plots: plots.to_vec(),
            sees_all,
            before: (None, Vec::new()),
        });
        for scan in later {
            self.follow(scan);
        }
        while self.scans.len() > self.config.lag {
            if let Some(scan) = self.scans.pop_front() {
                self.numbers.retain(|(number, _), _| *number != scan.number);
            }
        }
    }

    /// Follows a scan that is no older than the one before.
    fn follow(&mut self, mut scan: Scan) {
        let is_remembered = self.config.lag > 0;
        if is_remembered {
            scan.before = (self.time, self.tracks.clone());
        }
        let config = self.config.seen_by(scan.sensor);
        let seconds = self.time.map_or(0.0, |last| scan.time - last);
        self.time = Some(scan.time);
        for track in &mut self.tracks {
            track.predict(scan.time, seconds, &config);
        }
        let taken = match config.association {
            Association::Nearest => self.nearest(&scan, &config),
            Association::Beliefs => self.believe(&scan, &config),
        };
        self.tracks.retain(Track::is_worth_keeping);
        for (idx, plot) in scan.plots.iter().enumerate().filter(|(idx, _)| !taken[*idx]) {
            let id = self.number(scan.number, idx);
            self.tracks.push(Track::new(id, (scan.time, *plot), &config));
        }
        if is_remembered {
            self.scans.push_back(scan);
        }
    }

    /// The number of the track that begins with a plot.
    fn number(&mut self, scan: u64, plot: usize) -> u64 {
        let mut fresh = || {
            self.next_id += 1;
            self.next_id - 1
        };
        if self.config.lag == 0 {
            return fresh();
        }
        *self.numbers.entry((scan, plot)).or_insert_with(fresh)
    }

    /// Gives each track at most one plot, likeliest pairs first, confirmed tracks before others;
    /// says which plots are taken.
    fn nearest(&mut self, scan: &Scan, config: &TrackerConfig) -> Vec<bool> {
        let mut pairs = self.pairs(&scan.plots, config);
        pairs.sort_by(|one, other| {
            let rank = |pair: &Near| !self.tracks[pair.track].confirmed;
            rank(one).cmp(&rank(other)).then(one.cost.total_cmp(&other.cost))
        });
        let mut taken = vec![false; scan.plots.len()];
        let mut updated = vec![false; self.tracks.len()];
        for pair in pairs {
            if !taken[pair.plot] && !updated[pair.track] {
                taken[pair.plot] = true;
                updated[pair.track] = true;
                let plot = scan.plots[pair.plot];
                self.tracks[pair.track].update(plot, pair.cost, config);
            }
        }
        if scan.sees_all {
            let all = self.tracks.iter_mut().zip(updated);
            all.filter(|(_, updated)| !updated).for_each(|(track, _)| track.miss(config));
        }
        taken
    }

    /// Gives each track of each plot what is probably its own; says which plots are probably of a
    /// track. Tracks are believed in as far as they exist (D. Mušicki, R. Evans, "Joint Integrated
    /// Probabilistic Data Association", 2004).
    fn believe(&mut self, scan: &Scan, config: &TrackerConfig) -> Vec<bool> {
        let near = self.pairs(&scan.plots, config);
        let detection = if scan.sees_all { config.detection } else { 0.0 };
        let missed = |track: &Track| 1.0 - track.existence() * detection;
        let pair = |it: &Near| {
            let track = &self.tracks[it.track];
            let likelihood = (-0.5 * it.cost).exp() / std::f64::consts::TAU;
            let weight = track.existence() * config.detection * likelihood
                / (config.clutter * missed(track));
            beliefs::Pair { track: it.track, plot: it.plot, weight }
        };
        let pairs: Vec<beliefs::Pair> = near.iter().map(pair).collect();
        let shares = beliefs::probabilities(&pairs, self.tracks.len(), scan.plots.len());
        let mut of_track: Vec<Vec<(f64, Plot)>> = vec![Vec::new(); self.tracks.len()];
        let mut claimed = vec![0.0; scan.plots.len()];
        for (pair, share) in pairs.iter().zip(shares) {
            of_track[pair.track].push((share, scan.plots[pair.plot]));
            claimed[pair.plot] += share;
        }
        for (track, plots) in self.tracks.iter_mut().zip(of_track) {
            let found: f64 = plots.iter().map(|(share, _)| share).sum();
            let nothing = (1.0 - found).max(f64::MIN_POSITIVE);
            let missed = missed(track);
            // The odds afterwards over the odds before.
            let exists = found / track.existence().max(f64::MIN_POSITIVE)
                + nothing * (1.0 - detection).max(1e-9) / missed;
            let support = exists.max(f64::MIN_POSITIVE).ln() - (nothing / missed).ln();
            track.update_by(&plots, support, config);
        }
        claimed.into_iter().map(|share| share >= 0.5).collect()
    }

    /// The pairs of tracks and plots that may belong together.
    fn pairs(&self, plots: &[Plot], config: &TrackerConfig) -> Vec<Near> {
        let gates = self.tracks.iter().map(|track| track.motion.gate(config));
        let widest = gates.fold(1.0, f64::max);
        let cell = |x: f64, y: f64| ((x / widest).floor() as i64, (y / widest).floor() as i64);
        let mut grid: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for (idx, plot) in plots.iter().enumerate() {
            grid.entry(cell(plot.x, plot.y)).or_default().push(idx);
        }
        let mut pairs = Vec::new();
        for (idx, track) in self.tracks.iter().enumerate() {
            let (x, y) = track.position();
            let (x, y) = cell(x, y);
            let around = |away: (i64, i64)| (x.saturating_add(away.0), y.saturating_add(away.1));
            for cell in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| around((dx, dy)))) {
                for plot in grid.get(&cell).into_iter().flatten() {
                    if let Some(cost) = track.motion.cost(plots[*plot], config) {
                        pairs.push(Near { track: idx, plot: *plot, cost });
                    }
                }
            }
        }
        pairs
    }
}

/// A track and a plot that may belong to it.
struct Near {
    track: usize,
    plot: usize,
    cost: f64,
}

#[cfg(test)]
mod tests {
    use super::{Association, Plot, Sensor, Tracker, TrackerConfig, Turns};

    /// Two vessels that pass each other, one of them turning, with a false plot now and then.
    fn scans() -> Vec<(f64, Vec<Plot>)> {
        let plot = |x: f64, y: f64| Plot { x, y };
        (0..40_i32)
            .map(|idx| {
                let at = f64::from(idx);
                let wobble = f64::from(idx * 7919 % 101) - 50.0;
                let turn = (at - 20.0).max(0.0);
                let mut plots = vec![plot(at * 60.0 + wobble, 200.0 - wobble)];
                plots.push(plot(2400.0 - at * 60.0, -300.0 + wobble + turn * turn * 8.0));
                if idx % 5 == 0 {
                    plots.push(plot(5000.0 + at * 300.0, -4000.0));
                }
                (at * 10.0, plots)
            })
            .collect()
    }

    fn configs() -> impl Iterator<Item = TrackerConfig> {
        let turns = Turns { manoeuvre: 1.0, begins: 0.005, ends: 0.02 };
        let all = [None, Some(turns)];
        let config = TrackerConfig { lag: 12, ..TrackerConfig::new(50.0, 0.9, 1e-7, 1e-8) };
        all.into_iter().flat_map(move |turns| {
            [Association::Nearest, Association::Beliefs].map(|association| TrackerConfig {
                turns,
                association,
                ..config
            })
        })
    }

    #[test]
    fn what_comes_late_is_as_if_it_had_come_in_time() {
        for config in configs() {
            let (mut in_time, mut late) = (Tracker::new(config), Tracker::new(config));
            let (in_time, late) =
                (in_time.as_mut().expect("parameters"), late.as_mut().expect("parameters"));
            for (time, plots) in scans() {
                in_time.scan(time, &plots);
            }
            // Every fourth comes after the next seven, and one of a vessel after all.
            let (mut order, mut held): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
            for idx in 0..40 {
                (if idx % 4 == 3 { &mut held } else { &mut order }).push(idx);
                if held.first().is_some_and(|first| idx >= first + 7) {
                    order.push(held.remove(0));
                }
            }
            order.extend(held);
            let scans = scans();
            for idx in order {
                late.scan(scans[idx].0, &scans[idx].1);
            }
            let state = |tracker: &Tracker| {
                let mut all: Vec<_> =
                    tracker.tracks().map(|it| (it.position(), it.velocity())).collect();
                all.sort_by(|one, other| one.0.0.total_cmp(&other.0.0));
                all
            };
            assert_eq!(state(in_time), state(late), "{config:?}");
            assert_eq!((late.n_left_out(), state(late).len()), (0, 2), "{config:?}");
            late.scan(-500.0, &[]);
            assert_eq!(late.n_left_out(), 1);
        }
    }

    #[test]
    fn a_late_scan_leaves_tracks_their_numbers() {
        for config in configs() {
            let mut tracker = Tracker::new(config).expect("parameters");
            let scans = scans();
            let (late, rest) = scans.split_last().expect("some");
            for (time, plots) in rest {
                tracker.scan(*time, plots);
            }
            let ids = |tracker: &Tracker| tracker.tracks().map(|it| it.id).collect::<Vec<_>>();
            let before = ids(&tracker);
            tracker.reports(late.0 - 45.0, &[Plot { x: 90_000.0, y: 0.0 }]);
            assert_eq!(ids(&tracker), before);
        }
    }

    #[test]
    fn reports_of_one_vessel_say_nothing_of_others() {
        for config in configs() {
            let mut tracker = Tracker::new(config).expect("parameters");
            let mut scans = scans();
            scans.truncate(20);
            for (time, plots) in scans {
                tracker.scan(time, &plots);
            }
            for second in 191..260 {
                tracker.reports(f64::from(second), &[Plot { x: 80_000.0, y: 0.0 }]);
            }
            assert!(tracker.tracks().count() >= 2, "{config:?}");
            for second in 26..90 {
                tracker.scan(f64::from(second) * 10.0, &[]);
            }
            assert_eq!(tracker.tracks().count(), 0, "{config:?}");
        }
    }

    /// A coarse sensor and a fine one see a vessel in turn: by both it is known better than by either,
    /// and each says what it is worth.
    #[test]
    fn two_sensors_are_better_than_one() {
        let coarse = Sensor::new(200.0, 0.9, 1e-8).expect("parameters");
        let fine = Sensor::new(30.0, 0.9, 1e-8).expect("parameters");
        for config in configs() {
            let run = |seen_by: [Option<Sensor>; 2]| {
                let mut tracker = Tracker::new(config).expect("parameters");
                for step in 0..40_i32 {
                    let Some(sensor) = seen_by[(step % 2) as usize] else { continue };
                    let at = f64::from(step);
                    let plot = Plot { x: at * 80.0, y: 500.0 };
                    tracker.scan_of(sensor, at * 10.0, &[plot]);
                }
                let track = tracker.tracks().next().expect("a vessel");
                let (x, sigma) = (track.position().0, track.uncertainty().0);
                assert!((x - 39.0 * 80.0).abs() < 80.0 * 1.5, "{config:?} {x}");
                sigma
            };
            let both = run([Some(coarse), Some(fine)]);
            let alone = [run([Some(coarse), None]), run([None, Some(fine)])];
            assert!(both < alone[0] && alone[1] < alone[0], "{config:?} {both} {alone:?}");
            // A coarse sensor says little of whether somebody turns.
            assert!(both < alone[1] || config.turns.is_some(), "{config:?} {both} {alone:?}");
        }
        assert!(Sensor::new(0.0, 0.9, 1e-8).is_err() && Sensor::new(1.0, f64::NAN, 1.0).is_err());
    }

    #[test]
    fn the_sensor_of_the_configuration_is_one_like_others() {
        for config in configs() {
            let (mut plainly, mut named) =
                (Tracker::new(config).expect("parameters"), Tracker::new(config).expect("same"));
            let sensor = Sensor::new(50.0, 0.9, 1e-7).expect("parameters");
            for (time, plots) in scans() {
                plainly.scan(time, &plots);
                named.scan_of(sensor, time, &plots);
            }
            assert!(plainly.tracks().eq(named.tracks()));
        }
    }

    #[test]
    fn nothing_breaks_it() {
        for config in configs().map(|config| TrackerConfig { detection: 1.0, ..config }) {
            assert!(Tracker::new(TrackerConfig { clutter: 0.0, ..config }).is_err());
            let mut tracker = Tracker::new(config).expect("parameters");
            let far = Plot { x: f64::MAX, y: f64::NAN };
            for time in [0.0, f64::NAN, -5.0, 1e300, 10.0, -1e300] {
                tracker.scan(time, &[far, Plot { x: 0.0, y: 0.0 }]);
                for track in tracker.tracks() {
                    drop(track.smoothed());
                }
            }
        }
    }
}
