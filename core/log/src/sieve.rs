//! Which 256 leaves may name an object: a Bloom filter a tile of leaves.
//!
//! A list of places for each object would cost more to keep than the leaves themselves: a search
//! names twenty objects. The filter takes a byte and a half for each object that a tile's leaves
//! name, and sends a reader past all but a few in a thousand of the tiles that do not.
//!
//! Method: B. H. Bloom, *Space/time trade-offs in hash coding with allowable errors* (1970), with
//! the positions of A. Kirsch and M. Mitzenmacher, *Less hashing, same performance* (2006).

use std::collections::BTreeSet;

/// Bits for each object.
const BITS: usize = 12;
/// Positions of each object.
const POSITIONS: u64 = 8;

/// The filter over `objects`.
pub(crate) fn sieve<'a>(objects: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let hashes: BTreeSet<u64> = objects.map(hash).collect();
    let mut bits = vec![0; (hashes.len() * BITS).div_ceil(8).max(8)];
    let size = bits.len() as u64 * 8;
    for hash in hashes {
        for position in positions(hash, size) {
            bits[position / 8] |= 1 << (position % 8);
        }
    }
    bits
}

/// Whether the filter's leaves may name `object`; if not, they do not.
pub(crate) fn may_name(bits: &[u8], object: &str) -> bool {
    let size = bits.len() as u64 * 8;
    size == 0 || positions(hash(object), size).all(|at| bits[at / 8] & (1 << (at % 8)) != 0)
}

/// The object's positions among `size` bits: the halves of its hash make an arithmetic series.
fn positions(hash: u64, size: u64) -> impl Iterator<Item = usize> {
    let (first, step) = (hash & 0xffff_ffff, (hash >> 32) | 1);
    (0..POSITIONS).map(move |n| {
        let drawn = first.wrapping_add(n.wrapping_mul(step)) & 0xffff_ffff;
        ((drawn * size) >> 32) as usize
    })
}

/// FNV-1a, stirred so that its high half is as good as its low one (`SplitMix64`'s last step).
fn hash(object: &str) -> u64 {
    let fnv = object.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let stirred = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let stirred = (stirred ^ (stirred >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    stirred ^ (stirred >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed_and_little_is_let_through() {
        let named: Vec<String> = (0..5000).map(|n| format!("person-{n}")).collect();
        let bits = sieve(named.iter().map(String::as_str));
        assert_eq!(bits.len(), 5000 * BITS / 8);
        assert!(named.iter().all(|object| may_name(&bits, object)));
        let through = (5000..25_000).filter(|n| may_name(&bits, &format!("person-{n}"))).count();
        assert!(through < 200, "{through} of 20,000 strangers pass");
    }

    #[test]
    fn leaves_without_objects_have_a_filter_too() {
        let bits = sieve(std::iter::empty());
        assert!(!may_name(&bits, "person-1"));
        assert!(may_name(&[], "person-1"), "a filter that is not there lets everything through");
    }
}
