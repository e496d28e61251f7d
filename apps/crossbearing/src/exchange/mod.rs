//! The node's dealings with its partners, over its ledger, its log and one file.

mod calls;
mod keep;
mod matching;
mod offer;
mod previews;
mod recalls;
mod records;
mod sanitised;
mod tls;
mod turns;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use crossbearing_exchange::Error;
use crossbearing_exchange::node::{Card, Identity, Office};
use crossbearing_ledger::Ledger;
use crossbearing_log::Log;
use crossbearing_model::Instant;

use keep::SqliteKeep;
use offer::Planned;
use records::NodeRecords;
use turns::Turns;

pub(crate) use calls::{PulledEnvelopes, Synced, callable};
pub(crate) use matching::{BlindWish, Items, case_items, common_items};
pub(crate) use offer::partner_view;
pub(crate) use previews::Previewed;
pub(crate) use recalls::RecallWish;
pub(crate) use sanitised::Sanitised;
pub(crate) use tls::{PartnerListener, Peer};
pub(crate) use turns::CallState;

/// The dealings with partners. One step at a time.
pub(crate) struct Exchange {
    identity: Identity,
    name: String,
    keep: Mutex<SqliteKeep>,
    /// What was made ready last, and from what.
    planned: Planned,
    /// One table of tags at a time.
    matching: Mutex<()>,
    /// When whom to call.
    turns: Turns,
}

impl Exchange {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path, identity: Identity, name: String) -> anyhow::Result<Self> {
        let keep = SqliteKeep::open(path);
        let keep = keep.with_context(|| format!("{} cannot be opened", path.display()))?;
        Ok(Self {
            identity,
            name,
            keep: Mutex::new(keep),
            planned: Planned::default(),
            matching: Mutex::new(()),
            turns: Turns::default(),
        })
    }

    /// Who this node is.
    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What this node tells partners of itself.
    pub(crate) fn card(&self, address: String) -> Card {
        Card {
            node: self.identity.node.clone(),
            agency: self.identity.agency.clone(),
            name: self.name.clone(),
            key: self.identity.key.public(),
            address,
        }
    }

    /// Does one step at the office.
    pub(crate) fn at_office<T>(
        &self,
        (ledger, log): (&Ledger, &Log),
        now: Instant,
        step: impl FnOnce(&mut Office<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut keep = self.keep.lock().unwrap_or_else(PoisonError::into_inner);
        let mut records = NodeRecords { ledger, log, now };
        let mut office = Office::at(&self.identity, (&mut *keep, &mut records), now)?;
        step(&mut office)
    }
}
