//! What can go wrong when a caller asks for something that cannot be; what comes from a feed is
//! never an error but a defect.

use std::fmt;

/// An error of this crate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A condition cannot be understood.
    Condition {
        /// The condition.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No message has this type, or this form of it.
    NoLayout {
        /// What was asked for.
        name: String,
    },
    /// A message has no field of this name.
    NoField {
        /// The layout.
        layout: &'static str,
        /// The field.
        field: String,
    },
    /// A value does not fit its field.
    Value {
        /// The field.
        field: &'static str,
        /// The value.
        value: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition { text, reason } => write!(out, "condition `{text}`: {reason}"),
            Self::NoLayout { name } => write!(out, "no message is called `{name}`"),
            Self::NoField { layout, field } => {
                write!(out, "message `{layout}` has no field `{field}`")
            }
            Self::Value { field, value } => write!(out, "`{value}` does not fit field `{field}`"),
        }
    }
}

impl std::error::Error for Error {}
