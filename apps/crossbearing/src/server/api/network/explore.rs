//! The explorer's questions: what is there, what stands around it, how two are tied.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::{NodeKind, NodeNo};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::charts::ChartLayout;
use super::shapes::{NetworkNode, NetworkTie, tie};
use super::{LensForm, Seen, look};
use crate::papers::{self, Drawn};
use crate::server::api::paper::{self, PdfFile};
use crate::server::api::shapes::Label;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most nodes of one chart.
const MOST: usize = 2_000;
/// The most ways between two that are looked for.
const MOST_WAYS: usize = 20;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(network_summary))
        .routes(routes!(network_chart))
        .routes(routes!(network_chart_pdf))
        .routes(routes!(network_around))
        .routes(routes!(network_ways))
}

/// What the network holds, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Nodes by kind.
    kinds: BTreeMap<&'static str, usize>,
    /// Ties by layer.
    layers: BTreeMap<&'static str, usize>,
    /// Ties by the grade of their best evidence.
    grades: BTreeMap<String, usize>,
    /// The sources on which most ties rest, the most first; up to a hundred.
    sources: Vec<SourceCount>,
    /// Ties by the month of their beginning.
    months: BTreeMap<String, usize>,
    /// Ties without a date.
    undated: usize,
    /// Persons who are in danger or were carried.
    in_danger: usize,
}

/// A source, and how many ties rest on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceCount {
    /// Its id.
    id: String,
    /// What it is called.
    caption: String,
    /// How many ties rest on it.
    ties: usize,
}

/// What the network holds
///
/// Counts only, so that filters can show what they would leave.
#[utoipa::path(post, path = "/network/summary", tag = "network", operation_id = "network_summary",
    request_body = LensForm, responses((status = 200, body = Summary)))]
async fn network_summary(
    State(app): State<App>,
    caller: Caller,
    Body(lens): Body<LensForm>,
) -> Answer<Summary> {
    look(&app, caller, lens, Kind::Consultation, |seen| Ok((summary(seen), Vec::new())))
        .await
        .map(Json)
}

fn summary(seen: &Seen<'_>) -> Summary {
    let found = seen.projection.summary();
    let source = |&(number, ties): &(u32, usize)| {
        let source = &seen.projection.sources[number as usize];
        SourceCount { id: source.id.to_string(), caption: source.caption.clone(), ties }
    };
    Summary {
        kinds: found.kinds.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect(),
        layers: found.layers.into_iter().map(|(layer, count)| (layer.as_str(), count)).collect(),
        grades: found.grades,
        sources: found.sources.iter().take(100).map(source).collect(),
        months: found.months,
        undated: found.undated,
        in_danger: found.in_danger,
    }
}

/// Which part of the network to draw.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChartForm {
    /// The entities to show; an overview of the whole if there are none.
    ids: Vec<String>,
    /// Add what stands around these.
    expand: Vec<Expansion>,
    /// Where nodes are; they stay there.
    places: BTreeMap<String, [f64; 2]>,
    /// How many times wider than high the drawing is; 2.6 if 0.
    aspect: f64,
    /// How many nodes an overview has at most; 90 if 0.
    most: usize,
    /// What is left out.
    lens: LensForm,
}

/// What to add to a chart.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Expansion {
    /// Around whom.
    id: String,
    /// Only these kinds; all if empty.
    kinds: Vec<String>,
    /// At most so many, the surest first; 30 if 0.
    most: usize,
}

/// A part of the network with where to draw it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Chart {
    /// The nodes.
    nodes: Vec<ChartNode>,
    /// The ties between them.
    ties: Vec<NetworkTie>,
    /// Who may see the chart: nobody who may not see all of what it shows.
    label: Label,
    /// Nodes of the network, whether on the chart or not.
    total: usize,
}

/// A node of a chart.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChartNode {
    /// What it is.
    #[serde(flatten)]
    node: NetworkNode,
    /// Where to draw it; ties are about one unit long.
    x: f64,
    /// Where to draw it.
    y: f64,
    /// Neighbours that the chart does not show.
    unseen: usize,
}

/// A chart of the network
///
/// Nodes, the ties between them and where to draw them. Nodes with a place stay where they are.
#[utoipa::path(post, path = "/network/chart", tag = "network", operation_id = "network_chart",
    request_body = ChartForm, responses((status = 200, body = Chart)))]
async fn network_chart(
    State(app): State<App>,
    caller: Caller,
    Body(mut form): Body<ChartForm>,
) -> Answer<Chart> {
    let lens = std::mem::take(&mut form.lens);
    look(&app, caller, lens, Kind::Consultation, move |seen| chart(seen, &form)).await.map(Json)
}

/// What to print of a chart.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChartToPrint {
    /// What it is called.
    name: String,
    /// What is on it and where: hidden entities are left away.
    layout: ChartLayout,
    /// What is left out.
    lens: LensForm,
}

/// A chart of the network to print
///
/// A PDF: the drawing, who and what is on it and what ties them in tables, with sources, under the
/// narrowest handling of all that it shows. Giving it out is a disclosure, and logged as one.
#[utoipa::path(post, path = "/network/chart/pdf", tag = "network",
    operation_id = "network_chart_pdf", request_body = ChartToPrint,
    responses((status = 200, description = "the chart", content_type = "application/pdf")))]
async fn network_chart_pdf(
    State(app): State<App>,
    caller: Caller,
    Body(mut form): Body<ChartToPrint>,
) -> Result<PdfFile, Problem> {
    let lens = std::mem::take(&mut form.lens);
    let left_out = lens.in_words();
    look(&app, caller, lens, Kind::Consultation, move |seen| {
        let (ids, places) = form.layout.shown()?;
        if ids.is_empty() || ids.len() > MOST {
            return Err(Problem::bad(format!("a chart shows 1 to {MOST} records")));
        }
        let made = seen.projection.chart(&ids, &places, 1)?;
        let name: String = form.name.trim().chars().take(120).collect();
        let drawn = Drawn { name, left_out, boxes: form.layout.boxes()? };
        let paper = papers::chart(seen.projection, &made, drawn);
        let shown = seen.ids(made.nodes.iter().map(|placed| placed.node));
        Ok((paper::give(seen.node, seen.caller, &paper)?, shown))
    })
    .await
}

fn chart(seen: &Seen<'_>, form: &ChartForm) -> Result<(Chart, Vec<EntityId>), Problem> {
    let parsed = |texts: &[String]| -> Result<Vec<EntityId>, Problem> {
        texts.iter().map(|text| Ok(text.parse::<EntityId>()?)).collect()
    };
    let mut ids = parsed(&form.ids)?;
    if ids.is_empty() && form.expand.is_empty() {
        let most = if form.most == 0 { 90 } else { form.most.min(MOST) };
        ids = seen.projection.overview(most);
    }
    for expansion in &form.expand {
        expand(seen, expansion, &mut ids)?;
    }
    if ids.len() > MOST {
        return Err(Problem::bad(format!("a chart shows {MOST} nodes at most: filter first")));
    }
    let places: BTreeMap<EntityId, [f64; 2]> = form
        .places
        .iter()
        .map(|(id, place)| Ok((id.parse()?, *place)))
        .collect::<Result<_, Problem>>()?;
    let aspect = if form.aspect > 0.0 { form.aspect } else { 2.6 };
    let made = seen.projection.chart_in(&ids, &places, 1, aspect)?;
    let nodes = made.nodes.iter().map(|placed| ChartNode {
        node: seen.shown(placed.node),
        x: placed.at[0],
        y: placed.at[1],
        unseen: placed.unseen,
    });
    let chart = Chart {
        nodes: nodes.collect(),
        ties: made.ties.iter().map(|&number| tie(seen.projection, number)).collect(),
        label: seen.shown_label(&made.labels)?,
        total: seen.projection.nodes.len(),
    };
    let shown = seen.ids(made.nodes.iter().map(|placed| placed.node));
    Ok((chart, shown))
}

fn expand(seen: &Seen<'_>, expansion: &Expansion, ids: &mut Vec<EntityId>) -> Result<(), Problem> {
    let id: EntityId = expansion.id.parse()?;
    let kinds: BTreeSet<NodeKind> = expansion
        .kinds
        .iter()
        .map(|kind| kind.parse::<NodeKind>().map_err(Problem::from))
        .collect::<Result<_, _>>()?;
    let most = if expansion.most == 0 { 30 } else { expansion.most };
    let around = seen.projection.around(&id)?;
    let known: BTreeSet<NodeNo> =
        ids.iter().filter_map(|id| seen.projection.find(id).ok()).collect();
    let fits =
        |node: &NodeNo| kinds.is_empty() || kinds.contains(&seen.projection.node(*node).kind);
    let added = around.nodes.into_iter().filter(|node| !known.contains(node)).filter(fits);
    let added = seen.ids(added.take(most));
    if !ids.contains(&id) {
        ids.push(id);
    }
    ids.extend(added);
    Ok(())
}

/// What stands around a node, counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Around {
    /// Nodes by kind.
    kinds: BTreeMap<&'static str, usize>,
    /// Ties by layer.
    layers: BTreeMap<&'static str, usize>,
    /// How many nodes.
    total: usize,
}

/// What stands around a node, counted
///
/// To see how much an expansion would add before it is made.
#[utoipa::path(post, path = "/network/around/{id}", tag = "network", operation_id = "network_around",
    params(("id" = String, Path, example = "person-204")),
    request_body = LensForm, responses((status = 200, body = Around)))]
async fn network_around(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Body(lens): Body<LensForm>,
) -> Answer<Around> {
    look(&app, caller, lens, Kind::Consultation, move |seen| {
        let found = seen.projection.around(&id)?;
        let around = Around {
            total: found.nodes.len(),
            kinds: found.kinds.into_iter().map(|(kind, count)| (kind.as_str(), count)).collect(),
            layers: found.layers.into_iter().map(|(l, count)| (l.as_str(), count)).collect(),
        };
        Ok((around, vec![id]))
    })
    .await
    .map(Json)
}

/// Between whom to look for ways.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaysForm {
    /// From whom.
    from: String,
    /// To whom.
    to: String,
    /// How many ways at most; 3 if 0.
    #[serde(default)]
    most: usize,
    /// What is left out.
    #[serde(default)]
    lens: LensForm,
}

/// A way from one to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Way {
    /// From the first to the last.
    nodes: Vec<NetworkNode>,
    /// The surest tie of each step.
    ties: Vec<NetworkTie>,
    /// That all its steps hold.
    probability: f64,
}

/// How two are tied
///
/// The most probable ways along the evidence, the most probable first.
#[utoipa::path(post, path = "/network/ways", tag = "network", operation_id = "network_ways",
    request_body = WaysForm, responses((status = 200, body = Vec<Way>)))]
async fn network_ways(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<WaysForm>,
) -> Answer<Vec<Way>> {
    let (from, to): (EntityId, EntityId) = (form.from.parse()?, form.to.parse()?);
    let most = if form.most == 0 { 3 } else { form.most.min(MOST_WAYS) };
    look(&app, caller, form.lens, Kind::Consultation, move |seen| {
        let found = seen.projection.ways(&from, &to, most)?;
        let shown = seen.ids(found.iter().flat_map(|way| way.nodes.iter().copied()));
        let way = |way: &crossbearing_network::paths::Way| Way {
            nodes: way.nodes.iter().map(|&node| seen.shown(node)).collect(),
            ties: way.ties.iter().map(|&number| tie(seen.projection, number)).collect(),
            probability: way.probability,
        };
        let ways = found.iter().map(way).collect();
        Ok((ways, [shown, vec![from, to]].concat()))
    })
    .await
    .map(Json)
}
