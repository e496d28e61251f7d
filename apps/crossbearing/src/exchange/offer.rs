//! What a partner may see: its View of our ledger, as if it looked itself.

use std::collections::HashSet;

use crossbearing_access::{Role, Viewer};
use crossbearing_exchange::node::{Partner, Withheld};
use crossbearing_ledger::{Cursor, Ledger, View};
use crossbearing_log::Log;
use crossbearing_model::{Instant, NodeId, Statement, StatementId};

use super::Exchange;
use crate::accounts::Accounts;

/// Statements read at a time.
const PAGE: usize = 4096;

/// A statement that a partner's View holds, and whether it leaves.
pub(crate) struct Offered {
    pub(crate) statement: Statement,
    pub(crate) id: StatementId,
    pub(crate) withheld: Option<Withheld>,
}

impl Exchange {
    /// Everything that `partner`'s View holds, with what leaves and why the rest does not.
    pub(crate) fn preview(
        &self,
        (ledger, log): (&Ledger, &Log),
        accounts: &Accounts,
        partner: &NodeId,
        now: Instant,
    ) -> anyhow::Result<Vec<Offered>> {
        let known = self.at_office((ledger, log), now, |office| office.partner(partner))?;
        let known = known.ok_or_else(|| anyhow::anyhow!("{partner} is no partner of this node"))?;
        let offered = in_view(ledger, &partner_view(ledger, accounts, &known, now)?)?;
        Ok(self.at_office((ledger, log), now, |office| {
            let judged = |(id, statement): (StatementId, Statement)| {
                let withheld = office.withheld(partner, &statement)?;
                Ok(Offered { statement, id, withheld })
            };
            offered.into_iter().map(judged).collect()
        })?)
    }

    /// Makes bundles for `partner` of what it may have and has not been given. Says how many
    /// statements leave.
    pub(crate) fn plan(
        &self,
        (ledger, log): (&Ledger, &Log),
        accounts: &Accounts,
        partner: &Partner,
        now: Instant,
    ) -> anyhow::Result<usize> {
        let offered = in_view(ledger, &partner_view(ledger, accounts, partner, now)?)?;
        let statements = offered.into_iter().map(|(_, statement)| statement).collect();
        let node = &partner.card.node;
        Ok(self.at_office((ledger, log), now, |office| office.plan(node, statements))?)
    }
}

/// The View of a partner's analyst, for the agreement's purpose, cleared up to its ceiling.
pub(crate) fn partner_view(
    ledger: &Ledger,
    accounts: &Accounts,
    partner: &Partner,
    now: Instant,
) -> anyhow::Result<View> {
    let agency = partner.card.agency.clone();
    let purpose = partner.agreement.purpose.clone();
    let viewer = Viewer {
        groups: accounts.groups(&agency).unwrap_or_default(),
        clearance: partner.agreement.ceiling,
        ..Viewer::new("exchange".parse()?, agency, Role::Analyst, purpose)
    };
    Ok(ledger.view(&viewer, now)?)
}

/// The statements of a View in the order in which they were recorded. A correction whose target
/// the View shows under another id, because of a protected person in it, is left out.
fn in_view(ledger: &Ledger, view: &View) -> anyhow::Result<Vec<(StatementId, Statement)>> {
    let (mut found, mut shown) = (Vec::new(), HashSet::new());
    let mut cursor = Cursor::default();
    loop {
        let (page, next) = ledger.since(view, cursor, PAGE)?;
        for read in page {
            shown.insert(read.id);
            if read.statement.standing.target().is_none_or(|target| shown.contains(&target)) {
                found.push((read.id, read.statement));
            }
        }
        if next == cursor {
            return Ok(found);
        }
        cursor = next;
    }
}
