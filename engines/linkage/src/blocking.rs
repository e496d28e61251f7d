//! Which pairs are compared at all: records that share a key under one of several schemes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::LinkageError;
use crate::plan::{Block, Plan};
use crate::table::Table;
use crate::values::{Synonyms, Values, sound};

/// Keys that one record may have under one scheme; more are left out.
const MOST_KEYS: usize = 24;

/// A form of a column's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Whole,
    /// The sound of each word.
    Sounds,
    /// The sound of the last word.
    LastSound,
    Year,
    Decade,
    MonthDay,
    FirstWord,
    /// The letters before the first digit.
    Letters,
    /// The first three letters.
    Prefix,
    /// The groups of synonyms, and the first sounds.
    Forms,
}

/// A scheme ready to give keys.
#[derive(Debug, Clone)]
pub(crate) struct Scheme {
    /// For each part: the column, the form, and whether it takes two words at once.
    parts: Vec<(usize, Form)>,
    most: usize,
    /// For each part, for each distinct value of its column, the hashes of its forms.
    forms: Vec<Vec<Vec<u32>>>,
    /// Two different words of the same column.
    two_words: bool,
}

/// What a scheme brought.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemeReport {
    /// The scheme's keys.
    pub keys: Vec<String>,
    /// Pairs it brings by itself.
    pub pairs: usize,
    /// True pairs among them, if the truth is known.
    pub true_pairs: Option<usize>,
}

/// Reads the schemes of a plan.
pub(crate) fn schemes(
    plan: &Plan,
    table: &Table,
    values: &[Values],
    synonyms: &Synonyms,
) -> Result<Vec<Scheme>, LinkageError> {
    plan.block.iter().map(|block| scheme(block, table, values, synonyms)).collect()
}

fn scheme(
    block: &Block,
    table: &Table,
    values: &[Values],
    synonyms: &Synonyms,
) -> Result<Scheme, LinkageError> {
    let mut parts = Vec::new();
    for key in &block.keys {
        let (column, form) = key.split_once(':').unwrap_or((key, "whole"));
        let place = table.place(column).ok_or_else(|| LinkageError::NoSuchColumn {
            column: column.to_owned(),
            known: table.columns.iter().map(|column| column.name.clone()).collect(),
        })?;
        let form = read_form(form)
            .ok_or_else(|| LinkageError::BadKey { key: key.clone(), reason: "no such form" })?;
        parts.push((place, form));
    }
    let two_words = matches!(parts.as_slice(), [a, b] if a == b && a.1 == Form::Sounds);
    if two_words {
        parts.pop();
    }
    let forms = parts
        .iter()
        .map(|(place, form)| {
            let texts = table.columns[*place].texts.iter().enumerate();
            texts
                .map(|(n, text)| write_forms(*form, text, (&values[*place], n), synonyms))
                .collect()
        })
        .collect();
    Ok(Scheme { parts, most: block.most, forms, two_words })
}

fn read_form(text: &str) -> Option<Form> {
    Some(match text {
        "whole" => Form::Whole,
        "sounds" => Form::Sounds,
        "last_sound" => Form::LastSound,
        "year" => Form::Year,
        "decade" => Form::Decade,
        "month_day" => Form::MonthDay,
        "first_word" => Form::FirstWord,
        "letters" => Form::Letters,
        "prefix" => Form::Prefix,
        "forms" => Form::Forms,
        _ => return None,
    })
}

fn write_forms(
    form: Form,
    text: &str,
    (values, number): (&Values, usize),
    synonyms: &Synonyms,
) -> Vec<u32> {
    if text.is_empty() {
        return Vec::new();
    }
    let value = &values.all[number];
    let hashed = |text: &str| vec![hash(text)];
    let mut forms = match form {
        Form::Whole => hashed(text),
        Form::Sounds => value.words.iter().map(|word| values.sounds[*word as usize]).collect(),
        Form::LastSound => {
            text.split(' ').next_back().map(|w| hash(&sound(w))).into_iter().collect()
        }
        Form::Year => value.date.map(|date| date.year as u32).into_iter().collect(),
        Form::Decade => value.date.map(|date| (date.year / 10) as u32).into_iter().collect(),
        Form::MonthDay => {
            let whole = value.date.filter(|date| (date.month, date.day) != (1, 1) && date.day > 0);
            whole
                .map(|date| u32::from(date.month) * 100 + u32::from(date.day))
                .into_iter()
                .collect()
        }
        Form::FirstWord => hashed(text.split(' ').next().unwrap_or_default()),
        Form::Letters => {
            let letters: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
            if letters.is_empty() { Vec::new() } else { hashed(&letters) }
        }
        Form::Prefix => hashed(&text.chars().take(3).collect::<String>()),
        Form::Forms => {
            let sounds: String = sound(text).chars().take(3).collect();
            let groups = synonyms.groups(text).iter().map(|group| u32::from(*group));
            groups.chain([hash(&sounds)]).collect()
        }
    };
    forms.sort_unstable();
    forms.dedup();
    forms
}

impl Scheme {
    /// Calls `visit` with each key of a record, given the numbers of its values by column.
    pub(crate) fn keys(&self, value: impl Fn(usize) -> u32, mut visit: impl FnMut(u64)) {
        let form = |part: usize| -> &[u32] {
            let number = value(self.parts[part].0) as usize;
            self.forms[part].get(number).map_or(&[], Vec::as_slice)
        };
        if self.two_words {
            let words = form(0);
            for (place, first) in words.iter().enumerate().take(MOST_KEYS) {
                for second in words.iter().skip(place + 1).take(MOST_KEYS) {
                    visit(mixed(mixed(1, *first), *second));
                }
            }
            return;
        }
        let mut keys = vec![1u64];
        for part in 0..self.parts.len() {
            let forms = form(part);
            keys = keys
                .iter()
                .flat_map(|key| forms.iter().map(|form| mixed(*key, *form)))
                .take(MOST_KEYS)
                .collect();
        }
        keys.into_iter().for_each(visit);
    }
}

/// What blocking brought.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidates {
    pub(crate) pairs: Vec<(u32, u32)>,
    pub(crate) true_pairs: Option<usize>,
    pub(crate) reports: Vec<SchemeReport>,
}

/// All candidate pairs, each once with the smaller record first, and what each scheme brought.
pub(crate) fn candidates(
    schemes: &[Scheme],
    table: &Table,
    plan: &Plan,
    truth: Option<&[u32]>,
) -> Candidates {
    let mut pairs: Vec<u64> = Vec::new();
    let mut reports = Vec::new();
    for (scheme, block) in schemes.iter().zip(&plan.block) {
        let mut brought = brought(scheme, table);
        brought.sort_unstable();
        brought.dedup();
        let is_true = |pair: &&u64| truth.is_some_and(|t| t[high(**pair)] == t[low(**pair)]);
        reports.push(SchemeReport {
            keys: block.keys.clone(),
            pairs: brought.len(),
            true_pairs: truth.map(|_| brought.iter().filter(is_true).count()),
        });
        pairs.append(&mut brought);
    }
    pairs.sort_unstable();
    pairs.dedup();
    let is_true = |pair: &&u64| truth.is_some_and(|t| t[high(**pair)] == t[low(**pair)]);
    let true_pairs = truth.map(|_| pairs.iter().filter(is_true).count());
    let pairs = pairs.into_iter().map(|pair| (high(pair) as u32, low(pair) as u32)).collect();
    Candidates { pairs, true_pairs, reports }
}

fn brought(scheme: &Scheme, table: &Table) -> Vec<u64> {
    let mut entries: Vec<(u64, u32)> = Vec::with_capacity(table.records * 2);
    for record in 0..table.records {
        scheme.keys(
            |column| table.columns[column].values[record],
            |key| entries.push((key, record as u32)),
        );
    }
    entries.sort_unstable();
    entries.dedup();
    let mut pairs = Vec::new();
    for block in entries.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= scheme.most) {
        for (place, (_, first)) in block.iter().enumerate() {
            let rest = &block[place + 1..];
            pairs.extend(
                rest.iter().map(|(_, second)| u64::from(*first) << 32 | u64::from(*second)),
            );
        }
    }
    pairs
}

/// Keys of records that came earlier, for finding the candidates of a new one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings(HashMap<(u8, u64), Vec<u32>>);

impl Postings {
    pub(crate) fn add(&mut self, schemes: &[Scheme], table: &Table, record: usize) {
        for (number, scheme) in (0u8..).zip(schemes) {
            let value = |column: usize| table.columns[column].values[record];
            scheme.keys(value, |key| self.0.entry((number, key)).or_default().push(record as u32));
        }
    }

    /// Records that share a key with one that is not in the postings yet.
    pub(crate) fn candidates(&self, schemes: &[Scheme], table: &Table, record: usize) -> Vec<u32> {
        let mut found = Vec::new();
        for (number, scheme) in (0u8..).zip(schemes) {
            let value = |column: usize| table.columns[column].values[record];
            scheme.keys(value, |key| {
                if let Some(block) = self.0.get(&(number, key))
                    && block.len() <= scheme.most
                {
                    found.extend_from_slice(block);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn high(pair: u64) -> usize {
    (pair >> 32) as usize
}

fn low(pair: u64) -> usize {
    (pair & 0xffff_ffff) as usize
}

fn hash(text: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() as u32
}

fn mixed(key: u64, form: u32) -> u64 {
    (key ^ u64::from(form)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}
