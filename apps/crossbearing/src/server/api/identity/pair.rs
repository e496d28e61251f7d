//! Two side by side.

use axum::Json;
use axum::extract::State;
use crossbearing_identity::{Aligned, Spelled, align};
use crossbearing_ledger::AsOf;
use crossbearing_model::EntityId;
use crossbearing_names::Model;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{self, ProposalShown, SharedSelector};
use crate::accounts::Scope;
use crate::server::api::shapes::{EntityBrief, Statement};
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::state::{Answer, App};

/// Companions shown of each side.
const MOST_COMPANIONS: usize = 24;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(identity_pair))
}

/// Which two.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Two {
    /// A record of the one.
    left: String,
    /// A record of the other.
    right: String,
}

/// A part of a name and what answers to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartShown {
    /// What kind of part.
    part: &'static str,
    /// The part of the one, folded.
    left: Option<SpelledPart>,
    /// The part of the other.
    right: Option<SpelledPart>,
    /// `same`, `spelling`, `initial`, `nickname` or `alone`.
    how: &'static str,
    /// How likely the two are one part, from 0 to 1.
    certainty: f32,
}

/// A part of a name in its script.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpelledPart {
    /// The letters.
    text: String,
    /// In Latin letters, where it is in others.
    latin: Option<String>,
    /// The script.
    script: &'static str,
}

/// Two names laid side by side.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamesShown {
    /// The name of the one.
    left: String,
    /// The name of the other.
    right: String,
    /// Part by part.
    parts: Vec<PartShown>,
}

/// Somebody who stands next to one of the two or to both.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompanionShown {
    /// Who.
    #[serde(flatten)]
    brief: EntityBrief,
    /// `left`, `right` or `both`.
    side: &'static str,
    /// By what: a membership, a meeting.
    how: String,
}

/// Two that may be one, with all that is said of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PairShown {
    /// The two and the evidence.
    #[serde(flatten)]
    proposal: ProposalShown,
    /// The names that agree best, part by part.
    names: Option<NamesShown>,
    /// What stands and is said of the one, by record.
    left_statements: Vec<Statement>,
    /// What stands and is said of the other.
    right_statements: Vec<Statement>,
    /// Who and what stands next to them.
    companions: Vec<CompanionShown>,
    /// Selectors that both hold.
    selectors: Vec<SharedSelector>,
}

/// Two records side by side
///
/// The evidence on any two, proposed or not: terms and the statements that they rest on, aligned
/// names, companions, shared selectors.
#[utoipa::path(get, path = "/identity/pair", tag = "identity", operation_id = "identity_pair",
    params(Two), responses((status = 200, body = PairShown)))]
async fn identity_pair(
    State(app): State<App>,
    caller: Caller,
    Params(two): Params<Two>,
) -> Answer<PairShown> {
    caller.must_have(Scope::Read)?;
    let (left, right): (EntityId, EntityId) = (two.left.parse()?, two.right.parse()?);
    app.run(move |node| {
        let view = node.view(&caller)?;
        let mut show = Show::new(&node.ledger, &view, AsOf::Now);
        node.picture(&view, |picture| {
            let proposal = picture.proposal(&left, &right)?;
            let statements = |id: &EntityId, show: &mut Show<'_>| {
                let mut shown = Vec::new();
                for record in picture.identities().members(id) {
                    let record = node.ledger.entity(&view, AsOf::Now, record)?;
                    let reads = record.map(|record| record.statements).unwrap_or_default();
                    for read in reads.iter().filter(|read| read.stands()) {
                        shown.push(show.statement(read)?);
                    }
                }
                Ok::<_, crate::server::problem::Problem>(shown)
            };
            let left_statements = statements(&proposal.left, &mut show)?;
            let right_statements = statements(&proposal.right, &mut show)?;
            let mut companions = Vec::new();
            for (companion, side, how) in picture.around(&proposal, MOST_COMPANIONS) {
                if let Some(brief) = show.entity(&companion)? {
                    companions.push(CompanionShown { brief, side, how });
                }
            }
            let holds = |shared: &crossbearing_identity::Shared| {
                let holder = |id: &EntityId| shared.holders.iter().any(|(holder, _)| holder == id);
                holder(&proposal.left) && holder(&proposal.right)
            };
            let mut selectors = Vec::new();
            for shared in picture.shared_selectors(&proposal.left).iter().filter(|one| holds(one)) {
                selectors.push(shapes::shared(&mut show, shared)?);
            }
            let names = picture.best_names(&proposal);
            let names = names.map(|(left, right)| aligned(align(Model::shipped(), &left, &right)));
            let members = [&proposal.left, &proposal.right].into_iter();
            let members = members.flat_map(|id| picture.identities().members(id).to_vec());
            super::consulted(node, &caller, members)?;
            Ok(Json(PairShown {
                proposal: shapes::proposal(&mut show, picture, &proposal)?,
                names,
                left_statements,
                right_statements,
                companions,
                selectors,
            }))
        })
    })
    .await
}

pub(crate) fn aligned(aligned: Aligned) -> NamesShown {
    let spelled = |part: Option<Spelled>| {
        part.map(|Spelled { text, latin, script }| SpelledPart { text, latin, script })
    };
    let parts = aligned.parts.into_iter().map(|part| PartShown {
        part: part.part,
        left: spelled(part.left),
        right: spelled(part.right),
        how: part.how,
        certainty: part.certainty,
    });
    NamesShown { parts: parts.collect(), left: aligned.left, right: aligned.right }
}
