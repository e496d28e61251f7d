//! From a text to a reading.

use serde::Serialize;

use crate::context::Context;
use crate::events::{self, Attributes, Event};
use crate::known::KnownNames;
use crate::mention::{Candidate, Confidence, Kind, Mention, Span};
use crate::people::chunks::{self, Chunk, ChunkKind};
use crate::people::{self, Marked, People, Person};
use crate::places::{Gazetteer, Place, PlaceKind};
use crate::places_found::{self, PlaceFound};
use crate::selectors::{self, money};
use crate::token::Tokens;
use crate::{ages, dates, terms};

/// What a text says, as proposals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Marked passages, in the order of the text; none overlaps another, known names aside.
    pub mentions: Vec<Mention>,
    /// Persons, in the order in which the text names them.
    pub persons: Vec<Person>,
    /// Events, in the order of the text.
    pub events: Vec<Event>,
    /// How many bytes were read: less than the text holds where it is longer than the limit.
    pub read: usize,
}

/// Reads texts. Making one is cheap; the gazetteer and the word lists are read once per process.
#[derive(Debug, Clone, Default)]
pub struct Extractor {
    known: Option<KnownNames>,
}

impl Extractor {
    /// An extractor that knows no names beforehand.
    pub fn new() -> Self {
        Self::default()
    }

    /// This extractor, which also marks the names on a list.
    #[must_use]
    pub fn with_known(self, known: KnownNames) -> Self {
        Self { known: Some(known) }
    }

    /// Marks and ties together what `text` says. Never fails; linear in the length of the text.
    pub fn read(&self, text: &str, context: &Context) -> Reading {
        let text = up_to(text, context.limit.min(u32::MAX as usize));
        let tokens = Tokens::read(text);
        let found = Found::read(&tokens, context);
        let events = events::find(&tokens, &found.people, &found.attributes());
        let candidates = found.candidates(&tokens);
        let mut kept = without_overlaps(candidates);
        if let Some(known) = &self.known {
            known.find(&tokens, &mut kept);
            kept.sort_by_key(|candidate| (candidate.span, candidate.kind));
        }
        let mentions = kept.into_iter().map(|candidate| candidate.into_mention(text)).collect();
        Reading { mentions, persons: found.people.persons, events, read: text.len() }
    }
}

/// The longest beginning of `text` of at most `limit` bytes.
fn up_to(text: &str, limit: usize) -> &str {
    let limit = limit.min(text.len());
    let end = (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// Everything found in a text, each list in its order.
struct Found {
    selectors: Vec<Candidate>,
    dates: Vec<Candidate>,
    date_marks: Vec<Marked>,
    money: Vec<Marked>,
    terms: Vec<Marked>,
    ages: Vec<ages::AgeFound>,
    places: Vec<PlaceFound>,
    courts: Vec<(usize, usize)>,
    people: People,
}

impl Found {
    fn read(tokens: &Tokens<'_>, context: &Context) -> Self {
        let mut selectors = Vec::new();
        selectors::find(tokens, context, &mut selectors);
        let mut dates = Vec::new();
        dates::find(tokens, context, &mut dates);
        let date_marks = in_tokens(tokens, &dates);
        let money = money::find(tokens);
        let terms = terms::find(tokens);
        let ages = ages::find(tokens);
        let mut places = places_found::find(tokens);
        let mut taken = vec![false; tokens.len()];
        mark(&mut taken, date_marks.iter().map(|date| (date.first, date.last)));
        mark(&mut taken, in_tokens(tokens, &selectors).iter().map(|s| (s.first, s.last)));
        let chunks = chunks::find(tokens, &taken, &places);
        let people = people::resolve(tokens, chunks, &ages, &date_marks);
        places.retain(|place| !is_within_person(place, &people));
        places.extend(people.others.iter().filter_map(|chunk| site(tokens, chunk)));
        places.sort_by_key(|place| (place.first, std::cmp::Reverse(place.last)));
        let courts = people.others.iter().filter(|chunk| is_court(tokens, chunk));
        let courts = courts.map(|chunk| (chunk.first, chunk.last)).collect();
        Self { selectors, dates, date_marks, money, terms, ages, places, courts, people }
    }

    fn attributes(&self) -> Attributes<'_> {
        Attributes {
            dates: &self.date_marks,
            money: &self.money,
            terms: &self.terms,
            places: &self.places,
            courts: &self.courts,
        }
    }

    fn candidates(&self, tokens: &Tokens<'_>) -> Vec<Candidate> {
        let mut list = self.selectors.clone();
        list.extend(self.dates.iter().cloned());
        let marked = |kind| move |m: &Marked| said(&m.said(tokens), kind, Confidence::Strong);
        list.extend(self.money.iter().map(marked(Kind::Money)));
        let is_sentence =
            |term: &&Marked| term.value == "life" || terms::says_imprisonment(tokens, term.last);
        list.extend(self.terms.iter().filter(is_sentence).map(marked(Kind::Term)));
        list.extend(self.ages.iter().map(|age| age.candidate(tokens)));
        list.extend(self.people.ages.iter().map(|age| said(age, Kind::Age, Confidence::Strong)));
        list.extend(
            self.people.nationalities.iter().map(|n| said(n, Kind::Nationality, Confidence::Fair)),
        );
        list.extend(self.places.iter().map(|place| place_candidate(tokens, place)));
        list.extend(self.people.others.iter().filter_map(|chunk| organisation(tokens, chunk)));
        list.extend(self.names(tokens));
        list
    }

    fn names(&self, tokens: &Tokens<'_>) -> Vec<Candidate> {
        let names = self.people.references.iter().filter(|reference| !reference.is_group);
        names
            .filter_map(|reference| {
                let person = self.people.persons.get(*reference.people.first()?)?;
                person.names.first()?;
                let kind = if reference.is_alias { Kind::Alias } else { Kind::Person };
                let text = tokens.slice(reference.first, reference.last);
                let span = people::span(tokens, reference.first, reference.last);
                let said = people::Said { value: people::name_value(text), span };
                Some(self::said(&said, kind, person.confidence))
            })
            .collect()
    }
}

fn said(said: &people::Said, kind: Kind, confidence: Confidence) -> Candidate {
    let Span { start, end } = said.span;
    Candidate::new(start as usize, end as usize, kind, said.value.clone(), confidence)
}

fn place_candidate(tokens: &Tokens<'_>, found: &PlaceFound) -> Candidate {
    let span = people::span(tokens, found.first, found.last);
    Candidate {
        span,
        kind: Kind::Place,
        value: found.place.name.clone(),
        confidence: found.confidence,
        place: Some(found.place.clone()),
    }
}

/// A street or building, with the coordinates of the gazetteer's place that its name holds.
fn site(tokens: &Tokens<'_>, chunk: &Chunk) -> Option<PlaceFound> {
    if chunk.kind != ChunkKind::Site {
        return None;
    }
    let name = people::name_value(tokens.slice(chunk.first, chunk.last));
    let known = Gazetteer::bundled().find(&crate::fold::fold(&name));
    let place = known.unwrap_or(Place {
        name,
        country: String::new(),
        latitude: None,
        longitude: None,
        kind: PlaceKind::Site,
        population: 0,
    });
    Some(PlaceFound { first: chunk.first, last: chunk.last, place, confidence: Confidence::Fair })
}

fn organisation(tokens: &Tokens<'_>, chunk: &Chunk) -> Option<Candidate> {
    if chunk.kind != ChunkKind::Organisation {
        return None;
    }
    let value = people::name_value(tokens.slice(chunk.first, chunk.last));
    let span = people::span(tokens, chunk.first, chunk.last);
    let is_single = chunk.first == chunk.last;
    let confidence = if is_single { Confidence::Weak } else { Confidence::Fair };
    Some(said(&people::Said { value, span }, Kind::Organisation, confidence))
}

fn is_court(tokens: &Tokens<'_>, chunk: &Chunk) -> bool {
    chunk.kind == ChunkKind::Organisation
        && chunk.first < chunk.last
        && (chunk.first..=chunk.last).any(|at| tokens.is_any(at, &["Court", "Tribunal"]))
}

fn is_within_person(place: &PlaceFound, people: &People) -> bool {
    let list = &people.references;
    let at = list.partition_point(|reference| reference.first <= place.last);
    list[at.saturating_sub(3)..at].iter().any(|reference| {
        !reference.is_group && reference.first <= place.last && place.first <= reference.last
    })
}

fn in_tokens(tokens: &Tokens<'_>, candidates: &[Candidate]) -> Vec<Marked> {
    let mut marked: Vec<_> = candidates
        .iter()
        .filter_map(|candidate| {
            let first = tokens.list.partition_point(|token| token.end <= candidate.span.start);
            let last = tokens.list.partition_point(|token| token.start < candidate.span.end);
            let last = last.checked_sub(1).filter(|&last| last >= first)?;
            Some(Marked { first, last, value: candidate.value.clone() })
        })
        .collect();
    marked.sort_by_key(|marked| marked.first);
    marked
}

fn mark(taken: &mut [bool], ranges: impl Iterator<Item = (usize, usize)>) {
    for (first, last) in ranges {
        taken[first..=last].fill(true);
    }
}

/// Keeps, of candidates that overlap, the one of the higher rank, then the longer one.
fn without_overlaps(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by_key(|c| (c.span.start, std::cmp::Reverse(c.span.end), rank(c.kind)));
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(candidate.span) => {
                let is_better = rank(candidate.kind) < rank(last.kind);
                let reaches = kept.len() < 2 || {
                    let before = &kept[kept.len() - 2];
                    !before.span.overlaps(candidate.span)
                };
                if is_better && reaches {
                    let at = kept.len() - 1;
                    kept[at] = candidate;
                }
            }
            _ => kept.push(candidate),
        }
    }
    kept
}

fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Iban | Kind::Wallet | Kind::Email | Kind::Url | Kind::Imo | Kind::Mmsi => 0,
        Kind::Coordinates | Kind::Document | Kind::Handle => 1,
        Kind::Money | Kind::Phone | Kind::Plate => 2,
        Kind::Date | Kind::Age | Kind::Term => 3,
        Kind::Alias => 4,
        Kind::Person | Kind::Known => 5,
        Kind::Place => 6,
        Kind::Organisation => 7,
        Kind::Nationality => 8,
    }
}
