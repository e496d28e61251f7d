//! A list of vessels.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crossbearing_model::{Grade, Label, LabelSpec};
use serde::{Deserialize, Serialize};

use super::row::Row;
use super::table;
use crate::error::{Error, Result};
use crate::feed::FeedId;
use crate::hex::hex;

/// A list's short name: lower-case letters, digits and hyphens, at most 40.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListId(FeedId);

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListKind {
    /// Says who vessels are.
    Register,
    /// Its vessels are told when they appear or enter a zone.
    Watch,
}

/// A list of vessels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its short name.
    pub id: ListId,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub kind: ListKind,
    /// How good source and information are.
    pub grade: Grade,
    /// Who may see it, and what comes of it.
    pub label: LabelSpec,
    /// The vessels.
    pub rows: Vec<Row>,
}

/// A list at work.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) list: List,
    pub(crate) label: Label,
    /// Names the book of what comes of it. Under another label it is another book, so that nobody
    /// sees what came of a list who may see only what the list has become.
    pub(crate) book: String,
}

impl List {
    /// A list out of a table (CSV); [`super::table`] says of what form.
    pub fn from_table(
        (id, kind, title): (ListId, ListKind, String),
        (grade, label): (Grade, LabelSpec),
        table: &str,
    ) -> Result<Self> {
        if title.trim().is_empty() || title.len() > 200 {
            return Err(Error::malformed("title", "write 1 to 200 characters"));
        }
        Label::seal(label.clone()).map_err(|error| Error::malformed("label", error))?;
        let rows = table::read(table)?;
        Ok(Self { id, title: title.trim().to_owned(), kind, grade, label, rows })
    }

    /// The same list with only these rows.
    pub(crate) fn with_rows(&self, rows: Vec<Row>) -> Self {
        Self {
            id: self.id.clone(),
            title: self.title.clone(),
            kind: self.kind,
            grade: self.grade,
            label: self.label.clone(),
            rows,
        }
    }
}

impl Listed {
    pub(crate) fn new(list: List) -> Result<Arc<Self>> {
        let label = Label::seal(list.label.clone())
            .map_err(|error| Error::malformed(format!("label of list {}", list.id), error))?;
        let book = format!("{}-{}", list.id, hex(&label.digest().as_bytes()[..6]));
        Ok(Arc::new(Self { list, label, book }))
    }
}

impl ListId {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for ListId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let wrong = |_| {
            let reason = "write 1 to 40 lower-case letters, digits and hyphens, such as yachts";
            Error::malformed("list id", reason)
        };
        text.parse().map(Self).map_err(wrong)
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}
