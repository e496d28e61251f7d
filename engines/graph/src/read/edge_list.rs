//! Edge lists: `from to [weight]` a line.
//!
//! Fields are parted by blanks, tabs, commas or semicolons; a label that holds one of these stands
//! in double quotes. What follows `#` or `%` at the start of a line is a comment. A line with one
//! label is a node without edges. The comment `# nodes N` declares the nodes `0..N`, also those
//! without edges, when every label in the file is such a number (the form in which the networks of
//! the dismantling literature are kept).

use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::read::{Labels, Network, weight};

pub(super) fn read(text: &str) -> Result<Network> {
    let mut labels = Labels::default();
    let mut edges = Vec::new();
    let mut declared = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix(['#', '%']) {
            declared = declared.or_else(|| declared_nodes(comment));
            continue;
        }
        let (fields, n_fields) = fields::<3>(line);
        match (n_fields, fields) {
            (0, _) => {}
            (1, [node, ..]) => _ = labels.node(node),
            (2, [from, to, _]) => edges.push((labels.node(from), labels.node(to), 1.0)),
            (3, [_, _, heading]) if index == 0 && is_heading(heading) => {}
            (3, [from, to, text]) => {
                edges.push((labels.node(from), labels.node(to), weight(text, index + 1)?));
            }
            _ => return Err(Error::Fields { line: index + 1, fields: n_fields }),
        }
    }
    let mut labels = labels.into_strings();
    labels.extend(undeclared_numbers(&labels, declared));
    Ok(Network { graph: Graph::from_weighted_edges(labels.len(), edges)?, labels })
}

/// The first fields of a line, and how many it has.
pub(super) fn fields<const N: usize>(line: &str) -> ([&str; N], usize) {
    let mut found = [""; N];
    let mut n_fields = 0;
    let mut rest = line.trim_start_matches(is_separator);
    while !rest.is_empty() {
        let (field, after) = match rest.strip_prefix('"').and_then(|r| r.split_once('"')) {
            Some(quoted) => quoted,
            None => rest.split_at(rest.find(is_separator).unwrap_or(rest.len())),
        };
        if let Some(slot) = found.get_mut(n_fields) {
            *slot = field;
        }
        n_fields += 1;
        rest = after.trim_start_matches(is_separator);
    }
    (found, n_fields)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || c == ',' || c == ';'
}

fn is_heading(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "weight" | "weights" | "value" | "count" | "w")
}

fn declared_nodes(comment: &str) -> Option<usize> {
    let mut words = comment.split_whitespace();
    words.next().filter(|word| *word == "nodes")?;
    words.next()?.parse().ok()
}

/// The numbers below `declared` that no label names; none when a label is not such a number, or
/// when the declaration is so far from the labels that it is more likely a slip.
fn undeclared_numbers(labels: &[String], declared: Option<usize>) -> Vec<String> {
    let Some(n_nodes) = declared.filter(|&n| n > labels.len() && n / 16 <= labels.len()) else {
        return Vec::new();
    };
    let mut named = vec![false; n_nodes];
    for label in labels {
        match label.parse::<usize>().ok().and_then(|number| named.get_mut(number)) {
            Some(slot) if !*slot => *slot = true,
            _ => return Vec::new(),
        }
    }
    (0..n_nodes).filter(|&number| !named[number]).map(|number| number.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_separators_and_comments() {
        let text = "# who\n% calls\n\na b\nb,c,2\r\nc;a;0.5\n\"d, the third\"\tb\n e \n";
        let network = read(text).unwrap();
        assert_eq!(network.labels, ["a", "b", "c", "d, the third", "e"]);
        assert_eq!(network.graph.edges().count(), 4);
        assert_eq!(network.graph.degree(4), 0);
    }

    #[test]
    fn declared_nodes_without_edges_count() {
        assert_eq!(read("# nodes 4 edges 1\n0 2\n").unwrap().labels, ["0", "2", "1", "3"]);
        assert_eq!(read("# nodes 4\n0 x\n").unwrap().labels, ["0", "x"]);
        assert_eq!(read("# nodes 99999999999\n0 1\n").unwrap().labels, ["0", "1"]);
    }

    #[test]
    fn a_heading_is_not_an_edge() {
        assert_eq!(read("source,target,weight\na,b,1\n").unwrap().labels, ["a", "b"]);
    }

    #[test]
    fn wrong_lines_are_named() {
        assert_eq!(read("a b\na b c d e"), Err(Error::Fields { line: 2, fields: 5 }));
        for bad in ["nan", "-1", "inf", "x"] {
            let error = Error::Weight { line: 2, text: bad.to_owned() };
            assert_eq!(read(&format!("a b 1\nb c {bad}")), Err(error));
        }
    }
}
