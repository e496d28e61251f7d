//! The form in which positions were kept before they were kept as Parquet: read, never written.
//!
//! ```text
//! "CBT1" | vessels u32 | for each: mmsi u32, positions u32, bytes u32 | columns … | CRC-32 u32
//! ```
//!
//! Columns of a vessel follow one another: times, latitudes, longitudes, speeds and courses, each as
//! differences from the one before, zigzag and as base-128 varints. Numbers of the head are little
//! endian; the checksum is of all before it.

use super::Position;

const MAGIC: &[u8; 4] = b"CBT1";
/// Bytes of a vessel's entry in the head.
const ENTRY: usize = 12;

/// The positions in these bytes, of one vessel or of all; none if they are damaged.
pub(super) fn read(bytes: &[u8], wanted: Option<u32>) -> Option<Vec<Position>> {
    let (rest, sum) = bytes.split_last_chunk::<4>()?;
    if crc32fast::hash(rest) != u32::from_le_bytes(*sum) {
        return None;
    }
    let rest = rest.strip_prefix(MAGIC)?;
    let (n_vessels, rest) = rest.split_first_chunk::<4>()?;
    let n_vessels = u32::from_le_bytes(*n_vessels) as usize;
    let (head, mut body) = rest.split_at_checked(n_vessels.checked_mul(ENTRY)?)?;
    let mut positions = Vec::new();
    for entry in head.chunks_exact(ENTRY) {
        let number = |at: usize| entry[at..].first_chunk().map(|it| u32::from_le_bytes(*it));
        let (mmsi, n_positions, length) = (number(0)?, number(4)? as usize, number(8)? as usize);
        let (columns, next) = body.split_at_checked(length)?;
        body = next;
        // Each position takes at least a byte in each column.
        if wanted.is_none_or(|wanted| wanted == mmsi) && n_positions * 5 <= length {
            vessel(mmsi, n_positions, columns, &mut positions)?;
        }
    }
    Some(positions)
}

fn vessel(mmsi: u32, n: usize, mut bytes: &[u8], out: &mut Vec<Position>) -> Option<()> {
    let start = out.len();
    out.resize(start + n, Position { mmsi, time: 0, lat: 0, lon: 0, speed: 0, course: 0 });
    let columns: [fn(&mut Position, i64); 5] = [
        |it, value| it.time = value,
        |it, value| it.lat = value as i32,
        |it, value| it.lon = value as i32,
        |it, value| it.speed = value as u16,
        |it, value| it.course = value as u16,
    ];
    for set in columns {
        let mut before = 0_i64;
        for position in &mut out[start..] {
            before = before.wrapping_add(unzigzag(unvarint(&mut bytes)?));
            set(position, before);
        }
    }
    Some(())
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

fn unvarint(bytes: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 127).checked_shl(shift)?;
        if byte & 128 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::{MAGIC, read};
    use crate::history::Position;
    use crate::history::made::position;

    /// The bytes that were written of positions, which are in the order of vessel and time.
    pub(crate) fn write(positions: &[Position]) -> Vec<u8> {
        let (mut head, mut body, mut n_vessels) = (Vec::new(), Vec::new(), 0_u32);
        for of_vessel in positions.chunk_by(|one, other| one.mmsi == other.mmsi) {
            let start = body.len();
            let columns: [fn(&Position) -> i64; 5] = [
                |it| it.time,
                |it| it.lat.into(),
                |it| it.lon.into(),
                |it| it.speed.into(),
                |it| it.course.into(),
            ];
            for column in columns {
                let mut before = 0;
                for value in of_vessel.iter().map(column) {
                    varint(zigzag(value - before), &mut body);
                    before = value;
                }
            }
            let mmsi = of_vessel.first().map_or(0, |position| position.mmsi);
            for number in [mmsi, of_vessel.len() as u32, (body.len() - start) as u32] {
                head.extend_from_slice(&number.to_le_bytes());
            }
            n_vessels += 1;
        }
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&n_vessels.to_le_bytes());
        out.append(&mut head);
        out.append(&mut body);
        let sum = crc32fast::hash(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    fn zigzag(value: i64) -> u64 {
        ((value << 1) ^ (value >> 63)) as u64
    }

    fn varint(mut value: u64, out: &mut Vec<u8>) {
        while value >= 128 {
            out.push(value as u8 | 128);
            value >>= 7;
        }
        out.push(value as u8);
    }

    proptest! {
        #[test]
        fn positions_go_there_and_back(mut positions in prop::collection::vec(position(), 0..200)) {
            positions.sort_unstable();
            let bytes = write(&positions);
            let one: Vec<Position> =
                positions.iter().filter(|it| it.mmsi == 3).copied().collect();
            prop_assert_eq!(read(&bytes, Some(3)), Some(one));
            prop_assert_eq!(read(&bytes, None), Some(positions));
        }

        #[test]
        fn noise_is_not_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes, None);
            let mut closed = bytes.clone();
            closed.splice(0..0, *b"CBT1");
            let sum = crc32fast::hash(&closed);
            closed.extend_from_slice(&sum.to_le_bytes());
            let _ = read(&closed, None);
        }
    }
}
