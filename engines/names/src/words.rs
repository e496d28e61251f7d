//! The words in names that say what a part is: honorifics, articles, particles, legal forms.

use crate::error::NamesError;
use crate::hashed::{Hashed, hash};

/// What a word does in a name, where a list knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A title or form of address.
    Honorific,
    /// The Arabic article, standing alone.
    Article,
    /// Bin, von, de, oglu.
    Particle,
    /// Abu and Umm: the next part completes a kunya.
    Kunya,
    /// Abd and Ghulam: the next part completes the name.
    Compound,
    /// Din and Allah: completes the part before it.
    Tail,
    /// A legal form of an organisation.
    Legal,
    /// A word that many organisations share.
    Generic,
}

/// The word list.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words(Hashed<Role>);

impl Words {
    /// Reads a table: a label, a tab, words.
    pub(crate) fn read(text: &str) -> Result<Self, NamesError> {
        let mut words = Hashed::default();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong =
                |reason| NamesError::Table { table: "words".to_owned(), line: number + 1, reason };
            let (label, list) = line.split_once('\t').ok_or_else(|| wrong("no tab"))?;
            let role = role(label).ok_or_else(|| wrong("no such label"))?;
            for word in list.split_whitespace() {
                words.entry(hash(word)).or_insert(role);
            }
        }
        Ok(Self(words))
    }

    /// The role of a folded word, by its hash.
    pub(crate) fn role(&self, hash: u64) -> Option<Role> {
        self.0.get(&hash).copied()
    }
}

fn role(label: &str) -> Option<Role> {
    Some(match label {
        "honorific" => Role::Honorific,
        "article" => Role::Article,
        "particle" => Role::Particle,
        "kunya" => Role::Kunya,
        "compound" => Role::Compound,
        "tail" => Role::Tail,
        "legal" => Role::Legal,
        "generic" => Role::Generic,
        _ => return None,
    })
}
