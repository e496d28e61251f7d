//! Tracks from plots that do not name their vessel, as radar gives them: constant-velocity Kalman
//! filters, gating, nearest pairs first, and a score that decides which tracks exist.
//!
//! The cost of a scan grows with the pairs of tracks and plots that are near each other, which a
//! grid finds, not with all pairs.

use std::collections::HashMap;

use crate::error::Error;

/// A detection at a place, in metres east and north of anywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plot {
    /// Metres east.
    pub x: f64,
    /// Metres north.
    pub y: f64,
}

/// What the tracker is told of sensor and vessels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackerConfig {
    /// Standard deviation of a plot in each direction, in metres.
    pub position_noise: f64,
    /// Power spectral density of acceleration, in m²/s³.
    pub manoeuvre: f64,
    /// Standard deviation of a vessel's speed in each direction, in m/s.
    pub speed: f64,
    /// Probability that a vessel is detected in a scan.
    pub detection: f64,
    /// False plots for each square metre and scan.
    pub clutter: f64,
    /// New vessels for each square metre and scan.
    pub births: f64,
}

/// A vessel that the tracker believes in, or begins to.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Its number; numbers are not used again.
    pub id: u64,
    east: Axis,
    north: Axis,
    /// Logarithm of the ratio of the probabilities that it is a vessel and that it is clutter
    /// (R. Sittler, 1964; S. Blackman, R. Popoli, "Design and Analysis of Modern Tracking
    /// Systems", 1999, 6.2).
    score: f64,
    best_score: f64,
    confirmed: bool,
}

/// Position, velocity and their covariance in one direction. The directions are independent
/// because plots are as uncertain in both.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Axis {
    position: f64,
    velocity: f64,
    var_position: f64,
    covariance: f64,
    var_velocity: f64,
}

/// Follows vessels from scan to scan.
#[derive(Debug)]
pub struct Tracker {
    config: TrackerConfig,
    tracks: Vec<Track>,
    time: Option<f64>,
    next_id: u64,
}

/// The squared, normalised distance within which 99.9 % of a vessel's plots lie (chi-squared, two
/// degrees of freedom).
const GATE: f64 = 13.8;
/// A track is confirmed when a vessel is so many times likelier than clutter.
const CONFIRM: f64 = 1e4;
/// A track is dropped when its likelihood has fallen by such a factor from its best.
const DROP: f64 = 1e-4;
/// A new track is dropped when clutter is so many times likelier.
const REFUSE: f64 = 1e3;

impl Tracker {
    /// A tracker that has seen nothing.
    pub fn new(config: TrackerConfig) -> Result<Self, Error> {
        let parameters = [
            ("position_noise", config.position_noise),
            ("manoeuvre", config.manoeuvre),
            ("speed", config.speed),
            ("detection", config.detection),
            ("clutter", config.clutter),
            ("births", config.births),
        ];
        match parameters.iter().find(|(_, value)| !(value.is_finite() && *value > 0.0)) {
            Some((name, _)) => Err(Error::Parameter { name }),
            None => Ok(Self { config, tracks: Vec::new(), time: None, next_id: 1 }),
        }
    }

    /// The vessels that the tracker believes in.
    pub fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(|track| track.confirmed)
    }

    /// Takes the plots of a scan at a time in seconds; scans of the past are left out.
    pub fn scan(&mut self, time: f64, plots: &[Plot]) {
        let seconds = self.time.map_or(0.0, |last| time - last);
        if !seconds.is_finite() || seconds < 0.0 {
            return;
        }
        self.time = Some(time);
        for track in &mut self.tracks {
            track.east.predict(seconds, self.config.manoeuvre);
            track.north.predict(seconds, self.config.manoeuvre);
        }
        let taken = self.associate(plots);
        self.tracks.retain(Track::is_worth_keeping);
        let free = plots.iter().zip(taken).filter(|(_, taken)| !taken);
        for (plot, _) in free {
            self.tracks.push(Track::new(self.next_id, *plot, &self.config));
            self.next_id += 1;
        }
    }

    /// Gives each track at most one plot, likeliest pairs first, confirmed tracks before others;
    /// says which plots are taken.
    fn associate(&mut self, plots: &[Plot]) -> Vec<bool> {
        let mut pairs = self.pairs(plots);
        pairs.sort_by(|one, other| {
            let rank = |pair: &Pair| !self.tracks[pair.track].confirmed;
            rank(one).cmp(&rank(other)).then(one.cost.total_cmp(&other.cost))
        });
        let mut taken = vec![false; plots.len()];
        let mut updated = vec![false; self.tracks.len()];
        for pair in pairs {
            if !taken[pair.plot] && !updated[pair.track] {
                taken[pair.plot] = true;
                updated[pair.track] = true;
                self.tracks[pair.track].update(plots[pair.plot], &self.config);
            }
        }
        let missed = (1.0 - self.config.detection).max(1e-9).ln();
        for (track, _) in self.tracks.iter_mut().zip(updated).filter(|(_, updated)| !updated) {
            track.score += missed;
        }
        taken
    }

    /// The pairs of tracks and plots that may belong together.
    fn pairs(&self, plots: &[Plot]) -> Vec<Pair> {
        let widest = self.tracks.iter().map(|track| track.gate(&self.config)).fold(1.0, f64::max);
        let cell = |x: f64, y: f64| ((x / widest).floor() as i64, (y / widest).floor() as i64);
        let mut grid: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
        for (idx, plot) in plots.iter().enumerate() {
            grid.entry(cell(plot.x, plot.y)).or_default().push(idx);
        }
        let mut pairs = Vec::new();
        for (idx, track) in self.tracks.iter().enumerate() {
            let (x, y) = cell(track.east.position, track.north.position);
            for around in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy))) {
                for plot in grid.get(&around).into_iter().flatten() {
                    if let Some(cost) = track.cost(plots[*plot], &self.config) {
                        pairs.push(Pair { track: idx, plot: *plot, cost });
                    }
                }
            }
        }
        pairs
    }
}

/// A track and a plot that may belong to it.
struct Pair {
    track: usize,
    plot: usize,
    cost: f64,
}

impl Track {
    fn new(id: u64, plot: Plot, config: &TrackerConfig) -> Self {
        let score = (config.births / config.clutter).ln();
        Self {
            id,
            east: Axis::new(plot.x, config),
            north: Axis::new(plot.y, config),
            score,
            best_score: score,
            confirmed: false,
        }
    }

    /// Metres east and north.
    pub fn position(&self) -> (f64, f64) {
        (self.east.position, self.north.position)
    }

    /// Metres east and north a second.
    pub fn velocity(&self) -> (f64, f64) {
        (self.east.velocity, self.north.velocity)
    }

    /// Standard deviations of the position in metres, east and north.
    pub fn uncertainty(&self) -> (f64, f64) {
        (self.east.var_position.sqrt(), self.north.var_position.sqrt())
    }

    /// Variances of the difference between plot and prediction.
    fn variances(&self, config: &TrackerConfig) -> (f64, f64) {
        let noise = config.position_noise * config.position_noise;
        (self.east.var_position + noise, self.north.var_position + noise)
    }

    /// How far away a plot may be, in metres.
    fn gate(&self, config: &TrackerConfig) -> f64 {
        let (east, north) = self.variances(config);
        (GATE * east.max(north)).sqrt()
    }

    /// Twice the negative logarithm of a plot's likelihood, less a constant; none beyond the gate.
    fn cost(&self, plot: Plot, config: &TrackerConfig) -> Option<f64> {
        let (east, north) = self.variances(config);
        let (dx, dy) = (plot.x - self.east.position, plot.y - self.north.position);
        let squared = dx * dx / east + dy * dy / north;
        (squared <= GATE).then(|| squared + (east * north).ln())
    }

    fn update(&mut self, plot: Plot, config: &TrackerConfig) {
        let cost = self.cost(plot, config).unwrap_or(GATE);
        let log_likelihood = -0.5 * cost - std::f64::consts::TAU.ln();
        self.score += log_likelihood + (config.detection / config.clutter).ln();
        self.best_score = self.best_score.max(self.score);
        let start = (config.births / config.clutter).ln();
        self.confirmed |= self.score >= CONFIRM.ln() + start.max(0.0);
        let noise = config.position_noise * config.position_noise;
        self.east.update(plot.x, noise);
        self.north.update(plot.y, noise);
    }

    fn is_worth_keeping(&self) -> bool {
        let floor = if self.confirmed { self.best_score + DROP.ln() } else { -REFUSE.ln() };
        self.score >= floor
    }
}

impl Axis {
    fn new(position: f64, config: &TrackerConfig) -> Self {
        Self {
            position,
            velocity: 0.0,
            var_position: config.position_noise * config.position_noise,
            covariance: 0.0,
            var_velocity: config.speed * config.speed,
        }
    }

    /// Moves on (Y. Bar-Shalom, X. Li, T. Kirubarajan, "Estimation with Applications to Tracking
    /// and Navigation", 2001, 6.2.2: continuous white noise acceleration).
    fn predict(&mut self, seconds: f64, manoeuvre: f64) {
        let squared = seconds * seconds;
        self.position += self.velocity * seconds;
        self.var_position += 2.0 * seconds * self.covariance
            + squared * self.var_velocity
            + manoeuvre * squared * seconds / 3.0;
        self.covariance += seconds * self.var_velocity + manoeuvre * squared / 2.0;
        self.var_velocity += manoeuvre * seconds;
    }

    fn update(&mut self, measured: f64, noise: f64) {
        let total = self.var_position + noise;
        let (gain, gain_velocity) = (self.var_position / total, self.covariance / total);
        let difference = measured - self.position;
        self.position += gain * difference;
        self.velocity += gain_velocity * difference;
        self.var_velocity -= gain_velocity * self.covariance;
        self.covariance *= 1.0 - gain;
        self.var_position *= 1.0 - gain;
    }
}

#[cfg(test)]
mod tests {
    use super::{Plot, Tracker, TrackerConfig};

    /// Numbers that look random and are always the same.
    struct Random(u64);

    impl Random {
        fn uniform(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64
        }

        /// Sum of uniform numbers, near enough to a normal one.
        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
        }
    }

    struct Outcome {
        ospa: f64,
        gospa: f64,
        false_tracks: f64,
    }

    /// Fifty vessels on nearly straight courses that start in a square of so many metres, 500 scans
    /// of 10 s, and so much clutter a scan.
    fn run(n_clutter: usize, side: f64) -> Outcome {
        let mut random = Random(7);
        let mut vessels: Vec<[f64; 4]> = (0..50)
            .map(|_| {
                let place = [random.uniform() * side, random.uniform() * side];
                [place[0], place[1], random.normal() * 5.0, random.normal() * 5.0]
            })
            .collect();
        let area = side * side;
        let mut tracker = Tracker::new(TrackerConfig {
            position_noise: 50.0,
            manoeuvre: 0.01,
            speed: 8.0,
            detection: 0.9,
            clutter: n_clutter as f64 / area,
            births: 1.0 / area,
        })
        .expect("parameters");
        let mut total = Outcome { ospa: 0.0, gospa: 0.0, false_tracks: 0.0 };
        for scan in 0..500 {
            let mut plots = Vec::new();
            for vessel in &mut vessels {
                vessel[2] += random.normal() * 0.05;
                vessel[3] += random.normal() * 0.05;
                vessel[0] += vessel[2] * 10.0;
                vessel[1] += vessel[3] * 10.0;
                if random.uniform() < 0.9 {
                    let (dx, dy) = (random.normal() * 50.0, random.normal() * 50.0);
                    plots.push(Plot { x: vessel[0] + dx, y: vessel[1] + dy });
                }
            }
            plots.extend(
                (0..n_clutter)
                    .map(|_| Plot { x: random.uniform() * side, y: random.uniform() * side }),
            );
            tracker.scan(f64::from(scan) * 10.0, &plots);
            if scan >= 20 {
                let (ospa, gospa, n_false) = score(&vessels, &tracker);
                total.ospa += ospa / 480.0;
                total.gospa += gospa / 480.0;
                total.false_tracks += n_false / 480.0;
            }
        }
        total
    }

    /// OSPA and GOSPA with c = 200, p = 2, alpha = 2 (D. Schuhmacher et al., 2008; A. Rahmathullah
    /// et al., 2017), with pairs taken nearest first, and the tracks with no vessel.
    fn score(vessels: &[[f64; 4]], tracker: &Tracker) -> (f64, f64, f64) {
        let tracks: Vec<(f64, f64)> = tracker.tracks().map(super::Track::position).collect();
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (idx, vessel) in vessels.iter().enumerate() {
            for (other, track) in tracks.iter().enumerate() {
                let metres = (vessel[0] - track.0).hypot(vessel[1] - track.1);
                if metres < 200.0 {
                    pairs.push((metres, idx, other));
                }
            }
        }
        pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (mut found, mut used) = (vec![false; vessels.len()], vec![false; tracks.len()]);
        let (mut squares, mut n_pairs) = (0.0, 0);
        for (metres, vessel, track) in pairs {
            if !found[vessel] && !used[track] {
                (found[vessel], used[track]) = (true, true);
                squares += metres * metres;
                n_pairs += 1;
            }
        }
        let (n_missed, n_false) = (vessels.len() - n_pairs, tracks.len() - n_pairs);
        let larger = vessels.len().max(tracks.len());
        let ospa = (squares + 40_000.0 * (larger - n_pairs) as f64) / larger as f64;
        let gospa = squares + 20_000.0 * (n_missed + n_false) as f64;
        (ospa.sqrt(), gospa.sqrt(), n_false as f64)
    }

    #[test]
    fn fifty_vessels_in_clutter() {
        for (n_clutter, side) in [(20, 50_000.0), (100, 50_000.0), (20, 20_000.0), (100, 20_000.0)]
        {
            let start = std::time::Instant::now();
            let Outcome { ospa, gospa, false_tracks } = run(n_clutter, side);
            println!(
                "{n_clutter} clutter, {side:.0} m: OSPA {ospa:.1} m, GOSPA {gospa:.1} m, {false_tracks:.2} false \
                 tracks, {:.2} s",
                start.elapsed().as_secs_f64()
            );
            assert!(ospa < 44.6, "OSPA {ospa}, {n_clutter} clutter");
            assert!(gospa < 308.7, "GOSPA {gospa}, {n_clutter} clutter");
            assert!(false_tracks < 1.0, "{false_tracks} false, {n_clutter} clutter");
        }
    }

    #[test]
    fn nothing_breaks_it() {
        let config = TrackerConfig {
            position_noise: 50.0,
            manoeuvre: 0.01,
            speed: 8.0,
            detection: 1.0,
            clutter: 1e-9,
            births: 1e-9,
        };
        assert!(Tracker::new(TrackerConfig { clutter: 0.0, ..config }).is_err());
        let mut tracker = Tracker::new(config).expect("parameters");
        let far = Plot { x: f64::MAX, y: f64::NAN };
        for time in [0.0, f64::NAN, -5.0, 1e300, 10.0] {
            tracker.scan(time, &[far, Plot { x: 0.0, y: 0.0 }]);
        }
    }
}
