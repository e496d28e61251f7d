//! Calling a report back from every partner that has it.

use std::collections::BTreeSet;

use anyhow::bail;
use crossbearing_exchange::node::{Reason, RecallOrder};
use crossbearing_ledger::{AsOf, Ledger, View};
use crossbearing_log::Log;
use crossbearing_model::{EntityId, Instant, NodeId, StatementId};

use super::{Exchange, partner_view};
use crate::accounts::Accounts;
use crate::secret::random;

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3600 * 1000;
/// The most days within which everyone has to have answered.
const MOST_DAYS: u32 = 366;

/// A report to be called back.
#[derive(Debug, Clone)]
pub(crate) struct RecallWish {
    /// The report.
    pub(crate) report: EntityId,
    /// Why.
    pub(crate) reason: Reason,
    /// Why, in words.
    pub(crate) note: String,
    /// In how many days everyone has to have answered.
    pub(crate) days: u32,
}

/// A recall that was issued.
#[derive(Debug, Clone)]
pub(crate) struct RecallIssued {
    /// Its name.
    pub(crate) notice: String,
    /// Who is told.
    pub(crate) told: Vec<NodeId>,
}

impl Exchange {
    /// Calls back what a report of this agency says, from everyone who has it. The report must be
    /// whole in the View of whoever asks.
    pub(crate) fn recall_report(
        &self,
        (ledger, log): (&Ledger, &Log),
        accounts: &Accounts,
        view: &View,
        wish: &RecallWish,
        now: Instant,
    ) -> anyhow::Result<RecallIssued> {
        let read = ledger.by_report(view, AsOf::Now, &wish.report)?;
        let agency = &self.identity().agency;
        let is_ours = |originator| originator == agency && view.viewer().agency == *agency;
        if read.is_empty()
            || read.iter().any(|one| !is_ours(&one.statement.citation.label.spec().originator))
        {
            let who = &view.viewer().principal;
            bail!("{} is no report of this agency that {who} may see", wish.report);
        }
        if wish.days == 0 || wish.days > MOST_DAYS {
            bail!("give everyone 1 to {MOST_DAYS} days to answer");
        }
        let note = wish.note.trim().to_owned();
        if note.is_empty() || note.len() > 2000 {
            bail!("say why in 1 to 2000 bytes");
        }
        let mut statements: BTreeSet<StatementId> = read.iter().map(|one| one.id).collect();
        // Partners know statements about protected persons under ids of their own.
        for partner in self.at_office((ledger, log), now, |office| office.partners())? {
            let theirs = partner_view(ledger, accounts, &partner, now)?;
            let read = ledger.by_report(&theirs, AsOf::Now, &wish.report)?;
            statements.extend(read.iter().map(|one| one.id));
        }
        let id = u64::from_le_bytes(random::<8>()?);
        let order = RecallOrder {
            id: format!("{}-{id:016x}", self.identity().node),
            statements: statements.into_iter().collect(),
            reason: wish.reason,
            note,
            deadline: now.plus_millis(i64::from(wish.days) * DAY_MS),
        };
        let notice = order.id.clone();
        let told = self.at_office((ledger, log), now, |office| office.recall(order))?;
        self.wake();
        Ok(RecallIssued { notice, told })
    }
}
