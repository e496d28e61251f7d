//! The files of a history.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crossbearing_ais::{civil_from_days, days_from_civil};

use super::{Position, before, segment};
use crate::error::{Error, Result};
use crate::look::Area;
use crate::settings::replace;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// The side of a cell, in degrees.
const CELL: i32 = 5;

/// What files are called, and what they were called before.
const PARQUET: &str = "parquet";
const BEFORE: &str = "track";

/// A history: its folder.
#[derive(Debug, Clone)]
pub struct History {
    folder: PathBuf,
}

impl History {
    /// The history in a folder, which need not be there yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Writes positions to the files of their days and cells. The number of the last line in which
    /// they are names the files, so that doing it again replaces them.
    pub fn flush(&self, line: u64, positions: &[Position]) -> Result<()> {
        let mut files = BTreeMap::<(i64, Cell), Vec<Position>>::new();
        for position in positions {
            let key = (position.time.div_euclid(DAY), cell(position));
            files.entry(key).or_default().push(*position);
        }
        for ((day, cell), mut positions) in files {
            let cell = cell_name(cell);
            let folder = self.folder.join(day_name(day));
            fs::create_dir_all(&folder).map_err(Error::folder(&folder))?;
            put_in_order(&mut positions);
            let path = folder.join(format!("{cell}-{line:012}.{PARQUET}"));
            replace(&path, &segment::write(&positions)?)?;
        }
        Ok(())
    }

    /// The positions of a vessel between two times, in milliseconds since 1970, in order.
    pub fn track(&self, mmsi: u32, from: i64, to: i64) -> Result<Vec<Position>> {
        let mut positions = Vec::new();
        for day in self.days(from, to)? {
            for path in files(&day)? {
                positions.extend(read(&path, Some(mmsi))?);
            }
        }
        positions.retain(|position| (from..=to).contains(&position.time));
        put_in_order(&mut positions);
        Ok(positions)
    }

    /// Hands on the positions of an area between two times, a file at a time; those of a vessel follow
    /// each other in time.
    pub(crate) fn positions(
        &self,
        area: &Area,
        (from, to): (i64, i64),
        mut take: impl FnMut(Vec<Position>),
    ) -> Result<()> {
        for day in self.days(from, to)? {
            for path in files(&day)? {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                let is_wanted = corner_of(name).is_none_or(|corner| touches(area, corner));
                if !is_wanted {
                    continue;
                }
                let mut found = read(&path, None)?;
                found.retain(|it| (from..=to).contains(&it.time) && area.contains(it.lat, it.lon));
                take(found);
            }
        }
        Ok(())
    }

    /// Merges the files of each cell of days that are over at `now`, and removes days that are older
    /// than `keep` days.
    pub fn tidy(&self, now: i64, keep: u32) -> Result<()> {
        let today = now.div_euclid(DAY);
        for (day, path) in days(&self.folder)? {
            if day < today - i64::from(keep) {
                fs::remove_dir_all(&path).map_err(Error::folder(&path))?;
            } else if day < today {
                compact(&path)?;
            }
        }
        Ok(())
    }

    /// The folders of the days between two times.
    fn days(&self, from: i64, to: i64) -> Result<impl Iterator<Item = PathBuf>> {
        let between = from.div_euclid(DAY)..=to.div_euclid(DAY);
        let days = days(&self.folder)?.into_iter();
        Ok(days.filter(move |(day, _)| between.contains(day)).map(|(_, path)| path))
    }
}

/// The south-western corner of a file's cell.
fn corner_of(name: &str) -> Option<(f64, f64)> {
    let cell = name.split('-').next()?;
    let (lat, lon) = (cell.get(..3)?, cell.get(3..7)?);
    let signed = |text: &str, minus: char| {
        let degrees: f64 = text.get(1..)?.parse().ok()?;
        Some(if text.starts_with(minus) { -degrees } else { degrees })
    };
    Some((signed(lat, 'S')?, signed(lon, 'W')?))
}

/// Whether a cell may hold something of an area. Positions between the cell and zero are rounded
/// towards zero, so cells about it reach a degree further.
fn touches(area: &Area, (south, west): (f64, f64)) -> bool {
    let side = f64::from(CELL) + 1.0;
    let (north, east) = (south + side, west + side);
    let meets = |from: f64, to: f64| from <= east && to >= west - 1.0;
    let in_lon = if area.west <= area.east {
        meets(area.west, area.east)
    } else {
        meets(area.west, 180.0) || meets(-180.0, area.east)
    };
    in_lon && area.south <= north && area.north >= south - 1.0
}

/// Merges the files of each cell of a day into one.
fn compact(day: &Path) -> Result<()> {
    let mut cells = BTreeMap::<String, Vec<PathBuf>>::new();
    for path in files(day)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let cell = name.split('-').next().unwrap_or_default().to_owned();
        cells.entry(cell).or_default().push(path);
    }
    let is_one = |paths: &[PathBuf]| matches!(paths, [path] if has_extension(path, PARQUET));
    for mut paths in cells.into_values().filter(|paths| !is_one(paths)) {
        let mut positions = Vec::new();
        for path in &paths {
            positions.extend(read(path, None)?);
        }
        put_in_order(&mut positions);
        // The last takes in the others; a crash in between leaves positions twice, which is put
        // right when they are read.
        let Some(last) = paths.last().map(|path| path.with_extension(PARQUET)) else { continue };
        replace(&last, &segment::write(&positions)?)?;
        paths.retain(|path| *path != last);
        for path in paths {
            fs::remove_file(&path).map_err(Error::folder(&path))?;
        }
    }
    Ok(())
}

/// In the order of vessel and time, each once.
fn put_in_order(positions: &mut Vec<Position>) {
    positions.sort_unstable();
    positions.dedup_by_key(|position| (position.mmsi, position.time));
}

/// The south-western corner of a cell, in degrees.
type Cell = (i32, i32);

fn cell(position: &Position) -> Cell {
    let corner = |value: i32| (value / 10_000_000).div_euclid(CELL) * CELL;
    (corner(position.lat), corner(position.lon))
}

fn cell_name((lat, lon): Cell) -> String {
    let (north, east) = (if lat < 0 { 'S' } else { 'N' }, if lon < 0 { 'W' } else { 'E' });
    format!("{north}{:02}{east}{:03}", lat.abs(), lon.abs())
}

fn day_name(day: i64) -> String {
    let (year, month, day) = civil_from_days(day);
    format!("{year:04}.{month:02}.{day:02}")
}

fn days(folder: &Path) -> Result<Vec<(i64, PathBuf)>> {
    let mut days = Vec::new();
    for path in paths(folder)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let parts: Vec<i64> = name.split('.').filter_map(|part| part.parse().ok()).collect();
        if let [year, month, day] = parts[..] {
            days.push((days_from_civil(year, month as _, day as _), path));
        }
    }
    days.sort();
    Ok(days)
}

fn files(day: &Path) -> Result<Vec<PathBuf>> {
    let mut files = paths(day)?;
    files.retain(|path| has_extension(path, PARQUET) || has_extension(path, BEFORE));
    files.sort();
    Ok(files)
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::folder(folder)(error)),
        Ok(entries) => {
            entries.map(|it| it.map(|it| it.path()).map_err(Error::folder(folder))).collect()
        }
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|it| it == extension)
}

/// The positions of a file, of one vessel or of all.
fn read(path: &Path, wanted: Option<u32>) -> Result<Vec<Position>> {
    let read = if has_extension(path, BEFORE) {
        let bytes = fs::read(path).map_err(Error::folder(path))?;
        before::read(&bytes, wanted).ok_or_else(|| "it is not what its checksum says".to_owned())
    } else {
        segment::read(path, wanted).map_err(|error| error.to_string())
    };
    read.map_err(|reason| {
        let place = path.display();
        Error::malformed(
            place,
            format!("it is damaged, take it from a backup or remove it: {reason}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{DAY, History, corner_of, files, touches};
    use crate::history::{Position, before};
    use crate::look::Area;

    fn at(time: i64, lon: i32) -> Position {
        let lon = lon * 10_000_000;
        Position { mmsi: 7, time, lat: -10_000_000, lon, speed: 10, course: 20 }
    }

    #[test]
    fn an_area_is_found_on_both_sides_of_every_line() {
        let folder = tempfile::tempdir().expect("room");
        let places = [(-1, -1), (1, 1), (49, 179), (49, -179), (-52, -4), (3, -7)];
        let all: Vec<Position> = (1..)
            .zip(places)
            .map(|(mmsi, (lat, lon))| Position {
                mmsi,
                lat: lat * 10_000_000 + 4_000_000,
                ..at(5, lon)
            })
            .collect();
        let history = History::new(folder.path());
        history.flush(1, &all).expect("room");
        for (west, south, east, north) in [
            (-2.0, -2.0, 2.0, 2.0),
            (178.0, 40.0, -178.0, 60.0),
            (-10.0, -60.0, 0.0, 10.0),
            (-180.0, -90.0, 180.0, 90.0),
            (1.0, 1.4, 1.0, 1.4),
        ] {
            let area = Area { west, south, east, north };
            let mut found = Vec::new();
            history.positions(&area, (0, 10), |some| found.extend(some)).expect("readable");
            found.sort_unstable();
            let holds = |it: &&Position| area.contains(it.lat, it.lon);
            let expected: Vec<Position> = all.iter().filter(holds).copied().collect();
            assert_eq!(found, expected, "{area:?}");
        }
        assert_eq!(corner_of("S05W010-000000000001.parquet"), Some((-5.0, -10.0)));
        assert!(!touches(&Area { west: 0.0, south: 0.0, east: 1.0, north: 1.0 }, (50.0, 0.0)));
    }

    #[test]
    fn a_track_is_found_across_days_and_cells_before_and_after_merging() {
        let folder = tempfile::tempdir().expect("room");
        let history = History::new(folder.path());
        let all: Vec<Position> = (0..20).map(|it| at(it * DAY / 8, it as i32)).collect();
        for (line, part) in (1..).zip(all.chunks(3)) {
            history.flush(line, part).expect("room");
            // A crash before it was noted: the same again.
            history.flush(line, part).expect("room");
        }
        assert_eq!(history.track(7, 0, 10 * DAY).expect("readable"), all);
        assert_eq!(history.track(7, DAY, DAY).expect("readable"), [all[8]]);
        let day = folder.path().join("1970.01.01");
        let before = files(&day).expect("files").len();
        history.tidy(3 * DAY, 5).expect("room");
        assert!(files(&day).expect("files").len() < before);
        assert_eq!(history.track(7, 0, 10 * DAY).expect("readable"), all);
        history.tidy(7 * DAY, 5).expect("room");
        assert_eq!(history.track(7, 0, 10 * DAY).expect("readable"), all[16..]);
    }

    #[test]
    fn files_of_the_form_before_are_read_and_become_parquet() {
        let folder = tempfile::tempdir().expect("room");
        let all: Vec<Position> = (0..4).map(|it| at(it, it as i32)).collect();
        let day = folder.path().join("1970.01.01");
        std::fs::create_dir(&day).expect("room");
        let old = before::tests::write(&all[..2]);
        std::fs::write(day.join("N00E000-000000000001.track"), old).expect("room");
        let history = History::new(folder.path());
        history.flush(2, &all[2..]).expect("room");
        assert_eq!(history.track(7, 0, DAY).expect("readable"), all);
        history.tidy(3 * DAY, 5).expect("room");
        let is_new = |path: &std::path::PathBuf| path.extension().is_some_and(|it| it == "parquet");
        assert!(files(&day).expect("files").iter().all(is_new));
        assert_eq!(history.track(7, 0, DAY).expect("readable"), all);
    }

    #[test]
    fn a_damaged_file_is_named() {
        let folder = tempfile::tempdir().expect("room");
        let history = History::new(folder.path());
        history.flush(1, &[at(0, 1)]).expect("room");
        let path = files(&folder.path().join("1970.01.01")).expect("files").remove(0);
        let mut bytes = std::fs::read(&path).expect("the file");
        bytes[20] ^= 1;
        std::fs::write(&path, bytes).expect("room");
        let error = history.track(7, 0, DAY).expect_err("damaged").to_string();
        assert!(error.contains("parquet") && error.contains("damaged"), "{error}");
    }
}
