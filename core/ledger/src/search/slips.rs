//! Words a slip or two away, found while walking along the words that there are.

use fst::Automaton;

/// The most edits that are looked for.
pub(super) const MOST_SLIPS: usize = 2;
/// Cells on the diagonal and up to two beside it: further off, there are more edits than that.
const BAND: usize = 2 * MOST_SLIPS + 1;
/// More edits than are looked for.
const TOO_MANY: u8 = MOST_SLIPS as u8 + 1;

/// Accepts what is within some edits (a letter more, less or another) of a word.
///
/// The state is a diagonal band of one row of the edit-distance table (E. Ukkonen, *Algorithms for
/// approximate string matching*, 1985), so nothing is built beforehand.
pub(super) struct Slips {
    word: Vec<char>,
    most: u8,
}

/// How far a walk has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Letters read.
    read: u16,
    /// Edits between what was read and the first `read - 2 ..= read + 2` letters of the word.
    band: [u8; BAND],
    /// The letter that is being read, byte by byte.
    letter: [u8; 4],
    bytes: u8,
}

impl Slips {
    /// What is within `most` edits of `word`.
    pub(super) fn of(word: &str, most: u8) -> Self {
        Self { word: word.chars().collect(), most: most.min(MOST_SLIPS as u8) }
    }

    /// Whether `word` is one of them.
    pub(super) fn holds(&self, word: &str) -> bool {
        let state = word.chars().fold(self.start(), |state, letter| self.read(&state, letter));
        self.is_match(&state)
    }

    /// One more letter.
    fn read(&self, state: &State, letter: char) -> State {
        let read = state.read.saturating_add(1);
        let mut band = [TOO_MANY; BAND];
        for cell in 0..BAND {
            let Some(place) = self.place(read, cell) else { continue };
            // One row further on, the same cell of the band is one letter further on in the word.
            let mut edits = state.band.get(cell + 1).map_or(TOO_MANY, |above| above + 1);
            if place > 0 {
                let differs = u8::from(self.word.get(place - 1) != Some(&letter));
                edits = edits.min(state.band[cell] + differs);
                if cell > 0 {
                    edits = edits.min(band[cell - 1] + 1);
                }
            }
            band[cell] = edits.min(TOO_MANY);
        }
        State { read, band, letter: [0; 4], bytes: 0 }
    }

    /// How many letters of the word stand before a cell of the band.
    fn place(&self, read: u16, cell: usize) -> Option<usize> {
        let place = (usize::from(read) + cell).checked_sub(MOST_SLIPS)?;
        (place <= self.word.len()).then_some(place)
    }
}

impl Automaton for Slips {
    type State = State;

    fn start(&self) -> State {
        let edits = |cell| self.place(0, cell).map_or(TOO_MANY, |place| place as u8);
        State { read: 0, band: std::array::from_fn(edits), letter: [0; 4], bytes: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        let last = (self.word.len() + MOST_SLIPS).checked_sub(usize::from(state.read));
        let edits = last.and_then(|cell| state.band.get(cell));
        state.bytes == 0 && edits.is_some_and(|edits| *edits <= self.most)
    }

    fn can_match(&self, state: &State) -> bool {
        state.band.iter().any(|edits| *edits <= self.most)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        if byte.is_ascii() {
            return self.read(state, char::from(byte));
        }
        let mut next = *state;
        let Some(place) = next.letter.get_mut(usize::from(next.bytes)) else { return next };
        *place = byte;
        next.bytes += 1;
        let letter = str::from_utf8(&next.letter[..usize::from(next.bytes)]);
        match letter.ok().and_then(|letter| letter.chars().next()) {
            Some(letter) => self.read(state, letter),
            None => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use fst::{IntoStreamer, Set, Streamer};
    use proptest::prelude::*;

    use super::*;

    /// The whole table.
    fn distance(one: &str, other: &str) -> usize {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (i, a) in one.iter().enumerate() {
            let mut next = vec![i + 1];
            for (j, b) in other.iter().enumerate() {
                let other_letter = row[j] + usize::from(a != b);
                next.push(other_letter.min(row[j + 1] + 1).min(next[j] + 1));
            }
            row = next;
        }
        row[other.len()]
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_the_whole_table_says(
            word in "[abیو]{0,8}",
            others in prop::collection::btree_set("[abیوé]{0,9}", 1..40),
            most in 0..=2_u8,
        ) {
            let slips = Slips::of(&word, most);
            let set = Set::from_iter(&others).unwrap();
            let mut stream = set.search(Slips::of(&word, most)).into_stream();
            let mut found = Vec::new();
            while let Some(word) = stream.next() {
                found.push(String::from_utf8(word.to_vec()).unwrap());
            }
            let near = |other: &&String| distance(&word, other) <= usize::from(most);
            let expected: Vec<String> = others.iter().filter(near).cloned().collect();
            prop_assert_eq!(&found, &expected);
            prop_assert!(others.iter().all(|other| slips.holds(other) == near(&other)));
        }
    }
}
