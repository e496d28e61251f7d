//! How well a statement matches.

use crossbearing_model::PropertyKind;
use serde::Serialize;

use super::query::Wanted;
use crate::text::{fold, words};

/// In which way a statement matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The value is what was asked for, in this or another spelling of it.
    Exact,
    /// Every word is in the value.
    Words,
    /// Every word is, the last as the beginning of one.
    Prefix,
    /// Every word is said of the entity, but not in one value: a name and a town.
    Together,
    /// Every word is, some with a slip or two.
    Fuzzy,
}

/// How `value` matches and how well, said under a grade of this probability; nothing if it does
/// not: what the viewer sees of a value may lack a word that the index has.
pub(super) fn rank(
    wanted: &Wanted,
    spellings: &[Vec<String>],
    (value, kind): (&str, PropertyKind),
    probability: f64,
) -> Option<(How, f64)> {
    let folded = fold(value);
    let said: Vec<&str> = words(&folded).collect();
    let how = matches(wanted, spellings, &folded, &said, value, kind)?;
    Some((how, score(how, wanted.words.len(), said.len(), kind) + probability))
}

/// What a match of `asked` words among `said` is worth.
pub(super) fn score(how: How, asked: usize, said: usize, kind: PropertyKind) -> f64 {
    let base = match how {
        How::Exact => 100.0,
        How::Words => 70.0,
        How::Prefix => 50.0,
        How::Together => 40.0,
        How::Fuzzy => 30.0,
    };
    // A short value that holds all the words says more than a long one.
    let share = asked.min(said) as f64 / said.max(1) as f64;
    base + 15.0 * share + if is_of_a_thing(kind) { 5.0 } else { 0.0 }
}

/// Whether values of this kind name somebody or something, rather than speak of it.
pub(super) fn is_of_a_thing(kind: PropertyKind) -> bool {
    kind == PropertyKind::Name || kind.is_selector()
}

fn matches(
    wanted: &Wanted,
    spellings: &[Vec<String>],
    folded: &str,
    said: &[&str],
    value: &str,
    kind: PropertyKind,
) -> Option<How> {
    let same_key = || {
        wanted.keys.iter().find(|(of, _)| *of == kind)?;
        let key = kind.match_key(value)?;
        wanted.keys.contains(&(kind, key)).then_some(How::Exact)
    };
    if folded == wanted.folded {
        return Some(How::Exact);
    }
    if let Some(exact) = same_key() {
        return Some(exact);
    }
    let (last, others) = wanted.words.split_last()?;
    let whole = |word: &String| said.contains(&word.as_str());
    let others_whole = others.iter().all(whole);
    if others_whole && whole(last) {
        return Some(How::Words);
    }
    if others_whole
        && last.chars().count() > 1
        && said.iter().any(|word| word.starts_with(last.as_str()))
    {
        return Some(How::Prefix);
    }
    let spelled = |group: &Vec<String>| group.iter().any(|word| said.contains(&word.as_str()));
    (!spellings.is_empty() && spellings.iter().all(spelled)).then_some(How::Fuzzy)
}
