//! The extension: every statement of an entity, whole, beside what the standard has words for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crossbearing_model::{Citation, EntityId, Standing, Statement};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::furniture::EXTENSION;
use crate::native::Known;
use crate::native::line::{CitationLine, StatementLine};

/// The version of the extension that is written and read.
pub(super) const VERSION: &str = "1";
/// Stands in the extension for another producer's object: the object around it.
const AROUND: &str = "@object";
/// The property that keeps another producer's object.
pub(super) const KEPT: &str = "stix";

/// The extension as it is written.
#[derive(Serialize)]
struct Written<'a> {
    extension_type: &'static str,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    derived: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citations: Vec<CitationLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    statements: Vec<StatementLine<'a>>,
}

/// The extension as it is read.
#[derive(Deserialize)]
struct Found<'a> {
    #[serde(borrow, default)]
    version: Cow<'a, str>,
    #[serde(default)]
    derived: bool,
    #[serde(borrow, default)]
    citations: Vec<CitationLine<'a>>,
    #[serde(borrow, default)]
    statements: Vec<StatementLine<'a>>,
}

/// What the extension of an object says.
pub(super) enum Said {
    /// Statements, whole.
    Statements(Vec<Statement>),
    /// The object only repeats what the extension of another one says.
    Derived,
    /// A version that this program does not know.
    Unknown(String),
}

/// Numbers citations in the order in which they are met.
#[derive(Default)]
struct Citations<'a> {
    numbers: HashMap<&'a Citation, u32>,
    lines: Vec<CitationLine<'a>>,
    /// The one before: most statements of an entity share one.
    latest: Option<(&'a Arc<Citation>, u32)>,
}

impl<'a> Citations<'a> {
    fn number(&mut self, citation: &'a Arc<Citation>) -> u32 {
        if let Some((latest, number)) = self.latest
            && Arc::ptr_eq(latest, citation)
        {
            return number;
        }
        let next = self.lines.len() as u32 + 1;
        let number = *self.numbers.entry(citation).or_insert(next);
        if number == next {
            self.lines.push(CitationLine {
                citation: number,
                report: citation.report.as_str().into(),
                grade: citation.grade,
                basis: citation.basis,
                origin: citation.origin.clone(),
                label: citation.label.clone(),
            });
        }
        self.latest = Some((citation, number));
        number
    }
}

/// The `extensions` of an entity's own object. `around` is the statement that keeps the object
/// itself, if it is another producer's.
pub(super) fn whole(
    entity: &EntityId,
    statements: &[Statement],
    around: Option<&Statement>,
) -> serde_json::Result<Box<RawValue>> {
    let mut citations = Citations::default();
    let mut lines = Vec::with_capacity(statements.len());
    for statement in statements {
        let cite = citations.number(&statement.citation);
        let is_around = around.is_some_and(|kept| std::ptr::eq(kept, statement));
        lines.push(line(statement, cite, is_around));
    }
    extensions(Written {
        extension_type: "property-extension",
        version: VERSION,
        entity: Some(entity.as_str()),
        derived: false,
        citations: citations.lines,
        statements: lines,
    })
}

/// The `extensions` of an object that only repeats what another one says.
pub(super) fn derived() -> serde_json::Result<Box<RawValue>> {
    extensions(Written {
        extension_type: "property-extension",
        version: VERSION,
        entity: None,
        derived: true,
        citations: Vec::new(),
        statements: Vec::new(),
    })
}

fn extensions(written: Written<'_>) -> serde_json::Result<Box<RawValue>> {
    #[derive(Serialize)]
    struct Extensions<'a>(#[serde(serialize_with = "under_its_id")] Written<'a>);
    to_raw_value(&Extensions(written))
}

fn under_its_id<S: serde::Serializer>(
    written: &Written<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map([(EXTENSION, written)])
}

fn line(statement: &Statement, cite: u32, is_around: bool) -> StatementLine<'_> {
    let (replaces, retracts) = match statement.standing {
        Standing::Asserts => (None, None),
        Standing::Replaces(target) => (Some(target), None),
        Standing::Retracts(target) => (None, Some(target)),
    };
    StatementLine {
        entity: statement.entity.as_str().into(),
        schema: statement.schema.as_ref().into(),
        property: statement.property.as_ref().into(),
        value: if is_around { AROUND } else { statement.value.as_str() }.into(),
        cite,
        original: statement.original.as_deref().map(Into::into),
        lang: statement.lang.as_deref().map(Into::into),
        from: statement.valid.from,
        to: statement.valid.to,
        passage: statement.passage.map(|passage| (passage.start, passage.end)),
        replaces,
        retracts,
    }
}

/// Reads the extension; `around` gives the object without it, in the form in which it is kept.
pub(super) fn read(extension: &str, around: impl FnOnce() -> String) -> Result<Said, String> {
    #[derive(Deserialize)]
    struct Version<'a> {
        #[serde(borrow, default)]
        version: Cow<'a, str>,
    }
    let version: Version<'_> =
        serde_json::from_str(extension).map_err(|error| error.to_string())?;
    if version.version != VERSION {
        return Ok(Said::Unknown(version.version.chars().take(40).collect()));
    }
    let found: Found<'_> = serde_json::from_str(extension).map_err(|error| error.to_string())?;
    debug_assert_eq!(found.version, VERSION, "the same text gives the same version");
    if found.derived {
        return Ok(Said::Derived);
    }
    let mut known = Known::default();
    for citation in found.citations {
        known.introduce(citation)?;
    }
    let mut around = Some(around);
    let mut statements = Vec::with_capacity(found.statements.len());
    for line in found.statements {
        let mut statement = known.statement(line)?;
        if statement.property.as_ref() == KEPT
            && statement.value == AROUND
            && let Some(object) = around.take()
        {
            statement.value = object();
        }
        statements.push(statement);
    }
    Ok(Said::Statements(statements))
}
