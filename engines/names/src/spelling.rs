//! A token as a channel reads it: letters that know their place, and the chunks that end on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::script::Script;

/// Letters of a token that are compared. Longer tokens are cut, which bounds a comparison's cost.
pub(crate) const MAX_LETTERS: usize = 24;

/// One letter of a spelling with the chunks that end on it.
///
/// `one` is the letter's code times three plus its place (0 within, 1 first, 2 last); `two` and
/// `three` are the ids of the two- and three-letter chunks in the script's inventory, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Symbol {
    pub(crate) one: u8,
    pub(crate) two: u8,
    pub(crate) three: u8,
}

/// No alphabet has a character from here on.
const FIRST_FOREIGN: usize = 0x700;
/// Stands for the code of a character outside the alphabet.
const FOREIGN: u8 = u8::MAX;

/// A token in one script, ready for a channel: of fixed size, so that comparing allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub struct Spelling {
    length: u8,
    letters: [Symbol; MAX_LETTERS],
}

impl Spelling {
    /// How many letters are compared.
    pub fn len(&self) -> usize {
        usize::from(self.length)
    }

    /// Whether no letter of the token is in the alphabet.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// A letter that lies behind the first cache line of whoever holds the spelling.
    #[inline]
    pub(crate) fn far(&self) -> u8 {
        self.letters[MAX_LETTERS / 2].one
    }

    /// The letters in their order.
    pub(crate) fn symbols(&self) -> &[Symbol] {
        self.letters.get(..self.len()).unwrap_or_default()
    }

    /// The letters' codes, without their places.
    pub(crate) fn codes(&self) -> impl Iterator<Item = u8> {
        self.symbols().iter().map(|symbol| symbol.one / 3)
    }
}

/// The chunks of two and three letters that a script's channels know, at most 255 of each.
///
/// A three-letter chunk is known only if the two letters it begins with are a chunk too.
#[derive(Debug, Clone)]
pub struct Inventory {
    script: Script,
    /// The code of each character below `FIRST_FOREIGN`, `FOREIGN` for those of other scripts.
    codes: Box<[u8; FIRST_FOREIGN]>,
    letters: u8,
    twos: BTreeMap<[u8; 2], u8>,
    threes: BTreeMap<[u8; 3], u8>,
    /// From two placed letters to the id of their chunk.
    two_ids: Box<[[u8; 256]]>,
    /// From the id of a two-letter chunk and a placed letter to the id of the three.
    three_ids: Box<[[u8; 256]]>,
}

impl Inventory {
    /// An inventory of chunks given as letters in their places.
    pub fn new(script: Script, twos: &[[u8; 2]], threes: &[[u8; 3]]) -> Self {
        let mut codes = Box::new([FOREIGN; FIRST_FOREIGN]);
        let mut letters = 0;
        for (letter, code) in script.alphabet().chars().zip(0u8..) {
            if let Some(slot) = codes.get_mut(letter as usize) {
                *slot = code;
            }
            letters = code + 1;
        }
        let twos = numbered(twos);
        let mut two_ids = vec![[0; 256]; 256].into_boxed_slice();
        for (&[first, second], id) in &twos {
            two_ids[usize::from(first)][usize::from(second)] = *id;
        }
        let founded =
            threes.iter().filter(|[first, second, _]| twos.contains_key(&[*first, *second]));
        let threes = numbered(&founded.copied().collect::<Vec<_>>());
        let mut three_ids = vec![[0; 256]; 256].into_boxed_slice();
        for (&[first, second, third], id) in &threes {
            let two = two_ids[usize::from(first)][usize::from(second)];
            three_ids[usize::from(two)][usize::from(third)] = *id;
        }
        Self { script, codes, letters, twos, threes, two_ids, three_ids }
    }

    /// The script it belongs to.
    pub fn script(&self) -> Script {
        self.script
    }

    /// Letters in their places, without chunks.
    pub fn placed_letters(&self, token: &str) -> Vec<u8> {
        self.spell(token).symbols().iter().map(|symbol| symbol.one).collect()
    }

    /// Spells a folded token. Letters outside the alphabet are left out.
    pub fn spell(&self, token: &str) -> Spelling {
        let code = |c: char| self.codes.get(c as usize).copied().filter(|code| *code != FOREIGN);
        self.spell_codes(token.chars().filter_map(code))
    }

    /// Spells letter codes.
    pub(crate) fn spell_codes(&self, codes: impl Iterator<Item = u8>) -> Spelling {
        let mut spelling = Spelling::default();
        for (symbol, code) in spelling.letters.iter_mut().zip(codes) {
            symbol.one = code * 3;
            spelling.length += 1;
        }
        let letters = spelling.letters.get_mut(..usize::from(spelling.length)).unwrap_or_default();
        if let [_, .., last] = letters {
            last.one += 2;
        }
        if let Some(first) = letters.first_mut() {
            first.one += 1;
        }
        let mut before: Option<Symbol> = None;
        for symbol in letters {
            if let Some(before) = before {
                symbol.two = self.two_ids[usize::from(before.one)][usize::from(symbol.one)];
                if before.two != 0 {
                    symbol.three = self.three_ids[usize::from(before.two)][usize::from(symbol.one)];
                }
            }
            before = Some(*symbol);
        }
        spelling
    }

    /// The placed letters of every chunk: singles, then twos and threes in the order of their ids.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (ChunkId, Vec<u8>)> {
        let singles = (0..self.letters * 3).map(|one| (ChunkId::One(one), vec![one]));
        let twos = self.twos.iter().map(|(chunk, id)| (ChunkId::Two(*id), chunk.to_vec()));
        let threes = self.threes.iter().map(|(chunk, id)| (ChunkId::Three(*id), chunk.to_vec()));
        singles.chain(twos).chain(threes)
    }

    /// The placed letters of one chunk.
    pub(crate) fn letters(&self, id: ChunkId) -> Vec<u8> {
        match id {
            ChunkId::One(one) => vec![one],
            ChunkId::Two(two) => chunk_of(&self.twos, two),
            ChunkId::Three(three) => chunk_of(&self.threes, three),
        }
    }

    /// A chunk in writing: `^` before a first letter, `$` after a last one.
    pub(crate) fn write(&self, chunk: &[u8]) -> String {
        let mut text = String::new();
        for placed in chunk {
            let letter = self.script.alphabet().chars().nth(usize::from(placed / 3)).unwrap_or('?');
            if placed % 3 == 1 {
                text.push('^');
            }
            text.push(letter);
            if placed % 3 == 2 {
                text.push('$');
            }
        }
        text
    }

    /// The inverse of [`Inventory::write`].
    pub(crate) fn read(script: Script, text: &str) -> Option<Vec<u8>> {
        let mut chunk: Vec<u8> = Vec::new();
        let mut first = false;
        for c in text.chars() {
            match c {
                '^' => first = true,
                '$' => *chunk.last_mut()? += 2,
                _ => {
                    chunk.push(script.code(c)? * 3 + u8::from(first));
                    first = false;
                }
            }
        }
        Some(chunk)
    }
}

/// Numbers the first 255 chunks in their order, from one.
fn numbered<const N: usize>(chunks: &[[u8; N]]) -> BTreeMap<[u8; N], u8> {
    let ordered: BTreeSet<[u8; N]> = chunks.iter().take(255).copied().collect();
    ordered.into_iter().zip(1..=255).collect()
}

/// Ids follow the order of the chunks, so a chunk is found by its rank.
fn chunk_of<const N: usize>(chunks: &BTreeMap<[u8; N], u8>, id: u8) -> Vec<u8> {
    let rank = usize::from(id).saturating_sub(1);
    chunks.keys().nth(rank).map(|chunk| chunk.to_vec()).unwrap_or_default()
}

/// Which chunk of an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ChunkId {
    /// A letter in its place.
    One(u8),
    /// A two-letter chunk.
    Two(u8),
    /// A three-letter chunk.
    Three(u8),
}

#[cfg(test)]
mod tests {
    use super::{Inventory, MAX_LETTERS};
    use crate::script::Script;

    #[test]
    fn places_and_chunks_are_told_apart() {
        let plain = Inventory::new(Script::Latin, &[], &[]);
        let letters = plain.placed_letters("anna");
        assert_eq!(plain.write(&letters), "^anna$");
        assert_eq!(Inventory::read(Script::Latin, "^anna$"), Some(letters.clone()));
        let inventory = Inventory::new(Script::Latin, &[[letters[1], letters[2]]], &[]);
        let spelling = inventory.spell("anna");
        assert_eq!(spelling.symbols().iter().map(|s| s.two).collect::<Vec<_>>(), [0, 0, 1, 0]);
        assert_eq!(plain.write(&plain.placed_letters("a")), "^a");
    }

    #[test]
    fn long_tokens_are_cut() {
        assert_eq!(
            Inventory::new(Script::Latin, &[], &[]).spell(&"ab".repeat(99)).len(),
            MAX_LETTERS
        );
    }
}
