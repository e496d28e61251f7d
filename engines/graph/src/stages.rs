//! A business model as a flow: recruit, pay, supply, move, house, cross, arrive.
//!
//! Whoever or whatever serves a stage is an arc with a capacity and a cost of taking it away. The
//! cheapest interdiction that stops the whole flow is a minimum cut by cost; what still passes
//! after some are gone is a maximum flow (Ford, Fulkerson, 1956; shortest augmenting paths of
//! Edmonds and Karp, 1972; interdiction: Wood: Deterministic network interdiction, 1993).

use crate::error::{Error, Result};
use crate::graph::Node;

/// Something that passes people, money or goods on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arc {
    /// The stage or place before.
    pub from: Node,
    /// The stage or place after.
    pub to: Node,
    /// How much passes at most; infinite for no limit.
    pub capacity: f64,
    /// What taking it away costs; infinite when that is not possible.
    pub cost: f64,
}

/// The cheapest way to stop a flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Interdiction {
    /// The arcs to take away, as indices.
    pub arcs: Vec<usize>,
    /// What that costs; no way to stop the flow costs less.
    pub cost: f64,
}

/// The cheapest arcs without which nothing passes from `source` to `target`.
pub fn cheapest_interdiction(
    n_nodes: usize,
    arcs: &[Arc],
    source: Node,
    target: Node,
) -> Result<Interdiction> {
    check(n_nodes, arcs, source, target)?;
    // An arc that passes nothing need not be taken away.
    let room = |arc: &Arc| if arc.capacity > 0.0 { arc.cost } else { 0.0 };
    let mut network = Residual::new(n_nodes, arcs, room);
    let cost = network.maximise(source, target);
    if cost.is_infinite() {
        let reason = "what cannot be taken away carries the flow on its own".to_owned();
        return Err(Error::Infeasible { reason });
    }
    let reached = network.reached(source);
    let is_cut = |&index: &usize| {
        let arc = &arcs[index];
        arc.capacity > 0.0
            && reached[arc.from as usize].is_some()
            && reached[arc.to as usize].is_none()
    };
    Ok(Interdiction { arcs: (0..arcs.len()).filter(is_cut).collect(), cost })
}

/// What passes at most when some arcs are gone, and through each arc: what reroutes, where.
pub fn flow_without(
    n_nodes: usize,
    arcs: &[Arc],
    gone: &[usize],
    source: Node,
    target: Node,
) -> Result<(f64, Vec<f64>)> {
    check(n_nodes, arcs, source, target)?;
    let left: Vec<Arc> = arcs
        .iter()
        .enumerate()
        .map(|(index, arc)| {
            let capacity = if gone.contains(&index) { 0.0 } else { arc.capacity };
            Arc { capacity, ..*arc }
        })
        .collect();
    let mut network = Residual::new(n_nodes, &left, |arc| arc.capacity);
    let total = network.maximise(source, target);
    let through = (0..arcs.len()).map(|index| network.room[2 * index + 1]).collect();
    Ok((total, through))
}

fn check(n_nodes: usize, arcs: &[Arc], source: Node, target: Node) -> Result<()> {
    let named = arcs.iter().flat_map(|arc| [arc.from, arc.to]).chain([source, target]);
    for node in named {
        if node as usize >= n_nodes {
            return Err(Error::NoSuchNode { node: node.into(), n_nodes });
        }
    }
    for (name, value) in arcs.iter().flat_map(|a| [("capacity", a.capacity), ("cost", a.cost)]) {
        if value.is_nan() || value < 0.0 {
            return Err(Error::OutOfRange { name, expected: "at least 0", value });
        }
    }
    if source == target {
        let reason = "the flow ends where it begins".to_owned();
        return Err(Error::Infeasible { reason });
    }
    Ok(())
}

/// What room is left in each arc (even) and its reverse (odd).
struct Residual {
    leaving: Vec<Vec<usize>>,
    head: Vec<Node>,
    room: Vec<f64>,
}

impl Residual {
    fn new(n_nodes: usize, arcs: &[Arc], room: impl Fn(&Arc) -> f64) -> Self {
        let mut residual =
            Self { leaving: vec![Vec::new(); n_nodes], head: Vec::new(), room: Vec::new() };
        for arc in arcs {
            for (tail, head, room) in [(arc.from, arc.to, room(arc)), (arc.to, arc.from, 0.0)] {
                residual.leaving[tail as usize].push(residual.head.len());
                residual.head.push(head);
                residual.room.push(room);
            }
        }
        residual
    }

    /// Augments along shortest paths until none is left; infinite when one has no limit.
    fn maximise(&mut self, source: Node, target: Node) -> f64 {
        let mut total = 0.0;
        loop {
            let reached = self.reached(source);
            let mut path = Vec::new();
            let mut at = target;
            while at != source {
                let Some(arc) = reached[at as usize] else { return total };
                path.push(arc);
                at = self.head[arc ^ 1];
            }
            let room = path.iter().map(|&arc| self.room[arc]).fold(f64::INFINITY, f64::min);
            if room.is_infinite() {
                return f64::INFINITY;
            }
            for arc in path {
                self.room[arc] -= room;
                self.room[arc ^ 1] += room;
            }
            total += room;
        }
    }

    /// For each node that is reached, the arc by which it is (for the source, any).
    fn reached(&self, source: Node) -> Vec<Option<usize>> {
        let mut reached = vec![None; self.leaving.len()];
        reached[source as usize] = Some(0);
        let mut queue = std::collections::VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.leaving[node as usize] {
                let head = self.head[arc];
                if self.room[arc] > 1e-12 && reached[head as usize].is_none() {
                    reached[head as usize] = Some(arc);
                    queue.push_back(head);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: f64 = f64::INFINITY;

    fn arc(from: Node, to: Node, capacity: f64, cost: f64) -> Arc {
        Arc { from, to, capacity, cost }
    }

    #[test]
    fn the_cheapest_stage_is_cut() {
        // Two recruiters, one driver, two boats.
        let arcs = [
            arc(0, 1, 5.0, 2.0),
            arc(0, 1, 5.0, 2.0),
            arc(1, 2, 8.0, 3.0),
            arc(2, 3, 4.0, 2.5),
            arc(2, 3, 4.0, 2.5),
        ];
        let plan = cheapest_interdiction(4, &arcs, 0, 3).unwrap();
        assert_eq!(plan, Interdiction { arcs: vec![2], cost: 3.0 });
        let (before, _) = flow_without(4, &arcs, &[], 0, 3).unwrap();
        let (after, through) = flow_without(4, &arcs, &[3], 0, 3).unwrap();
        assert!((before - 8.0).abs() < 1e-9 && (after - 4.0).abs() < 1e-9);
        assert!((through[4] - 4.0).abs() < 1e-9);
        assert!(flow_without(4, &arcs, &plan.arcs, 0, 3).unwrap().0.abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_taken_away_is_said() {
        assert!(cheapest_interdiction(2, &[arc(0, 1, 1.0, FREE)], 0, 1).is_err());
        assert!(cheapest_interdiction(2, &[arc(0, 1, f64::NAN, 1.0)], 0, 1).is_err());
        assert!(cheapest_interdiction(2, &[], 1, 1).is_err());
        assert!(cheapest_interdiction(2, &[], 0, 1).unwrap().arcs.is_empty());
    }
}
