//! The shapes of the network's answers.

use std::collections::BTreeMap;

use crossbearing_model::{Instant, Label as ModelLabel, Ontology};
use crossbearing_network::roles::Claim;
use crossbearing_network::{Care, Node, NodeNo, Projection, TieNo};
use serde::Serialize;
use utoipa::ToSchema;

use super::Seen;
use crate::papers::narrowest;
use crate::server::api::shapes::{EntityBrief, Label, ReportBrief};
use crate::server::api::show;
use crate::server::problem::Problem;

/// A person, thing or event in the network.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NetworkNode {
    /// What it is.
    #[serde(flatten)]
    pub(crate) brief: EntityBrief,
    /// Its kind: `person`, `organisation`, `phone`, ...
    #[schema(example = "person")]
    pub(crate) kind: &'static str,
    /// Every record that it is, by judgement or by one selector.
    pub(crate) members: Vec<String>,
    /// `none`, `in-danger` (a victim, child, smuggled person or witness) or `carried`: nobody's
    /// target unless `none`.
    pub(crate) care: &'static str,
    /// Whether a statement calls the person a suspect or convicted.
    pub(crate) suspect: bool,
    /// When it happened or began, for events.
    pub(crate) from: Option<String>,
    /// When it ended, for events.
    pub(crate) to: Option<String>,
    /// The likeliest role in the business, for persons.
    pub(crate) role: Option<RoleBrief>,
}

/// A role that somebody probably has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RoleBrief {
    /// The role.
    #[schema(example = "driver")]
    pub(crate) role: &'static str,
    /// That it is so.
    pub(crate) probability: f64,
}

/// A tie between two nodes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct NetworkTie {
    /// Its number within this answer's network.
    pub(crate) id: u32,
    /// Where it begins.
    pub(crate) source: String,
    /// Where it ends.
    pub(crate) target: String,
    /// Its schema, or schema and property.
    #[schema(example = "Command")]
    pub(crate) kind: String,
    /// What sort of tie: `command`, `payment`, `transport`, ...
    #[schema(example = "command")]
    pub(crate) layer: &'static str,
    /// What the arrow says.
    #[schema(example = "gives orders to")]
    pub(crate) label: String,
    /// Whether its direction means something.
    pub(crate) directed: bool,
    /// That it holds.
    pub(crate) probability: f64,
    /// Since when.
    pub(crate) from: Option<String>,
    /// Until when.
    pub(crate) to: Option<String>,
    /// The statements it rests on.
    pub(crate) statements: Vec<String>,
    /// Their grades, as on chips.
    pub(crate) grades: Vec<String>,
    /// The reports that make them.
    pub(crate) reports: Vec<ReportBrief>,
    /// How many sources say so.
    pub(crate) sources: usize,
}

impl Seen<'_> {
    /// A node as an answer shows it.
    pub(super) fn shown(&self, number: NodeNo) -> NetworkNode {
        let role = self.best_role(number);
        node(self.node.ledger.ontology(), self.projection.node(number), role)
    }

    fn best_role(&self, number: NodeNo) -> Option<RoleBrief> {
        let claims = self.network.roles();
        let first = claims.partition_point(|claim| claim.node < number);
        claims.get(first).filter(|claim| claim.node == number).map(role)
    }

    /// The label of what shows everything that carries `labels`.
    pub(super) fn label(&self, labels: &[ModelLabel]) -> Result<ModelLabel, Problem> {
        Ok(narrowest(labels, &self.caller.session.viewer, self.node.now())?)
    }

    /// [`Self::label`] as an answer shows it.
    pub(super) fn shown_label(&self, labels: &[ModelLabel]) -> Result<Label, Problem> {
        Ok(show::label(&self.label(labels)?))
    }
}

fn role(claim: &Claim) -> RoleBrief {
    RoleBrief { role: claim.role.as_str(), probability: claim.probability }
}

/// A node as an answer shows it.
pub(crate) fn node(ontology: &Ontology, node: &Node, role: Option<RoleBrief>) -> NetworkNode {
    let schema = ontology.schema(&node.schema);
    NetworkNode {
        brief: EntityBrief {
            id: node.id.to_string(),
            schema: node.schema.to_string(),
            schema_label: schema.map_or_else(|| node.schema.to_string(), |s| s.label().to_owned()),
            caption: node.caption.clone(),
            lang: node.lang.as_ref().map(ToString::to_string),
            protected: node.protected,
        },
        kind: node.kind.as_str(),
        members: node.members.iter().map(ToString::to_string).collect(),
        care: match &node.care {
            Care::None => "none",
            Care::InDanger(_) => "in-danger",
            Care::Carried(_) => "carried",
        },
        suspect: !node.suspicion.is_empty(),
        from: node.when.from.map(Instant::day),
        to: node.when.to.map(Instant::day),
        role,
    }
}

/// A tie as an answer shows it.
pub(crate) fn tie(projection: &Projection, number: TieNo) -> NetworkTie {
    let tie = projection.tie(number);
    let mut reports: BTreeMap<u32, ReportBrief> = BTreeMap::new();
    let mut sources: Vec<u32> = Vec::new();
    let mut grades: Vec<String> = Vec::new();
    for said in &tie.evidence {
        for &report in &said.reports {
            let found = &projection.reports[report as usize];
            let brief = ReportBrief { id: found.id.to_string(), title: found.title.clone() };
            reports.insert(report, brief);
            if !sources.contains(&found.source) {
                sources.push(found.source);
            }
        }
        let grade = said.grade.to_string();
        if !grades.contains(&grade) {
            grades.push(grade);
        }
    }
    NetworkTie {
        id: number,
        source: projection.node(tie.from).id.to_string(),
        target: projection.node(tie.to).id.to_string(),
        kind: tie.kind.to_string(),
        layer: tie.layer.as_str(),
        label: tie.label.clone(),
        directed: tie.directed,
        probability: tie.probability,
        from: tie.when.from.map(Instant::day),
        to: tie.when.to.map(Instant::day),
        statements: crossbearing_network::evidence::statements(&tie.evidence)
            .iter()
            .map(ToString::to_string)
            .collect(),
        grades,
        reports: reports.into_values().collect(),
        sources: sources.len(),
    }
}
