//! One simulated node: its records, its keep, and a fuse that crashes it at any step.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crossbearing_exchange::node::{
    Attestation, Deed, Identity, Keep, MemoryKeep, Office, Records, Write,
};
use crossbearing_exchange::{Error, Result};
use crossbearing_model::{EntityId, Instant, NodeId, Statement, StatementId};

/// Steps until the node crashes: after the step was done, or just before.
pub(super) type Fuse = Rc<Cell<Option<u32>>>;

fn burn(fuse: &Fuse) -> Result<()> {
    match fuse.get() {
        Some(0) => Err(Error::keep("crash", &"the fuse burnt down")),
        Some(left) => {
            fuse.set(Some(left - 1));
            Ok(())
        }
        None => Ok(()),
    }
}

pub(super) struct Stored {
    pub(super) keep: MemoryKeep,
    pub(super) fuse: Fuse,
}

impl Keep for Stored {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.keep.get(key)
    }
    fn scan(&self, prefix: &str, limit: usize) -> Result<Vec<(String, Vec<u8>)>> {
        self.keep.scan(prefix, limit)
    }
    fn commit(&mut self, writes: Vec<Write>) -> Result<()> {
        burn(&self.fuse)?;
        self.keep.commit(writes)?;
        burn(&self.fuse)
    }
}

#[derive(Default)]
pub(super) struct Shelf {
    pub(super) held: BTreeMap<StatementId, Statement>,
    pub(super) erased: BTreeSet<StatementId>,
    pub(super) deeds: u64,
    pub(super) fuse: Fuse,
}

impl Records for Shelf {
    fn record(&mut self, statements: Vec<Statement>, _: &NodeId) -> Result<()> {
        burn(&self.fuse)?;
        for statement in statements {
            let id = statement.id();
            assert!(!self.erased.contains(&id), "what was erased came back");
            self.held.insert(id, statement);
        }
        burn(&self.fuse)
    }
    fn erase(&mut self, statements: &[(EntityId, StatementId)]) -> Result<()> {
        burn(&self.fuse)?;
        for (_, id) in statements {
            self.held.remove(id);
            self.erased.insert(*id);
        }
        burn(&self.fuse)
    }
    fn attest(&mut self, _: &Deed) -> Result<Attestation> {
        burn(&self.fuse)?;
        self.deeds += 1;
        let text = String::new;
        let (index, proof) = (self.deeds, Vec::new());
        Ok(Attestation { leaf: text(), index, proof, checkpoint: text(), log_key: text() })
    }
}

pub(super) struct Node {
    pub(super) identity: Identity,
    pub(super) stored: Stored,
    pub(super) shelf: Shelf,
    /// What the clock shows beyond the world's time, in milliseconds.
    pub(super) skew: i64,
}

impl Node {
    pub(super) fn new(identity: Identity, skew: i64) -> Self {
        let fuse = Fuse::default();
        Self {
            identity,
            stored: Stored { keep: MemoryKeep::default(), fuse: Rc::clone(&fuse) },
            shelf: Shelf { fuse, ..Shelf::default() },
            skew,
        }
    }

    /// Does `step`; nothing comes out if the node crashed on the way.
    pub(super) fn act<T>(
        &mut self,
        now: Instant,
        fuse: Option<u32>,
        step: impl FnOnce(&mut Office<'_>) -> Result<T>,
    ) -> Option<T> {
        self.shelf.fuse.set(fuse);
        let wall = now.plus_millis(self.skew);
        let stores = (&mut self.stored as &mut dyn Keep, &mut self.shelf as &mut dyn Records);
        let done =
            Office::at(&self.identity, stores, wall).and_then(|mut office| step(&mut office));
        self.shelf.fuse.set(None);
        match done {
            Ok(done) => Some(done),
            Err(error) => {
                assert!(error.to_string().contains("the fuse burnt down"), "{error}");
                None
            }
        }
    }
}
