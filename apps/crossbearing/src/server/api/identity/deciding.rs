//! What people decide about identity.

use axum::Json;
use axum::extract::State;
use crossbearing_identity::{Decision, Made};
use crossbearing_ledger::AsOf;
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::record;
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(identity_judge))
        .routes(routes!(identity_undo))
        .routes(routes!(identity_split))
}

/// A decision about two records or clusters.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewJudgement {
    /// A record of the one.
    left: String,
    /// A record of the other.
    right: String,
    /// `same`, `different` or `unsure`.
    #[schema(example = "same")]
    verdict: String,
    /// Why. Needed for `different`.
    #[serde(default)]
    reason: String,
    /// Whether somebody else is to look before the two are joined.
    #[serde(default)]
    second_opinion: bool,
}

/// Why something is taken back.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Because {
    /// The reason, which stays.
    #[schema(example = "two men with one name")]
    reason: String,
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    /// The judgements made.
    judgements: Vec<String>,
    /// The cluster of the first record concerned, as it is now.
    cluster: Option<String>,
    /// Whether it waits for somebody else to say the same.
    awaits_second: bool,
}

/// Decide whether two are one
///
/// It becomes a judgement: statements with a label that goes no further than what is said of
/// either. The caller's own earlier judgement about the two is superseded.
#[utoipa::path(post, path = "/identity/judgements", tag = "identity",
    operation_id = "identity_judge", request_body = NewJudgement,
    responses((status = 200, body = Decided)))]
async fn identity_judge(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<NewJudgement>,
) -> Answer<Decided> {
    may_record(&caller)?;
    let decision = Decision {
        left: asked.left.parse()?,
        right: asked.right.parse()?,
        verdict: asked.verdict.parse()?,
        reason: asked.reason,
        second_opinion: asked.second_opinion,
    };
    app.run(move |node| {
        let made = record(node, &caller, &decision.reason, |picture, desk| {
            picture.decide(&decision, desk)
        })?;
        decided(node, &caller, &made, &decision.left)
    })
    .await
}

/// Take a judgement back
///
/// Only the agency that judged can. Both stay; asked as of an earlier day, the answer is as it was.
#[utoipa::path(post, path = "/identity/judgements/{id}/undo", tag = "identity",
    operation_id = "identity_undo", params(("id" = String, Path)), request_body = Because,
    responses((status = 200, body = Decided)))]
async fn identity_undo(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Body(Because { reason }): Body<Because>,
) -> Answer<Decided> {
    may_record(&caller)?;
    app.run(move |node| {
        let undo = |picture: &crossbearing_identity::Picture,
                    desk: &crossbearing_identity::Desk<'_>| {
            picture.undo(&id, &reason, desk)
        };
        let made = record(node, &caller, &reason, undo)?;
        let first = made.about.first().cloned().unwrap_or(id.clone());
        decided(node, &caller, &made, &first)
    })
    .await
}

/// Split a record off its cluster
///
/// The others stay together. Judgements of other agencies are contradicted, not taken back.
#[utoipa::path(post, path = "/identity/records/{id}/split", tag = "identity",
    operation_id = "identity_split", params(("id" = String, Path)), request_body = Because,
    responses((status = 200, body = Decided)))]
async fn identity_split(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Body(Because { reason }): Body<Because>,
) -> Answer<Decided> {
    may_record(&caller)?;
    app.run(move |node| {
        let made =
            record(node, &caller, &reason, |picture, desk| picture.split(&id, &reason, desk))?;
        decided(node, &caller, &made, &id)
    })
    .await
}

fn decided(
    node: &Node,
    caller: &Caller,
    made: &Made,
    record: &EntityId,
) -> Result<Json<Decided>, Problem> {
    let view = node.view(caller)?;
    let identities = node.ledger.identities(&view, AsOf::Now)?;
    let awaits = identities.judgements().iter().any(|one| {
        made.judgements.contains(&one.id) && one.state == crossbearing_ledger::State::AwaitsSecond
    });
    Ok(Json(Decided {
        judgements: made.judgements.iter().map(ToString::to_string).collect(),
        cluster: Some(identities.of(record).to_string()),
        awaits_second: awaits,
    }))
}
