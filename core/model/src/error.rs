//! What can be wrong with a value at the edge.

/// Why a text is not a value of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The text does not have the form of the thing it should be.
    Malformed {
        /// What it should have been.
        what: &'static str,
        /// The text, shortened.
        text: String,
        /// What to write instead.
        expected: &'static str,
    },
    /// A number whose check digit does not fit its other digits.
    CheckDigit {
        /// What it should have been.
        what: &'static str,
        /// The text, shortened.
        text: String,
    },
    /// A text is longer than the model allows.
    TooLong {
        /// What it should have been.
        what: &'static str,
        /// Its length in bytes.
        length: usize,
        /// The greatest length in bytes.
        limit: usize,
    },
    /// A date that is in no calendar.
    NoSuchDate {
        /// The text as given.
        text: String,
    },
    /// A text that its control characters show in another order than it is written.
    Reordered {
        /// The text, with the controls written out.
        text: String,
    },
    /// An ontology file that cannot be used.
    Ontology {
        /// Where, and what is wrong.
        reason: String,
    },
    /// A label that breaks a rule of handling.
    Label {
        /// The rule, in words.
        reason: &'static str,
    },
}

impl Error {
    pub(crate) fn malformed(what: &'static str, text: &str, expected: &'static str) -> Self {
        Self::Malformed { what, text: shortened(text), expected }
    }

    pub(crate) fn check_digit(what: &'static str, text: &str) -> Self {
        Self::CheckDigit { what, text: shortened(text) }
    }

    pub(crate) fn reordered(text: &str) -> Self {
        Self::Reordered { text: shortened(text) }
    }
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = crate::visible_controls(text).chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Malformed { what, text, expected } => {
                write!(f, "\"{text}\" is not a {what}: expected {expected}")
            }
            Self::CheckDigit { what, text } => {
                write!(
                    f,
                    "the check digit of the {what} \"{text}\" is wrong: look for a digit misread or changed places"
                )
            }
            Self::TooLong { what, length, limit } => {
                write!(f, "a {what} of {length} bytes is too long: the limit is {limit}")
            }
            Self::NoSuchDate { text } => {
                write!(
                    f,
                    "\"{text}\" is not a date in the calendar: write YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time"
                )
            }
            Self::Reordered { text } => {
                write!(
                    f,
                    "\"{text}\" holds characters that reorder what is read: take them out, or keep it as given"
                )
            }
            Self::Ontology { reason } => write!(f, "the ontology cannot be used: {reason}"),
            Self::Label { reason } => write!(f, "the label is not allowed: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
