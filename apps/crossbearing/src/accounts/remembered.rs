//! Sessions and tokens as they were last read, so that not every request reads them again.
//!
//! Whatever is changed about accounts makes everything be forgotten.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use crossbearing_model::Instant;

use super::{Scope, Session};
use crate::secret::Digest;

/// Who is remembered at a time.
const MOST: usize = 10_000;

/// Who was let in a moment ago.
#[derive(Debug, Clone)]
pub(crate) struct LetIn {
    /// For whom and for what.
    pub(crate) session: Session,
    /// What a token may be used for; nothing for a session, which may do all that its person may.
    pub(crate) scopes: Option<Vec<Scope>>,
    /// From when until when nobody needs to look again.
    pub(super) good: Range<Instant>,
}

/// What is remembered, as of one version of the accounts.
#[derive(Default)]
pub(super) struct Remembered {
    version: AtomicU64,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    version: u64,
    by_digest: HashMap<Digest, LetIn>,
}

impl Remembered {
    /// Something about accounts was changed.
    pub(super) fn forget(&self) {
        self.version.fetch_add(1, Ordering::SeqCst);
    }

    /// How often something was changed: read it before the accounts are.
    pub(super) fn version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    /// Who carries this, if nobody needs to look again.
    pub(super) fn recall(&self, digest: &Digest, now: Instant) -> Option<LetIn> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if known.version != self.version() {
            return None;
        }
        known.by_digest.get(digest).filter(|found| found.good.contains(&now)).cloned()
    }

    /// Remembers what was read as of `version`.
    pub(super) fn keep(&self, version: u64, digest: Digest, found: LetIn) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.version != version || known.by_digest.len() >= MOST {
            *known = Known { version, by_digest: HashMap::new() };
        }
        known.by_digest.insert(digest, found);
    }
}
