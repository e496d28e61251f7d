//! The key holder's table of tags: made, kept in parts, given to the asker.

use std::collections::BTreeMap;

use crossbearing_blind::{Table, Tag};
use crossbearing_model::NodeId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::holder::Evaluation;
use super::{encoded, grown};
use crate::Result;
use crate::node::Office;
use crate::node::office::{decode, put, read};

/// Bytes of a table in one envelope.
const PART: usize = 3 << 20;

/// The key holder's table for one partner and epoch, ready to be kept.
pub struct BlindTable {
    epoch: String,
    revision: String,
    items: BTreeMap<Tag, String>,
    table: Table,
}

/// What is kept of a table beside its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptTable {
    pub(super) epoch: String,
    /// What the ledger was at when it was made.
    revision: String,
    pub(super) digest: String,
    pub(super) parts: u32,
}

impl Evaluation {
    /// The table of items by their tags; `revision` says what it was made from.
    pub fn table(&self, items: BTreeMap<Tag, String>, revision: &str) -> BlindTable {
        // The same items give the same padding: two tables do not tell which of it is padding.
        let mut hash = Sha256::new();
        for tag in items.keys() {
            hash.update(tag.as_bytes());
        }
        let seed = grown(&self.seed, &[b"padding", &hash.finalize()]);
        let table = Table::of_tags(items.keys().copied().collect(), seed);
        let (epoch, revision) = (self.epoch.clone(), revision.to_owned());
        BlindTable { epoch, revision, items, table }
    }
}

impl Office<'_> {
    /// Whether the table for this work is the one of `revision`.
    pub fn has_blind_table(&self, work: &Evaluation, revision: &str) -> Result<bool> {
        let kept = self.kept_table(work.partner())?;
        Ok(kept.is_some_and(|kept| kept.epoch == work.epoch && kept.revision == revision))
    }

    /// The tags of this epoch that were computed before, by item.
    pub fn known_blind_tags(&self, work: &Evaluation) -> Result<BTreeMap<String, Tag>> {
        let prefix = item_key(work.partner(), &work.epoch, "");
        let mut known = BTreeMap::new();
        for (key, value) in self.keep.scan(&prefix, usize::MAX)? {
            let item: String = decode(&key, &value)?;
            if let Some(tag) = tag_of_hex(key.trim_start_matches(&prefix)) {
                known.insert(item, tag);
            }
        }
        Ok(known)
    }

    /// Keeps the table that the partner will be given. Items of earlier tables of this epoch stay
    /// known, since a hit may still be shown for them; those of earlier epochs are forgotten.
    pub fn put_blind_table(&mut self, partner: &NodeId, table: &BlindTable) -> Result<()> {
        let bytes = table.table.to_bytes();
        let before = self.kept_table(partner)?;
        let mut writes = Vec::new();
        for (part, tags) in bytes.chunks(PART).enumerate() {
            writes.push(put(part_key(partner, part as u32), &encoded(tags))?);
        }
        let parts = writes.len() as u32;
        if let Some(before) = &before {
            writes.extend((parts..before.parts).map(|part| (part_key(partner, part), None)));
            if before.epoch != table.epoch {
                let old = item_key(partner, &before.epoch, "");
                let old = self.keep.scan(&old, usize::MAX)?;
                writes.extend(old.into_iter().map(|(key, _)| (key, None)));
            }
        }
        for (tag, item) in &table.items {
            writes.push(put(item_key(partner, &table.epoch, &tag.to_string()), item)?);
        }
        let (epoch, revision) = (table.epoch.clone(), table.revision.clone());
        let kept = KeptTable { epoch, revision, digest: digest_of(&bytes), parts };
        writes.push(put(table_key(partner), &kept)?);
        self.commit(writes)
    }

    pub(super) fn kept_table(&self, partner: &NodeId) -> Result<Option<KeptTable>> {
        read(self.keep, &table_key(partner))
    }
}

pub(super) fn digest_of(table: &[u8]) -> String {
    encoded(&Sha256::digest(table))
}

fn tag_of_hex(hex: &str) -> Option<Tag> {
    let mut bytes = [0; 16];
    if hex.len() != 32 {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(Tag::from_bytes(bytes))
}

fn table_key(partner: &NodeId) -> String {
    format!("blind/table/{partner}")
}

pub(super) fn part_key(partner: &NodeId, part: u32) -> String {
    format!("blind/part/{partner}/{part:06}")
}

pub(super) fn item_key(partner: &NodeId, epoch: &str, tag: &str) -> String {
    format!("blind/item/{partner}/{epoch}/{tag}")
}
