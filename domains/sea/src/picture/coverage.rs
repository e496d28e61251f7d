//! Where vessels are heard: how many reports came from each square, and when the last did.

use crate::map::Map;

/// Squares that are kept; when there are more, those heard longest ago are forgotten.
const MOST: usize = 200_000;
/// Squares a degree.
const PER_DEGREE: f64 = 20.0;

/// A square of a twentieth of a degree, by its south-western corner.
type Square = (i16, i16);

/// What is heard where.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    squares: Map<Square, Heard>,
}

/// What was heard in a square.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) n_reports: u32,
    pub(crate) latest: i64,
}

/// The corner of a square and its side, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) south: f64,
    pub(crate) west: f64,
    pub(crate) side: f64,
}

impl Coverage {
    pub(crate) fn heard(&mut self, lat: f64, lon: f64, time: i64) {
        let square = ((lat * PER_DEGREE).floor() as i16, (lon * PER_DEGREE).floor() as i16);
        if self.squares.len() >= MOST && !self.squares.contains_key(&square) {
            self.forget();
        }
        let heard = self.squares.entry(square).or_default();
        heard.n_reports = heard.n_reports.saturating_add(1);
        heard.latest = heard.latest.max(time);
    }

    /// All squares.
    pub(crate) fn squares(&self) -> impl Iterator<Item = (Place, Heard)> {
        self.squares.iter().map(|((south, west), heard)| {
            let [south, west] = [south, west].map(|side| f64::from(*side) / PER_DEGREE);
            (Place { south, west, side: 1.0 / PER_DEGREE }, *heard)
        })
    }

    fn forget(&mut self) {
        let mut times: Vec<i64> = self.squares.values().map(|heard| heard.latest).collect();
        let (_, limit, _) = times.select_nth_unstable(MOST / 4);
        let limit = *limit;
        self.squares.retain(|_, heard| heard.latest > limit);
    }
}
