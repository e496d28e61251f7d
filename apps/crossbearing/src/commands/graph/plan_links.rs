//! Plans that may remove links as well as nodes.

use crossbearing_graph::budget::Budget;
use crossbearing_graph::disruption::elements::{Element, Elements};
use crossbearing_graph::disruption::{block, set};
use crossbearing_graph::read::Network;
use crossbearing_graph::{Node, Result};

/// Which links may be removed, and what each costs.
pub(super) type LinkCosts = Vec<((Node, Node), f64)>;

/// What a plan over nodes and links found.
pub(super) struct Found {
    pub(super) removals: Vec<String>,
    pub(super) curve: Vec<u32>,
    pub(super) cost: f64,
    /// What the plan makes small: its cost (set) or the largest fragment (block).
    pub(super) value: f64,
    pub(super) lower_bound: f64,
    pub(super) proved: bool,
}

/// The goals that links may serve.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    Set { max_fragment: u32 },
    Block { k: f64 },
}

pub(super) fn plan(
    network: &Network,
    goal: Goal,
    node_costs: &[f64],
    links: &LinkCosts,
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Found> {
    let ends: Vec<(Node, Node)> = links.iter().map(|(ends, _)| *ends).collect();
    let elements = Elements::new(&network.graph, &ends)?;
    let mut costs = node_costs.to_vec();
    costs.extend(links.iter().map(|(_, cost)| *cost));
    let (removals, cost, value, lower_bound, proved) = match goal {
        Goal::Set { max_fragment } => {
            let found = elements.set(&set::Options { max_fragment, costs, seed }, budget)?;
            (found.removals, found.cost, found.cost, found.lower_bound, found.proved)
        }
        Goal::Block { k } => {
            let found = elements.block(&block::Options { k, costs, seed }, budget)?;
            let (value, bound) = (f64::from(found.largest), f64::from(found.lower_bound));
            (found.removals, found.cost, value, bound, found.proved)
        }
    };
    let label = |node: Node| network.labels[node as usize].as_str();
    let name = |element: &Element| match *element {
        Element::Node(node) => label(node).to_owned(),
        Element::Link(from, to) => format!("{} -- {}", label(from), label(to)),
    };
    let curve = elements.curve(&removals);
    let removals = elements.removed(&removals).iter().map(name).collect();
    Ok(Found { removals, curve, cost, value, lower_bound, proved })
}
