//! Reading the judgements that a View holds.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use crossbearing_access::View;
use crossbearing_model::EntityId;

use super::partition::settle;
use super::{Identities, Judgement, Verdict};
use crate::read::{AsOf, Reader};
use crate::store::{EntityNo, Token, TokenQuery};
use crate::{Ledger, Result};

impl Ledger {
    /// Who is who by the judgements that `view` holds: see [`Identities`].
    ///
    /// It reads every judgement of the View, so whoever asks often keeps the answer until
    /// [`Ledger::revision`] or the View changes.
    pub fn identities(&self, view: &View, as_of: AsOf) -> Result<Identities> {
        self.reading(view, as_of, |reader| {
            let mut judgements = Vec::new();
            let mut seen = Seen { reader, known: HashMap::new() };
            for no in judgement_entities(reader)? {
                let record = reader.record(no)?;
                let Some(judgement) = record.as_ref().and_then(Judgement::read) else { continue };
                if seen.as_it_is(&judgement.left)? && seen.as_it_is(&judgement.right)? {
                    judgements.push(judgement);
                }
            }
            Ok(settle(judgements))
        })
    }
}

/// The entities with a verdict, in the order in which their first one was recorded.
///
/// The index finds rows that hold a verdict's word; the term tells whether it is a verdict.
fn judgement_entities(reader: &Reader<'_>) -> Result<Vec<EntityNo>> {
    let words = Verdict::ALL.map(|verdict| Token::Whole(format!("w{verdict}")));
    let query = TokenQuery { groups: vec![words.to_vec()] };
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    reader.snapshot.postings(&query, &mut |row| {
        if row.seq > reader.ceiling {
            return Ok(ControlFlow::Break(()));
        }
        let term = reader.term(row.term)?;
        let is_verdict = &*term.schema == "Judgement" && &*term.property == "verdict";
        if is_verdict && reader.admits(&row) && known.insert(row.entity) {
            found.push(row.entity);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// Which records the View holds something of.
struct Seen<'r, 'a> {
    reader: &'r Reader<'a>,
    known: HashMap<EntityId, bool>,
}

impl Seen<'_, '_> {
    /// Whether the View holds something of a record and shows it under its own id: joining a
    /// pseudonym to a name would say who is behind it.
    fn as_it_is(&mut self, shown: &EntityId) -> Result<bool> {
        if let Some(known) = self.known.get(shown) {
            return Ok(*known);
        }
        let veiled = self.reader.view.veil().behind(shown).is_some();
        let seen = !veiled
            && match self.reader.entity_no(shown)? {
                Some(no) => self.reader.sees_of(no)?,
                None => false,
            };
        self.known.insert(shown.clone(), seen);
        Ok(seen)
    }
}
