//! Runs and packed groups of small numbers: Parquet's RLE/bit-packing hybrid.

use crate::delta::pack;
use crate::error::{Error, Result};
use crate::thrift::{unvarint, varint};

/// Numbers that are packed together.
const GROUP: usize = 8;

/// Appends numbers of at most `width` bits, up to 32.
pub(crate) fn encode(numbers: &[u32], width: u8, out: &mut Vec<u8>) {
    let mut packed: Vec<u64> = Vec::new();
    for run in numbers.chunk_by(|one, other| one == other) {
        let value = run.first().copied().unwrap_or(0);
        // Only the last group may be filled up with what is not there.
        let lacking = (GROUP - packed.len() % GROUP) % GROUP;
        let n_packed = if run.len() >= GROUP + lacking { lacking } else { run.len() };
        packed.extend(std::iter::repeat_n(u64::from(value), n_packed));
        let left = run.len() - n_packed;
        if left > 0 {
            put_packed(&mut packed, width, out);
            varint((left as u64) << 1, out);
            out.extend_from_slice(&value.to_le_bytes()[..usize::from(width).div_ceil(8)]);
        }
    }
    put_packed(&mut packed, width, out);
}

fn put_packed(numbers: &mut Vec<u64>, width: u8, out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    let n_groups = numbers.len().div_ceil(GROUP);
    numbers.resize(n_groups * GROUP, 0);
    varint((n_groups as u64) << 1 | 1, out);
    pack(numbers, width, out);
    numbers.clear();
}

/// The first `length` numbers of one bit.
pub(crate) fn decode_bits(mut bytes: &[u8], length: usize) -> Result<Vec<bool>> {
    let mut bits = Vec::new();
    while bits.len() < length {
        let head = unvarint(&mut bytes)?;
        let wanted = length - bits.len();
        let (n_bytes, is_packed) = if head & 1 == 1 { (head >> 1, true) } else { (1, false) };
        let n_bytes = usize::try_from(n_bytes).unwrap_or(usize::MAX);
        let cut = bytes.split_at_checked(n_bytes);
        let (taken, rest) = cut.ok_or(Error::damaged("levels end in the middle"))?;
        bytes = rest;
        if is_packed {
            let all = taken.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
            bits.extend(all.take(wanted));
        } else {
            let value = taken.first().is_some_and(|it| it & 1 == 1);
            let length = usize::try_from(head >> 1).unwrap_or(usize::MAX).min(wanted);
            bits.extend(std::iter::repeat_n(value, length));
        }
        if head >> 1 == 0 {
            return Err(Error::damaged("a run is empty"));
        }
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode_bits, encode};

    proptest! {
        #[test]
        fn bits_go_there_and_back(runs in prop::collection::vec((any::<bool>(), 1..40_usize), 0..30)) {
            let bits: Vec<bool> =
                runs.iter().flat_map(|(bit, n)| std::iter::repeat_n(*bit, *n)).collect();
            let numbers: Vec<u32> = bits.iter().map(|bit| u32::from(*bit)).collect();
            let mut bytes = Vec::new();
            encode(&numbers, 1, &mut bytes);
            prop_assert_eq!(decode_bits(&bytes, bits.len()).expect("whole"), bits);
        }
    }

    #[test]
    fn a_run_takes_few_bytes_and_what_follows_is_packed() {
        let mut bytes = Vec::new();
        encode(&[[5; 100].as_slice(), &[1, 2, 3]].concat(), 3, &mut bytes);
        assert_eq!(bytes, [200, 1, 5, 3, 0b1101_0001, 0, 0]);
    }
}
