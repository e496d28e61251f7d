//! Telephone numbers.

use std::fmt;
use std::str::FromStr;

use super::calling_codes::CALLING_CODES;
use super::{Country, ascii_digit};
use crate::{Error, Result};

/// A telephone number as the whole world can dial it: a plus sign, a country's code and what
/// stands behind it, 15 digits at most (ITU-T E.164).
///
/// Checked are the code and the count of digits behind it, not whether a national plan has given
/// the number out: a number in a report is worth keeping before an operator confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone {
    digits: u64,
}

impl Phone {
    /// Reads a number as it is written inside `region` (`020 7946 0000` in `gb`); one with a plus
    /// sign or a leading `00` is read as it stands.
    pub fn parse_in(text: &str, region: Country) -> Result<Self> {
        let written = Written::read(text).ok_or_else(|| bad(text))?;
        if written.international {
            return written.phone(text);
        }
        let row =
            CALLING_CODES.iter().find(|row| row.1 == region.code()).ok_or_else(|| bad(text))?;
        let trunk = row.4;
        let national = written.digits.strip_prefix(trunk).unwrap_or(&written.digits);
        Written { digits: format!("{}{national}", row.0), international: true }.phone(text)
    }

    /// The digits without the plus sign, as a number: none begins with a zero.
    pub fn number(self) -> u64 {
        self.digits
    }

    /// The country's calling code, such as 44.
    pub fn calling_code(self) -> u16 {
        row_of(self.digits).map_or(0, |row| row.0)
    }

    /// The country of the calling code, or the greatest of those that share it (+1, +7, +44).
    pub fn country(self) -> Option<Country> {
        row_of(self.digits)?.1.parse().ok()
    }
}

type Row = (u16, &'static str, u8, u8, &'static str);

/// The row of the calling code that `digits` begin with; no code begins another one.
fn row_of(digits: u64) -> Option<&'static Row> {
    let length = digits.checked_ilog10()? + 1;
    (1..=3).filter(|&code| code < length).find_map(|code| {
        let begin = (digits / 10_u64.pow(length - code)) as u16;
        let at = CALLING_CODES.binary_search_by_key(&begin, |row| row.0).ok()?;
        CALLING_CODES.get(at)
    })
}

/// The digits of a number as written, and whether they begin with a country's code.
struct Written {
    digits: String,
    international: bool,
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        let given =
            text.trim_matches(|c: char| c.is_whitespace() || crate::text::is_hidden_control(c));
        let given = given.strip_prefix("tel:").unwrap_or(given);
        let mut digits = String::with_capacity(16);
        let mut international = false;
        for c in given.chars() {
            match ascii_digit(c) {
                Some(digit) => digits.push(digit),
                None if matches!(c, '+' | '\u{FF0B}') && digits.is_empty() && !international => {
                    international = true;
                }
                None if is_separator(c) => {}
                None => return None,
            }
            if digits.len() > 20 {
                return None;
            }
        }
        if international && given.contains("(0)") {
            digits = without_trunk(given)?;
        }
        if !international && let Some(rest) = digits.strip_prefix("00") {
            digits = rest.to_owned();
            international = true;
        }
        Some(Self { digits, international })
    }

    fn phone(&self, text: &str) -> Result<Phone> {
        let digits = self.digits.parse().map_err(|_| bad(text))?;
        if !self.international || self.digits.len() > 15 || self.digits.starts_with('0') {
            return Err(bad(text));
        }
        let row = row_of(digits).ok_or_else(|| bad(text))?;
        let code = row.0.checked_ilog10().unwrap_or(0) as usize + 1;
        let behind = self.digits.len() - code;
        if behind < usize::from(row.2) || behind > usize::from(row.3) {
            return Err(Error::malformed(
                "phone number",
                text,
                "as many digits as its country uses",
            ));
        }
        Ok(Phone { digits })
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || crate::text::is_hidden_control(c)
        || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// `+44 (0)20 …` without the zero that one dials only inside the country.
fn without_trunk(given: &str) -> Option<String> {
    let (before, behind) = given.split_once("(0)")?;
    Some(before.chars().chain(behind.chars()).filter_map(ascii_digit).collect())
}

fn bad(text: &str) -> Error {
    Error::malformed(
        "phone number",
        text,
        "a plus sign and the country's code, such as +44 20 7946 0000",
    )
}

impl FromStr for Phone {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        Written::read(text).ok_or_else(|| bad(text))?.phone(text)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_are_one_number() {
        for text in [
            "+442079460000",
            "+44 20 7946 0000",
            "0044 (20) 7946-0000",
            "+44 (0)20 7946 0000",
            "tel:+44-20-7946-0000",
            "\u{202A}+44 20 7946 0000\u{202C}",
            "+٤٤٢٠٧٩٤٦٠٠٠٠",
        ] {
            let phone: Phone = text.parse().unwrap();
            assert_eq!(phone.to_string(), "+442079460000", "{text}");
            assert_eq!(phone.calling_code(), 44);
            assert_eq!(phone.country().map(Country::code), Some("gb"));
        }
    }

    #[test]
    fn a_national_number_needs_its_country() {
        let read = |text, region: &str| Phone::parse_in(text, region.parse().unwrap()).unwrap();
        assert_eq!(read("020 7946 0000", "gb").to_string(), "+442079460000");
        assert_eq!(read("0532 000 00 00", "tr").to_string(), "+905320000000");
        assert_eq!(read("06 00 00 00 00", "fr").to_string(), "+33600000000");
        assert_eq!(read("+90 532 000 00 00", "gb").to_string(), "+905320000000");
        assert!("020 7946 0000".parse::<Phone>().is_err());
    }

    #[test]
    fn what_nobody_can_dial_is_refused() {
        for text in [
            "",
            "+",
            "+0",
            "+999123456789",
            "+44 20",
            "+4420794600001234",
            "+44x2079460000",
            "++44",
            "911",
        ] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_names_countries() {
        assert!(CALLING_CODES.is_sorted_by_key(|row| row.0));
        for row in CALLING_CODES {
            assert!(row.1.is_empty() || row.1.parse::<Country>().is_ok(), "{row:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "\\+[1-9][0-9 ()-]{5,18}") {
            if let Ok(read) = text.parse::<Phone>() {
                proptest::prop_assert_eq!(read.to_string().parse::<Phone>().unwrap(), read);
            }
        }
    }
}
