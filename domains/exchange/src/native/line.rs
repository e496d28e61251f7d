//! The lines of the format.

use std::borrow::Cow;

use crossbearing_model::{Basis, Grade, Label, NodeId, PartialDate, StatementId};
use serde::{Deserialize, Serialize};

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormatLine<'a> {
    #[serde(borrow)]
    pub(crate) format: Cow<'a, str>,
}

/// A citation and its number in this file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitationLine<'a> {
    pub(crate) citation: u32,
    #[serde(borrow)]
    pub(crate) report: Cow<'a, str>,
    pub(crate) grade: Grade,
    pub(crate) basis: Basis,
    pub(crate) origin: NodeId,
    pub(crate) label: Label,
}

/// A statement.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementLine<'a> {
    #[serde(borrow)]
    pub(crate) entity: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) schema: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) property: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) value: Cow<'a, str>,
    pub(crate) cite: u32,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) original: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) lang: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<PartialDate>,
    /// First byte of the passage and one past the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) passage: Option<(u32, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) replaces: Option<StatementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retracts: Option<StatementId>,
}
