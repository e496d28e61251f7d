//! Comparisons that the linkage engine is given: names in any script, by the names engine.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crossbearing_linkage::{Comparer, MakeComparer};
use crossbearing_names::{Model, Name};

/// The comparisons that plans can call, by name.
pub(super) const COMPARERS: [(&str, MakeComparer); 1] = [("names", || Box::new(Names::default()))];

/// Spellings in Latin letters that a token is brought up by.
const MOST_SPELLINGS: usize = 3;
/// Consonants of a key: fewer bring up more.
const CONSONANTS: usize = 3;

/// Whole names of persons, in any script and spelling.
#[derive(Debug, Default)]
struct Names(Vec<Name>);

impl Comparer for Names {
    fn study(&mut self, text: &str) {
        self.0.push(Model::shipped().prepare(text));
    }

    fn log_ratio(&self, a: u32, b: u32) -> Option<f32> {
        let (one, other) = (self.0.get(a as usize)?, self.0.get(b as usize)?);
        let comparable = !one.tokens.is_empty() && !other.tokens.is_empty();
        comparable.then(|| Model::shipped().log_ratio(one, other))
    }

    /// The first consonants of each part of the name, as it may be written in Latin letters.
    fn keys(&self, value: u32) -> Vec<u32> {
        let model = Model::shipped();
        let tokens = self.0.get(value as usize).map_or(&[][..], |name| name.tokens.as_slice());
        let spelled = tokens
            .iter()
            .flat_map(|token| model.romanisations(token.text(), token.script, MOST_SPELLINGS));
        let keys: BTreeSet<u32> = spelled.map(|latin| key(&latin)).collect();
        keys.into_iter().collect()
    }
}

fn key(latin: &str) -> u32 {
    let mut consonants = Vec::with_capacity(CONSONANTS);
    for letter in latin.bytes() {
        let class = match letter {
            b'b' | b'p' | b'f' | b'v' | b'w' => b'p',
            b'c' | b'k' | b'q' | b'g' | b'j' | b'x' => b'k',
            b's' | b'z' => b's',
            b'd' | b't' => b't',
            b'm' | b'n' => b'n',
            b'l' | b'r' => letter,
            _ => continue,
        };
        if consonants.last() != Some(&class) && consonants.len() < CONSONANTS {
            consonants.push(class);
        }
    }
    let mut hasher = DefaultHasher::new();
    consonants.hash(&mut hasher);
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::{Comparer as _, Names};

    #[test]
    fn scripts_meet_under_one_key_and_agree() {
        let mut names = Names::default();
        for text in ["", "Karvan Ziarmal", "کاروان زیارمل", "Shirin Olvand"] {
            names.study(text);
        }
        let (latin, persian) = (names.keys(1), names.keys(2));
        assert!(latin.iter().filter(|key| persian.contains(key)).count() > 1, "both parts meet");
        let (same, other) = (names.log_ratio(1, 2), names.log_ratio(1, 3));
        assert!(same > Some(3.0) && other < Some(0.0), "{same:?} {other:?}");
        assert_eq!(names.log_ratio(0, 1), None);
    }
}
