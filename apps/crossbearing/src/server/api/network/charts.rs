//! Saved charts: what was on them and where; each reader sees them through their own View.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, has_hidden_controls};
use crossbearing_network::Projection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{LensForm, look};
use crate::accounts::Scope;
use crate::desks::SavedChart;
use crate::server::api::entities::When;
use crate::server::api::may_record;
use crate::server::api::shapes::Label;
use crate::server::api::show;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most that a saved chart shows.
const MOST: usize = 2_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(network_charts, save_network_chart))
        .routes(routes!(saved_network_chart, delete_network_chart))
}

/// What is on a chart and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChartLayout {
    /// The entities on it.
    ids: Vec<String>,
    /// Where they are.
    places: BTreeMap<String, [f64; 2]>,
    /// Those that are hidden.
    hidden: Vec<String>,
    /// Those that stay where they are.
    pinned: Vec<String>,
    /// Boxes around several.
    boxes: Vec<ChartBox>,
}

/// A box around several.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChartBox {
    /// What it is called.
    label: String,
    /// Who and what is in it.
    ids: Vec<String>,
}

/// Where entities are drawn.
type Places = BTreeMap<EntityId, [f64; 2]>;

impl ChartLayout {
    /// What is shown, and where it is.
    pub(super) fn shown(&self) -> Result<(Vec<EntityId>, Places), Problem> {
        let hidden: BTreeSet<&String> = self.hidden.iter().collect();
        let shown = self.ids.iter().filter(|id| !hidden.contains(id));
        let ids = shown.map(|id| Ok(id.parse()?)).collect::<Result<_, Problem>>()?;
        let places = self.places.iter().map(|(id, place)| Ok((id.parse()?, *place)));
        Ok((ids, places.collect::<Result<_, Problem>>()?))
    }

    /// The boxes, as they are drawn.
    pub(super) fn boxes(&self) -> Result<Vec<(String, BTreeSet<EntityId>)>, Problem> {
        let boxes = self.boxes.iter().take(100).map(|box_| {
            let ids = box_.ids.iter().map(|id| Ok(id.parse()?)).collect::<Result<_, Problem>>()?;
            Ok((box_.label.chars().take(120).collect(), ids))
        });
        boxes.collect()
    }
}

/// A chart to save.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChartToSave {
    /// What to call it.
    #[schema(example = "Lantern, money side")]
    name: String,
    /// What is on it and where.
    layout: ChartLayout,
    /// What is left out of it.
    lens: LensForm,
}

/// What is kept of a chart.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    layout: ChartLayout,
    lens: LensForm,
}

impl Kept {
    /// Reads what is kept; charts of older versions are a layout alone.
    fn read(text: &str) -> Result<Self, Problem> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| Problem::internal(&error))?;
        let is_whole = value.get("layout").is_some();
        let read = if is_whole {
            serde_json::from_value(value)
        } else {
            serde_json::from_value(value).map(|layout| Self { layout, ..Self::default() })
        };
        read.map_err(|error| Problem::internal(&error))
    }
}

/// A saved chart.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChartSaved {
    /// Its number on this node.
    id: i64,
    /// What it is called.
    name: String,
    /// Who saved it.
    saved_by: String,
    /// When.
    saved_at: String,
    /// Who may open it.
    label: Label,
    /// What is on it, where one chart is asked for: as far as the reader may see it.
    layout: Option<ChartLayout>,
    /// What was left out of it, where one chart is asked for; `as_of` is the day it shows.
    lens: Option<LensForm>,
}

fn shape(chart: &SavedChart, kept: Option<Kept>) -> ChartSaved {
    let (layout, lens) = kept.map_or((None, None), |kept| (Some(kept.layout), Some(kept.lens)));
    ChartSaved {
        id: chart.number,
        name: chart.name.clone(),
        saved_by: chart.saved_by.clone(),
        saved_at: chart.saved_at.to_string(),
        label: show::label(&chart.label),
        layout,
        lens,
    }
}

/// Saved charts
///
/// Those whose label admits the viewer, the newest first.
#[utoipa::path(get, path = "/network/charts", tag = "network", operation_id = "network_charts",
    responses((status = 200, body = Vec<ChartSaved>)))]
async fn network_charts(State(app): State<App>, caller: Caller) -> Answer<Vec<ChartSaved>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let charts = node.charts.list(&caller.session.viewer, node.now())?;
        node.note(&caller, Kind::Consultation, [])?;
        Ok(Json(charts.iter().map(|chart| shape(chart, None)).collect()))
    })
    .await
}

/// Save a chart
///
/// Its label is the narrowest of what it shows: nobody opens it who may not see all of that.
#[utoipa::path(post, path = "/network/charts", tag = "network",
    operation_id = "save_network_chart", request_body = ChartToSave,
    responses((status = 200, body = ChartSaved)))]
async fn save_network_chart(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<ChartToSave>,
) -> Answer<ChartSaved> {
    may_record(&caller)?;
    let name = form.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 120 || has_hidden_controls(&name) {
        return Err(Problem::bad("name the chart in 1 to 120 characters"));
    }
    let n_boxed: usize = form.layout.boxes.iter().map(|box_| box_.ids.len()).sum();
    if form.layout.ids.is_empty() || form.layout.ids.len() + n_boxed > 4 * MOST {
        return Err(Problem::bad(format!("a chart shows 1 to {MOST} records")));
    }
    let lens = form.lens.clone();
    look(&app, caller, form.lens, Kind::Combination, move |seen| {
        let layout = visible(seen.projection, form.layout);
        let ids = parsed(&layout.ids)?;
        let chart = seen.projection.chart(&ids, &BTreeMap::new(), 1)?;
        let label = seen.label(&chart.labels)?;
        let kept = Kept { layout, lens };
        let text = serde_json::to_string(&kept).map_err(|error| Problem::internal(&error))?;
        let (viewer, now) = (&seen.caller.session.viewer, seen.node.now());
        let number = seen.node.charts.keep(viewer, (&name, &label, &text), now)?;
        let saved = SavedChart {
            number,
            name,
            saved_by: viewer.principal.to_string(),
            saved_at: now,
            label,
            layout: text,
        };
        Ok((shape(&saved, Some(kept)), ids))
    })
    .await
    .map(Json)
}

/// A saved chart
///
/// What is on it, as far as the reader may see it, as of the day that the chart shows or of another.
#[utoipa::path(get, path = "/network/charts/{id}", tag = "network",
    operation_id = "saved_network_chart", params(("id" = i64, Path), When),
    responses((status = 200, body = ChartSaved)))]
async fn saved_network_chart(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<i64>,
    Params(when): Params<When>,
) -> Answer<ChartSaved> {
    caller.must_have(Scope::Read)?;
    let (chart, kept, caller) = app
        .run(move |node| {
            let found = node.charts.find(&caller.session.viewer, id, node.now())?;
            let absent = || Problem::absent(format!("no chart has the number {id}"));
            let chart = found.ok_or_else(absent)?;
            let mut kept = Kept::read(&chart.layout)?;
            if let Some(day) = when.as_of() {
                kept.lens.look_back_to(day);
            }
            Ok((chart, kept, caller))
        })
        .await?;
    // What is on it is what the reader's own View holds that day, whatever the filters leave out.
    let day = kept.lens.day_only();
    look(&app, caller, day, Kind::Consultation, move |seen| {
        let layout = visible(seen.projection, kept.layout);
        let ids = parsed(&layout.ids)?;
        Ok((shape(&chart, Some(Kept { layout, lens: kept.lens })), ids))
    })
    .await
    .map(Json)
}

/// Delete a saved chart
///
/// Only whoever saved it can.
#[utoipa::path(delete, path = "/network/charts/{id}", tag = "network",
    operation_id = "delete_network_chart", params(("id" = i64, Path)),
    responses((status = 204, description = "deleted")))]
async fn delete_network_chart(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<i64>,
) -> Result<StatusCode, Problem> {
    may_record(&caller)?;
    app.run(move |node| {
        if !node.charts.delete(&caller.session.viewer, id)? {
            return Err(Problem::absent(format!("you saved no chart with the number {id}")));
        }
        node.note(&caller, Kind::Erasure, [])?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn parsed(texts: &[String]) -> Result<Vec<EntityId>, Problem> {
    texts.iter().map(|text| Ok(text.parse::<EntityId>()?)).collect()
}

/// What of a layout the network of the one who looks holds.
fn visible(projection: &Projection, layout: ChartLayout) -> ChartLayout {
    let is_seen = |id: &String| id.parse().is_ok_and(|id: EntityId| projection.find(&id).is_ok());
    let kept = |ids: Vec<String>| -> Vec<String> {
        let mut known = BTreeSet::new();
        ids.into_iter().filter(|id| is_seen(id) && known.insert(id.clone())).take(MOST).collect()
    };
    let places = layout.places.into_iter().filter(|(id, _)| is_seen(id)).collect();
    let boxes = layout.boxes.into_iter().take(100).map(|box_| ChartBox {
        label: box_.label.chars().take(120).collect(),
        ids: kept(box_.ids),
    });
    ChartLayout {
        places,
        boxes: boxes.filter(|box_| !box_.ids.is_empty()).collect(),
        ids: kept(layout.ids),
        hidden: kept(layout.hidden),
        pinned: kept(layout.pinned),
    }
}
