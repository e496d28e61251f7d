//! Bringing files in.

use axum::extract::{Multipart, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::EntityBrief;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::{Answer, App};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(preview)).routes(routes!(import))
}

/// A table and the mapping that makes statements of its rows.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(crate) struct MappedTable {
    /// The table: CSV or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The mapping, as in a mapping file.
    mapping: String,
}

/// Something wrong in a file, and where.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Complaint {
    /// The row, from 1.
    row: u64,
    /// The column or field.
    field: Option<String>,
    /// What is wrong and what to do.
    message: String,
}

/// What a mapping would make of the first rows of a table.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappingPreview {
    /// The columns of the table.
    columns: Vec<String>,
    /// Its first rows, as text.
    rows: Vec<Vec<String>>,
    /// The entities that would be made.
    entities: Vec<PreviewEntity>,
    /// What is wrong.
    complaints: Vec<Complaint>,
}

/// An entity that a mapping would make.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewEntity {
    /// What it is.
    entity: EntityBrief,
    /// Its values: property, value.
    values: Vec<(String, String)>,
}

/// A file with statements to bring in.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(crate) struct NewImport {
    /// The file: FollowTheMoney entities or statements, or a table with a mapping.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The mapping, for a table.
    mapping: Option<String>,
    /// The title of the report that the statements cite.
    title: Option<String>,
    /// How source and information are evaluated.
    #[schema(example = "3x5x2/2B")]
    grade: String,
    /// The label's parts as JSON; the agency's own people for a year if absent.
    label: Option<String>,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Imported {
    /// The report that the statements cite.
    report: String,
    /// Statements that were new.
    added: u64,
    /// Statements that were known already.
    known: u64,
    /// What was wrong, and left out.
    complaints: Vec<Complaint>,
}

/// Try a mapping
///
/// Shows what a mapping would make of the first rows; records nothing.
#[utoipa::path(post, path = "/mappings/preview", tag = "exchange", operation_id = "preview_mapping",
    request_body(content = MappedTable, content_type = "multipart/form-data"),
    responses((status = 200, body = MappingPreview)))]
async fn preview(
    State(_app): State<App>,
    _caller: Caller,
    _form: Multipart,
) -> Answer<MappingPreview> {
    Err(Problem::unavailable("the ledger is not open"))
}

/// Bring a file in
///
/// All of it or nothing.
#[utoipa::path(post, path = "/imports", tag = "exchange", operation_id = "import",
    request_body(content = NewImport, content_type = "multipart/form-data"),
    responses((status = 200, body = Imported)))]
async fn import(State(_app): State<App>, _caller: Caller, _form: Multipart) -> Answer<Imported> {
    Err(Problem::unavailable("the ledger is not open"))
}
