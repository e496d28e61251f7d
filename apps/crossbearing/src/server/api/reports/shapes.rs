//! The shapes of reports, proposals and decisions.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::server::api::shapes::{EntityBrief, Grade, Label, Passage, Statement};

/// A report in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportMeta {
    /// Its id.
    pub(super) id: String,
    /// The number that its agency gave it.
    #[schema(example = "WCA-2026-1056")]
    pub(super) reference: Option<String>,
    /// Its title.
    pub(super) title: String,
    /// The language of the title, as a BCP 47 tag.
    pub(super) lang: Option<String>,
    /// The agency whose report it is.
    pub(super) agency: String,
    /// When it was written: a year, a month, a day or a time.
    pub(super) date: Option<String>,
    /// What kind of report it is.
    pub(super) form: Option<String>,
    /// How source and information were evaluated.
    pub(super) grade: Grade,
    /// Who may read it.
    pub(super) label: Label,
    /// When it was recorded here.
    pub(super) received_at: String,
    /// By whom.
    pub(super) recorded_by: String,
    /// The media type of the file it came in.
    pub(super) media_type: Option<String>,
    /// The SHA-256 of the file it came in, in hexadecimal.
    pub(super) digest: Option<String>,
}

/// A part of the list of reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportList {
    /// How many there are in all, as far as the viewer may see.
    pub(super) total: u64,
    /// Whether there are exactly so many, or at least.
    pub(super) exact: bool,
    /// The reports.
    pub(super) reports: Vec<ReportMeta>,
}

/// Where something proposed stands: `proposed`, `confirmed`, `dismissed`, or `known` already.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// Nobody has decided.
    Proposed,
    /// Somebody confirmed it.
    Confirmed,
    /// Somebody dismissed it.
    Dismissed,
    /// It is in the ledger already.
    Known,
}

/// A name, number, place or date that was found in the text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Mention {
    /// Its key, for a decision.
    pub(super) key: String,
    /// The first byte, in bytes of UTF-8 from the start of the text.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// The kind of thing.
    #[schema(example = "phone")]
    pub(super) kind: String,
    /// The text.
    pub(super) text: String,
    /// The value, normalised.
    pub(super) value: String,
    /// The language of the value.
    pub(super) lang: Option<String>,
    /// The key of the finding that it is part of: confirming that confirms this.
    pub(super) finding: Option<String>,
    /// Where it stands.
    pub(super) status: Status,
    /// Why it was dismissed.
    pub(super) reason: Option<String>,
    /// The entity that it was confirmed for or that the report ties it to; for a proposal, one in
    /// the ledger that has the same value, for a person to look at.
    pub(super) entity: Option<EntityBrief>,
}

/// A field of a finding.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Field {
    /// Its name.
    pub(super) name: String,
    /// Its value.
    pub(super) value: String,
    /// The language of the value.
    pub(super) lang: Option<String>,
}

/// Something that the text says in several places: another name, an arrest, a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Finding {
    /// Its key, for a decision.
    pub(super) key: String,
    /// The kind of thing.
    #[schema(example = "arrest")]
    pub(super) kind: String,
    /// What it is, in a line.
    pub(super) title: String,
    /// The key of the person finding that an event belongs to.
    pub(super) person: Option<String>,
    /// Where the text says so.
    pub(super) passages: Vec<Passage>,
    /// What it says.
    pub(super) fields: Vec<Field>,
    /// Where it stands.
    pub(super) status: Status,
    /// Why it was dismissed.
    pub(super) reason: Option<String>,
    /// The entity it was confirmed for.
    pub(super) entity: Option<EntityBrief>,
}

/// A report with what was found in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// What it is.
    pub(super) meta: ReportMeta,
    /// Its text.
    pub(super) text: String,
    /// What was found in the text.
    pub(super) mentions: Vec<Mention>,
    /// What was put together from it.
    pub(super) findings: Vec<Finding>,
    /// What the report says, as far as it has been confirmed.
    pub(super) statements: Vec<Statement>,
}

/// A new report: text or a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form, which is read part by part")]
pub(crate) struct NewReport {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its text, if it does not come as a file.
    pub(super) text: Option<String>,
    /// The number that its agency gave it; its id if absent.
    pub(super) reference: Option<String>,
    /// When it was written, as precise as is known.
    #[schema(example = "2026-05-01")]
    pub(super) date: Option<String>,
    /// What kind of report it is.
    pub(super) form: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
    /// The file: plain text, Markdown, HTML, e-mail, PDF or DOCX.
    #[schema(value_type = Option<String>, format = Binary)]
    pub(super) file: Option<Vec<u8>>,
    /// How source and information are evaluated.
    #[schema(example = "3x5x2/2B")]
    pub(super) grade: String,
    /// The label's parts as JSON; the agency's own people for a year if absent.
    pub(super) label: Option<String>,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Made {
    /// Its id.
    pub(super) id: String,
}

/// What somebody decides about something proposed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// It is so.
    Confirm,
    /// It is not, or not worth keeping.
    Dismiss,
}

/// One decision.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Decision {
    /// The key of the mention or finding.
    pub(super) key: String,
    /// The verdict.
    pub(super) verdict: Verdict,
    /// The entity it is about, if one is known; a new one otherwise.
    pub(super) entity: Option<String>,
    /// Why it is dismissed: needed then.
    #[schema(example = "misread: no name")]
    pub(super) reason: Option<String>,
}

/// Decisions about one report.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Decisions {
    /// Each is recorded, or none is.
    pub(super) decisions: Vec<Decision>,
}
