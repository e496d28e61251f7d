//! Positions as a Parquet file, and back.

use std::io::Write;

use crossbearing_parquet::{Cells, Column, File, Kind, Result, Writer};

use super::Position;

/// Rows in a group: a reader that wants one vessel passes over the groups of others.
const ROWS: usize = 16_384;
/// Stands for a speed or course that is not known.
const UNKNOWN: u16 = u16::MAX;
/// Ten-millionths of a degree, and tenths.
const DEGREES: u8 = 7;
const TENTHS: Kind = Kind::Decimal { digits: 5, decimals: 1 };

/// Whose, when, where and how fast, in the order of the file.
fn columns() -> [Column; 6] {
    [
        Column::new("mmsi", Kind::Unsigned),
        Column::new("time", Kind::Time),
        Column::new("lat", Kind::Decimal { digits: 9, decimals: DEGREES }),
        Column::new("lon", Kind::Decimal { digits: 10, decimals: DEGREES }),
        Column::optional("speed", TENTHS),
        Column::optional("course", TENTHS),
    ]
}

/// Writes positions as a Parquet file: what the files of the history are, and what leaves it.
#[derive(Debug)]
pub struct PositionWriter<W: Write> {
    writer: Writer<W>,
    cells: [Cells; 6],
}

impl<W: Write> PositionWriter<W> {
    /// Begins a file.
    pub fn new(out: W) -> Result<Self> {
        let columns = columns();
        let cells = columns.each_ref().map(Cells::of);
        Ok(Self { writer: Writer::new(out, columns.to_vec())?, cells })
    }

    /// Adds positions.
    pub fn push(&mut self, positions: &[Position]) -> Result<()> {
        for position in positions {
            let [mmsi, time, lat, lon, speed, course] = &mut self.cells;
            mmsi.whole(position.mmsi.into());
            time.whole(position.time);
            lat.whole(position.lat.into());
            lon.whole(position.lon.into());
            for (cells, value) in [(speed, position.speed), (course, position.course)] {
                if value == UNKNOWN {
                    cells.absent();
                } else {
                    cells.whole(value.into());
                }
            }
            if self.cells[0].len() == ROWS {
                self.group()?;
            }
        }
        Ok(())
    }

    /// Ends the file, and gives back what it was written to.
    pub fn finish(mut self) -> Result<W> {
        self.group()?;
        self.writer.finish()
    }

    fn group(&mut self) -> Result<()> {
        self.writer.group(&self.cells)?;
        self.cells.iter_mut().for_each(Cells::clear);
        Ok(())
    }
}

/// The bytes of positions, which are in the order of vessel and time.
pub(super) fn write(positions: &[Position]) -> Result<Vec<u8>> {
    let mut writer = PositionWriter::new(Vec::new())?;
    writer.push(positions)?;
    writer.finish()
}

/// The positions in these bytes, of one vessel or of all.
pub(super) fn read(bytes: &[u8], wanted: Option<u32>) -> Result<Vec<Position>> {
    let file = File::open(bytes)?;
    let mut positions = Vec::new();
    for group in 0..file.n_groups() {
        let is_beyond = |mmsi: &u32| {
            let range = file.range(group, 0);
            range.is_some_and(|(least, most)| !(least..=most).contains(&i64::from(*mmsi)))
        };
        if wanted.as_ref().is_some_and(is_beyond) {
            continue;
        }
        let mmsis = file.whole(group, 0, 0)?;
        let rows = match wanted.map(i64::from) {
            None => 0..mmsis.len(),
            Some(wanted) => {
                mmsis.partition_point(|mmsi| *mmsi < wanted)
                    ..mmsis.partition_point(|mmsi| *mmsi <= wanted)
            }
        };
        if rows.is_empty() {
            continue;
        }
        let column = |number, absent| file.whole(group, number, absent);
        let (times, lats, lons) = (column(1, 0)?, column(2, 0)?, column(3, 0)?);
        let unknown = i64::from(UNKNOWN);
        let (speeds, courses) = (column(4, unknown)?, column(5, unknown)?);
        positions.extend(rows.map(|row| Position {
            mmsi: mmsis[row] as u32,
            time: times[row],
            lat: lats[row] as i32,
            lon: lons[row] as i32,
            speed: speeds[row] as u16,
            course: courses[row] as u16,
        }));
    }
    Ok(positions)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ROWS, read, write};
    use crate::history::Position;
    use crate::history::made::position;

    proptest! {
        #[test]
        fn positions_go_there_and_back(mut positions in prop::collection::vec(position(), 0..200)) {
            positions.sort_unstable();
            let bytes = write(&positions).expect("in memory");
            let one: Vec<Position> =
                positions.iter().filter(|it| it.mmsi == 3).copied().collect();
            prop_assert_eq!(read(&bytes, Some(3)).expect("whole"), one);
            prop_assert_eq!(read(&bytes, None).expect("whole"), positions);
        }
    }

    fn under_way(mmsi: u32, step: i64) -> Position {
        Position {
            mmsi,
            time: step * 10_000,
            lat: 500_000_000 + step as i32 * 4000,
            lon: 10_000_000 + step as i32 * 6000,
            speed: 124,
            course: 512,
        }
    }

    #[test]
    fn a_ship_under_way_takes_few_bytes() {
        let positions: Vec<Position> = (0..1000).map(|step| under_way(211_000_001, step)).collect();
        assert!(write(&positions).expect("in memory").len() < 3 * positions.len());
    }

    #[test]
    fn a_vessel_is_found_across_groups() {
        let positions: Vec<Position> =
            (1..=3).flat_map(|mmsi| (0..15_000).map(move |step| under_way(mmsi, step))).collect();
        assert!(positions.len() > 2 * ROWS);
        let bytes = write(&positions).expect("in memory");
        for mmsi in 0..5 {
            let own: Vec<Position> =
                positions.iter().filter(|it| it.mmsi == mmsi).copied().collect();
            assert!(read(&bytes, Some(mmsi)).expect("whole") == own, "{mmsi}");
        }
    }
}
