//! A photo becomes statements: the report that it came in, and the picture with what it shows.

use std::sync::Arc;

use crossbearing_model::{Citation, EntityId, Name, Ontology, Statement};

use crate::formats::Document;
use crate::{Error, OriginalFile, ReportForm, Result};

/// What whoever adds a photo says of it. Grade, label and report id are the citation's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhotoForm {
    /// What it shows, in a few words.
    pub caption: String,
    /// The language of the caption, as a BCP 47 or ISO 639 code.
    pub language: Option<String>,
    /// When it was taken: `2026-05-01T04:10:00Z`, or as precise as is known.
    pub taken: String,
    /// Who took it, or where it comes from.
    pub by: Option<String>,
    /// Whether people can be seen in it.
    pub shows_people: bool,
    /// The MMSI of the vessel that it shows.
    pub mmsi: Option<u32>,
    /// The record of the vessel or thing that it shows.
    pub shows: Option<EntityId>,
    /// The agency that brings it in.
    pub agency: Option<String>,
    /// When it was received.
    pub received_at: Option<String>,
}

/// The longest caption, in characters.
const LONGEST_CAPTION: usize = 500;

/// The picture of the report that it came in.
pub fn photo_id(report: &EntityId) -> Result<EntityId> {
    format!("{report}-photo").parse().map_err(|error| wrong("report", error))
}

impl PhotoForm {
    /// The statements about the report and about the picture; the last of them name the file.
    pub fn statements(
        &self,
        original: &OriginalFile,
        citation: &Arc<Citation>,
    ) -> Result<Vec<Statement>> {
        let caption = self.caption.trim();
        if caption.is_empty() || caption.chars().count() > LONGEST_CAPTION {
            let reason = format!("say in 1 to {LONGEST_CAPTION} characters what the photo shows");
            return Err(Error::Value { field: "caption", reason });
        }
        if self.mmsi.is_none() && self.shows.is_none() {
            let reason = "give the MMSI or the record of the vessel that it shows".to_owned();
            return Err(Error::Value { field: "vessel", reason });
        }
        let form = ReportForm {
            title: Some(caption.to_owned()),
            date: Some(self.taken.clone()),
            author: self.by.clone(),
            language: self.language.clone(),
            agency: self.agency.clone(),
            received_at: self.received_at.clone(),
            form: Some("photograph".to_owned()),
            ..ReportForm::default()
        };
        let document = Document { text: caption.to_owned(), ..Document::default() };
        let mut statements = form.statements(&document, Some(original), citation)?;
        let photo = photo_id(&citation.report)?;
        let mut say = |property: &'static str, value: Option<String>| -> Result<()> {
            let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
                return Ok(());
            };
            let definition = Ontology::standard().property("Image", property);
            let definition = definition.ok_or_else(|| wrong(property, "is not in the ontology"))?;
            let normalised =
                definition.normalise(&value).map_err(|error| wrong(property, error))?;
            let name: Name = property.into();
            let citation = Arc::clone(citation);
            let said = Statement::new(photo.clone(), "Image", name, normalised.value, citation);
            let lang = (property == "title").then(|| self.language.as_deref().map(Name::from));
            statements.push(Statement {
                original: normalised.original,
                lang: lang.flatten(),
                ..said
            });
            Ok(())
        };
        say("title", Some(caption.to_owned()))?;
        say("date", Some(self.taken.clone()))?;
        say("credit", self.by.clone())?;
        say("vesselMmsi", self.mmsi.map(|mmsi| format!("{mmsi:09}")))?;
        say("shows", self.shows.as_ref().map(EntityId::to_string))?;
        say("showsPeople", Some(if self.shows_people { "yes" } else { "no" }.to_owned()))?;
        say("mimeType", Some(original.media_type.clone()))?;
        say("fileSize", Some(original.bytes.len().to_string()))?;
        say("contentHash", Some(original.sha256_hex()))?;
        Ok(statements)
    }
}

fn wrong(field: &'static str, reason: impl std::fmt::Display) -> Error {
    Error::Value { field, reason: reason.to_string() }
}
