//! "The trio", "all three", "the three men": words that mean several persons named elsewhere.

use crate::people::{People, Reference, Said, nationality_at, span};
use crate::token::Tokens;
use crate::words::Classes;

/// A word for several persons.
struct Group {
    first: usize,
    last: usize,
    /// How many, where the words say so.
    size: Option<usize>,
    paragraph: u32,
}

/// Resolves words for groups to the persons whom their paragraph names, and gives what is said of
/// a group as a whole to each of them.
///
/// A group of `n` means the last `n` persons introduced before it in the paragraph; where there are
/// none yet, the persons whom the rest of the paragraph introduces, if they are exactly `n`.
pub(crate) fn resolve(tokens: &Tokens<'_>, people: &mut People) {
    let introduced = introductions(tokens, people);
    let mut size_of_paragraph = None;
    let mut resolved = Vec::new();
    for group in find(tokens) {
        let size = match (group.size, size_of_paragraph) {
            (Some(size), _) => size,
            (None, Some((paragraph, size))) if paragraph == group.paragraph => size,
            (None, _) => continue,
        };
        size_of_paragraph = Some((group.paragraph, size));
        if let Some(members) = members(&introduced, &group, size) {
            nationality(tokens, people, &group, &members);
            resolved.push(Reference {
                first: group.first,
                last: group.last,
                people: members,
                is_group: true,
                is_alias: false,
            });
        }
    }
    people.references.extend(resolved);
}

/// Where a person is first meant: paragraph, token, person.
type Introduction = (u32, usize, usize);

/// The first mention in each paragraph of each person who does not act for the state.
fn introductions(tokens: &Tokens<'_>, people: &People) -> Vec<Introduction> {
    let mut last_seen = vec![u32::MAX; people.persons.len()];
    let mut introduced = Vec::new();
    for reference in &people.references {
        let person = reference.people[0];
        let paragraph = tokens.get(reference.first).map_or(0, |token| token.paragraph);
        let is_official = people.persons[person].role.is_some();
        if !is_official && last_seen[person] != paragraph {
            last_seen[person] = paragraph;
            introduced.push((paragraph, reference.first, person));
        }
    }
    introduced
}

fn members(introduced: &[Introduction], group: &Group, size: usize) -> Option<Vec<usize>> {
    let from = introduced.partition_point(|&(paragraph, ..)| paragraph < group.paragraph);
    let to = introduced.partition_point(|&(paragraph, ..)| paragraph <= group.paragraph);
    let at = introduced.partition_point(|&(paragraph, token, _)| {
        (paragraph, token) < (group.paragraph, group.first)
    });
    let chosen = if at - from >= size {
        &introduced[at - size..at]
    } else if at == from && to - from == size {
        &introduced[from..to]
    } else {
        return None;
    };
    Some(chosen.iter().map(|&(.., person)| person).collect())
}

/// `The men – all Afghan nationals –`.
fn nationality(tokens: &Tokens<'_>, people: &mut People, group: &Group, members: &[usize]) {
    let before = group.first..group.last + 1;
    let after = group.last + 1..group.last + 5;
    for at in before.chain(after) {
        let is_of_people = tokens.classes(at + 1).has(Classes::PERSON_NOUN)
            || matches!(tokens.word(at + 1), "," | "–");
        let Some(code) = nationality_at(tokens, at).filter(|_| is_of_people) else { continue };
        let said = Said { value: code.to_owned(), span: span(tokens, at, at) };
        people.nationalities.push(said.clone());
        for &member in members {
            let known = &mut people.persons[member].nationalities;
            if !known.iter().any(|other| other.value == said.value) {
                known.push(said.clone());
            }
        }
        return;
    }
}

fn find(tokens: &Tokens<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        match group_at(tokens, index) {
            Some(group) => {
                index = group.last + 1;
                groups.push(group);
            }
            None => index += 1,
        }
    }
    groups
}

fn group_at(tokens: &Tokens<'_>, index: usize) -> Option<Group> {
    const NOUNS: [&str; 10] = [
        "men",
        "women",
        "brothers",
        "suspects",
        "defendants",
        "smugglers",
        "nationals",
        "accused",
        "people",
        "sisters",
    ];
    // Articles, "both" and numbers in words.
    if !tokens.classes(index).has(Classes::FUNCTION) {
        return None;
    }
    let group = |last: usize, size| {
        let paragraph = tokens.get(index).map_or(0, |token| token.paragraph);
        Some(Group { first: index, last, size, paragraph })
    };
    let is_definite = tokens.is_any(index, &["the", "all", "both", "these", "those"]);
    let mut at = index;
    while at < index + 3 && tokens.is_any(at, &["the", "all", "both", "these", "those", "of"]) {
        at += 1;
    }
    if is_definite && let Some(size) = collective(tokens, at) {
        return group(at, Some(size));
    }
    let size = number(tokens.word(at));
    let noun = at + usize::from(size.is_some());
    let noun = noun + usize::from(nationality_at(tokens, noun).is_some());
    let has_noun = tokens.is_any(noun, &NOUNS);
    if tokens.is(index, "both") {
        let last = if has_noun { noun } else { at - 1 };
        let is_pair_of_things = !has_noun
            && tokens.is_word(at)
            && !tokens
                .classes(at)
                .has(Classes::AUXILIARY.or(Classes::PERSON_VERB).or(Classes::MODAL));
        return if is_pair_of_things { None } else { group(last, Some(2)) };
    }
    match (size, has_noun) {
        (Some(size), true) => group(noun, Some(size)),
        (Some(size), false) if is_definite && stands_for_people(tokens, at + 1) => {
            group(at, Some(size))
        }
        (None, true) if is_definite => group(noun, None),
        _ => None,
    }
}

fn collective(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    const WORDS: [(&str, usize); 5] =
        [("trio", 3), ("pair", 2), ("duo", 2), ("couple", 2), ("quartet", 4)];
    WORDS.iter().find(|(word, _)| tokens.is(index, word)).map(|&(_, size)| size)
}

/// Whether a bare number is followed by what people do: `all three were`.
fn stands_for_people(tokens: &Tokens<'_>, index: usize) -> bool {
    let classes = tokens.classes(index);
    classes.has(Classes::AUXILIARY.or(Classes::PERSON_VERB).or(Classes::MODAL))
        || crate::events::is_trigger(tokens, index)
        || tokens.is_any(index, &["appeared", "now", "also"])
}

fn number(word: &str) -> Option<usize> {
    const NUMBERS: [&str; 11] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    NUMBERS.iter().position(|number| number.eq_ignore_ascii_case(word)).map(|at| at + 2)
}
