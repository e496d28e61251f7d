//! What is left out of a network before it is looked at: reports, sources, grades, times, kinds.
//!
//! A lens only takes away, so that "and without this source?" is the same question asked again.

use std::collections::BTreeSet;
use std::str::FromStr;

use crossbearing_model::{EntityId, Grade, Instant};

use crate::error::{Error, Result};
use crate::evidence::{Evidence, any};
use crate::kind::{Layer, NodeKind};
use crate::projection::{NodeNo, Projection, Tie};

/// What is left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lens {
    /// Reports that are disregarded.
    pub without_reports: BTreeSet<EntityId>,
    /// Sources that are disregarded, with everything that comes from them.
    pub without_sources: BTreeSet<EntityId>,
    /// Grades that are disregarded.
    pub without_grades: Vec<GradeRule>,
    /// Only these kinds of things; all if empty.
    pub kinds: BTreeSet<NodeKind>,
    /// Only these layers; all if empty.
    pub layers: BTreeSet<Layer>,
    /// Only what may have been at this time or after it.
    pub from: Option<Instant>,
    /// Only what may have been at this time or before it.
    pub to: Option<Instant>,
    /// Only ties that are at least this probable.
    pub at_least: f64,
}

/// Which grades are disregarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GradeRule {
    /// One grade of one scale, as it is written: `6x6/B2`.
    Exactly(Grade),
    /// Every grade with this letter or digit in its codes: `E` is unreliable as a source and
    /// suspected to be false as information.
    With(char),
}

impl FromStr for GradeRule {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let mut letters = text.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && letter.is_ascii_alphanumeric()
        {
            return Ok(Self::With(letter.to_ascii_uppercase()));
        }
        text.parse().map(Self::Exactly).map_err(|_| Error::Unknown {
            what: "the grade",
            text: text.chars().take(40).collect(),
            expected: "a grade such as 6x6/B2, or one letter or digit such as E",
        })
    }
}

impl GradeRule {
    fn leaves_out(&self, grade: Grade) -> bool {
        match self {
            Self::Exactly(known) => *known == grade,
            Self::With(code) => grade.codes().contains(*code),
        }
    }
}

impl Lens {
    /// Whether it leaves nothing out.
    pub fn is_clear(&self) -> bool {
        *self == Self::default()
    }

    fn keeps_evidence(&self, projection: &Projection, said: &Evidence) -> bool {
        let hidden_report = said.reports.iter().any(|&report| {
            let report = &projection.reports[report as usize];
            let source = &projection.sources[report.source as usize];
            self.without_reports.contains(&report.id) || self.without_sources.contains(&source.id)
        });
        !hidden_report && !self.without_grades.iter().any(|rule| rule.leaves_out(said.grade))
    }

    /// Whether a node is of a kind that is looked at.
    pub fn keeps_kind(&self, kind: NodeKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    fn keeps_tie(&self, tie: &Tie) -> bool {
        (self.layers.is_empty() || self.layers.contains(&tie.layer))
            && tie.when.meets(self.from, self.to)
    }

    fn narrowed(&self, projection: &Projection, tie: &Tie) -> Option<Tie> {
        let ends = [tie.from, tie.to].map(|node| projection.node(node).kind);
        if !ends.iter().all(|&kind| self.keeps_kind(kind)) || !self.keeps_tie(tie) {
            return None;
        }
        let evidence: Vec<Evidence> = tie
            .evidence
            .iter()
            .filter(|said| self.keeps_evidence(projection, said))
            .cloned()
            .collect();
        let probability = any(&evidence);
        if evidence.is_empty() || probability < self.at_least {
            return None;
        }
        let said_roles = tie.said_roles.iter();
        let said_roles = said_roles.filter(|(_, said)| self.keeps_evidence(projection, said));
        Some(Tie {
            evidence,
            probability,
            said_roles: said_roles.cloned().collect(),
            ..tie.clone()
        })
    }
}

impl Projection {
    /// The network through a lens: the same nodes, those ties that are left, each as sure as what
    /// is left of its evidence. Whom suspicion no longer rests on is no suspect in it; whoever is
    /// in danger stays so, whatever is left out.
    #[must_use]
    pub fn through(&self, lens: &Lens) -> Self {
        if lens.is_clear() {
            return self.clone();
        }
        let ties = self.ties.iter().filter_map(|tie| lens.narrowed(self, tie)).collect();
        let mut narrowed = self.with_ties(ties);
        for node in &mut narrowed.nodes {
            node.suspicion.retain(|said| lens.keeps_evidence(self, said));
        }
        narrowed
    }

    /// The nodes that a lens keeps: of a kind that is looked at, and events in its time.
    pub fn kept<'l>(&'l self, lens: &'l Lens) -> impl Iterator<Item = NodeNo> + 'l {
        (0..self.nodes.len() as NodeNo).filter(move |&number| {
            let node = self.node(number);
            lens.keeps_kind(node.kind)
                && (node.kind != NodeKind::Event || node.when.meets(lens.from, lens.to))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_rule_and_so_is_a_grade() {
        let rule: GradeRule = "e".parse().unwrap();
        assert!(rule.leaves_out("3x5x2/1E".parse().unwrap()));
        assert!(rule.leaves_out("6x6/E3".parse().unwrap()));
        assert!(!rule.leaves_out("6x6/A1".parse().unwrap()));
        let rule: GradeRule = "6x6/A1".parse().unwrap();
        assert!(rule.leaves_out("6x6/A1".parse().unwrap()));
        assert!("EE".parse::<GradeRule>().is_err());
        assert!("é".parse::<GradeRule>().is_err());
    }
}
