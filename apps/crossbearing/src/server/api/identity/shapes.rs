//! The shapes that answers about identity share.

use crossbearing_identity::{Evidence, Picture, Proposal, Shared, Source, Subject};
use crossbearing_ledger::{Judgement, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::server::api::shapes::{EntityBrief, Label};
use crate::server::api::show::{self, Show};
use crate::server::problem::Problem;

/// A person or thing: a record alone, or several that people judged to be one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SubjectBrief {
    /// The first of its records.
    #[serde(flatten)]
    brief: EntityBrief,
    /// Every record, by id.
    records: Vec<String>,
    /// Its names, each once, with language.
    names: Vec<SpelledName>,
    /// The agencies that speak of it.
    agencies: Vec<String>,
    /// The latest thing recorded of it.
    latest: String,
}

/// A name as it was said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SpelledName {
    /// The name, in its own script.
    value: String,
    /// Its language, if it was said.
    lang: Option<String>,
}

/// One part of the evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceTerm {
    /// The kind of evidence: `names`, `birth`, `selectors`, ...
    kind: String,
    /// The kind, for people.
    label: &'static str,
    /// What it says.
    text: String,
    /// What it adds to the logarithm of the odds, in nats.
    weight: f64,
    /// The statements about the one that it rests on.
    left: Vec<String>,
    /// The statements about the other.
    right: Vec<String>,
}

/// The evidence that two are one, as a sum.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceShown {
    /// The probability that they are one.
    probability: f64,
    /// Its logarithm of odds, in nats.
    log_odds: f64,
    /// Where the sum starts: any two candidates.
    start: f64,
    /// The terms, the strongest first.
    terms: Vec<EvidenceTerm>,
    /// Which weights were used.
    weights: String,
}

/// What a decision would change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeShown {
    /// Records that would be one person or thing.
    records: u64,
    /// Agencies that would speak of one, where neither side has them all.
    agencies: u64,
    /// Ties of only one of the two.
    ties: u64,
}

/// Two that may be one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalShown {
    /// The one.
    left: SubjectBrief,
    /// The other.
    right: SubjectBrief,
    /// The evidence.
    evidence: EvidenceShown,
    /// What a decision would change.
    change: ChangeShown,
    /// Why it is proposed, in a sentence.
    why: String,
    /// A judgement "same" that waits for a second opinion.
    awaits: Option<String>,
    /// Somebody was unsure before what is known now was known.
    was_unsure: bool,
    /// Why joining them takes two people, if it does.
    second_opinion: Option<&'static str>,
}

/// What somebody decided about two records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JudgementShown {
    /// Its id.
    id: String,
    /// One record.
    left: Option<EntityBrief>,
    /// The other.
    right: Option<EntityBrief>,
    /// `same`, `different` or `unsure`.
    verdict: &'static str,
    /// Why.
    reason: Option<String>,
    /// Who decided.
    decided_by: String,
    /// Whose judgement it is.
    agency: String,
    /// When it was recorded.
    decided_at: String,
    /// The probability that had been proposed.
    probability: Option<f64>,
    /// The statements it rests on.
    evidence: Vec<String>,
    /// `stands`, `awaits-second`, `set-aside`, `superseded` or `taken-back`.
    state: &'static str,
    /// Why it was taken back, or by which judgement it was superseded.
    because: Option<String>,
    /// Whether the caller's agency may take it back.
    own: bool,
    /// Who may read it.
    label: Label,
}

/// A selector that several hold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SharedSelector {
    /// The kind of value: `phone`, `document-number`, ...
    kind: String,
    /// The kind, for people.
    label: &'static str,
    /// The value.
    value: String,
    /// So many hold it that it is no evidence of who they are.
    by_many: bool,
    /// Who holds it.
    holders: Vec<Holder>,
}

/// Somebody who holds a selector.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Holder {
    /// Who.
    #[serde(flatten)]
    brief: EntityBrief,
    /// The earliest and the latest time that a statement gives it to them.
    from: Option<String>,
    /// The latest.
    until: Option<String>,
    /// The statements that say so.
    statements: Vec<String>,
}

/// A subject in brief.
pub(super) fn subject(show: &mut Show<'_>, subject: &Subject) -> Result<SubjectBrief, Problem> {
    let brief = show.entity(&subject.id)?;
    let brief =
        brief.ok_or_else(|| Problem::absent(format!("no entity has the id {}", subject.id)))?;
    let mut names: Vec<SpelledName> = Vec::new();
    for name in &subject.names {
        if names.iter().all(|known| known.value != name.fact.value) {
            let lang = name.lang.as_ref().map(ToString::to_string);
            names.push(SpelledName { value: name.fact.value.clone(), lang });
        }
    }
    Ok(SubjectBrief {
        brief,
        records: subject.members.iter().map(ToString::to_string).collect(),
        names,
        agencies: subject.agencies.iter().map(ToString::to_string).collect(),
        latest: subject.latest.to_string(),
    })
}

/// A proposal with its evidence.
pub(super) fn proposal(
    show: &mut Show<'_>,
    picture: &Picture,
    proposal: &Proposal,
) -> Result<ProposalShown, Problem> {
    let mut side = |id| {
        let absent = || Problem::absent(format!("no entity has the id {id}"));
        subject(show, picture.subject(id).ok_or_else(absent)?)
    };
    Ok(ProposalShown {
        left: side(&proposal.left)?,
        right: side(&proposal.right)?,
        evidence: evidence(&proposal.evidence),
        change: ChangeShown {
            records: (proposal.change.records.0 + proposal.change.records.1) as u64,
            agencies: proposal.change.agencies as u64,
            ties: proposal.change.ties as u64,
        },
        why: proposal.why.clone(),
        awaits: proposal.awaits.as_ref().map(ToString::to_string),
        was_unsure: proposal.was_unsure,
        second_opinion: proposal.second_opinion,
    })
}

pub(super) fn evidence(evidence: &Evidence) -> EvidenceShown {
    let ids =
        |ids: &[crossbearing_model::StatementId]| ids.iter().map(ToString::to_string).collect();
    let terms = evidence.terms.iter().map(|term| EvidenceTerm {
        kind: super::super::word(term.kind),
        label: term.kind.as_str(),
        text: term.text.clone(),
        weight: term.weight,
        left: ids(&term.left),
        right: ids(&term.right),
    });
    EvidenceShown {
        probability: evidence.probability,
        log_odds: evidence.log_odds,
        start: evidence.start,
        terms: terms.collect(),
        weights: evidence.version.clone(),
    }
}

/// A judgement, as a viewer of `agency` sees it.
pub(super) fn judgement(
    show: &mut Show<'_>,
    judgement: &Judgement,
    agency: &crossbearing_model::AgencyId,
) -> Result<JudgementShown, Problem> {
    let (state, because) = match &judgement.state {
        State::Stands => ("stands", None),
        State::AwaitsSecond => ("awaits-second", None),
        State::SetAside => ("set-aside", None),
        State::Superseded(by) => ("superseded", Some(by.to_string())),
        State::TakenBack(reason) => ("taken-back", reason.clone()),
    };
    let label = &judgement.said.statement.citation.label;
    let originator = &label.spec().originator;
    Ok(JudgementShown {
        id: judgement.id.to_string(),
        left: show.entity(&judgement.left)?,
        right: show.entity(&judgement.right)?,
        verdict: judgement.verdict.as_str(),
        reason: judgement.reason.clone(),
        decided_by: judgement.decided_by.clone(),
        agency: originator.to_string(),
        decided_at: judgement.said.recorded_at.to_string(),
        probability: judgement.probability,
        evidence: judgement.evidence.iter().map(ToString::to_string).collect(),
        state,
        because,
        own: originator == agency,
        label: show::label(label),
    })
}

/// A selector with everybody who holds it.
pub(super) fn shared(show: &mut Show<'_>, shared: &Shared) -> Result<SharedSelector, Problem> {
    let mut holders = Vec::with_capacity(shared.holders.len());
    for (id, sources) in &shared.holders {
        let Some(brief) = show.entity(id)? else { continue };
        let time = |best: Option<crossbearing_model::Instant>| best.map(|at| at.to_string());
        holders.push(Holder {
            brief,
            from: time(sources.iter().map(|source: &Source| source.from).min()),
            until: time(sources.iter().map(|source| source.until).max()),
            statements: sources.iter().map(|source| source.statement.to_string()).collect(),
        });
    }
    Ok(SharedSelector {
        kind: super::super::kind_word(shared.selector.kind),
        label: shared.selector.kind_word(),
        value: shared.value.clone(),
        by_many: shared.by_many,
        holders,
    })
}
