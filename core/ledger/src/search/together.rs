//! Words that are said of one entity, but not in one value: a name and a town.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::found::Found;
use super::query::Wanted;
use super::rank::{How, score};
use crate::Result;
use crate::store::{EntityNo, Seq};
use crate::text::{fold, words};

/// Statements that are looked at for each word, and entities that are looked at in the end.
const MOST: usize = 200;

impl Found<'_, '_> {
    /// Adds the entities of which every word is said somewhere. The rarest word leads: the entities
    /// that it is said of are looked through for the others.
    ///
    /// How many statements have a word is counted as the viewer sees them, so what leads, and what is
    /// left out where even the rarest word is said of too many, depends on the View alone.
    pub(super) fn gather_together(&mut self) -> Result<()> {
        let wanted = self.wanted;
        if wanted.words.len() < 2 {
            return Ok(());
        }
        let mut rarest: Option<BTreeMap<EntityNo, Seq>> = None;
        for word in &wanted.words {
            let Some(of_word) = self.entities_with(word)? else { continue };
            if rarest.as_ref().is_none_or(|rarest| of_word.len() < rarest.len()) {
                rarest = Some(of_word);
            }
        }
        for (entity, seq) in rarest.into_iter().flatten() {
            if self.says_every_word(entity)? {
                self.add_together(seq)?;
            }
        }
        Ok(())
    }

    /// The entities of which `word` is said in a standing statement, each with the first such
    /// statement; nothing if there are many.
    fn entities_with(&self, word: &str) -> Result<Option<BTreeMap<EntityNo, Seq>>> {
        let mut found = BTreeMap::new();
        let mut seen = 0;
        self.reader.snapshot.postings(&Wanted::by_word(word), &mut |row| {
            if row.seq > self.reader.ceiling || seen > MOST {
                return Ok(ControlFlow::Break(()));
            }
            if let Some(glimpse) = self.reader.glimpse(&row)?
                && self.reader.stands(row.seq)?
                && words(&fold(&glimpse.value)).any(|said| said == word)
            {
                seen += 1;
                found.entry(row.entity).or_insert(row.seq);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((seen <= MOST).then_some(found))
    }

    fn says_every_word(&self, entity: EntityNo) -> Result<bool> {
        let (_, said) = self.reader.said_of(entity)?;
        let folded: Vec<_> = said
            .iter()
            .filter(|(_, stands)| *stands)
            .map(|(statement, _)| fold(&statement.value))
            .collect();
        let said: BTreeSet<&str> = folded.iter().flat_map(|value| words(value)).collect();
        Ok(self.wanted.words.iter().all(|word| said.contains(word.as_str())))
    }

    /// Adds an entity by the statement that has the rarest word.
    fn add_together(&mut self, seq: Seq) -> Result<()> {
        let reader = self.reader;
        let asked = self.wanted.words.len();
        reader.snapshot.row(seq, &mut |row| {
            if let Some(glimpse) = reader.glimpse(&row)? {
                let probability = self.citation(&row)?.grade.probability();
                let said = words(&fold(&glimpse.value)).count();
                let score = score(How::Together, 1, said.max(asked), glimpse.term.kind);
                self.add(&row, glimpse.term, (How::Together, score + probability))?;
            }
            Ok(ControlFlow::Continue(()))
        })
    }
}
