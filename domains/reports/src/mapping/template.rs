//! Texts with columns in them: `reg-{number}`, `{street}, {city}`, `acc-{name#}`.

use sha2::{Digest, Sha256};

use crate::original::hex;

/// A text with places for columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template<C> {
    pub(crate) parts: Vec<Part<C>>,
}

/// A part of a template; `C` is a column's name, later its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<C> {
    Text(String),
    Column {
        column: C,
        /// Whether the hash of the value stands in its place, so that an id tells no name.
        hashed: bool,
    },
}

impl Template<String> {
    /// Reads a template; the error says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = rest[open..]
                .find('}')
                .ok_or_else(|| format!("\"{text}\" has a {{ without a }}"))?;
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            let name = &rest[open + 1..open + close];
            let hashed = name.ends_with('#');
            let column = name.trim_end_matches('#').to_owned();
            if column.is_empty() {
                return Err(format!("\"{text}\" has braces without a column between them"));
            }
            parts.push(Part::Column { column, hashed });
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// The columns that it names.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column { column, .. } => Some(column),
            Part::Text(_) => None,
        })
    }

    /// The template with the columns' numbers.
    pub(crate) fn bind(&self, number: impl Fn(&str) -> Option<usize>) -> Option<Template<usize>> {
        let parts = self.parts.iter().map(|part| {
            Some(match part {
                Part::Text(text) => Part::Text(text.clone()),
                Part::Column { column, hashed } => {
                    Part::Column { column: number(column)?, hashed: *hashed }
                }
            })
        });
        Some(Template { parts: parts.collect::<Option<_>>()? })
    }
}

impl Template<usize> {
    /// Writes the text for a row; false, and nothing written, if a column in it is empty.
    pub(crate) fn write<'r>(&self, value: impl Fn(usize) -> &'r str, text: &mut String) -> bool {
        text.clear();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Column { column, hashed } => {
                    let value = value(*column).trim();
                    if value.is_empty() {
                        text.clear();
                        return false;
                    }
                    if *hashed {
                        text.push_str(&hex(&Sha256::digest(value.as_bytes())[..10]));
                    } else {
                        text.push_str(value);
                    }
                }
            }
        }
        true
    }
}
