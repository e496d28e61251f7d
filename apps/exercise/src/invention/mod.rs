//! The invented words of the exercise, read from `data/`.
//!
//! Each file is a table of lines `kind; value; ...`; a line that begins with `#` is a comment. The
//! files are part of the program, and a test of each module reads all of its file.

pub(crate) mod culture;
pub(crate) mod phrases;
pub(crate) mod places;
pub(crate) mod selectors;
pub(crate) mod words;

/// The fields of each line of a table.
pub(crate) fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split(';').map(str::trim).collect())
}

/// The field at `at`, empty if the line is shorter.
pub(crate) fn field(fields: &[&'static str], at: usize) -> &'static str {
    fields.get(at).copied().unwrap_or_default()
}

/// The parts of a field that lists several.
fn list(field: &'static str) -> Vec<&'static str> {
    field.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}
