//! Articulation points, bridges and biconnected components: who holds two parts together alone.
//!
//! Hopcroft, Tarjan: Algorithm 447, CACM 16, 1973, with a stack of its own instead of recursion.

use crate::graph::{Graph, Node};

/// Where a graph falls apart at a single node or edge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Nodes whose removal leaves more components, ascending.
    pub articulation_points: Vec<Node>,
    /// Edges whose removal leaves more components, the smaller node first, ascending.
    pub bridges: Vec<(Node, Node)>,
    /// The nodes of each biconnected component, ascending. A node without edges is in none; an
    /// articulation point is in several.
    pub biconnected: Vec<Vec<Node>>,
}

/// Finds all cuts in `O(n + m)`.
pub fn cuts(graph: &Graph) -> Cuts {
    let mut walk = Walk::new(graph);
    for root in graph.nodes() {
        if walk.entered[root as usize] == 0 && graph.degree(root) > 0 {
            walk.explore(root);
        }
    }
    walk.finish()
}

/// A node on the way down, and the next of its arcs.
struct Frame {
    node: Node,
    parent: Node,
    next_arc: usize,
}

struct Walk<'graph> {
    graph: &'graph Graph,
    /// When each node was entered, from 1; 0 for never.
    entered: Vec<u32>,
    /// The earliest node reached from below each node.
    low: Vec<u32>,
    clock: u32,
    frames: Vec<Frame>,
    /// Nodes entered whose component is still open.
    open: Vec<Node>,
    is_cut: Vec<bool>,
    found: Cuts,
}

impl<'graph> Walk<'graph> {
    fn new(graph: &'graph Graph) -> Self {
        let n_nodes = graph.n_nodes();
        Self {
            graph,
            entered: vec![0; n_nodes],
            low: vec![0; n_nodes],
            clock: 0,
            frames: Vec::new(),
            open: Vec::new(),
            is_cut: vec![false; n_nodes],
            found: Cuts::default(),
        }
    }

    fn enter(&mut self, node: Node, parent: Node) {
        self.clock += 1;
        self.entered[node as usize] = self.clock;
        self.low[node as usize] = self.clock;
        self.open.push(node);
        self.frames.push(Frame { node, parent, next_arc: self.graph.arcs(node).start });
    }

    fn explore(&mut self, root: Node) {
        self.enter(root, root);
        let mut root_children = 0;
        while let Some(frame) = self.frames.last_mut() {
            let (node, parent) = (frame.node, frame.parent);
            if frame.next_arc < self.graph.arcs(node).end {
                let far = self.graph.target(frame.next_arc);
                frame.next_arc += 1;
                if self.entered[far as usize] == 0 {
                    self.enter(far, node);
                } else if far != parent {
                    let seen = self.entered[far as usize];
                    self.low[node as usize] = self.low[node as usize].min(seen);
                }
                continue;
            }
            self.frames.pop();
            if node != root {
                root_children += usize::from(parent == root);
                self.leave(node, parent, root);
            }
        }
        self.is_cut[root as usize] = root_children > 1;
        self.open.clear();
    }

    fn leave(&mut self, node: Node, parent: Node, root: Node) {
        let low = self.low[node as usize];
        self.low[parent as usize] = self.low[parent as usize].min(low);
        let entered = self.entered[parent as usize];
        if low > entered {
            self.found.bridges.push((node.min(parent), node.max(parent)));
        }
        if low >= entered {
            self.is_cut[parent as usize] |= parent != root;
            let mut component = vec![parent];
            while let Some(member) = self.open.pop() {
                component.push(member);
                if member == node {
                    break;
                }
            }
            component.sort_unstable();
            self.found.biconnected.push(component);
        }
    }

    fn finish(mut self) -> Cuts {
        let nodes = self.graph.nodes();
        self.found.articulation_points = nodes.filter(|&v| self.is_cut[v as usize]).collect();
        self.found.bridges.sort_unstable();
        self.found.biconnected.sort_unstable();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Components;
    use crate::random::Random;

    #[test]
    fn two_triangles_and_a_bridge() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)];
        let found = cuts(&Graph::from_edges(7, edges).unwrap());
        assert_eq!(found.articulation_points, [2, 3]);
        assert_eq!(found.bridges, [(2, 3)]);
        assert_eq!(found.biconnected, [vec![0, 1, 2], vec![2, 3], vec![3, 4, 5]]);
    }

    #[test]
    fn removing_by_hand_agrees() {
        let mut random = Random::new(8);
        for _ in 0..80 {
            let edges: Vec<_> =
                (0..16).map(|_| (random.below(12) as Node, random.below(12) as Node)).collect();
            let graph = Graph::from_edges(12, edges).unwrap();
            let found = cuts(&graph);
            let before = Components::new(&graph).sizes.len();
            for node in graph.nodes().filter(|&node| graph.degree(node) > 0) {
                let mut removed = vec![false; 12];
                removed[node as usize] = true;
                let after = Components::without(&graph, &removed).sizes.len();
                assert_eq!(found.articulation_points.contains(&node), after > before);
            }
            for (a, b, _) in graph.edges() {
                let rest = graph.edges().map(|(x, y, _)| (x, y)).filter(|&edge| edge != (a, b));
                let after = Components::new(&Graph::from_edges(12, rest).unwrap()).sizes.len();
                assert_eq!(found.bridges.contains(&(a, b)), after > before);
            }
        }
    }

    #[test]
    fn a_path_of_a_million_is_all_bridges() {
        let n_nodes = 1_000_000;
        let path = Graph::from_edges(n_nodes, (1..n_nodes as Node).map(|v| (v - 1, v))).unwrap();
        let found = cuts(&path);
        assert_eq!(found.articulation_points.len(), n_nodes - 2);
        assert_eq!(found.bridges.len(), n_nodes - 1);
    }
}
