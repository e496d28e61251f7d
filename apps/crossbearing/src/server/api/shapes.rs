//! The shapes that several answers share: entities in lists, statements with all they carry.

use serde::Serialize;
use utoipa::ToSchema;

/// A person or thing as it appears in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EntityBrief {
    /// Its id, or the pseudonym under which this viewer knows it.
    #[schema(example = "person-204")]
    pub(crate) id: String,
    /// The name of its schema.
    #[schema(example = "Person")]
    pub(crate) schema: String,
    /// The schema's name for people.
    #[schema(example = "person")]
    pub(crate) schema_label: String,
    /// The name to show.
    #[schema(example = "Tarvand Oskel")]
    pub(crate) caption: String,
    /// The language of the caption, as a BCP 47 tag.
    pub(crate) lang: Option<String>,
    /// Whether this viewer sees it under a pseudonym.
    pub(crate) protected: bool,
}

/// How a source and its information were evaluated.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Grade {
    /// The scale it came in: `3x5x2`, `5x5x5`, `6x6` or `4x4`.
    #[schema(example = "3x5x2")]
    pub(crate) scale: &'static str,
    /// The two codes, as on a chip.
    #[schema(example = "1A")]
    pub(crate) codes: String,
    /// Scale and codes, as written in files.
    #[schema(example = "3x5x2/1A")]
    pub(crate) text: String,
    /// The probability that analytics use.
    pub(crate) probability: f64,
}

/// Who may read a statement, for what, and what they may do with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Label {
    /// The agency whose information it is.
    pub(crate) originator: String,
    /// Who else may read it: agencies as `agency:x`, groups as `group:x`, or `everyone`.
    pub(crate) releasable_to: Vec<String>,
    /// The protective marking: `public`, `official`, `official-sensitive` or `secret`.
    pub(crate) classification: String,
    /// Traffic light: `clear`, `green`, `amber`, `amber-strict` or `red`.
    pub(crate) tlp: String,
    /// Permissible actions: `clear`, `green`, `amber` or `red`.
    pub(crate) pap: String,
    /// The handling code as on a chip, such as `P`, `C` or `H1`; empty for none.
    pub(crate) handling: String,
    /// What the handling code binds a recipient to.
    pub(crate) conditions: Vec<String>,
    /// Not to be seen before this time by anyone but the originator.
    pub(crate) embargo_until: Option<String>,
    /// Gone from this time on.
    pub(crate) expires: Option<String>,
    /// To be reviewed by this time.
    pub(crate) review: Option<String>,
    /// Only for these purposes; any purpose if empty.
    pub(crate) purposes: Vec<String>,
    /// May be used as evidence in court.
    pub(crate) evidential: bool,
    /// Whether a recipient may pass it on: `yes`, `ask` or `no`.
    pub(crate) onward: String,
    /// Concerns a protected person.
    pub(crate) protected: bool,
    /// The people it is for, if it is for named people only.
    pub(crate) named: Vec<String>,
}

/// When something held; each end is a year, a month, a day or a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Period {
    /// When it began, if known.
    #[schema(example = "2024-02")]
    pub(crate) from: Option<String>,
    /// When it ended, if known.
    pub(crate) to: Option<String>,
}

/// A place in a report's text.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Passage {
    /// The first byte, in bytes of UTF-8 from the start of the text.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

/// A report that says something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ReportBrief {
    /// Its id.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
}

/// One value of one property of one entity, said by one report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Statement {
    /// The hash of its content, in 40 hexadecimal digits.
    pub(crate) id: String,
    /// Whom or what it is about.
    pub(crate) entity: String,
    /// The schema under which the report sees the entity.
    pub(crate) schema: String,
    /// The property.
    #[schema(example = "birthDate")]
    pub(crate) property: String,
    /// The property's name for people.
    #[schema(example = "birth date")]
    pub(crate) property_label: String,
    /// The kind of value: `name`, `date`, `phone`, `entity`, ...
    #[schema(example = "date")]
    pub(crate) kind: String,
    /// The value, normalised.
    pub(crate) value: String,
    /// The caption of the entity that the value points to, if it points to one.
    pub(crate) value_caption: Option<String>,
    /// The value as the report wrote it, where that differs.
    pub(crate) original: Option<String>,
    /// The language of the value, as a BCP 47 tag.
    pub(crate) lang: Option<String>,
    /// When it held.
    pub(crate) valid: Option<Period>,
    /// `fact` or `assessment`.
    pub(crate) basis: String,
    /// How well graded.
    pub(crate) grade: Grade,
    /// Who may read it.
    pub(crate) label: Label,
    /// Who says so.
    pub(crate) report: ReportBrief,
    /// Where in the report it stands.
    pub(crate) passage: Option<Passage>,
    /// When it was recorded.
    pub(crate) recorded_at: String,
    /// By whom.
    pub(crate) recorded_by: String,
    /// On which node it was first recorded.
    pub(crate) origin: String,
    /// `asserts`, `replaces` or `retracts`.
    pub(crate) standing: String,
    /// The later statement that took its place, if one did.
    pub(crate) superseded_by: Option<String>,
}
