//! Finding the leaves that name an object.

use std::collections::BTreeSet;

use crossbearing_model::EntityId;

use crate::log::Filter;
use crate::sieve::may_name;
use crate::storage::Storage;
use crate::tree::WIDTH;
use crate::{Leaf, Result};

/// The positions of the leaves below `size` that pass a filter with objects, in order.
///
/// Tiles whose sieve says that they name none of the objects are passed over; so are leaves that
/// do not have the id in their written form. What is left is read.
pub(crate) fn naming(storage: &Storage, filter: &Filter, size: u64) -> Result<Vec<u64>> {
    let needles: Vec<String> = filter.objects.iter().map(written).collect();
    let mut found = Vec::new();
    let width = WIDTH as u64;
    let passed_over = passed_over(storage, &filter.objects)?;
    for tile in (0..size.div_ceil(width)).filter(|tile| !passed_over.contains(tile)) {
        let limit = width.min(size - tile * width) as usize;
        for (index, bytes) in storage.leaves(tile * width, limit)? {
            let text = str::from_utf8(&bytes).unwrap_or_default();
            if needles.iter().any(|needle| text.contains(needle.as_str()))
                && passes(filter, &Leaf::from_bytes(index, &bytes)?)
            {
                found.push(index);
            }
        }
    }
    Ok(found)
}

/// The tiles whose leaves name none of the objects.
fn passed_over(storage: &Storage, objects: &BTreeSet<EntityId>) -> Result<BTreeSet<u64>> {
    let mut tiles = BTreeSet::new();
    storage.sieves(&mut |tile, bits| {
        if !objects.iter().any(|object| may_name(bits, object.as_str())) {
            tiles.insert(tile);
        }
    })?;
    Ok(tiles)
}

fn passes(filter: &Filter, leaf: &Leaf) -> bool {
    leaf.objects.iter().any(|object| filter.objects.contains(object))
        && filter.actor.as_ref().is_none_or(|actor| *actor == leaf.actor)
        && filter.kind.is_none_or(|kind| kind == leaf.kind)
}

/// An id as a leaf writes it.
fn written(object: &EntityId) -> String {
    serde_json::to_string(object).unwrap_or_default()
}
