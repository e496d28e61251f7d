//! The form in which positions were kept before Parquet, as a yardstick: differences as varints, a
//! vessel's columns one after the other, a checksum over the file.
//!
//! ```text
//! "CBT1" | vessels u32 | for each: mmsi u32, positions u32, bytes u32 | columns … | CRC-32 u32
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use crossbearing_sea::Position;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// Bytes of a vessel's entry in the head.
const ENTRY: usize = 12;

/// How a column is taken from a position, and put into it.
type Column = (fn(&Position) -> i64, fn(&mut Position, i64));

const COLUMNS: [Column; 5] = [
    (|it| it.time, |it, value| it.time = value),
    (|it| it.lat.into(), |it, value| it.lat = value as i32),
    (|it| it.lon.into(), |it, value| it.lon = value as i32),
    (|it| it.speed.into(), |it, value| it.speed = value as u16),
    (|it| it.course.into(), |it, value| it.course = value as u16),
];

pub(crate) fn flush(folder: &Path, line: u64, positions: &[Position]) {
    let mut files = BTreeMap::<(i64, i32, i32), Vec<Position>>::new();
    for position in positions {
        let corner = |value: i32| (value / 10_000_000).div_euclid(5) * 5;
        let key = (position.time.div_euclid(DAY), corner(position.lat), corner(position.lon));
        files.entry(key).or_default().push(*position);
    }
    for ((day, lat, lon), mut positions) in files {
        positions.sort_unstable();
        positions.dedup_by_key(|it| (it.mmsi, it.time));
        let mut file = fs::File::create(folder.join(format!("{day} {lat} {lon} {line}"))).unwrap();
        file.write_all(&written(&positions)).unwrap();
        file.sync_all().unwrap();
    }
}

pub(crate) fn track(folder: &Path, mmsi: u32) -> Vec<Position> {
    let mut positions = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        read(&fs::read(entry.unwrap().path()).unwrap(), mmsi, &mut positions);
    }
    positions.sort_unstable();
    positions.dedup_by_key(|it| it.time);
    positions
}

fn written(positions: &[Position]) -> Vec<u8> {
    let (mut head, mut body, mut n_vessels) = (Vec::new(), Vec::new(), 0_u32);
    for of_vessel in positions.chunk_by(|one, other| one.mmsi == other.mmsi) {
        let start = body.len();
        for (value, _) in COLUMNS {
            let mut before = 0;
            for value in of_vessel.iter().map(value) {
                let difference = value - before;
                varint(((difference << 1) ^ (difference >> 63)) as u64, &mut body);
                before = value;
            }
        }
        for number in [of_vessel[0].mmsi, of_vessel.len() as u32, (body.len() - start) as u32] {
            head.extend_from_slice(&number.to_le_bytes());
        }
        n_vessels += 1;
    }
    let mut out = b"CBT1".to_vec();
    out.extend_from_slice(&n_vessels.to_le_bytes());
    out.append(&mut head);
    out.append(&mut body);
    let sum = crc32fast::hash(&out);
    out.extend_from_slice(&sum.to_le_bytes());
    out
}

fn read(bytes: &[u8], mmsi: u32, out: &mut Vec<Position>) {
    let number = |at: usize| u32::from_le_bytes(*bytes[at..].first_chunk().unwrap());
    assert_eq!(crc32fast::hash(&bytes[..bytes.len() - 4]), number(bytes.len() - 4));
    let n_vessels = number(4) as usize;
    let mut at = 8 + n_vessels * ENTRY;
    for entry in (0..n_vessels).map(|idx| 8 + idx * ENTRY) {
        let (n_positions, length) = (number(entry + 4) as usize, number(entry + 8) as usize);
        if number(entry) == mmsi {
            let start = out.len();
            let none = Position { mmsi, time: 0, lat: 0, lon: 0, speed: 0, course: 0 };
            out.resize(start + n_positions, none);
            let mut column = &bytes[at..at + length];
            for (_, set) in COLUMNS {
                let mut before = 0_i64;
                for position in &mut out[start..] {
                    let zigzag = unvarint(&mut column);
                    before += (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
                    set(position, before);
                }
            }
        }
        at += length;
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn unvarint(bytes: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = bytes[0];
        *bytes = &bytes[1..];
        value |= u64::from(byte & 127) << shift;
        if byte & 128 == 0 {
            return value;
        }
        shift += 7;
    }
}
