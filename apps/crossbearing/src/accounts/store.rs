//! The file that keeps the accounts.

use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use super::remembered::Remembered;
use super::{Error, Result};

/// The version of the tables, kept in the file's `user_version`.
const VERSION: i64 = 1;

const TABLES: &str = "
    CREATE TABLE agency (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        member_of TEXT NOT NULL
    ) STRICT;
    CREATE TABLE person (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        agency TEXT NOT NULL REFERENCES agency (id),
        roles TEXT NOT NULL,
        clearance TEXT NOT NULL,
        note TEXT,
        password_hash TEXT NOT NULL,
        closed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE purpose (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        valid_from INTEGER NOT NULL,
        valid_until INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE granted (
        person TEXT NOT NULL REFERENCES person (id),
        purpose TEXT NOT NULL REFERENCES purpose (id),
        PRIMARY KEY (person, purpose)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
        digest BLOB PRIMARY KEY,
        person TEXT NOT NULL REFERENCES person (id),
        purpose TEXT NOT NULL,
        justification TEXT NOT NULL,
        begun INTEGER NOT NULL,
        last_used INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE token (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        person TEXT NOT NULL REFERENCES person (id),
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        purpose TEXT NOT NULL,
        justification TEXT NOT NULL,
        made INTEGER NOT NULL,
        expires INTEGER NOT NULL
    ) STRICT;
    PRAGMA user_version = 1;
";

/// The accounts of one node. Every method can be called from several threads at a time.
pub(crate) struct Accounts {
    connection: Mutex<Connection>,
    pub(super) remembered: Remembered,
}

/// The connection, in use by one thread. If it changed something, all that was remembered is
/// forgotten when it is let go.
pub(super) struct Locked<'a> {
    connection: MutexGuard<'a, Connection>,
    remembered: &'a Remembered,
    changes_before: u64,
}

impl Deref for Locked<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if self.connection.total_changes() != self.changes_before {
            self.remembered.forget();
        }
    }
}

impl Accounts {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        Self::prepare(connection)
    }

    pub(super) fn lock(&self) -> Locked<'_> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let changes_before = connection.total_changes();
        Locked { connection, remembered: &self.remembered, changes_before }
    }

    fn prepare(mut connection: Connection) -> Result<Self> {
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let migration = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: i64 = migration.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match found {
            0 => migration.execute_batch(TABLES)?,
            VERSION => {}
            _ => return Err(Error::NewerTables { found, known: VERSION }),
        }
        migration.commit()?;
        Ok(Self { connection: Mutex::new(connection), remembered: Remembered::default() })
    }
}
