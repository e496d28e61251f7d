//! The verbs that say something happened.

use crate::events::EventKind;
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// Verbs that stand together and share what they are about: `convicted and sentenced`.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) kinds: Vec<EventKind>,
    pub(crate) voice: Voice,
}

/// Where the persons stand to whom it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Before: `X was arrested`.
    Passive,
    /// Before, and the same as of the verb before: `X was arrested, and further arrested`.
    Continued,
    /// After: `officers arrested X`.
    Active,
    /// Directly before: `X, convicted in May, ...`.
    Participle,
}

/// Whether the word at `index` says that something happened.
pub(crate) fn is_trigger(tokens: &Tokens<'_>, index: usize) -> bool {
    trigger_at(tokens, index).is_some()
}

/// The clusters of a sentence, in order. Negated and merely possible ones are left out.
pub(crate) fn clusters(tokens: &Tokens<'_>, sentence: std::ops::Range<usize>) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let Some((kind, last)) = trigger_at(tokens, at) else {
            at += 1;
            continue;
        };
        match clusters.last_mut().filter(|cluster| are_joined(tokens, cluster.last, at)) {
            Some(cluster) => {
                cluster.kinds.push(kind);
                cluster.last = last;
            }
            None => clusters.push(Cluster {
                first: at,
                last,
                kinds: vec![kind],
                voice: Voice::Participle,
            }),
        }
        at = last + 1;
    }
    for (index, cluster) in clusters.iter_mut().enumerate() {
        cluster.voice = voice(tokens, cluster, index > 0, &sentence);
    }
    clusters.retain(|cluster| happened(tokens, cluster, &sentence));
    clusters
}

fn trigger_at(tokens: &Tokens<'_>, index: usize) -> Option<(EventKind, usize)> {
    let next = |words: &[&str]| tokens.is_any(index + 1, words);
    let word = tokens.word(index);
    if word.len() < 5 || word.len() > 12 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let kind = match word.as_str() {
        "arrested" | "apprehended" | "detained" | "rearrested" => EventKind::Arrest,
        "arrest" | "capture" if next(&["of"]) => EventKind::Arrest,
        "charged" if is_charge(tokens, index) => EventKind::Charge,
        "indicted" => EventKind::Charge,
        "tried" if next(&["in", "and", "at", "for", "on", "before"]) => EventKind::Trial,
        "convicted" => EventKind::Conviction,
        "conviction" if next(&["of"]) => EventKind::Conviction,
        "found" | "pleaded" | "pled" if next(&["guilty"]) => {
            return Some((EventKind::Conviction, index + 1));
        }
        "sentenced" | "jailed" | "imprisoned" | "fined" => EventKind::Sentence,
        "given" | "handed" | "received" if is_sentence_given(tokens, index) => EventKind::Sentence,
        "extradited" => EventKind::Extradition,
        "extradition" if next(&["of"]) => EventKind::Extradition,
        "surrendered" if next(&["to"]) => EventKind::Extradition,
        "seized" | "confiscated" | "impounded" => EventKind::Seizure,
        _ => return None,
    };
    Some((kind, index))
}

/// Charged with an offence, not charged a price.
fn is_charge(tokens: &Tokens<'_>, index: usize) -> bool {
    let after = tokens.is_any(index + 1, &["with", "in", "on", "under", "over", "and", "at", "by"]);
    let was = index > 0
        && (index.saturating_sub(3)..index).any(|at| tokens.classes(at).has(Classes::AUXILIARY));
    let is_priced = (index + 1..index + 5).any(|at| matches!(tokens.word(at), "£" | "$" | "€"));
    (after || (was && matches!(tokens.word(index + 1), "." | "," | ";"))) && !is_priced
}

/// `given a three-year sentence`, `handed 12 years`.
fn is_sentence_given(tokens: &Tokens<'_>, index: usize) -> bool {
    const UNITS: [&str; 6] = ["year", "years", "month", "months", "sentence", "life"];
    const CUSTODY: [&str; 8] =
        ["sentence", "sentences", "prison", "jail", "imprisonment", "custody", "suspended", "term"];
    let near = |words: &[&str], reach: usize| {
        (index + 1..index + 1 + reach)
            .take_while(|&at| !matches!(tokens.word(at), "." | ";"))
            .any(|at| tokens.is_any(at, words))
    };
    near(&UNITS, 6) && near(&CUSTODY, 9)
}

/// Whether only `and`, a comma or an adverb stands between two verbs.
fn are_joined(tokens: &Tokens<'_>, last: usize, next: usize) -> bool {
    let between = last + 1..next;
    between.len() <= 3
        && between.clone().any(|at| tokens.is(at, "and") || tokens.word(at) == ",")
        && between.clone().all(|at| {
            tokens.is_any(at, &["and", "then", "later", "subsequently"]) || tokens.word(at) == ","
        })
}

fn voice(
    tokens: &Tokens<'_>,
    cluster: &Cluster,
    is_later: bool,
    sentence: &std::ops::Range<usize>,
) -> Voice {
    if tokens.is_any(cluster.last + 1, &["of"])
        && tokens.is_any(cluster.last, &["arrest", "capture", "conviction", "extradition"])
    {
        return Voice::Active;
    }
    if tokens.is_any(cluster.first, &["pleaded", "pled", "received"]) {
        return Voice::Passive;
    }
    let mut at = cluster.first;
    while at > sentence.start && cluster.first - at < 5 {
        at -= 1;
        if is_adverb(tokens, at) {
            continue;
        }
        if tokens.is_any(at, &["was", "were", "been", "being", "is", "are", "be", "got"]) {
            return Voice::Passive;
        }
        break;
    }
    let joined =
        tokens.is_any(at, &["and", "but"]) || (tokens.word(at) == "," && at + 1 == cluster.first);
    if is_later && joined && !is_object(tokens, cluster.last + 1) {
        return Voice::Continued;
    }
    if is_object(tokens, cluster.last + 1) { Voice::Active } else { Voice::Participle }
}

/// Whether what follows a verb can be whom or what it happened to.
fn is_object(tokens: &Tokens<'_>, index: usize) -> bool {
    let is_preposition = tokens.is_any(
        index,
        &[
            "in",
            "on",
            "at",
            "for",
            "by",
            "with",
            "to",
            "over",
            "after",
            "during",
            "as",
            "and",
            "or",
            "from",
            "of",
            "near",
            "following",
            "under",
            "while",
            "when",
            "last",
            "this",
            "earlier",
            "today",
            "yesterday",
        ],
    );
    let is_end =
        tokens.get(index).is_none() || matches!(tokens.word(index), "." | "," | ";" | ":" | ")");
    let is_amount =
        tokens.shape(index) == Shape::Number || matches!(tokens.word(index), "£" | "€" | "$");
    let is_fine = is_amount && tokens.is(index - 1, "fined");
    let is_auxiliary = tokens.classes(index).has(Classes::AUXILIARY);
    !(is_preposition || is_end || is_fine || is_auxiliary)
}

fn is_adverb(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    tokens.is_any(
        index,
        &[
            "also",
            "each",
            "further",
            "both",
            "then",
            "all",
            "later",
            "been",
            "first",
            "since",
            "previously",
            "now",
            "not",
            "never",
            "already",
            "again",
            "himself",
            "herself",
        ],
    ) && !tokens.is(index, "been")
        || (word.len() > 4 && word.ends_with("ly"))
}

/// Whether the sentence says that it happened, not that it may, will or did not.
fn happened(tokens: &Tokens<'_>, cluster: &Cluster, sentence: &std::ops::Range<usize>) -> bool {
    const REACH: usize = 5;
    let from = cluster.first.saturating_sub(REACH).max(sentence.start);
    let mut reach = (from..cluster.first).rev().take_while(|&at| {
        !matches!(tokens.word(at), "," | ";" | "–" | "(" | ")") && !is_trigger(tokens, at)
    });
    !reach.any(|at| {
        tokens.classes(at).has(Classes::NEGATION)
            || (tokens.classes(at).has(Classes::MODAL)
                && !tokens.is_any(at, &["allegedly", "can", "suspected"]))
            || tokens.is_any(at, &["to", "warrant", "warrants", "avoid"])
    })
}
