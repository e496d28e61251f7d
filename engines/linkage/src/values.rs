//! Everything about a column's distinct values that comparisons and keys need, made once for each.

use std::collections::HashMap;

use crate::companions;
use crate::date::Date;
use crate::outside::Comparer;
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
struct Value {
    date: Option<Date>,
    /// Where its words end in the list of all.
    words_end: u32,
    groups_end: u32,
}

/// A column's values with what is known of them; empty for a column that nothing asks about.
#[derive(Debug, Default)]
pub(crate) struct Values {
    all: Vec<Value>,
    /// The words of each value by number in the column's dictionary, in order of number.
    words: Vec<u32>,
    groups: Vec<u16>,
    dictionary: Dictionary,
    /// How many records there are, and the sum of squares of how many hold each value.
    records: u64,
    squares: u64,
    /// The logarithm of the number of records.
    logarithm: f32,
    /// Whether a value is a list of companions: then these are its words.
    lists: bool,
    outside: Option<Box<dyn Comparer>>,
}

/// How a column's values are taken apart.
#[derive(Debug, Default)]
pub(crate) struct Manner {
    /// As lists of companions, not as words.
    pub(crate) lists: bool,
    /// By somebody outside besides.
    pub(crate) outside: Option<Box<dyn Comparer>>,
}

/// The words of a column.
#[derive(Debug, Default)]
struct Dictionary {
    numbers: HashMap<String, u32>,
    /// How many records hold each, and the logarithm of that.
    counts: Vec<u32>,
    logarithms: Vec<f32>,
    /// The number of the sound of each.
    sounds: Vec<u32>,
    sound_numbers: HashMap<String, u32>,
}

impl Values {
    /// Studies a column.
    pub(crate) fn new(
        column: &Column,
        stop_words: &[String],
        synonyms: &Synonyms,
        Manner { lists, outside }: Manner,
    ) -> Self {
        let mut values = Self { lists, outside, ..Self::default() };
        for (text, count) in column.texts.iter().zip(&column.counts) {
            values.study(text, stop_words, synonyms);
            values.count(values.all.len() as u32 - 1, (0, *count));
        }
        values
    }

    /// Whether anything was studied: the empty text comes first.
    pub(crate) fn are_known(&self) -> bool {
        !self.all.is_empty()
    }

    /// How many distinct values were studied.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Studies the next distinct value.
    pub(crate) fn study(&mut self, text: &str, stop_words: &[String], synonyms: &Synonyms) {
        let start = self.words.len();
        if self.lists {
            let entries = companions::entries(text);
            self.words.extend(entries.map(|(entry, sound)| self.dictionary.number(&entry, sound)));
        } else {
            let words = text.split(|c: char| !(c.is_alphanumeric() || c == '\''));
            let telling = words.filter(|word| {
                word.chars().nth(1).is_some() && stop_words.iter().all(|stop| stop != word)
            });
            self.words.extend(telling.map(|word| self.dictionary.number(word, sound(word))));
        }
        self.words[start..].sort_unstable();
        let mut kept = start;
        for place in start..self.words.len() {
            if place == start || self.words[place] != self.words[kept - 1] {
                self.words[kept] = self.words[place];
                kept += 1;
            }
        }
        self.words.truncate(kept);
        self.groups.extend_from_slice(synonyms.groups(text));
        self.all.push(Value {
            date: Date::parse(text),
            words_end: self.words.len() as u32,
            groups_end: self.groups.len() as u32,
        });
        if let Some(outside) = &mut self.outside {
            outside.study(text);
        }
    }

    /// More records hold a value: `before` did, `after` do. Value 0 is a missing one.
    pub(crate) fn count(&mut self, number: u32, (before, after): (u32, u32)) {
        self.records += u64::from(after - before);
        self.logarithm = (self.records.max(1) as f32).ln();
        if number > 0 {
            self.squares += u64::from(after).pow(2) - u64::from(before).pow(2);
        }
        for place in self.words_of(number) {
            self.dictionary.count(self.words[place], after - before);
        }
    }

    fn words_of(&self, number: u32) -> std::ops::Range<usize> {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.all.get(before));
        let end = self.all.get(number).map_or(0, |value| value.words_end as usize);
        start.map_or(0, |value| value.words_end as usize).min(end)..end
    }

    /// The words of a value, in order of number.
    pub(crate) fn words(&self, number: u32) -> &[u32] {
        &self.words[self.words_of(number)]
    }

    /// The groups of synonyms that a value is in.
    pub(crate) fn groups(&self, number: u32) -> &[u16] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.all.get(before));
        let end = self.all.get(number).map_or(0, |value| value.groups_end as usize);
        &self.groups[start.map_or(0, |value| value.groups_end as usize).min(end)..end]
    }

    /// The date that a value is.
    pub(crate) fn date(&self, number: u32) -> Option<Date> {
        self.all.get(number as usize)?.date
    }

    /// The number of a word's sound.
    pub(crate) fn sound(&self, word: u32) -> u32 {
        self.dictionary.sounds[word as usize]
    }

    /// Minus the logarithm of the share of records that hold a word.
    pub(crate) fn rarity(&self, word: u32) -> f32 {
        self.logarithm - self.dictionary.logarithms[word as usize]
    }

    /// The rarity of a word that one record holds.
    pub(crate) fn rarest(&self) -> f32 {
        self.logarithm
    }

    /// The chance that two records hold the same value.
    pub(crate) fn usual_share(&self) -> f32 {
        let total = self.records.max(1) as f64;
        (self.squares.max(1) as f64 / (total * total)) as f32
    }

    /// What the comparison from outside says of two values.
    pub(crate) fn log_ratio(&self, a: u32, b: u32) -> Option<f32> {
        self.outside.as_ref()?.log_ratio(a, b)
    }

    /// The keys that the comparison from outside gives a value.
    pub(crate) fn outside_keys(&self, number: u32) -> Vec<u32> {
        self.outside.as_ref().map_or_else(Vec::new, |outside| outside.keys(number))
    }
}

impl Dictionary {
    fn number(&mut self, word: &str, sound: String) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.counts.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.counts.push(0);
        self.logarithms.push(0.0);
        let next = self.sound_numbers.len() as u32;
        self.sounds.push(*self.sound_numbers.entry(sound).or_insert(next));
        number
    }

    fn count(&mut self, word: u32, count: u32) {
        let so_far = &mut self.counts[word as usize];
        *so_far += count;
        self.logarithms[word as usize] = ((*so_far).max(1) as f32).ln();
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
