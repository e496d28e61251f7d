//! Positions for drawing that change little when the graph does.
//!
//! Springs and repulsion (Fruchterman, Reingold: Graph drawing by force-directed placement, 1991);
//! far groups repel as one from a grid of cells. A node that had a position starts there, a new one
//! among its neighbours, and the more had one, the less anything moves.

use crate::budget::Budget;
use crate::graph::{Graph, Node};
use crate::random::Random;

/// A position.
pub type Point = [f64; 2];

/// Rounds over all nodes.
const N_ROUNDS: usize = 60;

/// Lays a graph out with unit distance between tied nodes. `previous` holds the positions of an
/// earlier layout; empty for none.
pub fn layout(
    graph: &Graph,
    previous: &[Option<Point>],
    seed: u64,
    budget: &Budget<'_>,
) -> Vec<Point> {
    let n_nodes = graph.n_nodes();
    let known = previous.iter().filter(|point| point.is_some()).count();
    let mut random = Random::new(seed);
    let mut points = start(graph, previous, &mut random);
    let side = (n_nodes as f64).sqrt().max(1.0);
    let freedom = 1.0 - 0.98 * known as f64 / n_nodes.max(1) as f64;
    for round in 0..N_ROUNDS {
        if budget.is_spent() {
            break;
        }
        let step = freedom * side * 0.1 * (1.0 - round as f64 / N_ROUNDS as f64).powi(2) + 0.001;
        let cells = Cells::new(&points);
        let moves: Vec<Point> =
            graph.nodes().map(|node| force(graph, &points, &cells, node)).collect();
        for (point, force) in points.iter_mut().zip(moves) {
            let length = force[0].hypot(force[1]).max(1e-9);
            let scale = step.min(length * freedom) / length;
            point[0] += force[0] * scale;
            point[1] += force[1] * scale;
        }
        budget.add((n_nodes * 100 + graph.n_edges()) as u64);
    }
    points
}

/// Where each node starts: where it was, else among its placed neighbours, else anywhere.
fn start(graph: &Graph, previous: &[Option<Point>], random: &mut Random) -> Vec<Point> {
    let side = (graph.n_nodes() as f64).sqrt();
    let was = |node: Node| {
        let point = previous.get(node as usize).copied().flatten();
        point.filter(|point| point.iter().all(|value| value.is_finite()))
    };
    let mut place = |node: Node| {
        let jitter = [random.unit() - 0.5, random.unit() - 0.5];
        was(node).unwrap_or_else(|| {
            let near: Vec<Point> = graph.neighbours(node).iter().filter_map(|&n| was(n)).collect();
            if near.is_empty() {
                return jitter.map(|value| value * side);
            }
            let mean = |axis: usize| near.iter().map(|p| p[axis]).sum::<f64>() / near.len() as f64;
            [mean(0) + jitter[0], mean(1) + jitter[1]]
        })
    };
    graph.nodes().map(&mut place).collect()
}

fn force(graph: &Graph, points: &[Point], cells: &Cells, node: Node) -> Point {
    let here = points[node as usize];
    let mut sum = cells.repulsion(points, node);
    for &near in graph.neighbours(node) {
        let there = points[near as usize];
        let (x, y) = (there[0] - here[0], there[1] - here[1]);
        let pull = x.hypot(y) / (1.0 + 0.1 * graph.degree(node) as f64);
        sum[0] += x * pull;
        sum[1] += y * pull;
    }
    // A weak pull to the middle keeps loose parts in sight.
    [sum[0] - 0.01 * here[0], sum[1] - 0.01 * here[1]]
}

/// Nodes by cell of a square grid.
struct Cells {
    n_side: usize,
    low: Point,
    width: f64,
    members: Vec<Vec<Node>>,
    /// The mean of the points in each cell.
    centres: Vec<Point>,
}

impl Cells {
    fn new(points: &[Point]) -> Self {
        let n_side = ((points.len() as f64).sqrt() / 4.0).ceil().clamp(1.0, 24.0) as usize;
        let least = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
        let low = [least(0), least(1)];
        let width = (most(0) - low[0]).max(most(1) - low[1]).max(1e-9) / n_side as f64;
        let mut cells = Self {
            n_side,
            low,
            width,
            members: vec![Vec::new(); n_side * n_side],
            centres: vec![[0.0; 2]; n_side * n_side],
        };
        for (node, &point) in points.iter().enumerate() {
            let cell = cells.of(point);
            cells.members[cell].push(node as Node);
            cells.centres[cell][0] += point[0];
            cells.centres[cell][1] += point[1];
        }
        for (centre, members) in cells.centres.iter_mut().zip(&cells.members) {
            let count = members.len().max(1) as f64;
            *centre = centre.map(|sum| sum / count);
        }
        cells
    }

    fn of(&self, point: Point) -> usize {
        let last = self.n_side - 1;
        let along = |axis: usize| {
            (((point[axis] - self.low[axis]) / self.width).max(0.0) as usize).min(last)
        };
        along(1) * self.n_side + along(0)
    }

    /// How all other nodes push one away: those in its cell and next to it each, others by cell.
    fn repulsion(&self, points: &[Point], node: Node) -> Point {
        let here = points[node as usize];
        let own = self.of(here);
        let (row, column) = (own / self.n_side, own % self.n_side);
        let mut sum = [0.0; 2];
        let mut push = |there: Point, count: f64| {
            let (x, y) = (here[0] - there[0], here[1] - there[1]);
            let scale = count / (x * x + y * y).max(0.01);
            sum[0] += x * scale;
            sum[1] += y * scale;
        };
        for (cell, members) in self.members.iter().enumerate().filter(|(_, m)| !m.is_empty()) {
            let is_near =
                row.abs_diff(cell / self.n_side) <= 1 && column.abs_diff(cell % self.n_side) <= 1;
            // A crowded cell is too much to look at one by one.
            if is_near && members.len() <= 64 {
                for &other in members.iter().filter(|&&other| other != node) {
                    push(points[other as usize], 1.0);
                }
            } else {
                push(self.centres[cell], members.len() as f64);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;

    fn ring(n_nodes: u32) -> Graph {
        let edges = (0..n_nodes).map(|node| (node, (node + 1) % n_nodes));
        Graph::from_edges(n_nodes as usize, edges).unwrap()
    }

    fn distance(a: Point, b: Point) -> f64 {
        (a[0] - b[0]).hypot(a[1] - b[1])
    }

    #[test]
    fn tied_nodes_lie_closer_and_the_seed_decides() {
        let all = Steps::new(u64::MAX);
        let budget = Budget::whole(&all);
        let points = layout(&ring(40), &[], 1, &budget);
        assert_eq!(points, layout(&ring(40), &[], 1, &budget));
        let tied: f64 = (0..40).map(|v| distance(points[v], points[(v + 1) % 40])).sum();
        let apart: f64 = (0..40).map(|v| distance(points[v], points[(v + 20) % 40])).sum();
        assert!(tied < apart, "{tied} {apart}");
        assert!(points.iter().flatten().all(|value| value.is_finite()));
    }

    #[test]
    fn a_new_node_hardly_moves_the_others() {
        let all = Steps::new(u64::MAX);
        let budget = Budget::whole(&all);
        let before = layout(&ring(60), &[], 1, &budget);
        let edges = ring(60).edges().map(|(a, b, _)| (a, b)).chain([(0, 60)]).collect::<Vec<_>>();
        let larger = Graph::from_edges(61, edges).unwrap();
        let previous: Vec<Option<Point>> =
            before.iter().map(|&point| Some(point)).chain([None]).collect();
        let after = layout(&larger, &previous, 2, &budget);
        let moved: f64 = (0..60).map(|v| distance(before[v], after[v])).sum::<f64>() / 60.0;
        let size = distance([0.0; 2], before[0]).max(1.0);
        assert!(moved < 0.2 * size, "{moved} {size}");
    }

    #[test]
    fn nothing_to_draw() {
        let none = Steps::new(0);
        assert!(layout(&Graph::default(), &[], 1, &Budget::whole(&none)).is_empty());
    }
}
