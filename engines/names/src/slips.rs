//! How many slips of the hand lie between two Latin spellings: letters left out, put in, mistaken,
//! or swapped with a neighbour.

use crate::spelling::Spelling;

/// Codes of Latin letters.
const CODES: usize = 40;
/// The plain letters stand first in the alphabet; these are what the others are written over.
const PLAIN: usize = 26;
const BASES: &[u8; 12] = b"ccsznouglaao";

/// The optimal string alignment distance of two Latin spellings (bit-parallel, after Hyyrö 2003);
/// diacritics do not count.
#[inline]
pub(crate) fn slips(a: &Spelling, b: &Spelling) -> u32 {
    if a.is_empty() {
        return b.len() as u32;
    }
    let mut places = [0u32; CODES];
    for (place, code) in a.codes().enumerate() {
        places[plain(code)] |= 1 << place;
    }
    let last = 1u32 << (a.len() - 1);
    let mut slips = a.len() as u32;
    let (mut up, mut down, mut level, mut before) = (u32::MAX, 0u32, 0u32, 0u32);
    for code in b.codes() {
        let here = places[plain(code)];
        let swapped = ((!level & here) << 1) & before;
        level = (((here & up).wrapping_add(up)) ^ up) | here | down | swapped;
        let rises = down | !(level | up);
        let falls = level & up;
        slips += u32::from(rises & last != 0);
        slips -= u32::from(falls & last != 0);
        let rises = (rises << 1) | 1;
        up = (falls << 1) | !(level | rises);
        down = rises & level;
        before = here;
    }
    slips
}

/// The code of the plain letter under a Latin letter.
fn plain(code: u8) -> usize {
    let code = usize::from(code);
    let base = code.checked_sub(PLAIN).and_then(|place| BASES.get(place));
    base.map_or(code.min(CODES - 1), |letter| usize::from(letter - b'a'))
}

#[cfg(test)]
mod tests {
    use super::slips;
    use crate::edit::distance;
    use crate::fold::ascii;
    use crate::script::Script;
    use crate::spelling::Inventory;
    use crate::train::Random;

    #[test]
    fn counts_what_the_plain_table_counts() {
        let latin = Inventory::new(Script::Latin, &[], &[]);
        let mut random = Random::new(3);
        let mut word = || -> String {
            let letters = 1 + random.below(14);
            (0..letters).map(|_| char::from(b'a' + random.below(5) as u8)).collect()
        };
        for _ in 0..2_000 {
            let (a, b) = (word(), word());
            let plainly = distance(&a, &b, 99).map(|count| count as u32);
            assert_eq!(Some(slips(&latin.spell(&a), &latin.spell(&b))), plainly, "{a} {b}");
        }
        for letter in Script::Latin.alphabet().chars() {
            let (with, without) = (letter.to_string(), ascii(&letter.to_string()));
            assert_eq!(slips(&latin.spell(&with), &latin.spell(&without)), 0, "{letter}");
        }
    }
}
