//! What a word does in a report: titles, verbs, prepositions, parts of names of organisations.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::dates;
use crate::fold::fold;
use crate::people::aliases;

/// The classes of one word, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Classes(u32);

impl Classes {
    pub(crate) const FUNCTION: Self = Self(1);
    pub(crate) const TITLE: Self = Self(1 << 1);
    pub(crate) const OFFICE: Self = Self(1 << 2);
    pub(crate) const ORGANISATION: Self = Self(1 << 3);
    pub(crate) const FACILITY: Self = Self(1 << 4);
    pub(crate) const PARTICLE: Self = Self(1 << 5);
    pub(crate) const PERSON_NOUN: Self = Self(1 << 6);
    pub(crate) const AUXILIARY: Self = Self(1 << 7);
    pub(crate) const PERSON_VERB: Self = Self(1 << 8);
    pub(crate) const NEGATION: Self = Self(1 << 9);
    pub(crate) const MODAL: Self = Self(1 << 10);
    pub(crate) const PLACE_PREPOSITION: Self = Self(1 << 11);
    pub(crate) const PRONOUN: Self = Self(1 << 12);
    pub(crate) const COMMON: Self = Self(1 << 13);
    pub(crate) const GIVEN: Self = Self(1 << 14);
    pub(crate) const QUALIFIER: Self = Self(1 << 15);
    /// The first word of a marker of another name.
    pub(crate) const MARKER: Self = Self(1 << 16);
    /// The name of a day of the week or a month.
    pub(crate) const CALENDAR: Self = Self(1 << 17);

    /// Whether the word is in any of the classes of `other`.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn named(section: &str) -> Option<Self> {
        Some(match section {
            "function" => Self::FUNCTION,
            "title" => Self::TITLE,
            "office" => Self::OFFICE,
            "organisation" => Self::ORGANISATION,
            "facility" => Self::FACILITY,
            "particle" => Self::PARTICLE,
            "person_noun" => Self::PERSON_NOUN,
            "auxiliary" => Self::AUXILIARY,
            "person_verb" => Self::PERSON_VERB,
            "negation" => Self::NEGATION,
            "modal" => Self::MODAL,
            "place_preposition" => Self::PLACE_PREPOSITION,
            "pronoun" => Self::PRONOUN,
            "common" => Self::COMMON,
            "given" => Self::GIVEN,
            "qualifier" => Self::QUALIFIER,
            _ => return None,
        })
    }
}

/// The classes of the word with this folded key.
pub(crate) fn classes(key: &str) -> Classes {
    lexicon().get(key).copied().unwrap_or_default()
}

fn lexicon() -> &'static HashMap<String, Classes> {
    static LEXICON: OnceLock<HashMap<String, Classes>> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = read(include_str!("../data/words.txt"));
        let mut add = |word: &str, class: Classes| {
            let classes: &mut Classes = lexicon.entry(fold(word)).or_default();
            *classes = classes.or(class);
        };
        aliases::first_words().for_each(|word| add(word, Classes::MARKER));
        dates::calendar_words().for_each(|word| add(word, Classes::CALENDAR));
        lexicon
    })
}

fn read(data: &str) -> HashMap<String, Classes> {
    let mut lexicon = HashMap::new();
    let mut section = Classes::default();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = Classes::named(name).unwrap_or_default();
            continue;
        }
        for word in line.split_whitespace() {
            let classes: &mut Classes = lexicon.entry(fold(word)).or_default();
            *classes = classes.or(section);
        }
    }
    lexicon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_word_list_has_a_class() {
        let data = include_str!("../data/words.txt");
        let sections = data.lines().filter_map(|line| line.strip_prefix('['));
        for name in sections.map(|section| section.trim_end_matches(']')) {
            assert!(Classes::named(name).is_some(), "{name}");
        }
        assert!(classes("inspector").has(Classes::TITLE));
        assert!(classes("inspector").has(Classes::OFFICE));
        assert!(!classes("oskel").has(Classes::TITLE.or(Classes::FUNCTION)));
    }
}
