//! Where to draw things: each part by itself, nothing on top of anything, parts side by side.

use std::collections::HashMap;

use crossbearing_graph::Graph;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::components::Components;
use crossbearing_graph::layout::{Point, layout};

/// Steps that a layout may take: some tenths of a second.
const LAYOUT_STEPS: u64 = 60_000_000;
/// How much wider than high a chart is, if nobody says.
pub(crate) const USUAL_ASPECT: f64 = 2.6;
/// The narrowest and the widest chart: a telephone held upright, and two screens.
const ASPECTS: [f64; 2] = [0.4, 5.0];
/// The room between two parts.
const BETWEEN: f64 = 1.8;

/// Positions with ties about one unit long. What had a position keeps it.
pub(crate) fn arrange(
    graph: &Graph,
    previous: &[Option<Point>],
    seed: u64,
    aspect: f64,
) -> Vec<Point> {
    let is_fixed: Vec<bool> = previous.iter().map(Option::is_some).collect();
    if is_fixed.contains(&true) {
        let points = laid_out(graph, previous, seed);
        return spread(points, &is_fixed);
    }
    let components = Components::new(graph);
    let mut parts: Vec<(Vec<u32>, Vec<Point>)> = Vec::new();
    for component in 0..components.sizes.len() as u32 {
        let nodes = components.nodes_of(component);
        let part = graph.induced(&nodes);
        let points = turned(scaled(&part, laid_out(&part, &[], seed)), aspect);
        let loose = vec![false; nodes.len()];
        parts.push((nodes, spread(points, &loose)));
    }
    let aspect = if aspect.is_finite() { aspect } else { USUAL_ASPECT };
    packed(graph.n_nodes(), parts, aspect.clamp(ASPECTS[0], ASPECTS[1]))
}

fn laid_out(graph: &Graph, previous: &[Option<Point>], seed: u64) -> Vec<Point> {
    let steps = Steps::new(LAYOUT_STEPS);
    layout(graph, previous, seed, &Budget::whole(&steps))
}

/// The points with the usual tie one unit long.
fn scaled(graph: &Graph, mut points: Vec<Point>) -> Vec<Point> {
    let length = |(a, b, _): (u32, u32, f64)| {
        let (a, b) = (points[a as usize], points[b as usize]);
        (a[0] - b[0]).hypot(a[1] - b[1])
    };
    let mut lengths: Vec<f64> = graph.edges().map(length).collect();
    lengths.sort_by(f64::total_cmp);
    let usual = lengths.get(lengths.len() / 2).copied().unwrap_or(1.0).max(1e-6);
    for point in &mut points {
        *point = point.map(|value| value / usual);
    }
    points
}

/// A part lying as the screen lies: upright on a narrow one, along a wide one.
fn turned(mut points: Vec<Point>, aspect: f64) -> Vec<Point> {
    let span = |axis: usize| {
        let values = points.iter().map(|point| point[axis]);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        high - low
    };
    if (span(0) > span(1)) != (aspect > 1.0) {
        for point in &mut points {
            point.swap(0, 1);
        }
    }
    points
}

/// Parts in rows, the largest first, in about the shape of a screen.
fn packed(n_nodes: usize, mut parts: Vec<(Vec<u32>, Vec<Point>)>, aspect: f64) -> Vec<Point> {
    let mut placed = vec![[0.0; 2]; n_nodes];
    let boxes = |points: &[Point]| {
        let least = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::INFINITY, f64::min);
        let most = |axis: usize| points.iter().map(|p| p[axis]).fold(f64::NEG_INFINITY, f64::max);
        let low = [least(0), least(1)];
        (low, [most(0) - low[0] + BETWEEN, most(1) - low[1] + BETWEEN])
    };
    parts.sort_by_key(|(nodes, _)| (std::cmp::Reverse(nodes.len()), nodes.first().copied()));
    let area: f64 = parts.iter().map(|(_, points)| boxes(points).1.iter().product::<f64>()).sum();
    let widest = parts.iter().map(|(_, points)| boxes(points).1[0]).fold(0.0, f64::max);
    let width = (area * aspect).sqrt().max(widest);
    let (mut corner, mut row) = ([0.0, 0.0], 0.0);
    for (nodes, points) in &parts {
        let (low, size) = boxes(points);
        if corner[0] > 0.0 && corner[0] + size[0] > width {
            corner = [0.0, corner[1] + row];
            row = 0.0;
        }
        for (&node, point) in nodes.iter().zip(points) {
            let at = [corner[0] + point[0] - low[0], corner[1] + point[1] - low[1]];
            placed[node as usize] = at;
        }
        corner[0] += size[0];
        row = f64::max(row, size[1]);
    }
    placed
}

/// Nodes are drawn at least this far apart, in the length of a tie.
const APART: f64 = 1.0;
/// Rounds in which nodes that lie on one another are pushed apart.
const ROUNDS: usize = 40;

/// The points with those that lie on one another pushed apart; what is fixed stays.
fn spread(mut points: Vec<Point>, is_fixed: &[bool]) -> Vec<Point> {
    for _ in 0..ROUNDS {
        let cell = |point: Point| point.map(|value| (value / APART).floor() as i64);
        let mut cells: HashMap<[i64; 2], Vec<usize>> = HashMap::new();
        for (at, point) in points.iter().enumerate() {
            cells.entry(cell(*point)).or_default().push(at);
        }
        let mut moved = false;
        for at in 0..points.len() {
            let [column, row] = cell(points[at]);
            let near = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [column + x, row + y]));
            let near = near.filter_map(|cell| cells.get(&cell)).flatten().copied();
            for other in near.filter(|&other| other > at) {
                moved |= part(&mut points, (at, other), is_fixed);
            }
        }
        if !moved {
            break;
        }
    }
    points
}

/// Moves two points that are too close apart along the line between them.
fn part(points: &mut [Point], (one, other): (usize, usize), is_fixed: &[bool]) -> bool {
    let (a, b) = (points[one], points[other]);
    let distance = (b[0] - a[0]).hypot(b[1] - a[1]);
    if distance >= APART || (is_fixed[one] && is_fixed[other]) {
        return false;
    }
    // Two in one place part in a direction of their own.
    let turn = one as f64 * 2.4;
    let along = if distance > 1e-6 {
        [(b[0] - a[0]) / distance, (b[1] - a[1]) / distance]
    } else {
        [turn.cos(), turn.sin()]
    };
    let one_moves = if is_fixed[one] {
        0.0
    } else if is_fixed[other] {
        1.0
    } else {
        0.5
    };
    let gap = (APART - distance) * 1.02;
    for axis in [0, 1] {
        points[one][axis] -= along[axis] * gap * one_moves;
        points[other][axis] += along[axis] * gap * (1.0 - one_moves);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_as_wide_as_the_screen_it_is_for() {
        // Forty pairs and one long chain.
        let pairs = (0..40u32).map(|pair| (pair * 2, pair * 2 + 1));
        let chain = (80..110u32).map(|at| (at, at + 1));
        let graph = Graph::from_edges(111, pairs.chain(chain)).unwrap();
        let shape = |aspect: f64| {
            let points = arrange(&graph, &vec![None; 111], 1, aspect);
            let edge = |axis: usize, pick: fn(f64, f64) -> f64, start: f64| {
                points.iter().map(|point| point[axis]).fold(start, pick)
            };
            let span = |axis: usize| {
                edge(axis, f64::max, f64::NEG_INFINITY) - edge(axis, f64::min, f64::INFINITY)
            };
            span(0) / span(1)
        };
        assert!(shape(0.5) < 1.0 && shape(2.6) > 1.5, "{} and {}", shape(0.5), shape(2.6));
        assert!(shape(f64::NAN) > 1.5 && shape(1e9) > 1.5);
    }

    #[test]
    fn nodes_do_not_lie_on_one_another_and_the_fixed_stay() {
        let points = vec![[0.0, 0.0]; 12];
        let mut is_fixed = vec![false; 12];
        is_fixed[3] = true;
        let spread = spread(points, &is_fixed);
        assert!(spread[3].iter().all(|value| value.abs() < 1e-12));
        for (at, a) in spread.iter().enumerate() {
            for b in &spread[at + 1..] {
                assert!((a[0] - b[0]).hypot(a[1] - b[1]) > APART * 0.6);
            }
        }
    }
}
