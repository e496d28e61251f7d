//! Persons of a text: names, other names, ages, nationalities, and who is meant by "the trio".

pub(crate) mod aliases;
pub(crate) mod chunks;
mod details;
mod groups;
mod resolve;

use serde::Serialize;

use crate::fold::fold;
use crate::mention::{Confidence, Span};
use crate::places::Gazetteer;
use crate::token::Tokens;
use crate::words::Classes;

pub(crate) use resolve::resolve;

/// A value and the passage that says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Said {
    /// Normalised, in the form that [`crate::Kind`] says for its kind.
    pub value: String,
    /// Where the text says it.
    pub span: Span,
}

/// A proposal: these mentions are one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Names, the fullest first; empty for a person whom the text does not name.
    pub names: Vec<Said>,
    /// What the text calls a person whom it does not name: `38-year-old male`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Said>,
    /// Other names that the text gives.
    pub aliases: Vec<Said>,
    /// Ages, at the time of the report.
    pub ages: Vec<Said>,
    /// ISO 3166-1 codes.
    pub nationalities: Vec<Said>,
    /// The date of birth, where the text gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<Said>,
    /// Title or office, as written: a person with one speaks or acts for the state, as a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Said>,
    /// Where the text means this person, in order: names, and words such as "the trio".
    pub mentions: Vec<Span>,
    /// How sure the best of its names is.
    pub confidence: Confidence,
}

/// A date, amount or term at tokens `first..=last`.
#[derive(Debug, Clone)]
pub(crate) struct Marked {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) value: String,
}

impl Marked {
    pub(crate) fn said(&self, tokens: &Tokens<'_>) -> Said {
        Said { value: self.value.clone(), span: span(tokens, self.first, self.last) }
    }
}

/// Words of a text that mean one or more persons.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Indices of persons, in the order of the text.
    pub(crate) people: Vec<usize>,
    /// Whether it is a word for several: `the trio`.
    pub(crate) is_group: bool,
    /// Whether it is another name, beside the name itself.
    pub(crate) is_alias: bool,
}

/// Persons, and every place of the text that means one.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) persons: Vec<Person>,
    pub(crate) references: Vec<Reference>,
    /// Nationality words that were tied to somebody or stand before a word for a person.
    pub(crate) nationalities: Vec<Said>,
    /// Ages in figures after a name.
    pub(crate) ages: Vec<Said>,
    /// Organisations, sites and offices found on the way.
    pub(crate) others: Vec<chunks::Chunk>,
}

/// The ISO 3166-1 code of the nationality that the word at `index` names.
pub(crate) fn nationality_at(tokens: &Tokens<'_>, index: usize) -> Option<&'static str> {
    let is_named =
        matches!(tokens.shape(index), crate::token::Shape::Capital | crate::token::Shape::AllCaps);
    if !is_named || tokens.classes(index).has(Classes::FUNCTION) {
        return None;
    }
    Gazetteer::bundled().nationality(&fold(tokens.word(index)))
}

pub(crate) fn span(tokens: &Tokens<'_>, first: usize, last: usize) -> Span {
    let start = tokens.get(first).map_or(0, |token| token.start);
    Span { start, end: tokens.get(last).map_or(start, |token| token.end) }
}

/// A name as a value: its words in single spaces.
pub(crate) fn name_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(word);
    }
    value
}
