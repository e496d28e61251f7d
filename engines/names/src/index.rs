//! Retrieval: the names of a list that may be a given name, in any script.
//!
//! Distinct tokens are few beside names. A query token finds the tokens that may be it by keys made
//! of consonant classes, each also with one class left out (the deletion neighbourhood of Bocek,
//! Hunt and Stiller 2007); the exact channel scores those, their postings vote for names with
//! probability times rarity (`votes`), and the full comparison ranks the names with the most votes.

use std::collections::HashMap;

use crate::channel::Workspace;
use crate::fold::ascii;
use crate::model::Model;
use crate::name::{Name, Part, Token, Tokens};
use crate::script::Script;
use crate::sounds;

mod asked;
mod shared;
mod votes;

use asked::Asked;
use votes::{Group, MOST_NAMES, Posting, Voter};

/// Latin spellings of a token of another script that give keys.
const SPELLINGS: usize = 4;
/// Consonant classes in a key.
const LONGEST_KEY: usize = 6;
/// Tokens scored exactly for one query token.
const MOST_TOKENS: usize = 4_000;
/// Tokens fetched from memory together: as many as the nearest cache holds.
const FETCHED: usize = 128;
/// Tokens that may vote, by log-odds.
const WORTH_A_VOTE: f32 = -1.0;
/// Names that go on to the full comparison.
const COMPARED: usize = 1_000;

/// A searchable list of names.
#[derive(Debug)]
pub struct Index {
    names: Vec<Box<str>>,
    tokens: Vec<Token>,
    numbers: HashMap<String, u32>,
    keys: HashMap<u64, Vec<u32>>,
    postings: Vec<Vec<Posting>>,
    /// The tokens of all names in their order, each with what it is there.
    held: Vec<(u32, Part)>,
    /// Where each name's tokens end among those, and whether its family name stands first.
    ends: Vec<(u32, bool)>,
}

/// A name as the index holds it: compared without being prepared again.
#[derive(Debug, Clone, Copy)]
struct Held<'a> {
    index: &'a Index,
    tokens: &'a [(u32, Part)],
    family_first: bool,
}

impl Tokens for Held<'_> {
    fn count(&self) -> usize {
        self.tokens.len()
    }

    fn token(&self, place: usize) -> &Token {
        &self.index.tokens[self.tokens[place].0 as usize]
    }

    fn part(&self, place: usize) -> Part {
        self.tokens[place].1
    }

    fn family_first(&self) -> bool {
        self.family_first
    }
}

/// A name found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its place in the list.
    pub place: usize,
    /// Log-likelihood ratio against the query, in nats.
    pub log_ratio: f32,
}

impl Index {
    /// Indexes a list.
    pub fn new<'a>(model: &Model, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self {
            names: Vec::new(),
            tokens: Vec::new(),
            numbers: HashMap::new(),
            keys: HashMap::new(),
            postings: Vec::new(),
            held: Vec::new(),
            ends: Vec::new(),
        };
        for name in names {
            index.add(model, name);
        }
        index
    }

    /// Adds a name. Beyond 268 million it adds nothing.
    pub fn add(&mut self, model: &Model, name: &str) {
        if self.names.len() >= MOST_NAMES {
            return;
        }
        let place = self.names.len() as u32;
        self.names.push(name.into());
        let name = model.prepare(name);
        let here = Posting::new(place, name.tokens.len());
        for token in name.tokens {
            let part = token.part;
            let number = match self.numbers.get(token.text()) {
                Some(number) => *number,
                None => self.add_token(model, token),
            };
            let posting = &mut self.postings[number as usize];
            if posting.last() != Some(&here) {
                posting.push(here);
            }
            self.held.push((number, part));
        }
        self.ends.push((self.held.len() as u32, name.family_first));
    }

    fn held(&self, place: usize) -> Held<'_> {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before].0);
        let (end, family_first) = self.ends[place];
        Held { index: self, tokens: &self.held[start as usize..end as usize], family_first }
    }

    fn add_token(&mut self, model: &Model, token: Token) -> u32 {
        let number = self.tokens.len() as u32;
        self.numbers.insert(token.text().to_owned(), number);
        for key in keys(model, &token) {
            let tokens = self.keys.entry(key).or_default();
            if tokens.last() != Some(&number) {
                tokens.push(number);
            }
        }
        self.tokens.push(token);
        self.postings.push(Vec::new());
        number
    }

    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// A name of the list.
    pub fn name(&self, place: usize) -> Option<&str> {
        self.names.get(place).map(|name| &**name)
    }

    /// The names likeliest to be the query's, the best first.
    pub fn search(&self, model: &Model, query: &str, limit: usize) -> Vec<Hit> {
        let query = model.prepare(query);
        let compared = COMPARED.max(limit);
        let mut workspace = Workspace::default();
        let mut hits = Vec::with_capacity(compared);
        for places in self.candidates(model, &query, compared).chunks(FETCHED / 4) {
            let held = places.iter().flat_map(|place| self.held(*place).tokens);
            self.fetch(held.map(|(number, _)| *number));
            hits.extend(places.iter().map(|place| {
                let log_ratio = model.log_ratio_in(&query, &self.held(*place), &mut workspace);
                Hit { place: *place, log_ratio }
            }));
        }
        hits.sort_by(|a, b| b.log_ratio.total_cmp(&a.log_ratio).then(a.place.cmp(&b.place)));
        hits.truncate(limit);
        hits
    }

    /// The places of the names with the most votes.
    pub fn candidates(&self, model: &Model, query: &Name, limit: usize) -> Vec<usize> {
        let groups = query.tokens.iter().map(|token| self.group(model, token)).collect();
        let tokens = |place: u32| self.held(place as usize).tokens.iter().map(|held| held.0);
        votes::most_voted(self.len(), query.tokens.len(), groups, limit, tokens)
    }

    /// The tokens that may be a query's, with their postings and what each is worth.
    fn group(&self, model: &Model, token: &Token) -> Group<'_> {
        let worth = |(number, log_odds): (u32, f32)| {
            let share = 1.0 / (1.0 + (-log_odds).exp());
            let worth = share * token.rarity.min(self.at(number).rarity);
            Voter { number, worth, postings: &self.postings[number as usize] }
        };
        Group::new(self.alike(model, token).into_iter().map(worth).collect())
    }

    fn at(&self, number: u32) -> &Token {
        &self.tokens[number as usize]
    }

    /// Fetches tokens from memory before they are needed.
    fn fetch(&self, numbers: impl Iterator<Item = u32>) {
        std::hint::black_box(numbers.fold(0, |lines, number| lines ^ self.at(number).fetch()));
    }

    /// Tokens of the list that may be a query's token.
    fn alike(&self, model: &Model, token: &Token) -> Vec<(u32, f32)> {
        let keys = keys(model, token);
        let lists = keys.iter().filter_map(|key| self.keys.get(key)).map(Vec::as_slice);
        let asked = Asked::new(model, token);
        let mut alike = Vec::new();
        for numbers in shared::most_shared(self.tokens.len(), lists, MOST_TOKENS).chunks(FETCHED) {
            self.fetch(numbers.iter().copied());
            let scored = numbers.iter().map(|number| (*number, asked.log_odds(self.at(*number))));
            alike.extend(scored.filter(|(_, log_odds)| *log_odds > WORTH_A_VOTE));
        }
        alike
    }
}

/// The keys of a token: the consonant classes of its likeliest Latin spellings, whole and with each
/// one left out, with and without an article and the like, and its groups of hypocoristics.
fn keys(model: &Model, token: &Token) -> Vec<u64> {
    let spellings = std::iter::once(token.text()).chain(token.bare_text());
    let spellings = spellings.flat_map(|text| match token.script {
        Script::Latin | Script::Other => vec![ascii(text)],
        script => model.romanisations(text, script, SPELLINGS),
    });
    let mut keys = Vec::new();
    for spelling in spellings {
        let classes = sounds::skeleton(&spelling, LONGEST_KEY);
        let Some(first) = spelling.chars().next() else { continue };
        if classes.len() < 2 {
            keys.push(key(&[&classes, &[100 + vowel_class(first)]]));
        }
        keys.push(key(&[&classes]));
        if classes.len() > 2 {
            keys.extend((0..classes.len()).map(|out| key(&[&classes[..out], &classes[out + 1..]])));
        }
    }
    keys.extend(token.groups().iter().map(|group| key(&[&[200], &group.to_le_bytes()])));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn vowel_class(letter: char) -> u8 {
    match letter {
        'a' => 1,
        'e' | 'i' | 'y' => 2,
        'o' | 'u' | 'w' => 3,
        _ => 4,
    }
}

fn key(parts: &[&[u8]]) -> u64 {
    parts.iter().flat_map(|part| part.iter()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::model::Model;

    #[test]
    fn finds_across_scripts_and_slips() {
        let model = Model::shipped();
        let list = ["Karvan Ziarmal", "Ivan Petrenko", "Nour Haddad", "Zyad Marlow"];
        let index = Index::new(model, list);
        for query in ["زیارمل", "Zyarmal", "Зиармал", "Karvan Ziarmall"] {
            let hits = index.search(model, query, 1);
            assert_eq!(hits.first().map(|hit| hit.place), Some(0), "{query}");
        }
        assert!(index.search(model, "", 5).is_empty());
    }

    #[test]
    fn finds_with_and_without_an_article() {
        let model = Model::shipped();
        let index = Index::new(model, ["Petra Ostermann", "Yunus Tarvandi", "Vera Malk"]);
        for query in ["الترواندي", "Altarvandi", "يونس الترواندي"] {
            let hits = index.search(model, query, 1);
            assert_eq!(hits.first().map(|hit| hit.place), Some(1), "{query}");
        }
    }
}
