//! Connected components and the union-find forest that grows them.

use crate::graph::{Graph, Node};

/// Disjoint sets with their sizes, united by size, paths halved (Tarjan, van Leeuwen, JACM 1984).
#[derive(Debug, Clone)]
pub struct UnionFind {
    parent: Vec<Node>,
    size: Vec<u32>,
}

impl UnionFind {
    /// Every node a set of its own.
    pub fn new(n_nodes: usize) -> Self {
        Self { parent: (0..n_nodes as Node).collect(), size: vec![1; n_nodes] }
    }

    /// The representative of the set that holds `node`.
    pub fn find(&mut self, mut node: Node) -> Node {
        while self.parent[node as usize] != node {
            let grandparent = self.parent[self.parent[node as usize] as usize];
            self.parent[node as usize] = grandparent;
            node = grandparent;
        }
        node
    }

    /// Unites the sets of two nodes and gives the size of the result.
    pub fn unite(&mut self, a: Node, b: Node) -> u32 {
        let (mut a, mut b) = (self.find(a), self.find(b));
        if a != b {
            if self.size[a as usize] < self.size[b as usize] {
                std::mem::swap(&mut a, &mut b);
            }
            self.parent[b as usize] = a;
            self.size[a as usize] += self.size[b as usize];
        }
        self.size[a as usize]
    }

    /// The size of the set that holds `node`.
    pub fn size(&mut self, node: Node) -> u32 {
        let root = self.find(node);
        self.size[root as usize]
    }
}

/// The connected components of a graph, or of what is left of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// The component of each node; [`Components::NONE`] for a removed one.
    pub of: Vec<u32>,
    /// The number of nodes in each component.
    pub sizes: Vec<u32>,
}

impl Components {
    /// The component of a node that is removed.
    pub const NONE: u32 = u32::MAX;

    /// The components of the whole graph.
    pub fn new(graph: &Graph) -> Self {
        Self::without(graph, &vec![false; graph.n_nodes()])
    }

    /// The components of what is left when the nodes marked in `removed` are gone.
    pub fn without(graph: &Graph, removed: &[bool]) -> Self {
        let mut found = Self { of: vec![Self::NONE; graph.n_nodes()], sizes: Vec::new() };
        let mut stack = Vec::new();
        for start in graph.nodes() {
            if removed[start as usize] || found.of[start as usize] != Self::NONE {
                continue;
            }
            let component = found.sizes.len() as u32;
            found.of[start as usize] = component;
            found.sizes.push(0);
            stack.push(start);
            while let Some(node) = stack.pop() {
                found.sizes[component as usize] += 1;
                for &next in graph.neighbours(node) {
                    if !removed[next as usize] && found.of[next as usize] == Self::NONE {
                        found.of[next as usize] = component;
                        stack.push(next);
                    }
                }
            }
        }
        found
    }

    /// The size of the largest component; 0 when nothing is left.
    pub fn largest_size(&self) -> u32 {
        self.sizes.iter().copied().max().unwrap_or(0)
    }

    /// The largest component, the first of equals.
    pub fn largest(&self) -> Option<u32> {
        let size = self.largest_size();
        self.sizes.iter().position(|&other| other == size).map(|found| found as u32)
    }

    /// The nodes of one component, ascending.
    pub fn nodes_of(&self, component: u32) -> Vec<Node> {
        let members = self.of.iter().enumerate().filter(|&(_, &of)| of == component);
        members.map(|(node, _)| node as Node).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_middle_splits_a_path() {
        let graph = Graph::from_edges(5, [(0, 1), (1, 2), (2, 3), (3, 4)]).unwrap();
        assert_eq!(Components::new(&graph).sizes, [5]);
        let rest = Components::without(&graph, &[false, true, false, false, false]);
        assert_eq!(rest.sizes, [1, 3]);
        assert_eq!(rest.largest(), Some(1));
        assert_eq!(rest.nodes_of(1), [2, 3, 4]);
    }

    #[test]
    fn a_path_of_a_million_needs_no_deep_stack() {
        let n_nodes = 1_000_000;
        let graph = Graph::from_edges(n_nodes, (1..n_nodes as Node).map(|v| (v - 1, v))).unwrap();
        assert_eq!(Components::new(&graph).sizes, [n_nodes as u32]);
    }

    #[test]
    fn union_find_counts_members() {
        let mut sets = UnionFind::new(4);
        assert_eq!(sets.unite(0, 1), 2);
        assert_eq!(sets.unite(2, 3), 2);
        assert_eq!(sets.unite(1, 3), 4);
        assert_eq!(sets.find(0), sets.find(2));
        assert_eq!(sets.size(3), 4);
    }
}
