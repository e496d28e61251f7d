//! The ledger in one SQLite file, in write-ahead mode: one writer, any number of readers.

mod change;
mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags};

use super::{Change, Snapshot};
use crate::Error;

use change::SqliteChange;
use snapshot::SqliteSnapshot;

/// The versions of the file, each as the step that leads to it from the one before.
const MIGRATIONS: &[&str] =
    &[include_str!("schema.sql"), include_str!("register.sql"), include_str!("files.sql")];

/// Pages that a writer keeps in memory, in KiB: enough that the index over entities is not read
/// back while a large file is imported.
const WRITER_CACHE_KIB: i64 = 128 * 1024;

/// Pages that each reader keeps in memory, in KiB.
const READER_CACHE_KIB: i64 = 4 * 1024;

/// How long one who erases waits for those who still read what was there before.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(10);

/// Readers that are kept open between reads.
const IDLE_READERS: usize = 16;

/// A ledger in a file.
pub(crate) struct SqliteStore {
    path: PathBuf,
    // Closed before the writer, which as the last one moves the write-ahead file into the main one.
    idle_readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings it to the latest version.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let step = |what| move |source| Error::Store { what, source };
        let mut writer = Connection::open(path).map_err(step("opening the file"))?;
        writer
            .execute_batch(&format!(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA secure_delete = ON;
                 PRAGMA wal_autocheckpoint = 16384;
                 PRAGMA journal_size_limit = 67108864;
                 PRAGMA temp_store = MEMORY;
                 PRAGMA cache_size = -{WRITER_CACHE_KIB};"
            ))
            .map_err(step("setting up the file"))?;
        writer.set_prepared_statement_cache_capacity(64);
        writer.busy_timeout(LONGEST_WAIT)?;
        migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            idle_readers: Mutex::default(),
        })
    }

    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&dyn Snapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let idle = lock(&self.idle_readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.reader()?,
        };
        connection.prepare_cached("BEGIN")?.execute([])?;
        let answer = read(&SqliteSnapshot::new(&connection));
        connection.prepare_cached("COMMIT")?.execute([])?;
        let mut idle = lock(&self.idle_readers);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        answer
    }

    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut dyn Change) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let connection = lock(&self.writer);
        let transaction = connection.unchecked_transaction()?;
        let done = change(&mut SqliteChange::new(&transaction))?;
        transaction.commit()?;
        Ok(done)
    }

    /// The value under `key` of what the node keeps for itself; `make` gives it at first.
    pub(crate) fn meta(&self, key: &str, make: impl FnOnce() -> Vec<u8>) -> Result<Vec<u8>, Error> {
        let connection = lock(&self.writer);
        connection.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (key, make()),
        )?;
        Ok(connection
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))?)
    }

    /// Whether something is still to be done, under `key`.
    pub(crate) fn is_due(&self, key: &str) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = ?1)";
        Ok(lock(&self.writer).query_row(sql, [key], |row| row.get(0))?)
    }

    /// Moves all of the write-ahead file into the main file, so that what was erased is nowhere.
    /// Waits for those who still read what was there before.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        let writer = lock(&self.writer);
        let busy: i64 =
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(Error::StillRead) }
    }

    /// Makes one list of the many that the word index grew into: whoever looks up a word then looks
    /// in one place.
    pub(crate) fn tidy(&self) -> Result<(), Error> {
        lock(&self.writer).execute("INSERT INTO token (token) VALUES ('optimize')", [])?;
        Ok(())
    }

    /// Lets the file grow to `pages` pages and no further.
    pub(crate) fn limit_pages(&self, pages: u32) -> Result<(), Error> {
        let pragma = format!("PRAGMA max_page_count = {pages}");
        lock(&self.writer).query_row(&pragma, [], |_| Ok(()))?;
        Ok(())
    }

    fn reader(&self) -> Result<Connection, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.execute_batch(&format!("PRAGMA cache_size = -{READER_CACHE_KIB};"))?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }
}

/// A panic elsewhere leaves the connection whole: SQLite undoes what was not committed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let known = MIGRATIONS.len() as i64;
    let found: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|source| Error::Store { what: "reading the version (is it a ledger?)", source })?;
    if found > known {
        return Err(Error::LaterVersion { found, known });
    }
    for (version, step) in (1..).zip(MIGRATIONS).skip(usize::try_from(found).unwrap_or(0)) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}
