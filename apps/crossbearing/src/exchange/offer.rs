//! What a partner may see: its View of our ledger, as if it looked itself.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crossbearing_access::{Role, Viewer};
use crossbearing_exchange::node::{Partner, Withheld};
use crossbearing_ledger::{Cursor, Ledger, View};
use crossbearing_log::Log;
use crossbearing_model::{Instant, NodeId, Standing, Statement, StatementId};

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

/// From what it was worked out last what leaves for each partner: while that is the same, nothing
/// new leaves, and the ledger is not read again.
#[derive(Default)]
pub(super) struct Planned(Mutex<BTreeMap<NodeId, (String, Option<Instant>)>>);

impl Planned {
    fn is(&self, partner: &NodeId, from: &str, now: Instant) -> bool {
        let planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        planned
            .get(partner)
            .is_some_and(|(known, until)| known == from && until.is_none_or(|until| now < until))
    }

    fn put(&self, partner: &NodeId, from: String, until: Option<Instant>) {
        let mut planned = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        planned.insert(partner.clone(), (from, until));
    }
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
        let view = partner_view(ledger, accounts, partner, now)?;
        let node = &partner.card.node;
        let leaves = self.at_office((ledger, log), now, |office| office.leaves())?;
        // Read before the ledger is: what is recorded meanwhile makes it old, not wrongly new.
        let from = format!("{:?} {:?} {partner:?} {leaves}", ledger.revision(), view.key());
        if self.planned.is(node, &from, now) {
            return Ok(0);
        }
        let until = view.valid_until();
        let offered = in_view(ledger, &view)?;
        let statements = offered.into_iter().map(|(_, statement)| statement).collect();
        let leaving = self.at_office((ledger, log), now, |office| office.plan(node, statements))?;
        self.planned.put(node, from, until);
        Ok(leaving)
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

/// The statements of a View in the order in which they were recorded. Where a protected person is
/// veiled, a correction points at what it corrects as the partner knows that.
fn in_view(ledger: &Ledger, view: &View) -> anyhow::Result<Vec<(StatementId, Statement)>> {
    let (mut found, mut shown) = (Vec::new(), HashSet::new());
    // From the correction to what it corrects, both as they are shown.
    let mut corrected: HashMap<StatementId, StatementId> = HashMap::new();
    let mut cursor = Cursor::default();
    loop {
        let (page, next) = ledger.since(view, cursor, PAGE)?;
        for read in page {
            if let Some(by) = read.superseded_by {
                corrected.insert(by, read.id);
            }
            let mut statement = read.statement;
            if let Some(target) = statement.standing.target()
                && !shown.contains(&target)
            {
                let Some(as_shown) = corrected.get(&read.id) else { continue };
                statement.standing = match statement.standing {
                    Standing::Replaces(_) => Standing::Replaces(*as_shown),
                    Standing::Retracts(_) => Standing::Retracts(*as_shown),
                    Standing::Asserts => Standing::Asserts,
                };
            }
            let id = statement.id();
            shown.insert(id);
            found.push((id, statement));
        }
        if next == cursor {
            return Ok(found);
        }
        cursor = next;
    }
}
