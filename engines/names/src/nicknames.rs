//! Hypocoristics and national forms: names that stand for one another without sounding alike.

use crate::hashed::{Hashed, hash};

/// Groups of names, as bits of membership by group number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nicknames(Hashed<Vec<u16>>);

impl Nicknames {
    /// Reads one group a line.
    pub(crate) fn read(text: &str) -> Self {
        let mut groups: Hashed<Vec<u16>> = Hashed::default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (number, line) in (0u16..).zip(lines) {
            for name in line.split_whitespace() {
                groups.entry(hash(name)).or_default().push(number);
            }
        }
        Self(groups)
    }

    /// The groups of a name in plain letters, by its hash.
    pub(crate) fn groups(&self, hash: u64) -> &[u16] {
        self.0.get(&hash).map_or(&[], Vec::as_slice)
    }
}
