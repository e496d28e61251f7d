//! What is known of a person or thing.

use axum::Json;
use axum::extract::State;
use crossbearing_ledger::{AsOf, EntityRecord, Read, View};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::as_of;
use super::paper::{self, PdfFile};
use super::shapes::{EntityBrief, Statement};
use super::show::Show;
use crate::accounts::Scope;
use crate::papers::dossier;
use crate::server::caller::Caller;
use crate::server::extract::{Params, Segments};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(entity)).routes(routes!(entity_pdf))
}

/// When to look back to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct When {
    /// What was known at this time; now if absent.
    as_of: Option<String>,
}

impl When {
    /// The time, as given.
    pub(super) fn as_of(&self) -> Option<&str> {
        self.as_of.as_deref()
    }
}

/// A person or thing with every statement about it that the viewer may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entity {
    /// What it is.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Everything said of it: the properties that the ontology features first, each in the order
    /// in which it was recorded.
    statements: Vec<Statement>,
}

/// What is known of a person or thing
#[utoipa::path(get, path = "/entities/{id}", tag = "entities", operation_id = "entity",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, body = Entity)))]
async fn entity(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Answer<Entity> {
    consult(&app, caller, id, &when, |node, view, as_of, record| {
        let mut show = Show::new(&node.ledger, view, as_of);
        let brief = show.record(record);
        let statements = in_order(node, record).into_iter().map(|read| show.statement(read));
        Ok(Entity { brief, statements: statements.collect::<Result<_, _>>()? })
    })
    .await
}

/// What is known of a person or thing, to print
///
/// A PDF: every statement with grade, handling and source, what happened when, and the network
/// around, as the viewer may see them. Giving it out is a disclosure, and logged as one.
#[utoipa::path(get, path = "/entities/{id}/pdf", tag = "entities", operation_id = "entity_pdf",
    params(("id" = String, Path, example = "person-204"), When),
    responses((status = 200, description = "the dossier", content_type = "application/pdf")))]
async fn entity_pdf(
    State(app): State<App>,
    caller: Caller,
    Segments(id): Segments<EntityId>,
    Params(when): Params<When>,
) -> Result<PdfFile, Problem> {
    caller.must_have(Scope::Read)?;
    let as_of = as_of(when.as_of.as_deref())?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let record = node.ledger.entity(&view, as_of, &id)?;
        let record = record.ok_or_else(|| node.absent(&caller, "entity", &id))?;
        let network = node.networks.of(&node.ledger, &view, as_of, node.now())?;
        let paper = dossier(node.ledger.ontology(), &network.projection, &record)?;
        paper::give(node, &caller, &paper)
    })
    .await
}

/// Looks an entity up through the caller's View, writes down that it was consulted, and answers.
pub(super) async fn consult<T: Send + 'static>(
    app: &App,
    caller: Caller,
    id: EntityId,
    when: &When,
    answer: impl FnOnce(&Node, &View, AsOf, &EntityRecord) -> Result<T, Problem> + Send + 'static,
) -> Answer<T> {
    caller.must_have(Scope::Read)?;
    let as_of = as_of(when.as_of.as_deref())?;
    app.run(move |node| {
        let view = node.view(&caller)?;
        let record = node.ledger.entity(&view, as_of, &id)?;
        let record = record.ok_or_else(|| node.absent(&caller, "entity", &id))?;
        let answer = answer(node, &view, as_of, &record)?;
        node.note(&caller, Kind::Consultation, [record.id])?;
        Ok(Json(answer))
    })
    .await
}

/// The statements, those of featured properties first, then in the order of the ontology.
fn in_order<'r>(node: &Node, record: &'r EntityRecord) -> Vec<&'r Read> {
    let schema = node.ledger.ontology().schema(&record.schema);
    let order: Vec<&str> = schema.map_or_else(Vec::new, |schema| {
        let featured = schema.featured().iter().map(AsRef::as_ref);
        featured.chain(schema.properties().map(|property| property.name().as_ref())).collect()
    });
    let place = |read: &&Read| {
        let property = read.statement.property.as_ref();
        order.iter().position(|known| *known == property).unwrap_or(order.len())
    };
    let mut statements: Vec<&Read> = record.statements.iter().collect();
    statements.sort_by_cached_key(place);
    statements
}
