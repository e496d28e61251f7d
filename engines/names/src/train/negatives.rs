//! Contrasts: true pairs beside false ones that look true.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::jaro_winkler;
use crate::train::TokenPair;
use crate::train::plain::romanise;
use crate::train::random::Random;

/// Hard negatives on each side of a pair.
const HARD: usize = 3;

/// A token pair with the answer and how much it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// The pair.
    pub pair: TokenPair,
    /// Whether it is one token in two spellings.
    pub same: bool,
    /// How much it counts in training.
    pub weight: f32,
}

/// For each pair: itself, the hardest few other tokens on each side (nearest by Jaro-Winkler after
/// a plain romanisation among those with the same first letter), and a random one.
///
/// The false partners come from `pairs`, of which about `looked_at` are considered.
pub fn contrasts(
    of: &[TokenPair],
    (pairs, looked_at): (&[TokenPair], usize),
    seed: u64,
) -> Vec<Contrast> {
    let romanised: Vec<String> = pairs.iter().map(|pair| romanise(&pair.other)).collect();
    let roman_masks: Vec<u32> = romanised.iter().map(|token| mask(token)).collect();
    let latin_masks: Vec<u32> = pairs.iter().map(|pair| mask(&pair.latin)).collect();
    let known: BTreeSet<(&str, &str)> =
        pairs.iter().map(|pair| (&*pair.latin, &*pair.other)).collect();
    let mut by_first: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (place, roman) in romanised.iter().enumerate() {
        by_first.entry(first(roman)).or_default().push(place);
    }
    let mut random = Random::new(seed);
    let mut found = Vec::new();
    let mut add = |latin: &str, other: &str, same: bool, weight: f32| {
        if same || !known.contains(&(latin, other)) {
            let pair = TokenPair { latin: latin.to_owned(), other: other.to_owned() };
            found.push(Contrast { pair, same, weight });
        }
    };
    for pair in of {
        add(&pair.latin, &pair.other, true, 1.0);
        let bucket = by_first.get(&first(&pair.latin)).map(Vec::as_slice).unwrap_or_default();
        let offset = random.below(bucket.len());
        let looked_at = || bucket.iter().cycle().skip(offset).take(looked_at.min(bucket.len()));
        let letters = mask(&pair.latin);
        let near = |place: &&usize| {
            if mostly_shared(letters, roman_masks[**place]) {
                jaro_winkler(&pair.latin, &romanised[**place])
            } else {
                0.0
            }
        };
        let free = |place: &&usize| !known.contains(&(&*pair.latin, &*pairs[**place].other));
        for hard in hardest(looked_at().filter(free), near) {
            add(&pair.latin, &pairs[hard].other, false, 1.0 / HARD as f32);
        }
        let near = |place: &&usize| {
            if mostly_shared(letters, latin_masks[**place]) {
                jaro_winkler(&pair.latin, &pairs[**place].latin)
            } else {
                0.0
            }
        };
        let free = |place: &&usize| !known.contains(&(&*pairs[**place].latin, &*pair.other));
        for hard in hardest(looked_at().filter(free), near) {
            add(&pairs[hard].latin, &pair.other, false, 0.5 / HARD as f32);
        }
        let any = &pairs[random.below(pairs.len())];
        add(&pair.latin, &any.other, false, 1.0);
    }
    found
}

/// As an evaluation does it: each pair, the one nearest false partner among (at most ten thousand
/// of) the pool, and a random one. Of many pairs, some four thousand are taken.
pub(crate) fn nearest(of: &[TokenPair], pool: &[TokenPair], seed: u64) -> Vec<Contrast> {
    const MOST: usize = 4_000;
    const POOL: usize = 10_000;
    let pool: Vec<&TokenPair> = pool.iter().step_by(pool.len().div_ceil(POOL).max(1)).collect();
    let romanised: Vec<String> = pool.iter().map(|pair| romanise(&pair.other)).collect();
    let known: BTreeSet<(&str, &str)> =
        pool.iter().copied().chain(of).map(|pair| (&*pair.latin, &*pair.other)).collect();
    let mut random = Random::new(seed);
    let mut found = Vec::new();
    for pair in of.iter().step_by(of.len().div_ceil(MOST).max(1)) {
        found.push(Contrast { pair: pair.clone(), same: true, weight: 1.0 });
        let free = |place: &usize| !known.contains(&(&*pair.latin, &*pool[*place].other));
        let mut hardest = (0.0, None);
        for (place, roman) in romanised.iter().enumerate() {
            let near = jaro_winkler(&pair.latin, roman);
            if near > hardest.0 && free(&place) {
                hardest = (near, Some(place));
            }
        }
        let any = Some(random.below(pool.len())).filter(free);
        for place in hardest.1.into_iter().chain(any) {
            let pair = TokenPair { latin: pair.latin.clone(), other: pool[place].other.clone() };
            found.push(Contrast { pair, same: false, weight: 1.0 });
        }
    }
    found
}

/// The nearest few of the candidates.
fn hardest<'a>(
    candidates: impl Iterator<Item = &'a usize>,
    near: impl Fn(&&usize) -> f64,
) -> impl Iterator<Item = usize> {
    let mut best: [(f64, Option<usize>); HARD] = [(0.0, None); HARD];
    for candidate in candidates {
        let nearness = near(&candidate);
        if nearness > best[HARD - 1].0 {
            best[HARD - 1] = (nearness, Some(*candidate));
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
        }
    }
    best.into_iter().filter_map(|(_, candidate)| candidate)
}

/// The letters a to z that a token holds, as bits.
fn mask(token: &str) -> u32 {
    token.bytes().filter(u8::is_ascii_lowercase).fold(0, |mask, b| mask | 1 << (b - b'a'))
}

/// Whether two tokens share enough letters to be worth a closer look; one of them may be written
/// without vowels.
fn mostly_shared(a: u32, b: u32) -> bool {
    let shared = (a & b).count_ones();
    shared * 3 >= a.count_ones().min(b.count_ones()) * 2
}

fn first(token: &str) -> char {
    token.chars().next().unwrap_or(' ')
}

/// Latin tokens with one slip each: a letter dropped, doubled, swapped, or misread.
pub fn slips<'a>(tokens: impl Iterator<Item = &'a str>, seed: u64) -> Vec<TokenPair> {
    const MISREAD: &[(&str, &str)] = &[
        ("rn", "m"),
        ("m", "rn"),
        ("l", "i"),
        ("i", "l"),
        ("cl", "d"),
        ("d", "cl"),
        ("u", "v"),
        ("v", "u"),
        ("h", "b"),
        ("e", "c"),
        ("o", "a"),
        ("a", "o"),
        ("n", "m"),
        ("m", "n"),
    ];
    let mut random = Random::new(seed);
    let mut pairs = Vec::new();
    for token in tokens.filter(|token| token.is_ascii() && token.len() > 3) {
        let mut letters: Vec<char> = token.chars().collect();
        let place = random.below(letters.len() - 1);
        match random.below(5) {
            0 => drop(letters.remove(place + 1)),
            1 => letters.insert(place, letters[place]),
            2 => letters.swap(place, place + 1),
            3 => letters[place + 1] = char::from(b'a' + random.below(26) as u8),
            _ => {
                let (from, to) = MISREAD[random.below(MISREAD.len())];
                letters = token.replacen(from, to, 1).chars().collect();
            }
        }
        let other: String = letters.into_iter().collect();
        if other != token {
            pairs.push(TokenPair { latin: token.to_owned(), other });
        }
    }
    pairs
}
