//! How common a name is: a rare name shared is strong evidence, a common one weak.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::error::NamesError;
use crate::hashed::{Hashed, hash};

/// The rarity of a name that the table does not hold, in nats.
const UNKNOWN: f32 = 11.0;
/// Rarities are bounded: nobody's name is more common, and no table is trusted further.
const COMMONEST: f32 = 3.5;

/// Rarity of tokens: minus the logarithm of their share among names, in nats.
#[derive(Debug, Clone, Default)]
pub struct Frequency {
    rarities: Hashed<f32>,
    tokens: Vec<String>,
}

impl Frequency {
    /// Reads a table: a rarity in tenths of a nat, a tab, folded tokens.
    pub fn read(text: &str) -> Result<Self, NamesError> {
        let (mut rarities, mut tokens) = (Hashed::default(), Vec::new());
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong = |reason| NamesError::Table {
                table: "frequency".to_owned(),
                line: number + 1,
                reason,
            };
            let (level, list) = line.split_once('\t').ok_or_else(|| wrong("no tab"))?;
            let tenths: u8 = level.parse().map_err(|_| wrong("not a number"))?;
            for token in list.split_whitespace() {
                rarities.insert(hash(token), f32::from(tenths) / 10.0);
                tokens.push(token.to_owned());
            }
        }
        Ok(Self { rarities, tokens })
    }

    /// The rarity of a folded token.
    pub fn rarity(&self, token: &str) -> f32 {
        self.rarity_of(hash(token))
    }

    /// The rarity of a folded token, by its hash.
    pub(crate) fn rarity_of(&self, hash: u64) -> f32 {
        self.rarities.get(&hash).copied().unwrap_or(UNKNOWN)
    }

    /// The tokens it holds, the commonest first.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(String::as_str)
    }
}

/// Writes a frequency table from counts, keeping tokens seen at least `fewest` times.
pub(crate) fn write(counts: &BTreeMap<String, f64>, fewest: f64) -> String {
    let total: f64 = counts.values().sum::<f64>().max(1.0);
    let mut by_level: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
    for (token, count) in counts.iter().filter(|(_, count)| **count >= fewest) {
        let rarity = -(count / total).ln();
        let tenths = (rarity.clamp(COMMONEST.into(), UNKNOWN.into()) * 10.0).round() as u8;
        by_level.entry(tenths).or_default().push(token);
    }
    let mut text = String::new();
    for (level, tokens) in by_level {
        for some in tokens.chunks(20) {
            let _ = writeln!(text, "{level}\t{}", some.join(" "));
        }
    }
    text
}
