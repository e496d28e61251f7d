//! What leaves a screen as a file is a disclosure, written down before the file is made.

use axum::extract::State;
use axum::http::StatusCode;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, has_hidden_controls};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::Scope;
use crate::server::caller::Caller;
use crate::server::extract::Body;
use crate::server::problem::Problem;
use crate::server::state::App;

/// The most objects of one file.
const MOST_OBJECTS: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(note_export))
}

/// A file that somebody is about to make of what is on the screen.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Export {
    /// What it is, in words.
    #[schema(example = "neighbours as CSV")]
    what: String,
    /// The entities and reports that it shows.
    objects: Vec<String>,
}

/// Note that a file is made of what is on the screen
///
/// The file is made where it is seen, from answers that the viewer has had already; this writes
/// down that it leaves the application: who, what, and on which objects.
#[utoipa::path(post, path = "/exports", tag = "exchange", operation_id = "note_export",
    request_body = Export, responses((status = 204, description = "written down")))]
async fn note_export(
    State(app): State<App>,
    caller: Caller,
    Body(Export { what, objects }): Body<Export>,
) -> Result<StatusCode, Problem> {
    caller.must_have(Scope::Read)?;
    let what = checked(&what)?;
    if objects.is_empty() || objects.len() > MOST_OBJECTS {
        return Err(Problem::bad(format!("a file shows 1 to {MOST_OBJECTS} objects: name them")));
    }
    let parsed = objects.iter().map(|object| Ok(object.parse::<EntityId>()?));
    let objects = parsed.collect::<Result<Vec<_>, Problem>>()?;
    app.run(move |node| {
        let reason = format!("{} (a file: {what})", caller.session.justification);
        node.note_because(&caller, &reason, Kind::Disclosure, objects)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn checked(what: &str) -> Result<String, Problem> {
    let what = what.trim();
    if what.is_empty() || what.len() > 200 || has_hidden_controls(what) {
        return Err(Problem::bad("say in 1 to 200 bytes what the file shows"));
    }
    Ok(what.to_owned())
}
