//! A report comes in.

use std::sync::Arc;

use crossbearing_ledger::{Batch, Original};
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, EntityId};
use crossbearing_reports::formats::{Document, Format};
use crossbearing_reports::{OriginalFile, ReportForm};

use crate::reading;
use crate::secret::random;
use crate::server::caller::Caller;
use crate::server::form::{File, Form};
use crate::server::problem::Problem;
use crate::server::state::Node;

/// Records a report: its form, its text and the file it came in. Nothing is asserted from its text.
pub(super) fn file_report(
    node: &Node,
    caller: &Caller,
    mut form: Form,
) -> Result<EntityId, Problem> {
    let (document, original) = match (form.take_file(), form.take("text")) {
        (Some(file), None) => read(file)?,
        (None, Some(text)) => (Document { text, ..Document::default() }, None),
        _ => return Err(Problem::bad("give the report's text or a file, one of them")),
    };
    let citation = citation(node, caller, &mut form)?;
    let about = ReportForm {
        reference: form.take("reference"),
        title: form.take("title"),
        date: form.take("date"),
        received_at: Some(node.now().to_string()),
        author: form.take("author"),
        agency: Some(caller.session.viewer.agency.to_string()),
        form: form.take("form"),
        language: form.take("language"),
        url: form.take("url"),
        source: form.take("source"),
    };
    let statements = about.statements(&document, original.as_ref(), &citation)?;
    let originals = original.map(|file| kept(file, &citation)).into_iter().collect();
    let report = citation.report.clone();
    node.note(caller, Kind::Collection, [report.clone()])?;
    let batch = Batch { statements, originals, ..Batch::default() };
    node.ledger.append(batch, node.now(), &caller.session.viewer.principal)?;
    node.tell(&report);
    Ok(report)
}

/// A new report with the form's grade and label.
pub(in crate::server::api) fn citation(
    node: &Node,
    caller: &Caller,
    form: &mut Form,
) -> Result<Arc<Citation>, Problem> {
    let number = random().map(u64::from_be_bytes).map_err(|error| Problem::internal(&error))?;
    let agency = &caller.session.viewer.agency;
    Ok(Arc::new(Citation {
        report: format!("{agency}-report-{number:016x}").parse()?,
        grade: form.grade()?,
        label: form.label(node, caller)?,
        basis: Basis::Fact,
        origin: node.settings.node.clone(),
    }))
}

/// A file as the ledger keeps it.
pub(in crate::server::api) fn kept(file: OriginalFile, citation: &Citation) -> Original {
    Original {
        name: file.name,
        media_type: file.media_type,
        label: citation.label.clone(),
        bytes: file.bytes,
        drawings: Vec::new(),
    }
}

fn read(File { name, bytes }: File) -> Result<(Document, Option<OriginalFile>), Problem> {
    let format = Format::detect(&name, &bytes)?;
    if format.is_table() {
        let detail = "a table needs a mapping: bring it in as a table rather than as a report";
        return Err(Problem::bad(detail));
    }
    let (document, bytes) = reading::read(&name, bytes, format)?;
    Ok((document, Some(OriginalFile::new(name, format.media_type(), bytes))))
}
