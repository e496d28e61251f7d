//! A business model as a table: who or what passes people, money or goods on from stage to stage.
//!
//! The columns `from`, `to`, `name`, `capacity`, `cost`. Nothing under `capacity` is no limit;
//! nothing under `cost` means that it cannot be taken away.

use crate::error::{Error, Result};
use crate::graph::Node;
use crate::read::{Labels, node_of, table, text};
use crate::stages::Arc;

/// A flow from stage to stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// The stages, in order of first mention.
    pub stages: Vec<String>,
    /// Who or what serves them.
    pub names: Vec<String>,
    /// What each of these passes on.
    pub arcs: Vec<Arc>,
}

impl Flow {
    /// The stage with a name.
    pub fn stage(&self, name: &str) -> Result<Node> {
        node_of(&self.stages, name)
    }

    /// Where somebody or something stands in the table.
    pub fn position(&self, name: &str) -> Result<usize> {
        node_of(&self.names, name).map(|at| at as usize)
    }
}

/// Reads the table.
///
/// ```
/// let table = b"from,to,name,capacity,cost\nrecruit,pay,the cashier,40,2\npay,move,bank,,\n";
/// let flow = crossbearing_graph::read::stages::read(table)?;
/// assert_eq!(flow.stages, ["recruit", "pay", "move"]);
/// assert!(flow.arcs[1].capacity.is_infinite() && flow.arcs[1].cost.is_infinite());
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Flow> {
    let columns = ["from", "to", "name", "capacity", "cost"];
    let rows = table::rows(text(bytes)?, columns, 5, "from,to,name,capacity,cost")?;
    let mut stages = Labels::default();
    let mut flow = Flow { stages: Vec::new(), names: Vec::new(), arcs: Vec::new() };
    let mut seen = std::collections::HashSet::new();
    for (line, [from, to, name, capacity, cost]) in rows {
        if name.is_empty() || !seen.insert(name) {
            let expected = "a name of its own (who serves two stages is two rows with two names)";
            return Err(Error::Cell { line, column: "name", text: name.to_owned(), expected });
        }
        flow.names.push(name.to_owned());
        flow.arcs.push(Arc {
            from: stages.node(from),
            to: stages.node(to),
            capacity: table::number(line, "capacity", capacity, f64::INFINITY)?,
            cost: table::number(line, "cost", cost, f64::INFINITY)?,
        });
    }
    flow.stages = stages.into_strings();
    Ok(flow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_rows_are_named() {
        let of = |rows: &str| read(format!("from,to,name,capacity,cost\n{rows}").as_bytes());
        assert!(matches!(of("a,b,x,1,1\nb,c,x,1,1\n"), Err(Error::Cell { line: 3, .. })));
        assert!(matches!(of("a,b,,1,1\n"), Err(Error::Cell { line: 2, .. })));
        assert!(matches!(of("a,b,x,-1,1\n"), Err(Error::Cell { column: "capacity", .. })));
        assert!(matches!(of("a,b,x,1,nan\n"), Err(Error::Cell { column: "cost", .. })));
        assert!(of("").unwrap().arcs.is_empty());
        assert!(read(b"from,to\na,b\n").is_err());
    }
}
