//! `crossbearing report`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_ledger::{Batch, Original};
use crossbearing_log::Kind;
use crossbearing_mentions::{Context, Extractor};
use crossbearing_model::{Basis, Citation, EntityId, PartialDate, Statement};
use crossbearing_reports::formats::{self, Document, Format};
use crossbearing_reports::{
    Confirmed, FindingProposal, Limits, OriginalFile, ProposalKey, Proposals, ReportForm,
};
use serde_json::json;

use super::console::{AskerArguments, FolderArguments, LabelArguments, counted, say, say_json};
use crate::server::now;

/// Arguments of `crossbearing report`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing report read note.txt --date 2026-05-01\n  crossbearing report file note.txt --date 2026-05-01 --id report-12 --as ines --purpose op-lantern --confirm all"
)]
pub(crate) struct Report {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Print what a file proposes; nothing is recorded.
    #[command(after_help = "Example:\n  crossbearing report read note.txt --date 2026-05-01")]
    Read(Read),
    /// Record a file as a report, with the proposals that are confirmed.
    #[command(
        after_help = "Example:\n  crossbearing report file note.txt --id report-12 --as ines --purpose op-lantern"
    )]
    File(Box<File>),
}

/// The file and what is known of it.
#[derive(Debug, Args)]
struct Source {
    /// Plain text, Markdown, HTML, e-mail, PDF or DOCX.
    file: PathBuf,
    /// The day of the report: dates in it without a year are read before this.
    #[arg(long)]
    date: Option<PartialDate>,
    /// The country where it was written (ISO 3166-1), for telephone numbers without one.
    #[arg(long)]
    region: Option<String>,
}

#[derive(Debug, Args)]
struct Read {
    #[command(flatten)]
    source: Source,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct File {
    #[command(flatten)]
    source: Source,
    /// The report's id.
    #[arg(long)]
    id: EntityId,
    /// Its title; the file's own if not given.
    #[arg(long)]
    title: Option<String>,
    /// A proposal to confirm, by its key as `report read` prints it, or `all`; give several.
    #[arg(long = "confirm", value_name = "KEY")]
    confirm: Vec<String>,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Report {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.step {
            Step::Read(step) => step.run(),
            Step::File(step) => step.run(),
        }
    }
}

impl Source {
    fn read(&self) -> anyhow::Result<(Document, OriginalFile, Proposals)> {
        let name = file_name(&self.file);
        let bytes = std::fs::read(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let format = Format::detect(&name, &bytes)?;
        let document = formats::read(&name, &bytes, format, None, &Limits::default())?;
        let day = self.date.map(|date| date.earliest().day());
        let context = Context {
            report_date: day.and_then(|day| day.parse().ok()),
            region: self.region.clone(),
            ..Context::default()
        };
        let proposals = Proposals::read(&document.text, &Extractor::new(), &context);
        Ok((document, OriginalFile::new(name, format.media_type(), bytes), proposals))
    }
}

impl Read {
    fn run(self) -> anyhow::Result<()> {
        let (document, _, proposals) = self.source.read()?;
        if self.json {
            return say_json(&as_json(&document, &proposals));
        }
        for note in &document.notes {
            say(format_args!("note: {note}"))?;
        }
        for finding in &proposals.findings {
            say(format_args!("{}  {}: {}", finding.key, finding.kind.as_str(), finding.title))?;
            for field in &finding.fields {
                let said = passage_of(&document, field.passage.start, field.passage.end);
                say(format_args!("    {:<12} {}  \"{said}\"", field.name, field.value))?;
            }
        }
        for mention in proposals.mentions.iter().filter(|mention| mention.finding.is_none()) {
            let kind = format!("{:?}", mention.mention.kind).to_lowercase();
            say(format_args!("{}  {kind}: {}", mention.key, mention.mention.value))?;
        }
        Ok(())
    }
}

impl File {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let (document, original, proposals) = self.source.read()?;
        let citation = Arc::new(Citation {
            report: self.id.clone(),
            grade: self.label.grade(),
            label: self.label.label(&folder)?,
            basis: Basis::Fact,
            origin: folder.settings().node.clone(),
        });
        let form = ReportForm {
            title: self.title.clone(),
            date: self.source.date.map(|date| date.to_string()),
            agency: Some(asker.viewer.agency.to_string()),
            ..ReportForm::default()
        };
        let mut statements = form.statements(&document, Some(&original), &citation)?;
        statements.extend(self.confirmed(&proposals, &citation)?);
        let original = Original {
            name: original.name,
            media_type: original.media_type,
            label: citation.label.clone(),
            bytes: original.bytes,
            drawings: Vec::new(),
        };
        asker.note(&folder, Kind::Collection, [self.id.clone()])?;
        let batch = Batch { statements, originals: vec![original], ..Batch::default() };
        let receipt = folder.ledger()?.append(batch, now(), &asker.viewer.principal)?;
        say(format_args!(
            "{}: {} added, {} known before",
            self.id,
            counted(receipt.added, "statement"),
            receipt.known
        ))
    }

    fn confirmed(
        &self,
        proposals: &Proposals,
        citation: &Arc<Citation>,
    ) -> anyhow::Result<Vec<Statement>> {
        let all = self.confirm.iter().any(|key| key == "all");
        let chosen = |finding: &&FindingProposal| {
            all || self.confirm.iter().any(|key| *key == finding.key.to_string())
        };
        let mut confirmed = Confirmed::new();
        let mut statements = Vec::new();
        let mut take = |key: &ProposalKey| -> anyhow::Result<()> {
            let confirmation = proposals.confirm(key, None, &confirmed, citation)?;
            confirmed.insert(key.clone(), confirmation.entity);
            statements.extend(confirmation.statements);
            Ok(())
        };
        for finding in proposals.findings.iter().filter(chosen) {
            take(&finding.key)?;
        }
        for key in self.confirm.iter().filter(|key| *key != "all") {
            let mention = proposals.mentions.iter().find(|mention| mention.key.to_string() == *key);
            let finding = proposals.findings.iter().any(|finding| finding.key.to_string() == *key);
            match mention {
                Some(mention) => take(&mention.key)?,
                None if finding => {}
                None => anyhow::bail!(
                    "the file has no proposal {key}: `crossbearing report read` lists them"
                ),
            }
        }
        Ok(statements)
    }
}

fn as_json(document: &Document, proposals: &Proposals) -> serde_json::Value {
    let findings = proposals.findings.iter().map(|finding| {
        let fields = finding.fields.iter().map(|field| {
            json!({ "name": field.name, "value": field.value, "start": field.passage.start, "end": field.passage.end })
        });
        json!({
            "key": finding.key.to_string(),
            "kind": finding.kind.as_str(),
            "title": finding.title,
            "person": finding.person.as_ref().map(ToString::to_string),
            "fields": fields.collect::<Vec<_>>(),
        })
    });
    let mentions = proposals.mentions.iter().map(|proposal| {
        let mention = &proposal.mention;
        json!({
            "key": proposal.key.to_string(),
            "kind": format!("{:?}", mention.kind).to_lowercase(),
            "value": mention.value,
            "start": mention.span.start,
            "end": mention.span.end,
            "finding": proposal.finding.as_ref().map(ToString::to_string),
        })
    });
    json!({
        "title": document.title,
        "notes": document.notes,
        "findings": findings.collect::<Vec<_>>(),
        "mentions": mentions.collect::<Vec<_>>(),
    })
}

fn passage_of(document: &Document, start: u32, end: u32) -> &str {
    document.text.get(start as usize..end as usize).unwrap_or_default()
}

fn file_name(file: &Path) -> String {
    file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
