//! Numbers as people write them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::ascii_digit;
use crate::{Error, Result};

/// A decimal number, with a point, without grouping, perhaps with a unit behind a space: `1500.5`,
/// `12 kg`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Arc<str>);

impl Number {
    /// The number and its unit as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number; infinite only if it has more than 300 digits.
    pub fn value(&self) -> f64 {
        self.0.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
    }

    /// The unit, if one is given.
    pub fn unit(&self) -> Option<&str> {
        self.0.split_once(' ').map(|(_, unit)| unit)
    }
}

/// Whether `text` already is what [`Number`] would write, without a unit.
pub(crate) fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

impl FromStr for Number {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad =
            || Error::malformed("number", text, "digits with a point, such as 1500.5 or 12 kg");
        let given: String = text.trim().chars().map(|c| ascii_digit(c).unwrap_or(c)).collect();
        let number_end = given
            .find(|c: char| !(c.is_ascii_digit() || "+-.,' \u{A0}\u{202F}".contains(c)))
            .unwrap_or(given.len());
        let (number, unit) = given.split_at(number_end);
        let number = ungrouped(number.trim()).ok_or_else(bad)?;
        if unit.is_empty() {
            return Ok(Self(number.into()));
        }
        let plain = |c: char| !c.is_whitespace() && !c.is_ascii_digit() && !c.is_control();
        if unit.chars().all(plain) && !crate::has_hidden_controls(unit) {
            Ok(Self(format!("{number} {unit}").into()))
        } else {
            Err(bad())
        }
    }
}

/// The digits without grouping marks, if every group behind the first has two or three digits.
fn ungrouped(number: &str) -> Option<String> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits.trim_start()),
        None => ("", number.strip_prefix('+').unwrap_or(number).trim_start()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split([',', '\'', ' ', '\u{A0}', '\u{202F}']);
    let first = groups.next()?;
    let mut plain = format!("{sign}{first}");
    for group in groups {
        if !(2..=3).contains(&group.len()) || first.len() > 3 {
            return None;
        }
        plain.push_str(group);
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    is_plain_number(&plain).then_some(plain)
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grouping_goes_and_units_stay() {
        let cases = [
            ("1500.5", "1500.5"),
            ("1,500.50", "1500.50"),
            ("-1 500", "-1500"),
            ("12,34,567", "1234567"),
            ("12kg", "12 kg"),
            ("12 kg", "12 kg"),
            ("۱۲", "12"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), expected);
        }
        let number: Number = "12.5 m".parse().unwrap();
        assert_eq!((number.value(), number.unit()), (12.5, Some("m")));
    }

    #[test]
    fn what_could_be_two_numbers_is_refused() {
        for text in ["", "-", "1.500,50", "10-20", "1e5", "about 20", "1,5", "1.2.3", ".", "5 to 6"]
        {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "-?[0-9, ]{1,9}(\\.[0-9]{1,3})?( ?[a-z]{1,3})?") {
            if let Ok(read) = text.parse::<Number>() {
                proptest::prop_assert_eq!(read.to_string().parse::<Number>().unwrap(), read);
            }
        }
    }
}
