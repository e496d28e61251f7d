//! What is said of the two themselves: names, dates, countries, documents.

use std::collections::BTreeSet;

use crossbearing_linkage::date::{Agreement, Date};
use crossbearing_model::PropertyKind;
use crossbearing_names::Model;

use super::{Kind, NAMES_AGREE, Signal};
use crate::fact::Fact;
use crate::subject::{Named, Subject};

/// Names of one subject that are compared: the cost of a comparison is bounded.
const MOST_NAMES: usize = 16;

/// The two names that agree best. A subject with several names is met under one of them.
pub(super) fn names(model: &Model, left: &Subject, right: &Subject) -> Option<Signal> {
    let (mine, theirs) = (distinct(&left.names), distinct(&right.names));
    let mut best: Option<(f64, &Named, &Named)> = None;
    for one in &mine {
        for other in &theirs {
            let ratio = f64::from(model.log_ratio(&one.prepared, &other.prepared));
            if best.is_none_or(|(so_far, ..)| ratio > so_far) {
                best = Some((ratio, one, other));
            }
        }
    }
    let (ratio, one, other) = best?;
    // The best of several pairs agrees by chance more often than a pair taken alone.
    let tried = (mine.len().min(theirs.len()) as f64).ln() * 0.5;
    let ratio = if ratio > 0.0 { (ratio - tried).max(0.0) } else { ratio };
    let text = match ratio {
        r if r > NAMES_AGREE => "the names agree",
        r if r > 0.5 => "the names agree in part",
        r if r > -1.0 => "the names neither agree nor disagree",
        _ => "the names disagree",
    };
    let text = format!("{text}: {} ~ {}", one.fact.value, other.fact.value);
    let facts = (&one.fact.source, &other.fact.source);
    Some(Signal::between(Kind::Names, ratio.clamp(-6.0, 9.0), text, facts))
}

fn distinct(names: &[Named]) -> Vec<&Named> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|name| seen.insert(&name.fact.value)).take(MOST_NAMES).collect()
}

pub(super) fn nicknames(left: &Subject, right: &Subject) -> Option<Signal> {
    let key = |fact: &Fact| PropertyKind::Name.match_key(&fact.value);
    pairs(&left.nicknames, &right.nicknames).find(|(one, other)| key(one) == key(other)).map(
        |(one, other)| {
            let text = format!("both are called {}", one.value);
            Signal::between(Kind::Nicknames, 3.0, text, (&one.source, &other.source))
        },
    )
}

pub(super) fn births(left: &Subject, right: &Subject) -> Option<Signal> {
    let compared = pairs(&left.births, &right.births).filter_map(|(one, other)| {
        let agreement = Date::parse(&one.value)?.agreement(Date::parse(&other.value)?, true);
        Some((agreement, one, other))
    });
    let (agreement, one, other) = compared.max_by_key(|(agreement, ..)| *agreement)?;
    let whole = !one.value.ends_with("-01-01") && one.value.len() > 7;
    let (nats, text) = match agreement {
        Agreement::Same if whole => (6.0, "born on the same day"),
        Agreement::Same => {
            (2.5, "the same first of January, which often stands for an unknown day")
        }
        Agreement::Slip => (3.5, "the dates of birth are one slip apart"),
        Agreement::FirstOfJanuary => (2.0, "born in the same year"),
        Agreement::SameDayOtherYear => (1.5, "the same day in another year"),
        Agreement::SameYear => (0.0, "the same year, another day"),
        Agreement::NearYear => (-1.0, "born a year or two apart"),
        Agreement::Different => (-4.0, "born at different times"),
    };
    let text = format!("{text}: {} ~ {}", one.value, other.value);
    Some(Signal::between(Kind::Birth, nats, text, (&one.source, &other.source)))
}

/// Years of birth that ages stand for, against one another and against dates of birth.
pub(super) fn ages(left: &Subject, right: &Subject) -> Option<Signal> {
    let (mine, theirs) = (years(left), years(right));
    let apart = pairs(&mine, &theirs)
        .filter(|((_, aged, _), (_, other_aged, _))| *aged || *other_aged)
        .map(|(one, other)| ((one.0 - other.0).abs(), one.2, other.2));
    let (apart, one, other) = apart.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (nats, text) = match apart {
        years if years <= 1.5 => (1.3, "ages that agree"),
        years if years <= 3.5 => (0.2, "ages a few years apart"),
        years if years <= 8.0 => (-1.2, "ages years apart"),
        _ => (-3.0, "ages far apart"),
    };
    let text = format!("{text}: {} ~ {}", one.value, other.value);
    Some(Signal::between(Kind::Age, nats, text, (&one.source, &other.source)))
}

/// Years of birth, whether they come from an age, and the facts they come from.
fn years(subject: &Subject) -> Vec<(f64, bool, &Fact)> {
    const YEAR: f64 = 365.25 * 24.0 * 3600.0 * 1000.0;
    let now = |fact: &Fact| 1970.0 + fact.source.from.millis() as f64 / YEAR;
    let aged = subject.ages.iter().filter_map(move |fact| {
        let age = fact.value.parse::<f64>().ok().filter(|age| (0.0..=120.0).contains(age))?;
        Some((now(fact) - age - 0.5, true, fact))
    });
    let born = subject.births.iter().filter_map(|fact| {
        let date = Date::parse(&fact.value).filter(|date| date.year > 1500)?;
        Some((f64::from(date.year) + 0.5, false, fact))
    });
    aged.chain(born).collect()
}

pub(super) fn genders(left: &Subject, right: &Subject) -> Option<Signal> {
    set(
        Kind::Gender,
        &left.genders,
        &right.genders,
        (0.4, "the same gender"),
        (-4.0, "different genders"),
    )
}

pub(super) fn countries(left: &Subject, right: &Subject) -> Option<Signal> {
    let (same, other) = ((0.8, "the same country"), (-1.8, "different countries"));
    set(Kind::Country, &left.countries, &right.countries, same, other)
}

/// One value in common, or none.
fn set(
    kind: Kind,
    left: &[Fact],
    right: &[Fact],
    same: (f64, &str),
    different: (f64, &str),
) -> Option<Signal> {
    let shared = pairs(left, right).find(|(one, other)| one.value == other.value);
    let ((nats, text), (one, other)) = match shared {
        Some(pair) => (same, pair),
        None => (different, pairs(left, right).next()?),
    };
    let text = if one.value == other.value {
        format!("{text}: {}", one.value)
    } else {
        format!("{text}: {} ~ {}", one.value, other.value)
    };
    Some(Signal::between(kind, nats, text, (&one.source, &other.source)))
}

/// Document numbers of which none agree: weak, for people have several.
pub(super) fn documents(left: &Subject, right: &Subject) -> Option<Signal> {
    let documents = |subject: &Subject| -> Vec<_> {
        let held = subject.selectors.iter();
        held.filter(|held| held.selector.kind == PropertyKind::DocumentNumber).cloned().collect()
    };
    let (mine, theirs) = (documents(left), documents(right));
    if pairs(&mine, &theirs).any(|(one, other)| one.selector == other.selector) {
        return None;
    }
    let (one, other) = pairs(&mine, &theirs).next()?;
    let text = format!("other documents: {} ~ {}", one.value, other.value);
    Some(Signal::between(Kind::OtherDocuments, -1.5, text, (&one.source, &other.source)))
}

fn pairs<'a, 'b, A, B>(
    left: &'a [A],
    right: &'b [B],
) -> impl Iterator<Item = (&'a A, &'b B)> + use<'a, 'b, A, B> {
    left.iter().flat_map(move |one| right.iter().map(move |other| (one, other)))
}
