//! The seam under the ledger: what a store keeps and how it is read.
//!
//! A store knows rows and numbers. It knows neither viewers nor meaning: the ledger decides which
//! rows a viewer sees, in one place ([`crate::read`]), whatever the store.

mod memory;
mod sqlite;

use std::ops::ControlFlow;
use std::path::Path;

use crossbearing_access::{LabelNo, Protection};
use crossbearing_model::{EntityId, Instant, Label, PrincipalId};

use crate::{Drawing, Error, Original};

pub(crate) use memory::MemoryStore;
pub(crate) use sqlite::SqliteStore;

/// The number of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntityNo(pub(crate) u32);

/// The number of a schema-and-property pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TermNo(pub(crate) u32);

/// The number of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CitationNo(pub(crate) u32);

/// The place of a statement in the ledger, counted from 1.
///
/// It counts what the viewer may not see as well, so it never leaves the crate as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Seq(pub(crate) u64);

/// A citation as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CitationRow {
    pub(crate) report: EntityNo,
    pub(crate) label: LabelNo,
    pub(crate) grade: String,
    pub(crate) basis: String,
    pub(crate) origin: String,
}

/// A statement as a store keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) seq: Seq,
    pub(crate) entity: EntityNo,
    pub(crate) term: TermNo,
    pub(crate) citation: CitationNo,
    pub(crate) label: LabelNo,
    /// The first eight bytes of the statement's id.
    pub(crate) digest: i64,
    pub(crate) value: &'a str,
    /// The rarer fields, as JSON (see [`crate::record::Extra`]).
    pub(crate) extra: Option<&'a str>,
}

/// What the index keeps of a row: words and keys, separated by spaces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) tokens: &'a str,
    /// The entity that the value refers to.
    pub(crate) link: Option<EntityNo>,
    /// The row that this one corrects or retracts.
    pub(crate) supersedes: Option<Seq>,
}

/// Tokens to look up: every group must be met, by any one of its tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TokenQuery {
    pub(crate) groups: Vec<Vec<Token>>,
}

/// A whole token, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Token {
    Whole(String),
    Prefix(String),
}

/// Whether a walk goes on.
pub(crate) type Walk = ControlFlow<()>;

/// When and by whom a batch was recorded, and the last statement in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BatchRecord {
    pub(crate) last: Seq,
    pub(crate) recorded_at: Instant,
    pub(crate) recorded_by: PrincipalId,
}

/// That a file came in: under which label, called what. A file may come in several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filing {
    pub(crate) label: Label,
    pub(crate) name: String,
    pub(crate) media_type: String,
}

/// A consistent reading of a store: everything committed before it was opened, nothing after.
pub(crate) trait Snapshot {
    fn entity_no(&self, id: &str) -> Result<Option<EntityNo>, Error>;
    fn entity_id(&self, no: EntityNo) -> Result<String, Error>;
    /// Visits entities in the order of their ids.
    fn entities(
        &self,
        visit: &mut dyn FnMut(EntityNo, &str) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// The terms as (schema, property), from number `known` on.
    fn terms_after(&self, known: usize) -> Result<Vec<(String, String)>, Error>;
    /// The specs of labels, as JSON, from number `known` on.
    fn labels_after(&self, known: usize) -> Result<Vec<String>, Error>;
    fn citation(&self, no: CitationNo) -> Result<CitationRow, Error>;
    /// The batch in which `seq` was recorded.
    fn batch_of(&self, seq: Seq) -> Result<BatchRecord, Error>;
    /// The last statement recorded at or before `at`.
    fn ceiling(&self, at: Option<Instant>) -> Result<Seq, Error>;
    /// Visits the rows of an entity in the order in which they were recorded.
    fn rows_of(
        &self,
        entity: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// Visits the rows from `first` to `last`, in order.
    fn rows_between(
        &self,
        first: Seq,
        last: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    fn row(
        &self,
        seq: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// Visits, in order, the rows whose value is `target`.
    fn links_to(
        &self,
        target: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// Visits, in order, the rows that meet `query`.
    fn postings(
        &self,
        query: &TokenQuery,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// The runs of statements that cite a report: (first, last), in order.
    fn runs_of_report(&self, report: EntityNo) -> Result<Vec<(Seq, Seq)>, Error>;
    /// The runs of statements under one label: (first, last), in order.
    fn runs_of_label(&self, label: LabelNo) -> Result<Vec<(Seq, Seq)>, Error>;
    /// Visits every run of statements under one citation, the latest first: first, last, report,
    /// label.
    fn runs_backwards(
        &self,
        visit: &mut dyn FnMut(Seq, Seq, EntityNo, LabelNo) -> Result<Walk, Error>,
    ) -> Result<(), Error>;
    /// The statement that corrects or retracts the one at `seq`.
    fn superseded_by(&self, seq: Seq) -> Result<Option<Seq>, Error>;
    /// Visits pairs (superseded, by).
    fn supersessions(&self, visit: &mut dyn FnMut(Seq, Seq)) -> Result<(), Error>;
    fn protections(&self) -> Result<Vec<Protection>, Error>;
    /// The bytes of the file with this SHA-256.
    fn file(&self, digest: &[u8; 32]) -> Result<Option<Vec<u8>>, Error>;
    /// How the file with this SHA-256 came in, in no order.
    fn filings(&self, digest: &[u8; 32]) -> Result<Vec<Filing>, Error>;
    /// What was drawn from the file with this SHA-256.
    fn drawing(&self, digest: &[u8; 32], kind: &str) -> Result<Option<Drawing>, Error>;
    /// Visits the index's words that are not keys, in order.
    fn words(&self, visit: &mut dyn FnMut(&str)) -> Result<(), Error>;
}

/// A change to a store: all of it becomes visible at `commit`, or none.
pub(crate) trait Change {
    /// Reads what is committed and what this change did so far.
    fn snapshot(&self) -> &dyn Snapshot;
    fn intern_entity(&mut self, id: &str) -> Result<EntityNo, Error>;
    fn intern_term(&mut self, schema: &str, property: &str) -> Result<TermNo, Error>;
    fn intern_label(&mut self, digest: &[u8; 32], spec: &str) -> Result<LabelNo, Error>;
    fn intern_citation(&mut self, citation: &CitationRow) -> Result<CitationNo, Error>;
    /// The row of `entity` with this digest.
    fn find(&self, entity: EntityNo, digest: i64) -> Result<Option<(Seq, LabelNo)>, Error>;
    /// Adds a row, unless the entity has one with the same digest; says whether it did.
    fn put(&mut self, entry: Entry<'_>) -> Result<bool, Error>;
    /// Takes a row out for good, with the tokens and the link that it was put in with.
    fn erase(&mut self, seq: Seq, tokens: &str, link: Option<EntityNo>) -> Result<(), Error>;
    /// Notes that the rows from `first` to `last` carry `citation`.
    fn put_run(&mut self, citation: &CitationRow, first: Seq, last: Seq) -> Result<(), Error>;
    fn put_batch(&mut self, batch: &BatchRecord) -> Result<(), Error>;
    fn put_protection(&mut self, protection: &Protection) -> Result<(), Error>;
    fn remove_protection(&mut self, entity: &EntityId) -> Result<(), Error>;
    fn put_original(&mut self, original: &Original) -> Result<(), Error>;
    /// Forgets how a file came in, but for those labels.
    fn keep_filings(&mut self, digest: &[u8; 32], keep: &[Label]) -> Result<(), Error>;
    /// Takes a file out for good, and what was drawn from it; says whether it was there.
    fn erase_original(&mut self, digest: &[u8; 32]) -> Result<bool, Error>;
    /// Notes that what was due under `key` is done (see [`Store::is_due`]).
    fn done(&mut self, key: &str) -> Result<(), Error>;
}

/// Where a ledger keeps its rows.
pub(crate) enum Store {
    Memory(Box<MemoryStore>),
    Sqlite(SqliteStore),
}

impl Store {
    pub(crate) fn in_memory() -> Self {
        Self::Memory(Box::default())
    }

    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        SqliteStore::open(path).map(Self::Sqlite)
    }

    /// The value under `key` of what the node keeps for itself; `make` gives it at first.
    pub(crate) fn meta(&self, key: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, Error> {
        match self {
            Self::Memory(_) => Ok(make()),
            Self::Sqlite(store) => store.meta(key, make),
        }
    }

    /// Whether a file of an earlier version still has something to be done, under `key`.
    pub(crate) fn is_due(&self, key: &str) -> Result<bool, Error> {
        match self {
            Self::Memory(_) => Ok(false),
            Self::Sqlite(store) => store.is_due(key),
        }
    }

    /// Reads, as of one moment.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&dyn Snapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            Self::Memory(store) => store.read(read),
            Self::Sqlite(store) => store.read(read),
        }
    }

    /// Changes: what `change` did is committed if it returns `Ok`, undone if not.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut dyn Change) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            Self::Memory(store) => store.change(change),
            Self::Sqlite(store) => store.change(change),
        }
    }
}
