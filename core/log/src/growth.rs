//! How the log grows: one thread writes, and those who come at the same time share a flush.

use std::ops::Range;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, PoisonError, RwLock};

use crossbearing_model::Instant;

use crate::pending::Promise;
use crate::sieve::sieve;
use crate::storage::{Commit, NewLeaf, Storage};
use crate::tree::{RightEdge, TileId, WIDTH};
use crate::{Checkpoint, Draft, Error, Leaf, LogKey, NodeHash, Result, SignedCheckpoint, verify};

/// A clock behind the last leaf by no more than this is taken for threads overtaking each other.
const JITTER_MS: i64 = 1000;

/// Requests that are written in one step at most.
const MOST_TOGETHER: usize = 1024;

/// One caller's drafts.
pub(crate) struct Request {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) now: Instant,
    pub(crate) promise: Promise,
}

/// What readers and the writer share.
pub(crate) struct Shared {
    pub(crate) key: LogKey,
    pub(crate) storage: Storage,
    latest: RwLock<Arc<Latest>>,
}

/// The tree as of the last step that is durable.
pub(crate) struct Latest {
    pub(crate) signed: SignedCheckpoint,
    /// The part of the tree that is not stored.
    pub(crate) edge: RightEdge,
}

impl Shared {
    /// What is stored, checked: the tree against the last checkpoint, that against the key.
    pub(crate) fn load(storage: Storage, key: LogKey) -> Result<Self> {
        let (edge, signed) = match storage.load()? {
            Some(stored) => {
                (edge(&storage, stored.size)?, checked(stored.note, stored.size, &key)?)
            }
            None => (RightEdge::default(), sign(&RightEdge::default(), &key)),
        };
        if edge.root() != signed.checkpoint.root {
            return Err(Error::Damaged { reason: "its tiles give another root".to_owned() });
        }
        let latest = RwLock::new(Arc::new(Latest { signed, edge }));
        Ok(Self { key, storage, latest })
    }

    pub(crate) fn latest(&self) -> Arc<Latest> {
        Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The one who writes.
pub(crate) struct Writer {
    shared: Arc<Shared>,
    edge: RightEdge,
    last_at: Instant,
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>) -> Result<Self> {
        let edge = shared.latest().edge.clone();
        let last_at = last_leaf(&shared.storage, edge.size())?.map_or(Instant::MIN, |leaf| leaf.at);
        Ok(Self { shared, edge, last_at })
    }

    /// Writes what is handed in until nobody is left who could hand in more.
    pub(crate) fn run(mut self, requests: &Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let mut together = vec![first];
            together.extend(requests.try_iter().take(MOST_TOGETHER - 1));
            match self.commit(&together) {
                Ok(ranges) => {
                    for (request, range) in together.into_iter().zip(ranges) {
                        request.promise.keep(Ok(range));
                    }
                }
                Err(error) => {
                    for request in together {
                        request.promise.keep(Err(error.clone()));
                    }
                }
            }
        }
    }

    /// Commits several requests in one step, or none of them.
    fn commit(&mut self, requests: &[Request]) -> Result<Vec<Range<u64>>> {
        // The step is worked out on a copy, so that a failure leaves all as it was.
        let mut edge = self.edge.clone();
        let mut last_at = self.last_at;
        let (mut leaves, mut tiles, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
        for request in requests {
            let start = edge.size();
            for draft in &request.drafts {
                let leaf = timed(draft, request.now, last_at);
                last_at = leaf.at;
                let bytes = leaf.to_bytes();
                edge.push(NodeHash::leaf(&bytes), |id, tile| tiles.push((id, tile)));
                leaves.push((leaf, bytes));
            }
            ranges.push(start..edge.size());
        }
        let old_size = self.edge.size();
        let sieves = self.sieves(&tiles, &leaves)?;
        let leaves = leaves.into_iter().map(|(leaf, bytes)| NewLeaf {
            actor: leaf.actor.into(),
            kind: leaf.kind,
            bytes,
        });
        let signed = sign(&edge, &self.shared.key);
        let note = signed.note.clone();
        let leaves = leaves.collect();
        self.shared.storage.commit(Commit { old_size, leaves, tiles, sieves, note })?;
        (self.edge, self.last_at) = (edge.clone(), last_at);
        let mut latest = self.shared.latest.write().unwrap_or_else(PoisonError::into_inner);
        *latest = Arc::new(Latest { signed, edge });
        Ok(ranges)
    }

    /// Of each tile of leaves that this step fills: which objects its leaves name.
    fn sieves(
        &self,
        filled: &[(TileId, Vec<NodeHash>)],
        new: &[(Leaf, Vec<u8>)],
    ) -> Result<Vec<(u64, Vec<u8>)>> {
        let old_size = self.edge.size();
        let mut sieves = Vec::new();
        for (id, _) in filled.iter().filter(|(id, _)| id.level == 0) {
            let (start, end) = (id.index * WIDTH as u64, (id.index + 1) * WIDTH as u64);
            let mut earlier = Vec::new();
            if start < old_size {
                for (index, bytes) in
                    self.shared.storage.leaves(start, (old_size - start) as usize)?
                {
                    earlier.push(Leaf::from_bytes(index, &bytes)?);
                }
            }
            let from = start.saturating_sub(old_size) as usize;
            let here = new.get(from..(end - old_size) as usize).unwrap_or_default();
            let named = earlier.iter().chain(here.iter().map(|(leaf, _)| leaf));
            let objects = named.flat_map(|leaf| &leaf.objects);
            sieves.push((id.index, sieve(objects.map(crossbearing_model::EntityId::as_str))));
        }
        Ok(sieves)
    }
}

/// The leaf of a draft, at the clock's time or, if that has jumped back, at the last leaf's.
fn timed(draft: &Draft, now: Instant, last_at: Instant) -> Leaf {
    let behind = last_at.millis().saturating_sub(now.millis());
    let noted = (behind > JITTER_MS).then_some(behind as u64);
    draft.at(now.max(last_at), noted)
}

fn sign(edge: &RightEdge, key: &LogKey) -> SignedCheckpoint {
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

/// The part of the tree that is not stored, from its last leaves and the stored tiles.
fn edge(storage: &Storage, size: u64) -> Result<RightEdge> {
    let last_leaves = |range: Range<u64>| {
        let leaves = storage.leaves(range.start, (range.end - range.start) as usize)?;
        let in_order = (range.start..).zip(&leaves).all(|(index, (found, _))| index == *found);
        if !in_order || leaves.len() as u64 != range.end - range.start {
            let reason = format!("leaves from {} to {} are not all there", range.start, range.end);
            return Err(Error::Damaged { reason });
        }
        Ok(leaves.iter().map(|(_, bytes)| NodeHash::leaf(bytes)).collect())
    };
    RightEdge::load(size, last_leaves, |id| storage.tile(id))
}

fn last_leaf(storage: &Storage, size: u64) -> Result<Option<Leaf>> {
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    match storage.leaves(last, 2)?.as_slice() {
        [(index, bytes)] if *index == last => Leaf::from_bytes(last, bytes).map(Some),
        _ => Err(Error::Damaged { reason: format!("leaf {last} is not the last one") }),
    }
}
