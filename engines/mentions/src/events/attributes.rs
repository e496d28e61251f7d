//! What a sentence says of an event beside its verb and its persons.

use std::ops::Range;

use crate::events::EventKind;
use crate::people::{Marked, Said, span};
use crate::places_found::PlaceFound;
use crate::terms;
use crate::token::Tokens;

/// Everything marked in a text that can belong to an event, each list in the order of the text.
pub(crate) struct Attributes<'a> {
    pub(crate) dates: &'a [Marked],
    pub(crate) money: &'a [Marked],
    pub(crate) terms: &'a [Marked],
    pub(crate) places: &'a [PlaceFound],
    /// Courts by name.
    pub(crate) courts: &'a [(usize, usize)],
}

impl Attributes<'_> {
    /// The first date in `zone`.
    pub(crate) fn date(&self, tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<Said> {
        within(self.dates, zone).next().map(|date| date.said(tokens))
    }

    /// The first length of imprisonment in `zone`; none if that is a total or a range of several.
    pub(crate) fn term(&self, tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<Said> {
        let is_imprisonment = |term: &&Marked| {
            let before = term.first.saturating_sub(3)..term.first;
            terms::says_imprisonment(tokens, term.last)
                || before
                    .clone()
                    .any(|at| tokens.is_any(at, &["to", "for", "given", "handed", "received"]))
        };
        let is_of_several = |term: &Marked| {
            (term.first.saturating_sub(6)..term.first).any(|at| {
                tokens.is_any(
                    at,
                    &["total", "totalling", "combined", "ranging", "maximum", "minimum", "between"],
                )
            })
        };
        let term = within(self.terms, zone).find(is_imprisonment)?;
        (!is_of_several(term)).then(|| term.said(tokens))
    }

    /// The first amount of money in `zone`.
    pub(crate) fn fine(&self, tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<Said> {
        within(self.money, zone).next().map(|money| money.said(tokens))
    }

    /// The first place in `zone` at which an event of this kind can have happened.
    pub(crate) fn place(
        &self,
        tokens: &Tokens<'_>,
        zone: &Range<usize>,
        kind: EventKind,
    ) -> Option<Said> {
        let from = self.places.partition_point(|place| place.first < zone.start);
        self.places[from..]
            .iter()
            .take_while(|place| place.first < zone.end)
            .find(|place| is_located(tokens, place.first, kind))
            .map(|place| Said {
                value: place.place.name.clone(),
                span: span(tokens, place.first, place.last),
            })
    }

    /// The court that `zone` names: `Oskel Crown Court`, `a court in Antwerp`.
    pub(crate) fn court(&self, tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<Said> {
        let from = self.courts.partition_point(|court| court.0 < zone.start);
        let named = self.courts[from..].first().filter(|court| court.0 < zone.end).copied();
        let (first, last) = named.or_else(|| self.unnamed_court(tokens, zone))?;
        let value = crate::people::name_value(tokens.slice(first, last));
        Some(Said { value, span: span(tokens, first, last) })
    }

    fn unnamed_court(&self, tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<(usize, usize)> {
        let at = zone.clone().find(|&at| tokens.is_any(at, &["court", "tribunal"]))?;
        let from = self.places.partition_point(|place| place.first < at);
        let place = self.places.get(from).filter(|place| place.first <= at + 3)?;
        let is_there = tokens.is_any(place.first - 1, &["in", "at", "of"]);
        is_there.then_some((at, place.last))
    }
}

/// The words that say the trial was held without the person.
pub(crate) fn in_absence(tokens: &Tokens<'_>, zone: &Range<usize>) -> Option<Said> {
    let at = zone.clone().find(|&at| {
        tokens.is(at, "in")
            && (tokens.is(at + 1, "absentia")
                || (tokens.is_any(at + 1, &["his", "her", "their"])
                    && tokens.is(at + 2, "absence")))
    })?;
    let last = if tokens.is(at + 1, "absentia") { at + 1 } else { at + 2 };
    Some(Said { value: "in absence".to_owned(), span: span(tokens, at, last) })
}

/// For what: `charged with people smuggling`, `on suspicion of fraud`, `convicted of ...`.
pub(crate) fn offence(tokens: &Tokens<'_>, kind: EventKind, zone: &Range<usize>) -> Option<Said> {
    const LONGEST: usize = 14;
    const FURTHEST: usize = 12;
    /// Words of how long somebody is held, which are of the sentence and not of the offence.
    const TERM: [&str; 4] = ["years", "months", "total", "imprisonment"];
    let introducing: &[&str] = match kind {
        EventKind::Charge => &["with"],
        EventKind::Arrest => &["suspicion", "relation", "connection", "for", "over"],
        _ => &["of", "for", "over", "to"],
    };
    let is_time = |at: usize| {
        (at..at + 4)
            .any(|at| tokens.is_any(at, &["years", "months", "year", "month", "life", "total"]))
    };
    let at = (zone.start..zone.end.min(zone.start + FURTHEST))
        .find(|&at| tokens.is_any(at, introducing) && !is_time(at + 1))?;
    let at = at + usize::from(tokens.is_any(at, &["suspicion", "relation", "connection"]));
    let is_article = tokens.is_any(at + 1, &["a", "an", "the", "his", "her", "their"]);
    let first = at + 1 + usize::from(is_article);
    let limit = zone.end.min(first + LONGEST);
    let is_end = |&at: &usize| {
        matches!(tokens.word(at), "," | "." | ";" | ")" | "(" | "–" | ":")
            || tokens.is_any(
                at,
                &[
                    "at",
                    "on",
                    "after",
                    "following",
                    "between",
                    "when",
                    "in",
                    "while",
                    "before",
                    "during",
                    "from",
                ],
            )
    };
    let last = (first..limit).find(is_end).unwrap_or(limit).checked_sub(1)?;
    let last = if tokens.is(last, "and") { last.checked_sub(1)? } else { last };
    let is_words = last >= first && tokens.shape(first) == crate::token::Shape::Lower;
    let is_term = (first..=last).any(|at| tokens.is_any(at, &TERM));
    (is_words && !is_term).then(|| Said {
        value: crate::people::name_value(tokens.slice(first, last)),
        span: span(tokens, first, last),
    })
}

fn within<'a>(list: &'a [Marked], zone: &Range<usize>) -> impl Iterator<Item = &'a Marked> {
    let end = zone.end;
    let from = list.partition_point(|marked| marked.first < zone.start);
    list[from..].iter().take_while(move |marked| marked.first < end)
}

/// Whether the words before a place say that something happened there.
fn is_located(tokens: &Tokens<'_>, first: usize, kind: EventKind) -> bool {
    const SKIPPED: [&str; 14] = [
        "the", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
        "central", "city", "port", "town", "of",
    ];
    let mut at = first;
    for _ in 0..3 {
        let Some(before) = at.checked_sub(1) else { return false };
        at = before;
        if !tokens.is_any(at, &SKIPPED) {
            break;
        }
    }
    if kind == EventKind::Extradition {
        return tokens.is(at, "to");
    }
    tokens.is_any(at, &["in", "at", "on", "near", "outside", "off", "around"])
}
