//! The k-core of each node: the largest `k` for which it lies in a part where everyone has at least
//! `k` neighbours (Seidman, 1983; bucket algorithm of Batagelj and Zaversnik, 2003, in `O(m)`).

use crate::graph::{Graph, Node};

/// The core number of each node.
pub fn core_numbers(graph: &Graph) -> Vec<u32> {
    let mut core: Vec<u32> = graph.nodes().map(|node| graph.degree(node) as u32).collect();
    let mut starts = bucket_starts(&core);
    let mut sorted = vec![0 as Node; graph.n_nodes()];
    let mut place = vec![0_u32; graph.n_nodes()];
    let mut next = starts.clone();
    for node in graph.nodes() {
        let slot = &mut next[core[node as usize] as usize];
        place[node as usize] = *slot;
        sorted[*slot as usize] = node;
        *slot += 1;
    }
    for index in 0..sorted.len() {
        let node = sorted[index];
        let own = core[node as usize];
        for &near in graph.neighbours(node) {
            let theirs = core[near as usize];
            if theirs > own {
                // Swap the neighbour to the front of its bucket, and move the bucket's start.
                let start = starts[theirs as usize].max(index as u32 + 1);
                let (at, front) = (place[near as usize], sorted[start as usize]);
                sorted.swap(at as usize, start as usize);
                place[front as usize] = at;
                place[near as usize] = start;
                starts[theirs as usize] = start + 1;
                core[near as usize] -= 1;
            }
        }
    }
    core
}

/// Where the nodes of each degree begin when sorted by degree.
fn bucket_starts(degrees: &[u32]) -> Vec<u32> {
    let most = degrees.iter().copied().max().unwrap_or(0) as usize;
    let mut counts = vec![0_u32; most + 2];
    for &degree in degrees {
        counts[degree as usize + 1] += 1;
    }
    for degree in 0..=most {
        counts[degree + 1] += counts[degree];
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_triangle_with_a_tail() {
        let graph = Graph::from_edges(5, [(0, 1), (1, 2), (2, 0), (2, 3)]).unwrap();
        assert_eq!(core_numbers(&graph), [2, 2, 2, 1, 0]);
        assert!(core_numbers(&Graph::default()).is_empty());
    }

    #[test]
    fn peeling_by_hand_agrees() {
        let mut random = Random::new(3);
        for _ in 0..50 {
            let edges: Vec<_> =
                (0..60).map(|_| (random.below(25) as Node, random.below(25) as Node)).collect();
            let graph = Graph::from_edges(25, edges).unwrap();
            let core = core_numbers(&graph);
            for k in 0..8 {
                let mut kept = [true; 25];
                for _ in 0..25 {
                    for node in graph.nodes() {
                        let near = graph.neighbours(node).iter();
                        let left = near.filter(|&&next| kept[next as usize]).count();
                        kept[node as usize] &= left >= k;
                    }
                }
                for node in 0..25 {
                    assert_eq!(kept[node], core[node] as usize >= k);
                }
            }
        }
    }
}
