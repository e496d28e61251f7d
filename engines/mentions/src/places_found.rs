//! Places in a text: names of the gazetteer, streets and sites.

use crate::fold::fold;
use crate::mention::Confidence;
use crate::places::{Gazetteer, Place, PlaceKind};
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// A place name at tokens `first..=last`.
#[derive(Debug, Clone)]
pub(crate) struct PlaceFound {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) place: Place,
    pub(crate) confidence: Confidence,
}

/// Finds the longest gazetteer name at every capitalised or uncased word. Linear: at most
/// [`LONGEST`] words are tried at each.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<PlaceFound> {
    let gazetteer = Gazetteer::bundled();
    let mut found: Vec<PlaceFound> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let next = match longest_at(tokens, index, gazetteer) {
            Some((last, place)) => {
                let listed = follows_in_list(tokens, index, found.last());
                let confidence = confidence(tokens, index, last, &place, listed);
                found.extend(confidence.map(|confidence| PlaceFound {
                    first: index,
                    last,
                    place,
                    confidence,
                }));
                last + 1
            }
            None => index + 1,
        };
        index = next;
    }
    found
}

/// The most words of a place name.
const LONGEST: usize = 5;

fn longest_at(tokens: &Tokens<'_>, index: usize, gazetteer: &Gazetteer) -> Option<(usize, Place)> {
    if !matches!(tokens.shape(index), Shape::Capital | Shape::AllCaps | Shape::Uncased) {
        return None;
    }
    let mut keys = vec![];
    let mut key = fold(tokens.word(index));
    if key.len() > 60 || !gazetteer.may_begin(&key) {
        return None;
    }
    keys.push((index, key.clone()));
    let mut at = index + 1;
    while keys.len() < LONGEST && !tokens.gap(at).contains("\n\n") && key.len() < 60 {
        let is_joint = tokens.is_glued(at) && matches!(tokens.word(at), "-" | "." | "'" | "’");
        if is_joint {
            at += 1;
            continue;
        }
        if !tokens.is_word(at) || tokens.gap(at).len() > 1 {
            break;
        }
        key.push(' ');
        key.push_str(&fold(tokens.word(at)));
        keys.push((at, key.clone()));
        at += 1;
    }
    let found = keys.into_iter().rev().find_map(|(last, key)| Some((last, gazetteer.find(&key)?)));
    // A country's two letters in capitals are its name; in other cases they are a word.
    found.filter(|(last, _)| {
        let is_short = *last == index && tokens.word(index).chars().count() < 3;
        !is_short || tokens.shape(index) == Shape::AllCaps
    })
}

fn confidence(
    tokens: &Tokens<'_>,
    first: usize,
    last: usize,
    place: &Place,
    is_listed: bool,
) -> Option<Confidence> {
    let before = introducing_word(tokens, first);
    let is_small = place.kind == PlaceKind::Town && place.population < SMALL_TOWN;
    let is_introduced = before.is_some_and(|at| {
        tokens.classes(at).has(Classes::PLACE_PREPOSITION)
            && !(is_small && tokens.is_any(at, &["from", "to", "by", "of", "under", "a"]))
    });
    let is_qualified = tokens.word(last + 1) == ","
        && Gazetteer::bundled().find(&fold(tokens.word(last + 2))).is_some_and(|outer| {
            outer.kind == PlaceKind::Country && outer.country == place.country
        });
    let is_known = place.kind != PlaceKind::Town || place.population >= 300;
    let is_word = first == last
        && (tokens.classes(first).has(Classes::FUNCTION.or(Classes::COMMON).or(Classes::TITLE))
            || tokens.classes(first).has(Classes::GIVEN.or(Classes::PERSON_NOUN)));
    if is_qualified || (is_introduced && !is_word) {
        return Some(Confidence::Strong);
    }
    if is_known && !is_word {
        return Some(Confidence::Fair);
    }
    let is_form = before.is_some_and(|at| tokens.word(at) == ":");
    ((is_listed || is_form) && !is_word).then_some(Confidence::Fair)
}

/// Below so many thousands, a town's name is as likely somebody's or some firm's.
const SMALL_TOWN: u32 = 20;

/// The word before a place name, directions and articles left out: `in [south] London`.
fn introducing_word(tokens: &Tokens<'_>, first: usize) -> Option<usize> {
    const SKIPPED: [&str; 17] = [
        "the", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
        "central", "nearby", "downtown", "la", "le", "l", "city", "of",
    ];
    let mut at = first.checked_sub(1)?;
    for _ in 0..2 {
        if at > 0 && tokens.is_any(at, &SKIPPED) && !tokens.classes(at).has(Classes::NEGATION) {
            at -= 1;
        }
    }
    Some(at)
}

/// Whether the place at `first` goes on a list of places: `Leicester, Birmingham and Essex`.
fn follows_in_list(tokens: &Tokens<'_>, first: usize, before: Option<&PlaceFound>) -> bool {
    let Some(before) = before.filter(|before| before.confidence > Confidence::Weak) else {
        return false;
    };
    let between = before.last + 1..first;
    between.len() <= 3
        && !between.is_empty()
        && between.clone().all(|at| {
            matches!(tokens.word(at), "," | "/" | "–" | "-" | "and" | "or" | "et" | "y" | "und")
                || tokens.is_any(at, &["north", "south", "east", "west"])
        })
}
