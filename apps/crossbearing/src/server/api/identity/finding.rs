//! Names in any script from any script.

use axum::Json;
use axum::extract::State;
use crossbearing_ledger::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::pair::{NamesShown, aligned};
use crate::accounts::Scope;
use crate::server::api::shapes::EntityBrief;
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most records in one answer.
const MOST: usize = 12;
/// The longest name asked for, in bytes.
const LONGEST: usize = 300;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(identity_find))
}

/// Which name.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A name, in any script and spelling.
    q: String,
}

/// A record whose name may be the one asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundName {
    /// The record.
    entity: EntityBrief,
    /// Its name that answers best.
    name: String,
    /// How likely the two are spellings of one name.
    probability: f32,
    /// Why: part by part.
    aligned: NamesShown,
}

/// Find a name in any script
///
/// Among the names that the caller may see, and no others.
#[utoipa::path(get, path = "/identity/find", tag = "identity", operation_id = "identity_find",
    params(Asked), responses((status = 200, body = Vec<FoundName>)))]
async fn identity_find(
    State(app): State<App>,
    caller: Caller,
    Params(Asked { q }): Params<Asked>,
) -> Answer<Vec<FoundName>> {
    caller.must_have(Scope::Read)?;
    if q.len() > LONGEST {
        return Err(Problem::bad(format!("a name has at most {LONGEST} bytes")));
    }
    app.run(move |node| {
        let view = node.view(&caller)?;
        let found = node.picture(&view, |picture| Ok(picture.find(&q, MOST)))?;
        super::consulted(node, &caller, found.iter().map(|hit| hit.record.clone()))?;
        let mut show = Show::new(&node.ledger, &view, AsOf::Now);
        let mut shown = Vec::with_capacity(found.len());
        for hit in found {
            let Some(entity) = show.entity(&hit.record)? else { continue };
            let (name, aligned) = (hit.name, aligned(hit.aligned));
            shown.push(FoundName { entity, name, probability: hit.probability, aligned });
        }
        Ok(Json(shown))
    })
    .await
}
