//! Where a node's dealings with its partners are kept.

use std::collections::BTreeMap;

use crate::Result;

/// One change: a value under a key, or nothing under it any more.
pub type Write = (String, Option<Vec<u8>>);

/// Values under keys, in the order of the keys. What is committed together becomes durable
/// together, or not at all.
pub trait Keep {
    /// The value under `key`.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>>;
    /// Up to `limit` keys that begin with `prefix`, in order, with their values.
    fn scan(&self, prefix: &str, limit: usize) -> Result<Vec<(String, Vec<u8>)>>;
    /// Makes every change, or none.
    fn commit(&mut self, writes: Vec<Write>) -> Result<()>;
}

/// A keep that is gone with the process.
#[derive(Debug, Clone, Default)]
pub struct MemoryKeep(BTreeMap<String, Vec<u8>>);

impl Keep for MemoryKeep {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.0.get(key).cloned())
    }

    fn scan(&self, prefix: &str, limit: usize) -> Result<Vec<(String, Vec<u8>)>> {
        let from = self.0.range(prefix.to_owned()..);
        let found = from.take_while(|(key, _)| key.starts_with(prefix)).take(limit);
        Ok(found.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<()> {
        for (key, value) in writes {
            match value {
                Some(value) => self.0.insert(key, value),
                None => self.0.remove(&key),
            };
        }
        Ok(())
    }
}
