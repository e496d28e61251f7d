//! The names that a viewer may know, to find them in a text.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crossbearing_access::View;
use crossbearing_model::{EntityId, PropertyKind};

use crate::read::AsOf;
use crate::store::Seq;
use crate::{Ledger, Result};

impl Ledger {
    /// Every standing name of a person, organisation or vessel that `view` holds, with whose it
    /// is, in order; nothing if there are more than `most`.
    ///
    /// It reads the ledger from its beginning, so whoever asks keeps the answer for a while.
    pub fn names(&self, view: &View, most: usize) -> Result<Option<Vec<(EntityId, String)>>> {
        self.reading(view, AsOf::Now, |reader| {
            let mut names = BTreeSet::new();
            reader.snapshot.rows_between(Seq(1), reader.ceiling, &mut |row| {
                if !reader.admits(&row) {
                    return Ok(ControlFlow::Continue(()));
                }
                let term = reader.term(row.term)?;
                let bears_one = self
                    .ontology
                    .schema(&term.schema)
                    .is_some_and(|schema| schema.is_a("LegalEntity") || schema.is_a("Vessel"));
                if term.kind == PropertyKind::Name
                    && bears_one
                    && let Some((read, _)) = reader.see(row)?
                    && read.stands()
                {
                    names.insert((read.statement.entity, read.statement.value));
                }
                let full = names.len() > most;
                Ok(if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            })?;
            Ok((names.len() <= most).then(|| names.into_iter().collect()))
        })
    }
}
