//! Clusters: who said what, what was judged, what is shared.

use axum::Json;
use axum::extract::State;
use crossbearing_model::EntityId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{self, JudgementShown, SharedSelector};
use crate::accounts::Scope;
use crate::server::api::as_of;
use crate::server::api::entities::When;
use crate::server::api::shapes::{EntityBrief, Statement};
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(identity_cluster))
}

/// One record of a cluster with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberShown {
    /// The record.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Everything said of it, in the order in which it was recorded.
    statements: Vec<Statement>,
}

/// Records that people judged to be one, and what was judged.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClusterShown {
    /// The cluster's id: the first of its records.
    id: String,
    /// The records, by id.
    members: Vec<MemberShown>,
    /// Every judgement about one of them, the latest first.
    judgements: Vec<JudgementShown>,
    /// Selectors that it shares with others.
    selectors: Vec<SharedSelector>,
    /// How many others may be one with it.
    proposals: u64,
}

/// Who a record is
///
/// The cluster that a record is in through the caller's View, who said what, and the history of
/// judgements. A record that nobody joined to another is a cluster of its own.
#[utoipa::path(get, path = "/identity/clusters/{id}", tag = "identity",
    operation_id = "identity_cluster", params(("id" = String, Path), When),
    responses((status = 200, body = ClusterShown)))]
async fn identity_cluster(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Answer<ClusterShown> {
    caller.must_have(Scope::Read)?;
    let as_of = as_of(when.as_of())?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let identities = node.ledger.identities(&view, as_of)?;
        let cluster = identities.of(&id).clone();
        let mut show = Show::new(&node.ledger, &view, as_of);
        let mut members = Vec::new();
        for member in identities.members(&cluster) {
            let record = node.ledger.entity(&view, as_of, member)?;
            let absent = || Problem::absent(format!("no entity has the id {member}"));
            let record = record.ok_or_else(absent)?;
            let brief = show.record(&record);
            let statements = record.statements.iter().map(|read| show.statement(read));
            members.push(MemberShown { brief, statements: statements.collect::<Result<_, _>>()? });
        }
        let within = identities.members(&cluster);
        let about = identities
            .judgements()
            .iter()
            .rev()
            .filter(|one| within.contains(&one.left) || within.contains(&one.right));
        let agency = &caller.session.viewer.agency;
        let judgements = about.map(|one| shapes::judgement(&mut show, one, agency));
        let judgements = judgements.collect::<Result<_, _>>()?;
        let (selectors, proposals) = node.picture(&view, |picture| {
            let shared = picture.shared_selectors(&cluster);
            let shared = shared.iter().map(|shared| shapes::shared(&mut show, shared));
            let wanted = crossbearing_identity::Wanted {
                about: Some(cluster.clone()),
                limit: 0,
                ..crossbearing_identity::Wanted::by(caller.session.viewer.principal.clone())
            };
            Ok((shared.collect::<Result<_, _>>()?, picture.queue(&wanted).count as u64))
        })?;
        super::consulted(node, &caller, within.iter().cloned())?;
        let id = cluster.to_string();
        Ok(Json(ClusterShown { id, members, judgements, selectors, proposals }))
    })
    .await
}
