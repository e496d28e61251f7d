//! The planner's questions: whom to act on first, and what follows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_graph::budget::Budget;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::Layer;
use crossbearing_network::planning::whatif::{WhatIf, what_if};
use crossbearing_network::planning::{Goal, PlanRequest, plan, sensitivity, worth};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::planned::{AftermathAnswer, PlanAnswer, aftermath, answer};
use super::{LensForm, Seen, look, network};
use crate::accounts::Scope;
use crate::papers::{Briefed, briefing};
use crate::secret::Secret;
use crate::server::api::paper::{self, PdfFile};
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::jobs::{Job, JobMeter, Outcome};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// Seconds that a plan takes at most, unless it asks for less.
const MOST_SECONDS: f64 = 120.0;
/// Seconds that a plan takes at most if it does not say.
const USUAL_SECONDS: f64 = 15.0;
/// Sources that are left out in turn.
const MOST_SOURCES: usize = 8;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(network_plan))
        .routes(routes!(network_planned, stop_network_plan))
        .routes(routes!(network_plan_pdf))
        .routes(routes!(network_what_if))
}

/// What a plan is for, and what it may cost.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PlanForm {
    /// `order` (one after the other), `set` (until no part is larger than `max_fragment`) or
    /// `block` (all on one day, within `budget`).
    #[schema(example = "block")]
    goal: String,
    /// block: what may be spent; the number of removals where each costs 1.
    #[schema(example = 4.0)]
    budget: f64,
    /// set: the most that may stay together.
    max_fragment: u32,
    /// order: until the largest part is a smaller share than this; 0.1 if 0.
    stop: f64,
    /// What can be removed: `person` if empty; the others only tie.
    kinds: Vec<String>,
    /// Only these entities; the whole network if empty.
    scope: Vec<String>,
    /// What removing an entity costs, by id.
    costs: BTreeMap<String, f64>,
    /// What removing a thing of a kind costs.
    kind_costs: BTreeMap<String, f64>,
    /// What must all survive, each a list of layers that do the same: a route works only if
    /// transport *and* payment do (set and block). One network of all ties if empty.
    #[schema(example = json!([["transport"], ["payment"]]))]
    layers: Vec<Vec<String>>,
    /// What closing a tie of a layer costs (set and block). A tie can be closed if all of its layers
    /// are named and both ends may be named by a plan.
    link_costs: BTreeMap<String, f64>,
    /// Who and what is never removed, and why, by id.
    never: BTreeMap<String, String>,
    /// Whether persons may be named whom no statement calls a suspect.
    anyone: bool,
    /// Ties less probable than this do not count; 0.3 if absent.
    at_least: Option<f64>,
    /// Seconds that the search may take; 15 if 0.
    seconds: f64,
    /// Decides every random choice.
    seed: u64,
    /// What is left out.
    lens: LensForm,
}

impl PlanForm {
    /// The plan that is asked for.
    pub(crate) fn read(&self) -> Result<PlanRequest, Problem> {
        let goal = match self.goal.as_str() {
            "order" => Goal::Order { stop: if self.stop == 0.0 { 0.1 } else { self.stop } },
            "set" => Goal::Set { max_fragment: self.max_fragment },
            "block" => Goal::Block { budget: self.budget },
            other => {
                let goal: String = other.chars().take(40).collect();
                return Err(Problem::bad(format!("the goal {goal:?} is not order, set or block")));
            }
        };
        let mut request = PlanRequest::new(goal);
        if !self.kinds.is_empty() {
            request.kinds = self.kinds.iter().map(|kind| kind.parse()).collect::<Result<_, _>>()?;
        }
        request.scope = ids(&self.scope)?;
        for (id, cost) in &self.costs {
            request.costs.insert(id.parse()?, checked(*cost)?);
        }
        for (kind, cost) in &self.kind_costs {
            request.kind_costs.insert(kind.parse()?, checked(*cost)?);
        }
        for group in &self.layers {
            let layers = group.iter().map(|layer| layer.parse());
            let layers: BTreeSet<Layer> = layers.collect::<Result<_, _>>()?;
            if layers.is_empty() {
                return Err(Problem::bad("what must survive names at least one layer"));
            }
            request.layers.push(layers);
        }
        for (layer, cost) in &self.link_costs {
            request.link_costs.insert(layer.parse()?, checked(*cost)?);
        }
        for (id, reason) in &self.never {
            let reason: String = reason.trim().chars().take(200).collect();
            let reason = if reason.is_empty() { "kept by the planner".to_owned() } else { reason };
            request.never.insert(id.parse()?, reason);
        }
        request.anyone = self.anyone;
        request.at_least = self.at_least.unwrap_or(request.at_least);
        if !(0.0..=1.0).contains(&request.at_least) {
            return Err(Problem::bad("at_least is a probability: from 0 to 1"));
        }
        request.seed = self.seed;
        Ok(request)
    }

    fn time(&self) -> Duration {
        let seconds =
            if self.seconds > 0.0 { self.seconds.min(MOST_SECONDS) } else { USUAL_SECONDS };
        Duration::from_secs_f64(seconds)
    }
}

fn ids(texts: &[String]) -> Result<BTreeSet<EntityId>, Problem> {
    texts.iter().map(|text| Ok(text.parse::<EntityId>()?)).collect()
}

fn checked(cost: f64) -> Result<f64, Problem> {
    if cost.is_finite() && cost >= 0.0 {
        return Ok(cost);
    }
    Err(Problem::bad("a cost is a number of at least 0; put what must stay under `never`"))
}

/// A plan that is being worked on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Planning {
    /// Under which to ask how far it is.
    id: String,
}

/// How far a plan is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Planned {
    /// How much is done, from 0 to 1.
    progress: f64,
    /// Whether it is done.
    done: bool,
    /// What came of it, once it is done.
    #[schema(value_type = Option<PlanAnswer>)]
    plan: Option<Value>,
}

/// Work out a plan
///
/// The work goes on in the background: ask for its progress under the id that is answered.
#[utoipa::path(post, path = "/network/plans", tag = "network", operation_id = "network_plan",
    request_body = PlanForm, responses((status = 202, body = Planning)))]
async fn network_plan(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<PlanForm>,
) -> Result<(StatusCode, Json<Planning>), Problem> {
    caller.must_have(Scope::Read)?;
    form.read()?;
    form.lens.read()?;
    let id = Secret::draw().map_err(|error| Problem::internal(&error))?;
    let id: String = id.reveal().chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    let until = {
        let caller = caller.clone();
        app.run(move |node| Ok(node.view(&caller)?.valid_until())).await?
    };
    let job = app.jobs.begin(id.clone(), &caller.session.viewer, app.now(), until);
    let running = Arc::clone(&app);
    tokio::spawn(async move {
        let node = Arc::clone(&running);
        let (ended, work) = (Arc::clone(&job), Arc::clone(&job));
        let done = running.planners.run(move || work_out(&node, &caller, &form, &work)).await;
        ended.end(done);
    });
    Ok((StatusCode::ACCEPTED, Json(Planning { id })))
}

/// The plan, how sure it is, what would change it.
fn work_out(node: &Node, caller: &Caller, form: &PlanForm, job: &Job) -> Result<Outcome, Problem> {
    let request = form.read()?;
    let network = network(node, caller, &form.lens)?;
    let projection = network.projection.through(&form.lens.read()?);
    let seen = Seen { node, caller, network: &network, projection: &projection };
    let (time, half) = (form.time(), form.time() / 2);
    let meter = JobMeter::new(job, time, (0.0, 0.6));
    let found = plan(&projection, &request, &Budget::whole(&meter))?;
    let sure = worth::worth(&found, request.seed)?;
    let meter = JobMeter::new(job, half, (0.7, 1.0));
    let budget = Budget::whole(&meter);
    let changes = sensitivity::sensitivity(&projection, &request, &found, MOST_SOURCES, &budget)?;
    let after = what_if(&projection, &request, &WhatIf::of(&projection, &found))?;
    let paper = briefing(&Briefed {
        projection: &projection,
        request: &request,
        plan: &found,
        worth: &sure,
        changes: &changes,
        after: &after,
        roles: network.roles(),
    })?;
    let paper = paper.with_cited(&node.ledger, &node.view(caller)?, form.lens.as_of()?)?;
    let (answer, shown) = answer(&seen, &request, &found, &sure, &changes)?;
    node.note(caller, Kind::Combination, shown)?;
    let answer = serde_json::to_value(answer).map_err(|error| Problem::internal(&error))?;
    Ok(Outcome { answer, paper: Arc::new(paper) })
}

/// How far a plan is
#[utoipa::path(get, path = "/network/plans/{id}", tag = "network", operation_id = "network_planned",
    params(("id" = String, Path)), responses((status = 200, body = Planned)))]
async fn network_planned(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Answer<Planned> {
    caller.must_have(Scope::Read)?;
    let job = app.jobs.of(&id, &caller.session.viewer, app.now())?;
    let plan = job.outcome().transpose()?.map(|outcome| outcome.answer);
    Ok(Json(Planned { progress: job.progress(), done: plan.is_some(), plan }))
}

/// The plan as a briefing to print
///
/// A PDF of the plan that was worked out, with its reasons, doubts, sources and the narrowest
/// handling of all that it shows. Giving it out is a disclosure, and logged as one.
#[utoipa::path(get, path = "/network/plans/{id}/pdf", tag = "network",
    operation_id = "network_plan_pdf", params(("id" = String, Path)),
    responses((status = 200, description = "the briefing", content_type = "application/pdf")))]
async fn network_plan_pdf(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<PdfFile, Problem> {
    caller.must_have(Scope::Read)?;
    let job = app.jobs.of(&id, &caller.session.viewer, app.now())?;
    let outcome = job.outcome().transpose()?;
    let paper =
        outcome.ok_or_else(|| Problem::conflict("the plan is still being worked on"))?.paper;
    app.run(move |node| paper::give(node, &caller, &paper)).await
}

/// Stop working on a plan
///
/// It ends with the best that it has found.
#[utoipa::path(delete, path = "/network/plans/{id}", tag = "network",
    operation_id = "stop_network_plan", params(("id" = String, Path)),
    responses((status = 204, description = "asked to stop")))]
async fn stop_network_plan(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Problem> {
    caller.must_have(Scope::Read)?;
    app.jobs.of(&id, &caller.session.viewer, app.now())?.stop();
    Ok(StatusCode::NO_CONTENT)
}

/// Who is gone, and who takes over.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WhatIfForm {
    /// Who and what is gone.
    gone: Vec<String>,
    /// Ties that are closed, each by the ids of its two ends.
    closed: Vec<[String; 2]>,
    /// Who takes over from whom, by id.
    replaced_by: BTreeMap<String, String>,
    /// The plan's other terms, so that the same network is meant.
    plan: PlanForm,
}

/// What follows when some are gone
///
/// What is left, which ties would likely form, who could take over and what is left then.
#[utoipa::path(post, path = "/network/what-if", tag = "network", operation_id = "network_what_if",
    request_body = WhatIfForm, responses((status = 200, body = AftermathAnswer)))]
async fn network_what_if(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<WhatIfForm>,
) -> Answer<AftermathAnswer> {
    let goal = PlanForm { goal: "block".to_owned(), ..form.plan.clone() };
    let request = goal.read()?;
    let mut asked = WhatIf { gone: ids(&form.gone)?, ..WhatIf::default() };
    for [one, other] in &form.closed {
        asked.closed.push((one.parse()?, other.parse()?));
    }
    for (from, to) in &form.replaced_by {
        asked.replaced_by.push((from.parse()?, to.parse()?));
    }
    look(&app, caller, form.plan.lens, Kind::Combination, move |seen| {
        Ok(aftermath(seen, &what_if(seen.projection, &request, &asked)?))
    })
    .await
    .map(Json)
}
