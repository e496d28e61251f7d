//! The form of a report becomes statements about the report itself.

use std::sync::Arc;

use crossbearing_model::{Citation, Name, Ontology, Statement};

use crate::formats::Document;
use crate::{Error, OriginalFile, Result};

/// What whoever brings a report in says of it. Grade, label and report id are the citation's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportForm {
    /// The agency's own reference; the report's id if none is given.
    pub reference: Option<String>,
    /// The title; the document's own, or the file's name, if none is given.
    pub title: Option<String>,
    /// When it was written: `2025-03-31`, or as precise as is known.
    pub date: Option<String>,
    /// When it was received.
    pub received_at: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The agency that brings it in.
    pub agency: Option<String>,
    /// The entity id of the source it comes from.
    pub source: Option<String>,
    /// The kind of report: `intelligence report`, `press release` ...
    pub form: Option<String>,
    /// The language, as a BCP 47 or ISO 639 code.
    pub language: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

impl ReportForm {
    /// The statements about the report: what the form says, what the document says of itself, its
    /// text, and the name, type, size and hash of the file it came in.
    pub fn statements(
        &self,
        document: &Document,
        original: Option<&OriginalFile>,
        citation: &Arc<Citation>,
    ) -> Result<Vec<Statement>> {
        let mut about = About { citation, statements: Vec::new() };
        let file_name = original.map(|original| original.name.clone());
        let reference = self.reference.clone().unwrap_or_else(|| citation.report.to_string());
        about.say("reference", Some(reference))?;
        about.say(
            "title",
            self.title.clone().or_else(|| document.title.clone()).or_else(|| file_name.clone()),
        )?;
        about.say("author", self.author.clone().or_else(|| document.author.clone()))?;
        about.say("date", self.date.clone())?;
        if self.date.is_none() {
            // What a file says of itself may be malformed: then it is left out, not refused.
            about.try_say("date", document.date.clone());
        }
        about.say("receivedAt", self.received_at.clone())?;
        about.say("agency", self.agency.clone())?;
        about.say("source", self.source.clone())?;
        about.say("form", self.form.clone())?;
        about.say("url", self.url.clone())?;
        about.say("language", self.language.clone())?;
        if self.language.is_none() {
            about.try_say("language", document.language.as_deref().map(base_language));
        }
        about.text(&document.text);
        if let Some(original) = original {
            about.say("fileName", file_name)?;
            about.say("mimeType", Some(original.media_type.clone()))?;
            about.say("fileSize", Some(original.bytes.len().to_string()))?;
            about.say("contentHash", Some(original.sha256_hex()))?;
            about.try_say("encoding", document.encoding.map(str::to_owned));
        }
        Ok(about.statements)
    }
}

/// The language of a tag such as `en-GB`.
fn base_language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_owned()
}

struct About<'c> {
    citation: &'c Arc<Citation>,
    statements: Vec<Statement>,
}

impl About<'_> {
    const SCHEMA: &'static str = "Report";

    fn say(&mut self, property: &'static str, value: Option<String>) -> Result<()> {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return Ok(()) };
        let definition =
            Ontology::standard().property(Self::SCHEMA, property).ok_or_else(|| Error::Value {
                field: property,
                reason: "is not in the ontology".to_owned(),
            })?;
        let normalised = definition
            .normalise(&value)
            .map_err(|error| Error::Value { field: property, reason: error.to_string() })?;
        self.push(property, normalised.value, normalised.original);
        Ok(())
    }

    fn try_say(&mut self, property: &'static str, value: Option<String>) {
        let _ = self.say(property, value);
    }

    /// The text as it is: passages count its bytes, so nothing in it may change.
    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.push("bodyText", text.to_owned(), None);
        }
    }

    fn push(&mut self, property: &'static str, value: String, original: Option<String>) {
        let entity = self.citation.report.clone();
        let name: Name = property.into();
        let statement =
            Statement::new(entity, Self::SCHEMA, name, value, Arc::clone(self.citation));
        self.statements.push(Statement { original, ..statement });
    }
}
