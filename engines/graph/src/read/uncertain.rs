//! Links that may not exist: `from to probability [source]` a line. Links of one source are wrong
//! together; a link without a source is right or wrong on its own.

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::read::{Labels, edge_list::fields, node_of, text};
use crate::worlds::UncertainLink;

/// Links with probabilities between labelled nodes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UncertainNetwork {
    /// The labels of the nodes, in order of first mention.
    pub labels: Vec<String>,
    /// The links.
    pub links: Vec<UncertainLink>,
    /// The names of the sources.
    pub sources: Vec<String>,
}

impl UncertainNetwork {
    /// The node with a label.
    pub fn node(&self, label: &str) -> Result<Node> {
        node_of(&self.labels, label)
    }

    /// Every link that is more likely there than not.
    pub fn likely(&self) -> Result<Graph> {
        let links = self.links.iter().filter(|link| link.probability >= 0.5);
        Graph::from_edges(self.labels.len(), links.map(|link| (link.from, link.to)))
    }
}

/// Reads the list.
///
/// ```
/// let list = b"# who works with whom\nanna ben 0.9 informant-3\nben carl 0.4\n";
/// let network = crossbearing_graph::read::uncertain::read(list)?;
/// assert_eq!(network.sources, ["informant-3"]);
/// assert_eq!(network.links[1].source, None);
/// # Ok::<(), crossbearing_graph::Error>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<UncertainNetwork> {
    let (mut labels, mut sources) = (Labels::default(), Labels::default());
    let mut links = Vec::new();
    for (index, line) in text(bytes)?.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', '%']) {
            continue;
        }
        let (found, n_fields) = fields::<4>(line);
        if n_fields != 3 && n_fields != 4 {
            return Err(Error::Fields { line: index + 1, fields: n_fields });
        }
        let [from, to, text, source] = found;
        if index == 0 && text.eq_ignore_ascii_case("probability") {
            continue;
        }
        let probability = match text.parse::<f64>() {
            Ok(value) if (0.0..=1.0).contains(&value) => value,
            _ => {
                let text = text.chars().take(40).collect();
                return Err(Error::Probability { line: index + 1, text });
            }
        };
        let (from, to) = (labels.node(from), labels.node(to));
        let source = (n_fields == 4).then(|| sources.node(source));
        if from != to {
            links.push(UncertainLink { from, to, probability, source });
        }
    }
    Ok(UncertainNetwork { labels: labels.into_strings(), links, sources: sources.into_strings() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_probability_is_named() {
        for bad in ["nan", "-0.1", "1.1", "inf", "often"] {
            let found = read(format!("a b 0.5\nb c {bad}\n").as_bytes());
            assert!(matches!(found, Err(Error::Probability { line: 2, .. })), "{found:?}");
        }
        assert_eq!(read(b"a b\n"), Err(Error::Fields { line: 1, fields: 2 }));
        let network = read(b"from,to,probability,source\na,a,1\na,b,0,x\n").unwrap();
        assert_eq!((network.labels.len(), network.links.len()), (2, 1));
    }
}
