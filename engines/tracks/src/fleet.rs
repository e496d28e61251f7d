//! The last known state of every vessel, in columns, with a grid to find neighbours.

use std::collections::HashMap;

use crate::report::Report;

/// Vessels that are kept. When there are so many, those silent for a day are forgotten; if there are
/// still so many, new ones are not taken in: a flood of invented ones does not push out real ones.
pub(crate) const MAX_VESSELS: usize = 500_000;
/// Vessels that are looked at about a position, those of its own cell first.
const MOST_NEAR: usize = 512;

/// The number of a vessel's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vessel(pub(crate) u32);

/// All vessels. A column holds one quantity of all of them.
#[derive(Debug, Default)]
pub struct Fleet {
    rows: HashMap<u32, u32>,
    mmsi: Vec<u32>,
    time: Vec<i64>,
    position: Vec<(f64, f64)>,
    speed: Vec<f32>,
    stopped: Vec<bool>,
    line: Vec<u64>,
    cell: Vec<Cell>,
    grid: HashMap<Cell, Vec<u32>>,
}

/// A square of the grid: fiftieths of degrees, so that nine of them reach two kilometres about a
/// position, one kilometre east and west at 60 degrees.
pub(crate) type Cell = (i16, i16);

/// The cell of a position.
pub(crate) fn cell(position: (f64, f64)) -> Cell {
    ((position.0 * 50.0).floor() as i16, (position.1 * 50.0).floor() as i16)
}

impl Fleet {
    /// How many vessels there are.
    pub fn len(&self) -> usize {
        self.mmsi.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.mmsi.is_empty()
    }

    /// The row of a vessel.
    pub fn vessel(&self, mmsi: u32) -> Option<Vessel> {
        self.rows.get(&mmsi).copied().map(Vessel)
    }

    /// Where a vessel was last.
    pub fn position(&self, vessel: Vessel) -> (f64, f64) {
        self.position[vessel.0 as usize]
    }

    /// When a vessel was heard last.
    pub fn time(&self, vessel: Vessel) -> i64 {
        self.time[vessel.0 as usize]
    }

    pub(crate) fn mmsi(&self, vessel: Vessel) -> u32 {
        self.mmsi[vessel.0 as usize]
    }

    pub(crate) fn speed(&self, vessel: Vessel) -> f64 {
        self.speed[vessel.0 as usize].into()
    }

    pub(crate) fn is_stopped(&self, vessel: Vessel) -> bool {
        self.stopped[vessel.0 as usize]
    }

    pub(crate) fn line(&self, vessel: Vessel) -> u64 {
        self.line[vessel.0 as usize]
    }

    /// The row for a report's vessel; `true` if it is new. Vessels beyond the most that are kept
    /// get none.
    pub(crate) fn row(&mut self, report: &Report) -> Option<(Vessel, bool)> {
        if let Some(row) = self.rows.get(&report.mmsi) {
            return Some((Vessel(*row), false));
        }
        if self.mmsi.len() >= MAX_VESSELS {
            return None;
        }
        let row = self.mmsi.len() as u32;
        let cell = cell(report.position());
        self.rows.insert(report.mmsi, row);
        self.mmsi.push(report.mmsi);
        self.time.push(report.time);
        self.position.push(report.position());
        self.speed.push(report.speed.unwrap_or(0.0) as f32);
        self.stopped.push(report.is_stopped());
        self.line.push(report.line);
        self.cell.push(cell);
        self.grid.entry(cell).or_default().push(row);
        Some((Vessel(row), true))
    }

    /// Forgets the vessels not heard since a time; says of each row whether it was kept. Rows get
    /// new numbers.
    pub(crate) fn forget_silent(&mut self, since: i64) -> Vec<bool> {
        let kept: Vec<bool> = self.time.iter().map(|time| *time >= since).collect();
        let old = std::mem::take(self);
        for row in (0..old.mmsi.len()).filter(|row| kept[*row]) {
            let new = self.mmsi.len() as u32;
            self.rows.insert(old.mmsi[row], new);
            self.mmsi.push(old.mmsi[row]);
            self.time.push(old.time[row]);
            self.position.push(old.position[row]);
            self.speed.push(old.speed[row]);
            self.stopped.push(old.stopped[row]);
            self.line.push(old.line[row]);
            self.cell.push(old.cell[row]);
            self.grid.entry(old.cell[row]).or_default().push(new);
        }
        kept
    }

    /// Takes over a report.
    pub(crate) fn update(&mut self, vessel: Vessel, report: &Report) {
        let row = vessel.0 as usize;
        let new_cell = cell(report.position());
        self.time[row] = report.time;
        self.position[row] = report.position();
        self.speed[row] = report.speed.unwrap_or(0.0) as f32;
        self.stopped[row] = report.is_stopped();
        self.line[row] = report.line;
        let old_cell = std::mem::replace(&mut self.cell[row], new_cell);
        if old_cell != new_cell {
            if let Some(rows) = self.grid.get_mut(&old_cell) {
                rows.retain(|it| *it != vessel.0);
                if rows.is_empty() {
                    self.grid.remove(&old_cell);
                }
            }
            self.grid.entry(new_cell).or_default().push(vessel.0);
        }
    }

    /// The vessels in the cells next to a position, the antimeridian included. Where more than
    /// [`MOST_NEAR`] are, the others are left out, so that a crowd costs what it has vessels, and
    /// not their square.
    pub(crate) fn near(&self, position: (f64, f64)) -> impl Iterator<Item = Vessel> {
        self.within(position, 1).take(MOST_NEAR)
    }

    /// The vessels in the cells about a position, a tenth of a degree in every direction.
    pub(crate) fn about(&self, position: (f64, f64)) -> impl Iterator<Item = Vessel> {
        self.within(position, 5)
    }

    fn within(&self, position: (f64, f64), n_cells: i16) -> impl Iterator<Item = Vessel> {
        let (lat, lon) = cell(position);
        let cells = std::iter::once(0).chain((1..=n_cells).flat_map(|n_away| [-n_away, n_away]));
        let around =
            cells.clone().flat_map(move |north| cells.clone().map(move |east| (north, east)));
        around.flat_map(move |(north, east)| {
            let lon = (lon + east + 9000).rem_euclid(18_000) - 9000;
            self.grid.get(&(lat + north, lon)).into_iter().flatten().copied().map(Vessel)
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Fleet;
    use crate::report::Report;

    /// A report with a position and a time.
    pub(crate) fn report(mmsi: u32, time: i64, lat: f64, lon: f64) -> Report {
        Report {
            time: time * 1000,
            mmsi,
            lat,
            lon,
            speed: Some(5.0),
            course: Some(0.0),
            heading: Some(0.0),
            status: Some(0),
            line: time as u64,
        }
    }

    #[test]
    fn neighbours_are_found_across_cells_and_the_antimeridian() {
        let mut fleet = Fleet::default();
        for (mmsi, lon) in [(1, 179.99), (2, -179.99), (3, 179.9)] {
            fleet.row(&report(mmsi, 0, 0.01, lon));
        }
        let near = |lon| {
            let mut near: Vec<u32> = fleet.near((0.01, lon)).map(|it| fleet.mmsi(it)).collect();
            near.sort_unstable();
            near
        };
        assert_eq!(near(179.99), [1, 2]);
        assert_eq!(near(179.89), [3]);
    }

    #[test]
    fn a_crowd_does_not_hide_the_nearest_cell_and_is_bounded() {
        let mut fleet = Fleet::default();
        for mmsi in 1..=2000 {
            fleet.row(&report(mmsi, 0, 0.01, 0.03));
        }
        fleet.row(&report(9999, 0, 0.01, 0.01));
        let near: Vec<u32> = fleet.near((0.01, 0.01)).map(|it| fleet.mmsi(it)).collect();
        assert_eq!((near[0], near.len()), (9999, super::MOST_NEAR));
    }

    #[test]
    fn the_silent_are_forgotten() {
        let mut fleet = Fleet::default();
        for mmsi in 1..=4 {
            fleet.row(&report(mmsi, i64::from(mmsi), 1.0, 1.0));
        }
        assert_eq!(fleet.forget_silent(3000), [false, false, true, true]);
        assert_eq!((fleet.len(), fleet.near((1.0, 1.0)).count()), (2, 2));
        let third = fleet.vessel(3).expect("kept");
        assert_eq!((fleet.mmsi(third), fleet.time(third)), (3, 3000));
        assert_eq!(fleet.vessel(1), None);
    }

    #[test]
    fn vessels_move_between_cells() {
        let mut fleet = Fleet::default();
        let (vessel, is_new) = fleet.row(&report(1, 0, 0.0, 0.0)).expect("room");
        assert!(is_new);
        fleet.update(vessel, &report(1, 10, 5.0, 5.0));
        assert_eq!(fleet.near((0.0, 0.0)).count(), 0);
        assert_eq!(fleet.near((5.0, 5.0)).count(), 1);
        assert_eq!(fleet.position(vessel), (5.0, 5.0));
    }
}
