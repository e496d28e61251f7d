//! Checks that need nothing but bytes: no storage, no clock, no trust in who sent them.
//!
//! The two algorithms are those of RFC 9162, sections 2.1.3.2 and 2.1.4.2.

use crate::{Checkpoint, Error, NodeHash, PublicKey, Result, note};

/// The most hashes in a proof: one a level, and no tree is higher than 64.
const LONGEST: usize = 64;

/// The checkpoint in a signed note, if `key` signed it and it is of that key's log.
pub fn checkpoint(note: &str, key: &PublicKey) -> Result<Checkpoint> {
    let checkpoint: Checkpoint = note::open(note, key)?.parse()?;
    if checkpoint.origin != key.name() {
        return Err(Error::Note { reason: "its origin is not the name of the key" });
    }
    Ok(checkpoint)
}

/// Checks that the leaf with these bytes stands at `index` in the tree of `size` leaves with this
/// root.
pub fn inclusion(
    leaf: &[u8],
    index: u64,
    size: u64,
    proof: &[NodeHash],
    root: NodeHash,
) -> Result<()> {
    if index >= size {
        return Err(Error::Proof { reason: "the leaf's position is past the end of the tree" });
    }
    let wrong_length = Err(Error::Proof { reason: "it has the wrong number of hashes" });
    let (mut node, mut last) = (index, size - 1);
    let mut hash = NodeHash::leaf(leaf);
    for &sibling in proof {
        if last == 0 {
            return wrong_length;
        }
        if node & 1 == 1 || node == last {
            hash = NodeHash::above(sibling, hash);
            // A node without a right sibling is lifted until it has a left one.
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = NodeHash::above(hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match (last, hash == root) {
        (0, true) => Ok(()),
        (0, false) => Err(Error::Proof { reason: "the leaf is not in the tree with this root" }),
        _ => wrong_length,
    }
}

/// Checks that the tree of `new_size` leaves begins with the whole tree of `old_size` leaves.
pub fn consistency(
    old_size: u64,
    old_root: NodeHash,
    new_size: u64,
    new_root: NodeHash,
    proof: &[NodeHash],
) -> Result<()> {
    let differ = Err(Error::Proof { reason: "the newer tree does not begin with the older one" });
    let wrong_length = Err(Error::Proof { reason: "it has the wrong number of hashes" });
    if old_size == 0 || old_size > new_size {
        return Err(Error::Proof { reason: "the older tree must have from 1 leaf to the newer's" });
    }
    if old_size == new_size {
        return match (proof, old_root == new_root) {
            ([], true) => Ok(()),
            ([], false) => differ,
            _ => wrong_length,
        };
    }
    if proof.is_empty() || proof.len() > LONGEST {
        return wrong_length;
    }
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node & 1 == 1 {
        (node, last) = (node >> 1, last >> 1);
    }
    // A whole subtree is its own first hash; otherwise the proof brings it.
    let (first, rest) =
        if old_size.is_power_of_two() { (old_root, proof) } else { (proof[0], &proof[1..]) };
    let (mut old, mut new) = (first, first);
    for &sibling in rest {
        if last == 0 {
            return wrong_length;
        }
        if node & 1 == 1 || node == last {
            old = NodeHash::above(sibling, old);
            new = NodeHash::above(sibling, new);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            new = NodeHash::above(new, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match (last, old == old_root && new == new_root) {
        (0, true) => Ok(()),
        (0, false) => differ,
        _ => wrong_length,
    }
}
