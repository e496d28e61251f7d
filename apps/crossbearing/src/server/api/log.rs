//! The transparency log: for oversight to read, for everybody to check.

use std::collections::{BTreeSet, HashMap};

use axum::Json;
use axum::extract::State;
use crossbearing_access::Role;
use crossbearing_log::{Entry, Filter, Kind, NodeHash};
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{Person, Scope};
use crate::server::caller::Caller;
use crate::server::extract::Params;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

/// The most leaves in one answer.
const MOST: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(leaves))
        .routes(routes!(checkpoint))
        .routes(routes!(inclusion))
        .routes(routes!(consistency))
}

/// Which leaves.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// How many of the newest to leave out.
    #[serde(default)]
    #[param(default = 0)]
    offset: u64,
    /// How many, 200 at most.
    #[serde(default = "fifty")]
    #[param(default = 50, maximum = 200)]
    limit: usize,
    /// Only this user's.
    actor: Option<String>,
    /// Only this kind: `collection`, `alteration`, `consultation`, `disclosure`, `combination` or
    /// `erasure`.
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    /// Only those that name this person or thing, by the id under which the caller knows it: who
    /// looked at it?
    object: Option<String>,
}

fn fifty() -> usize {
    50
}

/// One leaf of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Leaf {
    /// Its position, from 0.
    index: u64,
    /// When.
    at: String,
    /// Who.
    user: String,
    /// The person's name, if the person has an account here.
    name: Option<String>,
    /// The person's main role at the time.
    role: Option<String>,
    /// Every role of the person at the time, the main one first.
    roles: Vec<String>,
    /// The person's agency at the time.
    agency: Option<String>,
    /// Whether role and agency are today's instead: a leaf of the log's first version says neither.
    today: bool,
    /// What was done: `consultation`, `collection`, ...
    action: String,
    /// In whose name.
    purpose: String,
    /// Why, in the person's words.
    justification: String,
    /// To which objects.
    objects: Vec<String>,
    /// Who received it.
    recipients: Vec<String>,
    /// Under which version of the access policy.
    policy: String,
    /// By how many milliseconds the clock had jumped back, if it had.
    clock_behind_ms: Option<u64>,
    /// The exact text that was hashed into the tree.
    #[serde(rename = "leaf")]
    text: String,
}

/// A part of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LogPage {
    /// The number of leaves in the log.
    size: u64,
    /// The number of leaves that pass the filter.
    total: u64,
    /// The leaves, newest first.
    leaves: Vec<Leaf>,
}

/// What the log commits to now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checkpoint {
    /// The log's name.
    origin: String,
    /// The number of leaves.
    size: u64,
    /// The root of the tree, in base64.
    root: String,
    /// The signed note, to be kept and compared.
    note: String,
    /// The key that checks the note.
    key: String,
}

/// Which leaf, in a tree of which size.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InclusionOf {
    /// The leaf's position.
    leaf: u64,
    /// The size of the tree; the latest if absent.
    size: Option<u64>,
}

/// The proof that a leaf is in the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InclusionProof {
    /// The leaf's position.
    leaf: u64,
    /// The size of the tree.
    size: u64,
    /// The leaf's hash, in base64.
    leaf_hash: String,
    /// The hashes on the way to the root, in base64.
    path: Vec<String>,
    /// The root of the tree of that size, in base64.
    root: String,
}

/// Which two sizes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConsistencyOf {
    /// The smaller size.
    from: u64,
    /// The larger size; the latest if absent.
    to: Option<u64>,
}

/// The proof that the log has only grown between two sizes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConsistencyProof {
    /// The smaller size.
    from: u64,
    /// The larger size.
    to: u64,
    /// The hashes, in base64.
    path: Vec<String>,
    /// The root of the smaller tree, in base64.
    from_root: String,
    /// The root of the larger tree, in base64.
    to_root: String,
}

/// Who did what to which objects, when and why
///
/// For the role oversight.
#[utoipa::path(get, path = "/log", tag = "log", operation_id = "log",
    params(Which), responses((status = 200, body = LogPage)))]
async fn leaves(
    State(app): State<App>,
    caller: Caller,
    Params(which): Params<Which>,
) -> Answer<LogPage> {
    may_audit(&caller)?;
    let actor = which.actor.as_deref().filter(|actor| !actor.is_empty()).map(str::parse);
    let actor = actor.transpose()?;
    let object = which.object.as_deref().filter(|object| !object.is_empty()).map(str::parse);
    let object: Option<EntityId> = object.transpose()?;
    app.run(move |node| {
        let objects = match &object {
            Some(object) => {
                let agencies = node.accounts.agencies()?;
                let agencies = agencies.iter().map(|agency| &agency.id);
                node.ledger.logged_ids(&node.view(&caller)?, object, agencies)
            }
            None => BTreeSet::new(),
        };
        let filter = Filter { actor, kind: which.kind, objects };
        let page = node.log.page(&filter, which.offset, which.limit.min(MOST))?;
        let people = node.accounts.people()?.into_iter();
        let people: HashMap<_, _> = people.map(|person| (person.id.clone(), person)).collect();
        let shown = |entry: &Entry| shown(entry, people.get(&entry.leaf.actor));
        let leaves = page.entries.iter().map(shown).collect();
        Ok(Json(LogPage { size: node.log.size(), total: page.total, leaves }))
    })
    .await
}

/// What the log commits to now
///
/// For everybody who is logged in: who keeps checkpoints can prove that the log was changed.
#[utoipa::path(get, path = "/log/checkpoint", tag = "log", operation_id = "checkpoint",
    responses((status = 200, body = Checkpoint)))]
async fn checkpoint(State(app): State<App>, _caller: Caller) -> Answer<Checkpoint> {
    let signed = app.log.checkpoint();
    Ok(Json(Checkpoint {
        origin: signed.checkpoint.origin,
        size: signed.checkpoint.size,
        root: signed.checkpoint.root.to_string(),
        note: signed.note,
        key: app.log.public_key().to_string(),
    }))
}

/// That a leaf is in the log
#[utoipa::path(get, path = "/log/proofs/inclusion", tag = "log", operation_id = "inclusion_proof",
    params(InclusionOf), responses((status = 200, body = InclusionProof)))]
async fn inclusion(
    State(app): State<App>,
    caller: Caller,
    Params(of): Params<InclusionOf>,
) -> Answer<InclusionProof> {
    may_audit(&caller)?;
    app.run(move |node| {
        let size = of.size.unwrap_or_else(|| node.log.size());
        let path = node.log.inclusion_proof(of.leaf, size)?;
        let leaf_hash = NodeHash::leaf(&node.log.entry(of.leaf)?.bytes).to_string();
        let root = node.log.root(size)?.to_string();
        Ok(Json(InclusionProof { leaf: of.leaf, size, leaf_hash, path: written(&path), root }))
    })
    .await
}

/// That the log has only grown
#[utoipa::path(get, path = "/log/proofs/consistency", tag = "log",
    operation_id = "consistency_proof",
    params(ConsistencyOf), responses((status = 200, body = ConsistencyProof)))]
async fn consistency(
    State(app): State<App>,
    caller: Caller,
    Params(of): Params<ConsistencyOf>,
) -> Answer<ConsistencyProof> {
    may_audit(&caller)?;
    app.run(move |node| {
        let (from, to) = (of.from, of.to.unwrap_or_else(|| node.log.size()));
        let path = written(&node.log.consistency_proof(from, to)?);
        let from_root = node.log.root(from)?.to_string();
        let to_root = node.log.root(to)?.to_string();
        Ok(Json(ConsistencyProof { from, to, path, from_root, to_root }))
    })
    .await
}

fn may_audit(caller: &Caller) -> Result<(), Problem> {
    caller.must_be(&[Role::Oversight])?;
    caller.must_have(Scope::Log)
}

fn shown(entry: &Entry, person: Option<&Person>) -> Leaf {
    let Entry { index, leaf, bytes } = entry;
    let today = leaf.agency.is_none();
    let role_today = || person.map(|person| person.main_role().as_str().to_owned());
    let agency_today = || person.map(|person| person.agency.to_string());
    Leaf {
        index: *index,
        at: leaf.at.to_string(),
        user: leaf.actor.to_string(),
        name: person.map(|person| person.name.clone()),
        role: leaf.roles.first().cloned().or_else(role_today),
        roles: leaf.roles.clone(),
        agency: leaf.agency.as_ref().map(ToString::to_string).or_else(agency_today),
        today,
        action: leaf.kind.as_str().to_owned(),
        purpose: leaf.purpose.to_string(),
        justification: leaf.justification.clone(),
        objects: leaf.objects.iter().map(ToString::to_string).collect(),
        recipients: leaf.recipients.iter().map(ToString::to_string).collect(),
        policy: leaf.policy_version.clone(),
        clock_behind_ms: leaf.clock_behind_ms,
        text: String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn written(path: &[NodeHash]) -> Vec<String> {
    path.iter().map(ToString::to_string).collect()
}
