//! What can go wrong between a file and statements.

use std::fmt;

/// Why a file, a mapping or a decision could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The file is larger than a limit allows.
    TooLarge {
        /// The file's name.
        file: String,
        /// What of it is too large: `file`, `unpacked content`, `number of rows` ...
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The file is of a kind that is not read here.
    UnknownFormat {
        /// The file's name.
        file: String,
    },
    /// The file is no picture of a kind that is read here.
    NoPicture {
        /// The file's name.
        file: String,
    },
    /// The picture is larger than is taken.
    PictureTooLarge {
        /// The file's name.
        file: String,
        /// How large it is: `31.0 MB`, `9000 x 9000 pixels`.
        has: String,
        /// The limit, in the same unit.
        limit: String,
    },
    /// The file holds no text that could be read.
    NoText {
        /// The file's name.
        file: String,
        /// Why, and what to do.
        reason: &'static str,
    },
    /// The file is not what its kind says it is.
    Broken {
        /// The file's name.
        file: String,
        /// What was being read: `PDF`, `DOCX`, `XLSX` ...
        format: &'static str,
        /// What is wrong, where the reader knows.
        reason: String,
    },
    /// The text is in another encoding than the caller said.
    Encoding {
        /// The file's name.
        file: String,
        /// The encoding it should have been in.
        encoding: String,
        /// The first byte that is not text in that encoding, counted from 0.
        offset: usize,
        /// The line of that byte, counted from 1.
        line: usize,
    },
    /// A reader did not finish in time, or failed in a way that it should not.
    Gave {
        /// The file's name.
        file: String,
        /// What was being read.
        format: &'static str,
        /// What happened.
        reason: &'static str,
    },
    /// What a reader in a process of its own said.
    Apart {
        /// What it said.
        message: String,
    },
    /// A row of a table could not be turned into statements.
    Row(RowError),
    /// The mapping itself is wrong.
    Mapping {
        /// Where in the mapping: table, entity, property.
        place: String,
        /// What is wrong and what to write instead.
        reason: String,
    },
    /// A value of the report form or of a decision is wrong.
    Value {
        /// The field.
        field: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A proposal with this key is not in this text.
    NoSuchProposal {
        /// The key.
        key: String,
    },
    /// A proposal says something only together with another.
    NotAlone {
        /// The kind of the proposal.
        kind: &'static str,
    },
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The file's name.
    pub file: String,
    /// The line (of a text) or row (of a sheet), counted from 1.
    pub line: u64,
    /// The column, by name, where it is one column's fault.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.reason)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { file, what, limit } => {
                write!(
                    f,
                    "{file}: its {what} is over the limit of {limit}: split it, or raise the limit"
                )
            }
            Self::UnknownFormat { file } => write!(
                f,
                "{file} is of a kind that is not read: give plain text, Markdown, HTML, e-mail, PDF, DOCX, CSV or XLSX"
            ),
            Self::NoPicture { file } => write!(
                f,
                "{file} is no picture that is read here, whatever its name says: give JPEG, PNG or WebP"
            ),
            Self::PictureTooLarge { file, has, limit } => write!(
                f,
                "{file} has {has}: at most {limit} are taken: save a smaller copy, and say in a few words where the original is"
            ),
            Self::NoText { file, reason } => write!(f, "{file} {reason}"),
            Self::Broken { file, format, reason } => {
                write!(f, "{file} cannot be read as {format}: {reason}")
            }
            Self::Encoding { file, encoding, offset, line } => write!(
                f,
                "{file} is not text in {encoding}: byte {offset} (line {line}) does not fit: name another encoding"
            ),
            Self::Gave { file, format, reason } => {
                write!(f, "{file}: reading it as {format} was given up: {reason}")
            }
            Self::Apart { message } => f.write_str(message),
            Self::Row(row) => row.fmt(f),
            Self::Mapping { place, reason } => write!(f, "the mapping, {place}: {reason}"),
            Self::Value { field, reason } => write!(f, "{field}: {reason}"),
            Self::NoSuchProposal { key } => write!(
                f,
                "no proposal of this report has the key {key}: read the report again and decide on what it shows now"
            ),
            Self::NotAlone { kind } => write!(
                f,
                "a {kind} by itself says nothing of an entity: confirm the person or event that it belongs to, or name the entity"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl From<RowError> for Error {
    fn from(row: RowError) -> Self {
        Self::Row(row)
    }
}
