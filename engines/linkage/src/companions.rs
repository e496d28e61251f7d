//! Companions: a value that lists others (the people somebody was seen with, the numbers they
//! called). Whom two records share says the more, the fewer records know them.

use crate::levels::MISSING;
use crate::values::{Values, sound};

/// What parts the entries of a list.
const BETWEEN: [char; 3] = [';', '|', '\n'];
/// Entries of a list that are looked at.
const MOST: usize = 64;
/// What a companion is worth who only sounds like one of the other's.
const ONLY_SOUND: f32 = 0.6;
/// A companion whose rarity is less than this share of the rarest possible is everybody's.
const COMMON: f32 = 0.5;
/// And from this share on, rare.
const RARE: f32 = 0.8;

/// What each level means.
pub(crate) const MEANINGS: [&str; 5] = [
    "nobody shared",
    "somebody common shared",
    "somebody shared",
    "somebody rare shared",
    "several shared",
];

/// The entries of a list, each with its words in the order of the alphabet ("Ziarmal, Karvan" is
/// "karvan ziarmal"), and how they sound.
pub(crate) fn entries(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let entries = text.split(BETWEEN).map(|entry| {
        let letters = entry.split(|c: char| !(c.is_alphanumeric() || c == '\''));
        let mut words: Vec<String> =
            letters.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        words.sort_unstable();
        let mut sounds: Vec<String> = words.iter().map(|word| heard(word)).collect();
        sounds.sort_unstable();
        (words.join(" "), sounds.join(" "))
    });
    entries.filter(|(entry, _)| !entry.is_empty()).take(MOST)
}

/// How a word sounds; what holds a digit sounds like nothing else.
fn heard(word: &str) -> String {
    if word.bytes().any(|byte| byte.is_ascii_digit()) { word.to_owned() } else { sound(word) }
}

/// The level at which two lists agree. A companion counts once, whomever it is like.
pub(crate) fn level(values: &Values, (a, b): (u32, u32)) -> u8 {
    let (mine, theirs) = (values.words(a), values.words(b));
    if mine.is_empty() || theirs.is_empty() {
        return MISSING;
    }
    let mut shared: Vec<f32> = Vec::new();
    let rarest = values.rarest().max(f32::MIN_POSITIVE);
    for entry in mine {
        let worth = values.rarity(*entry) / rarest;
        if theirs.binary_search(entry).is_ok() {
            shared.push(worth);
        } else if let Some(other) =
            theirs.iter().find(|other| values.sound(**other) == values.sound(*entry))
        {
            shared.push(worth.min(values.rarity(*other) / rarest) * ONLY_SOUND);
        }
    }
    let best = shared.iter().copied().fold(0.0, f32::max);
    let telling = shared.iter().filter(|worth| **worth >= COMMON).count();
    match () {
        () if telling > 1 => 4,
        () if best >= RARE => 3,
        () if best >= COMMON => 2,
        () => u8::from(!shared.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn a_list_is_taken_apart() {
        let read = |text: &str| -> Vec<String> { entries(text).map(|(entry, _)| entry).collect() };
        assert_eq!(
            read("Ziarmal, Karvan; ;Shirin  Olvand|+33 6"),
            ["karvan ziarmal", "olvand shirin", "33 6"]
        );
        let sounds = |text: &str| entries(text).map(|(_, sound)| sound).next();
        assert_eq!(sounds("karvan zyarmal"), sounds("Ziarmal Karvan"));
        assert_ne!(sounds("0044"), sounds("0045"));
        assert!(read(" ; | ").is_empty());
    }
}
