//! PDF: its text layer.

use crate::formats::Document;
use crate::{Error, Limits, Result};

/// Reads the text of all pages, in the order in which the file draws it.
pub(crate) fn read(file: &str, bytes: &[u8], _limits: &Limits) -> Result<Document> {
    let text = pdf_extract::extract_text_from_mem(bytes).map_err(|error| Error::Broken {
        file: file.to_owned(),
        format: "PDF",
        reason: reason(&error),
    })?;
    if text.chars().filter(|c| c.is_alphanumeric()).count() == 0 {
        return Err(Error::NoText {
            file: file.to_owned(),
            reason: "holds pictures of pages, no text: read them with a text recognition program first and add its text",
        });
    }
    let notes = vec!["the order of words is that of the PDF, which in tables and columns may not be the reader's".to_owned()];
    Ok(Document { text: rejoined(&text), notes, ..Document::default() })
}

fn reason(error: &pdf_extract::OutputError) -> String {
    let said = error.to_string();
    if said.to_ascii_lowercase().contains("encrypt")
        || said.to_ascii_lowercase().contains("password")
    {
        return "it is locked with a password: unlock it and save it again".to_owned();
    }
    said
}

/// Lines without trailing spaces, and at most one empty line in a row.
fn rejoined(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut n_empty = 0;
    for line in text.lines().map(str::trim_end) {
        n_empty = if line.is_empty() { n_empty + 1 } else { 0 };
        if n_empty < 2 {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    lines.trim().to_owned()
}
