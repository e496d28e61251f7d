//! What a plan is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_model::EntityId;

use crate::kind::{Layer, NodeKind};

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// An order of removals, one after the other, until the largest part is a smaller share of the
    /// network than this.
    Order {
        /// The share, above 0 and at most 1.
        stop: f64,
    },
    /// The cheapest removals after which no part is larger than this.
    Set {
        /// The most that may stay together.
        max_fragment: u32,
    },
    /// One day: removals that together cost at most this and leave the smallest largest part.
    Block {
        /// What may be spent; the number of removals where each costs 1.
        budget: f64,
    },
}

/// What a plan is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRequest {
    /// What it is for.
    pub goal: Goal,
    /// What can be removed and counts as part of the network; everything else only ties.
    pub kinds: BTreeSet<NodeKind>,
    /// Only these entities; the whole View if empty.
    pub scope: BTreeSet<EntityId>,
    /// What removing an entity costs, 1 if it is not named.
    pub costs: BTreeMap<EntityId, f64>,
    /// What removing a thing of a kind costs, 1 if it is not named.
    pub kind_costs: BTreeMap<NodeKind, f64>,
    /// What must all survive for people to work together, each a layer or several that do the same:
    /// a route works only if transport *and* payment do. One network of all ties if empty.
    pub layers: Vec<BTreeSet<Layer>>,
    /// What closing a tie of a layer costs: a number, an account, a hawala way. A tie can be closed
    /// if all of its layers are named, for what they cost together.
    pub link_costs: BTreeMap<Layer, f64>,
    /// Who and what is never removed, and why.
    pub never: BTreeMap<EntityId, String>,
    /// Whether persons whom no statement calls a suspect may be named.
    pub anyone: bool,
    /// Ties less probable than this do not count.
    pub at_least: f64,
    /// Decides every random choice.
    pub seed: u64,
}

impl PlanRequest {
    /// A plan for `goal` over persons, with everything else as it usually is.
    pub fn new(goal: Goal) -> Self {
        Self {
            goal,
            kinds: [NodeKind::Person].into(),
            scope: BTreeSet::new(),
            costs: BTreeMap::new(),
            kind_costs: BTreeMap::new(),
            layers: Vec::new(),
            link_costs: BTreeMap::new(),
            never: BTreeMap::new(),
            anyone: false,
            at_least: 0.3,
            seed: 1,
        }
    }
}
