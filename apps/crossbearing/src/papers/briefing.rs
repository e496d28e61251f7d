//! A plan as a briefing: whom to act on first, how sure that is, what would change it.

use std::collections::BTreeMap;

use crossbearing_model::EntityId;
use crossbearing_network::evidence::Evidence;
use crossbearing_network::planning::sensitivity::{Change, LeftOut};
use crossbearing_network::planning::whatif::Aftermath;
use crossbearing_network::planning::worth::Worth;
use crossbearing_network::planning::{Plan, PlanRequest, Step, Target};
use crossbearing_network::roles::Claim;
use crossbearing_network::{NodeNo, Projection, TieNo};
use crossbearing_paper::{
    Anchor, Block, Colour, Column, Dash, Drawing, Look, Rich, Shape, Stroke, Table,
};

use super::chart::column;
use super::picture::{Emphasis, picture};
use super::sources::Sources;
use super::{Paper, said};

/// Nodes in the picture of the plan's network.
const MOST_IN_PICTURE: usize = 60;
/// Things between them in the picture.
const MOST_BETWEEN: usize = 60;

/// A plan and what was worked out around it.
pub(crate) struct Briefed<'a> {
    pub(crate) projection: &'a Projection,
    pub(crate) request: &'a PlanRequest,
    pub(crate) plan: &'a Plan,
    pub(crate) worth: &'a Worth,
    pub(crate) changes: &'a [Change],
    pub(crate) after: &'a Aftermath,
    /// Who does what, by node.
    pub(crate) roles: &'a [Claim],
}

/// The nodes and ties that a picture shows.
type Shown = (Vec<NodeNo>, Vec<TieNo>);

/// The briefing.
pub(crate) fn briefing(briefed: &Briefed<'_>) -> crossbearing_network::Result<Paper> {
    let plan = briefed.plan;
    let mut sources = Sources::default();
    let last = plan.steps.last().map_or(plan.before, |step| step.largest);
    let mut blocks = vec![
        Block::Heading { level: 1, text: "Disruption briefing".into() },
        Block::Paragraph(Rich::plain(format!(
            "{} in the network, {} links. The largest part falls from {} to {last}.",
            plan.network.vertices.len(),
            plan.network.links.len(),
            plan.before
        ))),
        Block::Notice(Rich::plain(plan.in_words(briefed.request))),
        Block::Table(briefed.steps(&mut sources)),
    ];
    if !plan.steps.is_empty() {
        blocks.push(Block::Drawing(curve(plan)));
    }
    let (drawing, shown_ties) = briefed.network()?;
    blocks.push(Block::Heading { level: 2, text: "The network, with the steps numbered".into() });
    blocks.push(Block::Drawing(drawing));
    briefed.doubts(&mut blocks, &mut sources);
    briefed.what_follows(&mut blocks);
    briefed.whom_not(&mut blocks);
    blocks.push(Block::Heading { level: 2, text: "The records that each step rests on".into() });
    blocks.push(Block::Table(records(plan)));
    blocks.push(Block::Notice(
        "Nobody in danger is part of this plan. It proposes; a person decides.".into(),
    ));
    let mut shown: Vec<NodeNo> = briefed.shown();
    let mut ties: Vec<TieNo> = plan.links().flat_map(|link| link.ties.iter().copied()).collect();
    for doubt in &briefed.worth.verify {
        ties.extend(plan.network.links.get(doubt.link).iter().flat_map(|link| &link.ties));
    }
    ties.extend(shown_ties.1);
    shown.extend(shown_ties.0);
    shown.sort_unstable();
    shown.dedup();
    ties.sort_unstable();
    ties.dedup();
    let labels = briefed.projection.labels_of(&shown, &ties);
    let (notes, cited) = sources.finish();
    let ids = shown.iter().map(|&node| briefed.projection.node(node).id.clone());
    let objects: Vec<EntityId> = ids.collect();
    let title = "Disruption briefing".to_owned();
    Ok(Paper { kind: "briefing", title, blocks, notes, labels, cited, objects })
}

impl Briefed<'_> {
    fn name(&self, node: NodeNo) -> String {
        said(&self.projection.node(node).caption)
    }

    fn names(&self, targets: &[Target]) -> String {
        let names: Vec<String> = targets.iter().map(|&target| self.target(target)).collect();
        names.join(", ")
    }

    /// Somebody, something, or the tie between two.
    fn target(&self, target: Target) -> String {
        let names: Vec<String> = target.ends().map(|node| self.name(node)).collect();
        names.join(" – ")
    }

    /// Everybody and everything that the briefing names.
    fn shown(&self) -> Vec<NodeNo> {
        let (plan, after) = (self.plan, self.after);
        let mut shown: Vec<NodeNo> = plan.named();
        for doubt in &self.worth.verify {
            if let Some(link) = plan.network.links.get(doubt.link) {
                shown.extend([link.a, link.b].map(|vertex| plan.network.vertices[vertex as usize]));
            }
        }
        for change in self.changes {
            let changed = change.dropped.iter().chain(&change.added);
            shown.extend(changed.flat_map(|target| target.ends()));
        }
        if let Some((targets, _)) = &self.worth.steadier {
            shown.extend(targets.iter().flat_map(|target| target.ends()));
        }
        for (gone, heirs) in &after.heirs {
            shown.push(*gone);
            shown.extend(heirs.iter().map(|heir| heir.node));
        }
        shown.extend(after.likely.iter().flat_map(|tie| [tie.from, tie.to]));
        shown
    }

    fn steps(&self, sources: &mut Sources) -> Table {
        let rows = self.plan.steps.iter().enumerate().map(|(at, step)| {
            let role = self.roles.iter().find(|claim| claim.node == step.node);
            let role = role.filter(|_| step.link_to.is_none());
            let role = role.map_or("", |claim| claim.role.as_str());
            let element = self.plan.network.element(step.target());
            let links = element.into_iter().flat_map(|element| self.plan.network.links_at(element));
            let ties = links.flat_map(|link| &link.ties);
            let evidence: Vec<&Evidence> =
                ties.flat_map(|&tie| &self.projection.tie(tie).evidence).collect();
            vec![
                Rich::plain((at + 1).to_string()),
                Rich::bold(self.target(step.target())),
                Rich::plain(role.replace('-', " ")),
                sources.cited(Rich::plain(step.why()), self.projection, evidence),
                Rich::plain(step.largest.to_string()),
                Rich::plain(format!("{}", step.cost)),
            ]
        });
        let rows = rows.collect();
        let heads = [("Step", 0.6), ("Act on", 2.2), ("Likely role", 1.3), ("Why", 3.4)];
        let mut columns: Vec<Column> = heads.into_iter().map(column).collect();
        columns.push(Column { is_number: true, ..column(("Largest left", 0.9)) });
        columns.push(Column { is_number: true, ..column(("Cost", 0.7)) });
        Table { columns, rows }
    }

    /// The plan's network, or its middle part where it is too large to be read.
    fn network(&self) -> crossbearing_network::Result<(Drawing, Shown)> {
        let network = &self.plan.network;
        let mut order: Vec<(bool, usize, NodeNo)> = (0u32..)
            .zip(&network.vertices)
            .map(|(vertex, &node)| {
                let is_step = self.plan.targets().any(|target| target.ends().any(|it| it == node));
                (!is_step, usize::MAX - network.links_of(vertex).count(), node)
            })
            .collect();
        order.sort_unstable();
        let mut shown: Vec<NodeNo> =
            order.into_iter().take(MOST_IN_PICTURE).map(|(.., node)| node).collect();
        shown.extend(self.between(&shown));
        let ids: Vec<EntityId> =
            shown.iter().map(|&node| self.projection.node(node).id.clone()).collect();
        let made = self.projection.chart(&ids, &BTreeMap::new(), 1)?;
        let of_nodes = (1..).zip(&self.plan.steps).filter(|(_, step)| step.link_to.is_none());
        let numbered = of_nodes.map(|(at, step)| (step.node, at)).collect();
        let emphasis = Emphasis { numbered, ..Emphasis::default() };
        let drawing = picture(self.projection, &made, &emphasis);
        Ok((drawing, (shown, made.ties)))
    }

    /// What those who are shown share: telephones, events, vehicles.
    fn between(&self, shown: &[NodeNo]) -> Vec<NodeNo> {
        let network = &self.plan.network;
        let is_shown = |vertex: u32| shown.contains(&network.vertices[vertex as usize]);
        let links = network.links.iter().filter(|link| is_shown(link.a) && is_shown(link.b));
        let mut between: Vec<NodeNo> = links
            .flat_map(|link| &link.ties)
            .map(|&tie| self.projection.tie(tie))
            .flat_map(|tie| [tie.from, tie.to])
            .filter(|node| !shown.contains(node))
            .collect();
        between.sort_unstable();
        between.dedup();
        between.truncate(MOST_BETWEEN);
        between
    }

    fn doubts(&self, blocks: &mut Vec<Block>, sources: &mut Sources) {
        let (plan, worth) = (self.plan, self.worth);
        blocks.push(Block::Heading { level: 2, text: "If the ties are not what they seem".into() });
        let mut text = format!(
            "Over possible worlds the largest part is {:.1} on average with the plan, {:.1} in the \
             worst tenth, and {:.1} without one.",
            worth.plan.mean, worth.plan.worst_tenth, worth.nothing.mean
        );
        if let Some((nodes, outcome)) = &worth.steadier {
            let steadier = format!(
                " Steadier at the same cost ({:.1} on average): {}.",
                outcome.mean,
                self.names(nodes)
            );
            text.push_str(&steadier);
        }
        blocks.push(Block::Paragraph(Rich::plain(text)));
        blocks.push(Block::Heading { level: 3, text: "Most worth verifying next".into() });
        if worth.verify.is_empty() {
            let text = "No single tie would change which plan is best.";
            blocks.push(Block::Paragraph(text.into()));
        }
        let items = worth.verify.iter().filter_map(|doubt| {
            let link = plan.network.links.get(doubt.link)?;
            let [a, b] =
                [link.a, link.b].map(|vertex| self.name(plan.network.vertices[vertex as usize]));
            let words = format!(
                ": {:.0} % sure; knowing it is worth {:.2}",
                link.probability * 100.0,
                doubt.gain
            );
            let text = Rich::default().and(a).and(" – ").and(b).and(words);
            let evidence = link.ties.iter().flat_map(|&tie| &self.projection.tie(tie).evidence);
            Some(sources.cited(text, self.projection, evidence))
        });
        let items: Vec<Rich> = items.collect();
        if !items.is_empty() {
            blocks.push(Block::List { numbered: true, items });
        }
        blocks.push(Block::Heading { level: 3, text: "If something is left out".into() });
        let items = self.changes.iter().map(|change| self.change(change)).collect();
        blocks.push(Block::List { numbered: false, items });
    }

    fn change(&self, change: &Change) -> Rich {
        let projection = self.projection;
        let what = match &change.left_out {
            LeftOut::Report(id) => {
                let report = projection.reports.iter().find(|report| report.id == *id);
                report.map_or_else(|| id.to_string(), |report| said(&report.title))
            }
            LeftOut::Source(id) => {
                let source = projection.sources.iter().find(|source| source.id == *id);
                source.map_or_else(|| id.to_string(), |source| said(&source.caption))
            }
            LeftOut::Grade(letter) => format!("every grade with {letter}"),
        };
        let what = Rich::plain("Without ").and_look(what, Look::Bold);
        let links = if change.lost_links == 1 { "link" } else { "links" };
        let what = what.and(format!(", {} {links} fewer: ", change.lost_links));
        if change.dropped.is_empty() && change.added.is_empty() {
            return what.and("the plan stays");
        }
        let or_nobody = |names: String| if names.is_empty() { "nobody".to_owned() } else { names };
        what.and("not ")
            .and(or_nobody(self.names(&change.dropped)))
            .and("; instead ")
            .and(or_nobody(self.names(&change.added)))
    }

    fn what_follows(&self, blocks: &mut Vec<Block>) {
        let after = self.after;
        blocks.push(Block::Heading { level: 2, text: "If somebody takes over".into() });
        blocks.push(Block::Paragraph(Rich::plain(format!(
            "Largest part: {} before, {} when they are gone; with the best one, two or three new \
             ties it heals to {}, {} and {}.",
            after.before,
            after.without,
            after.reconnected[0],
            after.reconnected[1],
            after.reconnected[2]
        ))));
        let rows = after.heirs.iter().flat_map(|(gone, heirs)| {
            heirs.iter().take(3).map(|heir| {
                vec![
                    Rich::plain(self.name(*gone)),
                    Rich::bold(self.name(heir.node)),
                    Rich::plain(format!("{:.0} %", heir.shared * 100.0)),
                    Rich::plain(if heir.is_tied { "yes" } else { "no" }),
                    Rich::plain(heir.largest.to_string()),
                ]
            })
        });
        let rows: Vec<Vec<Rich>> = rows.collect();
        if rows.is_empty() {
            return;
        }
        let heads = [("Is gone", 2.0), ("Could take over", 2.0), ("Shares of the ties", 1.0)];
        let mut columns: Vec<Column> = heads.into_iter().map(column).collect();
        columns.push(column(("Knew the other", 0.9)));
        columns.push(Column { is_number: true, ..column(("Largest then", 0.9)) });
        blocks.push(Block::Table(Table { columns, rows }));
    }

    /// How many no plan may name, and why: they are counted, not listed.
    fn whom_not(&self, blocks: &mut Vec<Block>) {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for kept in &self.plan.kept {
            *reasons.entry(&kept.reason).or_default() += 1;
        }
        if reasons.is_empty() {
            return;
        }
        blocks.push(Block::Heading { level: 2, text: "Whom no plan may name".into() });
        let items = reasons
            .into_iter()
            .map(|(reason, count)| Rich::bold(count.to_string()).and(" – ").and(reason));
        blocks.push(Block::List { numbered: false, items: items.collect() });
    }
}

fn records(plan: &Plan) -> Table {
    let row = |(at, step): (usize, &Step)| {
        let ids: Vec<String> =
            step.statements.iter().map(|id| id.to_string().chars().take(12).collect()).collect();
        vec![
            Rich::plain(at.to_string()),
            Rich::plain(step.statements.len().to_string()),
            Rich::default().and_look(ids.join("  "), Look::Faint),
        ]
    };
    let rows = (1..).zip(&plan.steps).map(row).collect();
    let columns = [("Step", 0.6), ("Statements", 0.9), ("Their ids, shortened", 6.0)].map(column);
    Table { columns: columns.to_vec(), rows }
}

/// The largest part after each step: this plan, and removing whoever has most ties.
fn curve(plan: &Plan) -> Drawing {
    const SIZE: [f32; 2] = [493.0, 170.0];
    const EDGES: [f32; 4] = [34.0, 12.0, 130.0, 24.0];
    let n_steps = plan.steps.len().max(1) as f32;
    let most = plan.before.max(1) as f32;
    let at = |step: usize, largest: u32| {
        let x = EDGES[0] + (SIZE[0] - EDGES[0] - EDGES[2]) * step as f32 / n_steps;
        let y = EDGES[1] + (SIZE[1] - EDGES[1] - EDGES[3]) * (1.0 - largest as f32 / most);
        [x, y]
    };
    let path = |values: Vec<u32>| -> Vec<[f32; 2]> {
        values.into_iter().enumerate().map(|(step, largest)| at(step, largest)).collect()
    };
    let ours =
        path(std::iter::once(plan.before).chain(plan.steps.iter().map(|s| s.largest)).collect());
    let by_degree =
        path(std::iter::once(plan.before).chain(plan.by_degree.iter().copied()).collect());
    let stroke = |colour, width, dash| Stroke { colour, width, dash };
    let words = |at, text: String, anchor, look| Shape::Words {
        at,
        text,
        size: 7.0,
        look,
        anchor,
        most_width: 128.0,
    };
    let axis = stroke(Colour::LINE, 0.6, Dash::Solid);
    let corner = at(0, 0);
    let end = [SIZE[0] - EDGES[2], corner[1]];
    let mut shapes = vec![
        Shape::Line {
            points: vec![at(0, plan.before), corner, end],
            stroke: axis,
            is_arrow: false,
        },
        words([EDGES[0] - 4.0, EDGES[1] + 3.0], plan.before.to_string(), Anchor::End, Look::Plain),
        words([EDGES[0] - 4.0, corner[1] + 3.0], "0".to_owned(), Anchor::End, Look::Plain),
    ];
    for step in 0..=plan.steps.len() {
        if plan.steps.len() <= 30 || step % 10 == 0 {
            let [x, y] = at(step, 0);
            shapes.push(words([x, y + 11.0], step.to_string(), Anchor::Middle, Look::Plain));
        }
    }
    let lines = [
        (by_degree, stroke(Colour::GREY, 1.0, Dash::Dashed), "most ties first", Look::Plain),
        (ours, stroke(Colour(20, 60, 140), 1.8, Dash::Solid), "this plan", Look::Bold),
    ];
    let last = plan.steps.last().map_or(plan.before, |step| step.largest);
    let theirs = plan.by_degree.last().copied().unwrap_or(plan.before);
    for (points, stroke, name, look) in lines {
        let is_ours = look == Look::Bold;
        let value = if is_ours { last } else { theirs };
        let mut tip = points.last().copied().unwrap_or(corner);
        // Names of lines that end together stand apart.
        if (last as f32 - theirs as f32).abs() / most < 0.09 {
            tip[1] += if is_ours { 4.0 } else { -5.0 };
        }
        shapes.push(Shape::Line { points, stroke, is_arrow: false });
        let text = format!("{name}: {value}");
        shapes.push(words([tip[0] + 6.0, tip[1] + 2.5], text, Anchor::Start, look));
    }
    Drawing {
        width: SIZE[0],
        height: SIZE[1],
        shapes,
        description: format!(
            "The largest part falls from {} to {last} in {} steps; removing whoever has most ties \
             leaves {theirs}.",
            plan.before,
            plan.steps.len()
        ),
        caption: "The largest part after each step.".into(),
    }
}
