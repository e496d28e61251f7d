//! What the identity desk keeps beside the ledger: standing watches of people, and which agencies
//! want weights trained from judgements.
//!
//! A watch is its owner's own: nobody else learns whom one looks out for.

use std::path::Path;

use crossbearing_identity::{Watch, Watched};
use crossbearing_model::{AgencyId, EntityId, Instant, PrincipalId};
use rusqlite::{OptionalExtension as _, params};

use super::DeskFile;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS watch (
        number INTEGER PRIMARY KEY,
        principal TEXT NOT NULL,
        record TEXT,
        name TEXT,
        note TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS watch_of ON watch (principal);
    CREATE TABLE IF NOT EXISTS training (
        agency TEXT PRIMARY KEY,
        as_of INTEGER,
        decided_by TEXT NOT NULL
    ) STRICT;
";

/// A watch as its owner keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptWatch {
    pub(crate) number: i64,
    pub(crate) note: String,
    pub(crate) made_at: Instant,
    pub(crate) watch: Watch,
}

/// The watches of a node.
pub(crate) struct Watches(DeskFile);

impl Watches {
    /// Opens the file, in which the tables are made if they are not there.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        DeskFile::open(path, |file| file.execute_batch(TABLES)).map(Self)
    }

    /// Keeps a watch and gives its number.
    pub(crate) fn put(
        &self,
        owner: &PrincipalId,
        watched: &Watched,
        note: &str,
        now: Instant,
    ) -> rusqlite::Result<i64> {
        let (record, name) = match watched {
            Watched::Record(record) => (Some(record.as_str()), None),
            Watched::Name(name) => (None, Some(name.as_str())),
        };
        let connection = self.0.lock();
        connection.execute(
            "INSERT INTO watch (principal, record, name, note, made_at, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            params![owner.as_str(), record, name, note, now.millis()],
        )?;
        Ok(connection.last_insert_rowid())
    }

    /// Somebody's watches, in the order in which they were made.
    pub(crate) fn of(&self, owner: &PrincipalId) -> rusqlite::Result<Vec<KeptWatch>> {
        let connection = self.0.lock();
        let mut query = connection.prepare_cached(
            "SELECT number, record, name, note, made_at, since FROM watch
             WHERE principal = ?1 ORDER BY number",
        )?;
        let rows = query.query_map([owner.as_str()], |row| {
            let (record, name): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
            let record = record.and_then(|record| record.parse::<EntityId>().ok());
            let watched =
                record.map_or_else(|| Watched::Name(name.unwrap_or_default()), Watched::Record);
            Ok(KeptWatch {
                number: row.get(0)?,
                note: row.get(3)?,
                made_at: Instant::from_millis(row.get(4)?),
                watch: Watch { watched, since: Instant::from_millis(row.get(5)?) },
            })
        })?;
        rows.collect()
    }

    /// Marks what a watch told so far as seen; says whether there is such a watch.
    pub(crate) fn seen(
        &self,
        owner: &PrincipalId,
        number: i64,
        now: Instant,
    ) -> rusqlite::Result<bool> {
        let changed = self.0.lock().execute(
            "UPDATE watch SET since = ?3 WHERE number = ?1 AND principal = ?2",
            params![number, owner.as_str(), now.millis()],
        )?;
        Ok(changed > 0)
    }

    /// Ends a watch; says whether there was one.
    pub(crate) fn end(&self, owner: &PrincipalId, number: i64) -> rusqlite::Result<bool> {
        let changed = self.0.lock().execute(
            "DELETE FROM watch WHERE number = ?1 AND principal = ?2",
            params![number, owner.as_str()],
        )?;
        Ok(changed > 0)
    }

    /// As of when an agency's people have their weights trained; nothing if they have not.
    pub(crate) fn trained(&self, agency: &AgencyId) -> rusqlite::Result<Option<Instant>> {
        let connection = self.0.lock();
        let mut query =
            connection.prepare_cached("SELECT as_of FROM training WHERE agency = ?1")?;
        let as_of = query.query_row([agency.as_str()], |row| row.get::<_, Option<i64>>(0));
        Ok(as_of.optional()?.flatten().map(Instant::from_millis))
    }

    /// Keeps whether and as of when an agency's people have their weights trained.
    pub(crate) fn train(
        &self,
        agency: &AgencyId,
        as_of: Option<Instant>,
        by: &PrincipalId,
    ) -> rusqlite::Result<()> {
        self.0.lock().execute(
            "INSERT INTO training (agency, as_of, decided_by) VALUES (?1, ?2, ?3)
             ON CONFLICT (agency) DO UPDATE SET as_of = ?2, decided_by = ?3",
            params![agency.as_str(), as_of.map(Instant::millis), by.as_str()],
        )?;
        Ok(())
    }
}
