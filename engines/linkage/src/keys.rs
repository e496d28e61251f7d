//! The keys that a record has under a blocking scheme.

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
    /// What the comparison from outside gives.
    Outside,
}

/// The blocking schemes of a plan, with the forms of every value they ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schemes {
    pub(crate) all: Vec<Scheme>,
    forms: Vec<Forms>,
}

/// One scheme: the places of its parts among the forms.
#[derive(Debug, Clone)]
pub(crate) struct Scheme {
    parts: Vec<usize>,
    /// Two different words of the same column.
    two_words: bool,
    pub(crate) most: usize,
}

/// The hashes of one form of each distinct value of a column.
#[derive(Debug, Clone)]
struct Forms {
    column: usize,
    form: Form,
    /// Where those of each value end.
    ends: Vec<u32>,
    hashes: Vec<u32>,
}

impl Schemes {
    /// Reads the schemes of a plan.
    pub(crate) fn read(plan: &Plan, table: &Table) -> Result<Self, LinkageError> {
        let mut schemes = Self::default();
        for block in &plan.block {
            let scheme = schemes.scheme(block, table)?;
            schemes.all.push(scheme);
        }
        Ok(schemes)
    }

    fn scheme(&mut self, block: &Block, table: &Table) -> Result<Scheme, LinkageError> {
        let mut parts = Vec::new();
        for key in &block.keys {
            let (column, form) = key.split_once(':').unwrap_or((key, "whole"));
            let place = table.place(column).ok_or_else(|| LinkageError::NoSuchColumn {
                column: column.to_owned(),
                known: table.columns.iter().map(|column| column.name.clone()).collect(),
            })?;
            let form = read_form(form)
                .ok_or_else(|| LinkageError::BadKey { key: key.clone(), reason: "no such form" })?;
            parts.push(self.place_of(place, form));
        }
        let words = |place: usize| self.forms[place].form == Form::Sounds;
        let two_words = matches!(parts.as_slice(), [a, b] if a == b && words(*a));
        if two_words {
            parts.pop();
        }
        Ok(Scheme { parts, most: block.most, two_words })
    }

    fn place_of(&mut self, column: usize, form: Form) -> usize {
        let known = self.forms.iter().position(|own| own.column == column && own.form == form);
        known.unwrap_or_else(|| {
            self.forms.push(Forms { column, form, ends: Vec::new(), hashes: Vec::new() });
            self.forms.len() - 1
        })
    }

    /// The columns that the schemes ask about.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> + '_ {
        self.forms.iter().map(|forms| forms.column)
    }

    /// Writes the forms of the values that were studied since the last time.
    pub(crate) fn catch_up(&mut self, table: &Table, values: &[Values], synonyms: &Synonyms) {
        for forms in &mut self.forms {
            let column = &table.columns[forms.column];
            for number in forms.ends.len()..column.texts.len() {
                let own = (&values[forms.column], number as u32);
                let mut hashes = write(forms.form, &column.texts[number], own, synonyms);
                hashes.sort_unstable();
                hashes.dedup();
                forms.hashes.extend(hashes);
                forms.ends.push(forms.hashes.len() as u32);
            }
        }
    }

    /// Calls `visit` with each key of a record under one scheme.
    pub(crate) fn keys(
        &self,
        number: usize,
        table: &Table,
        record: usize,
        mut visit: impl FnMut(u64),
    ) {
        let scheme = &self.all[number];
        let hashes = |part: usize| -> &[u32] {
            let forms = &self.forms[part];
            forms.of(table.columns[forms.column].values[record])
        };
        let first = mixed(1, number as u32);
        if scheme.two_words {
            let words = scheme.parts.first().map_or(&[][..], |part| hashes(*part));
            for (place, word) in words.iter().enumerate().take(MOST_KEYS) {
                for second in words.iter().skip(place + 1).take(MOST_KEYS) {
                    visit(mixed(mixed(first, *word), *second));
                }
            }
            return;
        }
        match scheme.parts.as_slice() {
            [] => {}
            [only] => hashes(*only).iter().take(MOST_KEYS).for_each(|it| visit(mixed(first, *it))),
            [one, other] => {
                let others = hashes(*other);
                let pairs = hashes(*one).iter().flat_map(|it| others.iter().map(move |o| (it, o)));
                pairs.take(MOST_KEYS).for_each(|(it, o)| visit(mixed(mixed(first, *it), *o)));
            }
            parts => {
                let mut keys = vec![first];
                for part in parts {
                    let crossed = keys
                        .iter()
                        .flat_map(|key| hashes(*part).iter().map(|form| mixed(*key, *form)));
                    keys = crossed.take(MOST_KEYS).collect();
                }
                keys.into_iter().for_each(visit);
            }
        }
    }
}

impl Forms {
    fn of(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.hashes[start..self.ends[number] as usize]
    }
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
        "outside" => Form::Outside,
        _ => return None,
    })
}

fn write(
    form: Form,
    text: &str,
    (values, number): (&Values, u32),
    synonyms: &Synonyms,
) -> Vec<u32> {
    if text.is_empty() {
        return Vec::new();
    }
    let date = values.date(number);
    match form {
        Form::Whole => vec![hash(text)],
        Form::Sounds => values.words(number).iter().map(|word| values.sound(*word)).collect(),
        Form::LastSound => {
            text.split(' ').next_back().map(|w| hash(&sound(w))).into_iter().collect()
        }
        Form::Year => date.map(|date| date.year as u32).into_iter().collect(),
        Form::Decade => date.map(|date| (date.year / 10) as u32).into_iter().collect(),
        Form::MonthDay => {
            let whole = date.filter(|date| (date.month, date.day) != (1, 1) && date.day > 0);
            let day = whole.map(|date| u32::from(date.month) * 100 + u32::from(date.day));
            day.into_iter().collect()
        }
        Form::FirstWord => vec![hash(text.split(' ').next().unwrap_or_default())],
        Form::Letters => {
            let letters: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
            if letters.is_empty() { Vec::new() } else { vec![hash(&letters)] }
        }
        Form::Prefix => vec![hash(&text.chars().take(3).collect::<String>())],
        Form::Forms => {
            let sounds: String = sound(text).chars().take(3).collect();
            let groups = synonyms.groups(text).iter().map(|group| u32::from(*group));
            groups.chain([hash(&sounds)]).collect()
        }
        Form::Outside => values.outside_keys(number),
    }
}

fn hash(text: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() as u32
}

fn mixed(key: u64, form: u32) -> u64 {
    (key ^ u64::from(form)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}
