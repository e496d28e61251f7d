//! A scenario with its truth, and how well tracks fit it.

use std::fmt::Write as _;

use crossbearing_tracks::Plot;

/// Seconds between scans.
pub(crate) const SECONDS: f64 = 10.0;
/// Scans at the start that are not scored.
pub(crate) const UNSCORED: usize = 20;
/// Standard deviation of a plot in each direction, in metres.
pub(crate) const NOISE: f64 = 50.0;
/// Probability that a vessel is detected.
pub(crate) const DETECTION: f64 = 0.9;
/// Beyond so many metres a track is not a vessel's: `c` of OSPA and GOSPA.
const CUT: f64 = 200.0;

/// What is simulated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The side of the square in metres.
    pub(crate) side: f64,
    /// False plots a scan.
    pub(crate) n_clutter: usize,
    /// Scans.
    pub(crate) n_scans: usize,
    /// Vessels turn now and then, at two degrees a second.
    pub(crate) turns: bool,
}

/// What was simulated.
pub(crate) struct Scenario {
    /// Where the vessels are, by scan.
    pub(crate) truth: Vec<Vec<(f64, f64)>>,
    /// What is detected, by scan.
    pub(crate) plots: Vec<Vec<Plot>>,
}

/// How well tracks fit, on the average of the scored scans.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fit {
    pub(crate) ospa: f64,
    pub(crate) gospa: f64,
    /// Root of the mean squared distance of vessels that are followed.
    pub(crate) rms: f64,
    pub(crate) n_missed: f64,
    pub(crate) n_false: f64,
}

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

impl Scenario {
    /// Fifty vessels on nearly straight courses that start in the square.
    pub(crate) fn new(setting: Setting) -> Self {
        let mut random = Random(7);
        let mut vessels: Vec<[f64; 5]> = (0..50)
            .map(|_| {
                let place = [random.uniform() * setting.side, random.uniform() * setting.side];
                [place[0], place[1], random.normal() * 5.0, random.normal() * 5.0, 0.0]
            })
            .collect();
        let (mut truth, mut plots) = (Vec::new(), Vec::new());
        for _ in 0..setting.n_scans {
            let mut seen = Vec::new();
            for vessel in &mut vessels {
                if setting.turns {
                    turn(vessel, &mut random);
                }
                vessel[2] += random.normal() * 0.05;
                vessel[3] += random.normal() * 0.05;
                vessel[0] += vessel[2] * SECONDS;
                vessel[1] += vessel[3] * SECONDS;
                if random.uniform() < DETECTION {
                    let (dx, dy) = (random.normal() * NOISE, random.normal() * NOISE);
                    seen.push(Plot { x: vessel[0] + dx, y: vessel[1] + dy });
                }
            }
            let mut false_plot = || random.uniform() * setting.side;
            seen.extend((0..setting.n_clutter).map(|_| Plot { x: false_plot(), y: false_plot() }));
            truth.push(vessels.iter().map(|vessel| (vessel[0], vessel[1])).collect());
            plots.push(seen);
        }
        Self { truth, plots }
    }

    /// The plots as a table.
    pub(crate) fn table(&self) -> String {
        let mut table = "time,x,y\n".to_owned();
        for (scan, plots) in self.plots.iter().enumerate() {
            let time = scan as f64 * SECONDS;
            for plot in plots {
                let _ = writeln!(table, "{time},{},{}", plot.x, plot.y);
            }
        }
        table
    }

    /// How well tracks fit, given for each scan.
    pub(crate) fn fit(&self, tracks: &[Vec<(f64, f64)>]) -> Fit {
        let scored = self.truth.iter().zip(tracks).skip(UNSCORED);
        let n = scored.len() as f64;
        scored.map(|(vessels, tracks)| fit(vessels, tracks)).fold(Fit::default(), |sum, one| Fit {
            ospa: sum.ospa + one.ospa / n,
            gospa: sum.gospa + one.gospa / n,
            rms: sum.rms + one.rms / n,
            n_missed: sum.n_missed + one.n_missed / n,
            n_false: sum.n_false + one.n_false / n,
        })
    }
}

/// Begins a turn of half a minute to a minute, or goes on with it.
fn turn(vessel: &mut [f64; 5], random: &mut Random) {
    if vessel[4] == 0.0 && random.uniform() < 0.03 {
        let side = if random.uniform() < 0.5 { -1.0 } else { 1.0 };
        vessel[4] = side * (3.0 + (random.uniform() * 4.0).floor());
    }
    if vessel[4] != 0.0 {
        let angle = vessel[4].signum() * 2.0_f64.to_radians() * SECONDS;
        vessel[4] -= vessel[4].signum();
        let (vx, vy) = (vessel[2], vessel[3]);
        vessel[2] = vx * angle.cos() - vy * angle.sin();
        vessel[3] = vx * angle.sin() + vy * angle.cos();
    }
}

/// OSPA and GOSPA with c = 200, p = 2, alpha = 2 (D. Schuhmacher et al., 2008; A. Rahmathullah et
/// al., 2017) over the best pairs of vessels and tracks.
fn fit(vessels: &[(f64, f64)], tracks: &[(f64, f64)]) -> Fit {
    let pairs = best_pairs(vessels, tracks);
    let squares: f64 = pairs.iter().map(|metres| metres * metres).sum();
    let n_pairs = pairs.len();
    let (n_missed, n_false) = (vessels.len() - n_pairs, tracks.len() - n_pairs);
    let larger = vessels.len().max(tracks.len()).max(1);
    let cut = CUT * CUT;
    Fit {
        ospa: ((squares + cut * (larger - n_pairs) as f64) / larger as f64).sqrt(),
        gospa: (squares + cut / 2.0 * (n_missed + n_false) as f64).sqrt(),
        rms: (squares / n_pairs.max(1) as f64).sqrt(),
        n_missed: n_missed as f64,
        n_false: n_false as f64,
    }
}

/// The distances of the pairs whose sum of squares, with `c²` for whoever has none, is least: the
/// Hungarian method by shortest paths (R. Jonker, A. Volgenant, 1987).
fn best_pairs(vessels: &[(f64, f64)], tracks: &[(f64, f64)]) -> Vec<f64> {
    let n = vessels.len().max(tracks.len());
    let metres = |row: usize, column: usize| match (vessels.get(row), tracks.get(column)) {
        (Some(one), Some(other)) => (one.0 - other.0).hypot(one.1 - other.1).min(CUT),
        _ => CUT,
    };
    let cost = |row: usize, column: usize| metres(row, column) * metres(row, column);
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    // The row of each column, counted from one; 0 is none.
    let mut row_of = vec![0_usize; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let (mut column, mut came_from) = (0, vec![0_usize; n + 1]);
        let (mut least, mut done) = (vec![f64::INFINITY; n + 1], vec![false; n + 1]);
        while row_of[column] != 0 {
            done[column] = true;
            let (from, mut next, mut step) = (row_of[column], 0, f64::INFINITY);
            for to in 1..=n {
                if done[to] {
                    continue;
                }
                let reduced = cost(from - 1, to - 1) - of_row[from] - of_column[to];
                if reduced < least[to] {
                    (least[to], came_from[to]) = (reduced, column);
                }
                if least[to] < step {
                    (step, next) = (least[to], to);
                }
            }
            for to in 0..=n {
                if done[to] {
                    of_row[row_of[to]] += step;
                    of_column[to] -= step;
                } else {
                    least[to] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    let pairs = (1..=n).map(|column| metres(row_of[column] - 1, column - 1));
    pairs.filter(|metres| *metres < CUT).collect()
}
