//! How well a statement matches.

use crossbearing_model::PropertyKind;
use serde::Serialize;

use super::query::Wanted;
use crate::read::Read;
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
    /// Every word is, some with a slip or two.
    Fuzzy,
}

/// How `read` matches and how well; nothing if it does not: what the viewer sees of a value may
/// lack a word that the index has.
pub(super) fn rank(
    wanted: &Wanted,
    spellings: &[Vec<String>],
    read: &Read,
    kind: PropertyKind,
) -> Option<(How, f64)> {
    let value = &read.statement.value;
    let folded = fold(value);
    let said: Vec<&str> = words(&folded).collect();
    let how = matches(wanted, spellings, &folded, &said, value, kind)?;
    let base = match how {
        How::Exact => 100.0,
        How::Words => 70.0,
        How::Prefix => 50.0,
        How::Fuzzy => 30.0,
    };
    // A short value that holds all the words says more than a long one.
    let share = wanted.words.len().min(said.len()) as f64 / said.len().max(1) as f64;
    let of_kind = if kind == PropertyKind::Name || kind.is_selector() { 5.0 } else { 0.0 };
    Some((how, base + 15.0 * share + of_kind + read.statement.citation.grade.probability()))
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
