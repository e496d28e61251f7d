//! Who does what in the business, and why one thinks so.

use axum::Json;
use axum::extract::State;
use crossbearing_log::Kind;
use crossbearing_network::roles::{Claim, Heard, roles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::NetworkNode;
use super::{LensForm, Seen, look};
use crate::server::caller::Caller;
use crate::server::extract::Body;
use crate::server::state::{Answer, App};

/// The most claims of one answer.
const MOST: usize = 1_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(network_roles))
}

/// Which roles to list.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RolesForm {
    /// Hear only what people were seen to do, not what reports call them.
    conduct_only: bool,
    /// What is left out.
    lens: LensForm,
}

/// That somebody has a role, with what speaks for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleClaim {
    /// Who.
    person: NetworkNode,
    /// The role.
    #[schema(example = "driver")]
    role: &'static str,
    /// The stage of the business that it serves: 0 recruit, 1 pay, 2 supply, 3 move, 4 house,
    /// 5 cross, 6 arrive; nothing for the organiser.
    stage: Option<usize>,
    /// That it is so: a proposal, never a verdict.
    probability: f64,
    /// What speaks for it, the most telling first.
    clues: Vec<RoleClue>,
}

/// Something that speaks for a role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleClue {
    /// What was seen.
    what: String,
    /// How much it says for the role if it is true.
    weight: f64,
    /// Whether a report names the role itself.
    said: bool,
    /// The statements it rests on.
    statements: Vec<String>,
}

/// Who does what
///
/// Roles along the business with their reasons, the likeliest role of each person first. Nobody in
/// danger has one.
#[utoipa::path(post, path = "/network/roles", tag = "network", operation_id = "network_roles",
    request_body = RolesForm, responses((status = 200, body = Vec<RoleClaim>)))]
async fn network_roles(
    State(app): State<App>,
    caller: Caller,
    Body(form): Body<RolesForm>,
) -> Answer<Vec<RoleClaim>> {
    let heard = if form.conduct_only { Heard::Conduct } else { Heard::Everything };
    look(&app, caller, form.lens, Kind::Consultation, move |seen| {
        let mut claims = roles(seen.projection, heard);
        claims.truncate(MOST);
        let shown = seen.ids(claims.iter().map(|claim| claim.node));
        Ok((claims.iter().map(|claim| shape(seen, claim)).collect(), shown))
    })
    .await
    .map(Json)
}

fn shape(seen: &Seen<'_>, claim: &Claim) -> RoleClaim {
    let clues = claim.clues.iter().map(|clue| RoleClue {
        what: clue.what.clone(),
        weight: clue.weight,
        said: clue.is_said,
        statements: crossbearing_network::evidence::statements(&clue.evidence)
            .iter()
            .map(ToString::to_string)
            .collect(),
    });
    RoleClaim {
        person: seen.shown(claim.node),
        role: claim.role.as_str(),
        stage: claim.role.stage(),
        probability: claim.probability,
        clues: clues.collect(),
    }
}
