//! Forms with a file, as a browser sends them.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use crossbearing_model::{Grade, Label, LabelSpec};

use super::caller::Caller;
use super::problem::Problem;
use super::state::Node;

/// How long a report without a label of its own is kept before its review: a year.
const REVIEW_AFTER_MS: i64 = 365 * 24 * 3600 * 1000;

/// A form, read to its end.
pub(crate) struct Form {
    fields: BTreeMap<String, String>,
    file: Option<File>,
}

/// A file in a form.
pub(crate) struct File {
    /// Its name as given; "file" if it has none.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl Form {
    /// Reads all parts.
    pub(crate) async fn read(mut parts: Multipart) -> Result<Self, Problem> {
        let mut form = Self { fields: BTreeMap::new(), file: None };
        while let Some(part) = parts.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                let name = part.file_name().filter(|name| !name.is_empty()).unwrap_or("file");
                let name = name.to_owned();
                form.file = Some(File { name, bytes: part.bytes().await?.to_vec() });
            } else {
                form.fields.insert(name, part.text().await?);
            }
        }
        Ok(form)
    }

    /// Takes a field that was filled in.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.fields.remove(name).filter(|value| !value.trim().is_empty())
    }

    /// Whether a field was filled in.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|value| !value.trim().is_empty())
    }

    /// Takes the file, if there is one with something in it.
    pub(crate) fn take_file(&mut self) -> Option<File> {
        self.file.take().filter(|file| !file.bytes.is_empty())
    }

    /// Takes the grade, which is never left out.
    pub(crate) fn grade(&mut self) -> Result<Grade, Problem> {
        let missing = || Problem::bad("give a grade: 3x5x2/2B, 5x5x5/B2, 6x6/B2 or 4x4/A1");
        Ok(self.take("grade").ok_or_else(missing)?.trim().parse()?)
    }

    /// Takes the label: the parts given, or the most careful one of the caller's agency.
    pub(crate) fn label(&mut self, node: &Node, caller: &Caller) -> Result<Label, Problem> {
        let read = |text: String| {
            serde_json::from_str::<LabelSpec>(&text)
                .map_err(|error| Problem::bad(format!("the label cannot be read: {error}")))
        };
        label_of(node, caller, self.take("label").map(read).transpose()?)
    }
}

/// The label that was given, or the most careful one of the caller's agency.
pub(crate) fn label_of(
    node: &Node,
    caller: &Caller,
    given: Option<LabelSpec>,
) -> Result<Label, Problem> {
    let agency = &caller.session.viewer.agency;
    let review = || node.now().plus_millis(REVIEW_AFTER_MS);
    let spec = given.unwrap_or_else(|| LabelSpec::for_agency(agency.clone(), review()));
    if spec.originator != *agency {
        let detail =
            format!("the label names {} as originator: it must be {agency}", spec.originator);
        return Err(Problem::bad(detail));
    }
    let label = Label::seal(spec)?;
    node.accounts.check_audience(&label)?;
    Ok(label)
}

impl From<MultipartError> for Problem {
    fn from(error: MultipartError) -> Self {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            return Self::too_large();
        }
        Self::bad(error.body_text())
    }
}

impl From<crossbearing_reports::Error> for Problem {
    fn from(error: crossbearing_reports::Error) -> Self {
        Self::bad(error.to_string())
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}
