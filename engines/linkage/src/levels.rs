//! How far two values agree, as one of a few levels: the higher, the more.

use crate::companions;
use crate::date::Agreement;
use crate::outside;
use crate::plan::Kind;
use crate::strings::{jaro_winkler, one_slip};
use crate::table::Column;
use crate::values::Values;

/// The level of a pair in which a value is missing.
pub(crate) const MISSING: u8 = u8::MAX;

/// The highest number of levels of any kind.
pub(crate) const MOST_LEVELS: usize = 8;

/// What each level of a kind means, from none to the same.
pub(crate) fn meanings(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Name => &["different", "far", "initial or part", "near", "known form", "same"],
        Kind::Words => &[
            "nothing shared",
            "little shared",
            "some shared",
            "half shared",
            "most shared",
            "same",
        ],
        Kind::Date => &[
            "different",
            "near year",
            "same day, other year",
            "same year",
            "first of January",
            "one slip",
            "same",
        ],
        Kind::Code => &["different", "same area", "same district", "one slip", "same"],
        Kind::Place => &["different", "shared word", "near", "same"],
        Kind::Digits => &["different", "same ending", "one slip", "same"],
        Kind::Companions => &companions::MEANINGS,
        Kind::Exact => &["different", "same"],
        Kind::Outside => &outside::MEANINGS,
    }
}

/// The level at which two values of a column agree.
pub(crate) fn level(kind: Kind, column: &Column, values: &Values, (a, b): (u32, u32)) -> u8 {
    if a == 0 || b == 0 {
        return MISSING;
    }
    // What is the same may still say nothing: only whoever compares names knows how rare one is.
    if kind == Kind::Outside {
        return values.log_ratio(a, b).map_or(MISSING, outside::level);
    }
    if kind == Kind::Companions {
        return companions::level(values, (a, b));
    }
    if a == b {
        return meanings(kind).len() as u8 - 1;
    }
    let (left, right) = (column.texts[a as usize].as_str(), column.texts[b as usize].as_str());
    match kind {
        Kind::Name => name(values, (a, b), (left, right)),
        Kind::Words => words(values, (a, b)),
        Kind::Date => match (values.date(a), values.date(b)) {
            (Some(x), Some(y)) => x.agreement(y, true) as u8,
            _ => MISSING,
        },
        Kind::Code => code(left, right),
        Kind::Place => place(values, (a, b), (left, right)),
        Kind::Digits => digits(left, right),
        Kind::Exact | Kind::Companions | Kind::Outside => 0,
    }
}

fn name(values: &Values, (a, b): (u32, u32), (left, right): (&str, &str)) -> u8 {
    if values.groups(a).iter().any(|group| values.groups(b).contains(group)) {
        return 4;
    }
    let similarity = jaro_winkler(left, right);
    if similarity >= 0.9 || (left.len() > 3 && one_slip(left, right)) {
        return 3;
    }
    let part = left.starts_with(right) || right.starts_with(left);
    if part || values.words(a).iter().any(|word| values.words(b).contains(word)) {
        return 2;
    }
    u8::from(similarity >= 0.78)
}

/// The share of the lighter side's rarity that is found on the other; a word that only sounds the
/// same is worth most of itself.
fn words(values: &Values, (a, b): (u32, u32)) -> u8 {
    const ONLY_SOUND: f32 = 0.7;
    let (x, y) = (values.words(a), values.words(b));
    let weight = |words: &[u32]| -> f32 { words.iter().map(|word| values.rarity(*word)).sum() };
    let (left, right) = (weight(x), weight(y));
    if left <= 0.0 || right <= 0.0 {
        return MISSING;
    }
    let mut shared = 0.0;
    for word in x {
        if y.binary_search(word).is_ok() {
            shared += values.rarity(*word);
        } else if y.iter().any(|other| values.sound(*other) == values.sound(*word)) {
            shared += ONLY_SOUND * values.rarity(*word);
        }
    }
    let of_lighter = shared / left.min(right);
    let of_heavier = shared / left.max(right);
    match () {
        () if of_heavier > 0.9 => 5,
        () if of_lighter > 0.9 => 4,
        () if of_lighter > 0.6 => 3,
        () if of_lighter > 0.35 => 2,
        () => u8::from(shared > 0.0),
    }
}

fn code(left: &str, right: &str) -> u8 {
    if one_slip(left, right) {
        return 3;
    }
    let district = |text: &str| text.split(' ').next().map(str::len).unwrap_or_default();
    let (x, y) = (&left[..district(left)], &right[..district(right)]);
    if x == y {
        return 2;
    }
    let letters = |text: &str| text.bytes().take_while(|b| !b.is_ascii_digit()).count();
    u8::from(x[..letters(x)] == y[..letters(y)] && letters(x) > 0)
}

fn place(values: &Values, (a, b): (u32, u32), (left, right): (&str, &str)) -> u8 {
    if jaro_winkler(left, right) >= 0.9 {
        return 2;
    }
    let (x, y) = (values.words(a), values.words(b));
    let same = |word: &u32, other: &u32| values.sound(*word) == values.sound(*other);
    u8::from(x.iter().any(|word| y.iter().any(|other| same(word, other))))
}

fn digits(left: &str, right: &str) -> u8 {
    let only = |text: &str| -> Vec<u8> { text.bytes().filter(u8::is_ascii_digit).collect() };
    let (x, y) = (only(left), only(right));
    let ending = x.len() >= 7 && y.len() >= 7 && x[x.len() - 7..] == y[y.len() - 7..];
    match () {
        () if x == y => 3,
        () if one_slip(left, right) => 2,
        () => u8::from(ending),
    }
}

/// The level of a date's agreement is its place in the enumeration.
const _: () = assert!(Agreement::Same as u8 == 6);
