//! Where all vessels of an area were: their tracks, thinned evenly, and how many passed where.

use std::collections::{BTreeMap, HashSet};

use super::Position;

/// Silences longer than this are gaps: the fixes on both sides are kept, in milliseconds.
const GAP: i64 = 600_000;

/// Tracks of all vessels of an area, kept within a number of positions: where there are more, they
/// are thinned evenly in time, and gaps stay gaps.
#[derive(Debug)]
pub(crate) struct Tracks {
    vessels: BTreeMap<u32, Vec<Position>>,
    n_kept: usize,
    most: usize,
    /// The least time between two positions of a vessel, in milliseconds.
    pub(crate) step: i64,
}

impl Tracks {
    /// At most so many positions, at least `step` milliseconds apart.
    pub(crate) fn new(most: usize, step: i64) -> Self {
        Self { vessels: BTreeMap::new(), n_kept: 0, most, step: step.max(1000) }
    }

    /// Adds positions of a file: those of a vessel follow each other in time.
    pub(crate) fn add(&mut self, positions: impl IntoIterator<Item = Position>) {
        let mut touched = HashSet::new();
        for position in positions {
            self.vessels.entry(position.mmsi).or_default().push(position);
            self.n_kept += 1;
            touched.insert(position.mmsi);
            if self.n_kept >= 2 * self.most {
                self.thin_all();
            }
        }
        for mmsi in touched {
            self.thin(mmsi);
        }
        while self.n_kept > self.most {
            self.step *= 2;
            self.thin_all();
        }
    }

    /// The tracks by vessel, in the order of time.
    pub(crate) fn finish(self) -> BTreeMap<u32, Vec<Position>> {
        self.vessels
    }

    fn thin_all(&mut self) {
        let all: Vec<u32> = self.vessels.keys().copied().collect();
        let n_before = self.n_kept;
        for mmsi in all {
            self.thin(mmsi);
        }
        // Many vessels with few positions each cannot be thinned: those last in number go.
        if self.n_kept == n_before && self.n_kept > self.most {
            while self.n_kept > self.most
                && let Some((_, gone)) = self.vessels.pop_last()
            {
                self.n_kept -= gone.len();
            }
        }
    }

    fn thin(&mut self, mmsi: u32) {
        let Some(track) = self.vessels.get_mut(&mmsi) else { return };
        let n_before = track.len();
        track.sort_unstable();
        track.dedup_by_key(|position| position.time);
        let mut kept: Vec<Position> = Vec::with_capacity(track.len().min(1024));
        for (at, position) in track.iter().enumerate() {
            let next = track.get(at + 1);
            let last = kept.last().map_or(i64::MIN / 2, |last| last.time);
            let before = at.checked_sub(1).and_then(|at| track.get(at));
            let ends = next.is_none_or(|next| next.time - position.time > GAP);
            let begins = before.is_none_or(|before| position.time - before.time > GAP);
            if ends || begins || position.time - last >= self.step {
                kept.push(*position);
            }
        }
        self.n_kept = self.n_kept + kept.len() - n_before;
        *track = kept;
    }
}

/// How many vessels passed through each square.
#[derive(Debug)]
pub(crate) struct Density {
    /// Squares a degree.
    per_degree: f64,
    squares: BTreeMap<(i32, i32), HashSet<u32>>,
    n_pairs: usize,
}

/// Pairs of vessel and square that are counted; beyond that, only squares that are known.
const MOST_PAIRS: usize = 4_000_000;

impl Density {
    /// With squares of so many degrees.
    pub(crate) fn new(side: f64) -> Self {
        Self { per_degree: 1.0 / side, squares: BTreeMap::new(), n_pairs: 0 }
    }

    pub(crate) fn add(&mut self, positions: impl IntoIterator<Item = Position>) {
        for Position { mmsi, lat, lon, .. } in positions {
            let square = |value: i32| (f64::from(value) / 1e7 * self.per_degree).floor() as i32;
            if self.n_pairs < MOST_PAIRS {
                let vessels = self.squares.entry((square(lat), square(lon))).or_default();
                self.n_pairs += usize::from(vessels.insert(mmsi));
            }
        }
    }

    /// South, west and side in degrees, and how many vessels.
    pub(crate) fn finish(self) -> impl Iterator<Item = (f64, f64, f64, u32)> {
        let side = 1.0 / self.per_degree;
        self.squares.into_iter().map(move |((south, west), vessels)| {
            (f64::from(south) * side, f64::from(west) * side, side, vessels.len() as u32)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Density, Position, Tracks};

    fn at(mmsi: u32, second: i64) -> Position {
        let lon = 10_000_000 + second as i32 * 1000;
        Position { mmsi, time: second * 1000, lat: 500_000_000, lon, speed: 100, course: 900 }
    }

    #[test]
    fn tracks_stay_within_bounds_and_gaps_stay() {
        let mut tracks = Tracks::new(500, 10_000);
        for mmsi in 1..=10 {
            // An hour of a report every two seconds, with a silence of twenty minutes in it.
            let seconds = (0..3600).step_by(2).filter(|second| !(1200..2400).contains(second));
            tracks.add(seconds.map(|second| at(mmsi, second)));
        }
        let tracks = tracks.finish();
        assert!(tracks.len() == 10 && tracks.values().map(Vec::len).sum::<usize>() <= 500);
        for track in tracks.values() {
            let ends = track.windows(2).find(|pair| pair[1].time - pair[0].time > 600_000);
            let ends = ends.expect("the gap");
            assert_eq!((ends[0].time, ends[1].time), (1_198_000, 2_400_000));
            assert_eq!((track[0].time, track[track.len() - 1].time), (0, 3_598_000));
        }
    }

    #[test]
    fn a_crowd_of_vessels_heard_once_is_cut_off() {
        let mut tracks = Tracks::new(100, 10_000);
        tracks.add((1..=10_000).map(|mmsi| at(mmsi, 0)));
        assert_eq!(tracks.finish().len(), 100);
    }

    #[test]
    fn a_vessel_counts_once_a_square() {
        let mut density = Density::new(0.1);
        density.add((0..100).map(|second| at(1, second)).chain([at(2, 5)]));
        let squares: Vec<_> = density.finish().collect();
        assert_eq!(squares.len(), 1);
        assert_eq!(squares[0].3, 2);
    }
}
