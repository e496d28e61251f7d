//! Languages.

use std::fmt;
use std::str::FromStr;

use super::languages::LANGUAGES;
use crate::{Error, Result};

/// A language, by its three-letter code (ISO 639-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(u16);

impl Language {
    /// Every language of the table, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len() as u16).map(Self)
    }

    /// The three-letter code: `fas`.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// The two-letter code, if there is one: `fa`.
    pub fn code2(self) -> Option<&'static str> {
        Some(self.row().1).filter(|code| !code.is_empty())
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (&'static str, &'static str, &'static str) {
        &LANGUAGES[usize::from(self.0)]
    }
}

impl FromStr for Language {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        if let Ok(at) = LANGUAGES.binary_search_by_key(&text, |row| row.0) {
            return Ok(Self(at as u16));
        }
        let text = text.trim();
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        let same = |row: &(&str, &str, &str)| {
            row.0.eq_ignore_ascii_case(primary)
                || (!primary.is_empty() && row.1.eq_ignore_ascii_case(primary))
                || row.2.eq_ignore_ascii_case(text)
        };
        LANGUAGES.iter().position(same).map(|at| Self(at as u16)).ok_or_else(|| {
            Error::malformed("language", text, "a code such as fas or fa, or the English name")
        })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_to_the_same_language() {
        for text in ["fas", "fa", "FA", "fa-IR", "Persian"] {
            assert_eq!(text.parse::<Language>().unwrap().code(), "fas", "{text}");
        }
        for text in ["", "-", "xx", "Klingon"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_every_row_reads_back() {
        assert!(LANGUAGES.is_sorted_by_key(|row| row.0));
        for language in Language::all() {
            assert_eq!(language.to_string().parse::<Language>().unwrap(), language);
        }
    }
}
