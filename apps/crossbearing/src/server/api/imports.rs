//! Bringing files in.

use std::io::Read;
use std::ops::ControlFlow;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Multipart, State};
use crossbearing_exchange::ReadOptions;
use crossbearing_exchange::followthemoney::EntityReader;
use crossbearing_ledger::Batch;
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, Label, LabelSpec, Statement};
use crossbearing_reports::formats::Document;
use crossbearing_reports::mapping::{Mapping, sample};
use crossbearing_reports::{Limits, OriginalFile, ReportForm, RowError};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::may_record;
use super::reports::intake::{citation, kept};
use super::shapes::EntityBrief;
use super::show::schema_label;
use crate::aside;
use crate::server::caller::Caller;
use crate::server::form::{File, Form};
use crate::server::problem::Problem;
use crate::server::state::{Answer, App, Node};

/// Rows of a preview.
const SHOWN_ROWS: usize = 20;
/// Wrong rows that are told.
const TOLD: usize = 5;
/// Complaints about a file that are told.
const MOST_COMPLAINTS: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(columns)).routes(routes!(preview)).routes(routes!(import))
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

/// A table that has no mapping yet.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(crate) struct BareTable {
    /// The table: CSV or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What the columns of a table are called.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableColumns {
    /// The cells of its first row.
    columns: Vec<String>,
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
    /// `network` for an edge list or an adjacency matrix, which needs no mapping.
    kind: Option<String>,
    /// The title of the report that the statements cite.
    title: Option<String>,
    /// How source and information are evaluated.
    #[schema(example = "3x5x2/2B")]
    grade: String,
    /// The label's parts as JSON; the agency's own people for a year if absent.
    label: Option<String>,
    /// `yes`: what is wrong is set aside and given back, and the rest is brought in.
    set_aside: Option<String>,
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
    /// What was set aside, as a file that can be mended and brought in again: where asked for, and if
    /// there is any.
    set_aside: Option<SetAside>,
}

/// A file of what an import set aside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetAside {
    /// A name for it.
    name: String,
    /// What is in it: rows with their file, line, field and reason.
    text: String,
    /// How many.
    count: u64,
}

/// The columns of a table
///
/// Reads the first row of a table, for choosing what each column means; records nothing.
#[utoipa::path(post, path = "/mappings/columns", tag = "exchange", operation_id = "table_columns",
    request_body(content = BareTable, content_type = "multipart/form-data"),
    responses((status = 200, body = TableColumns)))]
async fn columns(State(app): State<App>, caller: Caller, form: Multipart) -> Answer<TableColumns> {
    may_record(&caller)?;
    let mut form = Form::read(form).await?;
    app.run(move |_| {
        let file = form.take_file().ok_or_else(no_file)?;
        let sample = sample(&file.name, file.bytes.as_slice(), 1, &Limits::default())?;
        Ok(Json(TableColumns { columns: sample.rows.into_iter().next().unwrap_or_default() }))
    })
    .await
}

/// Try a mapping
///
/// Shows what a mapping would make of the first rows; records nothing.
#[utoipa::path(post, path = "/mappings/preview", tag = "exchange", operation_id = "preview_mapping",
    request_body(content = MappedTable, content_type = "multipart/form-data"),
    responses((status = 200, body = MappingPreview)))]
async fn preview(
    State(app): State<App>,
    caller: Caller,
    form: Multipart,
) -> Answer<MappingPreview> {
    may_record(&caller)?;
    let mut form = Form::read(form).await?;
    app.run(move |node| {
        let (file, mapping) = mapped_table(node, &mut form)?;
        let citation = trial(node, &caller)?;
        let limits = Limits::default();
        let open = |_: &str| Ok(Box::new(file.bytes.as_slice()) as Box<dyn Read>);
        let sample = sample(&file.name, file.bytes.as_slice(), SHOWN_ROWS + 1, &limits)?;
        let made = mapping.preview(SHOWN_ROWS, &open, &citation, &limits)?;
        let mut rows = sample.rows.into_iter();
        let statements = made.rows.iter().flat_map(|row| &row.statements);
        let complaints = made.rows.iter().flat_map(|row| &row.errors).map(complaint);
        Ok(Json(MappingPreview {
            columns: rows.next().unwrap_or_default(),
            rows: rows.collect(),
            entities: entities(node, statements),
            complaints: complaints.collect(),
        }))
    })
    .await
}

/// Bring a file in
///
/// A table with its mapping, FollowTheMoney entities, or a network as an edge list or an
/// adjacency matrix, whose nodes become persons of those names. All of it or nothing: a table with a
/// wrong row is refused, and what is wrong is said, unless it is asked to be set aside; what
/// FollowTheMoney entities hold that the ontology has no word for is left out, and told. What is set
/// aside comes back as a file with the reasons in it, to be mended and brought in again.
#[utoipa::path(post, path = "/imports", tag = "exchange", operation_id = "import",
    request_body(content = NewImport, content_type = "multipart/form-data"),
    responses((status = 200, body = Imported)))]
async fn import(State(app): State<App>, caller: Caller, form: Multipart) -> Answer<Imported> {
    may_record(&caller)?;
    let mut form = Form::read(form).await?;
    app.run(move |node| {
        let citation = citation(node, &caller, &mut form)?;
        let title = form.take("title").filter(|title| !title.trim().is_empty());
        let is_table = form.has("mapping");
        let asked = form.take("set_aside").is_some_and(|word| word == "yes");
        let is_network = match form.take("kind").as_deref() {
            None | Some("") => false,
            Some("network") => true,
            Some(_) => return Err(Problem::bad("the kind is network, or is left away")),
        };
        let (file, taken) = if is_network {
            let file = form.take_file().ok_or_else(no_file)?;
            let statements = crossbearing_network::incoming::from_file(&file.bytes, &citation)?;
            (file, Taken { statements, complaints: Vec::new(), set_aside: None })
        } else if is_table {
            let (file, mapping) = mapped_table(node, &mut form)?;
            let taken = of_table(&file, &mapping, &citation, asked)?;
            (file, taken)
        } else {
            let file = form.take_file().ok_or_else(no_file)?;
            let taken = of_entities(node, &file, &citation, asked)?;
            (file, taken)
        };
        let Taken { statements, complaints, set_aside } = taken;
        let media_type = if is_table || is_network { "text/csv" } else { "application/x-ndjson" };
        // A report without a title goes by its id wherever it is cited.
        let title = title.or_else(|| Some(format!("Import of {}", file.name)));
        let original = OriginalFile::new(file.name, media_type, file.bytes);
        let about = ReportForm {
            title,
            agency: Some(caller.session.viewer.agency.to_string()),
            received_at: Some(node.now().to_string()),
            form: Some("import".to_owned()),
            ..ReportForm::default()
        };
        let mut batch: Batch =
            about.statements(&Document::default(), Some(&original), &citation)?.into();
        batch.statements.extend(statements);
        batch.originals.push(kept(original, &citation));
        let report = citation.report.clone();
        node.note(&caller, Kind::Collection, [report.clone()])?;
        let receipt = node.ledger.append(batch, node.now(), &caller.session.viewer.principal)?;
        node.tell(&report);
        let (added, known) = (receipt.added, receipt.known);
        Ok(Json(Imported { report: report.into(), added, known, complaints, set_aside }))
    })
    .await
}

/// The table of a form, with its mapping.
fn mapped_table(node: &Node, form: &mut Form) -> Result<(File, Mapping), Problem> {
    let file = form.take_file().ok_or_else(no_file)?;
    let mapping = form.take("mapping");
    let mapping = mapping.ok_or_else(|| Problem::bad("give a mapping for the table"))?;
    let mapping = Mapping::parse(&mapping, node.ledger.ontology())?;
    if mapping.files().count() != 1 {
        let detail = "the mapping is for several files: bring them in at the command line";
        return Err(Problem::bad(detail));
    }
    Ok((file, mapping))
}

/// What a file gives.
struct Taken {
    statements: Vec<Statement>,
    complaints: Vec<Complaint>,
    set_aside: Option<SetAside>,
}

/// What a table says. Wrong rows are set aside where that is asked for; else they are an error that
/// names the first of them.
fn of_table(
    file: &File,
    mapping: &Mapping,
    citation: &Arc<Citation>,
    asked: bool,
) -> Result<Taken, Problem> {
    let open = |_: &str| Ok(Box::new(file.bytes.as_slice()) as Box<dyn Read>);
    let (mut statements, mut wrong, mut complaints) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = aside::Rows::<Vec<u8>>::new(|_: &str| Ok(Vec::new()));
    let mut failed = None;
    let summary = mapping.run(&open, citation, &Limits::default(), &mut |row| {
        statements.append(row.statements);
        let room = TOLD.saturating_sub(wrong.len());
        wrong.extend(row.errors.iter().take(room).map(ToString::to_string));
        let room = MOST_COMPLAINTS.saturating_sub(complaints.len());
        complaints.extend(row.errors.iter().take(room).map(complaint));
        if asked
            && !row.errors.is_empty()
            && let Err(error) = rows.put(&row.origin, row.errors)
        {
            failed = Some(error.to_string());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    if let Some(failed) = failed {
        return Err(Problem::bad(failed));
    }
    if summary.wrong_rows > 0 && !asked {
        let (rows, told) = (summary.wrong_rows, wrong.join("; "));
        return Err(Problem::bad(format!("nothing was recorded: {rows} rows are wrong: {told}")));
    }
    let count = rows.count;
    let written = rows.finish().map_err(|error| Problem::bad(error.to_string()))?;
    let text =
        written.into_values().next().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let name = format!("set-aside-{}.csv", stem(&file.name));
    let set_aside = text.map(|text| SetAside { name, text, count });
    Ok(Taken { statements, complaints, set_aside })
}

/// What a file of FollowTheMoney entities says, and what of it is left out.
fn of_entities(
    node: &Node,
    file: &File,
    citation: &Arc<Citation>,
    asked: bool,
) -> Result<Taken, Problem> {
    let options = ReadOptions::new(Arc::clone(citation));
    let mut reader = EntityReader::new(file.bytes.as_slice(), node.ledger.ontology(), options);
    let (mut statements, mut complaints) = (Vec::new(), Vec::new());
    let (mut text, mut count) = (String::new(), 0);
    let mut batch = crossbearing_exchange::Batch::default();
    let wrong = |error: crossbearing_exchange::Error| Problem::bad(error.to_string());
    while reader.read(&mut batch).map_err(wrong)? {
        statements.append(&mut batch.statements);
        for defect in batch.defects.drain(..) {
            if let Some(line) = aside::line(&file.name, &defect).filter(|_| asked) {
                text.push_str(&line);
                text.push('\n');
                count += 1;
            }
            if complaints.len() < MOST_COMPLAINTS {
                let (row, field) = (defect.line, Some(defect.place));
                complaints.push(Complaint { row, field, message: defect.reason });
            }
        }
    }
    let name = format!("set-aside-{}.ftm.json", stem(&file.name));
    let set_aside = (count > 0).then_some(SetAside { name, text, count });
    Ok(Taken { statements, complaints, set_aside })
}

/// A file's name without its endings, of plain characters only.
fn stem(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or_default();
    stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect()
}

/// A citation for statements that are shown and never recorded.
fn trial(node: &Node, caller: &Caller) -> Result<Arc<Citation>, Problem> {
    let agency = caller.session.viewer.agency.clone();
    Ok(Arc::new(Citation {
        report: "preview".parse()?,
        grade: "3x5x2/3D".parse()?,
        label: Label::seal(LabelSpec::for_agency(agency, node.now()))?,
        basis: Basis::Fact,
        origin: node.settings.node.clone(),
    }))
}

/// The entities that statements would make, in their order.
fn entities<'s>(
    node: &Node,
    statements: impl Iterator<Item = &'s Statement>,
) -> Vec<PreviewEntity> {
    let mut made: Vec<PreviewEntity> = Vec::new();
    for statement in statements {
        let id = statement.entity.to_string();
        let at = made.iter().position(|known| known.entity.id == id).unwrap_or_else(|| {
            let schema = statement.schema.to_string();
            let schema_label = schema_label(&node.ledger, &schema);
            let caption = id.clone();
            let entity =
                EntityBrief { id, schema, schema_label, caption, lang: None, protected: false };
            made.push(PreviewEntity { entity, values: Vec::new() });
            made.len() - 1
        });
        let schema = node.ledger.ontology().schema(&statement.schema);
        let is_caption =
            schema.is_some_and(|schema| schema.caption().contains(&statement.property));
        let entity = &mut made[at];
        if is_caption && entity.entity.caption == entity.entity.id {
            entity.entity.caption.clone_from(&statement.value);
        }
        entity.values.push((statement.property.to_string(), statement.value.clone()));
    }
    made
}

fn complaint(error: &RowError) -> Complaint {
    Complaint { row: error.line, field: error.column.clone(), message: error.reason.clone() }
}

fn no_file() -> Problem {
    Problem::bad("give a file with something in it")
}
