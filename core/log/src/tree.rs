//! The Merkle tree, kept in tiles of up to 256 hashes (C2SP tlog-tiles).
//!
//! A tile of level 0 holds leaf hashes; a tile of level `n + 1` holds the roots of full tiles of
//! level `n`. Everything inside a tile is computed when needed: at most 255 hashes.

use std::collections::HashMap;
use std::ops::Range;

use crate::{Error, NodeHash, Result};

/// The number of tree levels in one tile.
const HEIGHT: u32 = 8;
/// The number of hashes in a full tile.
pub(crate) const WIDTH: usize = 1 << HEIGHT;

/// Where a tile stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TileId {
    /// Its level, from the leaves up.
    pub(crate) level: u32,
    /// Its number in the level, from the left.
    pub(crate) index: u64,
}

/// The unfinished tiles at the right of the tree: all that appending needs, and all of the tree that
/// is not stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct RightEdge {
    size: u64,
    /// A tile a level, each with fewer than 256 hashes.
    tiles: Vec<Unfinished>,
}

impl RightEdge {
    /// The edge of a tree of `size` leaves, from its last leaves and its stored tiles.
    pub(crate) fn load(
        size: u64,
        last_leaves: impl FnOnce(Range<u64>) -> Result<Vec<NodeHash>>,
        mut tile: impl FnMut(TileId) -> Result<Vec<NodeHash>>,
    ) -> Result<Self> {
        let mut edge = Self { size, tiles: Vec::new() };
        let mut full = size / WIDTH as u64;
        edge.tiles.push(Unfinished::of(last_leaves(full * WIDTH as u64..size)?));
        let mut level = 0;
        while full > 0 {
            let above = full / WIDTH as u64;
            let mut roots = Unfinished::default();
            for index in above * WIDTH as u64..full {
                let hashes = tile(TileId { level, index })?;
                if hashes.len() != WIDTH {
                    return Err(too_short(TileId { level, index }));
                }
                roots.push(subtree(&hashes));
            }
            edge.tiles.push(roots);
            (level, full) = (level + 1, above);
        }
        Ok(edge)
    }

    /// The number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; a tile that it fills is passed to `full`.
    pub(crate) fn push(&mut self, leaf: NodeHash, mut full: impl FnMut(TileId, Vec<NodeHash>)) {
        let (mut hash, mut level) = (leaf, 0);
        loop {
            if self.tiles.len() == level {
                self.tiles.push(Unfinished::default());
            }
            self.tiles[level].push(hash);
            if self.tiles[level].hashes.len() < WIDTH {
                break;
            }
            let tile = std::mem::take(&mut self.tiles[level]);
            hash = tile.root();
            let index = self.size >> (HEIGHT * (level as u32 + 1));
            full(TileId { level: level as u32, index }, tile.hashes);
            level += 1;
        }
        self.size += 1;
    }

    /// The hashes of a tile, if it is one of the unfinished ones.
    pub(crate) fn tile(&self, id: TileId) -> Option<&[NodeHash]> {
        let tile = self.tiles.get(id.level as usize)?;
        let index = self.size.checked_shr(HEIGHT * (id.level + 1)).unwrap_or(0);
        (index == id.index).then_some(tile.hashes.as_slice())
    }

    /// The root of the tree.
    pub(crate) fn root(&self) -> NodeHash {
        let peaks = self.tiles.iter().flat_map(|tile| tile.peaks.iter().rev().copied());
        peaks.reduce(|right, left| NodeHash::above(left, right)).unwrap_or_else(NodeHash::empty)
    }
}

/// A tile with fewer than 256 hashes.
#[derive(Debug, Clone, Default)]
struct Unfinished {
    hashes: Vec<NodeHash>,
    /// The roots of the largest full subtrees over them, from the left.
    peaks: Vec<NodeHash>,
}

impl Unfinished {
    fn of(hashes: Vec<NodeHash>) -> Self {
        let mut tile = Self::default();
        for hash in hashes {
            tile.push(hash);
        }
        tile
    }

    /// Adds a hash: like adding one to a binary number, whose ones are the peaks.
    fn push(&mut self, hash: NodeHash) {
        self.hashes.push(hash);
        let (mut peak, mut count) = (hash, self.hashes.len());
        while count.is_multiple_of(2) {
            if let Some(left) = self.peaks.pop() {
                peak = NodeHash::above(left, peak);
            }
            count /= 2;
        }
        self.peaks.push(peak);
    }

    /// The root of a tile that has just been filled.
    fn root(&self) -> NodeHash {
        self.peaks.last().copied().unwrap_or_else(NodeHash::empty)
    }
}

/// Computes proofs from stored tiles, each of which it reads once.
pub(crate) struct Prover<F> {
    read: F,
    tiles: HashMap<TileId, Vec<NodeHash>>,
}

impl<F: FnMut(TileId) -> Result<Vec<NodeHash>>> Prover<F> {
    pub(crate) fn new(read: F) -> Self {
        Self { read, tiles: HashMap::new() }
    }

    /// The proof that leaf `index` is in the tree of `size` leaves (RFC 9162, section 2.1.3.1).
    pub(crate) fn inclusion(&mut self, index: u64, size: u64) -> Result<Vec<NodeHash>> {
        let (mut from, mut to) = (0, size);
        let mut path = Vec::new();
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the tree of `size` leaves begins with that of `old` leaves (RFC 9162,
    /// section 2.1.4.1).
    pub(crate) fn consistency(&mut self, old: u64, size: u64) -> Result<Vec<NodeHash>> {
        let (mut from, mut to) = (0, size);
        let mut path = Vec::new();
        while to != old {
            let middle = from + split(to - from);
            if old <= middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        // The older tree's own root is known to whoever asks, unless it is a part of a larger one.
        if from > 0 {
            path.push(self.range(from, to)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The root of the first `size` leaves.
    pub(crate) fn root(&mut self, size: u64) -> Result<NodeHash> {
        if size == 0 { Ok(NodeHash::empty()) } else { self.range(0, size) }
    }

    /// The root of the leaves `from..to`, where `from` is where a subtree of that size begins.
    fn range(&mut self, from: u64, to: u64) -> Result<NodeHash> {
        let width = to - from;
        if width.is_power_of_two() {
            return self.node(width.trailing_zeros(), from >> width.trailing_zeros());
        }
        let middle = from + split(width);
        let left = self.range(from, middle)?;
        Ok(NodeHash::above(left, self.range(middle, to)?))
    }

    /// The hash of the full subtree number `index` of height `height`.
    fn node(&mut self, height: u32, index: u64) -> Result<NodeHash> {
        let (level, inside) = (height / HEIGHT, height % HEIGHT);
        let first = index << inside;
        let id = TileId { level, index: first >> HEIGHT };
        if !self.tiles.contains_key(&id) {
            let tile = (self.read)(id)?;
            self.tiles.insert(id, tile);
        }
        let start = (first % WIDTH as u64) as usize;
        let hashes = self.tiles.get(&id).and_then(|tile| tile.get(start..start + (1 << inside)));
        hashes.map(subtree).ok_or_else(|| too_short(id))
    }
}

fn too_short(id: TileId) -> Error {
    let reason = format!("tile {} of level {} is too short", id.index, id.level);
    Error::Damaged { reason }
}

/// The greatest power of two below `width`, which is at least 2.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// The root over a power of two of hashes.
fn subtree(hashes: &[NodeHash]) -> NodeHash {
    match hashes {
        [] => NodeHash::empty(),
        [hash] => *hash,
        _ => {
            let (left, right) = hashes.split_at(hashes.len() / 2);
            NodeHash::above(subtree(left), subtree(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use proptest::prelude::*;
    use sha2_oracle::Sha256;

    use super::*;
    use crate::verify;

    /// The inputs and roots of the test suite that came with RFC 6962's first implementation.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    /// A tree whose tiles are kept as storage keeps them.
    #[derive(Default)]
    struct Tree {
        edge: RightEdge,
        leaves: Vec<NodeHash>,
        tiles: HashMap<TileId, Vec<NodeHash>>,
    }

    impl Tree {
        fn of<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Self {
            let mut tree = Self::default();
            for leaf in leaves {
                let tiles = &mut tree.tiles;
                tree.leaves.push(NodeHash::leaf(leaf));
                tree.edge.push(NodeHash::leaf(leaf), |id, tile| {
                    tiles.insert(id, tile);
                });
            }
            tree
        }

        fn read(&self, id: TileId) -> Vec<NodeHash> {
            let unfinished = self.edge.tile(id).map(<[_]>::to_vec);
            unfinished.or_else(|| self.tiles.get(&id).cloned()).unwrap_or_default()
        }

        fn prover(&self) -> Prover<impl FnMut(TileId) -> Result<Vec<NodeHash>>> {
            Prover::new(|id| Ok(self.read(id)))
        }
    }

    fn bytes(hash: NodeHash) -> String {
        hash.as_bytes().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    #[test]
    fn the_published_vectors_hold() {
        assert_eq!(
            bytes(NodeHash::empty()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let tree = Tree::of(LEAVES);
        for (size, root) in (1..).zip(ROOTS) {
            assert_eq!(bytes(tree.prover().root(size).unwrap()), root);
            assert_eq!(bytes(Tree::of(LEAVES.into_iter().take(size as usize)).edge.root()), root);
        }
    }

    #[test]
    fn every_proof_of_every_small_tree_holds() {
        let leaves: Vec<[u8; 2]> = (0..70u16).map(u16::to_be_bytes).collect();
        let tree = Tree::of(leaves.iter().map(<[u8; 2]>::as_slice));
        for size in 1..=70 {
            let root = tree.prover().root(size).unwrap();
            for index in 0..size {
                let proof = tree.prover().inclusion(index, size).unwrap();
                let leaf = leaves[index as usize];
                verify::inclusion(&leaf, index, size, &proof, root).unwrap();
                assert!(verify::inclusion(b"other", index, size, &proof, root).is_err());
                assert!(verify::inclusion(&leaf, index + 1, size, &proof, root).is_err());
            }
            for old in 1..=size {
                let proof = tree.prover().consistency(old, size).unwrap();
                let old_root = tree.prover().root(old).unwrap();
                verify::consistency(old, old_root, size, root, &proof).unwrap();
                if old < size {
                    assert!(verify::consistency(old, root, size, root, &proof).is_err());
                    assert!(verify::consistency(old, old_root, size, old_root, &proof).is_err());
                }
            }
        }
    }

    #[test]
    fn a_missing_tile_is_an_error() {
        let outcome = Prover::new(|_| Ok(Vec::new())).inclusion(3, 10);
        assert!(matches!(outcome, Err(Error::Damaged { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        /// An independent implementation of the same tree gives the same roots and accepts and
        /// gives the same proofs, over sizes that need several levels of tiles.
        #[test]
        fn an_independent_implementation_agrees(
            size in prop_oneof![3 => 1..600u64, 1 => 65_500..65_800u64],
            pick in any::<[u64; 2]>(),
        ) {
            let leaves: Vec<Vec<u8>> = (0..size).map(|n| n.to_be_bytes().to_vec()).collect();
            let tree = Tree::of(leaves.iter().map(Vec::as_slice));
            let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
            for leaf in &leaves {
                oracle.push(leaf.clone());
            }
            let (root, expected) = (tree.edge.root(), oracle.root());
            prop_assert_eq!(root.as_bytes().as_slice(), expected.as_bytes().as_slice());

            let index = pick[0] % size;
            let proof: Vec<u8> = flat(&tree.prover().inclusion(index, size).unwrap());
            let expected = oracle.prove_inclusion(index as usize);
            prop_assert_eq!(proof.as_slice(), expected.as_bytes());

            let old = 1 + pick[1] % size;
            let proof: Vec<u8> = flat(&tree.prover().consistency(old, size).unwrap());
            let expected = oracle.prove_consistency((size - old) as usize);
            prop_assert_eq!(proof.as_slice(), expected.as_bytes());

            let last = |range: Range<u64>| {
                Ok(tree.leaves[range.start as usize..range.end as usize].to_vec())
            };
            let stored = |id| Ok(tree.tiles.get(&id).cloned().unwrap_or_default());
            let loaded = RightEdge::load(size, last, stored).unwrap();
            prop_assert_eq!(loaded.root(), tree.edge.root());
        }

        /// Whatever is sent as a proof is refused or proves, and never panics.
        #[test]
        fn made_up_proofs_are_refused(
            hashes in proptest::collection::vec(any::<[u8; 32]>(), 0..70),
            sizes in any::<[u64; 3]>(),
        ) {
            let proof: Vec<NodeHash> = hashes.into_iter().map(NodeHash::from_bytes).collect();
            let root = NodeHash::empty();
            prop_assert!(verify::inclusion(b"leaf", sizes[0], sizes[1], &proof, root).is_err());
            let (old, new) = (sizes[0].min(sizes[2]), sizes[0].max(sizes[2]));
            let other = NodeHash::leaf(b"");
            prop_assert!(verify::consistency(old, root, new, other, &proof).is_err());
        }
    }

    fn flat(hashes: &[NodeHash]) -> Vec<u8> {
        hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
    }
}
