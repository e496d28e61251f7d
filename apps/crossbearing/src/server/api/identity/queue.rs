//! The review queue.

use axum::Json;
use axum::extract::State;
use crossbearing_identity::{Sort, WORTH_A_LOOK, Wanted};
use crossbearing_ledger::AsOf;
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{self, JudgementShown, ProposalShown};
use crate::accounts::Scope;
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most proposals in one answer.
const MOST: usize = 50;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(identity_queue)).routes(routes!(identity_conflicts))
}

/// Which proposals.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only `person`, `organization` or `vessel`.
    sort: Option<String>,
    /// Only those that this record may be one with.
    about: Option<String>,
    /// Only from this probability on.
    least: Option<f64>,
    /// How many, 50 at most.
    #[serde(default = "ten")]
    #[param(default = 10, maximum = 50)]
    limit: usize,
    /// How many of the first to leave out.
    #[serde(default)]
    #[param(default = 0)]
    offset: usize,
}

fn ten() -> usize {
    10
}

/// A part of the review queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueueShown {
    /// How many proposals are open for the caller.
    count: u64,
    /// How many the caller decided today.
    decided_today: u64,
    /// How many judgements contradict others.
    conflicts: u64,
    /// The part asked for: what would change most comes first.
    proposals: Vec<ProposalShown>,
}

/// A judgement that is set aside, with those that contradict it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictShown {
    /// Judgements "same" that are set aside.
    same: Vec<JudgementShown>,
    /// Judgements "different" of records that would be one.
    different: Vec<JudgementShown>,
}

/// What may be one
///
/// Pairs of records or clusters that may be one person or thing, ranked by what a decision would
/// change. Nothing is merged until somebody decides.
#[utoipa::path(get, path = "/identity/queue", tag = "identity", operation_id = "identity_queue",
    params(Which), responses((status = 200, body = QueueShown)))]
async fn identity_queue(
    State(app): State<App>,
    caller: Caller,
    Params(which): Params<Which>,
) -> Answer<QueueShown> {
    caller.must_have(Scope::Read)?;
    let wanted = wanted(&caller, &which)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let mut show = Show::new(&node.ledger, &view, AsOf::Now);
        let today = node.now().day();
        node.picture(&view, |picture| {
            let queue = picture.queue(&wanted);
            let mine = picture.identities().judgements().iter().filter(|one| {
                one.decided_by == wanted.judge.as_str() && one.said.recorded_at.day() == today
            });
            let decided_today = mine.filter(|one| one.state.stands()).count() as u64;
            let mut proposals = Vec::with_capacity(queue.proposals.len());
            for proposal in &queue.proposals {
                proposals.push(shapes::proposal(&mut show, picture, proposal)?);
            }
            let ids = queue.proposals.iter();
            let ids = ids.flat_map(|proposal| [proposal.left.clone(), proposal.right.clone()]);
            super::consulted(node, &caller, ids)?;
            Ok(Json(QueueShown {
                count: queue.count as u64,
                decided_today,
                conflicts: picture.identities().conflicts().len() as u64,
                proposals,
            }))
        })
    })
    .await
}

/// Judgements that contradict one another
///
/// A judgement "different" binds until it is taken back; a judgement "same" that it contradicts is
/// set aside and stands here.
#[utoipa::path(get, path = "/identity/conflicts", tag = "identity",
    operation_id = "identity_conflicts", responses((status = 200, body = Vec<ConflictShown>)))]
async fn identity_conflicts(State(app): State<App>, caller: Caller) -> Answer<Vec<ConflictShown>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let identities = node.ledger.identities(&view, AsOf::Now)?;
        let mut show = Show::new(&node.ledger, &view, AsOf::Now);
        let agency = &caller.session.viewer.agency;
        let mut shown = |ids: &[EntityId]| {
            let found = identities.judgements().iter().filter(|one| ids.contains(&one.id));
            found.map(|one| shapes::judgement(&mut show, one, agency)).collect::<Result<_, _>>()
        };
        let mut conflicts = Vec::new();
        for conflict in identities.conflicts() {
            let (same, different) = (shown(&conflict.same)?, shown(&conflict.different)?);
            conflicts.push(ConflictShown { same, different });
        }
        let records = identities.conflicts().iter();
        let records = records.flat_map(|conflict| [conflict.left.clone(), conflict.right.clone()]);
        super::consulted(node, &caller, records)?;
        Ok(Json(conflicts))
    })
    .await
}

fn wanted(caller: &Caller, which: &Which) -> Result<Wanted, Problem> {
    let sort = match which.sort.as_deref() {
        None | Some("") => None,
        Some("person") => Some(Sort::Person),
        Some("organization") => Some(Sort::Organization),
        Some("vessel") => Some(Sort::Vessel),
        Some(_) => return Err(Problem::bad("sort is person, organization or vessel")),
    };
    let about = which.about.as_deref().filter(|about| !about.is_empty());
    let least = which.least.unwrap_or(WORTH_A_LOOK);
    if !(0.0..=1.0).contains(&least) {
        return Err(Problem::bad("least is a probability, from 0 to 1"));
    }
    Ok(Wanted {
        sort,
        about: about.map(str::parse).transpose()?,
        least,
        offset: which.offset,
        limit: which.limit.min(MOST),
        ..Wanted::by(caller.session.viewer.principal.clone())
    })
}
