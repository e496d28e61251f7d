//! Greedy reinsertion: bring removed nodes back where they join least.
//!
//! Schneider, Mihaljev, Herrmann: Inverse targeting, EPL 98, 2012; Braunstein et al.: Network
//! dismantling, PNAS 113, 2016 (reverse greedy). Read backwards, the order of return is an order of
//! removal, often better than the one that found the nodes.
//!
//! What a node would join grows as others return, so an entry of the queue that is still right is
//! the least (lazy evaluation). Next to the largest component only what is joined besides it
//! counts; that falls when a neighbouring component is swallowed, so those neighbours are queued
//! anew, which happens once for each node swallowed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::budget::Budget;
use crate::disruption::order::contract::Contracted;
use crate::graph::{Graph, Node};

/// The same nodes in the reverse of the order in which greedy reinsertion brings them back; when
/// the budget ends before, the rest keep their order.
pub(super) fn reorder(graph: &Graph, order: &[Node], budget: &Budget<'_>) -> Vec<Node> {
    let contracted = Contracted::new(graph, order);
    let mut returning = Returning::new(&contracted);
    let mut returned = Vec::with_capacity(order.len());
    while let Some(item) = returning.next(budget) {
        returned.push(order[item as usize]);
        if returned.len().is_multiple_of(64) && budget.is_spent() {
            break;
        }
    }
    let absent = (0..order.len()).rev().filter(|&item| !returning.is_back[item]);
    returned.extend(absent.map(|item| order[item]));
    returned.reverse();
    returned
}

/// How much an item adds to the largest component, then the size of the component it would join
/// when that is not the largest.
type Harm = (u32, u32);

#[derive(Debug)]
struct Returning<'contracted> {
    contracted: &'contracted Contracted,
    /// The items that touch each vertex.
    touching: Vec<Vec<u32>>,
    queue: BinaryHeap<Reverse<(Harm, Reverse<u32>)>>,
    is_back: Vec<bool>,
    parent: Vec<u32>,
    size: Vec<u32>,
    /// The members of each set as a ring.
    ring: Vec<u32>,
    /// The root of the largest component.
    giant: Option<u32>,
    counted_by: Vec<u32>,
    n_queries: u32,
}

impl<'contracted> Returning<'contracted> {
    fn new(contracted: &'contracted Contracted) -> Self {
        let size = contracted.weights().to_vec();
        let n_items = contracted.items.len() as u32;
        let mut is_back = vec![false; n_items as usize];
        is_back.resize(size.len(), true);
        let mut touching = vec![Vec::new(); size.len()];
        for item in 0..n_items {
            for &vertex in contracted.touched(item) {
                touching[vertex as usize].push(item);
            }
        }
        Self {
            contracted,
            touching,
            queue: (0..n_items).map(|item| Reverse(((0, 0), Reverse(item)))).collect(),
            is_back,
            parent: (0..size.len() as u32).collect(),
            ring: (0..size.len() as u32).collect(),
            giant: largest_piece(contracted),
            counted_by: vec![0; size.len()],
            size,
            n_queries: 0,
        }
    }

    /// Brings back the item that does least harm.
    fn next(&mut self, budget: &Budget<'_>) -> Option<u32> {
        while let Some(Reverse((known, Reverse(item)))) = self.queue.pop() {
            if self.is_back[item as usize] {
                continue;
            }
            let harm = self.harm(item);
            budget.add(self.contracted.touched(item).len() as u64);
            if harm > known && self.queue.peek().is_some_and(|Reverse((next, _))| *next < harm) {
                self.queue.push(Reverse((harm, Reverse(item))));
            } else {
                self.insert(item);
                return Some(item);
            }
        }
        None
    }

    fn harm(&mut self, item: u32) -> Harm {
        self.n_queries += 1;
        let contracted = self.contracted;
        let mut joined = self.size[item as usize];
        let mut touches_giant = false;
        for &vertex in contracted.touched(item) {
            if !self.is_back[vertex as usize] {
                continue;
            }
            let root = self.find(vertex);
            if Some(root) == self.giant {
                touches_giant = true;
            } else if self.counted_by[root as usize] != self.n_queries {
                self.counted_by[root as usize] = self.n_queries;
                joined += self.size[root as usize];
            }
        }
        let giant_size = self.giant.map_or(0, |giant| self.size[giant as usize]);
        if touches_giant { (joined, u32::MAX) } else { (joined.saturating_sub(giant_size), joined) }
    }

    fn insert(&mut self, item: u32) {
        self.is_back[item as usize] = true;
        let contracted = self.contracted;
        for &vertex in contracted.touched(item) {
            if self.is_back[vertex as usize] {
                self.unite(vertex, item);
            }
        }
        let root = self.find(item);
        if self.giant.is_none_or(|giant| self.size[giant as usize] < self.size[root as usize]) {
            self.giant = Some(root);
        }
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (mut large, mut small) = (self.find(a), self.find(b));
        if large == small {
            return;
        }
        if self.size[large as usize] < self.size[small as usize] {
            std::mem::swap(&mut large, &mut small);
        }
        if self.giant == Some(large) {
            self.queue_neighbours_of(small);
        }
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        self.ring.swap(large as usize, small as usize);
    }

    /// Queues the absent items that touch a component which the largest is about to swallow, with
    /// the least harm that they may do now.
    fn queue_neighbours_of(&mut self, component: u32) {
        let mut vertex = component;
        loop {
            for &item in &self.touching[vertex as usize] {
                if !self.is_back[item as usize] {
                    self.queue.push(Reverse(((1, 0), Reverse(item))));
                }
            }
            vertex = self.ring[vertex as usize];
            if vertex == component {
                return;
            }
        }
    }

    fn find(&mut self, mut vertex: u32) -> u32 {
        while self.parent[vertex as usize] != vertex {
            let above = self.parent[self.parent[vertex as usize] as usize];
            self.parent[vertex as usize] = above;
            vertex = above;
        }
        vertex
    }
}

fn largest_piece(contracted: &Contracted) -> Option<u32> {
    let pieces = contracted.items.len() as u32..contracted.weights().len() as u32;
    pieces.max_by_key(|&piece| contracted.weights()[piece as usize])
}
