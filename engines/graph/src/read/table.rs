//! Tables whose first line names the columns.

use crate::error::{Error, Result};
use crate::read::matrix::cells;

/// Rows of a table, each with its line number and one cell for each known column; empty for a
/// column that the table lacks. The first `n_needed` columns must be there, others may.
pub(super) fn rows<'text, const N: usize>(
    text: &'text str,
    columns: [&'static str; N],
    n_needed: usize,
    expected: &'static str,
) -> Result<Vec<(usize, [&'text str; N])>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let wrong = |problem: String| Error::Columns { expected, problem };
    let (_, heading) = lines.next().ok_or_else(|| wrong("the table is empty".to_owned()))?;
    let heading = cells(heading);
    let mut places = [None; N];
    for (at, name) in heading.iter().enumerate() {
        let column = columns.iter().position(|column| name.eq_ignore_ascii_case(column));
        let column = column.ok_or_else(|| wrong(format!("{name:?} is none of them")))?;
        if places[column].replace(at).is_some() {
            return Err(wrong(format!("{name:?} stands there twice")));
        }
    }
    if let Some(missing) = places.iter().take(n_needed).position(Option::is_none) {
        return Err(wrong(format!("{:?} is missing", columns[missing])));
    }
    let mut rows = Vec::new();
    for (index, line) in lines {
        let row = cells(line);
        if row.len() != heading.len() {
            let (columns, cells) = (heading.len(), row.len());
            return Err(Error::Row { line: index + 1, columns, cells });
        }
        let cell = |place: Option<usize>| place.map_or("", |at| row[at]);
        rows.push((index + 1, places.map(cell)));
    }
    Ok(rows)
}

/// A number of at least zero in a cell; `empty` where nothing stands.
pub(super) fn number(line: usize, column: &'static str, text: &str, empty: f64) -> Result<f64> {
    if text.is_empty() {
        return Ok(empty);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => {
            let expected = "a finite number of at least zero";
            let text = text.chars().take(40).collect();
            Err(Error::Cell { line, column, text, expected })
        }
    }
}
