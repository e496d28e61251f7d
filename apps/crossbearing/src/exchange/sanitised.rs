//! Sanitised copies of a report: linked to it, and held side by side.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use crossbearing_exchange::sanitised::{Copy, Risk, Told, risk};
use crossbearing_ledger::{AsOf, Ledger, Read, View};
use crossbearing_log::Log;
use crossbearing_model::{EntityId, Instant, NodeId};

use super::Exchange;
use super::matching::each;

/// The sanitised copies of a report, and what they give away.
pub(crate) struct Sanitised {
    /// Each copy, and for whom it was made.
    pub(crate) copies: Vec<(EntityId, NodeId)>,
    /// What they give away, as far as the View tells.
    pub(crate) risk: Risk,
}

impl Exchange {
    /// Links a copy that was made for a partner to its original. Both must be this agency's own and
    /// in the View of whoever says so.
    pub(crate) fn link_sanitised(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        (original, copy, partner): (&EntityId, &EntityId, &NodeId),
        now: Instant,
    ) -> anyhow::Result<()> {
        for report in [original, copy] {
            let read = ledger.by_report(view, AsOf::Now, report)?;
            let agency = &self.identity().agency;
            let is_ours = |one: &Read| one.statement.citation.label.spec().originator == *agency;
            if read.is_empty() || !read.iter().all(is_ours) {
                bail!("{report} is no report of this agency that you may see");
            }
        }
        self.at_office((ledger, log), now, |office| office.put_sanitised(original, copy, partner))?;
        Ok(())
    }

    /// The copies of a report that the View holds, and what they give away together.
    pub(crate) fn sanitised(
        &self,
        (ledger, log): (&Ledger, &Log),
        view: &View,
        original: &EntityId,
        now: Instant,
    ) -> anyhow::Result<Option<Sanitised>> {
        let told = by_report(ledger, view)?;
        let Some(whole) = told.get(original) else { return Ok(None) };
        let copies = self.at_office((ledger, log), now, |office| office.sanitised(original))?;
        let copies: Vec<_> =
            copies.into_iter().filter(|(copy, _)| told.contains_key(copy)).collect();
        let made: BTreeSet<&EntityId> = copies.iter().map(|(copy, _)| copy).collect();
        let shown = copies.iter().filter_map(|(copy, _)| {
            let details = told.get(copy)?.details.clone();
            Some(Copy { name: copy.to_string(), details })
        });
        let shown: Vec<Copy> = shown.collect();
        // Copies are no reports of a source of their own.
        let reports = told.iter().filter(|(report, _)| !made.contains(report));
        let reports: Vec<Told> = reports.map(|(_, told)| told.clone()).collect();
        Ok(Some(Sanitised { risk: risk(whole, &shown, &reports), copies }))
    }
}

/// What each report of a View says, and who its source is.
fn by_report(ledger: &Ledger, view: &View) -> anyhow::Result<BTreeMap<EntityId, Told>> {
    let mut told: BTreeMap<EntityId, Told> = BTreeMap::new();
    each(ledger, view, &mut |read| {
        if !read.stands() {
            return;
        }
        let said = &read.statement;
        let report = said.citation.report.clone();
        let source = report.to_string();
        let entry =
            told.entry(report.clone()).or_insert_with(|| Told { source, details: BTreeSet::new() });
        if said.entity == report {
            if &*said.property == "source" {
                entry.source.clone_from(&said.value);
            }
            return;
        }
        let kind = ledger.ontology().property(&said.schema, &said.property);
        let key = kind.and_then(|kind| kind.match_key(&said.value));
        let value = key.unwrap_or_else(|| said.value.to_lowercase());
        entry.details.insert((said.property.to_string(), value));
    })?;
    Ok(told)
}
