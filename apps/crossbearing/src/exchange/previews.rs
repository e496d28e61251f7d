//! What a partner would see of a record, beside what whoever asks sees of it.

use std::collections::BTreeMap;

use anyhow::Context as _;
use crossbearing_exchange::node::Withheld;
use crossbearing_ledger::{AsOf, Ledger, Read, View};
use crossbearing_log::Log;
use crossbearing_model::{EntityId, Instant, NodeId, Statement, StatementId};

use super::{Exchange, partner_view};
use crate::accounts::Accounts;

/// A statement that the viewer sees, and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct Previewed {
    /// As the viewer sees it.
    pub(crate) mine: Read,
    /// As the partner sees it or would see it; nothing where its View does not hold it.
    pub(crate) theirs: Option<Statement>,
    /// Why it stays; nothing where it leaves or has left.
    pub(crate) withheld: Option<Withheld>,
}

impl Previewed {
    /// Whether the partner has it already.
    pub(crate) fn has_left(&self) -> bool {
        self.theirs.is_some() && self.withheld == Some(Withheld::Theirs)
    }
}

impl Exchange {
    /// What becomes of each statement about `entity` that `view` holds. Nothing that only the
    /// partner's View holds is told.
    pub(crate) fn preview_record(
        &self,
        (ledger, log): (&Ledger, &Log),
        accounts: &Accounts,
        view: &View,
        (node, entity): (&NodeId, &EntityId),
        now: Instant,
    ) -> anyhow::Result<Option<Vec<Previewed>>> {
        let partner = self.at_office((ledger, log), now, |office| office.partner(node))?;
        let partner = partner.with_context(|| format!("{node} is no partner of this node"))?;
        let Some(mine) = ledger.entity(view, AsOf::Now, entity)? else { return Ok(None) };
        let theirs = partner_view(ledger, accounts, &partner, now)?;
        let as_known_there = theirs.shown_id(entity);
        let known = ledger.entity(&theirs, AsOf::Now, &as_known_there)?;
        let mut known = Known::of(known.into_iter().flat_map(|record| record.statements));
        let mut lines = Vec::new();
        for read in mine.statements {
            let theirs = known.take(&read);
            let withheld = theirs.as_ref().map(|theirs| {
                self.at_office((ledger, log), now, |office| office.withheld(node, theirs))
            });
            let withheld = withheld.transpose()?.flatten();
            lines.push(Previewed { mine: read, theirs, withheld });
        }
        Ok(Some(lines))
    }
}

/// A partner's statements about one record, to be paired with the viewer's.
struct Known {
    by_id: BTreeMap<StatementId, Statement>,
    /// Those of a protected person, which have another id there: by what stays the same.
    veiled: BTreeMap<String, Vec<Statement>>,
}

impl Known {
    fn of(statements: impl Iterator<Item = Read>) -> Self {
        let mut known = Self { by_id: BTreeMap::new(), veiled: BTreeMap::new() };
        for read in statements {
            known.veiled.entry(same(&read)).or_default().push(read.statement.clone());
            known.by_id.insert(read.id, read.statement);
        }
        known
    }

    fn take(&mut self, mine: &Read) -> Option<Statement> {
        if let Some(found) = self.by_id.get(&mine.id) {
            return Some(found.clone());
        }
        // One of several that look alike: the one that says the same, else any that is barred.
        let alike = self.veiled.get_mut(&same(mine))?;
        let place = alike.iter().position(|one| one.value == mine.statement.value);
        let place = place.or_else(|| (!alike.is_empty()).then_some(0))?;
        Some(alike.swap_remove(place))
    }
}

/// What a veil does not change.
fn same(read: &Read) -> String {
    let said = &read.statement;
    format!("{} {} {}", read.recorded_at.millis(), said.schema, said.property)
}
