//! Links as removable elements beside nodes.
//!
//! A channel can be closed, an account between two people frozen, while both stay. Each link that
//! may be removed becomes a node between its ends that counts for nothing in a fragment; then the
//! plans for nodes hold, with their proofs.

use crate::budget::Budget;
use crate::disruption::block::{self, BlockPlan};
use crate::disruption::set::{self, SetPlan};
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

/// Something that a plan removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A node, with all its links.
    Node(Node),
    /// A link, the smaller end first.
    Link(Node, Node),
}

/// A network in which some links may be removed.
///
/// ```
/// use crossbearing_graph::budget::{Budget, Steps};
/// use crossbearing_graph::disruption::{elements::{Element, Elements}, set};
///
/// // A chain whose people are all protected, but for the link in its middle.
/// let graph = crossbearing_graph::Graph::from_edges(4, [(0, 1), (1, 2), (2, 3)])?;
/// let elements = Elements::new(&graph, &[(2, 1)])?;
/// let costs = vec![f64::INFINITY, f64::INFINITY, f64::INFINITY, f64::INFINITY, 1.0];
/// let options = set::Options { max_fragment: 2, costs, seed: 1 };
/// let plan = elements.set(&options, &Budget::whole(&Steps::new(100_000)))?;
/// assert_eq!(elements.removed(&plan.removals), [Element::Link(1, 2)]);
/// assert!(plan.proved);
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Elements {
    expanded: Graph,
    weights: Vec<u32>,
    n_nodes: usize,
    links: Vec<(Node, Node)>,
}

impl Elements {
    /// A network whose `links` may be removed, each at most once. Costs in options are those of the
    /// nodes and then those of the links, in this order.
    pub fn new(graph: &Graph, links: &[(Node, Node)]) -> Result<Self> {
        let n_nodes = graph.n_nodes();
        let mut places = std::collections::BTreeMap::new();
        let mut kept = Vec::new();
        for &(from, to) in links {
            let link = (from.min(to), from.max(to));
            let is_there = (link.1 as usize) < n_nodes && graph.has_edge(link.0, link.1);
            if !is_there || places.insert(link, (n_nodes + kept.len()) as Node).is_some() {
                return Err(Error::NoSuchLink { from, to });
            }
            kept.push(link);
        }
        let edges = graph.edges().flat_map(|(from, to, _)| match places.get(&(from, to)) {
            Some(&middle) => [Some((from, middle)), Some((middle, to))],
            None => [Some((from, to)), None],
        });
        let expanded = Graph::from_edges(n_nodes + kept.len(), edges.flatten())?;
        let mut weights = vec![1; n_nodes];
        weights.resize(n_nodes + kept.len(), 0);
        Ok(Self { expanded, weights, n_nodes, links: kept })
    }

    /// Plans the cheapest set ([`set::plan`]); its removals are read by [`Self::removed`].
    pub fn set(&self, options: &set::Options, budget: &Budget<'_>) -> Result<SetPlan> {
        set::plan_weighted(&self.expanded, options, self.weights.clone(), budget)
    }

    /// Plans a block ([`block::plan`]); its removals are read by [`Self::removed`].
    pub fn block(&self, options: &block::Options, budget: &Budget<'_>) -> Result<BlockPlan> {
        block::plan_weighted(&self.expanded, options, &self.weights, budget)
    }

    /// What the removals of a plan are.
    pub fn removed(&self, removals: &[Node]) -> Vec<Element> {
        let element =
            |&node: &Node| match self.links.get((node as usize).wrapping_sub(self.n_nodes)) {
                Some(&(from, to)) => Element::Link(from, to),
                None => Element::Node(node),
            };
        removals.iter().map(element).collect()
    }

    /// The largest fragment that is left after each of some removals.
    pub fn curve(&self, removals: &[Node]) -> Vec<u32> {
        let after = |n: usize| block::largest_after(&self.expanded, &self.weights, &removals[..n]);
        (1..=removals.len()).map(after).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;
    use crate::components::Components;
    use crate::random::Random;

    #[test]
    fn plans_are_as_cheap_as_the_best_subset_of_elements() {
        let mut random = Random::new(21);
        for case in 0..60 {
            let n_nodes = 3 + random.below(4);
            let edges: Vec<_> = (0..n_nodes + 2)
                .map(|_| (random.below(n_nodes) as Node, random.below(n_nodes) as Node))
                .collect();
            let graph = Graph::from_edges(n_nodes, edges).unwrap();
            let links: Vec<(Node, Node)> =
                graph.edges().map(|(a, b, _)| (a, b)).filter(|_| random.below(2) == 0).collect();
            let n_all = n_nodes + links.len();
            let costs: Vec<f64> = (0..n_all)
                .map(|_| if random.below(3) == 0 { f64::INFINITY } else { random.below(3) as f64 })
                .collect();
            let max_fragment = 1 + random.below(3) as u32;
            let mut least = f64::INFINITY;
            for subset in 0_u32..1 << n_all {
                let is_in = |at: usize| subset >> at & 1 == 1;
                let cost = (0..n_all).filter(|&at| is_in(at)).map(|at| costs[at]).sum::<f64>();
                let removed: Vec<bool> = (0..n_nodes).map(is_in).collect();
                let left = graph.edges().map(|(a, b, _)| (a, b)).filter(|edge| {
                    links.iter().position(|link| link == edge).is_none_or(|at| !is_in(n_nodes + at))
                });
                let left = Graph::from_edges(n_nodes, left).unwrap();
                if Components::without(&left, &removed).largest_size() <= max_fragment {
                    least = least.min(cost);
                }
            }
            let elements = Elements::new(&graph, &links).unwrap();
            let options = set::Options { max_fragment, costs, seed: case };
            match elements.set(&options, &Budget::whole(&Steps::new(10_000_000))) {
                Ok(plan) => {
                    assert!((plan.cost - least).abs() < 1e-9, "case {case}: {plan:?} {least}");
                    assert!(plan.proved, "case {case}");
                }
                Err(_) => assert!(least.is_infinite(), "case {case}: {least}"),
            }
        }
    }

    #[test]
    fn links_that_do_not_exist_are_refused() {
        let graph = Graph::from_edges(3, [(0, 1)]).unwrap();
        assert!(Elements::new(&graph, &[(1, 2)]).is_err());
        assert!(Elements::new(&graph, &[(0, 9)]).is_err());
        assert!(Elements::new(&graph, &[(0, 1), (1, 0)]).is_err());
    }
}
