//! Countries and territories.

use std::fmt;
use std::str::FromStr;

use super::countries::COUNTRIES;
use crate::{Error, Result};

/// A country or territory, by its code in lower case: ISO 3166-1 alpha-2, and the further codes
/// that FollowTheMoney data uses for former states and parts of states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

impl Country {
    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COUNTRIES.len() as u16).map(Self)
    }

    /// The code in lower case: `gb`.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// The three-letter code in lower case, if it has one: `gbr`.
    pub fn code3(self) -> Option<&'static str> {
        Some(self.row().1).filter(|code| !code.is_empty())
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    /// The country of a code as machine-readable zones write it: three letters, `D` for Germany.
    pub(super) fn of_mrz(code: &str) -> Option<Self> {
        if code == "D" { "de".parse().ok() } else { find(|row| row.1.eq_ignore_ascii_case(code)) }
    }

    fn row(self) -> &'static (&'static str, &'static str, &'static str) {
        &COUNTRIES[usize::from(self.0)]
    }
}

fn find(same: impl Fn(&(&str, &str, &str)) -> bool) -> Option<Country> {
    COUNTRIES.iter().position(same).map(|at| Country(at as u16))
}

impl FromStr for Country {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        if let Ok(at) = COUNTRIES.binary_search_by_key(&text, |row| row.0) {
            return Ok(Self(at as u16));
        }
        let text = text.trim();
        let found = find(|row| row.0.eq_ignore_ascii_case(text))
            .or_else(|| find(|row| !text.is_empty() && row.1.eq_ignore_ascii_case(text)))
            .or_else(|| find(|row| row.2.eq_ignore_ascii_case(text)))
            .or_else(|| text.eq_ignore_ascii_case("uk").then(|| "gb".parse().ok()).flatten());
        found.ok_or_else(|| {
            Error::malformed("country", text, "a code such as gb or GBR, or the English name")
        })
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_to_the_same_country() {
        for text in ["gb", "GB", "GBR", "gbr", " United Kingdom ", "UK"] {
            assert_eq!(text.parse::<Country>().unwrap().code(), "gb", "{text}");
        }
        assert_eq!("suhh".parse::<Country>().unwrap().code(), "suhh");
        for text in ["", "q", "Atlantis", "é"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_every_row_reads_back() {
        assert!(COUNTRIES.is_sorted_by_key(|row| row.0));
        for country in Country::all() {
            assert_eq!(country.to_string().parse::<Country>().unwrap(), country);
        }
    }
}
