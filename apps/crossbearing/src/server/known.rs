//! The names that each viewer's ledger holds, kept ready to be found in a text.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crossbearing_access::{View, Viewer};
use crossbearing_ledger::Ledger;
use crossbearing_mentions::KnownNames;
use crossbearing_model::Instant;

use super::problem::Problem;

/// More names than this are not kept ready: a text is then marked by what it says alone.
const MOST_NAMES: usize = 200_000;

/// How long names are kept ready, in milliseconds: where they are many, those of the last minute
/// may be missing.
const KEPT: i64 = 60_000;

/// Up to this many names are read again as soon as something was recorded; it takes no time.
const FEW_NAMES: usize = 20_000;

/// Viewers whose names are kept ready at a time.
const MOST_VIEWERS: usize = 32;

/// Names by viewer.
#[derive(Default)]
pub(crate) struct KnownByViewer {
    ready: Mutex<HashMap<Viewer, Ready>>,
}

struct Ready {
    until: Instant,
    few: bool,
    names: Option<KnownNames>,
}

impl KnownByViewer {
    /// Something was recorded: names that are few are read again when they are next needed.
    pub(crate) fn refresh(&self) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.retain(|_, kept| !kept.few);
    }

    /// Nobody's names are kept ready any longer: who may know whom has changed.
    pub(crate) fn forget(&self) {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The names that `view` holds, as of at most a minute ago.
    pub(crate) fn of(
        &self,
        ledger: &Ledger,
        view: &View,
        now: Instant,
    ) -> Result<Option<KnownNames>, Problem> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.retain(|_, kept| now < kept.until);
        if let Some(kept) = ready.get(view.viewer()) {
            return Ok(kept.names.clone());
        }
        let names = ledger.names(view, MOST_NAMES)?.unwrap_or_default();
        let few = names.len() <= FEW_NAMES;
        let names = KnownNames::new(names.into_iter().map(|(id, name)| (String::from(id), name)));
        // An embargo or expiry that changes the View ends what was kept of it.
        let until = now.plus_millis(KEPT);
        let until = view.valid_until().map_or(until, |change| until.min(change));
        if ready.len() >= MOST_VIEWERS {
            ready.clear();
        }
        ready.insert(view.viewer().clone(), Ready { until, few, names: names.clone() });
        Ok(names)
    }
}
