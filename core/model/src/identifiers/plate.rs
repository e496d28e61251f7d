//! Registration plates of road vehicles.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::ascii_digit;
use crate::{Error, Result};

/// A registration plate: two to twelve letters and digits, at least one digit, in capitals; what
/// stands between them is one space.
///
/// Forms differ too much between countries and years to check more without the country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plate(Arc<str>);

impl Plate {
    /// The plate.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Plate {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let mut plate = String::with_capacity(text.len().min(64));
        for c in text.trim().chars().take(64) {
            match ascii_digit(c) {
                Some(digit) => plate.push(digit),
                None if c.is_alphabetic() => plate.push(capital(c)),
                None if matches!(c, ' ' | '-' | '.' | '·' | '\u{A0}') => {
                    if !plate.is_empty() && !plate.ends_with(' ') {
                        plate.push(' ');
                    }
                }
                None => return Err(bad(text)),
            }
        }
        let signs = plate.chars().filter(|&c| c != ' ').count();
        let has_digit = plate.bytes().any(|byte| byte.is_ascii_digit());
        if text.len() > 64 || !(2..=12).contains(&signs) || !has_digit {
            return Err(bad(text));
        }
        Ok(Self(plate.trim_end().into()))
    }
}

/// The capital letter, where it is one sign.
fn capital(c: char) -> char {
    let mut capitals = c.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) if capital.is_alphabetic() => capital,
        _ => c,
    }
}

fn bad(text: &str) -> Error {
    Error::malformed("number plate", text, "two to twelve letters and digits, such as AB 123 CD")
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_become_single_spaces() {
        for (text, plate) in
            [("ab-123-cd", "AB 123 CD"), (" K·XY 12 ", "K XY 12"), ("ба 12", "БА 12")]
        {
            assert_eq!(text.parse::<Plate>().unwrap().as_str(), plate);
        }
        for text in ["", "A", "ABC", "A1234567890123", "AB_1"] {
            assert!(text.parse::<Plate>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[a-zA-Z0-9 .-]{1,16}") {
            if let Ok(read) = text.parse::<Plate>() {
                proptest::prop_assert_eq!(read.to_string().parse::<Plate>().unwrap(), read);
            }
        }
    }
}
