//! What the two share with the world around them: selectors, places, companions, reports.

use std::collections::BTreeMap;

use crossbearing_model::PropertyKind;

use super::{Kind, Signal, doubted};
use crate::fact::Source;
use crate::picture::{MANY_BESIDE, Picture};
use crate::selector::{Held, MANY, Selector};
use crate::subject::{Companion, Subject};

/// Companions in common count for at most this much together, in nats.
const MOST_FOR_COMPANIONS: f64 = 4.0;
/// Selectors in common likewise.
const MOST_FOR_SELECTORS: f64 = 9.0;

/// One signal for each selector that both hold, less for each other who holds it.
pub(super) fn selectors(picture: &Picture, left: &Subject, right: &Subject) -> Vec<Signal> {
    let mine = best_held(left);
    let theirs = best_held(right);
    let mut left_over = MOST_FOR_SELECTORS;
    let shared =
        mine.iter().filter_map(|(selector, one)| Some((selector, one, theirs.get(selector)?)));
    shared
        .map(|(selector, one, other)| {
            let holders = picture.holders.get(selector).map_or(2, |all| all.len().max(2));
            let nats = selector.worth_among(holders).min(left_over);
            left_over -= nats;
            let among = match holders {
                2 => String::new(),
                n if n > MANY => format!(", shared by many ({n}): no evidence"),
                n => format!(", held by {n}"),
            };
            let text = format!("the same {} {}{among}", selector.kind_word(), one.value);
            Signal::between(Kind::Selectors, nats, text, (&one.source, &other.source))
        })
        .collect()
}

/// Each selector of a subject with the surest statement of it.
fn best_held(subject: &Subject) -> BTreeMap<&Selector, &Held> {
    let mut best: BTreeMap<&Selector, &Held> = BTreeMap::new();
    for held in &subject.selectors {
        let kept = best.entry(&held.selector).or_insert(held);
        if held.source.probability > kept.source.probability {
            *kept = held;
        }
    }
    best
}

pub(super) fn places(left: &Subject, right: &Subject) -> Option<Signal> {
    let folded = |place: &str| PropertyKind::Name.match_key(place);
    for one in &left.places {
        for other in &right.places {
            if folded(&one.value) == folded(&other.value) {
                // A street with a number tells more than a town.
                let exact = one.value.chars().any(|c| c.is_ascii_digit());
                let nats = if exact { 3.0 } else { 1.0 };
                let text = format!("the same place: {}", one.value);
                return Some(Signal::between(
                    Kind::Place,
                    nats,
                    text,
                    (&one.source, &other.source),
                ));
            }
        }
    }
    None
}

/// One signal for each companion in common; one that many have tells little.
pub(super) fn companions(picture: &Picture, left: &Subject, right: &Subject) -> Vec<Signal> {
    let theirs = by_key(picture, right);
    let mut left_over = MOST_FOR_COMPANIONS;
    let mut found: BTreeMap<&str, Signal> = BTreeMap::new();
    for (key, one) in by_key(picture, left) {
        let Some(other) = theirs.get(&key) else { continue };
        let beside = picture.companions.get(&key).map_or(2, |all| all.len().max(2));
        if beside > MANY_BESIDE {
            continue;
        }
        let nats = (1.7 - 0.45 * (beside as f64 - 1.0).ln()).clamp(0.0, left_over);
        let name = picture.record(&one.record).map_or("", |record| &record.caption.value);
        let both = (&one.source, &other.source);
        let signal = Signal::between(Kind::Companions, nats, String::new(), both);
        if found.get(name).is_some_and(|kept| kept.nats >= signal.nats) || nats <= 0.0 {
            continue;
        }
        if !found.contains_key(name) {
            left_over -= nats;
        }
        let text = format!("both are met with {name}");
        found.insert(name, Signal { text, ..signal });
    }
    found.into_values().collect()
}

fn by_key<'s>(picture: &Picture, subject: &'s Subject) -> BTreeMap<String, &'s Companion> {
    let mut keyed = BTreeMap::new();
    for companion in &subject.companions {
        for key in picture.companion_keys(&companion.record) {
            keyed.entry(key).or_insert(companion);
        }
    }
    keyed
}

/// One report that tells the two apart, as its author saw them.
pub(super) fn one_report(left: &Subject, right: &Subject) -> Option<Signal> {
    let shared: Vec<(&Source, &Source)> = left
        .reports
        .iter()
        .filter_map(|(report, source)| Some((source, right.reports.get(report)?)))
        .collect();
    let (one, other) = shared.first()?;
    let sure = shared.iter().map(|(one, _)| one.probability).fold(0.0, f64::max);
    Some(Signal {
        kind: Kind::OneReport,
        nats: doubted(-4.0, sure),
        text: format!("one report speaks of both as two ({} in all)", shared.len()),
        left: vec![one.statement],
        right: vec![other.statement],
    })
}

/// An agency seldom enters one person twice.
pub(super) fn one_agency(left: &Subject, right: &Subject) -> Option<Signal> {
    let one = left.agencies.len() == 1 && left.agencies == right.agencies;
    let agency = left.agencies.first().filter(|_| one)?;
    Some(Signal {
        kind: Kind::OneAgency,
        nats: -1.0,
        text: format!("both are {agency}'s own, who entered them as two"),
        left: Vec::new(),
        right: Vec::new(),
    })
}
