//! The stations that a feed names, each known by a small number.

use std::collections::HashMap;

/// How many names are kept; of a feed that names more, the others stay unnamed.
const MAX_NAMES: usize = 65_536;
/// The longest name that is kept; a tag block has room for 15 characters.
const MAX_LENGTH: usize = 64;

/// Names by number, from 1; 0 is no name.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    names: Vec<String>,
    numbers: HashMap<Vec<u8>, u32>,
    /// The last answer: sentences of one station often follow one another.
    last: (Vec<u8>, u32),
}

impl Sources {
    /// The number of a name.
    pub(crate) fn number(&mut self, name: &[u8]) -> u32 {
        if name == self.last.0 {
            return self.last.1;
        }
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => self.add(name),
        };
        self.last.0.clear();
        self.last.0.extend_from_slice(name.get(..MAX_LENGTH).unwrap_or(name));
        self.last.1 = number;
        number
    }

    /// The name of a number.
    #[inline]
    pub(crate) fn name(&self, number: u32) -> Option<&str> {
        if number == 0 {
            return None;
        }
        self.names.get(number as usize - 1).map(String::as_str)
    }

    /// All names in the order in which they came.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    fn add(&mut self, name: &[u8]) -> u32 {
        if self.names.len() >= MAX_NAMES || name.len() > MAX_LENGTH || name.is_empty() {
            return 0;
        }
        self.names.push(String::from_utf8_lossy(name).into_owned());
        let number = self.names.len() as u32;
        self.numbers.insert(name.to_vec(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAMES, Sources};

    #[test]
    fn names_keep_their_numbers_and_are_bounded() {
        let mut sources = Sources::default();
        assert_eq!((sources.number(b"a"), sources.number(b"b"), sources.number(b"a")), (1, 2, 1));
        assert_eq!(sources.name(2), Some("b"));
        assert_eq!((sources.name(0), sources.name(3)), (None, None));
        assert_eq!((sources.number(b""), sources.number(&[b'x'; 65])), (0, 0));
        for idx in 0..100_000 {
            sources.number(format!("s{idx}").as_bytes());
        }
        assert_eq!(sources.names().len(), MAX_NAMES);
        assert_eq!(sources.number(b"b"), 2);
    }
}
