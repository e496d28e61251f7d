//! Positions as a Parquet file, and back.

use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use super::Position;
use crate::by_vessel::{self, Form, Table, TableWriter};
use crate::error::{Error, Result};

/// Stands for a speed or course that is not known.
const UNKNOWN: u16 = u16::MAX;

/// Whose, when, where and how fast, in the order of the file: degrees with seven decimals, knots and
/// degrees with one.
const SCHEMA: &str = "message positions {
    required int32 mmsi (integer(32, false));
    required int64 time (timestamp(millis, true));
    required int32 lat (decimal(9, 7));
    required int64 lon (decimal(10, 7));
    optional int32 speed (decimal(5, 1));
    optional int32 course (decimal(5, 1));
}";

static FORM: LazyLock<by_vessel::Result<Form>> = LazyLock::new(|| Form::new(SCHEMA));

/// Writes positions as a Parquet file for others: they may come in any order.
pub struct PositionWriter<W: Write + Send> {
    writer: TableWriter<W>,
    /// Those that are not yet a group.
    waiting: Vec<Position>,
}

impl<W: Write + Send> PositionWriter<W> {
    /// Begins a file.
    pub fn new(out: W) -> Result<Self> {
        let writer = TableWriter::new(out, form()?).map_err(Error::Table)?;
        Ok(Self { writer, waiting: Vec::new() })
    }

    /// Adds positions.
    pub fn push(&mut self, positions: &[Position]) -> Result<()> {
        self.waiting.extend_from_slice(positions);
        if self.waiting.len() < by_vessel::GROUP { Ok(()) } else { self.group() }
    }

    /// Ends the file, and gives back what it was written to.
    pub fn finish(mut self) -> Result<W> {
        self.group()?;
        self.writer.finish().map_err(Error::Table)
    }

    fn group(&mut self) -> Result<()> {
        self.writer.push(&self.waiting, value).map_err(Error::Table)?;
        self.waiting.clear();
        Ok(())
    }
}

/// The bytes of positions, which are in the order of vessel and time.
pub(super) fn write(positions: &[Position]) -> Result<Vec<u8>> {
    by_vessel::bytes(form()?, positions, value).map_err(Error::Table)
}

/// The positions in a file, of one vessel or of all.
pub(super) fn read(path: &Path, wanted: Option<u32>) -> by_vessel::Result<Vec<Position>> {
    let table = match wanted {
        Some(_) => Table::open(path)?,
        None => Table::whole(std::fs::read(path)?)?,
    };
    let mut positions = Vec::new();
    let unknown = i64::from(UNKNOWN);
    table.rows(wanted, unknown, |[mmsis, times, lats, lons, speeds, courses]| {
        positions.extend((0..mmsis.len()).map(|row| Position {
            mmsi: mmsis[row] as u32,
            time: times[row],
            lat: lats[row] as i32,
            lon: lons[row] as i32,
            speed: speeds[row] as u16,
            course: courses[row] as u16,
        }));
    })?;
    Ok(positions)
}

/// What a position has in a column.
#[inline]
fn value(position: &Position, column: usize) -> Option<i64> {
    let known = |value: u16| (value != UNKNOWN).then_some(value.into());
    match column {
        0 => Some(position.mmsi.into()),
        1 => Some(position.time),
        2 => Some(position.lat.into()),
        3 => Some(position.lon.into()),
        4 => known(position.speed),
        _ => known(position.course),
    }
}

fn form() -> Result<&'static Form> {
    // A test would find that the schema is none.
    FORM.as_ref().map_err(|error| Error::malformed("the history's schema", error))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{read, write};
    use crate::history::Position;
    use crate::history::made::position;

    /// What the version before wrote: three vessels, each with 200 positions a minute apart.
    const BEFORE: &[u8] = include_bytes!("../../tests/data/positions_before.parquet");

    /// What a file with these bytes holds of a vessel, or of all.
    fn held(bytes: &[u8], wanted: Option<u32>) -> Vec<Position> {
        let folder = tempfile::tempdir().expect("room");
        let path = folder.path().join("some.parquet");
        std::fs::write(&path, bytes).expect("room");
        read(&path, wanted).expect("whole")
    }

    proptest! {
        #[test]
        fn positions_go_there_and_back(mut positions in prop::collection::vec(position(), 0..200)) {
            positions.sort_unstable();
            let bytes = write(&positions).expect("in memory");
            let one: Vec<Position> =
                positions.iter().filter(|it| it.mmsi == 3).copied().collect();
            prop_assert_eq!(held(&bytes, Some(3)), one);
            prop_assert_eq!(held(&bytes, None), positions);
        }

        #[test]
        fn damage_is_seen(at in any::<prop::sample::Index>(), change in 1..=255_u8, whole in any::<bool>()) {
            let positions: Vec<Position> = (0..5000).map(|step| under_way(7, step)).collect();
            let mut bytes = write(&positions).expect("in memory");
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let folder = tempfile::tempdir().expect("room");
            let path = folder.path().join("some.parquet");
            std::fs::write(&path, bytes).expect("room");
            // The mark at the beginning is read by nobody where only a vessel is asked for.
            let found = read(&path, (!whole).then_some(7));
            prop_assert!(found.is_err() || found.is_ok_and(|it| it == positions));
        }

        #[test]
        fn noise_is_not_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let folder = tempfile::tempdir().expect("room");
            let path = folder.path().join("some.parquet");
            for end in [&b""[..], b"\x20\0\0\0PAR1", b"CBS1\0\0\0\0PAR1"] {
                std::fs::write(&path, [&bytes, end].concat()).expect("room");
                prop_assert!(read(&path, None).is_err() && read(&path, Some(1)).is_err());
            }
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
        let positions: Vec<Position> =
            (0..10_000).map(|step| under_way(211_000_001, step)).collect();
        assert!(write(&positions).expect("in memory").len() < 2 * positions.len());
    }

    #[test]
    fn a_vessel_is_found_across_pages_and_groups() {
        let positions: Vec<Position> =
            (1..=3).flat_map(|mmsi| (0..30_000).map(move |step| under_way(mmsi, step))).collect();
        assert!(positions.len() > crate::by_vessel::GROUP);
        let bytes = write(&positions).expect("in memory");
        for mmsi in 0..5 {
            let own: Vec<Position> =
                positions.iter().filter(|it| it.mmsi == mmsi).copied().collect();
            assert!(held(&bytes, Some(mmsi)) == own, "{mmsi}");
        }
    }

    #[test]
    fn what_the_version_before_wrote_is_read() {
        let expected = (1..=3).flat_map(|mmsi| {
            (0..200).map(move |step| {
                let known = |value: u16| if step % 50 == 7 { u16::MAX } else { value };
                let mut position = under_way(mmsi, step * 6);
                position.speed = known(position.speed);
                position.course = known(position.course + step as u16);
                position
            })
        });
        let expected: Vec<Position> = expected.collect();
        assert!(held(BEFORE, None) == expected);
        assert!(held(BEFORE, Some(2)) == expected[200..400]);
        let mut damaged = BEFORE.to_vec();
        damaged[300] ^= 4;
        let folder = tempfile::tempdir().expect("room");
        let path = folder.path().join("some.parquet");
        std::fs::write(&path, damaged).expect("room");
        assert!(read(&path, None).is_err());
    }
}
