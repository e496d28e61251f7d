//! What clients send: objects to be recorded, and what came of them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use crossbearing_exchange::stix::{
    Citations, ObjectId, Taken, each_object, primary_uuid, stamp, take_object,
};
use crossbearing_log::Kind;
use crossbearing_model::{
    AgencyId, Basis, Citation, EntityId, Instant, Label, LabelSpec, Ontology, PrincipalId,
    Statement,
};
use serde::Serialize;

use super::Asker;
use super::answer::{Refusal, Told};
use super::negotiate::{accepts, sends};
use crate::accounts::Scope;
use crate::secret::random;
use crate::server::LARGEST_REQUEST;
use crate::server::api::may_record;
use crate::server::problem::Problem;
use crate::server::state::{App, Node};

/// How long a sender may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// What came of earlier requests is kept for this many.
const MOST_STATUSES: usize = 1000;
/// The largest object, in bytes.
const LARGEST_OBJECT: usize = 8 << 20;
/// Lines of what could not be kept that are recorded with the report.
const MOST_LINES: usize = 100;
/// How what comes in is graded: neither source nor information can be judged.
const GRADE: &str = "6x6/F6";

/// What came of a request.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "the standard's words")]
struct Status {
    id: String,
    status: &'static str,
    request_timestamp: String,
    total_count: usize,
    success_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    successes: Vec<Detail>,
    failure_count: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failures: Vec<Detail>,
    pending_count: usize,
}

/// What came of one object.
#[derive(Debug, Clone, Serialize)]
struct Detail {
    id: String,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// What came of the latest requests, by who sent them.
#[derive(Debug, Default)]
pub(crate) struct Statuses(Mutex<VecDeque<(PrincipalId, Arc<Status>)>>);

impl Statuses {
    fn keep(&self, by: PrincipalId, status: Arc<Status>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == MOST_STATUSES {
            all.pop_front();
        }
        all.push_back((by, status));
    }

    fn find(&self, by: &PrincipalId, id: &str) -> Option<Arc<Status>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = all.iter().filter(|(sender, status)| sender == by && status.id == id);
        found.next().map(|(_, status)| Arc::clone(status))
    }
}

pub(super) async fn status(
    State(app): State<App>,
    headers: HeaderMap,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Told, Refusal> {
    accepts(&headers)?;
    let found = app.taxii.statuses.find(&asker.caller.session.viewer.principal, &id);
    let found = found.ok_or_else(|| Refusal::absent("no request of yours has this id"))?;
    Ok(Told::ok(written(&found)?))
}

pub(super) async fn objects(
    State(app): State<App>,
    headers: HeaderMap,
    asker: Asker,
    Path(collection): Path<String>,
    body: Body,
) -> Result<Told, Refusal> {
    accepts(&headers)?;
    super::find(&app, &collection)?;
    sends(&headers)?;
    asker.must_have(Scope::Write)?;
    may_record(&asker.caller)?;
    let bytes = match tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST_REQUEST)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(Refusal::too_large(LARGEST_REQUEST)),
        Err(_) => return Err(Refusal::too_slow()),
    };
    let done = app.run(move |node| Ok(receive(node, &asker, &bytes))).await?;
    let status = done?;
    Ok(Told::accepted(written(&status)?))
}

fn written(status: &Status) -> Result<String, Refusal> {
    serde_json::to_string(status).map_err(|error| Problem::internal(&error).into())
}

fn receive(node: &Node, asker: &Asker, bytes: &[u8]) -> Result<Arc<Status>, Refusal> {
    let viewer = &asker.caller.session.viewer;
    let now = node.now();
    let report = format!("taxii-{}-{}-{}", viewer.agency, viewer.principal, now.day());
    let report: EntityId = report.parse().map_err(Problem::from)?;
    let spec = LabelSpec::for_agency(viewer.agency.clone(), review(now)?);
    let citation = Arc::new(Citation {
        report: report.clone(),
        grade: GRADE.parse().map_err(Problem::from)?,
        label: Label::seal(spec).map_err(Problem::from)?,
        basis: Basis::Fact,
        origin: node.settings.node.clone(),
    });
    let mut received = Received::read(bytes, node.ledger.ontology(), &citation)?;
    if received.is_empty() {
        let detail = "there are no objects in it: send {\"objects\": [...]}";
        return Err(Refusal::unprocessable(detail));
    }
    node.note_because(&asker.caller, &asker.reason("push"), Kind::Collection, [report.clone()])?;
    received.record(node, &citation, &viewer.principal)?;
    let id = random().map_err(|error| Problem::unavailable(format!("no random id: {error}")))?;
    let id = ObjectId { kind: "status", uuid: u128::from_be_bytes(id) }.to_string();
    let id = id.trim_start_matches("status--").to_owned();
    let status = Arc::new(received.status(id, now.to_string()));
    node.taxii.statuses.keep(viewer.principal.clone(), Arc::clone(&status));
    node.tell(&report);
    Ok(status)
}

/// The first of January after next: the same for a whole year, so that sending an object again
/// within a day adds nothing.
fn review(now: Instant) -> Result<Instant, Problem> {
    let year: i32 = now.day()[..4].parse().unwrap_or(2026);
    Ok(format!("{:04}-01-01T00:00:00Z", year + 2).parse()?)
}

/// What a request holds.
#[derive(Default)]
struct Received {
    taken: Vec<Taken>,
    failures: Vec<Detail>,
}

impl Received {
    /// Reads the objects; what cannot be taken is a failure of its own and stops nothing.
    fn read(bytes: &[u8], ontology: &Ontology, citation: &Arc<Citation>) -> Result<Self, Refusal> {
        let mut citations = Citations::new(Arc::clone(citation));
        let mut received = Self::default();
        let agency = &citation.label.spec().originator;
        let read = each_object(bytes, LARGEST_OBJECT, &mut |object| {
            let taken = object.and_then(|text| {
                let taken = take_object(text, ontology, &mut citations)?;
                check(&taken, ontology, agency)?;
                Ok(taken)
            });
            match taken {
                Ok(taken) => received.taken.push(taken),
                Err(reason) => received.failures.push(Detail {
                    id: "unknown".to_owned(),
                    version: citation_time(),
                    message: Some(reason),
                }),
            }
        });
        read.map_err(|error| Refusal::bad(error.to_string()))?;
        Ok(received)
    }

    fn is_empty(&self) -> bool {
        self.taken.is_empty() && self.failures.is_empty()
    }

    /// Records everything at once; if the ledger refuses something, object by object.
    fn record(
        &mut self,
        node: &Node,
        citation: &Arc<Citation>,
        by: &PrincipalId,
    ) -> Result<(), Refusal> {
        let said = self.taken.iter_mut().flat_map(|taken| taken.statements.split_off(0));
        let mut statements: Vec<Statement> = said.collect();
        let starts = statements.len();
        if starts == 0 {
            return Ok(());
        }
        statements.extend(self.report(citation, by));
        let ledger = &node.ledger;
        let batch = |said: Vec<Statement>| ledger.append(said.into(), node.now(), by);
        match batch(statements.clone()) {
            Ok(_) => return Ok(()),
            Err(error) if !is_theirs(&error) => return Err(error.into()),
            Err(_) => {}
        }
        let report = statements.split_off(starts);
        batch(report)?;
        let mut by_entity: Vec<Vec<Statement>> = Vec::new();
        for said in statements {
            match by_entity.last_mut() {
                Some(last) if last.last().is_some_and(|one| one.entity == said.entity) => {
                    last.push(said);
                }
                _ => by_entity.push(vec![said]),
            }
        }
        for said in by_entity {
            let entity = said.first().map(|one| one.entity.clone());
            match batch(said) {
                Ok(_) => {}
                Err(error) if is_theirs(&error) => self.failed(entity.as_ref(), &error.to_string()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn failed(&mut self, entity: Option<&EntityId>, reason: &str) {
        let Some(entity) = entity else { return };
        let uuid = primary_uuid(entity);
        let is_it = |taken: &Taken| {
            taken.id == entity.as_str()
                || ObjectId::parse(&taken.id).is_some_and(|id| id.uuid == uuid)
        };
        let Some(place) = self.taken.iter().position(is_it) else { return };
        let taken = self.taken.remove(place);
        self.failures.push(Detail { message: Some(reason.to_owned()), ..detail(&taken) });
    }

    /// What is said of the request itself: that it came, and what could not be kept.
    fn report(&self, citation: &Arc<Citation>, by: &PrincipalId) -> Vec<Statement> {
        let said = |property: &str, value: String| {
            Statement::new(citation.report.clone(), "Report", property, value, Arc::clone(citation))
        };
        let mut report = vec![said("title", format!("Objects of STIX sent by {by}"))];
        let lost = self.taken.iter().flat_map(|taken| &taken.lost);
        let lines: Vec<String> =
            lost.take(MOST_LINES).map(|(place, reason)| format!("{place}: {reason}")).collect();
        if !lines.is_empty() {
            report.push(said("notes", format!("Not kept as it was meant:\n{}", lines.join("\n"))));
        }
        report
    }

    fn status(self, id: String, request_timestamp: String) -> Status {
        let successes: Vec<Detail> = self.taken.iter().map(detail).collect();
        Status {
            id,
            status: "complete",
            request_timestamp,
            total_count: successes.len() + self.failures.len(),
            success_count: successes.len(),
            successes,
            failure_count: self.failures.len(),
            failures: self.failures,
            pending_count: 0,
        }
    }
}

fn detail(taken: &Taken) -> Detail {
    let lost: Vec<String> =
        taken.lost.iter().map(|(place, reason)| format!("{place}: {reason}")).collect();
    Detail {
        id: taken.id.clone(),
        version: taken.version.clone().unwrap_or_else(citation_time),
        message: (!lost.is_empty()).then(|| lost.join("; ")),
    }
}

/// The version of what has none.
fn citation_time() -> String {
    stamp(0)
}

/// Refuses what claims to be another agency's, and words that the ledger does not know.
fn check(taken: &Taken, ontology: &Ontology, agency: &AgencyId) -> Result<(), String> {
    for said in &taken.statements {
        let originator = &said.citation.label.spec().originator;
        if originator != agency {
            return Err(format!(
                "{}: it claims to be {originator}'s: what is another agency's comes from its own \
                 node",
                taken.id
            ));
        }
        if ontology.property(&said.schema, &said.property).is_none() {
            let (schema, property) = (&said.schema, &said.property);
            return Err(format!("{}: no word {schema} {property} is known here", taken.id));
        }
    }
    Ok(())
}

/// Whether the ledger's no is about what was sent, not about the ledger.
fn is_theirs(error: &crossbearing_ledger::Error) -> bool {
    use crossbearing_ledger::Error;
    matches!(
        error,
        Error::UnknownTerm { .. }
            | Error::TooLong { .. }
            | Error::NoSuchStatement { .. }
            | Error::LabelDiffers { .. }
            | Error::AlreadySuperseded { .. }
            | Error::NeedsSecondPerson { .. }
    )
}
