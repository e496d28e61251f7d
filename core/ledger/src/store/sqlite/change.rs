//! Changing the file inside one transaction.

use std::collections::HashMap;

use crossbearing_access::{LabelNo, Protection};
use crossbearing_model::{EntityId, Label};
use rusqlite::{Connection, OptionalExtension};

use super::snapshot::SqliteSnapshot;
use crate::store::{
    BatchRecord, Change, CitationNo, CitationRow, EntityNo, Entry, Seq, Snapshot, TermNo,
};
use crate::{Drawing, Error, Original};

/// Entity ids remembered within one batch.
const REMEMBERED_ENTITIES: usize = 1 << 18;

/// A connection inside a write transaction, with what it has interned so far.
pub(crate) struct SqliteChange<'c> {
    connection: &'c Connection,
    snapshot: SqliteSnapshot<'c>,
    entities: HashMap<String, EntityNo>,
}

impl<'c> SqliteChange<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection, snapshot: SqliteSnapshot::new(connection), entities: HashMap::new() }
    }

    fn last_number(&self) -> Result<u32, Error> {
        u32::try_from(self.connection.last_insert_rowid())
            .map_err(|_| Error::corrupt("a number", "more than 4 billion of a kind"))
    }
}

impl Change for SqliteChange<'_> {
    fn snapshot(&self) -> &dyn Snapshot {
        &self.snapshot
    }

    fn intern_entity(&mut self, id: &str) -> Result<EntityNo, Error> {
        if let Some(no) = self.entities.get(id) {
            return Ok(*no);
        }
        let insert = "INSERT INTO entity (id) VALUES (?1) ON CONFLICT DO NOTHING";
        let is_new = self.connection.prepare_cached(insert)?.execute([id])? == 1;
        let no = if is_new {
            EntityNo(self.last_number()?)
        } else {
            let found = self.snapshot.entity_no(id)?;
            found.ok_or_else(|| Error::corrupt("an entity", id))?
        };
        if self.entities.len() == REMEMBERED_ENTITIES {
            self.entities.clear();
        }
        self.entities.insert(id.to_owned(), no);
        Ok(no)
    }

    fn intern_term(&mut self, schema: &str, property: &str) -> Result<TermNo, Error> {
        let insert = "INSERT INTO term (no, schema, property)
             VALUES ((SELECT coalesce(max(no) + 1, 0) FROM term), ?1, ?2) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(insert)?.execute([schema, property])?;
        let sql = "SELECT no FROM term WHERE schema = ?1 AND property = ?2";
        let mut select = self.connection.prepare_cached(sql)?;
        Ok(select.query_row([schema, property], |row| row.get(0).map(TermNo))?)
    }

    fn intern_label(&mut self, digest: &[u8; 32], spec: &str) -> Result<LabelNo, Error> {
        let insert = "INSERT INTO label (no, digest, spec)
             VALUES ((SELECT coalesce(max(no) + 1, 0) FROM label), ?1, ?2) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(insert)?.execute((digest.as_slice(), spec))?;
        let mut select =
            self.connection.prepare_cached("SELECT no FROM label WHERE digest = ?1")?;
        Ok(select.query_row([digest.as_slice()], |row| row.get(0).map(LabelNo))?)
    }

    fn intern_citation(&mut self, citation: &CitationRow) -> Result<CitationNo, Error> {
        let parts = (
            citation.report.0,
            citation.label.0,
            &citation.grade,
            &citation.basis,
            &citation.origin,
        );
        let insert = "INSERT INTO citation (report, label, grade, basis, origin)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(insert)?.execute(parts)?;
        let sql = "SELECT no FROM citation WHERE report = ?1 AND label = ?2 AND grade = ?3
             AND basis = ?4 AND origin = ?5";
        let mut select = self.connection.prepare_cached(sql)?;
        Ok(select.query_row(parts, |row| row.get(0).map(CitationNo))?)
    }

    fn find(&self, entity: EntityNo, digest: i64) -> Result<Option<(Seq, LabelNo)>, Error> {
        let sql = "SELECT seq, label FROM statement WHERE entity = ?1 AND digest = ?2";
        let mut select = self.connection.prepare_cached(sql)?;
        let found = select.query_row((entity.0, digest), |row| {
            let seq: i64 = row.get(0)?;
            Ok((Seq(u64::try_from(seq).unwrap_or(0)), LabelNo(row.get(1)?)))
        });
        Ok(found.optional()?)
    }

    fn put(&mut self, entry: Entry<'_>) -> Result<bool, Error> {
        let row = entry.row;
        let seq = row.seq.0 as i64;
        let insert =
            "INSERT INTO statement (seq, entity, term, citation, label, digest, value, extra)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (entity, digest) DO NOTHING";
        let added = self.connection.prepare_cached(insert)?.execute((
            seq,
            row.entity.0,
            row.term.0,
            row.citation.0,
            row.label.0,
            row.digest,
            row.value,
            row.extra,
        ))?;
        if added == 0 {
            return Ok(false);
        }
        if !entry.tokens.is_empty() {
            let insert = "INSERT INTO token (rowid, tokens) VALUES (?1, ?2)";
            self.connection.prepare_cached(insert)?.execute((seq, entry.tokens))?;
        }
        if let Some(target) = entry.link {
            let insert = "INSERT INTO link (target, seq) VALUES (?1, ?2)";
            self.connection.prepare_cached(insert)?.execute((target.0, seq))?;
        }
        if let Some(earlier) = entry.supersedes {
            let insert = "INSERT INTO supersession (seq, by_seq) VALUES (?1, ?2)";
            self.connection.prepare_cached(insert)?.execute((earlier.0 as i64, seq))?;
        }
        Ok(true)
    }

    fn erase(&mut self, seq: Seq, tokens: &str, link: Option<EntityNo>) -> Result<(), Error> {
        let seq = seq.0 as i64;
        self.connection.execute("DELETE FROM statement WHERE seq = ?1", [seq])?;
        if !tokens.is_empty() {
            let delete = "INSERT INTO token (token, rowid, tokens) VALUES ('delete', ?1, ?2)";
            self.connection.execute(delete, (seq, tokens))?;
        }
        if let Some(target) = link {
            let delete = "DELETE FROM link WHERE target = ?1 AND seq = ?2";
            self.connection.execute(delete, (target.0, seq))?;
        }
        self.connection.execute("DELETE FROM supersession WHERE seq = ?1 OR by_seq = ?1", [seq])?;
        Ok(())
    }

    fn put_run(&mut self, citation: &CitationRow, first: Seq, last: Seq) -> Result<(), Error> {
        let insert = "INSERT INTO run (first, last, report, label) VALUES (?1, ?2, ?3, ?4)";
        self.connection.prepare_cached(insert)?.execute((
            first.0 as i64,
            last.0 as i64,
            citation.report.0,
            citation.label.0,
        ))?;
        Ok(())
    }

    fn put_batch(&mut self, batch: &BatchRecord) -> Result<(), Error> {
        let insert = "INSERT INTO batch (last, recorded_at, recorded_by) VALUES (?1, ?2, ?3)";
        let by = batch.recorded_by.as_str();
        let values = (batch.last.0 as i64, batch.recorded_at.millis(), by);
        self.connection.prepare_cached(insert)?.execute(values)?;
        Ok(())
    }

    fn put_protection(&mut self, protection: &Protection) -> Result<(), Error> {
        let entry = serde_json::to_string(protection)
            .map_err(|error| Error::corrupt("a protection", error.to_string()))?;
        let upsert = "INSERT INTO protection (entity, entry) VALUES (?1, ?2)
             ON CONFLICT (entity) DO UPDATE SET entry = excluded.entry";
        self.connection.execute(upsert, (protection.entity.as_str(), entry))?;
        Ok(())
    }

    fn remove_protection(&mut self, entity: &EntityId) -> Result<(), Error> {
        let delete = "DELETE FROM protection WHERE entity = ?1";
        self.connection.execute(delete, [entity.as_str()])?;
        Ok(())
    }

    fn keep_filings(&mut self, digest: &[u8; 32], keep: &[Label]) -> Result<(), Error> {
        for filing in self.snapshot.filings(digest)? {
            if !keep.contains(&filing.label) {
                let delete = "DELETE FROM filing WHERE digest = ?1 AND label = ?2";
                let label = written(&filing.label)?;
                self.connection.execute(delete, (digest.as_slice(), label))?;
            }
        }
        Ok(())
    }

    fn erase_original(&mut self, digest: &[u8; 32]) -> Result<bool, Error> {
        for table in ["filing", "drawing"] {
            let delete = format!("DELETE FROM {table} WHERE digest = ?1");
            self.connection.execute(&delete, [digest.as_slice()])?;
        }
        let delete = "DELETE FROM original WHERE digest = ?1";
        Ok(self.connection.execute(delete, [digest.as_slice()])? > 0)
    }

    fn done(&mut self, key: &str) -> Result<(), Error> {
        self.connection.execute("DELETE FROM meta WHERE key = ?1", [key])?;
        Ok(())
    }

    fn put_original(&mut self, original: &Original) -> Result<(), Error> {
        let digest = original.digest();
        let insert = "INSERT INTO original (digest, name, media_type, label, bytes)
             VALUES (?1, '', '', '', ?2) ON CONFLICT DO NOTHING";
        self.connection.execute(insert, (digest.as_slice(), &original.bytes))?;
        let insert = "INSERT INTO filing (digest, label, name, media_type)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        let label = written(&original.label)?;
        let values = (digest.as_slice(), label, &original.name, &original.media_type);
        self.connection.execute(insert, values)?;
        let insert = "INSERT INTO drawing (digest, kind, media_type, bytes)
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        for Drawing { kind, media_type, bytes } in &original.drawings {
            self.connection.execute(insert, (digest.as_slice(), kind, media_type, bytes))?;
        }
        Ok(())
    }
}

fn written(label: &Label) -> Result<String, Error> {
    serde_json::to_string(label).map_err(|error| Error::corrupt("a label", error.to_string()))
}
