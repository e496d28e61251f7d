//! CSV out, and the columns of both forms.

use std::borrow::Cow;
use std::io::Write;

use crossbearing_model::{Basis, Standing, Statement};

use crate::{Error, Result};

/// The columns.
pub const HEADERS: [&str; 19] = [
    "entity",
    "schema",
    "property",
    "value",
    "original",
    "language",
    "from",
    "to",
    "report",
    "grade",
    "basis",
    "originator",
    "classification",
    "tlp",
    "pap",
    "handling",
    "expires",
    "origin",
    "standing",
];

/// The cells of a statement, in the order of [`HEADERS`].
pub(super) fn cells(said: &Statement) -> [Cow<'_, str>; 19] {
    let citation = &said.citation;
    let label = citation.label.spec();
    let word = |value: &dyn erased::Word| Cow::Owned(value.word());
    let date = |date: Option<crossbearing_model::PartialDate>| {
        date.map_or(Cow::Borrowed(""), |date| Cow::Owned(date.to_string()))
    };
    [
        said.entity.as_str().into(),
        said.schema.as_ref().into(),
        said.property.as_ref().into(),
        said.value.as_str().into(),
        said.original.as_deref().unwrap_or_default().into(),
        said.lang.as_deref().unwrap_or_default().into(),
        date(said.valid.from),
        date(said.valid.to),
        citation.report.as_str().into(),
        Cow::Owned(citation.grade.to_string()),
        if citation.basis == Basis::Fact { "fact" } else { "assessment" }.into(),
        label.originator.as_str().into(),
        word(&label.classification),
        word(&label.tlp),
        word(&label.pap),
        label.handling.code().into(),
        label.expires.map_or(Cow::Borrowed(""), |at| Cow::Owned(at.to_string())),
        citation.origin.as_str().into(),
        match said.standing {
            Standing::Asserts => "".into(),
            Standing::Replaces(target) => Cow::Owned(format!("replaces {target}")),
            Standing::Retracts(target) => Cow::Owned(format!("retracts {target}")),
        },
    ]
}

mod erased {
    /// A value that JSON writes as one word.
    pub(super) trait Word {
        fn word(&self) -> String;
    }

    impl<T: serde::Serialize> Word for T {
        fn word(&self) -> String {
            match serde_json::to_value(self) {
                Ok(serde_json::Value::String(word)) => word,
                _ => String::new(),
            }
        }
    }
}

/// Writes statements as CSV, in UTF-8 with a row of headers.
pub struct CsvWriter<W: Write> {
    output: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a table on `output`.
    pub fn new(output: W) -> Result<Self> {
        let mut output = csv::Writer::from_writer(output);
        output.write_record(HEADERS).map_err(unwritable)?;
        Ok(Self { output })
    }

    /// Writes one statement.
    pub fn write(&mut self, said: &Statement) -> Result<()> {
        let cells = cells(said);
        let harmless = cells.iter().map(|cell| harmless(cell));
        let row: Vec<Cow<'_, str>> = harmless.collect();
        self.output.write_record(row.iter().map(|cell| cell.as_bytes())).map_err(unwritable)
    }

    /// Ends the table.
    pub fn finish(mut self) -> Result<()> {
        Ok(self.output.flush()?)
    }
}

fn unwritable(error: csv::Error) -> Error {
    Error::from(std::io::Error::from(error))
}

/// A cell that no spreadsheet runs as a formula: what could be one gets an apostrophe in front.
fn harmless(cell: &str) -> Cow<'_, str> {
    let signed_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let runs = match cell.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => !signed_number(&cell[1..]),
        _ => false,
    };
    if runs { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn nothing_runs_as_a_formula() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+44 20; =1", "'+44 20; =1"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("+442079460000", "+442079460000"),
            ("-1.5", "-1.5"),
            ("Tarvand", "Tarvand"),
            ("", ""),
        ] {
            assert_eq!(harmless(cell), written);
        }
    }
}
