//! A plain romanisation, letter by letter, for picking false pairs that look true: it knows nothing
//! of what was trained, so that the sets stay the same when the tables change.
//!
//! Arabic and Hebrew as they are written, without vowels; Cyrillic in the manner of BGN/PCGN.

use crate::fold::fold;

/// Letters and what they become, by script; letters that are not listed vanish.
const LETTERS: [(&str, &[&str]); 3] = [
    (
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويةءىأإآؤئپچژگڤٹڈڑںےۆێڕڵەټډړږښڼځڅېۍ",
        &[
            "a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t",
            "z", "", "gh", "f", "q", "k", "l", "m", "n", "h", "w", "y", "a", "", "a", "a", "i",
            "a", "u", "i", "p", "ch", "zh", "g", "v", "t", "d", "r", "n", "e", "o", "e", "r", "l",
            "e", "t", "d", "r", "zh", "sh", "n", "z", "ts", "e", "i",
        ],
    ),
    (
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџѕќѓ",
        &[
            "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r",
            "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "yo",
            "i", "yi", "ye", "g", "u", "j", "lj", "nj", "c", "dj", "dz", "dz", "k", "g",
        ],
    ),
    (
        "אבגדהוזחטיכלמנסעפצקרשת׳",
        &[
            "a", "b", "g", "d", "h", "v", "z", "h", "t", "y", "k", "l", "m", "n", "s", "", "p",
            "ts", "k", "r", "sh", "t", "",
        ],
    ),
];

/// The plain Latin spelling of a name.
pub fn romanise(name: &str) -> String {
    fold(name).chars().map(letter).collect()
}

fn letter(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    let found = LETTERS.iter().find_map(|(letters, latin)| {
        let place = letters.chars().position(|letter| letter == c)?;
        latin.get(place).copied()
    });
    found.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, romanise};

    #[test]
    fn every_letter_has_its_latin() {
        for (letters, latin) in LETTERS {
            assert_eq!(letters.chars().count(), latin.len(), "{letters}");
        }
        assert_eq!(romanise("زیارمل"), "zyarml");
        assert_eq!(romanise("Щербанюк"), "shcherbanyuk");
        assert_eq!(romanise("שלום"), "shlvm");
    }
}
