//! Where leaves and tiles are kept: in memory or in one SQLite file.

use crate::log::Filter;
use crate::tree::TileId;
use crate::{Kind, NodeHash, Result};

mod memory;
mod sqlite;

pub(crate) use memory::Memory;
pub(crate) use sqlite::Sqlite;

/// A leaf on its way into storage, with the parts by which it is found.
pub(crate) struct NewLeaf {
    pub(crate) actor: String,
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

/// All that one step of growth writes, or nothing of it.
pub(crate) struct Commit {
    /// The number of leaves before it.
    pub(crate) old_size: u64,
    /// The leaves, in order.
    pub(crate) leaves: Vec<NewLeaf>,
    /// The tiles that it filled.
    pub(crate) tiles: Vec<(TileId, Vec<NodeHash>)>,
    /// Of each tile of leaves among them, by its number, which objects its leaves may name.
    pub(crate) sieves: Vec<(u64, Vec<u8>)>,
    /// The signed note over the grown tree.
    pub(crate) note: String,
}

impl Commit {
    /// The number of leaves after it.
    pub(crate) fn new_size(&self) -> u64 {
        self.old_size + self.leaves.len() as u64
    }
}

/// What storage holds when a log is opened.
pub(crate) struct Stored {
    /// The number of leaves.
    pub(crate) size: u64,
    /// The latest signed note.
    pub(crate) note: String,
}

/// A place that keeps a log. Every method can be called from several threads at a time.
pub(crate) enum Storage {
    Memory(Memory),
    Sqlite(Sqlite),
}

impl Storage {
    /// What is there; nothing in a new place.
    pub(crate) fn load(&self) -> Result<Option<Stored>> {
        match self {
            Self::Memory(memory) => Ok(memory.load()),
            Self::Sqlite(sqlite) => sqlite.load(),
        }
    }

    /// Writes one step of growth; when it returns, the step survives a loss of power.
    pub(crate) fn commit(&self, commit: Commit) -> Result<()> {
        match self {
            Self::Memory(memory) => memory.commit(commit),
            Self::Sqlite(sqlite) => sqlite.commit(&commit),
        }
    }

    /// A full tile, empty where there is none.
    pub(crate) fn tile(&self, id: TileId) -> Result<Vec<NodeHash>> {
        match self {
            Self::Memory(memory) => Ok(memory.tile(id)),
            Self::Sqlite(sqlite) => sqlite.tile(id),
        }
    }

    /// Visits the sieves of full tiles of leaves, by the tile's number.
    pub(crate) fn sieves(&self, visit: &mut dyn FnMut(u64, &[u8])) -> Result<()> {
        match self {
            Self::Memory(memory) => {
                memory.sieves(visit);
                Ok(())
            }
            Self::Sqlite(sqlite) => sqlite.sieves(visit),
        }
    }

    /// Up to `limit` leaves from position `from` on, in order.
    pub(crate) fn leaves(&self, from: u64, limit: usize) -> Result<Vec<(u64, Vec<u8>)>> {
        match self {
            Self::Memory(memory) => Ok(memory.leaves(from, limit)),
            Self::Sqlite(sqlite) => sqlite.leaves(from, limit),
        }
    }

    /// The number of leaves below `size` that pass the filter, which names no objects.
    pub(crate) fn count(&self, filter: &Filter, size: u64) -> Result<u64> {
        match self {
            Self::Memory(memory) => Ok(memory.count(filter, size)),
            Self::Sqlite(sqlite) => sqlite.count(filter, size),
        }
    }

    /// Up to `limit` leaves below `size` that pass the filter, which names no objects, newest
    /// first, without the first `offset` of them.
    pub(crate) fn newest(
        &self,
        filter: &Filter,
        size: u64,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>> {
        match self {
            Self::Memory(memory) => Ok(memory.newest(filter, size, offset, limit)),
            Self::Sqlite(sqlite) => sqlite.newest(filter, size, offset, limit),
        }
    }
}
