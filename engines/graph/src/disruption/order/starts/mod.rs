//! Where the local search starts: removal orders from the literature, each from its own idea of who
//! holds a network together.

use crate::budget::Budget;
use crate::disruption::order::task::Task;
use crate::graph::Node;
use crate::random::Random;

mod betweenness;
mod core;
mod degree;
mod explosive;
mod influence;
mod lazy;
mod local;
mod spectral;

/// One way to find a first order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Highest remaining degree.
    Degree,
    /// Highest degree within the 2-core, then trees are broken.
    Core,
    /// Collective influence, radius 2.
    Influence,
    /// Explosive immunisation, backwards from nothing.
    Explosive,
    /// Cuts of the generalised spectral partition.
    Spectral,
    /// Scores of the edges around a node.
    Local,
    /// Sampled betweenness, computed anew after each few removals.
    Betweenness,
}

impl Start {
    /// Every start, the cheapest first.
    pub const ALL: [Self; 7] = [
        Self::Degree,
        Self::Explosive,
        Self::Core,
        Self::Local,
        Self::Influence,
        Self::Spectral,
        Self::Betweenness,
    ];

    /// The name of the start, as it is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::Core => "core",
            Self::Influence => "influence",
            Self::Explosive => "explosive",
            Self::Spectral => "spectral",
            Self::Local => "local",
            Self::Betweenness => "betweenness",
        }
    }

    /// An order over removable nodes that meets the goal of `task` wherever one can; `None` when
    /// the budget ran out before.
    pub(super) fn order(
        self,
        task: &Task<'_>,
        random: &mut Random,
        budget: &Budget<'_>,
    ) -> Option<Vec<Node>> {
        match self {
            Self::Degree => degree::order(task, budget),
            Self::Core => core::order(task, budget),
            Self::Influence => influence::order(task, budget),
            Self::Explosive => explosive::order(task, budget),
            Self::Spectral => spectral::order(task, random, budget),
            Self::Local => local::order(task, budget),
            Self::Betweenness => betweenness::order(task, random, budget),
        }
    }
}
