//! A coarse signature of a token's consonants, the same in every script: two tokens whose
//! signatures differ in much cannot be one, and need no closer look.

use std::sync::LazyLock;

use crate::script::Script;
use crate::spelling::Spelling;

/// Signatures that differ in more bits than this are of different tokens.
const MOST_DIFFERENCES: u32 = 4;

/// Whether two signatures are near enough for a closer look.
pub(crate) fn near(a: u32, b: u32) -> bool {
    (a ^ b).count_ones() <= MOST_DIFFERENCES
}

/// The signature: for each of eight classes of consonants a bit for one and a bit for two or more.
pub(crate) fn of(script: Script, spelling: &Spelling) -> u32 {
    let classes = &CLASSES[script as usize];
    let mut signature = 0u32;
    let mut before = VOWEL;
    for symbol in &spelling.0 {
        let class = classes.get(usize::from(symbol.one / 3)).copied().unwrap_or(VOWEL);
        if class != VOWEL && class != before {
            let bit = u32::from(class) * 2;
            let twice = u32::from(signature & (1 << bit) != 0);
            signature |= 1 << (bit + twice);
        }
        before = class;
    }
    signature
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
const VOWEL: u8 = 8;

/// The class of each letter code, by script.
static CLASSES: LazyLock<[[u8; 96]; 6]> = LazyLock::new(|| {
    let mut tables = [[VOWEL; 96]; 6];
    for script in Script::LEARNED.into_iter().chain([Script::Latin]) {
        for (slot, letter) in tables[script as usize].iter_mut().zip(script.alphabet().chars()) {
            *slot = class(letter);
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
