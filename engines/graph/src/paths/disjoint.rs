//! Two paths that share no node between the ends: one wrong link cannot break both.
//!
//! Suurballe: Disjoint paths in a network, 1974, in the form of Bhandari: Survivable Networks, 1999:
//! two shortest augmentations of a flow through nodes split in two.

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// The two paths between two nodes that share no inner node and no edge, and of which the product
/// of all edge probabilities is largest. None when every pair of paths meets.
pub fn most_probable_pair(
    graph: &Graph,
    source: Node,
    target: Node,
) -> Result<Option<[Vec<Node>; 2]>> {
    for node in [source, target] {
        if node as usize >= graph.n_nodes() {
            return Err(Error::NoSuchNode { node: node.into(), n_nodes: graph.n_nodes() });
        }
    }
    if let Some((_, _, value)) = graph.edges().find(|(_, _, p)| *p > 1.0) {
        let expected = "between 0 and 1";
        return Err(Error::OutOfRange { name: "probability", expected, value });
    }
    if source == target {
        return Ok(None);
    }
    let mut flow = Flow::new(graph, source, target);
    if !(flow.augment() && flow.augment()) {
        return Ok(None);
    }
    Ok(Some([flow.take_path(), flow.take_path()]))
}

/// Arcs in pairs, each with its reverse; node `v` is entered at `2 v` and left at `2 v + 1`.
struct Flow {
    from: usize,
    to: usize,
    leaving: Vec<Vec<usize>>,
    head: Vec<usize>,
    length: Vec<f64>,
    is_open: Vec<bool>,
}

impl Flow {
    fn new(graph: &Graph, source: Node, target: Node) -> Self {
        let mut flow = Self {
            from: 2 * source as usize + 1,
            to: 2 * target as usize,
            leaving: vec![Vec::new(); 2 * graph.n_nodes()],
            head: Vec::new(),
            length: Vec::new(),
            is_open: Vec::new(),
        };
        for node in graph.nodes() {
            flow.arc(2 * node as usize, 2 * node as usize + 1, 0.0);
            for (next, probability) in graph.weighted_neighbours(node) {
                if probability > 0.0 {
                    flow.arc(2 * node as usize + 1, 2 * next as usize, -probability.ln());
                }
            }
        }
        flow
    }

    fn arc(&mut self, tail: usize, head: usize, length: f64) {
        for (tail, head, length, is_open) in
            [(tail, head, length, true), (head, tail, -length, false)]
        {
            self.leaving[tail].push(self.head.len());
            self.head.push(head);
            self.length.push(length);
            self.is_open.push(is_open);
        }
    }

    /// Sends one more unit along a shortest path of what is open (Bellman, Ford with a queue, since
    /// lengths may be negative); false when there is none.
    fn augment(&mut self) -> bool {
        let mut length = vec![f64::INFINITY; self.leaving.len()];
        let mut through = vec![usize::MAX; self.leaving.len()];
        let mut is_queued = vec![false; self.leaving.len()];
        let mut queue = std::collections::VecDeque::from([self.from]);
        length[self.from] = 0.0;
        while let Some(at) = queue.pop_front() {
            is_queued[at] = false;
            for &arc in self.leaving[at].iter().filter(|&&arc| self.is_open[arc]) {
                let (head, sum) = (self.head[arc], length[at] + self.length[arc]);
                if sum < length[head] - 1e-12 {
                    length[head] = sum;
                    through[head] = arc;
                    if !std::mem::replace(&mut is_queued[head], true) {
                        queue.push_back(head);
                    }
                }
            }
        }
        if length[self.to].is_infinite() {
            return false;
        }
        let mut at = self.to;
        while at != self.from {
            let arc = through[at];
            self.is_open[arc] = false;
            self.is_open[arc ^ 1] = true;
            at = self.head[arc ^ 1];
        }
        true
    }

    /// Follows one unit from the source to the target and takes it away.
    fn take_path(&mut self) -> Vec<Node> {
        let mut nodes = vec![(self.from / 2) as Node];
        let mut at = self.from;
        while at != self.to {
            let used =
                self.leaving[at].iter().find(|&&arc| arc.is_multiple_of(2) && !self.is_open[arc]);
            let Some(&arc) = used else { break };
            self.is_open[arc] = true;
            at = self.head[arc];
            if at.is_multiple_of(2) {
                nodes.push((at / 2) as Node);
            }
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best single path crosses both of the pair: a trap for two searches in a row.
    #[test]
    fn the_pair_avoids_the_trap() {
        let edges = [(0, 1, 0.9), (1, 2, 0.9), (2, 3, 0.9), (0, 2, 0.5), (1, 3, 0.5)];
        let graph = Graph::from_weighted_edges(4, edges).unwrap();
        let mut pair = most_probable_pair(&graph, 0, 3).unwrap().unwrap();
        pair.sort();
        assert_eq!(pair, [vec![0, 1, 3], vec![0, 2, 3]]);
    }

    #[test]
    fn a_cut_node_allows_no_pair() {
        let graph = Graph::from_edges(3, [(0, 1), (1, 2)]).unwrap();
        assert_eq!(most_probable_pair(&graph, 0, 2).unwrap(), None);
        assert_eq!(most_probable_pair(&graph, 1, 1).unwrap(), None);
        assert!(most_probable_pair(&graph, 0, 9).is_err());
    }
}
