//! Everything about a column's distinct values that comparisons and keys need, made once.

use std::collections::{BTreeMap, HashMap};

use crate::date::Date;
use crate::table::Column;

/// Groups of texts that stand for one another (hypocoristics, places' other names).
#[derive(Debug, Clone, Default)]
pub struct Synonyms(HashMap<String, Vec<u16>>);

impl Synonyms {
    /// From groups of texts in lower case.
    pub fn new<'a>(groups: impl Iterator<Item = Vec<&'a str>>) -> Self {
        let mut known: HashMap<String, Vec<u16>> = HashMap::new();
        for (number, group) in (0u16..).zip(groups) {
            for text in group {
                known.entry(text.to_owned()).or_default().push(number);
            }
        }
        Self(known)
    }

    /// The groups a text is in.
    pub fn groups(&self, text: &str) -> &[u16] {
        self.0.get(text).map_or(&[], Vec::as_slice)
    }
}

/// One distinct value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Value {
    pub(crate) date: Option<Date>,
    /// Words by number in the column's dictionary, in order of number.
    pub(crate) words: Vec<u32>,
    pub(crate) groups: Vec<u16>,
}

/// A column's values with what is known of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    pub(crate) all: Vec<Value>,
    /// Minus the logarithm of the share of records that hold a word, by its number.
    pub(crate) rarity: Vec<f32>,
    /// For each word the number of its sound.
    pub(crate) sounds: Vec<u32>,
    pub(crate) word_texts: Vec<String>,
    /// The chance that two records that hold a value hold the same.
    pub(crate) usual_share: f32,
}

impl Values {
    /// Studies a column.
    pub(crate) fn new(column: &Column, stop_words: &[String], synonyms: &Synonyms) -> Self {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut values = Self::default();
        let mut counts: Vec<u32> = Vec::new();
        for (text, count) in column.texts.iter().zip(&column.counts) {
            let mut words = Vec::new();
            for word in text.split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
                if word.chars().nth(1).is_none() || stop_words.iter().any(|stop| stop == word) {
                    continue;
                }
                let number = *numbers.entry(word.to_owned()).or_insert_with(|| {
                    values.word_texts.push(word.to_owned());
                    counts.push(0);
                    counts.len() as u32 - 1
                });
                counts[number as usize] += count;
                words.push(number);
            }
            words.sort_unstable();
            words.dedup();
            let (date, groups) = (Date::parse(text), synonyms.groups(text).to_vec());
            values.all.push(Value { date, words, groups });
        }
        let total = column.values.len().max(1) as f32;
        let shares = column.counts.iter().skip(1).map(|count| (*count as f32 / total).powi(2));
        values.usual_share = shares.sum::<f32>().max(1.0 / (total * total));
        values.rarity = counts.iter().map(|count| -((*count).max(1) as f32 / total).ln()).collect();
        let mut sound_numbers: HashMap<String, u32> = HashMap::new();
        values.sounds = values
            .word_texts
            .iter()
            .map(|word| {
                let next = sound_numbers.len() as u32;
                *sound_numbers.entry(sound(word)).or_insert(next)
            })
            .collect();
        values
    }
}

/// The consonants of a word by class, at most four: a first vowel counts as one.
pub(crate) fn sound(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        let class = match c.to_ascii_lowercase() {
            'b' | 'p' | 'f' | 'v' => 'p',
            'c' | 'k' | 'q' | 'g' | 'j' => 'k',
            's' | 'z' | 'x' => 's',
            'd' | 't' => 't',
            'l' => 'l',
            'm' | 'n' => 'n',
            'r' => 'r',
            'a'..='z' | '0'..='9' | '\'' if !out.is_empty() => continue,
            'a'..='z' => 'a',
            other => other,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
        if out.chars().count() == 4 {
            break;
        }
    }
    out
}
