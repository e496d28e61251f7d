//! Taking numbers out of many rows at once: a word of each row is gathered, and all the fields that
//! lie in it are then shifts over words that follow each other in memory.

use super::batch::Column;
use crate::layout::Field;

/// Bits of a word.
const WORD: usize = 64;

/// Words of a row, with the numbers in each of them.
#[derive(Debug, Default)]
pub(super) struct Words {
    all: Vec<Word>,
    /// The same word of all rows.
    of_rows: Vec<u64>,
}

#[derive(Debug)]
struct Word {
    /// The byte of a row at which it starts.
    at: usize,
    places: Vec<Place>,
}

/// Where a number of at most 32 bits is in its word, and for which column.
#[derive(Debug, Clone, Copy)]
struct Place {
    target: Target,
    /// Bits of the word before it.
    before: u32,
    width: u32,
    is_signed: bool,
}

/// Which column a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Type, repeat indicator or MMSI.
    Head(usize),
    /// A field of the layout.
    Field(usize),
}

impl Words {
    /// Adds a number of 1 to 32 bits that starts at bit `start`.
    pub(super) fn add(&mut self, target: Target, (start, width): (usize, usize), is_signed: bool) {
        let holds = |word: &&mut Word| (8 * word.at..=8 * word.at + WORD - width).contains(&start);
        let place = |at: usize| {
            let before = (start - 8 * at) as u32;
            Place { target, before, width: width as u32, is_signed }
        };
        if let Some(word) = self.all.iter_mut().find(holds) {
            word.places.push(place(word.at));
        } else {
            let at = start / 8;
            self.all.push(Word { at, places: vec![place(at)] });
        }
    }

    /// Adds a field that starts at bit `start`, if it is such a number.
    pub(super) fn add_field(&mut self, idx: usize, start: usize, field: &Field) {
        let width = usize::from(field.width);
        let is_one = field.is_number() && !field.kind_is_last() && (1..=32).contains(&width);
        if is_one {
            self.add(Target::Field(idx), (start, width), field.is_signed());
        }
    }

    /// Takes all numbers out of the first rows.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    pub(super) fn take_out<const N: usize>(
        &mut self,
        n_rows: usize,
        rows: &[[u8; N]],
        head: &mut [Vec<i32>; 3],
        columns: &mut [Column],
    ) {
        self.of_rows.resize(n_rows, 0);
        let words = &mut self.of_rows;
        for word in &self.all {
            gather(rows, word.at, words);
            for place in &word.places {
                let out = match place.target {
                    Target::Head(idx) => head.get_mut(idx),
                    Target::Field(idx) => columns.get_mut(idx).and_then(Column::numbers),
                };
                let Some(out) = out else { continue };
                out.resize(words.len(), 0);
                place.take_out(words, out);
            }
        }
    }
}

impl Place {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn take_out(self, words: &[u64], out: &mut [i32]) {
        let (up, down) = (self.before, 32 - self.width);
        // The upper half of what is left of the word has the whole number.
        let upper = |word: u64| (word << up >> 32) as u32;
        if self.is_signed {
            for (word, out) in words.iter().zip(out) {
                *out = upper(*word) as i32 >> down;
            }
        } else {
            for (word, out) in words.iter().zip(out) {
                *out = (upper(*word) >> down) as i32;
            }
        }
    }
}

/// Takes the eight bytes from `at` on out of each row, the first as the highest; zero if rows are
/// not so wide.
#[inline(always)]
#[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
fn gather<const N: usize>(rows: &[[u8; N]], at: usize, words: &mut [u64]) {
    if at + 8 > N {
        return words.fill(0);
    }
    for (row, word) in rows.iter().zip(words) {
        let bytes = row[at..].first_chunk().copied().unwrap_or_default();
        *word = u64::from_be_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, Words};
    use crate::bits::{sign_extend, unsigned};

    #[test]
    fn numbers_are_what_single_reads_say() {
        let mut state = 3_u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            state >> 33
        };
        let rows: Vec<[u8; 32]> = (0..100).map(|_| [0; 32].map(|_: u8| random() as u8)).collect();
        for _ in 0..2000 {
            let width = 1 + random() as usize % 32;
            let start = random() as usize % (24 * 8);
            let is_signed = random() % 2 == 0;
            let mut words = Words::default();
            // Something before it in the same word, as in most messages.
            words.add(Target::Head(0), (start.saturating_sub(20), 6), false);
            words.add(Target::Head(1), (start, width), is_signed);
            let mut head = [Vec::new(), Vec::new(), Vec::new()];
            words.take_out(rows.len(), &rows, &mut head, &mut []);
            let expected = rows.iter().map(|row| {
                let number = unsigned(row, start, width);
                if is_signed { sign_extend(number, width) as i32 } else { number as i32 }
            });
            assert!(expected.eq(head[1].iter().copied()), "{start}, {width} bits");
        }
    }
}
