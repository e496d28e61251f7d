//! A log that is gone with its process: for tests and for looking at an export.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::{Commit, NewLeaf, Stored};
use crate::log::Filter;
use crate::tree::TileId;
use crate::{Error, NodeHash, Result};

#[derive(Default)]
pub(crate) struct Memory(RwLock<Contents>);

#[derive(Default)]
struct Contents {
    leaves: Vec<NewLeaf>,
    tiles: HashMap<TileId, Vec<NodeHash>>,
    sieves: HashMap<u64, Vec<u8>>,
    note: String,
}

impl Memory {
    pub(crate) fn load(&self) -> Option<Stored> {
        let contents = self.read();
        if contents.note.is_empty() {
            return None;
        }
        Some(Stored { size: contents.leaves.len() as u64, note: contents.note.clone() })
    }

    pub(crate) fn commit(&self, commit: Commit) -> Result<()> {
        let mut contents = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if contents.leaves.len() as u64 != commit.old_size {
            return Err(Error::WrittenElsewhere);
        }
        contents.leaves.extend(commit.leaves);
        contents.tiles.extend(commit.tiles);
        contents.sieves.extend(commit.sieves);
        contents.note = commit.note;
        Ok(())
    }

    pub(crate) fn tile(&self, id: TileId) -> Vec<NodeHash> {
        self.read().tiles.get(&id).cloned().unwrap_or_default()
    }

    pub(crate) fn sieves(&self, visit: &mut dyn FnMut(u64, &[u8])) {
        self.read().sieves.iter().for_each(|(tile, bits)| visit(*tile, bits));
    }

    pub(crate) fn leaves(&self, from: u64, limit: usize) -> Vec<(u64, Vec<u8>)> {
        let contents = self.read();
        let numbered = (0..).zip(&contents.leaves).skip(from as usize).take(limit);
        numbered.map(|(index, leaf)| (index, leaf.bytes.clone())).collect()
    }

    pub(crate) fn count(&self, filter: &Filter, size: u64) -> u64 {
        let contents = self.read();
        contents.leaves.iter().take(size as usize).filter(|leaf| passes(filter, leaf)).count()
            as u64
    }

    pub(crate) fn newest(
        &self,
        filter: &Filter,
        size: u64,
        offset: u64,
        limit: usize,
    ) -> Vec<(u64, Vec<u8>)> {
        let contents = self.read();
        let below = contents.leaves.iter().take(size as usize).enumerate().rev();
        let passing = below.filter(|(_, leaf)| passes(filter, leaf));
        let page = passing.skip(offset as usize).take(limit);
        page.map(|(index, leaf)| (index as u64, leaf.bytes.clone())).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Contents> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn passes(filter: &Filter, leaf: &NewLeaf) -> bool {
    filter.actor.as_ref().is_none_or(|actor| actor.as_str() == leaf.actor)
        && filter.kind.is_none_or(|kind| kind == leaf.kind)
}
