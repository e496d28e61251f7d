//! The shape of a token's consonants, the same in every script: two tokens whose shapes differ in
//! much cannot be one, and need no closer look.

use std::sync::LazyLock;

use crate::script::Script;
use crate::spelling::Spelling;

/// Sound shapes that differ in more classes than this are of different tokens.
const MOST_DIFFERENCES: u32 = 3;
/// Classes of a token that are looked at.
const LONGEST: usize = 16;

/// The kinds of a token's consonants in their order, and for each kind where one that may be it
/// stands. A kind is a class of consonants or, for letters read in two ways, two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    /// Two kinds a byte, the first in the lower half.
    classes: [u8; LONGEST / 2],
    length: u8,
    places: [u16; KINDS],
}

impl Shape {
    /// The shape of a spelling. Neighbours of one class count once.
    pub(crate) fn new(script: Script, spelling: &Spelling) -> Self {
        let kinds = &KIND_OF[script as usize];
        let mut shape = Self::default();
        let mut before = VOWEL;
        for code in spelling.codes() {
            let kind = kinds.get(usize::from(code)).copied().unwrap_or(VOWEL);
            if kind != VOWEL && kind != before {
                shape.push(kind);
            }
            before = kind;
        }
        shape
    }

    /// How many classes one or the other has that the longest common subsequence has not
    /// (bit-parallel, after Hyyrö 2004).
    #[inline]
    pub(crate) fn differences(&self, other: &Self) -> u32 {
        let mut open = u32::MAX;
        for kind in self.kinds() {
            let places = other.places.get(kind).copied().unwrap_or(0);
            let met = open & u32::from(places);
            open = open.wrapping_add(met) | (open & !met);
        }
        let common = (!open & ((1 << other.length) - 1)).count_ones();
        (u32::from(self.length) + u32::from(other.length)).saturating_sub(2 * common)
    }

    /// How much of two shapes is common: from 0 to 1.
    #[inline]
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let both = u32::from(self.length) + u32::from(other.length);
        if both == 0 { 0.0 } else { 1.0 - self.differences(other) as f32 / both as f32 }
    }

    /// The shape of two tokens written together.
    pub(crate) fn followed_by(&self, next: &Self) -> Self {
        let mut shape = *self;
        let mut before = self.kinds().last();
        for kind in next.kinds() {
            if before != Some(kind) {
                shape.push(kind as u8);
                before = Some(kind);
            }
        }
        shape
    }

    /// The kinds in their order.
    #[inline]
    fn kinds(&self) -> impl Iterator<Item = usize> {
        let mut rest = u64::from_le_bytes(self.classes);
        (0..self.length).map(move |_| {
            let kind = rest & 0xf;
            rest >>= 4;
            kind as usize
        })
    }

    fn push(&mut self, kind: u8) {
        let place = usize::from(self.length);
        let Some(slot) = self.classes.get_mut(place / 2) else { return };
        *slot |= kind << (place % 2 * 4);
        for (places, mask) in self.places.iter_mut().zip(MAY_BE) {
            if mask & MAY_BE[usize::from(kind)] != 0 {
                *places |= 1 << self.length;
            }
        }
        self.length += 1;
    }

    /// Whether two shapes are near enough for a closer look.
    #[inline]
    pub(crate) fn near(&self, other: &Self) -> bool {
        let differences = self.differences(other);
        differences <= MOST_DIFFERENCES
            && differences * 2 <= u32::from(self.length + other.length) + 1
    }
}

/// The consonant classes of a Latin token in their order, neighbours of one class once.
pub(crate) fn skeleton(latin: &str, longest: usize) -> Vec<u8> {
    let mut classes: Vec<u8> = Vec::with_capacity(longest);
    let mut before = VOWEL;
    for letter in latin.chars() {
        let class = class(letter);
        if class != VOWEL && class != before && classes.len() < longest {
            classes.push(class);
        }
        before = class;
    }
    classes
}

/// The class of vowels and of consonants too weak to count.
const VOWEL: u8 = 15;

/// Kinds of consonants: eight classes, then those read as either of two.
const KINDS: usize = 10;
/// The classes a kind may be, as bits.
const MAY_BE: [u8; KINDS] = [1, 2, 4, 8, 16, 32, 64, 128, 4 | 8, 4 | 2];

/// The kind of each letter code, by script.
static KIND_OF: LazyLock<[[u8; 96]; 6]> = LazyLock::new(|| {
    let mut tables = [[VOWEL; 96]; 6];
    for script in Script::LEARNED.into_iter().chain([Script::Latin]) {
        for (slot, letter) in tables[script as usize].iter_mut().zip(script.alphabet().chars()) {
            *slot = match letter {
                'c' | 'j' | 'x' | 'ج' => 8,
                'z' | 'ث' | 'ظ' | 'ذ' | 'ض' | 'ц' | 'צ' | 'θ' => 9,
                _ => class(letter),
            };
        }
    }
    tables
});

fn class(letter: char) -> u8 {
    const CLASSES: [&str; 8] = [
        "bpfvبفپڤбпфвבפβπφψ",
        "tdðتدذطضةثټډٹڈтдђћטדתτδθ",
        "szcjxçčšžسصزشجچژظڅځښږсзшщчжцџѕљזסצשσζξ",
        "kqgğقكغخگкгхґќѓғқכקגκγχ",
        "lłلڵлל\u{3bb}",
        "mمмמμ",
        "nñنںڼнңњנν",
        "rرړڑڕрרρ",
    ];
    let found = CLASSES.iter().position(|letters| letters.contains(letter));
    found.map_or(VOWEL, |place| place as u8)
}
