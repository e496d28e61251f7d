//! A list of vessels.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crossbearing_model::{Grade, Label, LabelSpec};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::row::Row;
use super::table;
use crate::error::{Error, Result};
use crate::feed::FeedId;
use crate::hex::hex;
use crate::places::Places;

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
    /// Zones of its owner: vessels that enter them, leave them or head for them are told.
    Zones,
}

/// A list of vessels, or of zones.
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
    /// The zones, as GeoJSON features.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Value>,
}

/// A list at work.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) list: List,
    pub(crate) label: Label,
    /// Names the book of what comes of it. Under another label it is another book, so that nobody
    /// sees what came of a list who may see only what the list has become.
    pub(crate) book: String,
    /// Its zones, as the engine takes them.
    pub(crate) places: Arc<Places>,
}

impl List {
    /// A list out of a table (CSV), as [`super::table`] says; one of zones out of a GeoJSON feature
    /// collection.
    pub fn from_table(
        named: (ListId, ListKind, String),
        graded: (Grade, LabelSpec),
        table: &str,
    ) -> Result<Self> {
        let (rows, zones) = if named.1 == ListKind::Zones {
            (Vec::new(), Places::read(table)?.only_zones()?)
        } else {
            (table::read(table)?, Vec::new())
        };
        let (id, kind, title) = named;
        let (grade, label) = graded;
        if title.trim().is_empty() || title.len() > 200 {
            return Err(Error::malformed("title", "write 1 to 200 characters"));
        }
        Label::seal(label.clone()).map_err(|error| Error::malformed("label", error))?;
        Ok(Self { id, title: title.trim().to_owned(), kind, grade, label, rows, zones })
    }

    /// How many vessels or zones are on it.
    pub fn len(&self) -> usize {
        self.rows.len() + self.zones.len()
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same list with only these rows and zones.
    pub(crate) fn with_only(&self, rows: Vec<Row>, zones: Vec<Value>) -> Self {
        Self {
            id: self.id.clone(),
            title: self.title.clone(),
            kind: self.kind,
            grade: self.grade,
            label: self.label.clone(),
            rows,
            zones,
        }
    }
}

impl Listed {
    pub(crate) fn new(list: List) -> Result<Arc<Self>> {
        let label = Label::seal(list.label.clone())
            .map_err(|error| Error::malformed(format!("label of list {}", list.id), error))?;
        let book = format!("{}-{}", list.id, hex(&label.digest().as_bytes()[..6]));
        let places = Arc::new(Places::of_features(&list.zones)?);
        Ok(Arc::new(Self { list, label, book, places }))
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
