//! Adaptive degree: always the node with most neighbours left (Albert, Jeong, Barabási: Error and
//! attack tolerance of complex networks, Nature 406, 2000; recalculated as in Holme et al., 2002).

use crate::budget::Budget;
use crate::disruption::order::starts::lazy;
use crate::disruption::order::task::Task;
use crate::graph::Node;

pub(super) fn order(task: &Task<'_>, budget: &Budget<'_>) -> Option<Vec<Node>> {
    lazy::order(task, budget, |remains, node| remains.degree[node as usize].into())
}
