//! From a value as written to the value that the ledger keeps.

use std::borrow::Cow;

use super::PropertyKind;
use crate::text::{clean, squeeze};
use crate::{Error, PartialDate, Result, SubjectCategory};

/// A value in the form that the ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// The value.
    pub value: String,
    /// The value as it was written, if that differs.
    pub original: Option<String>,
}

impl Normalised {
    fn of(raw: &str, value: Cow<'_, str>) -> Self {
        match value {
            Cow::Borrowed(value) if value.len() == raw.len() => {
                Self { value: raw.to_owned(), original: None }
            }
            value if value == raw => Self { value: raw.to_owned(), original: None },
            value => Self { value: value.into_owned(), original: Some(raw.to_owned()) },
        }
    }
}

pub(super) fn normalised(kind: PropertyKind, raw: &str) -> Result<Normalised> {
    let value = value_of(kind, raw)?;
    if value.is_empty() {
        return Err(Error::malformed("value", raw, "something other than spaces"));
    }
    Ok(Normalised::of(raw, value))
}

/// The value as given, without characters that hide or reorder text.
pub(super) fn kept(raw: &str) -> Normalised {
    Normalised::of(raw, clean(raw))
}

fn value_of(kind: PropertyKind, raw: &str) -> Result<Cow<'_, str>> {
    match kind {
        PropertyKind::Name | PropertyKind::Address | PropertyKind::Short => one_line(raw),
        PropertyKind::Text | PropertyKind::Html | PropertyKind::Json => Ok(clean(raw)),
        PropertyKind::Date => date(raw.trim()),
        PropertyKind::Category => {
            raw.trim().parse::<SubjectCategory>().map(|category| category.as_str().into())
        }
        _ => one_line(raw),
    }
}

/// A text on one line: spaces squeezed, letters composed (Unicode NFC), nothing hidden.
fn one_line(raw: &str) -> Result<Cow<'_, str>> {
    if raw.contains(['\u{202D}', '\u{202E}']) {
        return Err(Error::Reordered { text: crate::visible_controls(raw) });
    }
    Ok(squeeze(raw))
}

fn date(raw: &str) -> Result<Cow<'_, str>> {
    let written = raw.parse::<PartialDate>()?.to_string();
    Ok(if written == raw { raw.into() } else { written.into() })
}
