//! The lines of the format.

use std::borrow::Cow;

use crossbearing_model::{Basis, Grade, Label, NodeId, PartialDate, StatementId};
use serde::{Deserialize, Serialize};

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormatLine<'a> {
    #[serde(borrow)]
    pub(super) format: Cow<'a, str>,
}

/// A citation and its number in this file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CitationLine<'a> {
    pub(super) citation: u32,
    #[serde(borrow)]
    pub(super) report: Cow<'a, str>,
    pub(super) grade: Grade,
    pub(super) basis: Basis,
    pub(super) origin: NodeId,
    pub(super) label: Label,
}

/// A statement.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatementLine<'a> {
    #[serde(borrow)]
    pub(super) entity: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) schema: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) property: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) value: Cow<'a, str>,
    pub(super) cite: u32,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) original: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<PartialDate>,
    /// First byte of the passage and one past the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) passage: Option<(u32, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replaces: Option<StatementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retracts: Option<StatementId>,
}
