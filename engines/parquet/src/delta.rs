//! Whole numbers as packed differences: Parquet's `DELTA_BINARY_PACKED`.

use crate::error::{Error, Result};
use crate::schema::Physical;
use crate::thrift::{unvarint, unzigzag, varint, zigzag};

const BLOCK: usize = 128;
const MINIBLOCKS: usize = 4;
const MINIBLOCK: usize = BLOCK / MINIBLOCKS;

/// Appends numbers; those of 32 bits differ by numbers of 32 bits.
pub(crate) fn encode(numbers: &[i64], physical: Physical, out: &mut Vec<u8>) {
    let is_narrow = physical == Physical::Int32;
    for number in [BLOCK, MINIBLOCKS, numbers.len()] {
        varint(number as u64, out);
    }
    zigzag(numbers.first().copied().unwrap_or(0), out);
    let differences: Vec<i64> =
        numbers.windows(2).map(|pair| wrapped(pair[1].wrapping_sub(pair[0]), is_narrow)).collect();
    for block in differences.chunks(BLOCK) {
        let least = block.iter().copied().min().unwrap_or(0);
        zigzag(least, out);
        let mask = if is_narrow { u64::from(u32::MAX) } else { u64::MAX };
        let above: Vec<u64> = block.iter().map(|it| it.wrapping_sub(least) as u64 & mask).collect();
        let mut widths = [0; MINIBLOCKS];
        for (width, numbers) in widths.iter_mut().zip(above.chunks(MINIBLOCK)) {
            let all = numbers.iter().fold(0, |all, number| all | number);
            *width = 64 - all.leading_zeros() as u8;
        }
        out.extend_from_slice(&widths);
        for (width, numbers) in widths.iter().zip(above.chunks(MINIBLOCK)) {
            let mut whole = [0; MINIBLOCK];
            whole[..numbers.len()].copy_from_slice(numbers);
            pack(&whole, *width, out);
        }
    }
}

/// The numbers, of which there must be `length`.
pub(crate) fn decode(mut bytes: &[u8], length: usize, physical: Physical) -> Result<Vec<i64>> {
    let is_narrow = physical == Physical::Int32;
    let bytes = &mut bytes;
    let head = [unvarint(bytes)?, unvarint(bytes)?, unvarint(bytes)?];
    if head != [BLOCK as u64, MINIBLOCKS as u64, length as u64] {
        return Err(Error::damaged("its numbers are packed in another way"));
    }
    let mut last = unzigzag(unvarint(bytes)?);
    let mut numbers = Vec::new();
    if length > 0 {
        numbers.push(last);
    }
    while numbers.len() < length {
        let lowest = unzigzag(unvarint(bytes)?);
        let ended = || Error::damaged("its numbers end in the middle");
        let (widths, rest) = bytes.split_first_chunk::<MINIBLOCKS>().ok_or_else(ended)?;
        *bytes = rest;
        for width in widths {
            let n_wanted = (length - numbers.len()).min(MINIBLOCK);
            if n_wanted == 0 {
                break;
            }
            let n_bytes = MINIBLOCK / 8 * usize::from(*width);
            let (packed, rest) = bytes.split_at_checked(n_bytes).ok_or_else(ended)?;
            *bytes = rest;
            for above in &unpack(packed, *width)?[..n_wanted] {
                let difference = lowest.wrapping_add(*above as i64);
                last = wrapped(last.wrapping_add(difference), is_narrow);
                numbers.push(last);
            }
        }
    }
    Ok(numbers)
}

fn wrapped(number: i64, is_narrow: bool) -> i64 {
    if is_narrow { i64::from(number as i32) } else { number }
}

/// Appends numbers of `width` bits, the first in the lowest bits.
pub(crate) fn pack(numbers: &[u64], width: u8, out: &mut Vec<u8>) {
    let (mut waiting, mut n_waiting) = (0_u128, 0_u32);
    for number in numbers {
        waiting |= u128::from(*number) << n_waiting;
        n_waiting += u32::from(width);
        while n_waiting >= 8 {
            out.push(waiting as u8);
            waiting >>= 8;
            n_waiting -= 8;
        }
    }
    if n_waiting > 0 {
        out.push(waiting as u8);
    }
}

/// The numbers of a miniblock.
fn unpack(packed: &[u8], width: u8) -> Result<[u64; MINIBLOCK]> {
    if width > 64 {
        return Err(Error::damaged("a number has more than 64 bits"));
    }
    let mut padded = [0; MINIBLOCK * 8 + 16];
    padded[..packed.len()].copy_from_slice(packed);
    let mask = u64::MAX.checked_shr(64 - u32::from(width)).unwrap_or(0);
    let mut numbers = [0; MINIBLOCK];
    for (idx, number) in numbers.iter_mut().enumerate() {
        let bit = idx * usize::from(width);
        let word = padded[bit / 8..].first_chunk().map_or(0, |it| u128::from_le_bytes(*it));
        *number = (word >> (bit % 8)) as u64 & mask;
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};
    use crate::schema::Physical;

    fn there_and_back(numbers: &[i64], physical: Physical) -> Vec<i64> {
        let mut bytes = Vec::new();
        encode(numbers, physical, &mut bytes);
        decode(&bytes, numbers.len(), physical).expect("whole")
    }

    proptest! {
        #[test]
        fn numbers_go_there_and_back(
            wide in prop::collection::vec(any::<i64>(), 0..400),
            near in prop::collection::vec(-50..50_i64, 0..400),
        ) {
            prop_assert_eq!(&there_and_back(&wide, Physical::Int64), &wide);
            prop_assert_eq!(&there_and_back(&near, Physical::Int64), &near);
            prop_assert_eq!(&there_and_back(&near, Physical::Int32), &near);
            let narrow: Vec<i64> = wide.iter().map(|it| i64::from(*it as i32)).collect();
            prop_assert_eq!(&there_and_back(&narrow, Physical::Int32), &narrow);
        }

        #[test]
        fn noise_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), length in 0..5000_usize) {
            let _ = decode(&bytes, length, Physical::Int64);
            let head = [128, 1, 4, 200, 1];
            let _ = decode(&[&head[..], &bytes].concat(), 200, Physical::Int32);
        }
    }

    #[test]
    fn steady_steps_take_hardly_a_bit() {
        let numbers: Vec<i64> = (0..12_801).map(|it| it * 10_000).collect();
        let mut bytes = Vec::new();
        encode(&numbers, Physical::Int64, &mut bytes);
        assert_eq!(bytes.len(), 6 + 100 * (3 + 4));
    }
}
