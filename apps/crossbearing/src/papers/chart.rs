//! A chart of the explorer as a printed document: the drawing, and its twin in tables.

use std::collections::BTreeSet;

use crossbearing_model::EntityId;
use crossbearing_network::chart::Chart;
use crossbearing_network::{Care, NodeNo, Projection, Tie};
use crossbearing_paper::{Block, Column, Look, Rich, Table};

use super::picture::{Emphasis, picture};
use super::sources::Sources;
use super::{Paper, said};

/// The most rows of a twin: a chart with more says so.
const MOST_ROWS: usize = 400;

/// What somebody drew.
pub(crate) struct Drawn {
    /// What the chart is called.
    pub(crate) name: String,
    /// What was left out of it, in words; empty if nothing was.
    pub(crate) left_out: String,
    /// Boxes around several.
    pub(crate) boxes: Vec<(String, BTreeSet<EntityId>)>,
}

/// The chart as a paper.
pub(crate) fn chart(projection: &Projection, made: &Chart, drawn: Drawn) -> Paper {
    let found = |id: &EntityId| projection.find(id).ok();
    let boxes = drawn.boxes.into_iter().map(|(label, ids)| {
        let nodes: BTreeSet<NodeNo> = ids.iter().filter_map(found).collect();
        (label, nodes)
    });
    let emphasis = Emphasis { boxes: boxes.collect(), ..Emphasis::default() };
    let mut sources = Sources::default();
    let title = if drawn.name.is_empty() { "Network chart".to_owned() } else { drawn.name };
    let mut blocks = vec![
        Block::Heading { level: 1, text: Rich::plain(&title) },
        Block::Paragraph(Rich::plain(format!(
            "{} of the {} persons, things and events of the network, with {} ties between them.{}",
            made.nodes.len(),
            projection.nodes.len(),
            made.ties.len(),
            if drawn.left_out.is_empty() {
                String::new()
            } else {
                format!(" Left out: {}.", drawn.left_out)
            }
        ))),
        Block::Drawing(picture(projection, made, &emphasis)),
    ];
    blocks.push(Block::Heading { level: 2, text: "Who and what is on it".into() });
    blocks.push(Block::Table(nodes_table(projection, made)));
    blocks.push(Block::Heading { level: 2, text: "What ties them".into() });
    blocks.push(Block::Table(ties_table(projection, made, &mut sources)));
    let more = made.nodes.len().max(made.ties.len());
    if more > MOST_ROWS {
        let text =
            format!("The tables end at {MOST_ROWS} rows; the CSV of the chart has them all.");
        blocks.push(Block::Paragraph(Rich::default().and_look(text, Look::Faint)));
    }
    let shown = made.nodes.iter().map(|placed| projection.node(placed.node).id.clone());
    let mut objects: Vec<EntityId> = shown.collect();
    let (notes, reports) = sources.finish();
    objects.extend(reports);
    Paper { kind: "chart", title, blocks, notes, labels: made.labels.clone(), objects }
}

fn nodes_table(projection: &Projection, made: &Chart) -> Table {
    let rows = made.nodes.iter().take(MOST_ROWS).map(|placed| {
        let node = projection.node(placed.node);
        let standing = match (&node.care, node.suspicion.is_empty()) {
            (Care::InDanger(_), _) => "in danger",
            (Care::Carried(_), _) => "was carried",
            (Care::None, false) => "suspected",
            (Care::None, true) => "",
        };
        vec![
            Rich::bold(said(&node.caption)),
            Rich::plain(node.kind.as_str()),
            Rich::plain(standing),
            Rich::plain(node.id.to_string()),
            Rich::plain(placed.unseen.to_string()),
        ]
    });
    let heads = [("Name", 2.4), ("Kind", 1.0), ("Standing", 1.0), ("Record", 1.6)];
    let mut columns: Vec<Column> = heads.into_iter().map(column).collect();
    columns.push(Column { head: "Ties not shown".to_owned(), share: 0.9, is_number: true });
    Table { columns, rows: rows.collect() }
}

fn ties_table(projection: &Projection, made: &Chart, sources: &mut Sources) -> Table {
    let mut ties: Vec<&Tie> = made.ties.iter().map(|&number| projection.tie(number)).collect();
    ties.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then((a.from, a.to).cmp(&(b.from, b.to)))
    });
    let rows = ties.into_iter().take(MOST_ROWS).map(|tie| tie_row(projection, tie, sources));
    Table { columns: tie_columns(), rows: rows.collect() }
}

/// The columns of [`tie_row`].
pub(super) fn tie_columns() -> Vec<Column> {
    let heads =
        [("From", 2.0), ("Tie", 1.7), ("To", 2.0), ("When", 1.5), ("Sure", 0.7), ("Grades", 1.2)];
    heads.into_iter().map(column).collect()
}

/// A tie as a row, with its reports as footnotes.
pub(super) fn tie_row(projection: &Projection, tie: &Tie, sources: &mut Sources) -> Vec<Rich> {
    let day = |time: Option<crossbearing_model::Instant>| {
        time.map(crossbearing_model::Instant::day).unwrap_or_default()
    };
    let (from, to) = (day(tie.when.from), day(tie.when.to));
    let when = if from == to || to.is_empty() { from } else { format!("{from} to {to}") };
    let mut grades: Vec<String> = Vec::new();
    for grade in tie.evidence.iter().map(|said| said.grade.to_string()) {
        if !grades.contains(&grade) {
            grades.push(grade);
        }
    }
    let name = |node: NodeNo| Rich::plain(said(&projection.node(node).caption));
    vec![
        name(tie.from),
        sources.cited(Rich::plain(&tie.label), projection, &tie.evidence),
        name(tie.to),
        Rich::plain(when),
        Rich::plain(format!("{:.0} %", tie.probability * 100.0)),
        Rich::plain(grades.join(", ")),
    ]
}

pub(super) fn column((head, share): (&str, f32)) -> Column {
    Column { head: head.to_owned(), share, is_number: false }
}
