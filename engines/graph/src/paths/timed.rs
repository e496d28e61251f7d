//! Time-respecting paths: each step begins when the one before has ended.
//!
//! Wu et al.: Path problems in temporal graphs, PVLDB 7, 2014: one pass over the links by
//! departure finds the earliest arrivals; rounds of it find the fewest hops.

use crate::error::{Error, Result};
use crate::graph::Node;

/// A contact or a journey from one node to another. Something that passes both ways is two links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimedLink {
    /// Where it begins.
    pub from: Node,
    /// Where it ends.
    pub to: Node,
    /// When it begins.
    pub departure: i64,
    /// When it ends; not before it begins.
    pub arrival: i64,
}

/// A path through time: indices into the links, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedPath {
    /// The links used.
    pub links: Vec<usize>,
    /// When the target is reached.
    pub arrival: i64,
}

/// The path from `source`, no earlier than `start`, that reaches `target` first.
pub fn earliest_arrival(
    n_nodes: usize,
    links: &[TimedLink],
    source: Node,
    target: Node,
    start: i64,
) -> Result<Option<TimedPath>> {
    let order = by_departure(n_nodes, links, [source, target])?;
    let mut reached = vec![i64::MAX; n_nodes];
    let mut through = vec![usize::MAX; n_nodes];
    reached[source as usize] = start;
    // Links without duration may chain at one instant in any order: repeat until nothing changes.
    let mut changed = true;
    while changed {
        changed = false;
        for &index in &order {
            let link = &links[index];
            let is_open = reached[link.from as usize] <= link.departure;
            if is_open && link.arrival < reached[link.to as usize] {
                reached[link.to as usize] = link.arrival;
                through[link.to as usize] = index;
                changed = true;
            }
        }
    }
    if reached[target as usize] == i64::MAX {
        return Ok(None);
    }
    let mut path = Vec::new();
    let mut at = target;
    while at != source {
        path.push(through[at as usize]);
        at = links[through[at as usize]].from;
    }
    path.reverse();
    Ok(Some(TimedPath { links: path, arrival: reached[target as usize] }))
}

/// The path from `source`, no earlier than `start`, that takes the fewest links, and of these the
/// one that arrives first.
pub fn fewest_hops(
    n_nodes: usize,
    links: &[TimedLink],
    source: Node,
    target: Node,
    start: i64,
) -> Result<Option<TimedPath>> {
    let order = by_departure(n_nodes, links, [source, target])?;
    // reached[hops][node], and the link by which it was.
    let mut reached = vec![vec![(i64::MAX, usize::MAX); n_nodes]];
    reached[0][source as usize] = (start, usize::MAX);
    while reached[reached.len() - 1][target as usize].0 == i64::MAX {
        let last = &reached[reached.len() - 1];
        let mut next = last.clone();
        let mut changed = false;
        for &index in &order {
            let link = &links[index];
            let is_open = last[link.from as usize].0 <= link.departure;
            if is_open && link.arrival < next[link.to as usize].0 {
                next[link.to as usize] = (link.arrival, index);
                changed = true;
            }
        }
        if !changed {
            return Ok(None);
        }
        reached.push(next);
    }
    let arrival = reached[reached.len() - 1][target as usize].0;
    let mut path = Vec::new();
    let mut at = target;
    for layer in reached.iter().skip(1).rev() {
        let index = layer[at as usize].1;
        path.push(index);
        at = links[index].from;
    }
    path.reverse();
    Ok(Some(TimedPath { links: path, arrival }))
}

/// The links by departure, once all are known to make sense.
fn by_departure(n_nodes: usize, links: &[TimedLink], ends: [Node; 2]) -> Result<Vec<usize>> {
    let named = links.iter().flat_map(|link| [link.from, link.to]).chain(ends);
    for node in named {
        if node as usize >= n_nodes {
            return Err(Error::NoSuchNode { node: node.into(), n_nodes });
        }
    }
    if let Some(link) = links.iter().find(|link| link.arrival < link.departure) {
        let (expected, value) = ("not before the departure", link.arrival as f64);
        return Err(Error::OutOfRange { name: "arrival", expected, value });
    }
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|&index| (links[index].departure, links[index].arrival));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: Node, to: Node, departure: i64, arrival: i64) -> TimedLink {
        TimedLink { from, to, departure, arrival }
    }

    #[test]
    fn time_runs_one_way() {
        let links = [link(0, 1, 5, 6), link(1, 2, 3, 4), link(1, 2, 6, 9), link(0, 2, 1, 20)];
        let first = earliest_arrival(3, &links, 0, 2, 0).unwrap().unwrap();
        assert_eq!(first, TimedPath { links: vec![0, 2], arrival: 9 });
        let direct = fewest_hops(3, &links, 0, 2, 0).unwrap().unwrap();
        assert_eq!(direct, TimedPath { links: vec![3], arrival: 20 });
        assert_eq!(earliest_arrival(3, &links, 2, 0, 0).unwrap(), None);
        assert_eq!(fewest_hops(3, &links, 0, 2, 6).unwrap(), None);
    }

    #[test]
    fn links_without_duration_chain() {
        let links = [link(1, 2, 3, 3), link(0, 1, 3, 3)];
        let found = earliest_arrival(3, &links, 0, 2, 0).unwrap().unwrap();
        assert_eq!(found.links, [1, 0]);
        assert_eq!(fewest_hops(3, &links, 0, 2, 0).unwrap().unwrap().links, [1, 0]);
    }

    #[test]
    fn arrivals_before_departures_are_refused() {
        assert!(earliest_arrival(2, &[link(0, 1, 5, 4)], 0, 1, 0).is_err());
        assert!(fewest_hops(2, &[link(0, 7, 5, 6)], 0, 1, 0).is_err());
    }
}
