//! An exercise as a folder of files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use crossbearing_access::Protection;
use crossbearing_model::{
    Basis, EntityId, Grade, Label, PrincipalId, PurposeId, Statement, StatementId,
};
use serde::Serialize;

use crate::telling::adverts;
use crate::telling::report::{FiledReport, Written};
use crate::truth;
use crate::world::cell::Cell;
use crate::world::episode::EpisodeKind;
use crate::world::traffic;
use crate::{Error, Exercise, Plan, Result};

/// What a folder holds: `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// What made it, with its version.
    pub generator: String,
    /// The plan that makes the same folder again.
    pub plan: Plan,
    /// Lines in `reports.jsonl`.
    pub reports: u64,
    /// Lines in `statements.jsonl`.
    pub statements: u64,
    /// Lines in `truth.jsonl`.
    pub truth: u64,
    /// Rows in `calls.csv`, without the heading.
    pub calls: u64,
    /// Rows in `payments.csv`, without the heading.
    pub payments: u64,
    /// Lines in `adverts.jsonl`.
    pub adverts: u64,
    /// Every label, in the order by which statements number them.
    pub labels: Vec<Label>,
}

impl Exercise {
    /// Writes `manifest.json`, `people.json`, `reports.jsonl`, `statements.jsonl`, `truth.jsonl`,
    /// `calls.csv`, `payments.csv` and `adverts.jsonl` into `folder`, which is made if it is not
    /// there. One network is in memory at a time.
    pub fn write_to(&self, folder: &Path) -> Result<Manifest> {
        std::fs::create_dir_all(folder).map_err(|source| refused(folder, source))?;
        let mut files = Files::create(self, folder)?;
        for number in self.plan().cells() {
            let cell = Cell::new(self.plan(), number);
            let written = self.write_cell(&cell);
            files.reports(&written)?;
            files.truth(self, &cell, &written)?;
            files.traffic(self, &cell)?;
            files.adverts(&cell)?;
        }
        let manifest = files.finish(self)?;
        Out::create(folder, "people.json")?.whole(&self.cast())?;
        Out::create(folder, "manifest.json")?.whole(&manifest)?;
        Ok(manifest)
    }
}

struct Files {
    reports: Out,
    statements: Out,
    truth: Out,
    calls: Out,
    payments: Out,
    adverts: Out,
    labels: Vec<Label>,
}

impl Files {
    fn create(exercise: &Exercise, folder: &Path) -> Result<Self> {
        let mut files = Self {
            reports: Out::create(folder, "reports.jsonl")?,
            statements: Out::create(folder, "statements.jsonl")?,
            truth: Out::create(folder, "truth.jsonl")?,
            calls: Out::create(folder, "calls.csv")?,
            payments: Out::create(folder, "payments.csv")?,
            adverts: Out::create(folder, "adverts.jsonl")?,
            labels: exercise.shelf().all().to_vec(),
        };
        files.calls.heading("time,caller,receiver,seconds")?;
        files.payments.heading("time,payer_iban,beneficiary_iban,amount,currency,purpose")?;
        Ok(files)
    }

    fn reports(&mut self, written: &[Written]) -> Result<()> {
        for Written { filed, .. } in written {
            self.reports.line(&ReportLine::of(filed, &self.labels))?;
            for statement in &filed.statements {
                self.statements.line(&StatementLine::of(statement, &self.labels))?;
            }
        }
        Ok(())
    }

    fn truth(&mut self, exercise: &Exercise, cell: &Cell, written: &[Written]) -> Result<()> {
        truth::of_cell(exercise, cell, written).iter().try_for_each(|line| self.truth.line(line))
    }

    fn traffic(&mut self, exercise: &Exercise, cell: &Cell) -> Result<()> {
        for call in traffic::calls(exercise.plan(), cell) {
            self.calls.row(format_args!(
                "{},{},{},{}",
                call.at, call.caller, call.receiver, call.seconds
            ))?;
        }
        for payment in traffic::payments(exercise.plan(), cell) {
            self.payments.row(format_args!(
                "{},{},{},{},{},{}",
                payment.at,
                payment.payer,
                payment.beneficiary,
                payment.amount,
                payment.currency,
                payment.purpose
            ))?;
        }
        Ok(())
    }

    fn adverts(&mut self, cell: &Cell) -> Result<()> {
        let adverts = cell.episodes.iter().filter(|episode| episode.kind == EpisodeKind::Advert);
        for advert in adverts {
            let account = cell.people[advert.people[0]].account.as_ref();
            self.adverts.line(&AdvertLine {
                id: format!("post-{}-{}", cell.number, advert.number),
                service: account.map_or("", |account| account.service),
                account: account.map_or("", |account| &account.username),
                posted: advert.day.to_string(),
                language: adverts::language(cell, advert),
                text: adverts::text(cell, advert),
            })?;
        }
        Ok(())
    }

    fn finish(self, exercise: &Exercise) -> Result<Manifest> {
        Ok(Manifest {
            generator: format!("crossbearing-exercise {}", env!("CARGO_PKG_VERSION")),
            plan: *exercise.plan(),
            reports: self.reports.close()?,
            statements: self.statements.close()?,
            truth: self.truth.close()?,
            calls: self.calls.close()?,
            payments: self.payments.close()?,
            adverts: self.adverts.close()?,
            labels: self.labels,
        })
    }
}

/// A line of `reports.jsonl`.
#[derive(Serialize)]
struct ReportLine<'a> {
    id: &'a EntityId,
    reference: &'a str,
    agency: &'a str,
    filed_by: &'a PrincipalId,
    recorded_at: String,
    dated: String,
    form: &'a str,
    language: &'a str,
    title: &'a str,
    text: &'a str,
    operation: Option<&'a str>,
    grade: Grade,
    label: usize,
    origin: &'a str,
    confirmed: bool,
    protections: &'a [Protection],
}

impl<'a> ReportLine<'a> {
    fn of(filed: &'a FiledReport, labels: &[Label]) -> Self {
        Self {
            id: &filed.id,
            reference: &filed.reference,
            agency: filed.agency.as_str(),
            filed_by: &filed.filed_by,
            recorded_at: filed.recorded_at.to_string(),
            dated: filed.dated.to_string(),
            form: filed.form,
            language: filed.language,
            title: &filed.title,
            text: &filed.text,
            operation: filed.operation.as_ref().map(PurposeId::as_str),
            grade: filed.citation.grade,
            label: position(&filed.citation.label, labels),
            origin: filed.citation.origin.as_str(),
            confirmed: !filed.statements.is_empty(),
            protections: &filed.protections,
        }
    }
}

/// A line of `statements.jsonl`.
#[derive(Serialize)]
struct StatementLine<'a> {
    id: StatementId,
    entity: &'a EntityId,
    schema: &'a str,
    property: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<crossbearing_model::Passage>,
    report: &'a EntityId,
    grade: Grade,
    basis: Basis,
    label: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<StatementId>,
}

impl<'a> StatementLine<'a> {
    fn of(statement: &'a Statement, labels: &[Label]) -> Self {
        let citation = &*statement.citation;
        Self {
            id: statement.id(),
            entity: &statement.entity,
            schema: &statement.schema,
            property: &statement.property,
            value: &statement.value,
            original: statement.original.as_deref(),
            lang: statement.lang.as_deref(),
            passage: statement.passage,
            report: &citation.report,
            grade: citation.grade,
            basis: citation.basis,
            label: position(&citation.label, labels),
            replaces: statement.standing.target(),
        }
    }
}

/// A line of `adverts.jsonl`: a post as a crawler would keep it.
#[derive(Serialize)]
struct AdvertLine<'a> {
    id: String,
    service: &'a str,
    account: &'a str,
    posted: String,
    language: &'a str,
    text: String,
}

fn position(label: &Label, labels: &[Label]) -> usize {
    labels.iter().position(|known| known.digest() == label.digest()).unwrap_or(labels.len())
}

/// A file being written, and how many lines it has.
struct Out {
    file: BufWriter<File>,
    path: Arc<Path>,
    lines: u64,
}

impl Out {
    fn create(folder: &Path, name: &str) -> Result<Self> {
        let path: Arc<Path> = folder.join(name).into();
        let file = File::create(&path).map_err(|source| refused(&path, source))?;
        Ok(Self { file: BufWriter::with_capacity(1 << 16, file), path, lines: 0 })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.file, line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .map_err(|source| refused(&self.path, source))?;
        self.lines += 1;
        Ok(())
    }

    fn row(&mut self, row: std::fmt::Arguments<'_>) -> Result<()> {
        writeln!(self.file, "{row}").map_err(|source| refused(&self.path, source))?;
        self.lines += 1;
        Ok(())
    }

    fn heading(&mut self, heading: &str) -> Result<()> {
        writeln!(self.file, "{heading}").map_err(|source| refused(&self.path, source))
    }

    fn whole(mut self, content: &impl Serialize) -> Result<()> {
        serde_json::to_writer_pretty(&mut self.file, content)
            .map_err(std::io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .map_err(|source| refused(&self.path, source))?;
        self.close().map(|_| ())
    }

    /// Writes what is left and says how many lines there are.
    fn close(mut self) -> Result<u64> {
        self.file.flush().map_err(|source| refused(&self.path, source))?;
        Ok(self.lines)
    }
}

fn refused(path: &Path, source: std::io::Error) -> Error {
    Error::Write { path: path.to_owned(), source }
}
