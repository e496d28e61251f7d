//! Tables for people: columns of text, parted by tabs.

/// Rows under a heading, each cell already text.
pub(super) fn text(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut out = heading.join("\t");
    for row in rows {
        out.push('\n');
        out += &row.join("\t");
    }
    out
}

/// A number short enough to read.
pub(super) fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e9 {
        format!("{value:.0}")
    } else if value.abs() >= 0.001 {
        format!("{value:.4}")
    } else {
        format!("{value:.3e}")
    }
}
