//! Fixed phrases in the languages of the reports.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{field, lines};

/// A language that reports are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "ar")]
    Arabic,
    #[serde(rename = "fa")]
    Persian,
}

impl Language {
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::French, Self::Arabic, Self::Persian];

    /// Its BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Arabic => "ar",
            Self::Persian => "fa",
        }
    }

    /// The phrase that `key` stands for. Every key in the program is in the table (a test reads
    /// the reports for leftovers); one that is not stands for itself.
    pub(crate) fn phrase(self, key: &'static str) -> &'static str {
        match PHRASES.binary_search_by_key(&key, |(known, _)| known) {
            Ok(at) => PHRASES[at].1[self as usize],
            Err(_) => key,
        }
    }
}

static PHRASES: LazyLock<Vec<(&str, [&str; 4])>> = LazyLock::new(|| {
    let mut phrases: Vec<_> = lines(include_str!("../../data/phrases.txt"))
        .map(|fields| (field(&fields, 0), [1, 2, 3, 4].map(|at| field(&fields, at))))
        .collect();
    phrases.sort_unstable();
    phrases
});

/// The key that stands for `word` among those of `kind`, such as `nation.sy`.
pub(crate) fn key(kind: &str, word: &str) -> &'static str {
    PHRASES
        .iter()
        .map(|(key, _)| *key)
        .find(|key| key.split_once('.') == Some((kind, word)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_there_in_every_language() {
        for (key, phrases) in PHRASES.iter() {
            assert!(phrases.iter().all(|phrase| !phrase.is_empty()), "{key}");
        }
        assert_eq!(Language::French.phrase(key("nation", "sy")), "syrienne");
    }
}
