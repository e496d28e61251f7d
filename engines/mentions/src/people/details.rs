//! What the words around a name say of the person: age, nationality, date of birth.

use crate::ages::{self, AgeFound};
use crate::people::{Marked, People, Reference, Said, nationality_at, span};
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// How many tokens after a name still belong to it.
const WINDOW: usize = 14;

/// Ties ages, nationalities and dates of birth to the persons beside whom they stand.
pub(crate) fn attach(
    tokens: &Tokens<'_>,
    people: &mut People,
    ages: &[AgeFound],
    dates: &[Marked],
) {
    let references = std::mem::take(&mut people.references);
    for (at, reference) in references.iter().enumerate() {
        if reference.is_alias {
            continue;
        }
        let end = window_end(tokens, &references, at);
        let after = after_aliases(tokens, &references, at);
        let person = reference.people[0];
        age_in_figures(tokens, people, person, reference.last + 1);
        age_in_figures(tokens, people, person, after);
        let is_named = !people.persons[person].names.is_empty();
        for age in ages_near(tokens, ages, reference, end, is_named) {
            let said = Said { value: age.value.clone(), span: span(tokens, age.first, age.last) };
            push(&mut people.persons[person].ages, said);
        }
        nationality_before(tokens, people, person, reference.first);
        nationality_after(tokens, people, person, reference.last + 1..end);
        born(tokens, people, person, after..end, dates);
        if let Some(form) = form_lines(tokens, &references, at) {
            nationality_after(tokens, people, person, form.clone());
            born(tokens, people, person, form.clone(), dates);
            let of_form = ages.iter().skip(ages.partition_point(|age| age.first < form.start));
            for age in of_form.take_while(|age| age.first < form.end) {
                let said =
                    Said { value: age.value.clone(), span: span(tokens, age.first, age.last) };
                push(&mut people.persons[person].ages, said);
            }
        }
    }
    people.references = references;
    lone_nationalities(tokens, people);
}

/// The words before a marker of another name that must be a name, whatever they look like.
pub(crate) fn name_before(tokens: &Tokens<'_>, marker: usize) -> Option<(usize, usize)> {
    let mut last = marker.checked_sub(1)?;
    if matches!(tokens.word(last), "(" | "," | "“" | "\"" | "«" | "–" | "-") {
        last = last.checked_sub(1)?;
    }
    let is_part = |at: usize| match tokens.shape(at) {
        Shape::Capital | Shape::AllCaps => !tokens.classes(at).has(Classes::ORGANISATION),
        Shape::Uncased => true,
        _ => false,
    };
    let stops = Classes::FUNCTION
        .or(Classes::PLACE_PREPOSITION)
        .or(Classes::PERSON_NOUN)
        .or(Classes::AUXILIARY);
    let is_name = |at: usize| is_part(at) && !tokens.classes(at).has(stops);
    if !is_name(last) {
        return None;
    }
    let longest = if tokens.shape(last) == Shape::Uncased { 3 } else { 5 };
    let mut first = last;
    while first > 0
        && last - first + 1 < longest
        && is_name(first - 1)
        && tokens.gap(first).len() == 1
    {
        first -= 1;
    }
    Some((first, last))
}

/// The words that describe somebody with an age but without a name: `38-year-old male`, `banker`.
pub(crate) fn description(tokens: &Tokens<'_>, age: &AgeFound) -> Option<(usize, usize)> {
    let is_noun = |at: usize| {
        tokens.shape(at) == Shape::Lower
            && tokens.classes(at).has(Classes::PERSON_NOUN)
            && !tokens.is_any(at, &["named", "called", "identified", "members", "people"])
            && !(tokens.word(at).ends_with('s') || tokens.is_any(at, &["men", "women"]))
    };
    if age.stands_before {
        let noun = (age.last + 1..=age.last + 3).find(|&at| is_noun(at))?;
        return Some((age.first, noun));
    }
    let from = age.first.saturating_sub(4);
    let noun = (from..age.first).rev().find(|&at| is_noun(at))?;
    let article = (noun.saturating_sub(4)..noun)
        .rev()
        .find(|&at| tokens.is_any(at, &["a", "an", "another", "one"]))?;
    Some((article + 1, noun))
}

fn window_end(tokens: &Tokens<'_>, references: &[Reference], at: usize) -> usize {
    let reference = &references[at];
    let sentence = tokens.get(reference.first).map_or(0, |token| token.sentence);
    let next = references[at + 1..]
        .iter()
        .take(WINDOW)
        .find(|next| next.people != reference.people)
        .map_or(usize::MAX, |next| next.first);
    tokens.sentence(sentence).end.min(next).min(reference.last + 1 + WINDOW)
}

/// The lines of a form after `Subject: X`: those that begin with a label and a colon, up to the
/// next person.
fn form_lines(
    tokens: &Tokens<'_>,
    references: &[Reference],
    at: usize,
) -> Option<std::ops::Range<usize>> {
    const MOST_LINES: u32 = 12;
    let reference = &references[at];
    let is_labelled = reference.first > 1 && tokens.word(reference.first - 1) == ":";
    if !is_labelled {
        return None;
    }
    let sentence = tokens.get(reference.first)?.sentence;
    let begin = tokens.sentence(sentence).end;
    let mut end = begin;
    for line in (sentence + 1..).take(MOST_LINES as usize) {
        let range = tokens.sentence(line);
        let has_label = range.clone().take(5).any(|at| tokens.word(at) == ":");
        if !has_label || range.is_empty() {
            break;
        }
        end = range.end;
    }
    let others = references[at + 1..].iter().take(MOST_LINES as usize);
    let next = others.clone().find(|next| next.people != reference.people);
    let end = next.map_or(end, |next| end.min(next.first));
    (begin < end).then_some(begin..end)
}

/// Where the text goes on after a name and the other names given with it.
fn after_aliases(tokens: &Tokens<'_>, references: &[Reference], at: usize) -> usize {
    const FURTHEST: usize = 12;
    let reference = &references[at];
    let mut after = reference.last + 1;
    let mut following = references[at + 1..].iter();
    while let Some(alias) =
        following.next().filter(|next| next.is_alias && next.people == reference.people)
    {
        if alias.first > after + FURTHEST {
            break;
        }
        after = alias.last + 1;
    }
    if after == reference.last + 1 {
        return after;
    }
    let closing = (after..after + FURTHEST)
        .take_while(|&at| tokens.word(at) != "(")
        .find(|&at| tokens.word(at) == ")");
    let is_open = (reference.last + 1..after).any(|at| tokens.word(at) == "(");
    match closing {
        Some(closing) if is_open => closing + 1,
        _ => after + usize::from(matches!(tokens.word(after), "”" | "\"" | "»" | "'" | "’")),
    }
}

/// `, 24,` and `(24)` after a name.
fn age_in_figures(tokens: &Tokens<'_>, people: &mut People, person: usize, after: usize) {
    let opens = tokens.word(after);
    let Some(years) = ages::years(tokens, after + 1).filter(|years| *years >= 10) else { return };
    let next = tokens.word(after + 2);
    let is_age = match opens {
        "(" => matches!(next, ")" | "," | ";"),
        "," => {
            matches!(next, "," | "." | ";" | ")")
                || tokens.is_any(
                    after + 2,
                    &["and", "was", "from", "of", "at", "is", "who", "has", "were"],
                )
        }
        _ => false,
    };
    let is_decimal = tokens.is_glued(after + 3) && tokens.shape(after + 3) == Shape::Number;
    if is_age && !is_decimal {
        let said = Said { value: years.to_string(), span: span(tokens, after + 1, after + 1) };
        push(&mut people.ages, said.clone());
        push(&mut people.persons[person].ages, said);
    }
}

/// Ages in words that belong to a name: just before it, or after it within its window.
fn ages_near<'a>(
    tokens: &'a Tokens<'_>,
    ages: &'a [AgeFound],
    reference: &Reference,
    end: usize,
    is_named: bool,
) -> impl Iterator<Item = &'a AgeFound> {
    const BEFORE: usize = 5;
    let (first, last) = (reference.first, reference.last);
    let from = ages.partition_point(|age| age.last + BEFORE < first);
    ages[from..].iter().take_while(move |age| age.first < end).filter(move |age| {
        let is_before = is_named && age.stands_before && age.last < first && first - age.last <= 4;
        let is_inside = age.first >= first && age.last <= last;
        // `X, a 44-year-old businessman,` goes on with X.
        let is_apposed = is_named
            && age.first > last
            && age.first <= last + 3
            && tokens.is_any(age.first - 1, &["a", "an"])
            && tokens.word(last + 1) == ",";
        let is_after = age.first > last && (!age.stands_before || is_apposed);
        is_before || is_inside || is_after
    })
}

/// `Iraqi national X`, `Iraqi X`.
fn nationality_before(tokens: &Tokens<'_>, people: &mut People, person: usize, first: usize) {
    for distance in 1..=3 {
        let Some(at) = first.checked_sub(distance) else { return };
        if let Some(code) = nationality_at(tokens, at) {
            let said = Said { value: code.to_owned(), span: span(tokens, at, at) };
            push(&mut people.nationalities, said.clone());
            push(&mut people.persons[person].nationalities, said);
            return;
        }
        let is_between =
            tokens.classes(at).has(Classes::PERSON_NOUN) || matches!(tokens.word(at), "-" | ",");
        if !is_between {
            return;
        }
    }
}

/// `X, 34, an Iraqi national,`, `X (Iraqi)`.
fn nationality_after(
    tokens: &Tokens<'_>,
    people: &mut People,
    person: usize,
    window: std::ops::Range<usize>,
) {
    for at in window {
        let Some(code) = nationality_at(tokens, at) else {
            if tokens.classes(at).has(Classes::AUXILIARY) {
                return;
            }
            continue;
        };
        let is_label = at > 1
            && tokens.word(at - 1) == ":"
            && tokens.is_any(at - 2, &["nationality", "citizenship"]);
        let introduced =
            is_label || tokens.is_any(at - 1, &["a", "an", "(", ",", "–", "-", "of", "dual"]);
        let next = tokens.word(at + 1);
        let closed = next.is_empty()
            || matches!(next, "," | "." | ")" | ";" | "–" | "-")
            || tokens.is_any(at + 1, &["kurd", "and", "who", "from", "was", "by"])
            || tokens.classes(at + 1).has(Classes::PERSON_NOUN);
        if introduced && (closed || is_label) {
            let said = Said { value: code.to_owned(), span: span(tokens, at, at) };
            push(&mut people.nationalities, said.clone());
            push(&mut people.persons[person].nationalities, said);
        }
    }
}

/// `born 3 May 1990`, `DOB: 03/05/1990`, `born in 1990`.
fn born(
    tokens: &Tokens<'_>,
    people: &mut People,
    person: usize,
    window: std::ops::Range<usize>,
    dates: &[Marked],
) {
    let from = dates.partition_point(|date| date.first < window.start);
    for date in dates[from..].iter().take_while(|date| date.first < window.end) {
        let before = date.first.saturating_sub(3)..date.first;
        let says_born = before.clone().any(|at| {
            tokens.is_any(at, &["born", "dob", "née", "né", "nacido", "geboren", "nato"])
        }) || (before.clone().any(|at| tokens.is(at, "birth")));
        if says_born {
            people.persons[person].born.get_or_insert_with(|| date.said(tokens));
            return;
        }
    }
}

/// Nationalities that stand before a word for a person: `three Afghan men`.
fn lone_nationalities(tokens: &Tokens<'_>, people: &mut People) {
    for at in 0..tokens.len() {
        if !tokens.classes(at + 1).has(Classes::PERSON_NOUN) {
            continue;
        }
        if let Some(code) = nationality_at(tokens, at) {
            people.nationalities.push(Said { value: code.to_owned(), span: span(tokens, at, at) });
        }
    }
    people.nationalities.sort();
    people.nationalities.dedup();
}

fn push(list: &mut Vec<Said>, said: Said) {
    const MOST: usize = 8;
    let is_known = list.iter().rev().take(MOST).any(|other| other.span == said.span);
    if !is_known {
        list.push(said);
    }
}
