//! The dealings with partners in one SQLite file.

use std::path::Path;

use crossbearing_exchange::node::{Keep, Write};
use crossbearing_exchange::{Error, Result};
use rusqlite::{Connection, OptionalExtension as _, params};

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
";

/// Values under keys in one table.
pub(super) struct SqliteKeep(Connection);

impl SqliteKeep {
    pub(super) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // What was held for a partner and called back is overwritten, not only unlinked.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.execute_batch(TABLE)?;
        Ok(Self(connection))
    }

    fn write(&mut self, writes: &[Write]) -> rusqlite::Result<()> {
        let step = self.0.transaction()?;
        for (key, value) in writes {
            match value {
                Some(value) => step
                    .prepare_cached(
                        "INSERT INTO kept (key, value) VALUES (?1, ?2)
                         ON CONFLICT (key) DO UPDATE SET value = ?2",
                    )?
                    .execute(params![key, value])?,
                None => step.prepare_cached("DELETE FROM kept WHERE key = ?1")?.execute([key])?,
            };
        }
        step.commit()
    }

    fn read(&self, prefix: &str, limit: usize) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
        // '0' stands right behind '/', with which every prefix ends.
        let end = format!("{}0", prefix.strip_suffix('/').unwrap_or(prefix));
        let mut query = self.0.prepare_cached(
            "SELECT key, value FROM kept WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows =
            query.query_map(params![prefix, end, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }
}

impl Keep for SqliteKeep {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let failed = |error| Error::keep(key, &error);
        let query = self.0.prepare_cached("SELECT value FROM kept WHERE key = ?1");
        query.map_err(failed)?.query_row([key], |row| row.get(0)).optional().map_err(failed)
    }

    fn scan(&self, prefix: &str, limit: usize) -> Result<Vec<(String, Vec<u8>)>> {
        self.read(prefix, limit).map_err(|error| Error::keep(prefix, &error))
    }

    fn commit(&mut self, writes: Vec<Write>) -> Result<()> {
        self.write(&writes).map_err(|error| Error::keep("a step", &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_gives_what_begins_so_and_nothing_else() {
        let mut keep = SqliteKeep::open(Path::new(":memory:")).unwrap();
        let write = |key: &str| (key.to_owned(), Some(vec![1]));
        keep.commit(["a/1", "a/2", "a0", "ab/1", "b/1"].map(write).into()).unwrap();
        let keys = |prefix: &str, limit| -> Vec<String> {
            keep.scan(prefix, limit).unwrap().into_iter().map(|(key, _)| key).collect()
        };
        assert_eq!(keys("a/", usize::MAX), ["a/1", "a/2"]);
        assert_eq!(keys("a/", 1), ["a/1"]);
        assert!(keys("c/", 9).is_empty());
    }
}
