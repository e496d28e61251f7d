//! A network as a drawing: nodes with their names, ties as sure as they are drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossbearing_network::chart::Chart;
use crossbearing_network::{Care, NodeKind, NodeNo, Projection, Tie};
use crossbearing_paper::{Anchor, Colour, Dash, Drawing, Look, Rich, Shape, Stroke};

use super::said;

/// How wide a drawing is, in points.
const WIDTH: f32 = 493.0;
/// The least and the most that it is high, beside its width.
const HEIGHTS: [f32; 2] = [0.32, 1.05];
const MARGIN: f32 = 34.0;
/// How large names are, how wide a letter of them is about, and how wide a name is at most.
const NAME: f32 = 6.4;
const LETTER: f32 = 3.6;
const WIDEST_NAME: f32 = 82.0;

/// How a picture shows some of its nodes.
#[derive(Default)]
pub(super) struct Emphasis {
    /// Nodes with a number in them: the steps of a plan.
    pub(super) numbered: BTreeMap<NodeNo, usize>,
    /// The node that the picture is about.
    pub(super) middle: Option<NodeNo>,
    /// Boxes around several.
    pub(super) boxes: Vec<(String, BTreeSet<NodeNo>)>,
}

/// Draws a chart.
pub(super) fn picture(projection: &Projection, chart: &Chart, emphasis: &Emphasis) -> Drawing {
    let places = Places::new(chart);
    let radius = (46.0 / (chart.nodes.len() as f32).sqrt().max(1.0)).clamp(2.6, 7.0);
    let mut shapes = Vec::new();
    for (label, nodes) in &emphasis.boxes {
        shapes.extend(box_around(label, nodes, &places, radius));
    }
    let mut between: HashMap<(NodeNo, NodeNo), &Tie> = HashMap::new();
    for tie in chart.ties.iter().map(|&number| projection.tie(number)) {
        let ends = (tie.from.min(tie.to), tie.from.max(tie.to));
        let best = between.entry(ends).or_insert(tie);
        if best.probability < tie.probability {
            *best = tie;
        }
    }
    let mut ties: Vec<&Tie> = between.into_values().collect();
    ties.sort_by_key(|tie| (tie.from, tie.to));
    shapes.extend(ties.iter().filter_map(|tie| line(tie, &places, radius)));
    for placed in &chart.nodes {
        shapes.extend(node(projection, placed.node, &places, radius, emphasis));
    }
    shapes.extend(names(projection, chart, &places, radius, emphasis));
    Drawing {
        width: WIDTH,
        height: places.height,
        shapes,
        description: described(projection, chart, &ties),
        caption: Rich::plain(LEGEND),
    }
}

const LEGEND: &str = "Lines: whole where the tie is confirmed (80 % and more), dashed where it is \
    probable (55 %), dotted where it is doubtful; arrows where a direction means something. \
    Circles are persons (dark: suspected), squares things, diamonds events, shields persons in \
    danger, who are nobody's target.";

/// The picture in words: who is on it, and the surest ties.
fn described(projection: &Projection, chart: &Chart, ties: &[&Tie]) -> String {
    let name = |node: NodeNo| said(&projection.node(node).caption);
    let mut surest: Vec<&&Tie> = ties.iter().collect();
    surest.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let told: Vec<String> = surest
        .iter()
        .take(12)
        .map(|tie| {
            let sure = tie.probability * 100.0;
            format!("{} {} {} ({sure:.0} %)", name(tie.from), tie.label, name(tie.to))
        })
        .collect();
    let n_ties = ties.len();
    format!("{} nodes, {n_ties} pairs tied. Surest: {}.", chart.nodes.len(), told.join("; "))
}

/// The names that fit: those of what the picture is about first; none lies on another.
fn names(
    projection: &Projection,
    chart: &Chart,
    places: &Places,
    radius: f32,
    emphasis: &Emphasis,
) -> Vec<Shape> {
    let is_about =
        |node: NodeNo| emphasis.middle == Some(node) || emphasis.numbered.contains_key(&node);
    let mut order: Vec<NodeNo> = chart.nodes.iter().map(|placed| placed.node).collect();
    order.sort_by_key(|&node| !is_about(node));
    let nodes: Vec<(NodeNo, [f32; 2])> =
        order.iter().map(|&node| (node, places.of(node))).collect();
    let mut taken: Vec<Room> = Vec::new();
    let mut shapes = Vec::new();
    for node in order {
        let (at, text) = (places.of(node), said(&projection.node(node).caption));
        let width = (text.chars().count() as f32 * LETTER).min(WIDEST_NAME);
        let is_free = |&(_, _, room): &(Anchor, [f32; 2], Room)| {
            let on_node = nodes.iter().any(|&(other, [x, y])| {
                other != node && meet(room, [x - radius, y - radius, x + radius, y + radius])
            });
            !on_node && !taken.iter().any(|&other| meet(room, other))
        };
        let around = spots(at, radius, width);
        // What the picture is about has its name in any case, as long as no other name is there.
        let only_names = |&(_, _, room): &(Anchor, [f32; 2], Room)| {
            is_about(node) && !taken.iter().any(|&other| meet(room, other))
        };
        let spot = around.iter().find(|spot| is_free(spot));
        let Some(&(anchor, at, room)) =
            spot.or_else(|| around.iter().find(|spot| only_names(spot)))
        else {
            continue;
        };
        taken.push(room);
        shapes.push(Shape::Words {
            at,
            text,
            size: NAME,
            look: if is_about(node) { Look::Bold } else { Look::Plain },
            anchor,
            most_width: WIDEST_NAME,
        });
    }
    shapes
}

/// What a name takes up: left, top, right, bottom.
type Room = [f32; 4];

fn meet(one: Room, other: Room) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Where a name may stand beside its node: below, above, to the right, to the left; only on paper.
fn spots([x, y]: [f32; 2], radius: f32, width: f32) -> Vec<(Anchor, [f32; 2], Room)> {
    let gap = radius + 2.0;
    let beside = y + NAME * 0.36;
    let spots = [
        (Anchor::Middle, [x, y + radius + 7.5]),
        (Anchor::Middle, [x, y - radius - 3.0]),
        (Anchor::Start, [x + gap, beside]),
        (Anchor::End, [x - gap, beside]),
    ];
    let spots = spots.into_iter().map(|(anchor, [x, base])| {
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        (anchor, [x, base], [left, base - NAME, left + width, base + 1.5])
    });
    spots.filter(|(.., room)| room[0] > 0.0 && room[2] < WIDTH).collect()
}

/// Where each node is on the paper.
struct Places {
    points: HashMap<NodeNo, [f32; 2]>,
    height: f32,
}

impl Places {
    /// The chart's own places, as large as the paper is wide.
    fn new(chart: &Chart) -> Self {
        let edge = |axis: usize, pick: fn(f64, f64) -> f64, start: f64| {
            chart.nodes.iter().map(|placed| placed.at[axis]).fold(start, pick)
        };
        let low = [edge(0, f64::min, f64::INFINITY), edge(1, f64::min, f64::INFINITY)];
        let high = [edge(0, f64::max, f64::NEG_INFINITY), edge(1, f64::max, f64::NEG_INFINITY)];
        let span = [0, 1].map(|axis| (high[axis] - low[axis]).max(1e-6));
        let shape = (span[1] / span[0]) as f32;
        let height = (WIDTH * shape.clamp(HEIGHTS[0], HEIGHTS[1])).max(150.0);
        let room = [WIDTH - 2.0 * MARGIN, height - 2.0 * MARGIN];
        let scale = (f64::from(room[0]) / span[0]).min(f64::from(room[1]) / span[1]).min(120.0);
        let points = chart.nodes.iter().map(|placed| {
            let at = [0, 1].map(|axis| {
                let free = f64::from(room[axis]) - span[axis] * scale;
                let from_edge = (placed.at[axis] - low[axis]) * scale + free / 2.0;
                MARGIN + from_edge as f32
            });
            (placed.node, at)
        });
        Self { points: points.collect(), height }
    }

    fn of(&self, node: NodeNo) -> [f32; 2] {
        self.points.get(&node).copied().unwrap_or([MARGIN; 2])
    }
}

fn line(tie: &Tie, places: &Places, radius: f32) -> Option<Shape> {
    let (from, to) = (places.of(tie.from), places.of(tie.to));
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    if length < 2.2 * radius {
        return None;
    }
    let (x, y) = (dx / length * (radius + 1.0), dy / length * (radius + 1.0));
    let dash = match tie.probability {
        sure if sure >= 0.8 => Dash::Solid,
        probable if probable >= 0.55 => Dash::Dashed,
        _ => Dash::Dotted,
    };
    Some(Shape::Line {
        points: vec![[from[0] + x, from[1] + y], [to[0] - x, to[1] - y]],
        stroke: Stroke { colour: Colour(110, 110, 118), width: 0.7, dash },
        is_arrow: tie.directed,
    })
}

fn node(
    projection: &Projection,
    number: NodeNo,
    places: &Places,
    radius: f32,
    emphasis: &Emphasis,
) -> Vec<Shape> {
    let (node, [x, y]) = (projection.node(number), places.of(number));
    let step = emphasis.numbered.get(&number);
    let is_marked = step.is_some() || emphasis.middle == Some(number);
    let edge = Stroke {
        colour: if is_marked { Colour(160, 20, 40) } else { Colour(40, 40, 48) },
        width: if is_marked { 1.6 } else { 0.8 },
        dash: Dash::Solid,
    };
    let fill = match (&node.care, node.suspicion.is_empty()) {
        (Care::None, false) => Colour(196, 203, 216),
        _ => Colour::WHITE,
    };
    let r = radius;
    let corners = |points: &[[f32; 2]]| -> Vec<[f32; 2]> {
        points.iter().map(|[dx, dy]| [x + dx * r, y + dy * r]).collect()
    };
    let area =
        |points: &[[f32; 2]]| Shape::Area { points: corners(points), fill, stroke: Some(edge) };
    let shape = match (node.kind, &node.care) {
        (_, Care::InDanger(_) | Care::Carried(_)) => {
            area(&[[-0.85, -0.9], [0.85, -0.9], [0.85, 0.2], [0.0, 1.1], [-0.85, 0.2]])
        }
        (NodeKind::Person, Care::None) => {
            Shape::Circle { middle: [x, y], radius: r, fill, stroke: Some(edge) }
        }
        (NodeKind::Event, Care::None) => area(&[[0.0, -1.1], [1.1, 0.0], [0.0, 1.1], [-1.1, 0.0]]),
        _ => area(&[[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]),
    };
    let mut shapes = vec![shape];
    if let Some(step) = step {
        shapes.push(Shape::Words {
            at: [x, y + r * 0.42],
            text: step.to_string(),
            size: (r * 1.25).max(4.5),
            look: Look::Bold,
            anchor: Anchor::Middle,
            most_width: 4.0 * r,
        });
    }
    shapes
}

fn box_around(label: &str, nodes: &BTreeSet<NodeNo>, places: &Places, radius: f32) -> Vec<Shape> {
    let points: Vec<[f32; 2]> =
        nodes.iter().filter_map(|node| places.points.get(node).copied()).collect();
    if points.is_empty() {
        return Vec::new();
    }
    let edge = |axis: usize, pick: fn(f32, f32) -> f32, start: f32| {
        points.iter().map(|point| point[axis]).fold(start, pick)
    };
    let pad = radius + 12.0;
    let (left, top) = (edge(0, f32::min, f32::MAX) - pad, edge(1, f32::min, f32::MAX) - pad);
    let (right, low) = (edge(0, f32::max, f32::MIN) + pad, edge(1, f32::max, f32::MIN) + pad);
    let stroke = Stroke { colour: Colour::GREY, width: 0.7, dash: Dash::Dashed };
    vec![
        Shape::Area {
            points: vec![[left, top], [right, top], [right, low], [left, low]],
            fill: Colour(246, 246, 248),
            stroke: Some(stroke),
        },
        Shape::Words {
            at: [left + 4.0, top + 8.0],
            text: label.to_owned(),
            size: 6.4,
            look: Look::Bold,
            anchor: Anchor::Start,
            most_width: (right - left - 8.0).max(10.0),
        },
    ]
}
