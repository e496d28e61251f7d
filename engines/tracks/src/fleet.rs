//! The last known state of every vessel, with a grid to find neighbours.

use crate::map::Map;
use crate::report::Report;

/// Vessels that are kept. When there are so many, those silent for a day are forgotten; if there are
/// still so many, new ones are not taken in: a flood of invented ones does not push out real ones.
pub(crate) const MAX_VESSELS: usize = 500_000;
/// Vessels that are looked at about a position, those of its own cell first.
pub(crate) const MOST_NEAR: usize = 512;

/// The number of a vessel's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vessel(pub(crate) u32);

/// All vessels.
#[derive(Debug, Default)]
pub struct Fleet {
    numbers: Map<u32, u32>,
    rows: Vec<Row>,
    grid: Map<Cell, Vec<u32>>,
}

/// What is known of one vessel. All of it is wanted together, by its own reports and by those of
/// its neighbours, so it lies in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row {
    mmsi: u32,
    speed: f32,
    time: i64,
    position: (f64, f64),
    line: u64,
    cell: Cell,
    stopped: bool,
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
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of a vessel.
    pub fn vessel(&self, mmsi: u32) -> Option<Vessel> {
        self.numbers.get(&mmsi).copied().map(Vessel)
    }

    /// Where a vessel was last.
    pub fn position(&self, vessel: Vessel) -> (f64, f64) {
        self.row(vessel).position
    }

    /// When a vessel was heard last.
    pub fn time(&self, vessel: Vessel) -> i64 {
        self.row(vessel).time
    }

    pub(crate) fn mmsi(&self, vessel: Vessel) -> u32 {
        self.row(vessel).mmsi
    }

    pub(crate) fn speed(&self, vessel: Vessel) -> f64 {
        self.row(vessel).speed.into()
    }

    pub(crate) fn is_stopped(&self, vessel: Vessel) -> bool {
        self.row(vessel).stopped
    }

    pub(crate) fn line(&self, vessel: Vessel) -> u64 {
        self.row(vessel).line
    }

    /// All vessels, in the order in which they were first heard.
    pub(crate) fn all(&self) -> impl Iterator<Item = Vessel> + use<> {
        (0..self.rows.len() as u32).map(Vessel)
    }

    fn row(&self, vessel: Vessel) -> &Row {
        &self.rows[vessel.0 as usize]
    }

    /// The row for a report's vessel; `true` if it is new. Vessels beyond the most that are kept
    /// get none.
    pub(crate) fn take_in(&mut self, report: &Report) -> Option<(Vessel, bool)> {
        if let Some(number) = self.numbers.get(&report.mmsi) {
            return Some((Vessel(*number), false));
        }
        if self.rows.len() >= MAX_VESSELS {
            return None;
        }
        Some((self.push(Row::new(report)), true))
    }

    fn push(&mut self, row: Row) -> Vessel {
        let number = self.rows.len() as u32;
        self.numbers.insert(row.mmsi, number);
        self.grid.entry(row.cell).or_default().push(number);
        self.rows.push(row);
        Vessel(number)
    }

    /// Forgets the vessels not heard since a time; says of each row whether it was kept. Rows get
    /// new numbers.
    pub(crate) fn forget_silent(&mut self, since: i64) -> Vec<bool> {
        let old = std::mem::take(self).rows;
        let kept: Vec<bool> = old.iter().map(|row| row.time >= since).collect();
        for (row, _) in old.into_iter().zip(&kept).filter(|(_, is_kept)| **is_kept) {
            self.push(row);
        }
        kept
    }

    /// Takes over a report.
    pub(crate) fn update(&mut self, vessel: Vessel, report: &Report) {
        let row = &mut self.rows[vessel.0 as usize];
        let old_cell = row.cell;
        *row = Row::new(report);
        let new_cell = row.cell;
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

impl Row {
    fn new(report: &Report) -> Self {
        Self {
            mmsi: report.mmsi,
            speed: report.speed.unwrap_or(0.0) as f32,
            time: report.time,
            position: report.position(),
            line: report.line,
            cell: cell(report.position()),
            stopped: report.is_stopped(),
        }
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
            fleet.take_in(&report(mmsi, 0, 0.01, lon));
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
            fleet.take_in(&report(mmsi, 0, 0.01, 0.03));
        }
        fleet.take_in(&report(9999, 0, 0.01, 0.01));
        let near: Vec<u32> = fleet.near((0.01, 0.01)).map(|it| fleet.mmsi(it)).collect();
        assert_eq!((near[0], near.len()), (9999, super::MOST_NEAR));
    }

    #[test]
    fn the_silent_are_forgotten() {
        let mut fleet = Fleet::default();
        for mmsi in 1..=4 {
            fleet.take_in(&report(mmsi, i64::from(mmsi), 1.0, 1.0));
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
        let (vessel, is_new) = fleet.take_in(&report(1, 0, 0.0, 0.0)).expect("room");
        assert!(is_new);
        fleet.update(vessel, &report(1, 10, 5.0, 5.0));
        assert_eq!(fleet.near((0.0, 0.0)).count(), 0);
        assert_eq!(fleet.near((5.0, 5.0)).count(), 1);
        assert_eq!(fleet.position(vessel), (5.0, 5.0));
    }
}
