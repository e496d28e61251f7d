//! Source and information evaluation, kept in the scale it came in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A scale of evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// UK 3x5x2: source 1 to 3, intelligence A to E (College of Policing, 2016).
    Uk3x5x2,
    /// UK 5x5x5: source A to E, intelligence 1 to 5 (before 2016).
    Uk5x5x5,
    /// NATO Admiralty 6x6: source A to F, information 1 to 6 (AJP-2.1).
    Admiralty,
    /// Europol 4x4: source A, B, C, X; information 1 to 4 (Regulation (EU) 2016/794, article 29).
    Europol,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Self; 4] = [Self::Uk3x5x2, Self::Uk5x5x5, Self::Admiralty, Self::Europol];

    /// The scale's name as grades are written: `3x5x2`, `5x5x5`, `6x6` or `4x4`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uk3x5x2 => "3x5x2",
            Self::Uk5x5x5 => "5x5x5",
            Self::Admiralty => "6x6",
            Self::Europol => "4x4",
        }
    }

    /// The codes for the source, in the order of the scale.
    pub fn source_codes(self) -> &'static str {
        match self {
            Self::Uk3x5x2 => "123",
            Self::Uk5x5x5 => "ABCDE",
            Self::Admiralty => "ABCDEF",
            Self::Europol => "ABCX",
        }
    }

    /// The codes for the information, in the order of the scale.
    pub fn information_codes(self) -> &'static str {
        match self {
            Self::Uk3x5x2 => "ABCDE",
            Self::Uk5x5x5 => "12345",
            Self::Admiralty => "123456",
            Self::Europol => "1234",
        }
    }

    /// The probability that graded information is true, by the position of its code.
    ///
    /// A reading for analytics, never shown in place of the grade; docs/grades.md gives the
    /// reasons for each figure.
    fn information_probabilities(self) -> &'static [f64] {
        match self {
            Self::Uk3x5x2 => &[0.95, 0.85, 0.65, 0.50, 0.10],
            Self::Uk5x5x5 => &[0.95, 0.85, 0.75, 0.50, 0.10],
            Self::Admiralty => &[0.95, 0.80, 0.60, 0.35, 0.10, 0.50],
            Self::Europol => &[0.95, 0.85, 0.75, 0.50],
        }
    }

    /// How far a source is to be trusted, by the position of its code.
    fn source_weights(self) -> &'static [f64] {
        match self {
            Self::Uk3x5x2 => &[1.0, 0.7, 0.3],
            Self::Uk5x5x5 => &[1.0, 0.85, 0.7, 0.3, 0.6],
            Self::Admiralty => &[1.0, 0.85, 0.65, 0.45, 0.2, 0.6],
            Self::Europol => &[1.0, 0.8, 0.4, 0.6],
        }
    }
}

/// An evaluation as it was given, such as `3x5x2/1A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade {
    scale: Scale,
    source: u8,
    information: u8,
}

impl Grade {
    /// The scale it came in.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// The two codes without the scale, as on a chip: `1A`, `B2`.
    pub fn codes(self) -> String {
        let source = char::from(self.scale.source_codes().as_bytes()[usize::from(self.source)]);
        let information =
            char::from(self.scale.information_codes().as_bytes()[usize::from(self.information)]);
        format!("{source}{information}")
    }

    /// The probability that analytics use: the information's, drawn towards one half by how
    /// little the source is trusted (`0.5 + weight * (p - 0.5)`).
    pub fn probability(self) -> f64 {
        let information = self.scale.information_probabilities()[usize::from(self.information)];
        let weight = self.scale.source_weights()[usize::from(self.source)];
        0.5 + weight * (information - 0.5)
    }
}

impl FromStr for Grade {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || {
            Error::malformed(
                "grade",
                text,
                "a scale and two codes: 3x5x2/1A, 5x5x5/B2, 6x6/B2 or 4x4/A1",
            )
        };
        let (scale, codes) = text.split_once('/').ok_or_else(bad)?;
        let scale = Scale::ALL.into_iter().find(|known| known.as_str() == scale).ok_or_else(bad)?;
        let mut codes = codes.chars();
        let (Some(source), Some(information), None) = (codes.next(), codes.next(), codes.next())
        else {
            return Err(bad());
        };
        let position =
            |codes: &str, code: char| codes.find(code).map(|at| at as u8).ok_or_else(bad);
        Ok(Self {
            scale,
            source: position(scale.source_codes(), source)?,
            information: position(scale.information_codes(), information)?,
        })
    }
}

impl TryFrom<String> for Grade {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.to_string()
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.scale.as_str(), self.codes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grade_of_every_scale_is_kept_as_given() {
        for scale in Scale::ALL {
            for source in scale.source_codes().chars() {
                for information in scale.information_codes().chars() {
                    let text = format!("{}/{source}{information}", scale.as_str());
                    let grade: Grade = text.parse().unwrap();
                    assert_eq!(grade.to_string(), text);
                    assert!((0.0..=1.0).contains(&grade.probability()), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_better_code_is_never_less_probable() {
        let best: Grade = "6x6/A1".parse().unwrap();
        let worse: Grade = "6x6/E1".parse().unwrap();
        let false_: Grade = "6x6/A5".parse().unwrap();
        assert!(best.probability() > worse.probability());
        assert!(worse.probability() > false_.probability());
    }

    #[test]
    fn unknown_codes_are_refused_with_the_forms_that_exist() {
        for text in ["", "1A", "3x5x2/A1", "3x5x2/1", "7x7/1A", "6x6/B2x", "3x5x2/1é"] {
            let message = text.parse::<Grade>().unwrap_err().to_string();
            assert!(message.contains("3x5x2/1A"), "{message}");
        }
    }
}
