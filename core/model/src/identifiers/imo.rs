//! IMO numbers of ships and of ship owners.

use std::fmt;
use std::str::FromStr;

use super::compact;
use crate::{Error, Result};

/// An IMO number: seven digits, the last of which checks the others (IMO Resolution A.1117(30);
/// for companies and owners MSC.160(78)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImoNumber(u32);

impl ImoNumber {
    /// The seven digits.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Whether it can be a ship's: the check digits of ships and companies are reckoned otherwise,
    /// and a few numbers satisfy both.
    pub fn may_be_ship(self) -> bool {
        check(self.0, &SHIP) % 10 == self.0 % 10
    }

    /// Whether it can be a company's or registered owner's.
    pub fn may_be_company(self) -> bool {
        (11 - check(self.0, &COMPANY) % 11) % 10 == self.0 % 10
    }
}

const SHIP: [u32; 6] = [7, 6, 5, 4, 3, 2];
const COMPANY: [u32; 6] = [8, 6, 4, 2, 9, 7];

fn check(number: u32, weights: &[u32; 6]) -> u32 {
    let digit = |place: u32| number / 10_u32.pow(6 - place) % 10;
    weights.iter().zip(0..).map(|(weight, place)| weight * digit(place)).sum()
}

impl FromStr for ImoNumber {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let given = compact(text);
        let digits = given.strip_prefix("IMO").unwrap_or(&given).trim_start_matches([':', '#']);
        if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::malformed("IMO number", text, "seven digits, such as IMO 9074729"));
        }
        let number = digits.parse().map(Self).map_err(|_| {
            Error::malformed("IMO number", text, "seven digits, such as IMO 9074729")
        })?;
        if number.may_be_ship() || number.may_be_company() {
            Ok(number)
        } else {
            Err(Error::check_digit("IMO number", text))
        }
    }
}

impl fmt::Display for ImoNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IMO{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_are_one_number() {
        for text in ["9074729", "IMO 9074729", "imo9074729", "IMO: 9074729", "٩٠٧٤٧٢٩"] {
            let number: ImoNumber = text.parse().unwrap();
            assert_eq!(number.to_string(), "IMO9074729");
            assert!(number.may_be_ship());
        }
    }

    #[test]
    fn a_company_has_another_check() {
        let company: ImoNumber = "1234565".parse().unwrap();
        assert!(company.may_be_company() && !company.may_be_ship());
        assert_eq!(company.to_string(), "IMO1234565");
    }

    #[test]
    fn a_wrong_digit_is_refused() {
        let message = "IMO 9074728".parse::<ImoNumber>().unwrap_err().to_string();
        assert!(message.contains("check digit"), "{message}");
        for text in ["", "907472", "90747290", "IMO", "907472é"] {
            assert!(text.parse::<ImoNumber>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(number in 0_u32..10_000_000) {
            if let Ok(read) = format!("{number:07}").parse::<ImoNumber>() {
                proptest::prop_assert_eq!(read.to_string().parse::<ImoNumber>().unwrap(), read);
            }
        }
    }
}
