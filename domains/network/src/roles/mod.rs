//! Who does what in the business, and why one thinks so.
//!
//! A role is a proposal with its reasons, never a verdict: each clue names what was seen, how much
//! it says for the role, and the statements that it rests on. Clues of one source count once.
//! Nobody in danger has a role. The weights are a convention (docs/network.md gives them) that
//! `crossbearing network score` measures against the truth of an exercise.

mod clues;
mod role;
mod words;

use std::collections::BTreeMap;

use crossbearing_model::StatementId;

use crate::evidence::{Evidence, any_weighted, statements};
use crate::kind::NodeKind;
use crate::projection::{Care, NodeNo, Projection};

pub use role::{Role, STAGES};

/// Something that speaks for a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Clue {
    /// What was seen, in a few words.
    pub what: String,
    /// How much it says for the role if it is true, from 0 to 1.
    pub weight: f64,
    /// What says so.
    pub evidence: Vec<Evidence>,
    /// Whether a report names the role itself.
    pub is_said: bool,
}

/// That somebody has a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who.
    pub node: NodeNo,
    /// The role.
    pub role: Role,
    /// That it is so: at least one source's best clue holds.
    pub probability: f64,
    /// What speaks for it, the most telling first.
    pub clues: Vec<Clue>,
}

impl Claim {
    /// Every statement that it rests on.
    pub fn statements(&self) -> Vec<StatementId> {
        statements(self.clues.iter().flat_map(|clue| &clue.evidence))
    }
}

/// Which clues are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heard {
    /// All of them.
    #[default]
    Everything,
    /// Only what people were seen to do, not what reports call them.
    Conduct,
}

/// Every role that somebody may have, by person and then the most probable first.
pub fn roles(projection: &Projection, heard: Heard) -> Vec<Claim> {
    let mut found: BTreeMap<(NodeNo, Role), Vec<Clue>> = BTreeMap::new();
    for (node, role, clue) in clues::all(projection) {
        let person = projection.node(node);
        let may_have = person.kind == NodeKind::Person && person.care == Care::None;
        let is_heard = heard == Heard::Everything || !clue.is_said;
        if may_have && is_heard {
            found.entry((node, role)).or_default().push(clue);
        }
    }
    let mut claims: Vec<Claim> =
        found.into_iter().map(|((node, role), clues)| claim(node, role, clues)).collect();
    claims.sort_by(|a, b| {
        a.node.cmp(&b.node).then(b.probability.total_cmp(&a.probability)).then(a.role.cmp(&b.role))
    });
    claims
}

fn claim(node: NodeNo, role: Role, mut clues: Vec<Clue>) -> Claim {
    let heard = clues.iter().flat_map(|clue| {
        clue.evidence.iter().map(|said| (said.source, said.probability * clue.weight))
    });
    let probability = any_weighted(heard);
    let strength = |clue: &Clue| {
        clue.weight * clue.evidence.iter().map(|said| said.probability).fold(0.0, f64::max)
    };
    clues.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.what.cmp(&b.what)));
    Claim { node, role, probability, clues }
}
