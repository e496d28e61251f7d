//! What is told of records in a file that leaves, in every form there is.

use std::collections::HashSet;
use std::io::Cursor;

use anyhow::Context as _;
use crossbearing_exchange::stix::{Producer, Subject};
use crossbearing_exchange::{Format, Outlet};
use crossbearing_ledger::{EntityRecord, Read};
use crossbearing_model::{AgencyId, Instant, Ontology, Statement, StatementId};

use crate::secret::random;
use crate::server::must_be_asked;

/// A file made of a few records, and the one beside it for forms that have one.
pub(crate) struct MadeFile {
    pub(crate) bytes: Vec<u8>,
    pub(crate) side: Vec<u8>,
}

/// Writes `records` in one form.
pub(crate) fn file_of(
    format: &Format,
    (ontology, producer): (&Ontology, &Producer),
    records: Vec<EntityRecord>,
    reader: &AgencyId,
) -> anyhow::Result<MadeFile> {
    let (mut bytes, mut side) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let writer = format.writer(Outlet {
        output: Box::new(&mut bytes),
        side: format.has_side_file.then(|| Box::new(&mut side) as _),
        ontology,
        producer,
        random: u128::from_be_bytes(random()?),
    });
    let mut writer = writer.context("the form is only read")??;
    let records: Vec<_> = records.into_iter().map(|record| told(format, record, reader)).collect();
    if format.surveys {
        for (statements, ..) in &records {
            writer.survey(statements);
        }
    }
    for (statements, times, _) in &records {
        let (Some(created), Some(modified)) = (times.first(), times.last()) else { continue };
        let modified = modified.millis().saturating_mul(1000);
        writer.write(&Subject { statements, created: *created, modified })?;
    }
    writer.finish()?;
    Ok(MadeFile { bytes: bytes.into_inner(), side: side.into_inner() })
}

/// What a format tells of an entity, and when each of it was recorded. A correction needs what it
/// corrects, so a form that can say so tells of both.
pub(crate) fn told(
    format: &Format,
    record: EntityRecord,
    reader: &AgencyId,
) -> (Vec<Statement>, Vec<Instant>, usize) {
    let ids: HashSet<StatementId> = record.statements.iter().map(|read| read.id).collect();
    let reads = record.statements.into_iter();
    let told = reads.filter(|read| {
        // Of a protected person's, what is corrected may be shown under another id.
        let target = read.statement.standing.target();
        let follows = target.is_none_or(|target| ids.contains(&target));
        if format.tells_all { follows } else { Read::stands(read) }
    });
    // What came on the condition that its originator is asked first makes no file.
    let (asked, told): (Vec<Read>, Vec<Read>) =
        told.partition(|read| must_be_asked(&read.statement.citation.label, reader));
    let (statements, times) =
        told.into_iter().map(|read| (read.statement, read.recorded_at)).unzip();
    (statements, times, asked.len())
}
