//! The small problem inside a large network: candidates to remove, in some order, and the pieces
//! that are left when all of them are gone.
//!
//! The curve of any order over the same candidates depends only on which candidates touch which
//! other candidates and which pieces, so a network of ten thousand nodes shrinks to a few hundred
//! candidates with short lists. Pieces that touch one candidate only are folded into its weight.

use crate::components::Components;
use crate::graph::{Graph, Node};

/// Candidates and pieces. Vertices `0..n_items` are the candidates, later ones the pieces.
#[derive(Debug)]
pub(super) struct Contracted {
    /// The candidate nodes.
    pub(super) items: Vec<Node>,
    /// The size of the largest piece.
    pub(super) largest_piece: u32,
    /// For each candidate, itself and the pieces that touch it alone; for each piece, its size.
    weights: Vec<u32>,
    offsets: Vec<u32>,
    targets: Vec<u32>,
}

impl Contracted {
    /// Contracts what is left of `graph` when all `items` (distinct) are gone.
    pub(super) fn new(graph: &Graph, items: &[Node]) -> Self {
        let mut removed = vec![false; graph.n_nodes()];
        let mut item_of = vec![u32::MAX; graph.n_nodes()];
        for (index, &node) in items.iter().enumerate() {
            removed[node as usize] = true;
            item_of[node as usize] = index as u32;
        }
        let pieces = Components::without(graph, &removed);
        let touching = touching(graph, items, &pieces);
        let mut weights = vec![1; items.len()];
        let mut vertex_of = vec![u32::MAX; pieces.sizes.len()];
        for (piece, &size) in pieces.sizes.iter().enumerate() {
            match touching[piece] {
                Touching::Nobody => {}
                Touching::One(item) => weights[item as usize] += size,
                Touching::Many => {
                    vertex_of[piece] = weights.len() as u32;
                    weights.push(size);
                }
            }
        }
        let mut contracted = Self {
            items: items.to_vec(),
            largest_piece: pieces.largest_size(),
            weights,
            offsets: vec![0],
            targets: Vec::new(),
        };
        for &node in items {
            contracted.push_row(graph.neighbours(node).iter().map(|&next| {
                match pieces.of[next as usize] {
                    Components::NONE => item_of[next as usize],
                    piece => vertex_of[piece as usize],
                }
            }));
        }
        contracted
    }

    /// The vertices that a candidate touches.
    pub(super) fn touched(&self, item: u32) -> &[u32] {
        let (from, to) = (self.offsets[item as usize], self.offsets[item as usize + 1]);
        &self.targets[from as usize..to as usize]
    }

    /// For each candidate, itself and the pieces that touch it alone; for each piece, its size.
    pub(super) fn weights(&self) -> &[u32] {
        &self.weights
    }

    fn push_row(&mut self, vertices: impl Iterator<Item = u32>) {
        let start = self.targets.len();
        self.targets.extend(vertices.filter(|&vertex| vertex != u32::MAX));
        self.targets[start..].sort_unstable();
        let mut kept = start;
        for index in start..self.targets.len() {
            if index == start || self.targets[index] != self.targets[kept - 1] {
                self.targets[kept] = self.targets[index];
                kept += 1;
            }
        }
        self.targets.truncate(kept);
        self.offsets.push(kept as u32);
    }
}

#[derive(Clone, Copy)]
enum Touching {
    Nobody,
    One(u32),
    Many,
}

fn touching(graph: &Graph, items: &[Node], pieces: &Components) -> Vec<Touching> {
    let mut touching = vec![Touching::Nobody; pieces.sizes.len()];
    for (index, &node) in items.iter().enumerate() {
        for &next in graph.neighbours(node) {
            if let Some(slot) = touching.get_mut(pieces.of[next as usize] as usize) {
                *slot = match *slot {
                    Touching::Nobody => Touching::One(index as u32),
                    Touching::One(item) if item == index as u32 => *slot,
                    _ => Touching::Many,
                };
            }
        }
    }
    touching
}

/// A union-find forest over a [`Contracted`] that takes back what it did, last first: sets are
/// united by size, and paths are left as they are.
#[derive(Debug)]
pub(super) struct Forest<'contracted> {
    contracted: &'contracted Contracted,
    parent: Vec<u32>,
    size: Vec<u32>,
    undo: Vec<u32>,
}

/// Marks a candidate that is not inserted.
const ABSENT: u32 = u32::MAX;

impl<'contracted> Forest<'contracted> {
    /// All pieces are there, no candidate is.
    pub(super) fn new(contracted: &'contracted Contracted) -> Self {
        let n_items = contracted.items.len();
        let n_vertices = contracted.weights.len();
        let mut parent = vec![ABSENT; n_items];
        parent.extend(n_items as u32..n_vertices as u32);
        Self { contracted, parent, size: contracted.weights.clone(), undo: Vec::new() }
    }

    /// Brings a candidate back; gives the size of the component that it now belongs to.
    pub(super) fn insert(&mut self, item: u32) -> u32 {
        let mut root = item;
        self.parent[item as usize] = item;
        let contracted = self.contracted;
        for &vertex in contracted.touched(item) {
            if self.parent[vertex as usize] == ABSENT {
                continue;
            }
            let other = self.find(vertex);
            if other == root {
                continue;
            }
            let (large, small) = if self.size[root as usize] < self.size[other as usize] {
                (other, root)
            } else {
                (root, other)
            };
            self.parent[small as usize] = large;
            self.size[large as usize] += self.size[small as usize];
            self.undo.push(small);
            root = large;
        }
        self.size[root as usize]
    }

    /// Where the forest stands, for [`Self::take_back`].
    pub(super) fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Parts what was united since `mark`.
    pub(super) fn take_back(&mut self, mark: usize) {
        for small in self.undo.drain(mark..).rev() {
            let large = self.parent[small as usize];
            self.size[large as usize] -= self.size[small as usize];
            self.parent[small as usize] = small;
        }
    }

    /// Takes candidates out again, once what they united is parted.
    pub(super) fn remove(&mut self, items: &[u32]) {
        for &item in items {
            self.parent[item as usize] = ABSENT;
        }
    }

    fn find(&self, mut vertex: u32) -> u32 {
        loop {
            let parent = self.parent[vertex as usize];
            if parent == vertex {
                return vertex;
            }
            vertex = parent;
        }
    }
}
