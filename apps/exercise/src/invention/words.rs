//! What networks, boats, shops and people are nicknamed.

use std::sync::LazyLock;

use super::{field, lines};
use crate::random::Random;

static TABLES: [&str; 2] =
    [include_str!("../../data/belongings.txt"), include_str!("../../data/nicknames.txt")];

/// One of the words of `kind`.
pub(crate) fn pick(kind: &str, random: &mut Random) -> &'static str {
    let words = all(kind);
    words.get(random.below(words.len())).copied().unwrap_or_default()
}

/// The words of `kind`, in the order of the file.
pub(crate) fn all(kind: &str) -> &'static [&'static str] {
    WORDS.iter().find(|(known, _)| *known == kind).map_or(&[], |(_, words)| words)
}

/// A nickname: a title and a word, or a word alone.
pub(crate) fn nickname(random: &mut Random) -> String {
    let word = pick("word", random);
    if random.chance(70) { format!("{} {word}", pick("title", random)) } else { word.to_owned() }
}

static WORDS: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for fields in TABLES.into_iter().flat_map(lines) {
        let (kind, word) = (field(&fields, 0), field(&fields, 1));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, words)) => words.push(word),
            None => kinds.push((kind, vec![word])),
        }
    }
    kinds
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_is_asked_for_has_words() {
        let kinds = [
            "network",
            "boat",
            "boat-second",
            "engine",
            "vehicle",
            "bank",
            "service",
            "shop",
            "office",
            "mark",
            "court",
            "title",
            "word",
        ];
        for kind in kinds {
            assert!(all(kind).len() > 1, "{kind}");
            assert!(all(kind).iter().all(|word| !word.is_empty()), "{kind}");
        }
    }
}
