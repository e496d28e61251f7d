//! Bank identifier codes.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::{Country, compact};
use crate::{Error, Result};

/// A bank identifier code (ISO 9362): four letters or digits for the institution, two letters for
/// the country, two for the place, three more for a branch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bic(Arc<str>);

impl Bic {
    /// In capitals, eight or eleven characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country of the institution.
    pub fn country(&self) -> Option<Country> {
        self.0.get(4..6)?.parse().ok()
    }
}

impl FromStr for Bic {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let code = compact(text);
        let form = matches!(code.len(), 8 | 11)
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && code.bytes().skip(4).take(2).all(|byte| byte.is_ascii_uppercase());
        let bic = Self(code.into());
        if form && bic.country().is_some() {
            Ok(bic)
        } else {
            Err(Error::malformed(
                "BIC",
                text,
                "eight or eleven letters and digits, such as DEUTDEFF",
            ))
        }
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_a_branch() {
        for (text, code) in [("deutdeff", "DEUTDEFF"), ("DEUT DE FF 500", "DEUTDEFF500")] {
            let bic: Bic = text.parse().unwrap();
            assert_eq!(bic.to_string(), code);
            assert_eq!(bic.country().map(Country::code), Some("de"));
        }
        for text in ["", "DEUTDEF", "DEUT99FF", "DEUTQQFF", "DEUTDEFé"] {
            assert!(text.parse::<Bic>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[A-Z]{4}(GB|DE|FR)[A-Z0-9]{2}([A-Z0-9]{3})?") {
            let read: Bic = text.parse().unwrap();
            proptest::prop_assert_eq!(read.to_string(), text);
        }
    }
}
