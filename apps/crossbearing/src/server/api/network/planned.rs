//! Plans and what follows from them, as answers show them.

use std::collections::BTreeMap;

use crossbearing_model::EntityId;
use crossbearing_network::planning::sensitivity::{Change, LeftOut};
use crossbearing_network::planning::whatif::Aftermath;
use crossbearing_network::planning::worth::Worth;
use crossbearing_network::planning::{Goal, Plan, PlanRequest, Target};
use crossbearing_network::{NodeNo, TieNo};
use serde::Serialize;
use utoipa::ToSchema;

use super::Seen;
use super::shapes::{NetworkNode, NetworkTie, tie};
use crate::server::api::shapes::Label;
use crate::server::problem::Problem;

/// A plan with what speaks for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanAnswer {
    /// `order`, `set` or `block`.
    goal: &'static str,
    /// How many the network has that are tied to anybody.
    size: usize,
    /// How many links it has.
    links: usize,
    /// The largest part before.
    before: u32,
    /// The removals, in the order in which they help most.
    steps: Vec<PlanStep>,
    /// What they cost together.
    cost: f64,
    /// How good the plan is, for certain.
    certificate: PlanCertificate,
    /// Who and what no plan may name.
    kept: Vec<KeptAnswer>,
    /// The largest part after each step if whoever has most ties went each time instead.
    by_degree: Vec<u32>,
    /// The sizes of the parts that are left, the largest first.
    parts: Vec<u32>,
    /// How it does over the worlds that the ties leave open.
    worth: WorthAnswer,
    /// The ties most worth verifying.
    verify: Vec<VerifyAnswer>,
    /// What would change it.
    sensitivity: Vec<ChangeAnswer>,
    /// Things that too many share to tie anybody.
    hubs: Vec<NetworkNode>,
    /// Who may see it: nobody who may not see all it rests on.
    label: Label,
}

/// Somebody, something, or the tie between two.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TargetAnswer {
    /// Who or what; one end of a tie.
    #[serde(flatten)]
    node: NetworkNode,
    /// The other end, where it is the tie that is meant.
    link_to: Option<NetworkNode>,
}

/// One removal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanStep {
    /// Who or what; one end of a tie that is closed.
    node: NetworkNode,
    /// The other end, where it is the tie that is closed.
    link_to: Option<NetworkNode>,
    /// The layers of a tie that is closed.
    closes: Vec<&'static str>,
    /// What it costs.
    cost: f64,
    /// The largest part afterwards.
    largest: u32,
    /// How many links it has.
    links: usize,
    /// The parts, left at the end, that it alone would join.
    joins: Vec<u32>,
    /// Why, in a sentence.
    why: String,
    /// The statements that its links rest on.
    statements: Vec<String>,
}

/// How good a plan is, for certain.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanCertificate {
    /// What it reaches: the largest part, the cost, or the area under the curve.
    value: f64,
    /// No plan is below this.
    bound: f64,
    /// How far it is from the best at most, as a share.
    gap: f64,
    /// Whether no plan is better.
    proved: bool,
    /// The same in words.
    words: String,
}

/// Somebody or something that no plan may name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptAnswer {
    /// Who or what.
    node: NetworkNode,
    /// Why.
    reason: String,
}

/// The largest part over many possible worlds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutcomeAnswer {
    /// On average.
    mean: f64,
    /// On average over the worst tenth.
    worst_tenth: f64,
}

/// How a plan does when the ties are not sure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorthAnswer {
    /// With the plan.
    plan: OutcomeAnswer,
    /// Without any.
    nothing: OutcomeAnswer,
    /// A plan of the same cost that does better on average, if there is one.
    steadier: Option<SteadierAnswer>,
}

/// A plan that does better on average.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SteadierAnswer {
    /// Whom and what it names.
    nodes: Vec<TargetAnswer>,
    /// How it does.
    outcome: OutcomeAnswer,
}

/// A tie worth verifying.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifyAnswer {
    /// One end.
    a: NetworkNode,
    /// The other end.
    b: NetworkNode,
    /// That the tie holds, as far as is known.
    probability: f64,
    /// By how much smaller the largest part would be on average if one knew.
    gain: f64,
    /// What it is made of.
    ties: Vec<NetworkTie>,
}

/// What a plan would be without something.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeAnswer {
    /// `report`, `source` or `grade`.
    what: &'static str,
    /// Its id, or the grade's letter.
    id: String,
    /// What it is called.
    caption: String,
    /// Links that are gone without it.
    lost_links: usize,
    /// Who and what would not be named any more.
    dropped: Vec<TargetAnswer>,
    /// Who and what would be named instead.
    added: Vec<TargetAnswer>,
    /// The largest part that this plan would leave then.
    largest: u32,
}

/// What follows when some are gone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AftermathAnswer {
    /// The largest part before.
    before: u32,
    /// The largest part when they are gone.
    without: u32,
    /// The largest part when those named took over.
    replaced: u32,
    /// The largest part after the best answer with 1, 2 and 3 new ties.
    reconnected: [u32; 3],
    /// The ties most likely to form.
    likely: Vec<LikelyAnswer>,
    /// Who could take over, for each who is gone.
    heirs: Vec<HeirsAnswer>,
    /// The sizes of the parts that are left.
    parts: Vec<u32>,
}

/// A tie that may form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LikelyAnswer {
    /// One end.
    a: NetworkNode,
    /// The other end.
    b: NetworkNode,
    /// How much speaks for it.
    score: f64,
    /// Whether it would join two parts.
    joins_parts: bool,
}

/// Who could take somebody's place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeirsAnswer {
    /// Who is gone.
    gone: NetworkNode,
    /// Who could take over, the likeliest first.
    heirs: Vec<HeirAnswer>,
}

/// Somebody who could take another's place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeirAnswer {
    /// Who.
    node: NetworkNode,
    /// The share of the other's ties that this one has already.
    shared: f64,
    /// Whether a statement ties the two.
    tied: bool,
    /// The largest part if this one takes over.
    largest: u32,
}

/// A plan's answer, and whom it shows.
pub(super) fn answer(
    seen: &Seen<'_>,
    request: &PlanRequest,
    plan: &Plan,
    worth: &Worth,
    changes: &[Change],
) -> Result<(PlanAnswer, Vec<EntityId>), Problem> {
    let outcome = |outcome: crossbearing_graph::worlds::Outcome| OutcomeAnswer {
        mean: outcome.mean,
        worst_tenth: outcome.worst_tenth,
    };
    let ties: Vec<TieNo> = plan.links().flat_map(|link| link.ties.iter().copied()).collect();
    let mut shown: Vec<NodeNo> = plan.named();
    shown.extend(plan.kept.iter().map(|kept| kept.node));
    let verify: Vec<VerifyAnswer> =
        worth.verify.iter().map(|doubt| verify(seen, plan, doubt.link, doubt.gain)).collect();
    for doubt in &worth.verify {
        let link = &plan.network.links[doubt.link];
        shown.extend([link.a, link.b].map(|vertex| plan.network.vertices[vertex as usize]));
    }
    let labels = seen.projection.labels_of(&shown, &ties);
    let answer = PlanAnswer {
        goal: match request.goal {
            Goal::Order { .. } => "order",
            Goal::Set { .. } => "set",
            Goal::Block { .. } => "block",
        },
        size: plan.network.vertices.len(),
        links: plan.network.links.len(),
        before: plan.before,
        steps: plan.steps.iter().map(|step| shape(seen, step)).collect(),
        cost: plan.cost,
        certificate: PlanCertificate {
            value: plan.certificate.value,
            bound: plan.certificate.bound,
            gap: plan.certificate.gap(),
            proved: plan.certificate.proved,
            words: plan.in_words(request),
        },
        kept: plan
            .kept
            .iter()
            .map(|kept| KeptAnswer { node: seen.shown(kept.node), reason: kept.reason.clone() })
            .collect(),
        by_degree: plan.by_degree.clone(),
        parts: plan.parts.clone(),
        worth: WorthAnswer {
            plan: outcome(worth.plan),
            nothing: outcome(worth.nothing),
            steadier: worth.steadier.as_ref().map(|(nodes, found)| SteadierAnswer {
                nodes: nodes.iter().map(|&it| target(seen, it)).collect(),
                outcome: outcome(*found),
            }),
        },
        verify,
        sensitivity: changes.iter().map(|made| change(seen, made)).collect(),
        hubs: plan.network.hubs.iter().map(|&node| seen.shown(node)).collect(),
        label: seen.shown_label(&labels)?,
    };
    let added = changes.iter().flat_map(|made| &made.added);
    shown.extend(added.flat_map(|target| target.ends()));
    Ok((answer, seen.ids(shown)))
}

fn shape(seen: &Seen<'_>, step: &crossbearing_network::planning::Step) -> PlanStep {
    PlanStep {
        node: seen.shown(step.node),
        link_to: step.link_to.map(|node| seen.shown(node)),
        closes: step.closes.iter().map(|layer| layer.as_str()).collect(),
        cost: step.cost,
        largest: step.largest,
        links: step.links,
        joins: step.joins.clone(),
        why: step.why(),
        statements: step.statements.iter().map(ToString::to_string).collect(),
    }
}

fn target(seen: &Seen<'_>, target: Target) -> TargetAnswer {
    TargetAnswer {
        node: seen.shown(target.node),
        link_to: target.link_to.map(|node| seen.shown(node)),
    }
}

fn verify(seen: &Seen<'_>, plan: &Plan, link: usize, gain: f64) -> VerifyAnswer {
    let link = &plan.network.links[link];
    let end = |vertex: u32| seen.shown(plan.network.vertices[vertex as usize]);
    VerifyAnswer {
        a: end(link.a),
        b: end(link.b),
        probability: link.probability,
        gain,
        ties: link.ties.iter().map(|&number| tie(seen.projection, number)).collect(),
    }
}

fn change(seen: &Seen<'_>, made: &Change) -> ChangeAnswer {
    let projection = seen.projection;
    let report_titles: BTreeMap<&EntityId, &str> =
        projection.reports.iter().map(|report| (&report.id, report.title.as_str())).collect();
    let source = |id: &EntityId| projection.sources.iter().find(|source| source.id == *id);
    let (what, id, caption) = match &made.left_out {
        LeftOut::Report(id) => {
            ("report", id.to_string(), report_titles.get(id).map(ToString::to_string))
        }
        LeftOut::Source(id) => {
            ("source", id.to_string(), source(id).map(|source| source.caption.clone()))
        }
        LeftOut::Grade(letter) => {
            ("grade", letter.to_string(), Some(format!("every grade with {letter}")))
        }
    };
    ChangeAnswer {
        what,
        caption: caption.unwrap_or_else(|| id.clone()),
        id,
        lost_links: made.lost_links,
        dropped: made.dropped.iter().map(|&it| target(seen, it)).collect(),
        added: made.added.iter().map(|&it| target(seen, it)).collect(),
        largest: made.largest,
    }
}

/// What follows when some are gone, and whom that shows.
pub(super) fn aftermath(seen: &Seen<'_>, found: &Aftermath) -> (AftermathAnswer, Vec<EntityId>) {
    let mut shown: Vec<NodeNo> = found.likely.iter().flat_map(|tie| [tie.from, tie.to]).collect();
    for (gone, heirs) in &found.heirs {
        shown.push(*gone);
        shown.extend(heirs.iter().map(|heir| heir.node));
    }
    let answer = AftermathAnswer {
        before: found.before,
        without: found.without,
        replaced: found.replaced,
        reconnected: found.reconnected,
        likely: found
            .likely
            .iter()
            .map(|tie| LikelyAnswer {
                a: seen.shown(tie.from),
                b: seen.shown(tie.to),
                score: tie.score,
                joins_parts: tie.joins_parts,
            })
            .collect(),
        heirs: found
            .heirs
            .iter()
            .map(|(gone, heirs)| HeirsAnswer {
                gone: seen.shown(*gone),
                heirs: heirs
                    .iter()
                    .map(|heir| HeirAnswer {
                        node: seen.shown(heir.node),
                        shared: heir.shared,
                        tied: heir.is_tied,
                        largest: heir.largest,
                    })
                    .collect(),
            })
            .collect(),
        parts: found.parts.clone(),
    };
    (answer, seen.ids(shown))
}
