//! The log itself: it grows, and proves what it holds.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use crossbearing_model::{EntityId, Instant, PrincipalId};

use crate::growth::{Latest, Request, Shared, Writer};
use crate::lookup::naming;
use crate::pending::pair;
use crate::storage::{Memory, Sqlite, Storage};
use crate::tree::{Prover, TileId};
use crate::{
    Draft, Entry, Error, Kind, LogKey, NodeHash, Pending, PublicKey, Result, SignedCheckpoint,
};

/// Which leaves to list; all of them by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this principal's.
    pub actor: Option<PrincipalId>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only leaves that name one of these.
    pub objects: BTreeSet<EntityId>,
}

impl Filter {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of a list of leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many leaves pass the filter in all.
    pub total: u64,
    /// The leaves of this page, newest first.
    pub entries: Vec<Entry>,
}

/// An append-only Merkle log. Every method can be called from several threads at a time.
///
/// One thread of its own writes; it ends with the log.
pub struct Log {
    shared: Arc<Shared>,
    requests: Option<Sender<Request>>,
    writer: Option<JoinHandle<()>>,
}

impl Log {
    /// Opens the log in the file at `path`, which is made if it is not there.
    ///
    /// The stored tree is checked against the last checkpoint, and that against the key.
    pub fn open(path: &Path, key: LogKey) -> Result<Self> {
        Self::over(Storage::Sqlite(Sqlite::open(path)?), key)
    }

    /// A log that is gone with the process.
    pub fn in_memory(key: LogKey) -> Result<Self> {
        Self::over(Storage::Memory(Memory::default()), key)
    }

    /// Appends leaves. When it returns, they are durable and under the latest checkpoint.
    ///
    /// Callers at the same time share one flush. The result is the positions of the leaves.
    pub fn append(&self, drafts: &[Draft], now: Instant) -> Result<Range<u64>> {
        self.hand_in(drafts.to_vec(), now)?.wait()
    }

    /// Hands leaves in, to be written in the order in which they come. They are durable when the
    /// receipt says so: wait for it, or await it, before anybody gets an answer.
    pub fn hand_in(&self, drafts: Vec<Draft>, now: Instant) -> Result<Pending> {
        drafts.iter().try_for_each(Draft::check)?;
        let (promise, pending) = pair();
        let requests = self.requests.as_ref().ok_or(Error::Stopped)?;
        requests.send(Request { drafts, now, promise }).map_err(|_| Error::Stopped)?;
        Ok(pending)
    }

    /// The latest checkpoint.
    pub fn checkpoint(&self) -> SignedCheckpoint {
        self.shared.latest().signed.clone()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.shared.latest().edge.size()
    }

    /// The key that checks the checkpoints.
    pub fn public_key(&self) -> &PublicKey {
        self.shared.key.public()
    }

    /// The leaf at `index`.
    pub fn entry(&self, index: u64) -> Result<Entry> {
        let no_such_leaf = Error::NoSuchLeaf { index, size: self.size() };
        if index >= self.size() {
            return Err(no_such_leaf);
        }
        match self.shared.storage.leaves(index, 1)?.pop() {
            Some((found, bytes)) if found == index => Entry::read(index, bytes),
            _ => Err(Error::Damaged { reason: format!("leaf {index} is missing") }),
        }
    }

    /// Up to `limit` leaves from `from` on, oldest first.
    pub fn entries(&self, from: u64, limit: usize) -> Result<Vec<Entry>> {
        let limit = limit.min(self.size().saturating_sub(from) as usize);
        let leaves = self.shared.storage.leaves(from, limit)?;
        leaves.into_iter().map(|(index, bytes)| Entry::read(index, bytes)).collect()
    }

    /// Up to `limit` leaves that pass the filter, newest first, without the first `offset`.
    pub fn page(&self, filter: &Filter, offset: u64, limit: usize) -> Result<Page> {
        let size = self.size();
        let storage = &self.shared.storage;
        if !filter.objects.is_empty() {
            let found = naming(storage, filter, size)?;
            let page = found.iter().rev().skip(offset as usize).take(limit);
            let entries = page.map(|index| self.entry(*index)).collect::<Result<_>>()?;
            return Ok(Page { total: found.len() as u64, entries });
        }
        let leaves = storage.newest(filter, size, offset, limit)?;
        let entries = leaves.into_iter().map(|(index, bytes)| Entry::read(index, bytes));
        Ok(Page { total: storage.count(filter, size)?, entries: entries.collect::<Result<_>>()? })
    }

    /// The proof that leaf `index` is in the tree of `size` leaves.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<NodeHash>> {
        let latest = self.with_size(size)?;
        if index >= size {
            return Err(Error::NoSuchLeaf { index, size });
        }
        Prover::new(|id| self.tile(&latest, id)).inclusion(index, size)
    }

    /// The proof that the tree of `size` leaves begins with the whole tree of `old` leaves.
    pub fn consistency_proof(&self, old: u64, size: u64) -> Result<Vec<NodeHash>> {
        let latest = self.with_size(size)?;
        if old == 0 || old > size {
            return Err(Error::NoSuchSize { asked: old, size });
        }
        Prover::new(|id| self.tile(&latest, id)).consistency(old, size)
    }

    /// The root of the tree of the first `size` leaves.
    pub fn root(&self, size: u64) -> Result<NodeHash> {
        if size == 0 {
            return Ok(NodeHash::empty());
        }
        let latest = self.with_size(size)?;
        Prover::new(|id| self.tile(&latest, id)).root(size)
    }

    fn over(storage: Storage, key: LogKey) -> Result<Self> {
        let shared = Arc::new(Shared::load(storage, key)?);
        let writer = Writer::new(Arc::clone(&shared))?;
        let (requests, handed_in) = std::sync::mpsc::channel();
        let thread = std::thread::Builder::new().name("log".to_owned());
        let writer = thread
            .spawn(move || writer.run(&handed_in))
            .map_err(Error::file("start the thread that writes", "the log"))?;
        Ok(Self { shared, requests: Some(requests), writer: Some(writer) })
    }

    /// A tile of the tree as of `latest`.
    fn tile(&self, latest: &Latest, id: TileId) -> Result<Vec<NodeHash>> {
        match latest.edge.tile(id) {
            Some(unfinished) => Ok(unfinished.to_vec()),
            None => self.shared.storage.tile(id),
        }
    }

    /// The tree as it is now, which must have had `asked` leaves at some time.
    fn with_size(&self, asked: u64) -> Result<Arc<Latest>> {
        let latest = self.shared.latest();
        let size = latest.edge.size();
        if asked == 0 || asked > size { Err(Error::NoSuchSize { asked, size }) } else { Ok(latest) }
    }
}

/// Writes what was handed in, then ends.
impl Drop for Log {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has told those who waited.
            let _ = writer.join();
        }
    }
}
