//! What is known of elements beside their links: kind, cost, and why one is never to be removed.
//!
//! A table with the columns `label` and, as far as wanted, `to`, `kind`, `cost`, `never`. A row
//! with `to` is about the link between the two. What stands under `never` is the reason ("no legal
//! basis", "protected"); nothing there means that the element may be removed.

use crate::error::Result;
use crate::read::{table, text};

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributes {
    /// The node, or one end of the link.
    pub label: String,
    /// The other end of a link.
    pub to: Option<String>,
    /// What it is: a person, a phone, an account.
    pub kind: String,
    /// What removing it costs; none where the table says nothing.
    pub cost: Option<f64>,
    /// Why no plan may name it.
    pub never: Option<String>,
}

/// Reads the table.
///
/// ```
/// let table = b"label,to,kind,cost,never\nanna,,person,,no legal basis\nanna,ben,link,0.5,\n";
/// let rows = crossbearing_graph::read::attributes::read(table)?;
/// assert_eq!(rows[0].never.as_deref(), Some("no legal basis"));
/// assert_eq!(rows[1].to.as_deref(), Some("ben"));
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<Attributes>> {
    let columns = ["label", "to", "kind", "cost", "never"];
    let rows = table::rows(text(bytes)?, columns, 1, "label[,to][,kind][,cost][,never]")?;
    let some = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    let row = |(line, [label, to, kind, cost, never]): (usize, [&str; 5])| {
        let cost = table::number(line, "cost", cost, f64::NAN)?;
        Ok(Attributes {
            label: label.to_owned(),
            to: some(to),
            kind: kind.to_owned(),
            cost: (!cost.is_nan()).then_some(cost),
            never: some(never),
        })
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn wrong_tables_are_named() {
        let of = |text: &str| read(text.as_bytes());
        assert!(matches!(of(""), Err(Error::Columns { .. })));
        assert!(matches!(of("kind,cost\nphone,1\n"), Err(Error::Columns { .. })));
        assert!(matches!(of("label,price\na,1\n"), Err(Error::Columns { .. })));
        assert!(matches!(of("label,label\na,1\n"), Err(Error::Columns { .. })));
        assert_eq!(of("label,cost\na\n"), Err(Error::Row { line: 2, columns: 2, cells: 1 }));
        for bad in ["nan", "-1", "inf", "dear"] {
            let found = of(&format!("label,cost\na,1\nb,{bad}\n"));
            assert!(matches!(found, Err(Error::Cell { line: 3, .. })), "{found:?}");
        }
        assert!(of("label\n").unwrap().is_empty());
    }
}
