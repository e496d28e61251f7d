//! Proposals become statements, or are dismissed, as a person decides.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossbearing_ledger::{AsOf, View};
use crossbearing_log::Kind;
use crossbearing_model::{Citation, EntityId, Statement};
use crossbearing_reports::{Confirmed, FindingKind, ProposalKey, Proposals, Target};

use super::shapes::{Decision, Verdict};
use super::{proposals, report_record, said};
use crate::desks;
use crate::server::api::statements::checked_reason;
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::Node;

/// Records all of a report's decisions, or none of them.
pub(super) fn decide(
    node: &Node,
    caller: &Caller,
    report: &EntityId,
    asked: &[Decision],
) -> Result<(), Problem> {
    let view = node.view(caller)?;
    let deciding = Deciding::of(node, &view, report)?;
    let (kept, statements) = deciding.work_out(node, &view, asked)?;
    let entities: BTreeSet<EntityId> =
        statements.iter().map(|statement| statement.entity.clone()).collect();
    let by = &caller.session.viewer;
    if !statements.is_empty() {
        node.note(caller, Kind::Collection, entities.iter().chain([report]).cloned())?;
        node.ledger.append(statements.into(), node.now(), &by.principal)?;
    }
    node.decisions.keep(by, report, &kept, node.now())?;
    entities.iter().chain([report]).for_each(|entity| node.tell(entity));
    Ok(())
}

/// A report whose proposals are decided about.
struct Deciding {
    proposals: Proposals,
    citation: Arc<Citation>,
    confirmed: Confirmed,
}

impl Deciding {
    /// Reads the report again, as somebody who sees it whole.
    fn of(node: &Node, view: &View, report: &EntityId) -> Result<Self, Problem> {
        let record = report_record(node, view, report)?;
        let first = record.statements.first();
        let citation = first.map(|read| Arc::clone(&read.statement.citation));
        let citation = citation.ok_or_else(|| Problem::absent("the report says nothing"))?;
        if node.ledger.is_barred(view, report)? {
            let detail =
                "parts of the report are hidden from you: somebody who sees it whole decides";
            return Err(Problem::forbidden(detail));
        }
        let citation = own_citation(citation, view)?;
        let text = said(&record, "bodyText").map_or("", |read| read.statement.value.as_str());
        let date = said(&record, "date").map(|read| read.statement.value.as_str());
        let proposals = proposals::read(text, date, None);
        let earlier = node.decisions.of_report(view.viewer(), report)?;
        let confirmed = earlier.into_values().filter_map(|decision| {
            Some((decision.proposal.parse::<ProposalKey>().ok()?, decision.confirmed_for?))
        });
        Ok(Self { confirmed: confirmed.collect(), proposals, citation })
    }

    /// What to keep and what to say, persons before what happened to them.
    fn work_out(
        mut self,
        node: &Node,
        view: &View,
        asked: &[Decision],
    ) -> Result<(Vec<desks::Decision>, Vec<Statement>), Problem> {
        let mut keyed = Vec::with_capacity(asked.len());
        for decision in asked {
            keyed.push((decision.key.parse::<ProposalKey>()?, decision));
        }
        keyed.sort_by_key(|(key, _)| !self.is_person(key));
        let (mut kept, mut statements) = (Vec::new(), Vec::new());
        for (key, decision) in keyed {
            let (confirmed_for, reason) = match decision.verdict {
                Verdict::Dismiss => {
                    self.known(&key)?;
                    let reason = decision.reason.as_deref().unwrap_or_default();
                    (None, Some(checked_reason(reason)?))
                }
                Verdict::Confirm => {
                    let target = target(node, view, decision.entity.as_deref())?;
                    let (confirmed, citation) = (&self.confirmed, &self.citation);
                    let made =
                        self.proposals.confirm(&key, target.as_ref(), confirmed, citation)?;
                    statements.extend(made.statements);
                    self.confirmed.insert(key.clone(), made.entity.clone());
                    (Some(made.entity), None)
                }
            };
            kept.push(desks::Decision { proposal: key.to_string(), confirmed_for, reason });
        }
        Ok((kept, statements))
    }

    fn is_person(&self, key: &ProposalKey) -> bool {
        self.proposals.finding(key).is_some_and(|finding| finding.kind == FindingKind::Person)
    }

    fn known(&self, key: &ProposalKey) -> Result<(), Problem> {
        let known = self.proposals.finding(key).is_some() || self.proposals.mention(key).is_some();
        let absent = || Problem::bad(format!("the report has no proposal {key}: load it again"));
        known.then_some(()).ok_or_else(absent)
    }
}

/// How the viewer's agency cites the report. A partner says in its own name what it reads in a
/// report that it received, under a label that reaches no further than the report's.
fn own_citation(citation: Arc<Citation>, view: &View) -> Result<Arc<Citation>, Problem> {
    let agency = &view.viewer().agency;
    if citation.label.spec().originator == *agency {
        return Ok(citation);
    }
    let label = citation.label.for_recipient(agency.clone())?;
    Ok(Arc::new(Citation { label, ..(*citation).clone() }))
}

/// The entity that was chosen, which must be one that the viewer sees as it is.
fn target(node: &Node, view: &View, chosen: Option<&str>) -> Result<Option<Target>, Problem> {
    let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) else { return Ok(None) };
    let id: EntityId = chosen.parse()?;
    let record = node.ledger.entity(view, AsOf::Now, &id)?;
    let record = record.ok_or_else(|| Problem::bad(format!("no entity has the id {id}")))?;
    if record.protected {
        let detail = format!("{id} is a pseudonym to you: somebody named for this person decides");
        return Err(Problem::forbidden(detail));
    }
    Ok(Some(Target { entity: record.id, schema: record.schema }))
}
