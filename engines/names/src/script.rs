//! The writing systems that names come in, and their alphabets.

/// A writing system. Languages that share one (Arabic, Persian, Pashto, Urdu, Sorani) share its
/// alphabet here; their different habits live in the learned tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin, with the diacritics that change a sound.
    Latin,
    /// Arabic, with the letters Persian, Kurdish, Pashto and Urdu add.
    Arabic,
    /// Cyrillic, with the letters of the languages beside Russian.
    Cyrillic,
    /// Hebrew.
    Hebrew,
    /// Greek.
    Greek,
    /// Anything else: compared letter by letter only.
    Other,
}

impl Script {
    /// The scripts that have a learned table towards Latin.
    pub const LEARNED: [Self; 4] = [Self::Arabic, Self::Cyrillic, Self::Hebrew, Self::Greek];

    /// The script a folded letter belongs to.
    pub fn of(letter: char) -> Self {
        match letter {
            'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{590}'..='\u{5ff}' => Self::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' => Self::Arabic,
            _ => Self::Other,
        }
    }

    /// The letters of the alphabet after folding; a letter's code is its place here.
    pub fn alphabet(self) -> &'static str {
        match self {
            Self::Latin => "abcdefghijklmnopqrstuvwxyzçčšžñöüğłåäø",
            Self::Arabic => "ابتثجحخدذرزسشصضطظعغفقكلمنهويةءىأإآؤئپچژگڤٹڈڑںےۆێڕڵەټډړږښڼځڅېۍ",
            Self::Cyrillic => "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџѕќѓәғқңөұүһ",
            Self::Hebrew => "אבגדהוזחטיכלמנסעפצקרשת׳",
            Self::Greek => "αβγδεζηθικλμνξοπρστυφχψω",
            Self::Other => "",
        }
    }

    /// A letter's code in the alphabet, if it is there.
    pub fn code(self, letter: char) -> Option<u8> {
        self.alphabet().chars().position(|c| c == letter).map(|place| place as u8)
    }

    /// The name used in tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Latin => "latin",
            Self::Arabic => "arabic",
            Self::Cyrillic => "cyrillic",
            Self::Hebrew => "hebrew",
            Self::Greek => "greek",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn every_letter_of_an_alphabet_is_of_its_script_and_there_once() {
        for script in Script::LEARNED.into_iter().chain([Script::Latin]) {
            for (place, letter) in script.alphabet().chars().enumerate() {
                assert_eq!(Script::of(letter), script, "{letter}");
                assert_eq!(script.code(letter), Some(place as u8), "{letter}");
            }
        }
    }
}
