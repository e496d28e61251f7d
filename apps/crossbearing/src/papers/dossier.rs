//! Everything that a viewer may know of one record, on paper.

use crossbearing_ledger::{EntityRecord, Read};
use crossbearing_model::{Basis, EntityId, Label, Ontology, PropertyKind, Standing, StatementId};
use crossbearing_network::{Care, NodeNo, Projection, Tie};
use crossbearing_paper::{Block, Column, Look, Rich, Table};

use super::chart::{column, tie_columns, tie_row};
use super::marking::light;
use super::picture::{Emphasis, picture};
use super::sources::Sources;
use super::{Paper, said};

/// Neighbours in the picture; the table of ties has more.
const MOST_NEIGHBOURS: usize = 40;
/// Ties and dated events in their tables.
const MOST_ROWS: usize = 300;

/// A record as a paper: `projection` is the network of the same View and day.
pub(crate) fn dossier(
    ontology: &Ontology,
    projection: &Projection,
    record: &EntityRecord,
) -> crossbearing_network::Result<Paper> {
    let mut making =
        Making { ontology, projection, sources: Sources::default(), labels: Vec::new() };
    let title = said(&record.caption.value);
    let node = projection.find(&record.id).ok();
    let mut blocks = vec![Block::Heading { level: 1, text: Rich::plain(&title) }];
    if record.protected || node.is_some_and(|node| projection.node(node).care != Care::None) {
        blocks.push(Block::Notice(
            "A person to protect: nobody's target. Shown under a pseudonym to whoever is not named."
                .into(),
        ));
    }
    blocks.push(Block::Facts(making.facts(record, node)));
    blocks.push(Block::Heading { level: 2, text: "What is said".into() });
    blocks.push(making.statements(record));
    let ties = node.map(|node| making.ties(node)).unwrap_or_default();
    if let Some(table) = making.timeline(record, &ties) {
        blocks.push(Block::Heading { level: 2, text: "In time".into() });
        blocks.push(table);
    }
    let mut objects = vec![record.id.clone()];
    if let Some(node) = node.filter(|_| !ties.is_empty()) {
        blocks.push(Block::Heading { level: 2, text: "Who and what is around".into() });
        let around = projection.around(&record.id)?.nodes;
        let shown: Vec<NodeNo> =
            std::iter::once(node).chain(around.into_iter().take(MOST_NEIGHBOURS)).collect();
        let ids: Vec<EntityId> =
            shown.iter().map(|&number| projection.node(number).id.clone()).collect();
        let made = projection.chart(&ids, &std::collections::BTreeMap::new(), 1)?;
        let emphasis = Emphasis { middle: Some(node), ..Emphasis::default() };
        blocks.push(Block::Drawing(picture(projection, &made, &emphasis)));
        making.labels.extend(made.labels.iter().cloned());
        objects.extend(ids);
        let rows = ties.iter().take(MOST_ROWS);
        let rows = rows.map(|tie| tie_row(projection, tie, &mut making.sources)).collect();
        blocks.push(Block::Table(Table { columns: tie_columns(), rows }));
        let others = ties.iter().take(MOST_ROWS).map(|tie| tie.other(node));
        objects.extend(others.map(|other| projection.node(other).id.clone()));
        for tie in ties.iter().take(MOST_ROWS) {
            making.labels.extend(tie.evidence.iter().flat_map(|said| said.labels.iter().cloned()));
            making.labels.extend(projection.node(tie.other(node)).labels.iter().cloned());
        }
        if ties.len() > MOST_ROWS {
            let text = format!("{} ties; the {MOST_ROWS} surest are shown.", ties.len());
            blocks.push(Block::Paragraph(Rich::default().and_look(text, Look::Faint)));
        }
    }
    let (notes, cited) = making.sources.finish();
    objects.sort_unstable();
    objects.dedup();
    let labels = distinct(making.labels);
    Ok(Paper { kind: "dossier", title, blocks, notes, labels, cited, objects })
}

struct Making<'a> {
    ontology: &'a Ontology,
    projection: &'a Projection,
    sources: Sources,
    labels: Vec<Label>,
}

impl<'a> Making<'a> {
    fn facts(&self, record: &EntityRecord, node: Option<NodeNo>) -> Vec<(String, Rich)> {
        let schema = self.ontology.schema(&record.schema);
        let schema = schema.map_or(record.schema.as_ref(), |schema| schema.label());
        let standing = record.statements.iter().filter(|read| read.stands()).count();
        let mut facts = vec![
            ("What it is".to_owned(), Rich::plain(schema)),
            ("Record".to_owned(), Rich::plain(record.id.to_string())),
            (
                "Statements".to_owned(),
                Rich::plain(format!(
                    "{standing} that stand, {} in all that this reader may see",
                    record.statements.len()
                )),
            ),
        ];
        if let Some(node) = node.map(|node| self.projection.node(node)) {
            if node.members.len() > 1 {
                let ids: Vec<String> = node.members.iter().map(ToString::to_string).collect();
                facts.push(("Judged to be one with".to_owned(), Rich::plain(ids.join(", "))));
            }
            if !node.suspicion.is_empty() {
                let text = format!(
                    "in {} statement(s): an allegation until a court decides",
                    node.suspicion.len()
                );
                facts.push(("Called a suspect or convicted".to_owned(), Rich::plain(text)));
            }
        }
        facts
    }

    fn statements(&mut self, record: &EntityRecord) -> Block {
        let order = self.ontology.schema(&record.schema).map(|schema| {
            let featured = schema.featured().iter().map(AsRef::as_ref);
            let all = schema.properties().map(|property| property.name().as_ref());
            featured.chain(all).map(str::to_owned).collect::<Vec<String>>()
        });
        let order = order.unwrap_or_default();
        let place = |read: &&Read| {
            let property = read.statement.property.as_ref();
            (
                !read.stands(),
                order.iter().position(|known| known == property).unwrap_or(order.len()),
            )
        };
        let mut reads: Vec<&Read> = record.statements.iter().collect();
        reads.sort_by_cached_key(place);
        let is_dated = reads.iter().any(|read| !read.statement.valid.is_unknown());
        let mut rows: Vec<Vec<Rich>> = reads.into_iter().map(|read| self.statement(read)).collect();
        let mut columns: Vec<Column> = [
            ("Property", 1.4),
            ("Value", 2.8),
            ("Grade", 1.0),
            ("Handling", 2.2),
            ("Recorded", 1.1),
            ("Valid", 1.2),
        ]
        .into_iter()
        .map(column)
        .collect();
        if !is_dated {
            columns.pop();
            for row in &mut rows {
                row.truncate(columns.len());
            }
        }
        Block::Table(Table { columns, rows })
    }

    fn statement(&mut self, read: &Read) -> Vec<Rich> {
        let statement = &read.statement;
        let property = self.ontology.property(&statement.schema, &statement.property);
        let label =
            property.map_or_else(|| statement.property.to_string(), |p| p.label().to_owned());
        let is_link = property.is_some_and(|property| property.kind() == PropertyKind::Entity);
        let value = self.value(&statement.value, is_link);
        let mut text = Rich::default();
        text = if read.stands() { text.and(value) } else { text.and_look(value, Look::Faint) };
        if let Some(original) = statement.original.as_ref().filter(|said| **said != statement.value)
        {
            text = text.and_look(" from ", Look::Faint).and_look(original, Look::Faint);
        }
        if let Some(word) = standing(read) {
            text = text.and_look(format!(" ({word})"), Look::Faint);
        }
        if statement.citation.basis != Basis::Fact {
            text = text.and_look(" (assessment)", Look::Faint);
        }
        let citation = &statement.citation;
        let note = self.sources.of(self.projection, &citation.report);
        self.labels.push(citation.label.clone());
        let spec = citation.label.spec();
        let code = spec.handling.code();
        let handling = if code.is_empty() { String::new() } else { format!(" {code}") };
        let valid = statement.valid;
        let end = |date: Option<crossbearing_model::PartialDate>| {
            date.map(|date| date.to_string()).unwrap_or_default()
        };
        let valid = match (end(valid.from), end(valid.to)) {
            (from, to) if from.is_empty() && to.is_empty() => String::new(),
            (from, to) if from == to => from,
            (from, to) => format!("{from} – {to}"),
        };
        vec![
            Rich::plain(label),
            text.noted([note]),
            Rich::plain(citation.grade.to_string()),
            Rich::plain(format!("{}{handling}, {}", light(spec.tlp), spec.originator)),
            Rich::plain(read.recorded_at.day()),
            Rich::plain(valid),
        ]
    }

    /// A link's value under the name of what it points to.
    fn value(&self, value: &str, is_link: bool) -> String {
        let target = is_link.then(|| value.parse::<EntityId>().ok()).flatten();
        let node = target.and_then(|id| self.projection.find(&id).ok());
        node.map_or_else(|| said(value), |node| said(&self.projection.node(node).caption))
    }

    /// The record's ties, the surest first.
    fn ties(&self, node: NodeNo) -> Vec<&'a Tie> {
        let mut ties: Vec<(u32, &Tie)> = self.projection.ties_of(node).collect();
        ties.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability).then(a.0.cmp(&b.0)));
        ties.into_iter().map(|(_, tie)| tie).collect()
    }

    /// What has a date, oldest first; nothing if nothing has.
    fn timeline(&mut self, record: &EntityRecord, ties: &[&Tie]) -> Option<Block> {
        let mut rows: Vec<(String, Vec<Rich>)> = Vec::new();
        for read in record.statements.iter().filter(|read| read.stands()) {
            let statement = &read.statement;
            let property = self.ontology.property(&statement.schema, &statement.property)?;
            if property.kind() == PropertyKind::Date {
                let note = self.sources.of(self.projection, &statement.citation.report);
                let what = Rich::plain(property.label()).noted([note]);
                let grade = Rich::plain(statement.citation.grade.to_string());
                let row = vec![Rich::plain(&statement.value), what, grade];
                rows.push((statement.value.clone(), row));
            }
        }
        for tie in ties {
            let Some(from) = tie.when.from.or(tie.when.to) else { continue };
            let [one, other] =
                [tie.from, tie.to].map(|node| said(&self.projection.node(node).caption));
            let what = Rich::default().and(one).and(format!(" {} ", tie.label)).and(other);
            let what = self.sources.cited(what, self.projection, &tie.evidence);
            let best = tie.evidence.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
            let grade = best.map(|said| said.grade.to_string()).unwrap_or_default();
            rows.push((from.day(), vec![Rich::plain(from.day()), what, Rich::plain(grade)]));
        }
        if rows.is_empty() {
            return None;
        }
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.truncate(MOST_ROWS);
        let columns = [("When", 1.0), ("What", 4.0), ("Grade", 0.9)].map(column).to_vec();
        Some(Block::Table(Table { columns, rows: rows.into_iter().map(|(_, row)| row).collect() }))
    }
}

fn standing(read: &Read) -> Option<&'static str> {
    match (&read.statement.standing, read.superseded_by) {
        (Standing::Retracts(_), _) => Some("a retraction"),
        (_, Some(StatementId { .. })) => Some("superseded"),
        _ => None,
    }
}

fn distinct(mut labels: Vec<Label>) -> Vec<Label> {
    labels.sort_unstable();
    labels.dedup();
    labels
}
