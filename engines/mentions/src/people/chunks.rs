//! Capitalised sequences, and what each names: a person, an organisation or a site.

use crate::fold::fold;
use crate::mention::Confidence;
use crate::people::aliases;
use crate::places::Gazetteer;
use crate::places_found::PlaceFound;
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// What a sequence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChunkKind {
    /// A person, or a part of a person's name that only the rest of the text can confirm.
    Person,
    /// An organisation.
    Organisation,
    /// A street, building or other site.
    Site,
    /// An office without a name: `Home Secretary`.
    Office,
}

/// A capitalised sequence at tokens `first..=last`.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) kind: ChunkKind,
    /// The tokens of a title or office before the name.
    pub(crate) role: Option<(usize, usize)>,
    /// How much around a name speaks for a person; see [`evidence`].
    pub(crate) evidence: i32,
}

impl Chunk {
    /// The number of its words, marks left out.
    pub(crate) fn n_words(&self, tokens: &Tokens<'_>) -> usize {
        (self.first..=self.last).filter(|&at| tokens.is_word(at)).count()
    }

    /// How sure it is that the sequence is a person's name by itself; `None` if it is not.
    pub(crate) fn confidence(&self, tokens: &Tokens<'_>) -> Option<Confidence> {
        if self.kind != ChunkKind::Person {
            return None;
        }
        let is_single = self.n_words(tokens) == 1;
        match self.evidence {
            5.. => Some(Confidence::Strong),
            3.. => Some(Confidence::Fair),
            2 if !is_single => Some(Confidence::Weak),
            _ => None,
        }
    }
}

/// Finds every capitalised sequence outside `taken` tokens. Places decide where evidence is thin.
pub(crate) fn find(tokens: &Tokens<'_>, taken: &[bool], places: &[PlaceFound]) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut places = places.iter().peekable();
    let mut index = 0;
    while index < tokens.len() {
        let Some((first, last)) = sequence(tokens, taken, index) else {
            index += 1;
            continue;
        };
        while places.peek().is_some_and(|place| place.last < first) {
            places.next();
        }
        let before = chunks.last();
        if let Some(chunk) = classified(tokens, first, last, places.peek().copied(), before) {
            chunks.push(chunk);
        }
        index = last + 1;
    }
    chunks
}

/// The capitalised sequence that begins at `index`.
fn sequence(tokens: &Tokens<'_>, taken: &[bool], index: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 12;
    if !begins_name(tokens, index) || taken[index] {
        return None;
    }
    let mut last = index;
    while last - index < LONGEST {
        let Some(next) = continues(tokens, last).filter(|&next| !taken[next]) else { break };
        last = next;
    }
    Some((index, last))
}

fn begins_name(tokens: &Tokens<'_>, index: usize) -> bool {
    if tokens.shape(index) == Shape::Lower {
        // al-Name, el-Name.
        return tokens.classes(index).has(Classes::PARTICLE)
            && tokens.word(index + 1) == "-"
            && tokens.is_glued(index + 1)
            && tokens.is_glued(index + 2)
            && tokens.shape(index + 2) == Shape::Capital;
    }
    is_name_word(tokens, index)
        && (!tokens.classes(index).has(Classes::FUNCTION)
            || (tokens.classes(index).has(Classes::PARTICLE.or(Classes::GIVEN))
                && !tokens.begins_sentence(index)))
}

fn is_name_word(tokens: &Tokens<'_>, index: usize) -> bool {
    matches!(tokens.shape(index), Shape::Capital | Shape::AllCaps)
}

/// The next token that belongs to the same name as the one at `last`.
fn continues(tokens: &Tokens<'_>, last: usize) -> Option<usize> {
    let next = last + 1;
    let sentence = tokens.get(last)?.sentence;
    if tokens.get(next)?.sentence != sentence {
        return None;
    }
    let is_joint = matches!(tokens.word(next), "-" | "’" | "'") && tokens.is_glued(next);
    if is_joint && tokens.is_glued(next + 1) && is_name_word(tokens, next + 1) {
        return Some(next + 1);
    }
    let is_initial = tokens.word(next) == "."
        && tokens.is_glued(next)
        && tokens.word(last).chars().count() <= 2
        && tokens.shape(last) != Shape::Lower;
    let next = if is_initial { next + 1 } else { next };
    if tokens.gap(next).len() != 1 || tokens.get(next)?.sentence != sentence {
        return None;
    }
    let is_function = tokens.classes(next).has(Classes::FUNCTION)
        && !tokens.classes(next).has(Classes::PARTICLE.or(Classes::GIVEN));
    if is_name_word(tokens, next) {
        return (!is_function).then_some(next);
    }
    particles_before_name(tokens, next)
}

/// The name word after one or two lower-case particles: `van der Berg`, `al-Masri`.
fn particles_before_name(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let mut at = index;
    for _ in 0..2 {
        if tokens.shape(at) != Shape::Lower || !tokens.classes(at).has(Classes::PARTICLE) {
            return None;
        }
        let joint =
            usize::from(tokens.is_glued(at + 1) && matches!(tokens.word(at + 1), "-" | "’" | "'"));
        at += 1 + joint;
        if tokens.gap(at).len() > 1 {
            return None;
        }
        if is_name_word(tokens, at) {
            return (!tokens.classes(at).has(Classes::ORGANISATION)).then_some(at);
        }
    }
    None
}

fn classified(
    tokens: &Tokens<'_>,
    first: usize,
    last: usize,
    place: Option<&PlaceFound>,
    before: Option<&Chunk>,
) -> Option<Chunk> {
    let has = |at: usize, classes: Classes| tokens.classes(at).has(classes);
    let words = || (first..=last).filter(|&at| tokens.is_word(at));
    let chunk = |first, kind, role, evidence| Some(Chunk { first, last, kind, role, evidence });
    if last > first && has(last, Classes::FACILITY) {
        return chunk(first, ChunkKind::Site, None, 0);
    }
    let titles = Classes::TITLE.or(Classes::OFFICE);
    let title = words().rfind(|&at| has(at, titles));
    if title == Some(last) {
        let is_org = words().any(|at| has(at, Classes::ORGANISATION) && !has(at, titles));
        let kind = if is_org { ChunkKind::Organisation } else { ChunkKind::Office };
        return chunk(first, kind, None, 0);
    }
    let role = title.map(|title| (first, title)).or_else(|| office_before(tokens, first, before));
    let name = title.map_or(first, |title| after_title(tokens, title));
    let is_of_people = |at: usize| crate::people::nationality_at(tokens, at).is_some();
    let name = if is_of_people(name) && tokens.word(name + 1) != "-" { name + 1 } else { name };
    if name > last {
        return None;
    }
    let in_name = || (name..=last).filter(|&at| tokens.is_word(at));
    if in_name().any(|at| has(at, Classes::ORGANISATION)) {
        return chunk(first, ChunkKind::Organisation, None, 0);
    }
    if in_name().any(|at| has(at, Classes::QUALIFIER)) {
        return None;
    }
    if in_name().count() > 1
        && in_name().all(|at| tokens.shape(at) == Shape::AllCaps)
        && in_name().count() > 4
    {
        return None;
    }
    let evidence = evidence(tokens, name, last, role.is_some());
    let is_place = place.is_some_and(|place| place.first <= name && last <= place.last);
    let is_pair_of_places = name < last
        && in_name().all(|at| {
            tokens.shape(at) != Shape::Lower
                && Gazetteer::bundled().is_country(&fold(tokens.word(at)))
        });
    if is_pair_of_places {
        return None;
    }
    let is_partly_place =
        place.is_some_and(|place| place.first <= last && place.confidence == Confidence::Strong);
    if (is_place && evidence < 4) || (is_partly_place && evidence < 3) {
        return None;
    }
    chunk(name, ChunkKind::Person, role, evidence)
}

fn after_title(tokens: &Tokens<'_>, title: usize) -> usize {
    if tokens.word(title + 1) == "." { title + 2 } else { title + 1 }
}

/// `Home Secretary, Tarvand Oskel`: the office that stands before a comma before the name.
fn office_before(
    tokens: &Tokens<'_>,
    first: usize,
    before: Option<&Chunk>,
) -> Option<(usize, usize)> {
    let before = before.filter(|chunk| chunk.kind == ChunkKind::Office)?;
    let is_next = before.last + 2 == first && tokens.word(first - 1) == ",";
    is_next.then_some((before.first, before.last))
}

/// What speaks for a person's name at `first..=last`: 2 is little, 3 is something, 5 is enough.
fn evidence(tokens: &Tokens<'_>, first: usize, last: usize, has_role: bool) -> i32 {
    let words: Vec<_> = (first..=last).filter(|&at| tokens.is_word(at)).collect();
    let has = |at: usize, classes: Classes| tokens.classes(at).has(classes);
    let mut score = match words.len() {
        1 | 5 | 6 => 0,
        2..=4 => 1,
        _ => -2,
    };
    score += 3 * i32::from(has_role);
    score += 2 * i32::from(words.iter().any(|&at| has(at, Classes::GIVEN)));
    score += i32::from(words.len() > 1 && words.iter().any(|&at| has(at, Classes::PARTICLE)));
    let common = Classes::COMMON.or(Classes::FUNCTION);
    let n_common = words
        .iter()
        .filter(|&&at| has(at, common) && !has(at, Classes::GIVEN.or(Classes::PARTICLE)))
        .count();
    score -= 3 * n_common as i32;
    let mixes_caps = words.len() > 1
        && words.iter().any(|&at| tokens.shape(at) == Shape::AllCaps)
        && words.iter().any(|&at| tokens.shape(at) == Shape::Capital);
    score += 2 * i32::from(mixes_caps);
    score + before(tokens, first) + after(tokens, last)
}

fn before(tokens: &Tokens<'_>, first: usize) -> i32 {
    let Some(at) = first.checked_sub(1) else { return 0 };
    if aliases::marker_ends_at(tokens, at) {
        return 3;
    }
    let says_name = tokens.is_any(at, &["is", "was"]) && at > 0 && tokens.is(at - 1, "name");
    if says_name {
        return 3;
    }
    if tokens.is(at, "the") {
        return -3;
    }
    if tokens.is(at, "old") && first >= 4 {
        return 4;
    }
    if tokens.word(at) == ":" && at > 0 {
        const FORMS: [&str; 12] = [
            "name",
            "suspect",
            "subject",
            "person",
            "defendant",
            "accused",
            "names",
            "nom",
            "nombre",
            "surname",
            "fullname",
            "alias",
        ];
        return 4 * i32::from(tokens.is_any(at - 1, &FORMS));
    }
    let classes = tokens.classes(at);
    if classes.has(Classes::PERSON_NOUN) {
        return 3;
    }
    2 * i32::from(crate::events::is_trigger(tokens, at) && !tokens.is(at, "seized"))
}

fn after(tokens: &Tokens<'_>, last: usize) -> i32 {
    let mut at = last + 1;
    if matches!(tokens.word(at), "'" | "’") {
        at += 2;
    }
    let is_age = |at: usize| {
        tokens.shape(at) == Shape::Number
            && tokens.word(at).parse::<u8>().is_ok_and(|age| (10..=99).contains(&age))
            && matches!(tokens.word(at + 1), "," | ")" | "." | ";" | "and" | "-" | "years" | "at")
    };
    if matches!(tokens.word(at), "(" | "," | "“" | "\"") {
        let inner = at + 1;
        if is_age(inner) || tokens.is(inner, "aged") || aliases::marker_at(tokens, inner).is_some()
        {
            return 4;
        }
        let article = usize::from(tokens.is_any(inner, &["a", "an", "the"]));
        let described = tokens.classes(inner + article).has(Classes::PERSON_NOUN)
            || tokens.shape(inner + article) == Shape::Number
            || crate::people::nationality_at(tokens, inner + article).is_some();
        if tokens.is_any(inner, &["who", "whose", "born", "dob"]) || (article > 0 && described) {
            return 3;
        }
        return i32::from(tokens.is_any(inner, &["of", "from"]) && tokens.word(at) == ",");
    }
    if tokens.is(at, "aged") || aliases::marker_at(tokens, at).is_some() {
        return 4;
    }
    let classes = tokens.classes(at);
    if classes.has(Classes::AUXILIARY) || tokens.is_any(at, &["himself", "herself"]) {
        return 2;
    }
    2 * i32::from(classes.has(Classes::PERSON_VERB))
}
