//! All vessels of a picture, in bounded memory.

use crossbearing_tracks::Report;

use super::said::Particulars;
use super::vessel::Vessel;
use crate::map::Map;

/// Vessels that are kept. When there are more, those heard least and longest ago are forgotten, so
/// that a flood of invented ones pushes out other invented ones.
const MOST: usize = 400_000;

/// All vessels, by MMSI.
#[derive(Debug, Default)]
pub(crate) struct Vessels {
    rows: Map<u32, u32>,
    all: Vec<Vessel>,
    change: u64,
    latest: Option<i64>,
}

impl Vessels {
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Vessel> {
        self.all.iter()
    }

    pub(crate) fn get(&self, mmsi: u32) -> Option<&Vessel> {
        self.rows.get(&mmsi).and_then(|row| self.all.get(*row as usize))
    }

    /// The number of the latest change.
    pub(crate) fn change(&self) -> u64 {
        self.change
    }

    /// The latest time of any report: the picture's own clock.
    pub(crate) fn latest(&self) -> Option<i64> {
        self.latest
    }

    /// Fetches what is known of the vessels of some reports that come next: it changes nothing but
    /// how long they take.
    pub(crate) fn look_ahead<'r>(&self, reports: impl Iterator<Item = &'r Report>) {
        let mut seen = 0;
        for vessel in reports.filter_map(|report| self.get(report.mmsi)) {
            seen ^= vessel.changed ^ vessel.time as u64 ^ u64::from(vessel.mmsi);
        }
        std::hint::black_box(seen);
    }

    /// Takes a report over; whether the vessel is new.
    pub(crate) fn report(&mut self, report: &Report, feed: u16) -> bool {
        let (row, is_new) = self.row(report.mmsi);
        let change = self.change + 1;
        if let Some(vessel) = self.all.get_mut(row)
            && vessel.report(report, feed)
        {
            vessel.changed = change;
            self.change = change;
        }
        self.latest = Some(self.latest.map_or(report.time, |latest| latest.max(report.time)));
        is_new
    }

    /// Takes particulars over; whether the vessel is new.
    pub(crate) fn particulars(&mut self, mmsi: u32, said: Particulars, time: i64) -> bool {
        let (row, is_new) = self.row(mmsi);
        let change = self.change + 1;
        if let Some(vessel) = self.all.get_mut(row) {
            let (named, changed) = vessel.particulars(said, time);
            if changed {
                vessel.changed = change;
                self.change = change;
            }
            if named {
                vessel.named = change;
            }
        }
        is_new
    }

    /// Forgets all: a log starts again.
    pub(crate) fn clear(&mut self) {
        // Changes go on counting, so that whoever follows them notices.
        *self = Self { change: self.change + 1, ..Self::default() };
    }

    fn row(&mut self, mmsi: u32) -> (usize, bool) {
        if let Some(row) = self.rows.get(&mmsi) {
            return (*row as usize, false);
        }
        if self.all.len() >= MOST {
            self.forget();
        }
        self.rows.insert(mmsi, self.all.len() as u32);
        self.all.push(Vessel::new(mmsi));
        (self.all.len() - 1, true)
    }

    /// Forgets the eighth of all vessels that was heard least, the longest ago first.
    fn forget(&mut self) {
        let worth = |vessel: &Vessel| (vessel.n_reports.min(3), vessel.time);
        let mut worths: Vec<_> = self.all.iter().map(worth).collect();
        let (_, limit, _) = worths.select_nth_unstable(MOST / 8);
        let limit = *limit;
        self.all.retain(|vessel| worth(vessel) > limit);
        self.rows = (0..).zip(&self.all).map(|(row, vessel)| (vessel.mmsi, row)).collect();
    }
}

#[cfg(test)]
mod tests {
    use crossbearing_tracks::Report;

    use super::{MOST, Vessels};

    fn report(mmsi: u32, time: i64) -> Report {
        Report {
            time,
            mmsi,
            lat: 50.0,
            lon: 1.0,
            speed: Some(5.0),
            course: None,
            heading: None,
            status: None,
            line: 0,
        }
    }

    #[test]
    fn a_million_invented_vessels_leave_the_real_ones() {
        let mut vessels = Vessels::default();
        for time in 0..10 {
            for mmsi in 1..=100 {
                vessels.report(&report(mmsi, time), 0);
            }
        }
        for invented in 0..1_000_000 {
            vessels.report(&report(200_000_000 + invented, 100 + i64::from(invented)), 0);
        }
        assert!(vessels.len() <= MOST);
        assert!((1..=100).all(|mmsi| vessels.get(mmsi).is_some()));
        let last = vessels.get(200_999_999).expect("the latest");
        assert_eq!(last.time, 1_000_099);
    }
}
