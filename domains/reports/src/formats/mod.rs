//! Documents: one file per format, each with a `read` from bytes to a [`Document`].

mod docx;
mod email;
mod html;
mod markdown;
mod packed;
mod pdf;
mod plain;

use crate::guard::guarded;
use crate::{Error, Limits, Result};

pub(crate) use packed::check as check_packed;

/// A format of documents or tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text in any encoding.
    Plain,
    /// Markdown: kept as it is written.
    Markdown,
    /// HTML.
    Html,
    /// An e-mail as a file (RFC 5322).
    Email,
    /// PDF with text.
    Pdf,
    /// A word processor's document (Office Open XML).
    Docx,
    /// Comma-separated values, or values separated otherwise.
    Csv,
    /// A spreadsheet (Office Open XML).
    Xlsx,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Markdown,
        Self::Html,
        Self::Email,
        Self::Pdf,
        Self::Docx,
        Self::Csv,
        Self::Xlsx,
    ];

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Email => "message/rfc822",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Whether it holds rows, which a mapping turns into statements, and not a text.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }

    /// The format of a file: by what its bytes begin with, then by the ending of its name, then
    /// plain text where the bytes can be text.
    pub fn detect(name: &str, bytes: &[u8]) -> Result<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let named = ending.as_deref().and_then(Self::of_ending);
        let starts = |magic: &[u8]| bytes.starts_with(magic);
        let head = &bytes[..bytes.len().min(1024)];
        if head.windows(5).any(|window| window == b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            return match named {
                Some(packed @ (Self::Docx | Self::Xlsx)) => Ok(packed),
                _ => packed::kind(bytes)
                    .ok_or_else(|| Error::UnknownFormat { file: name.to_owned() }),
            };
        }
        match named {
            Some(Self::Pdf | Self::Docx | Self::Xlsx) => Err(Error::Broken {
                file: name.to_owned(),
                format: named.map_or("file", Self::word),
                reason: "its content is something else than its name says".to_owned(),
            }),
            Some(text) => Ok(text),
            None if is_binary(head) => Err(Error::UnknownFormat { file: name.to_owned() }),
            None if looks_like_html(head) => Ok(Self::Html),
            None => Ok(Self::Plain),
        }
    }

    /// The format's name in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Email => "e-mail",
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
        }
    }

    fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "txt" | "text" | "log" => Self::Plain,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "eml" => Self::Email,
            "pdf" => Self::Pdf,
            "docx" => Self::Docx,
            "csv" | "tsv" => Self::Csv,
            "xlsx" | "xlsm" => Self::Xlsx,
            _ => return None,
        })
    }
}

/// The text of a file and what the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The text that is read and marked. Lines end in `\n`.
    pub text: String,
    /// The title, where the file has one: an e-mail's subject, an HTML title.
    pub title: Option<String>,
    /// The author, where the file names one.
    pub author: Option<String>,
    /// When it was written, where the file says so: a date or time as RFC 3339 has it.
    pub date: Option<String>,
    /// The language, where the file says so, as a BCP 47 tag.
    pub language: Option<String>,
    /// The encoding that its bytes were read in.
    pub encoding: Option<&'static str>,
    /// Files inside the file, which are listed and not read.
    pub attachments: Vec<Attachment>,
    /// What a person should know about how it was read.
    pub notes: Vec<String>,
}

/// A file inside an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name as given; empty if it has none.
    pub name: String,
    /// Its media type as given.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
}

/// Reads a document. Nothing that the bytes hold can make it panic or run for ever: readers that
/// could run guarded, under [`Limits::time`].
///
/// `encoding` names the encoding of plain text, Markdown and HTML, where it is known.
pub fn read(
    name: &str,
    bytes: &[u8],
    format: Format,
    encoding: Option<&str>,
    limits: &Limits,
) -> Result<Document> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Error::TooLarge {
            file: name.to_owned(),
            what: "size in bytes",
            limit: limits.file_bytes,
        });
    }
    let mut document = match format {
        Format::Plain | Format::Csv => plain::read(name, bytes, encoding)?,
        Format::Markdown => markdown::read(name, bytes, encoding)?,
        Format::Html => html::read(name, bytes, encoding)?,
        Format::Email => apart(name, bytes, format, limits, email::read)?,
        Format::Pdf => apart(name, bytes, format, limits, pdf::read)?,
        Format::Docx => apart(name, bytes, format, limits, docx::read)?,
        Format::Xlsx => {
            return Err(Error::NoText {
                file: name.to_owned(),
                reason: "is a table: give a mapping that says what its columns mean",
            });
        }
    };
    document.text = tidy(document.text);
    if document.text.len() > limits.text_bytes {
        return Err(Error::TooLarge {
            file: name.to_owned(),
            what: "length of text in bytes",
            limit: limits.text_bytes as u64,
        });
    }
    if document.text.trim().is_empty() {
        return Err(Error::NoText { file: name.to_owned(), reason: "holds no text" });
    }
    if crossbearing_model::has_hidden_controls(&document.text) {
        document.notes.push("characters that hide or reorder text are in it: names may read otherwise than they are written".to_owned());
    }
    Ok(document)
}

type Reader = fn(&str, &[u8], &Limits) -> Result<Document>;

fn apart(
    name: &str,
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    read: Reader,
) -> Result<Document> {
    let (file, bytes, limits) = (name.to_owned(), bytes.to_vec(), *limits);
    guarded(name, format.word(), limits.time, move || read(&file, &bytes, &limits))
}

/// Line ends as `\n`, and no NUL.
fn tidy(text: String) -> String {
    if !text.contains(['\r', '\0', '\u{0c}']) {
        return text;
    }
    text.replace("\r\n", "\n").replace(['\r', '\u{0c}'], "\n").replace('\0', "")
}

/// Whether bytes are no text in any encoding: NULs that are not those of UTF-16, or many controls.
fn is_binary(head: &[u8]) -> bool {
    let n_controls = head.iter().filter(|&&byte| byte < 9 || (14..32).contains(&byte)).count();
    let is_utf_16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let half = head.len() / 2;
    // Every second byte of UTF-16 without a mark is zero.
    let is_half = half.abs_diff(n_controls) * 4 < half;
    n_controls * 10 > head.len() && !is_utf_16 && !is_half
}

fn looks_like_html(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|begin| head.starts_with(begin))
}
