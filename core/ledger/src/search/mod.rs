//! Finding entities by what is said of them: by words, by selectors, with slips of the pen.
//!
//! An answer depends on nothing outside the View. The index serves rows in the order in which they
//! were recorded, each is shown to the View before it is counted, and ranking looks at the row
//! alone: no document frequency, no total that a hidden row would change.

mod found;
mod query;
mod rank;
mod slips;
mod together;
mod vocabulary;

use crossbearing_access::View;

pub use query::{Filter, Query};
pub use rank::How;
pub(crate) use vocabulary::Vocabulary;

use crate::neighbours::Neighbour;
use crate::read::{AsOf, Read};
use crate::{Ledger, Result};
use found::Found;
use query::Wanted;

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many entities match.
    pub count: usize,
    /// Whether that is all of them; if not, there are at least that many.
    pub exact: bool,
    /// The page asked for, best first.
    pub hits: Vec<Hit>,
    /// How the matches spread over schemata, each counted as if its own filter were not set.
    pub schemata: Vec<Facet>,
    /// Over originating agencies.
    pub agencies: Vec<Facet>,
    /// Over grades.
    pub grades: Vec<Facet>,
    /// Over years in which it held, or was recorded if that is not known.
    pub years: Vec<Facet>,
}

/// An entity that matches, and the statement by which it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entity.
    pub entity: Neighbour,
    /// The statement that matches best.
    pub read: Read,
    /// In which way.
    pub how: How,
    /// How well, greater is better; comparable within one answer.
    pub score: f64,
}

/// A value and the number of matching entities that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many.
    pub count: usize,
}

impl Ledger {
    /// The entities that match `query`, as far as `view` holds them.
    ///
    /// Of two that match as well, the one whose match was recorded first comes first.
    pub fn search(&self, view: &View, as_of: AsOf, query: &Query) -> Result<Answer> {
        let wanted = Wanted::of(query);
        self.reading(view, as_of, |reader| {
            let mut found = Found::new(reader, &wanted);
            found.gather(&wanted.by_key(), &[])?;
            if let [word] = wanted.words.as_slice() {
                // The index gives a whole word's statements one by one, but reads all of a beginning's
                // before the first: most often the whole words are enough.
                found.gather(&Wanted::by_word(word), &[])?;
            }
            found.gather(&wanted.by_words(), &[])?;
            if !found.names_something() {
                found.gather_together()?;
            }
            if found.is_empty() {
                let spellings = self.vocabulary.spellings(reader.snapshot, &wanted.words)?;
                found.gather_slips(&spellings)?;
            }
            found.answer(query)
        })
    }
}
