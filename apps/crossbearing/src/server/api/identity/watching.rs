//! Standing watches.

use axum::Json;
use axum::extract::State;
use crossbearing_identity::Watched;
use crossbearing_ledger::AsOf;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, PrincipalId, has_hidden_controls};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::desks::KeptWatch;
use crate::server::api::shapes::EntityBrief;
use crate::server::api::show::Show;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// Watches that one person may have.
const MOST_WATCHES: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(identity_watches, identity_watch))
        .routes(routes!(identity_watch_seen))
        .routes(routes!(identity_watch_end))
}

/// Whom to look out for: a record or a name.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewWatch {
    /// Whoever may be one with this record.
    record: Option<String>,
    /// Whoever may bear this name, in any script.
    name: Option<String>,
    /// What for.
    #[serde(default)]
    note: String,
}

/// A new record that may be whom one looks out for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LeadShown {
    /// The record.
    entity: EntityBrief,
    /// When it came in.
    at: String,
    /// How likely it is the one.
    probability: f64,
    /// Why, in a sentence.
    why: String,
}

/// A standing watch with what it tells.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WatchShown {
    /// Its number.
    number: i64,
    /// The record watched, if it is one.
    record: Option<EntityBrief>,
    /// The name watched, if it is one.
    name: Option<String>,
    /// What for.
    note: String,
    /// When it was set.
    made_at: String,
    /// What came in since it was last looked at.
    leads: Vec<LeadShown>,
}

/// My watches, with what is new
#[utoipa::path(get, path = "/identity/watches", tag = "identity",
    operation_id = "identity_watches", responses((status = 200, body = Vec<WatchShown>)))]
async fn identity_watches(State(app): State<App>, caller: Caller) -> Answer<Vec<WatchShown>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| Ok(Json(watches(node, &caller)?))).await
}

/// Tell me when a new record may be this person
#[utoipa::path(post, path = "/identity/watches", tag = "identity",
    operation_id = "identity_watch", request_body = NewWatch,
    responses((status = 200, body = Vec<WatchShown>)))]
async fn identity_watch(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<NewWatch>,
) -> Answer<Vec<WatchShown>> {
    caller.must_have(Scope::Write)?;
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let watched = match (given(asked.record), given(asked.name)) {
        (Some(record), None) => Watched::Record(record.parse::<EntityId>()?),
        (None, Some(name)) if name.len() <= 300 && !has_hidden_controls(&name) => {
            Watched::Name(name.trim().to_owned())
        }
        _ => return Err(Problem::bad("give a record or a name of at most 300 bytes, not both")),
    };
    if asked.note.len() > 500 || has_hidden_controls(&asked.note) {
        return Err(Problem::bad("a note has at most 500 bytes"));
    }
    app.run(move |node| {
        let viewer = &caller.session.viewer;
        if node.watches.of(&viewer.principal)?.len() >= MOST_WATCHES {
            return Err(Problem::conflict(format!("end one of your {MOST_WATCHES} watches first")));
        }
        let mut objects = Vec::new();
        if let Watched::Record(record) = &watched {
            let view = node.view(&caller)?;
            let found = node.ledger.entity(&view, AsOf::Now, record)?;
            found.ok_or_else(|| Problem::absent(format!("no entity has the id {record}")))?;
            objects.push(record.clone());
        }
        node.note(&caller, Kind::Consultation, objects)?;
        node.watches.put(&viewer.principal, &watched, asked.note.trim(), node.now())?;
        Ok(Json(watches(node, &caller)?))
    })
    .await
}

/// What a watch told is seen
#[utoipa::path(post, path = "/identity/watches/{number}/seen", tag = "identity",
    operation_id = "identity_watch_seen", params(("number" = i64, Path)),
    responses((status = 200, body = Vec<WatchShown>)))]
async fn identity_watch_seen(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
) -> Answer<Vec<WatchShown>> {
    caller.must_have(Scope::Write)?;
    change(&app, caller, move |node, owner| node.watches.seen(owner, number, node.now())).await
}

/// End a watch
#[utoipa::path(delete, path = "/identity/watches/{number}", tag = "identity",
    operation_id = "identity_watch_end", params(("number" = i64, Path)),
    responses((status = 200, body = Vec<WatchShown>)))]
async fn identity_watch_end(
    State(app): State<App>,
    caller: Caller,
    Segments(number): Segments<i64>,
) -> Answer<Vec<WatchShown>> {
    caller.must_have(Scope::Write)?;
    change(&app, caller, move |node, owner| node.watches.end(owner, number)).await
}

/// Changes one of the caller's own watches, if `deed` finds it; the watches then.
async fn change(
    app: &App,
    caller: Caller,
    deed: impl FnOnce(&Node, &PrincipalId) -> rusqlite::Result<bool> + Send + 'static,
) -> Answer<Vec<WatchShown>> {
    app.run(move |node| {
        let found = deed(node, &caller.session.viewer.principal)?;
        found.then_some(()).ok_or_else(|| Problem::absent("you have no such watch"))?;
        Ok(Json(watches(node, &caller)?))
    })
    .await
}

fn watches(node: &Node, caller: &Caller) -> Result<Vec<WatchShown>, Problem> {
    let kept = node.watches.of(&caller.session.viewer.principal)?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let view = node.view(caller)?;
    let mut show = Show::new(&node.ledger, &view, AsOf::Now);
    let mut shown = Vec::with_capacity(kept.len());
    let mut looked_at = Vec::new();
    for KeptWatch { number, note, made_at, watch } in kept {
        let found = node.picture(&view, |picture| Ok(picture.leads(&watch)))?;
        let mut leads = Vec::with_capacity(found.len());
        for lead in found {
            let Some(entity) = show.entity(&lead.record)? else { continue };
            looked_at.push(lead.record);
            let (at, why) = (lead.at.to_string(), lead.why);
            leads.push(LeadShown { entity, at, probability: lead.probability, why });
        }
        let (record, name) = match watch.watched {
            Watched::Record(record) => (show.entity(&record)?, None),
            Watched::Name(name) => (None, Some(name)),
        };
        let made_at = made_at.to_string();
        shown.push(WatchShown { number, record, name, note, made_at, leads });
    }
    super::consulted(node, caller, looked_at)?;
    Ok(shown)
}
