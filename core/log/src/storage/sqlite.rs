//! A log in one SQLite file, in write-ahead mode, flushed at every commit.

use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};

use super::{Commit, Stored};
use crate::log::Filter;
use crate::tree::TileId;
use crate::{Error, NodeHash, Result};

/// The version of the tables, kept in the file's `user_version`.
const VERSION: i64 = 2;
/// What the writer keeps of the file in memory, as SQLite writes it: 32 MB. Every actor of a busy
/// node has a page of the index that grows.
const CACHE: &str = "-32000";
/// Pages of the write-ahead file before those who write move them into the main one themselves:
/// 256 MB. Long before that, another thread has.
const CHECKPOINT: &str = "65536";
/// Bytes of leaves and tiles that are written before that other thread moves them.
const MOVED_EVERY: usize = 2 << 20;
/// What a step writes beside leaves and tiles: the ends of two indexes, the head.
const STEP: usize = 16 << 10;
/// Connections for readers that are kept open when idle.
const IDLE_READERS: usize = 8;

const TABLES: &str = "
    CREATE TABLE leaf (
        position INTEGER PRIMARY KEY,
        actor TEXT NOT NULL,
        kind TEXT NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX leaf_by_actor ON leaf (actor);
    CREATE INDEX leaf_by_kind ON leaf (kind);
    CREATE TABLE tile (
        place INTEGER PRIMARY KEY,
        hashes BLOB NOT NULL
    ) STRICT;
    CREATE TABLE head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        size INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
";

/// The first version kept unfinished tiles as well, which are now worked out from what is full; it
/// had no sieves: its full tiles are looked through, leaf by leaf.
const SINCE_VERSION_1: &str = "
    CREATE TABLE sieve (
        tile INTEGER PRIMARY KEY,
        bits BLOB NOT NULL
    ) STRICT;
    PRAGMA user_version = 2;
";

pub(crate) struct Sqlite {
    path: PathBuf,
    // Closed before the writer, which as the last one moves the rest of the write-ahead file.
    readers: Mutex<Vec<Connection>>,
    mover: Mover,
    writer: Mutex<Writer>,
}

struct Writer {
    connection: Connection,
    /// Bytes written since the mover was last told.
    written: usize,
}

impl Sqlite {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut writer = connect(path).map_err(Error::storage("open its file"))?;
        for (pragma, value) in
            [("journal_mode", "WAL"), ("cache_size", CACHE), ("wal_autocheckpoint", CHECKPOINT)]
        {
            writer
                .pragma_update(None, pragma, value)
                .map_err(Error::storage("switch to write-ahead mode"))?;
        }
        migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            readers: Mutex::default(),
            mover: Mover::start(path)?,
            writer: Mutex::new(Writer { connection: writer, written: 0 }),
        })
    }

    pub(crate) fn load(&self) -> Result<Option<Stored>> {
        self.reading("read its head", |connection| {
            let mut query = connection.prepare_cached("SELECT size, note FROM head")?;
            let stored = |row: &Row<'_>| {
                Ok(Stored { size: row.get::<_, i64>(0)? as u64, note: row.get(1)? })
            };
            query.query_row([], stored).optional()
        })
    }

    pub(crate) fn commit(&self, commit: &Commit) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if !write(&mut writer.connection, commit).map_err(Error::storage("write new leaves"))? {
            return Err(Error::WrittenElsewhere);
        }
        writer.written += STEP + commit.leaves.iter().map(|leaf| leaf.bytes.len()).sum::<usize>();
        if writer.written > MOVED_EVERY {
            writer.written = 0;
            self.mover.tell();
        }
        Ok(())
    }

    pub(crate) fn tile(&self, id: TileId) -> Result<Vec<NodeHash>> {
        let bytes: Option<Vec<u8>> = self.reading("read a tile", |connection| {
            let mut query =
                connection.prepare_cached("SELECT hashes FROM tile WHERE place = ?1")?;
            query.query_row([place(id)], |row| row.get(0)).optional()
        })?;
        let (hashes, rest) = bytes.as_deref().unwrap_or_default().as_chunks::<32>();
        if !rest.is_empty() {
            let reason = format!("tile {} of level {} is cut short", id.index, id.level);
            return Err(Error::Damaged { reason });
        }
        Ok(hashes.iter().map(|bytes| NodeHash::from_bytes(*bytes)).collect())
    }

    pub(crate) fn sieves(&self, visit: &mut dyn FnMut(u64, &[u8])) -> Result<()> {
        self.reading("read its sieves", |connection| {
            let mut query = connection.prepare_cached("SELECT tile, bits FROM sieve")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                visit(row.get::<_, i64>(0)? as u64, row.get_ref(1)?.as_blob()?);
            }
            Ok(())
        })
    }

    pub(crate) fn leaves(&self, from: u64, limit: usize) -> Result<Vec<(u64, Vec<u8>)>> {
        self.reading("read leaves", |connection| {
            let mut query = connection.prepare_cached(
                "SELECT position, bytes FROM leaf WHERE position >= ?1 ORDER BY position LIMIT ?2",
            )?;
            query.query_map(params![from as i64, limit as i64], numbered)?.collect()
        })
    }

    pub(crate) fn count(&self, filter: &Filter, size: u64) -> Result<u64> {
        if filter.is_empty() {
            return Ok(size);
        }
        let (condition, actor, kind) = condition(filter);
        self.reading("count leaves", |connection| {
            let mut query = connection
                .prepare_cached(&format!("SELECT count(*) FROM leaf WHERE {condition}"))?;
            let count: i64 =
                query.query_row(params![size as i64, actor, kind], |row| row.get(0))?;
            Ok(count as u64)
        })
    }

    pub(crate) fn newest(
        &self,
        filter: &Filter,
        size: u64,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>> {
        if filter.is_empty() {
            let end = size.saturating_sub(offset);
            let start = end.saturating_sub(limit as u64);
            let mut leaves = self.leaves(start, (end - start) as usize)?;
            leaves.reverse();
            return Ok(leaves);
        }
        let (condition, actor, kind) = condition(filter);
        self.reading("read leaves", |connection| {
            let mut query = connection.prepare_cached(&format!(
                "SELECT position, bytes FROM leaf WHERE {condition}
                 ORDER BY position DESC LIMIT ?4 OFFSET ?5"
            ))?;
            let page = params![size as i64, actor, kind, limit as i64, offset as i64];
            query.query_map(page, numbered)?.collect()
        })
    }

    fn reading<T>(
        &self,
        doing: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let idle = self.readers().pop();
        let connection = idle.map_or_else(|| connect(&self.path), Ok);
        let connection = connection.map_err(Error::storage("open its file"))?;
        let answer = read(&connection).map_err(Error::storage(doing));
        let mut readers = self.readers();
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        answer
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves what was written into the main file, so that whoever waits for a leaf does not wait for
/// that as well.
struct Mover {
    written: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Mover {
    fn start(path: &Path) -> Result<Self> {
        let connection = connect(path).map_err(Error::storage("open its file"))?;
        let (written, told) = std::sync::mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("log-mover".to_owned());
        let thread = thread.spawn(move || {
            while told.recv().is_ok() {
                // Where it fails, those who write move it later, and hear of the error.
                let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
            }
        });
        let thread = thread.map_err(Error::file("start a thread for", path))?;
        Ok(Self { written: Some(written), thread: Some(thread) })
    }

    /// There is something to move. If there was already, it is moved with that.
    fn tell(&self) {
        if let Some(written) = &self.written {
            let _ = written.try_send(());
        }
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.written = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn migrate(writer: &mut Connection) -> Result<()> {
    let failed = "make its tables";
    let migration = writer
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(Error::storage(failed))?;
    let found: i64 = migration
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(Error::storage(failed))?;
    match found {
        0 => {
            migration.execute_batch(TABLES).map_err(Error::storage(failed))?;
            migration.execute_batch(SINCE_VERSION_1).map_err(Error::storage(failed))?;
        }
        1 => migration.execute_batch(SINCE_VERSION_1).map_err(Error::storage(failed))?,
        VERSION => {}
        _ => return Err(Error::NewerTables { found, known: VERSION }),
    }
    migration.commit().map_err(Error::storage(failed))
}

/// Writes all of it in one transaction; false, and nothing written, if somebody else's leaves
/// came between.
fn write(writer: &mut Connection, commit: &Commit) -> rusqlite::Result<bool> {
    let step = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let size: Option<i64> =
            step.query_row("SELECT size FROM head", [], |row| row.get(0)).optional()?;
        if size.unwrap_or(0) as u64 != commit.old_size {
            return Ok(false);
        }
        let mut leaf = step.prepare_cached(
            "INSERT INTO leaf (position, actor, kind, bytes) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (position, new) in (commit.old_size..).zip(&commit.leaves) {
            leaf.execute(params![position as i64, new.actor, new.kind.as_str(), new.bytes])?;
        }
        let mut tile =
            step.prepare_cached("INSERT OR REPLACE INTO tile (place, hashes) VALUES (?1, ?2)")?;
        for (id, hashes) in &commit.tiles {
            let bytes: Vec<u8> = hashes.iter().flat_map(|hash| *hash.as_bytes()).collect();
            tile.execute(params![place(*id), bytes])?;
        }
        let mut sieve =
            step.prepare_cached("INSERT OR REPLACE INTO sieve (tile, bits) VALUES (?1, ?2)")?;
        for (tile, bits) in &commit.sieves {
            sieve.execute(params![*tile as i64, bits])?;
        }
        step.prepare_cached("INSERT OR REPLACE INTO head (only, size, note) VALUES (1, ?1, ?2)")?
            .execute(params![commit.new_size() as i64, commit.note])?;
    }
    step.commit()?;
    Ok(true)
}

/// A tile's key: its level in the top byte, its number below.
fn place(id: TileId) -> i64 {
    (i64::from(id.level) << 56) | id.index as i64
}

/// The SQL condition of a filter over `?1` (size), `?2` (actor) and `?3` (kind).
fn condition(filter: &Filter) -> (&'static str, Option<&str>, Option<&'static str>) {
    let actor = filter.actor.as_ref().map(crossbearing_model::PrincipalId::as_str);
    let kind = filter.kind.map(crate::Kind::as_str);
    let condition = match (actor, kind) {
        (Some(_), Some(_)) => "position < ?1 AND actor = ?2 AND kind = ?3",
        (Some(_), None) => "position < ?1 AND actor = ?2 AND ?3 IS NULL",
        _ => "position < ?1 AND ?2 IS NULL AND kind = ?3",
    };
    (condition, actor, kind)
}

fn numbered(row: &Row<'_>) -> rusqlite::Result<(u64, Vec<u8>)> {
    Ok((row.get::<_, i64>(0)? as u64, row.get(1)?))
}
