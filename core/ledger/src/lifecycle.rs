//! Taking back, correcting, reviewing, disposing.

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;

use crossbearing_access::{LabelNo, View};
use crossbearing_model::{
    EntityId, Instant, LabelDigest, Name, PrincipalId, PropertyKind, Standing, Statement,
    StatementId,
};

use crate::batch::{FileDigest, Receipt};
use crate::read::{AsOf, Read};
use crate::record::{Extra, digest_of, write_tokens};
use crate::store::{Change, Seq, Store};
use crate::{Error, Ledger, Result};

/// Statements that fall due under one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// When they are due.
    pub at: Instant,
    /// Whether they expire then; else they are to be reviewed.
    pub expires: bool,
    /// The statements, in the order in which they were recorded.
    pub statements: Vec<Read>,
}

impl Ledger {
    /// Takes a statement back, for a reason. It stays, marked as retracted.
    pub fn retract(
        &self,
        view: &View,
        (entity, statement): (&EntityId, StatementId),
        reason: &str,
        now: Instant,
        by: &PrincipalId,
    ) -> Result<Receipt> {
        let read = self.own_statement(view, entity, statement)?;
        let retraction = Statement {
            value: reason.to_owned(),
            original: None,
            lang: None,
            passage: None,
            standing: Standing::Retracts(statement),
            ..read.statement
        };
        self.append(vec![retraction].into(), now, by)
    }

    /// Puts another value in the place of a statement's. Both stay; the later one stands.
    pub fn correct(
        &self,
        view: &View,
        (entity, statement): (&EntityId, StatementId),
        (value, lang): (&str, Option<Name>),
        now: Instant,
        by: &PrincipalId,
    ) -> Result<Receipt> {
        let read = self.own_statement(view, entity, statement)?;
        let correction = Statement {
            value: value.to_owned(),
            original: None,
            lang,
            passage: None,
            standing: Standing::Replaces(statement),
            ..read.statement
        };
        self.append(vec![correction].into(), now, by)
    }

    /// One statement of one entity.
    pub fn statement(&self, view: &View, entity: &EntityId, id: StatementId) -> Result<Read> {
        let record = self.entity(view, AsOf::Now, entity)?;
        let statements = record.map(|record| record.statements).unwrap_or_default();
        let found = statements.into_iter().find(|read| read.id == id);
        found.ok_or_else(|| Error::NoSuchStatement { entity: entity.clone(), statement: id })
    }

    /// One statement that the viewer's own agency originated: only the originator changes it.
    fn own_statement(&self, view: &View, entity: &EntityId, id: StatementId) -> Result<Read> {
        let read = self.statement(view, entity, id)?;
        let originator = &read.statement.citation.label.spec().originator;
        if *originator == view.viewer().agency {
            return Ok(read);
        }
        Err(Error::NotOriginator { statement: id, originator: originator.clone() })
    }

    /// What falls due for review or expiry up to `until`, soonest first, at most `limit`
    /// statements. Expired labels are in no View, so whoever disposes asks shortly before.
    pub fn due(&self, view: &View, until: Instant, limit: usize) -> Result<Vec<Due>> {
        let labels = self.catalogue.read().labels.clone();
        let numbered = (0..).map(LabelNo).zip(labels);
        // Ordered by the label's digest, not its number: numbers count hidden labels too.
        let mut due: Vec<(Instant, bool, LabelDigest, LabelNo)> = numbered
            .filter(|(no, _)| view.admits(*no))
            .filter_map(|(no, label)| {
                let spec = label.spec();
                let review = spec.review.map(|at| (at, false));
                let expires = spec.expires.map(|at| (at, true));
                let (at, expires) = review.into_iter().chain(expires).min()?;
                (at <= until).then_some((at, expires, label.digest(), no))
            })
            .collect();
        due.sort_unstable();
        self.reading(view, AsOf::Now, |reader| {
            let mut found = Vec::new();
            let mut left = limit;
            for (at, expires, _, label) in due {
                let mut statements = Vec::new();
                for (first, last) in reader.snapshot.runs_of_label(label)? {
                    reader.snapshot.rows_between(first, last, &mut |row| {
                        if left == 0 {
                            return Ok(ControlFlow::Break(()));
                        }
                        if let Some((read, _)) = reader.see(row)? {
                            statements.push(read);
                            left -= 1;
                        }
                        Ok(ControlFlow::Continue(()))
                    })?;
                }
                if !statements.is_empty() {
                    found.push(Due { at, expires, statements });
                }
            }
            Ok(found)
        })
    }

    /// Erases statements for good: values, index entries and what pointed to them, and the files
    /// that no statement names any longer. What was erased, by id, is for the caller to put in the
    /// transparency log; nothing of it stays here.
    ///
    /// All or nothing: if one of them is not in the View, none is erased.
    pub fn dispose(&self, view: &View, statements: &[(EntityId, StatementId)]) -> Result<()> {
        for (entity, id) in statements {
            self.own_statement(view, entity, *id)?;
        }
        self.store.change(|change| {
            let mut files = BTreeSet::new();
            for (entity, id) in statements {
                let missing = || Error::NoSuchStatement { entity: entity.clone(), statement: *id };
                let no = change.snapshot().entity_no(entity.as_str())?.ok_or_else(missing)?;
                let (seq, _) = change.find(no, digest_of(*id))?.ok_or_else(missing)?;
                files.extend(self.erase(change, seq)?);
            }
            self.erase_files(change, &files).map(drop)
        })?;
        self.note_erasure();
        self.leave_no_trace()
    }

    /// Erases statements of partners, who called them back or let them expire: no View is asked,
    /// since whoever erases need not see them. Those that are not there are passed over.
    pub fn erase_received(&self, statements: &[(EntityId, StatementId)]) -> Result<()> {
        self.store.change(|change| {
            let mut files = BTreeSet::new();
            for (entity, id) in statements {
                let Some(no) = change.snapshot().entity_no(entity.as_str())? else { continue };
                if let Some((seq, _)) = change.find(no, digest_of(*id))? {
                    files.extend(self.erase(change, seq)?);
                }
            }
            self.erase_files(change, &files).map(drop)
        })?;
        self.note_erasure();
        if let Store::Sqlite(store) = &self.store {
            store.settle()?;
        }
        Ok(())
    }

    /// Takes one row out, with the words and the link that were recorded for it; gives the file that
    /// it named.
    fn erase(&self, change: &mut dyn Change, seq: Seq) -> Result<Option<FileDigest>> {
        let mut found = None;
        change.snapshot().row(seq, &mut |row| {
            let term = self.catalogue.term(row.term)?;
            let retracts = Extra::retracts(row.extra)?;
            let file = FileDigest::named_by(&term.property, row.value);
            found = Some((term.kind, retracts, row.value.to_owned(), file));
            Ok(ControlFlow::Break(()))
        })?;
        let Some((kind, retracts, value, file)) = found else { return Ok(None) };
        let mut tokens = String::new();
        let mut link = None;
        if !retracts {
            write_tokens(&mut tokens, kind, &value);
            if kind == PropertyKind::Entity {
                link = change.snapshot().entity_no(&value)?;
            }
        }
        change.erase(seq, &tokens, link)?;
        Ok(file)
    }

    /// Erases from a ledger that was copied earlier what has been disposed of since, wherever it
    /// stands, and returns how many statements and files that were. For backups: it asks nobody's
    /// View, because the decision was made, and logged, where the copy was taken.
    pub fn dispose_again(
        &self,
        disposed: &BTreeSet<StatementId>,
        files: &BTreeSet<FileDigest>,
    ) -> Result<(u64, u64)> {
        let held = self.still_held(disposed)?;
        let erased = self.store.change(|change| {
            for seq in &held {
                self.erase(change, *seq)?;
            }
            self.erase_files(change, files)
        })?;
        if !held.is_empty() || erased > 0 {
            self.leave_no_trace()?;
        }
        Ok((held.len() as u64, erased))
    }

    /// Whether the ledger holds any of these statements or files.
    pub fn holds_any(
        &self,
        statements: &BTreeSet<StatementId>,
        files: &BTreeSet<FileDigest>,
    ) -> Result<bool> {
        let mut holds = !self.still_held(statements)?.is_empty();
        self.store.read(|snapshot| {
            for file in files {
                holds |= !snapshot.filings(file.as_bytes())?.is_empty()
                    && self.naming(snapshot, *file)?.is_empty();
            }
            Ok(holds)
        })
    }

    /// Reads the whole ledger: a statement is found by its entity, which a log does not name.
    fn still_held(&self, wanted: &BTreeSet<StatementId>) -> Result<Vec<Seq>> {
        let digests: HashSet<i64> = wanted.iter().map(|id| digest_of(*id)).collect();
        let mut held = Vec::new();
        if digests.is_empty() {
            return Ok(held);
        }
        self.store.read(|snapshot| {
            snapshot.rows_between(Seq(1), snapshot.ceiling(None)?, &mut |row| {
                if digests.contains(&row.digest) {
                    let entity = snapshot.entity_id(row.entity)?;
                    let entity: EntityId =
                        entity.parse().map_err(|_| Error::corrupt("an entity", entity))?;
                    let term = self.catalogue.term(row.term)?;
                    let citation = self.catalogue.citation(snapshot, row.citation)?;
                    let names = (term.schema, term.property);
                    let said = Extra::restore(row.extra, entity, names, row.value, citation)?;
                    if wanted.contains(&said.id()) {
                        held.push(row.seq);
                    }
                }
                Ok(ControlFlow::Continue(()))
            })
        })?;
        Ok(held)
    }

    /// The word index is made one list, because it keeps what was taken out until then; then all is
    /// moved out of the write-ahead file.
    fn leave_no_trace(&self) -> Result<()> {
        match &self.store {
            Store::Memory(_) => Ok(()),
            Store::Sqlite(store) => {
                store.tidy()?;
                store.settle()
            }
        }
    }

    /// Puts the word index in order after much was recorded, so that searches find a word in one
    /// place. Takes about a second for five million statements; others wait who record meanwhile.
    pub fn tidy(&self) -> Result<()> {
        match &self.store {
            Store::Memory(_) => Ok(()),
            Store::Sqlite(store) => store.tidy(),
        }
    }

    /// When the last batch was recorded, whoever may see it.
    pub fn last_recorded(&self) -> Result<Option<Instant>> {
        self.store.read(|snapshot| match snapshot.ceiling(None)? {
            Seq(0) => Ok(None),
            last => Ok(Some(snapshot.batch_of(last)?.recorded_at)),
        })
    }

    /// Lets the file grow to `pages` pages and no further, as on a disk with that much room.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        match &self.store {
            Store::Memory(_) => Ok(()),
            Store::Sqlite(store) => store.limit_pages(pages),
        }
    }
}
