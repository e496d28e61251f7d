//! The log itself: it grows, and proves what it holds.

use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use crossbearing_model::{Instant, PrincipalId};

use crate::group::{Group, Request};
use crate::storage::{Commit, Memory, NewLeaf, Sqlite, Storage};
use crate::tree::{Prover, RightEdge};
use crate::{
    Checkpoint, Draft, Entry, Error, Kind, Leaf, LogKey, NodeHash, PublicKey, Result,
    SignedCheckpoint, verify,
};

/// A clock behind the last leaf by no more than this is taken for threads overtaking each other.
const JITTER_MS: i64 = 1000;

/// Which leaves to list; all of them by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this principal's.
    pub actor: Option<PrincipalId>,
    /// Only this kind.
    pub kind: Option<Kind>,
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
pub struct Log {
    key: LogKey,
    storage: Storage,
    group: Group,
    writer: Mutex<Writer>,
    latest: RwLock<SignedCheckpoint>,
}

struct Writer {
    edge: RightEdge,
    last_at: Instant,
}

impl Log {
    /// Opens the log in the file at `path`, which is made if it is not there.
    ///
    /// The stored tree is checked against the last checkpoint, and that against the key.
    pub fn open(path: &Path, key: LogKey) -> Result<Self> {
        Self::load(Storage::Sqlite(Sqlite::open(path)?), key)
    }

    /// A log that is gone with the process.
    pub fn in_memory(key: LogKey) -> Result<Self> {
        Self::load(Storage::Memory(Memory::default()), key)
    }

    /// Appends leaves. When it returns, they are durable and under the latest checkpoint.
    ///
    /// Callers at the same time share one flush. The result is the positions of the leaves.
    pub fn append(&self, drafts: &[Draft], now: Instant) -> Result<Range<u64>> {
        drafts.iter().try_for_each(Draft::check)?;
        let request = Request { drafts: drafts.to_vec(), now };
        self.group.submit(request, |requests| self.commit(requests))
    }

    /// The latest checkpoint.
    pub fn checkpoint(&self) -> SignedCheckpoint {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.latest.read().unwrap_or_else(PoisonError::into_inner).checkpoint.size
    }

    /// The key that checks the checkpoints.
    pub fn public_key(&self) -> &PublicKey {
        self.key.public()
    }

    /// The leaf at `index`.
    pub fn entry(&self, index: u64) -> Result<Entry> {
        let no_such_leaf = Error::NoSuchLeaf { index, size: self.size() };
        if index >= self.size() {
            return Err(no_such_leaf);
        }
        match self.storage.leaves(index, 1)?.pop() {
            Some((found, bytes)) if found == index => Entry::read(index, bytes),
            _ => Err(Error::Damaged { reason: format!("leaf {index} is missing") }),
        }
    }

    /// Up to `limit` leaves from `from` on, oldest first.
    pub fn entries(&self, from: u64, limit: usize) -> Result<Vec<Entry>> {
        let limit = limit.min(self.size().saturating_sub(from) as usize);
        let leaves = self.storage.leaves(from, limit)?;
        leaves.into_iter().map(|(index, bytes)| Entry::read(index, bytes)).collect()
    }

    /// Up to `limit` leaves that pass the filter, newest first, without the first `offset`.
    pub fn page(&self, filter: &Filter, offset: u64, limit: usize) -> Result<Page> {
        let size = self.size();
        let leaves = self.storage.newest(filter, size, offset, limit)?;
        let entries = leaves.into_iter().map(|(index, bytes)| Entry::read(index, bytes));
        Ok(Page {
            total: self.storage.count(filter, size)?,
            entries: entries.collect::<Result<_>>()?,
        })
    }

    /// The proof that leaf `index` is in the tree of `size` leaves.
    pub fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<NodeHash>> {
        self.check_size(size)?;
        if index >= size {
            return Err(Error::NoSuchLeaf { index, size });
        }
        Prover::new(|id| self.storage.tile(id)).inclusion(index, size)
    }

    /// The proof that the tree of `size` leaves begins with the whole tree of `old` leaves.
    pub fn consistency_proof(&self, old: u64, size: u64) -> Result<Vec<NodeHash>> {
        self.check_size(size)?;
        if old == 0 || old > size {
            return Err(Error::NoSuchSize { asked: old, size });
        }
        Prover::new(|id| self.storage.tile(id)).consistency(old, size)
    }

    /// The root of the tree of the first `size` leaves.
    pub fn root(&self, size: u64) -> Result<NodeHash> {
        if size > 0 {
            self.check_size(size)?;
        }
        Prover::new(|id| self.storage.tile(id)).root(size)
    }

    fn load(storage: Storage, key: LogKey) -> Result<Self> {
        let (edge, latest) = match storage.load()? {
            Some(stored) => {
                let edge = RightEdge::load(stored.size, |id| storage.tile(id))?;
                (edge, checked(stored.note, stored.size, &key)?)
            }
            None => (RightEdge::default(), signed(&RightEdge::default(), &key)),
        };
        if edge.root() != latest.checkpoint.root {
            return Err(Error::Damaged { reason: "its tiles give another root".to_owned() });
        }
        let last_at = last_leaf(&storage, edge.size())?.map_or(Instant::MIN, |leaf| leaf.at);
        let writer = Mutex::new(Writer { edge, last_at });
        Ok(Self { key, storage, group: Group::default(), writer, latest: RwLock::new(latest) })
    }

    /// Commits several requests in one step.
    fn commit(&self, requests: &[Request]) -> Vec<Result<Range<u64>>> {
        let mut writer = self.writer();
        // The step is worked out on a copy, so that a failure leaves all as it was.
        let mut edge = writer.edge.clone();
        let mut last_at = writer.last_at;
        let (mut leaves, mut tiles, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
        for request in requests {
            let start = edge.size();
            for draft in &request.drafts {
                let leaf = timed(draft, request.now, last_at);
                last_at = leaf.at;
                let bytes = leaf.to_bytes();
                edge.push(NodeHash::leaf(&bytes), |id, tile| tiles.push((id, tile)));
                leaves.push(NewLeaf { actor: leaf.actor.into(), kind: leaf.kind, bytes });
            }
            ranges.push(start..edge.size());
        }
        tiles.extend(edge.unfinished().map(|(id, tile)| (id, tile.to_vec())));
        let latest = signed(&edge, &self.key);
        let old_size = writer.edge.size();
        let commit = Commit { old_size, leaves, tiles, note: latest.note.clone() };
        if let Err(error) = self.storage.commit(commit) {
            return requests.iter().map(|_| Err(error.clone())).collect();
        }
        *writer = Writer { edge, last_at };
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = latest;
        ranges.into_iter().map(Ok).collect()
    }

    fn check_size(&self, asked: u64) -> Result<()> {
        let size = self.size();
        if asked == 0 || asked > size { Err(Error::NoSuchSize { asked, size }) } else { Ok(()) }
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The leaf of a draft, at the clock's time or, if that has jumped back, at the last leaf's.
fn timed(draft: &Draft, now: Instant, last_at: Instant) -> Leaf {
    let behind = last_at.millis().saturating_sub(now.millis());
    let noted = (behind > JITTER_MS).then_some(behind as u64);
    draft.at(now.max(last_at), noted)
}

fn signed(edge: &RightEdge, key: &LogKey) -> SignedCheckpoint {
    let origin = key.public().name().to_owned();
    Checkpoint { origin, size: edge.size(), root: edge.root() }.sign(key)
}

fn checked(note: String, size: u64, key: &LogKey) -> Result<SignedCheckpoint> {
    let checkpoint = verify::checkpoint(&note, key.public())?;
    if checkpoint.size != size {
        let reason = format!("it is over {} leaves, {size} are stored", checkpoint.size);
        return Err(Error::Damaged { reason });
    }
    Ok(SignedCheckpoint { checkpoint, note })
}

fn last_leaf(storage: &Storage, size: u64) -> Result<Option<Leaf>> {
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    match storage.leaves(last, 2)?.as_slice() {
        [(index, bytes)] if *index == last => Leaf::from_bytes(last, bytes).map(Some),
        _ => Err(Error::Damaged { reason: format!("leaf {last} is not the last one") }),
    }
}
