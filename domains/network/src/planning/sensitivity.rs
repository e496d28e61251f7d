//! What a plan would be if a report, a source or a grade were left out.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_model::EntityId;

use super::left::Shape;
use super::{Plan, PlanRequest, Target, plan};
use crate::error::Result;
use crate::lens::{GradeRule, Lens};
use crate::projection::Projection;

/// Steps that each plan may take.
const STEPS: u64 = 20_000_000;

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// One report.
    Report(EntityId),
    /// One source.
    Source(EntityId),
    /// Every grade with this letter.
    Grade(char),
}

/// What the plan would be then.
#[derive(Debug, Clone)]
pub struct Change {
    /// What is left out.
    pub left_out: LeftOut,
    /// Links of the plan's network that are gone then.
    pub lost_links: usize,
    /// Who would not be named any more.
    pub dropped: Vec<Target>,
    /// Who would be named instead.
    pub added: Vec<Target>,
    /// What the first plan would reach there: the largest part.
    pub largest: u32,
}

/// Leaves out, one after the other, all E grades and the `most` sources on which most of the plan's
/// links rest, and plans again.
pub fn sensitivity(
    projection: &Projection,
    request: &PlanRequest,
    made: &Plan,
    most: usize,
    budget: &Budget<'_>,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let mut candidates = vec![LeftOut::Grade('E')];
    candidates.extend(weightiest(projection, made, most));
    for left_out in candidates {
        if budget.is_spent() {
            break;
        }
        changes.push(without(projection, request, made, left_out)?);
    }
    changes.sort_by_key(|change| {
        std::cmp::Reverse((change.dropped.len() + change.added.len(), change.lost_links))
    });
    Ok(changes)
}

/// The sources on which most links of the planned removals rest.
fn weightiest(projection: &Projection, made: &Plan, most: usize) -> Vec<LeftOut> {
    let mut links: BTreeMap<u32, usize> = BTreeMap::new();
    for link in made.links() {
        let evidence = link.ties.iter().flat_map(|&tie| &projection.tie(tie).evidence);
        let sources: BTreeSet<u32> = evidence.map(|said| said.source).collect();
        for source in sources {
            *links.entry(source).or_default() += 1;
        }
    }
    let mut sources: Vec<(u32, usize)> = links.into_iter().collect();
    sources.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let source =
        |(number, _): (u32, usize)| LeftOut::Source(projection.sources[number as usize].id.clone());
    sources.into_iter().take(most).map(source).collect()
}

/// The plan over what is left when something is left out.
pub fn without(
    projection: &Projection,
    request: &PlanRequest,
    made: &Plan,
    left_out: LeftOut,
) -> Result<Change> {
    let mut lens = Lens::default();
    match &left_out {
        LeftOut::Report(id) => {
            lens.without_reports.insert(id.clone());
        }
        LeftOut::Source(id) => {
            lens.without_sources.insert(id.clone());
        }
        LeftOut::Grade(letter) => lens.without_grades.push(GradeRule::With(*letter)),
    }
    let narrowed = projection.through(&lens);
    let steps = Steps::new(STEPS);
    let again = plan(&narrowed, request, &Budget::whole(&steps))?;
    let (before, after): (BTreeSet<Target>, BTreeSet<Target>) =
        (made.targets().collect(), again.targets().collect());
    let still: Vec<_> = before.iter().filter_map(|&it| again.network.element(it)).collect();
    let left = Shape::of(&again.network).left(&still)?;
    Ok(Change {
        left_out,
        lost_links: made.network.links.len().saturating_sub(again.network.links.len()),
        dropped: before.difference(&after).copied().collect(),
        added: after.difference(&before).copied().collect(),
        largest: left.largest(),
    })
}
