//! Hypocoristics and national forms: names that stand for one another without sounding alike.

use std::collections::HashMap;

/// Groups of names, as bits of membership by group number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nicknames(HashMap<String, Vec<u16>>);

impl Nicknames {
    /// Reads one group a line.
    pub(crate) fn read(text: &str) -> Self {
        let mut groups: HashMap<String, Vec<u16>> = HashMap::new();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (number, line) in (0u16..).zip(lines) {
            for name in line.split_whitespace() {
                groups.entry(name.to_owned()).or_default().push(number);
            }
        }
        Self(groups)
    }

    /// The groups of a name in plain letters.
    pub(crate) fn groups(&self, name: &str) -> &[u16] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}
