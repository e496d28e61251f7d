//! Adjacency matrices as comma-separated values: a header row of labels behind an empty cell, then
//! one row a node that begins with its label. A cell that is not zero is an edge. The two
//! directions of a pair count as one edge, of the larger weight.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::read::{Labels, Network, weight};

/// Whether the first row is a header: its first cell is empty and more cells follow.
pub(super) fn looks_like_one(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    first.split_once(',').is_some_and(|(corner, rest)| {
        unquoted(corner).is_empty() && rest.split(',').any(|cell| !unquoted(cell).is_empty())
    })
}

pub(super) fn read(text: &str) -> Result<Network> {
    let mut labels = Labels::default();
    let mut rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header = rows.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let columns: Vec<Node> = header.iter().skip(1).map(|label| labels.node(label)).collect();
    let mut pairs: HashMap<(Node, Node), f64> = HashMap::new();
    for (index, line) in rows {
        let row = cells(line);
        if row.len() != header.len() {
            let (columns, cells) = (header.len(), row.len());
            return Err(Error::Row { line: index + 1, columns, cells });
        }
        let from = labels.node(row[0]);
        for (&to, cell) in columns.iter().zip(&row[1..]) {
            let found = if cell.is_empty() { 0.0 } else { weight(cell, index + 1)? };
            if found > 0.0 {
                let entry = pairs.entry((from.min(to), from.max(to))).or_insert(found);
                *entry = entry.max(found);
            }
        }
    }
    let mut edges: Vec<_> = pairs.into_iter().map(|((from, to), w)| (from, to, w)).collect();
    edges.sort_unstable_by_key(|&(from, to, _)| (from, to));
    let labels = labels.into_strings();
    Ok(Network { graph: Graph::from_weighted_edges(labels.len(), edges)?, labels })
}

/// The cells of a row. A quoted cell may hold commas; quotes inside a quoted cell end it.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line.trim_end_matches(['\r', '\n']);
    loop {
        let quoted = rest.trim_start().strip_prefix('"').and_then(|r| r.split_once('"'));
        let (cell, after) = match quoted {
            Some((cell, after)) => (cell, after.find(',').map(|comma| &after[comma + 1..])),
            None => match rest.split_once(',') {
                Some((cell, after)) => (cell, Some(after)),
                None => (rest, None),
            },
        };
        found.push(cell.trim());
        match after {
            Some(after) => rest = after,
            None => return found,
        }
    }
}

fn unquoted(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_direction_counts() {
        let text = "\"\",a,\"b, jr\",c\na,0,2,0\n\"b, jr\",3,0,1\nc,0,,0\n";
        assert!(looks_like_one(text));
        let network = read(text).unwrap();
        assert_eq!(network.labels, ["a", "b, jr", "c"]);
        assert_eq!(network.graph.edges().collect::<Vec<_>>(), [(0, 1, 3.0), (1, 2, 1.0)]);
    }

    #[test]
    fn edge_lists_are_not_matrices() {
        assert!(!looks_like_one("0,1,1\n1,2,1\n"));
        assert!(!looks_like_one(""));
        assert!(!looks_like_one("a b\n"));
    }

    #[test]
    fn short_rows_and_wrong_cells_are_named() {
        let short = Error::Row { line: 2, columns: 3, cells: 2 };
        assert_eq!(read(",a,b\na,0\n"), Err(short));
        let wrong = Error::Weight { line: 2, text: "yes".to_owned() };
        assert_eq!(read(",a,b\na,0,yes\n"), Err(wrong));
    }
}
