//! Names that the caller knows, found in one pass.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::fold::fold;
use crate::mention::{Candidate, Confidence, Kind};
use crate::token::Tokens;

/// A list of names to look for, each with an id of the caller's.
///
/// Names are compared by whole words, without case, diacritics and punctuation. Making one takes
/// time and memory linear in the names; sharing it is a reference count.
#[derive(Debug, Clone)]
pub struct KnownNames {
    search: Arc<AhoCorasick>,
    ids: Arc<Vec<String>>,
}

impl KnownNames {
    /// A list of `(id, name)`. Names of fewer than three letters are left out. None if nothing is
    /// left, or if there is more than a search can hold (about 2^31 letters).
    pub fn new<I: AsRef<str>, N: AsRef<str>>(
        names: impl IntoIterator<Item = (I, N)>,
    ) -> Option<Self> {
        const SHORTEST: usize = 3;
        let mut by_key: BTreeMap<String, String> = BTreeMap::new();
        for (id, name) in names {
            let key = fold(name.as_ref());
            if key.chars().count() < SHORTEST {
                continue;
            }
            let ids = by_key.entry(key).or_default();
            let is_there = ids.split(' ').any(|known| known == id.as_ref());
            if !is_there {
                if !ids.is_empty() {
                    ids.push(' ');
                }
                ids.push_str(id.as_ref());
            }
        }
        if by_key.is_empty() {
            return None;
        }
        let (keys, ids): (Vec<_>, Vec<_>) = by_key.into_iter().unzip();
        let search = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(keys.iter().map(|key| format!(" {key} ")))
            .ok()?;
        Some(Self { search: Arc::new(search), ids: Arc::new(ids) })
    }

    /// Finds them; the value is the ids of all who have the name, with spaces between.
    pub(crate) fn find(&self, tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
        let words = Words::of(tokens);
        let mut from = 0;
        while let Some(hit) = self.search.find(aho_corasick::Input::new(&words.text).range(from..))
        {
            // The space after one name is the space before the next.
            from = hit.end() - 1;
            let (first, last) = (words.at(hit.start() + 1), words.at(hit.end() - 2));
            let start = tokens.get(first).map_or(0, |token| token.start as usize);
            let end = tokens.get(last).map_or(start, |token| token.end as usize);
            let ids = self.ids[hit.pattern().as_usize()].clone();
            found.push(Candidate::new(start, end, Kind::Known, ids, Confidence::Strong));
        }
    }
}

/// The folded words of a text with single spaces between and around.
struct Words {
    text: String,
    /// Where each begins in `text`, and its token.
    starts: Vec<(u32, u32)>,
}

impl Words {
    fn of(tokens: &Tokens<'_>) -> Self {
        let mut words = Self { text: " ".to_owned(), starts: Vec::new() };
        for index in 0..tokens.len() {
            let key = fold(tokens.word(index));
            if !key.is_empty() {
                words.starts.push((words.text.len() as u32, index as u32));
                words.text.push_str(&key);
                words.text.push(' ');
            }
        }
        words
    }

    /// The token at a byte of the folded text.
    fn at(&self, byte: usize) -> usize {
        let after = self.starts.partition_point(|&(start, _)| start as usize <= byte);
        self.starts.get(after.saturating_sub(1)).map_or(0, |&(_, token)| token as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_with_and_without_diacritics() {
        let known = KnownNames::new([
            ("p-1", "Tarvand Oskel"),
            ("p-2", "Kasht"),
            ("p-3", "KASHT"),
            ("p-4", "أبو كاشت"),
        ]);
        let known = known.unwrap();
        let text = "TÀRVAND  Óskel, Kasht's and (kasht), Kashtan; المدعو ابو كاشت.";
        let tokens = Tokens::read(text);
        let mut found = Vec::new();
        known.find(&tokens, &mut found);
        let found: Vec<_> = found.iter().map(|c| (c.span.of(text), c.value.as_str())).collect();
        assert_eq!(
            found,
            [
                ("TÀRVAND  Óskel", "p-1"),
                ("Kasht", "p-2 p-3"),
                ("kasht", "p-2 p-3"),
                ("ابو كاشت", "p-4")
            ]
        );
        assert!(KnownNames::new([("p-1", "-")]).is_none());
    }
}
