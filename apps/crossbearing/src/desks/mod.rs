//! What desks keep beside the ledger: decisions about proposals, saved charts, standing watches,
//! requests and proposals about protected people.
//! It is bookkeeping of people at work, not what any report says.

mod charts;
mod decisions;
mod safeguarding;
mod watches;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

pub(crate) use charts::{Charts, SavedChart};
pub(crate) use decisions::{Decision, Decisions};
pub(crate) use safeguarding::{Decided, Proposal, Proposed, Request, Safeguarding, Stage};
pub(crate) use watches::{KeptWatch, Watches};

/// How long one waits for another connection to the same file.
const PATIENCE: Duration = Duration::from_secs(10);

/// An SQLite file, in use by one thread at a time.
struct DeskFile(Mutex<Connection>);

impl DeskFile {
    /// Opens the file, which is made if it is not there; `prepare` makes its tables.
    fn open(
        path: &Path,
        prepare: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        prepare(&connection)?;
        Ok(Self(Mutex::new(connection)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
