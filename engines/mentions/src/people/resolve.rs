//! From names in a text to persons: who is named, who is named again, by what other names.

use std::collections::HashMap;

use crate::ages::AgeFound;
use crate::fold::fold;
use crate::mention::Confidence;
use crate::people::aliases::{self, Marker};
use crate::people::chunks::{Chunk, ChunkKind};
use crate::people::{Marked, People, Person, Reference, Said, details, groups, name_value, span};
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// Ties names, other names, ages, nationalities and words for groups to persons.
pub(crate) fn resolve(
    tokens: &Tokens<'_>,
    chunks: Vec<Chunk>,
    ages: &[AgeFound],
    dates: &[Marked],
) -> People {
    let (mut chunks, mut others): (Vec<_>, Vec<_>) =
        chunks.into_iter().partition(|chunk| chunk.kind == ChunkKind::Person);
    let aliases = aliases_in(tokens, &mut chunks);
    let mut cast = Cast {
        tokens,
        people: People::default(),
        introduced: Vec::new(),
        by_name: HashMap::new(),
        by_word: HashMap::new(),
    };
    cast.full_names(&chunks);
    cast.back_references(&chunks);
    cast.unnamed(ages);
    cast.people.references.sort_by_key(|reference| reference.first);
    let named: Vec<_> = aliases.iter().flat_map(|alias| cast.alias(alias)).collect();
    let mut people = cast.people;
    people.references.extend(named);
    people.references.sort_by_key(|reference| reference.first);
    details::attach(tokens, &mut people, ages, dates);
    groups::resolve(tokens, &mut people);
    people.references.sort_by_key(|reference| reference.first);
    for reference in &people.references {
        for &person in &reference.people {
            people.persons[person].mentions.push(span(tokens, reference.first, reference.last));
        }
    }
    others.sort_by_key(|chunk| chunk.first);
    people.others = others;
    people
}

/// A marker and the names after it.
struct AliasFound {
    marker: Marker,
    names: Vec<(usize, usize)>,
}

/// Finds markers with names, and takes those names out of the list of chunks.
fn aliases_in(tokens: &Tokens<'_>, chunks: &mut Vec<Chunk>) -> Vec<AliasFound> {
    let mut found: Vec<AliasFound> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let alias = aliases::marker_at(tokens, index)
            .map(|marker| AliasFound { marker, names: aliases::names_after(tokens, marker) })
            .or_else(|| quoted_nickname(tokens, index));
        let Some(alias) = alias.filter(|alias| is_name_list(tokens, alias)) else {
            index += 1;
            continue;
        };
        index = alias.names.last().map_or(index, |&(_, last)| last) + 1;
        found.push(alias);
    }
    let mut ranges = found.iter().flat_map(|alias| alias.names.iter().copied()).peekable();
    chunks.retain(|chunk| {
        while ranges.peek().is_some_and(|&(_, last)| last < chunk.first) {
            ranges.next();
        }
        !ranges.peek().is_some_and(|&(first, last)| first <= chunk.last && chunk.first <= last)
    });
    add_names_before(tokens, &found, chunks);
    found
}

/// Where no name was seen just before a marker, the words there are one all the same.
fn add_names_before(tokens: &Tokens<'_>, aliases: &[AliasFound], chunks: &mut Vec<Chunk>) {
    let mut added = Vec::new();
    for alias in aliases {
        let marker = alias.marker.first;
        let at = chunks.partition_point(|chunk| chunk.first < marker);
        let is_named = at > 0
            && marker - chunks[at - 1].last <= NEAR
            && chunks[at - 1].confidence(tokens).is_some();
        if let Some((first, last)) = details::name_before(tokens, marker).filter(|_| !is_named) {
            added.push(Chunk { first, last, kind: ChunkKind::Person, role: None, evidence: 5 });
        }
    }
    chunks.retain(|chunk| {
        let at = added.partition_point(|name| name.last < chunk.first);
        added.get(at).is_none_or(|name| name.first > chunk.last)
    });
    chunks.extend(added);
    chunks.sort_by_key(|chunk| chunk.first);
}

/// How many tokens after a name the lines of a form still belong to it.
const FORM: usize = 30;

/// How many tokens may stand between a name and the marker of its other name.
const NEAR: usize = 6;

fn is_name_list(tokens: &Tokens<'_>, alias: &AliasFound) -> bool {
    let is_name = |&(first, last): &(usize, usize)| {
        let has = |classes| (first..=last).any(|at| tokens.classes(at).has(classes));
        first < last || !has(Classes::ORGANISATION.or(Classes::OFFICE))
    };
    !alias.names.is_empty() && alias.names.iter().all(is_name)
}

/// `Tarvand “the Captain” Oskel`, `Tarvand Oskel (“Captain”)`.
fn quoted_nickname(tokens: &Tokens<'_>, index: usize) -> Option<AliasFound> {
    let (first, last) = aliases::quoted_at(tokens, index)?;
    let before = index.checked_sub(1)?;
    let is_capital = |at: usize| {
        tokens.shape(at) == Shape::Capital
            && !tokens
                .classes(at)
                .has(Classes::FUNCTION.or(Classes::ORGANISATION).or(Classes::PERSON_VERB))
    };
    let is_inside = is_capital(before)
        && is_capital(last + 2)
        && is_capital(first + usize::from(tokens.is(first, "the")));
    let is_bracketed = tokens.word(before) == "("
        && tokens.word(last + 2) == ")"
        && before > 0
        && is_capital(before - 1)
        && is_capital(first);
    let marker = Marker { first: index, last: index, is_plural: false };
    (is_inside || is_bracketed).then(|| AliasFound { marker, names: vec![(first, last)] })
}

/// The persons found so far, and where to look them up.
struct Cast<'a, 't> {
    tokens: &'a Tokens<'t>,
    people: People,
    /// For each person, where the text first names it; in the order of the text.
    introduced: Vec<u32>,
    /// By the folded full name.
    by_name: HashMap<String, usize>,
    /// By each folded word of a name: the persons that have it, in the order of the text.
    by_word: HashMap<String, Vec<usize>>,
}

impl Cast<'_, '_> {
    /// Names that stand by themselves: several words with enough evidence, or one with a title or
    /// an age.
    fn full_names(&mut self, chunks: &[Chunk]) {
        for (index, chunk) in chunks.iter().enumerate() {
            let is_single = chunk.n_words(self.tokens) == 1;
            let Some(confidence) = chunk.confidence(self.tokens) else { continue };
            if is_single && self.is_part_of_a_name(chunk, &chunks[index + 1..]) {
                continue;
            }
            self.name(chunk, confidence);
        }
    }

    /// Whether a full name before or soon after holds the single word of `chunk`.
    fn is_part_of_a_name(&self, chunk: &Chunk, after: &[Chunk]) -> bool {
        const NEAREST: usize = 64;
        let key = fold(self.tokens.word(chunk.first));
        self.by_word.contains_key(&key)
            || after
                .iter()
                .take(NEAREST)
                .filter(|other| {
                    other.n_words(self.tokens) > 1 && other.confidence(self.tokens).is_some()
                })
                .any(|other| (other.first..=other.last).any(|at| fold(self.tokens.word(at)) == key))
    }

    fn name(&mut self, chunk: &Chunk, confidence: Confidence) {
        let value = name_value(self.tokens.slice(chunk.first, chunk.last));
        let key = fold(&value);
        if key.is_empty() {
            return;
        }
        let said = Said { value, span: span(self.tokens, chunk.first, chunk.last) };
        let person = match self.by_name.get(&key).copied().or_else(|| self.shorter_or_longer(&key))
        {
            Some(person) => person,
            None => self.add(Person::named(said.clone(), confidence), said.span.start),
        };
        self.index_name(&key, person);
        let known = &mut self.people.persons[person];
        let is_new = !known.names.iter().any(|name| name.value == said.value);
        if is_new && known.names.len() < MOST_NAMES {
            known.names.push(said);
            known.names.sort_by_key(|name| std::cmp::Reverse(name.value.len()));
        }
        known.confidence = known.confidence.max(confidence);
        if let Some((first, last)) = chunk.role {
            let value = name_value(self.tokens.slice(first, last));
            known.role.get_or_insert(Said { value, span: span(self.tokens, first, last) });
        }
        self.refer(chunk, person);
    }

    /// A person one of whose names holds all words of `key`, or the other way round.
    fn shorter_or_longer(&self, key: &str) -> Option<usize> {
        const MOST: usize = 16;
        let words: Vec<_> = key.split(' ').collect();
        if words.len() < 2 {
            return None;
        }
        let holders = self.by_word.get(*words.last()?)?;
        holders.iter().rev().take(MOST).copied().find(|&person| {
            self.people.persons[person].names.iter().any(|name| {
                let name = fold(&name.value);
                let name: Vec<_> = name.split(' ').collect();
                let (short, long) =
                    if name.len() < words.len() { (&name, &words) } else { (&words, &name) };
                short.len() > 1 && short.iter().all(|word| long.contains(word))
            })
        })
    }

    fn add(&mut self, person: Person, start: u32) -> usize {
        self.people.persons.push(person);
        self.introduced.push(start);
        self.people.persons.len() - 1
    }

    fn index_name(&mut self, key: &str, person: usize) {
        self.by_name.entry(key.to_owned()).or_insert(person);
        for word in key.split(' ').filter(|word| word.chars().count() > 2) {
            let holders = self.by_word.entry(word.to_owned()).or_default();
            if holders.last() != Some(&person) {
                holders.push(person);
            }
        }
    }

    fn refer(&mut self, chunk: &Chunk, person: usize) {
        self.people.references.push(Reference {
            first: chunk.first,
            last: chunk.last,
            people: vec![person],
            is_group: false,
            is_alias: false,
        });
    }

    /// Single words and weak names that a full name explains: `Oskel`, `Tarvand's`.
    fn back_references(&mut self, chunks: &[Chunk]) {
        let mut named: Vec<_> =
            self.people.references.iter().map(|reference| reference.first).collect();
        named.sort_unstable();
        for chunk in chunks {
            if named.binary_search(&chunk.first).is_ok() {
                continue;
            }
            if let Some(person) = self.meant_by(chunk) {
                self.refer(chunk, person);
            }
        }
    }

    fn meant_by(&self, chunk: &Chunk) -> Option<usize> {
        let mut words = (chunk.first..=chunk.last).filter(|&at| self.tokens.is_word(at));
        let last = words.next_back()?;
        if words.next().is_some() {
            return None;
        }
        let is_common = self.tokens.classes(last).has(Classes::FUNCTION.or(Classes::ORGANISATION));
        let holders = self.by_word.get(&fold(self.tokens.word(last))).filter(|_| !is_common)?;
        let start = self.tokens.get(chunk.first)?.start;
        let n_before = holders.partition_point(|&person| self.introduced[person] < start);
        holders.get(n_before.saturating_sub(1)).copied()
    }

    /// `a 38-year-old male`, `a banker, aged in his 40s`: a person whom the text does not name.
    fn unnamed(&mut self, ages: &[AgeFound]) {
        let mut named: Vec<_> = self
            .people
            .references
            .iter()
            .map(|reference| (reference.first, reference.last))
            .collect();
        named.sort_unstable();
        for age in ages {
            let Some((first, last)) = details::description(self.tokens, age) else { continue };
            let at = named.partition_point(|&(start, _)| start < first);
            let after = named.get(at).is_some_and(|&(start, _)| start <= last + 2);
            let before = at > 0 && named[at - 1].1 + 3 >= first;
            if after || before {
                continue;
            }
            let value = name_value(self.tokens.slice(first, last));
            let said = Said { value, span: span(self.tokens, first, last) };
            let start = said.span.start;
            let person = self.add(Person::described(said), start);
            let reference =
                Reference { first, last, people: vec![person], is_group: false, is_alias: false };
            self.people.references.push(reference);
        }
    }

    /// Gives the names after a marker to whom they belong.
    fn alias(&mut self, alias: &AliasFound) -> Vec<Reference> {
        let Some(person) = self.named_before(alias.marker.first) else { return Vec::new() };
        let mut references = Vec::new();
        for &(first, last) in &alias.names {
            let value = name_value(self.tokens.slice(first, last));
            let said = Said { value, span: span(self.tokens, first, last) };
            let known = &mut self.people.persons[person];
            if fold(&said.value).is_empty() || known.aliases.len() >= MOST_NAMES {
                continue;
            }
            if !known.aliases.iter().any(|other| other.value == said.value) {
                known.aliases.push(said);
            }
            known.confidence = Confidence::Strong;
            let people = vec![person];
            references.push(Reference { first, last, people, is_group: false, is_alias: true });
        }
        references
    }

    /// Whose other name follows a marker: the last one named before it in the sentence.
    fn named_before(&self, marker: usize) -> Option<usize> {
        let sentence = self.tokens.get(marker)?.sentence;
        let at = self.people.references.partition_point(|reference| reference.first < marker);
        let before = self.people.references.get(at.checked_sub(1)?)?;
        let is_label = self.tokens.begins_sentence(marker) && marker - before.last <= FORM;
        let is_near = self.tokens.get(before.first)?.sentence == sentence || is_label;
        is_near.then(|| before.people[0])
    }
}

/// The most names, and the most other names, that are kept of one person.
const MOST_NAMES: usize = 24;

impl Person {
    fn named(name: Said, confidence: Confidence) -> Self {
        Self { names: vec![name], ..Self::empty(confidence) }
    }

    fn described(description: Said) -> Self {
        Self { description: Some(description), ..Self::empty(Confidence::Fair) }
    }

    fn empty(confidence: Confidence) -> Self {
        Self {
            names: Vec::new(),
            description: None,
            aliases: Vec::new(),
            ages: Vec::new(),
            nationalities: Vec::new(),
            born: None,
            role: None,
            mentions: Vec::new(),
            confidence,
        }
    }
}
