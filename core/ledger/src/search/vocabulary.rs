//! The words that the ledger has, to find those a slip away from what was typed.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use fst::{IntoStreamer, Set, Streamer};

use super::slips::Slips;
use crate::Result;
use crate::store::Snapshot;

/// New words kept beside the set before the two are made one.
const MOST_RECENT: usize = 50_000;

/// Every word of the index, in a finite-state set that is built when it is first needed.
///
/// It holds the words of hidden rows too. They lead to rows that the View does not admit, and so
/// to nothing.
#[derive(Default)]
pub(crate) struct Vocabulary {
    built: RwLock<Option<Built>>,
}

struct Built {
    set: Set<Vec<u8>>,
    recent: BTreeSet<String>,
}

impl Vocabulary {
    /// Notes the words of newly recorded statements.
    pub(crate) fn note(&self, tokens: &str) {
        let mut built = self.built.write().unwrap_or_else(PoisonError::into_inner);
        let Some(words) = built.as_mut() else { return };
        let new = tokens.split(' ').filter_map(|token| token.strip_prefix('w'));
        words.recent.extend(new.filter(|word| !words.set.contains(word)).map(ToOwned::to_owned));
        if words.recent.len() > MOST_RECENT {
            // Read again from the index when it is next needed.
            *built = None;
        }
    }

    /// For each word, all words of the ledger within the slips that its length allows, itself
    /// included.
    pub(crate) fn spellings(
        &self,
        snapshot: &dyn Snapshot,
        words: &[String],
    ) -> Result<Vec<Vec<String>>> {
        self.build(snapshot)?;
        let built = self.built.read().unwrap_or_else(PoisonError::into_inner);
        let Some(vocabulary) = built.as_ref() else { return Ok(Vec::new()) };
        Ok(words.iter().map(|word| vocabulary.near(word)).collect())
    }

    fn build(&self, snapshot: &dyn Snapshot) -> Result<()> {
        if self.built.read().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        let mut built = self.built.write().unwrap_or_else(PoisonError::into_inner);
        if built.is_some() {
            return Ok(());
        }
        let mut builder = fst::SetBuilder::memory();
        let mut failed = None;
        snapshot.words(&mut |token| {
            let word = token.strip_prefix('w').unwrap_or(token);
            if let Err(error) = builder.insert(word) {
                failed.get_or_insert(error);
            }
        })?;
        if let Some(error) = failed {
            return Err(error.into());
        }
        *built = Some(Built { set: builder.into_set(), recent: BTreeSet::new() });
        Ok(())
    }
}

impl Built {
    fn near(&self, word: &str) -> Vec<String> {
        let slips = Slips::of(word, slips(word));
        let mut near = BTreeSet::from([word.to_owned()]);
        near.extend(self.recent.iter().filter(|other| slips.holds(other)).cloned());
        let mut stream = self.set.search(slips).into_stream();
        while let Some(found) = stream.next() {
            near.extend(std::str::from_utf8(found).map(ToOwned::to_owned));
        }
        near.into_iter().collect()
    }
}

/// The edits allowed: none in a short word or a number, one from four letters, two from eight.
fn slips(word: &str) -> u8 {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}
