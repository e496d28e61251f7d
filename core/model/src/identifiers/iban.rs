//! International bank account numbers.

use std::fmt;
use std::str::FromStr;

use super::{Country, compact};
use crate::{Error, Result};

/// An international bank account number (ISO 13616), its check digits and its country's form
/// verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iban(iban::Iban);

impl Iban {
    /// Without spaces: `GB82WEST12345698765432`.
    pub fn as_str(&self) -> &str {
        iban::IbanLike::electronic_str(&self.0)
    }

    /// The country of the account.
    pub fn country(&self) -> Option<Country> {
        iban::IbanLike::country_code(&self.0).parse().ok()
    }
}

impl FromStr for Iban {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let given = compact(text);
        let digits = given.strip_prefix("IBAN").unwrap_or(&given).trim_start_matches(':');
        digits.parse().map(Self).map_err(|error| match error {
            iban::ParseIbanError::InvalidBaseIban {
                source: iban::ParseBaseIbanError::InvalidChecksum,
            } => Error::check_digit("IBAN", text),
            _ => Error::malformed(
                "IBAN",
                text,
                "a country's account number, such as GB82 WEST 1234 5698 7654 32",
            ),
        })
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_case_do_not_matter() {
        for text in [
            "GB82 WEST 1234 5698 7654 32",
            "gb82west12345698765432",
            "IBAN: GB82-WEST-1234-5698-7654-32",
        ] {
            let iban: Iban = text.parse().unwrap();
            assert_eq!(iban.to_string(), "GB82WEST12345698765432");
            assert_eq!(iban.country().map(Country::code), Some("gb"));
        }
    }

    #[test]
    fn a_wrong_digit_is_refused() {
        let message = "GB82 WEST 1234 5698 7654 33".parse::<Iban>().unwrap_err().to_string();
        assert!(message.contains("check digit"), "{message}");
        for text in ["", "GB", "XX00", "GB82WESTé2345698765432"] {
            assert!(text.parse::<Iban>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(account in 0_u64..100_000_000_000_000) {
            for check in 2..99 {
                if let Ok(read) = format!("GB{check:02}WEST{account:014}").parse::<Iban>() {
                    proptest::prop_assert_eq!(read.to_string().parse::<Iban>().unwrap(), read);
                }
            }
        }
    }
}
