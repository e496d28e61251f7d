//! Who and what each verb is about.

use std::collections::HashMap;
use std::ops::Range;

use crate::events::attributes::{Attributes, in_absence, offence};
use crate::events::triggers::{Cluster, Voice, clusters};
use crate::events::{Event, EventKind};
use crate::mention::{Confidence, Span};
use crate::people::{People, Reference, Said, name_value, span};
use crate::token::Tokens;
use crate::words::Classes;

/// Finds the events of a text, sentence by sentence, and joins what several sentences say of one.
pub(crate) fn find(
    tokens: &Tokens<'_>,
    people: &People,
    attributes: &Attributes<'_>,
) -> Vec<Event> {
    let mut events = Events::default();
    let mut last_subjects: Vec<usize> = Vec::new();
    for sentence in 0..tokens.sentences.len().saturating_sub(1) {
        let range = tokens.sentence(sentence as u32);
        let reader = Reader { tokens, people, attributes, sentence: range.clone() };
        let clusters = clusters(tokens, range);
        for index in 0..clusters.len() {
            let subjects = reader.cluster(&clusters, index, &last_subjects, &mut events);
            if !subjects.is_empty() {
                last_subjects = subjects;
            }
        }
        if clusters.is_empty()
            && let Some(reference) = reader.references(&reader.sentence).find(|r| !r.is_alias)
        {
            last_subjects.clone_from(&reference.people);
        }
    }
    events.list
}

/// One sentence and what is marked in it.
struct Reader<'a> {
    tokens: &'a Tokens<'a>,
    people: &'a People,
    attributes: &'a Attributes<'a>,
    sentence: Range<usize>,
}

impl<'a> Reader<'a> {
    /// Adds the events of a cluster; returns to whom they happened.
    fn cluster(
        &self,
        clusters: &[Cluster],
        index: usize,
        last_subjects: &[usize],
        events: &mut Events,
    ) -> Vec<usize> {
        let cluster = &clusters[index];
        let begin = index.checked_sub(1).map_or(self.sentence.start, |at| clusters[at].last + 1);
        let end = clusters.get(index + 1).map_or(self.sentence.end, |next| next.first);
        let end = self.clause_end(cluster.last + 1, end, clusters.get(index + 1));
        if cluster.kinds.contains(&EventKind::Seizure) {
            self.seizure(cluster, begin..cluster.first, cluster.last + 1..end, events);
            return Vec::new();
        }
        let targets = self.targets(cluster, begin, end, last_subjects);
        let shared = self.shared_zones(cluster, begin, end, &targets, index == 0);
        let mut subjects = Vec::new();
        for (at, target) in targets.iter().enumerate() {
            let own = Self::own_zone(&targets, at, end);
            for &person in &target.people {
                subjects.push(person);
                for &kind in &cluster.kinds {
                    let zones = own.iter().chain(&shared);
                    events.add(self.event(cluster, kind, person, target, &zones));
                }
            }
        }
        subjects
    }

    /// The words of a cluster's sentence before the next verb's subject begins.
    fn clause_end(&self, from: usize, end: usize, next: Option<&Cluster>) -> usize {
        if next.is_none_or(|next| next.voice != Voice::Passive) {
            return end;
        }
        let is_boundary =
            |&at: &usize| self.tokens.is_any(at, &["while", "whereas", "but", "after", "when"]);
        (from..end).find(is_boundary).unwrap_or(end)
    }

    fn references(&self, zone: &Range<usize>) -> impl Iterator<Item = &'a Reference> + use<'a> {
        let list = &self.people.references;
        let from = list.partition_point(|reference| reference.first < zone.start);
        let end = zone.end;
        list[from..].iter().take_while(move |reference| reference.first < end)
    }

    fn targets(
        &self,
        cluster: &Cluster,
        begin: usize,
        end: usize,
        last_subjects: &[usize],
    ) -> Vec<Target> {
        let before = begin..cluster.first;
        let after = cluster.last + 1..end;
        match cluster.voice {
            Voice::Passive => {
                let mut targets = self.subjects(&before);
                if targets.is_empty() {
                    targets = self.pronoun(&before, last_subjects);
                }
                targets.extend(self.companions(&after));
                targets
            }
            Voice::Continued => Target::all(last_subjects, None),
            Voice::Active => self.objects(&after),
            Voice::Participle => self.nearest(&before).into_iter().collect(),
        }
    }

    /// Persons before a passive verb, without those whom a preposition makes something else.
    fn subjects(&self, zone: &Range<usize>) -> Vec<Target> {
        let is_subject = |reference: &&Reference| {
            !reference.is_alias && !self.follows_preposition(reference.first)
        };
        self.references(zone).filter(is_subject).map(Target::of).collect()
    }

    fn follows_preposition(&self, first: usize) -> bool {
        const PREPOSITIONS: [&str; 14] = [
            "of",
            "by",
            "with",
            "for",
            "to",
            "from",
            "as",
            "on",
            "against",
            "behind",
            "about",
            "after",
            "over",
            "alongside",
        ];
        first > self.sentence.start && self.tokens.is_any(first - 1, &PREPOSITIONS)
    }

    /// `he was`, `they were`, `who was`.
    fn pronoun(&self, zone: &Range<usize>, last_subjects: &[usize]) -> Vec<Target> {
        let is_pronoun = |&at: &usize| self.tokens.is_any(at, &["he", "she", "they", "who"]);
        let Some(at) = zone.clone().rev().find(is_pronoun) else { return Vec::new() };
        if self.tokens.is(at, "who") {
            let before = self.sentence.start..at;
            return self.nearest(&before).into_iter().collect();
        }
        let is_plural = self.tokens.is(at, "they");
        let people = match last_subjects {
            [_, _, ..] if is_plural => last_subjects,
            [.., last] if !is_plural => std::slice::from_ref(last),
            _ => return Vec::new(),
        };
        Target::all(people, Some((at, at)))
    }

    /// `along with X`, `including the three men`.
    fn companions(&self, zone: &Range<usize>) -> Vec<Target> {
        let is_companion = |reference: &&Reference| {
            let before = reference.first.saturating_sub(2)..reference.first;
            !reference.is_alias
                && (before.clone().any(|at| self.tokens.is_any(at, &["including", "alongside"]))
                    || (self.tokens.is(reference.first - 1, "with")
                        && self.tokens.is_any(before.start, &["along", "together"]))
                    || self.is_along_with_another(reference.first))
        };
        self.references(zone).filter(is_companion).map(Target::of).collect()
    }

    /// `along with another man`: the description begins after the article.
    fn is_along_with_another(&self, first: usize) -> bool {
        first >= 3
            && self.tokens.is_any(first - 1, &["another", "a", "an"])
            && self.tokens.is(first - 2, "with")
            && self.tokens.is_any(first - 3, &["along", "together"])
    }

    /// Persons after an active verb: the first, and those joined to it.
    fn objects(&self, zone: &Range<usize>) -> Vec<Target> {
        const NEAREST: usize = 9;
        let mut targets: Vec<Target> = Vec::new();
        for reference in self.references(zone).filter(|reference| !reference.is_alias) {
            let is_first = targets.is_empty();
            let too_far = is_first && reference.first > zone.start + NEAREST;
            let is_of = self.tokens.is(zone.start, "of") && reference.first <= zone.start + 2;
            if too_far || (!is_of && self.follows_preposition(reference.first)) {
                continue;
            }
            targets.push(Target::of(reference));
        }
        targets
    }

    fn nearest(&self, zone: &Range<usize>) -> Option<Target> {
        const NEAREST: usize = 10;
        let reference = self.references(zone).filter(|reference| !reference.is_alias).last()?;
        (zone.end - reference.last <= NEAREST).then(|| Target::of(reference))
    }

    /// Where the words stand that are about one of several persons after an active verb.
    fn own_zone(targets: &[Target], at: usize, end: usize) -> Option<Range<usize>> {
        let from = targets[at].words.filter(|_| targets.len() > 1)?.1 + 1;
        let to = targets.get(at + 1).and_then(|next| next.words).map_or(end, |words| words.0);
        (from < to).then_some(from..to)
    }

    /// Where the words stand that are about everybody whom the cluster names.
    fn shared_zones(
        &self,
        cluster: &Cluster,
        begin: usize,
        end: usize,
        targets: &[Target],
        is_first: bool,
    ) -> Vec<Range<usize>> {
        let after = cluster.last + 1..end;
        let mut zones = Vec::new();
        let is_list = cluster.voice == Voice::Active && targets.len() > 1;
        if is_list {
            // A list whose members have their own words shares only what stands before it, or,
            // where only the last one has any, what stands after it.
            let owned = |at: usize| {
                Self::own_zone(targets, at, end).is_some_and(|zone| self.has_attributes(&zone))
            };
            if !(0..targets.len() - 1).any(owned) {
                zones.push(after.clone());
            }
        } else {
            zones.push(after.clone());
        }
        if is_first {
            zones.push(begin..cluster.first);
        }
        zones
    }

    fn has_attributes(&self, zone: &Range<usize>) -> bool {
        self.attributes.date(self.tokens, zone).is_some()
            || self.attributes.place(self.tokens, zone, EventKind::Arrest).is_some()
    }

    fn event<'z>(
        &self,
        cluster: &Cluster,
        kind: EventKind,
        person: usize,
        target: &Target,
        zones: &(impl Iterator<Item = &'z Range<usize>> + Clone),
    ) -> Event {
        let (tokens, attributes) = (self.tokens, self.attributes);
        let confidence = match (cluster.voice, target.words) {
            (Voice::Participle, _) | (_, None) => Confidence::Fair,
            _ => Confidence::Strong,
        };
        let mut event = Event::new(kind, Some(person), confidence);
        event.date = zones.clone().find_map(|zone| attributes.date(tokens, zone));
        let is_several = target.people.len() > 1;
        event.place = zones
            .clone()
            .find_map(|zone| attributes.place(tokens, zone, kind))
            .filter(|place| !is_several || !self.is_listed(place));
        if matches!(
            kind,
            EventKind::Sentence | EventKind::Conviction | EventKind::Trial | EventKind::Charge
        ) {
            event.court = attributes.court(tokens, &self.sentence);
        }
        if kind == EventKind::Sentence {
            event.term = zones.clone().find_map(|zone| attributes.term(tokens, zone));
            let is_fined = (cluster.first..=cluster.last).any(|at| tokens.is(at, "fined"))
                || zones
                    .clone()
                    .any(|zone| zone.clone().any(|at| tokens.is_any(at, &["fine", "fined"])));
            event.fine =
                zones.clone().filter(|_| is_fined).find_map(|zone| attributes.fine(tokens, zone));
        }
        event.in_absence = zones.clone().find_map(|zone| in_absence(tokens, zone));
        event.offence = zones.clone().find_map(|zone| offence(tokens, kind, zone));
        event.passages = self.passages(cluster, target);
        event
    }

    /// Whether a place is one of several in a row: nobody can say who of a group was where.
    fn is_listed(&self, place: &Said) -> bool {
        let list = self.attributes.places;
        let at = list.partition_point(|found| {
            span(self.tokens, found.first, found.first).start < place.span.start
        });
        list.get(at + 1).is_some_and(|next| {
            next.first <= list[at].last + 3 && self.sentence.contains(&next.first)
        })
    }

    fn passages(&self, cluster: &Cluster, target: &Target) -> Vec<Span> {
        let mut passages = vec![span(self.tokens, cluster.first, cluster.last)];
        passages.extend(target.words.map(|(first, last)| span(self.tokens, first, last)));
        passages.sort();
        passages
    }

    /// What was seized, and from whom.
    fn seizure(
        &self,
        cluster: &Cluster,
        before: Range<usize>,
        after: Range<usize>,
        events: &mut Events,
    ) {
        let object = match cluster.voice {
            Voice::Active => self.object_after(&after),
            _ => self.object_before(&before),
        };
        let Some(object) = object else { return };
        let from = self
            .references(&after)
            .find(|reference| self.tokens.is(reference.first.saturating_sub(1), "from"));
        let person = from.and_then(|reference| reference.people.first().copied());
        let mut event = Event::new(EventKind::Seizure, person, Confidence::Fair);
        event.date =
            [&after, &before].into_iter().find_map(|zone| self.attributes.date(self.tokens, zone));
        event.place = [&after, &before]
            .into_iter()
            .find_map(|zone| self.attributes.place(self.tokens, zone, EventKind::Seizure));
        event.passages = vec![span(self.tokens, cluster.first, cluster.last)];
        event.object = Some(object);
        events.list.push(event);
    }

    fn object_after(&self, zone: &Range<usize>) -> Option<Said> {
        const LONGEST: usize = 14;
        let is_end = |&at: &usize| {
            matches!(self.tokens.word(at), "." | ";" | ":" | "(" | "–")
                || self.tokens.is_any(
                    at,
                    &[
                        "from", "in", "at", "on", "during", "since", "after", "near", "when",
                        "while", "as",
                    ],
                )
        };
        let limit = zone.end.min(zone.start + LONGEST);
        let end = (zone.start..limit).find(is_end).unwrap_or(limit);
        let last = end.checked_sub(1).filter(|&last| last >= zone.start)?;
        let last =
            if self.tokens.is_any(last, &[",", "and"]) { last.checked_sub(1)? } else { last };
        (last >= zone.start && self.tokens.is_word(last)).then(|| self.said(zone.start, last))
    }

    fn object_before(&self, zone: &Range<usize>) -> Option<Said> {
        const LONGEST: usize = 14;
        let auxiliary = zone
            .clone()
            .rev()
            .find(|&at| self.tokens.is_any(at, &["was", "were", "been", "being"]))?;
        let from = zone.start.max(auxiliary.saturating_sub(LONGEST));
        let start = (from..auxiliary)
            .rev()
            .find(|&at| matches!(self.tokens.word(at), "." | ";" | ":" | "(" | "–"))
            .map_or(from, |at| at + 1);
        let mut last = auxiliary.checked_sub(1)?;
        while last > start && self.tokens.classes(last).has(Classes::AUXILIARY) {
            last -= 1;
        }
        (last >= start && self.tokens.is_word(last)).then(|| self.said(start, last))
    }

    fn said(&self, first: usize, last: usize) -> Said {
        Said {
            value: name_value(self.tokens.slice(first, last)),
            span: span(self.tokens, first, last),
        }
    }
}

/// Persons that one reference of a sentence means.
#[derive(Debug, Clone)]
struct Target {
    people: Vec<usize>,
    /// The tokens that mean them; none where the sentence leaves them out.
    words: Option<(usize, usize)>,
}

impl Target {
    fn of(reference: &Reference) -> Self {
        Self { people: reference.people.clone(), words: Some((reference.first, reference.last)) }
    }

    fn all(people: &[usize], words: Option<(usize, usize)>) -> Vec<Self> {
        if people.is_empty() { Vec::new() } else { vec![Self { people: people.to_vec(), words }] }
    }
}

/// Events so far, and where those of a person are.
#[derive(Default)]
struct Events {
    list: Vec<Event>,
    of_person: HashMap<(usize, EventKind), Vec<usize>>,
}

impl Events {
    /// Adds an event, or adds what is new in it to one that it does not contradict.
    fn add(&mut self, event: Event) {
        const MOST: usize = 16;
        let key = (event.person.unwrap_or(usize::MAX), event.kind);
        let known = self.of_person.entry(key).or_default();
        let same = known.iter().copied().find(|&at| agree(&self.list[at], &event));
        match same {
            Some(at) => join(&mut self.list[at], event),
            None if known.len() < MOST => {
                known.push(self.list.len());
                self.list.push(event);
            }
            None => {}
        }
    }
}

fn agree(one: &Event, other: &Event) -> bool {
    let fits = |one: &Option<Said>, other: &Option<Said>| match (one, other) {
        (Some(one), Some(other)) => {
            one.value.starts_with(&other.value) || other.value.starts_with(&one.value)
        }
        _ => true,
    };
    fits(&one.date, &other.date)
        && fits(&one.term, &other.term)
        && fits(&one.fine, &other.fine)
        && (fits(&one.place, &other.place)
            || is_area(one.place.as_ref())
            || is_area(other.place.as_ref()))
}

/// Whether a place is a country or region, which does not contradict a town.
fn is_area(place: Option<&Said>) -> bool {
    place.is_some_and(|place| {
        crate::places::Gazetteer::bundled()
            .find(&crate::fold::fold(&place.value))
            .is_some_and(|place| place.kind.is_area())
    })
}

fn join(known: &mut Event, event: Event) {
    const MOST_PASSAGES: usize = 16;
    let finer = |known: &mut Option<Said>, new: Option<Said>| {
        let is_finer = match (&*known, &new) {
            (Some(known), Some(new)) => new.value.len() > known.value.len(),
            (None, Some(_)) => true,
            _ => false,
        };
        if is_finer {
            *known = new;
        }
    };
    finer(&mut known.date, event.date);
    finer(&mut known.term, event.term);
    if known.place.is_none()
        || (is_area(known.place.as_ref())
            && event.place.is_some()
            && !is_area(event.place.as_ref()))
    {
        known.place = event.place;
    }
    known.court = known.court.take().or(event.court);
    known.fine = known.fine.take().or(event.fine);
    known.offence = known.offence.take().or(event.offence);
    known.in_absence = known.in_absence.take().or(event.in_absence);
    known.confidence = known.confidence.max(event.confidence);
    for passage in event.passages {
        if known.passages.len() < MOST_PASSAGES && !known.passages.contains(&passage) {
            known.passages.push(passage);
        }
    }
    known.passages.sort();
}
