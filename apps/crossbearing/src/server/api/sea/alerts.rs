//! The queue of alerts, and what officers do with it.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use crossbearing_access::Role;
use crossbearing_log::Kind;
use crossbearing_model::PrincipalId;
use crossbearing_sea::{Act, AlertId, CapSender, Evidence, Look, Outcome, cap, figures};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::AlertShape;
use super::{alert_object, consult, picture_object};
use crate::accounts::{Person, Scope};
use crate::server::api::may_record;
use crate::server::caller::Caller;
use crate::server::extract::{Body, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most closed alerts in one answer; those that are open are all there.
const MOST_CLOSED: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(alerts))
        .routes(routes!(acknowledge))
        .routes(routes!(watch))
        .routes(routes!(assign))
        .routes(routes!(share))
        .routes(routes!(close))
        .routes(routes!(evidence))
        .routes(routes!(replay))
        .routes(routes!(alert_cap))
}

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
struct Queue {
    /// What is open, danger first, then the latest; after these what was closed last.
    alerts: Vec<AlertShape>,
    /// What became of each rule's alerts.
    #[schema(value_type = Vec<Object>)]
    figures: Vec<crossbearing_sea::RuleFigures>,
    /// For how long vessels have been watched, in hours.
    vessel_hours: f64,
    /// Only danger sounds now.
    quiet: bool,
}

/// Who stands watch with the caller.
#[derive(Debug, Serialize, ToSchema)]
struct Colleague {
    /// The account.
    id: String,
    /// The person's name.
    name: String,
    /// The roles held.
    roles: Vec<String>,
}

/// Whom to share an alert with.
#[derive(Debug, Deserialize, ToSchema)]
struct Sharing {
    /// The role.
    #[schema(value_type = String, example = "safeguarding-officer")]
    role: Role,
}

/// Whom to give an alert to.
#[derive(Debug, Deserialize, ToSchema)]
struct Assignment {
    /// The account.
    #[schema(value_type = String)]
    to: PrincipalId,
}

/// Why an alert is closed.
#[derive(Debug, Deserialize, ToSchema)]
struct Closure {
    /// `confirmed`, `harmless`, `false-alarm` or `duplicate`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// Why, in words.
    reason: String,
}

/// What playing the evidence again gave.
#[derive(Debug, Serialize, ToSchema)]
struct Replayed {
    /// The same rule fires about the same vessels with the same beginning, within a minute.
    same: bool,
    /// The same, down to the millisecond and the words.
    exact: bool,
    /// All lines fit their hashes.
    intact: bool,
    /// What differs, in words.
    differences: Vec<String>,
    /// Raw lines played.
    lines: usize,
    /// Which lines these are.
    scope: String,
}

/// The queue of alerts
#[utoipa::path(get, path = "/sea/alerts", tag = "sea", operation_id = "sea_alerts",
    responses((status = 200, body = Queue)))]
async fn alerts(State(app): State<App>, caller: Caller) -> Answer<Queue> {
    let queue = consult(&app, caller, |node, look| {
        let all = look.alerts();
        let figures = figures(&all);
        let mut n_closed = 0;
        let kept = all.into_iter().filter(|alert| {
            n_closed += usize::from(alert.closed.is_some());
            n_closed <= MOST_CLOSED
        });
        let alerts = kept.map(|alert| named(look, alert)).collect();
        let quiet = node.sea.desk().settings().is_quiet(node.now().millis());
        let queue = Queue { alerts, figures, vessel_hours: look.vessel_hours(), quiet };
        Ok((queue, picture_object()))
    })
    .await?;
    Ok(Json(queue))
}

/// Say that an alert was seen
#[utoipa::path(post, path = "/sea/alerts/{id}/acknowledge", tag = "sea",
    operation_id = "sea_acknowledge", params(("id" = String, Path, example = "0011223344556677")),
    responses((status = 200, body = AlertShape)))]
async fn acknowledge(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Answer<AlertShape> {
    act(&app, caller, id, Act::Acknowledge).await
}

/// Give an alert to somebody
#[utoipa::path(post, path = "/sea/alerts/{id}/assign", tag = "sea", operation_id = "sea_assign",
    params(("id" = String, Path, example = "0011223344556677")), request_body = Assignment,
    responses((status = 200, body = AlertShape)))]
async fn assign(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(assignment): Body<Assignment>,
) -> Answer<AlertShape> {
    let (to, agency) = (assignment.to.clone(), caller.session.viewer.agency.clone());
    app.run(move |node| {
        let person = node.accounts.person(&to)?;
        if person.agency != agency || !stands_watch(&person) {
            let detail = format!("{to} does not stand watch in your agency: choose a colleague");
            return Err(Problem::bad(detail));
        }
        Ok(())
    })
    .await?;
    act(&app, caller, id, Act::Assign(assignment.to)).await
}

/// Who stands watch
///
/// Colleagues of the caller's agency to whom alerts may be given.
#[utoipa::path(get, path = "/sea/watch", tag = "sea", operation_id = "sea_watch",
    responses((status = 200, body = Vec<Colleague>)))]
async fn watch(State(app): State<App>, caller: Caller) -> Answer<Vec<Colleague>> {
    caller.must_have(Scope::Read)?;
    app.run(move |node| {
        let agency = &caller.session.viewer.agency;
        let people = node.accounts.people()?.into_iter();
        let colleagues = people.filter(|it| it.agency == *agency && stands_watch(it));
        let shown = colleagues.map(|person| Colleague {
            id: person.id.to_string(),
            roles: person.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            name: person.name,
        });
        Ok(Json(shown.collect()))
    })
    .await
}

/// Share an alert with a role
///
/// It is marked as theirs in the queue of all who hold the role and may see it.
#[utoipa::path(post, path = "/sea/alerts/{id}/share", tag = "sea", operation_id = "sea_share",
    params(("id" = String, Path, example = "0011223344556677")), request_body = Sharing,
    responses((status = 200, body = AlertShape)))]
async fn share(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(sharing): Body<Sharing>,
) -> Answer<AlertShape> {
    act(&app, caller, id, Act::Share(sharing.role)).await
}

/// Close an alert, with a reason
#[utoipa::path(post, path = "/sea/alerts/{id}/close", tag = "sea", operation_id = "sea_close",
    params(("id" = String, Path, example = "0011223344556677")), request_body = Closure,
    responses((status = 200, body = AlertShape)))]
async fn close(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
    Body(closure): Body<Closure>,
) -> Answer<AlertShape> {
    act(&app, caller, id, Act::Close(closure.outcome, closure.reason)).await
}

/// The evidence of an alert
///
/// The raw lines with their hashes, the rule's version and thresholds; `crossbearing sea replay`
/// plays it again anywhere.
#[utoipa::path(get, path = "/sea/alerts/{id}/evidence", tag = "sea", operation_id = "sea_evidence",
    params(("id" = String, Path, example = "0011223344556677")),
    responses((status = 200, description = "the evidence file", content_type = "application/json")))]
async fn evidence(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<Response, Problem> {
    let id: AlertId = id.parse()?;
    let name = format!("attachment; filename=\"evidence-{id}.json\"");
    let bytes =
        consult(&app, caller, move |_, look| Ok((look.evidence(&id)?, alert_object(&id)))).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// Play the evidence of an alert again
#[utoipa::path(get, path = "/sea/alerts/{id}/replay", tag = "sea", operation_id = "sea_replay",
    params(("id" = String, Path, example = "0011223344556677")),
    responses((status = 200, body = Replayed)))]
async fn replay(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Answer<Replayed> {
    let id: AlertId = id.parse()?;
    let replayed = consult(&app, caller, move |_, look| {
        let evidence = Evidence::read(&look.evidence(&id)?)?;
        let replay = evidence.replay()?;
        let replayed = Replayed {
            same: replay.same,
            exact: replay.exact,
            intact: replay.intact,
            differences: replay.differences,
            lines: evidence.lines.len(),
            scope: evidence.scope,
        };
        Ok((replayed, alert_object(&id)))
    })
    .await?;
    Ok(Json(replayed))
}

/// An alert for partners' systems
///
/// The Common Alerting Protocol, version 1.2. Giving it out is a disclosure, and logged as one.
#[utoipa::path(get, path = "/sea/alerts/{id}/cap", tag = "sea", operation_id = "sea_cap",
    params(("id" = String, Path, example = "0011223344556677")),
    responses((status = 200, description = "CAP 1.2", content_type = "application/cap+xml")))]
async fn alert_cap(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> Result<Response, Problem> {
    caller.must_have(Scope::Read)?;
    let id: AlertId = id.parse()?;
    let name = format!("attachment; filename=\"alert-{id}.cap.xml\"");
    let text = app
        .run(move |node| {
            let (view, now) = (node.view(&caller)?, node.now());
            let look = node.sea.look(&view, now);
            let (alert, _) = look.alert(&id)?;
            let vessel = look.name(alert.mmsi).unwrap_or_default();
            let sender = CapSender {
                id: node.settings.node.to_string(),
                name: caller.session.viewer.agency.to_string(),
                at: now.millis(),
                is_exercise: node.settings.is_demo(),
            };
            let text = cap(&alert, &vessel, &sender);
            node.note(&caller, Kind::Disclosure, alert_object(&id))?;
            Ok(text)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/cap+xml".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}

/// Does something with an alert that the caller may see, and writes that down before it is done.
async fn act(app: &App, caller: Caller, id: String, act: Act) -> Answer<AlertShape> {
    may_record(&caller)?;
    caller.must_be(&[Role::WatchOfficer, Role::Analyst, Role::SafeguardingOfficer])?;
    let id: AlertId = id.parse()?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let look = node.sea.look(&view, node.now());
        look.alert(&id)?;
        node.note(&caller, Kind::Alteration, alert_object(&id))?;
        let alert = look.act(&id, act, &caller.session.viewer.principal)?;
        Ok(Json(named(&look, alert)))
    })
    .await
}

/// Who may be given an alert.
fn stands_watch(person: &Person) -> bool {
    let watching = [Role::WatchOfficer, Role::Analyst, Role::SafeguardingOfficer];
    !person.closed && person.roles.iter().any(|role| watching.contains(role))
}

fn named(look: &Look<'_>, alert: crossbearing_sea::Alert) -> AlertShape {
    let name = look.name(alert.mmsi).unwrap_or_default();
    AlertShape::new(alert, name)
}
