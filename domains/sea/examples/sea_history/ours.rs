//! Parquet as `engines/parquet` wrote it.

use std::fs;
use std::path::Path;

use crossbearing_parquet::{Cells, Column, File, Kind, Writer};
use crossbearing_sea::Position;

use crate::plain;

const ROWS: usize = 16_384;
const TENTHS: Kind = Kind::Decimal { digits: 5, decimals: 1 };

fn columns() -> [Column; 6] {
    [
        Column::new("mmsi", Kind::Unsigned),
        Column::new("time", Kind::Time),
        Column::new("lat", Kind::Decimal { digits: 9, decimals: 7 }),
        Column::new("lon", Kind::Decimal { digits: 10, decimals: 7 }),
        Column::optional("speed", TENTHS),
        Column::optional("course", TENTHS),
    ]
}

pub(crate) fn flush(folder: &Path, line: u64, positions: &[Position]) {
    plain::to_files(folder, line, positions, written);
}

fn written(positions: &[Position]) -> Vec<u8> {
    let columns = columns();
    let mut writer = Writer::new(Vec::new(), columns.to_vec()).unwrap();
    for rows in positions.chunks(ROWS) {
        let mut cells = columns.each_ref().map(Cells::of);
        for position in rows {
            let [mmsi, time, lat, lon, speed, course] = &mut cells;
            mmsi.whole(position.mmsi.into());
            time.whole(position.time);
            lat.whole(position.lat.into());
            lon.whole(position.lon.into());
            for (cells, value) in [(speed, position.speed), (course, position.course)] {
                if value == u16::MAX {
                    cells.absent();
                } else {
                    cells.whole(value.into());
                }
            }
        }
        writer.group(&cells).unwrap();
    }
    writer.finish().unwrap()
}

pub(crate) fn track(folder: &Path, wanted: u32) -> Vec<Position> {
    let mut positions = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let file = File::open(&bytes).unwrap();
        let wanted = i64::from(wanted);
        for group in 0..file.n_groups() {
            let (least, most) = file.range(group, 0).unwrap();
            if !(least..=most).contains(&wanted) {
                continue;
            }
            let column = |number| file.whole(group, number, i64::from(u16::MAX)).unwrap();
            let mmsis = column(0);
            let rows =
                mmsis.partition_point(|it| *it < wanted)..mmsis.partition_point(|it| *it <= wanted);
            if rows.is_empty() {
                continue;
            }
            let [times, lats, lons, speeds, courses] = [1, 2, 3, 4, 5].map(column);
            positions.extend(rows.map(|row| Position {
                mmsi: mmsis[row] as u32,
                time: times[row],
                lat: lats[row] as i32,
                lon: lons[row] as i32,
                speed: speeds[row] as u16,
                course: courses[row] as u16,
            }));
        }
    }
    positions.sort_unstable();
    positions.dedup_by_key(|it| it.time);
    positions
}
