//! What there is, counted, before anything is drawn.

use std::collections::BTreeMap;

use crossbearing_model::{EntityId, Instant};

use crate::error::Result;
use crate::kind::{Layer, NodeKind};
use crate::projection::{NodeNo, Projection};

/// What a network holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Nodes by kind.
    pub kinds: BTreeMap<NodeKind, usize>,
    /// Ties by layer.
    pub layers: BTreeMap<Layer, usize>,
    /// Ties by grade of their best evidence, as the grade is written.
    pub grades: BTreeMap<String, usize>,
    /// Ties that rest on each source, by number, the most first.
    pub sources: Vec<(u32, usize)>,
    /// Ties by month of their beginning, as `YYYY-MM`.
    pub months: BTreeMap<String, usize>,
    /// Ties without a date.
    pub undated: usize,
    /// Persons who are in danger and nobody's target.
    pub in_danger: usize,
}

/// What stands around a node, counted by kind and layer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Around {
    /// How many nodes of each kind.
    pub kinds: BTreeMap<NodeKind, usize>,
    /// How many ties of each layer.
    pub layers: BTreeMap<Layer, usize>,
    /// All of them, the surest tie first.
    pub nodes: Vec<NodeNo>,
}

impl Projection {
    /// What the network holds.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for node in &self.nodes {
            *summary.kinds.entry(node.kind).or_default() += 1;
            summary.in_danger += usize::from(node.care != crate::projection::Care::None);
        }
        let mut sources: BTreeMap<u32, usize> = BTreeMap::new();
        for tie in &self.ties {
            *summary.layers.entry(tie.layer).or_default() += 1;
            let best = tie.evidence.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
            if let Some(best) = best {
                *summary.grades.entry(best.grade.to_string()).or_default() += 1;
            }
            let mut known: Vec<u32> = tie.evidence.iter().map(|said| said.source).collect();
            known.sort_unstable();
            known.dedup();
            for source in known {
                *sources.entry(source).or_default() += 1;
            }
            match tie.when.from.or(tie.when.to).map(Instant::day) {
                Some(day) => *summary.months.entry(day[..7].to_owned()).or_default() += 1,
                None => summary.undated += 1,
            }
        }
        summary.sources = sources.into_iter().collect();
        summary.sources.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        summary
    }

    /// What stands one step from a node.
    pub fn around(&self, id: &EntityId) -> Result<Around> {
        let node = self.find(id)?;
        let mut around = Around::default();
        let mut best: BTreeMap<NodeNo, f64> = BTreeMap::new();
        for (_, tie) in self.ties_of(node) {
            *around.layers.entry(tie.layer).or_default() += 1;
            let other = tie.other(node);
            let known = best.entry(other).or_default();
            *known = known.max(tie.probability);
        }
        best.remove(&node);
        for &other in best.keys() {
            *around.kinds.entry(self.node(other).kind).or_default() += 1;
        }
        let mut nodes: Vec<(NodeNo, f64)> = best.into_iter().collect();
        nodes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        around.nodes = nodes.into_iter().map(|(node, _)| node).collect();
        Ok(around)
    }
}
