//! Reading the file as of one moment.

use crossbearing_access::{LabelNo, Protection};
use crossbearing_model::Instant;
use rusqlite::{Connection, OptionalExtension, Params};

use crate::store::{
    BatchRecord, CitationNo, CitationRow, EntityNo, Filing, Row, Seq, Snapshot, TermNo, Token,
    TokenQuery, Walk,
};
use crate::{Drawing, Error};

/// A query for rows: what to join and how to choose and order them.
macro_rules! rows_where {
    ($from:literal) => {
        concat!(
            "SELECT statement.seq, entity, term, citation, label, digest, value, extra FROM ",
            $from
        )
    };
}

/// A connection inside a transaction.
pub(crate) struct SqliteSnapshot<'c> {
    connection: &'c Connection,
}

impl<'c> SqliteSnapshot<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    fn visit_rows(
        &self,
        sql: &str,
        params: impl Params,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query(params)?;
        while let Some(row) = rows.next()? {
            if visit(row_of(row)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn runs(&self, sql: &str, no: u32) -> Result<Vec<(Seq, Seq)>, Error> {
        let mut select = self.connection.prepare_cached(sql)?;
        let runs = select.query_map([no], |row| Ok((seq(row.get(0)?), seq(row.get(1)?))))?;
        Ok(runs.collect::<Result<_, _>>()?)
    }
}

impl Snapshot for SqliteSnapshot<'_> {
    fn entity_no(&self, id: &str) -> Result<Option<EntityNo>, Error> {
        let mut select = self.connection.prepare_cached("SELECT no FROM entity WHERE id = ?1")?;
        Ok(select.query_row([id], |row| row.get(0).map(EntityNo)).optional()?)
    }

    fn entity_id(&self, no: EntityNo) -> Result<String, Error> {
        let mut select = self.connection.prepare_cached("SELECT id FROM entity WHERE no = ?1")?;
        Ok(select.query_row([no.0], |row| row.get(0))?)
    }

    fn entities(
        &self,
        visit: &mut dyn FnMut(EntityNo, &str) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let mut select = self.connection.prepare_cached("SELECT no, id FROM entity ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if visit(EntityNo(row.get(0)?), text(row, 1)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn terms_after(&self, known: usize) -> Result<Vec<(String, String)>, Error> {
        let sql = "SELECT schema, property FROM term WHERE no >= ?1 ORDER BY no";
        let mut select = self.connection.prepare_cached(sql)?;
        let terms = select.query_map([known as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(terms.collect::<Result<_, _>>()?)
    }

    fn labels_after(&self, known: usize) -> Result<Vec<String>, Error> {
        let sql = "SELECT spec FROM label WHERE no >= ?1 ORDER BY no";
        let mut select = self.connection.prepare_cached(sql)?;
        let labels = select.query_map([known as i64], |row| row.get(0))?;
        Ok(labels.collect::<Result<_, _>>()?)
    }

    fn citation(&self, no: CitationNo) -> Result<CitationRow, Error> {
        let sql = "SELECT report, label, grade, basis, origin FROM citation WHERE no = ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        Ok(select.query_row([no.0], |row| {
            Ok(CitationRow {
                report: EntityNo(row.get(0)?),
                label: LabelNo(row.get(1)?),
                grade: row.get(2)?,
                basis: row.get(3)?,
                origin: row.get(4)?,
            })
        })?)
    }

    fn batch_of(&self, statement: Seq) -> Result<BatchRecord, Error> {
        let sql = "SELECT last, recorded_at, recorded_by FROM batch WHERE last >= ?1 ORDER BY last LIMIT 1";
        let mut select = self.connection.prepare_cached(sql)?;
        let (last, at, by): (i64, i64, String) = select
            .query_row([statement.0 as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let recorded_by =
            by.parse().map_err(|_| Error::corrupt("a user name", format!("batch {last}")))?;
        Ok(BatchRecord { last: seq(last), recorded_at: Instant::from_millis(at), recorded_by })
    }

    fn ceiling(&self, at: Option<Instant>) -> Result<Seq, Error> {
        let at = at.map_or(i64::MAX, Instant::millis);
        let sql = "SELECT last FROM batch WHERE recorded_at <= ?1 ORDER BY last DESC LIMIT 1";
        let mut select = self.connection.prepare_cached(sql)?;
        let last = select.query_row([at], |row| row.get(0)).optional()?;
        Ok(seq(last.unwrap_or(0)))
    }

    fn rows_of(
        &self,
        entity: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let sql = rows_where!("statement WHERE entity = ?1 ORDER BY seq");
        self.visit_rows(sql, [entity.0], visit)
    }

    fn rows_between(
        &self,
        first: Seq,
        last: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let range = [first.0 as i64, last.0.min(i64::MAX as u64) as i64];
        let sql = rows_where!("statement WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq");
        self.visit_rows(sql, range, visit)
    }

    fn row(
        &self,
        statement: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        self.visit_rows(rows_where!("statement WHERE seq = ?1"), [statement.0 as i64], visit)
    }

    fn links_to(
        &self,
        target: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let sql = rows_where!(
            "link CROSS JOIN statement ON statement.seq = link.seq
             WHERE target = ?1 ORDER BY link.seq"
        );
        self.visit_rows(sql, [target.0], visit)
    }

    fn postings(
        &self,
        query: &TokenQuery,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        if query.groups.is_empty() || query.groups.iter().any(Vec::is_empty) {
            return Ok(());
        }
        let sql = rows_where!(
            "token CROSS JOIN statement ON statement.seq = token.rowid
             WHERE token MATCH ?1 ORDER BY token.rowid"
        );
        self.visit_rows(sql, [match_expression(query)], visit)
    }

    fn runs_of_report(&self, report: EntityNo) -> Result<Vec<(Seq, Seq)>, Error> {
        self.runs("SELECT first, last FROM run WHERE report = ?1 ORDER BY first", report.0)
    }

    fn runs_of_label(&self, label: LabelNo) -> Result<Vec<(Seq, Seq)>, Error> {
        self.runs("SELECT first, last FROM run WHERE label = ?1 ORDER BY first", label.0)
    }

    fn runs_backwards(
        &self,
        visit: &mut dyn FnMut(Seq, Seq, EntityNo, LabelNo) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let sql = "SELECT first, last, report, label FROM run ORDER BY first DESC";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut runs = select.query([])?;
        while let Some(run) = runs.next()? {
            let (first, last) = (seq(run.get(0)?), seq(run.get(1)?));
            if visit(first, last, EntityNo(run.get(2)?), LabelNo(run.get(3)?))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn superseded_by(&self, earlier: Seq) -> Result<Option<Seq>, Error> {
        let sql = "SELECT by_seq FROM supersession WHERE seq = ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        let by = select.query_row([earlier.0 as i64], |row| row.get(0)).optional()?;
        Ok(by.map(seq))
    }

    fn supersessions(&self, visit: &mut dyn FnMut(Seq, Seq)) -> Result<(), Error> {
        let mut select = self.connection.prepare_cached("SELECT seq, by_seq FROM supersession")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            visit(seq(row.get(0)?), seq(row.get(1)?));
        }
        Ok(())
    }

    fn protections(&self) -> Result<Vec<Protection>, Error> {
        let sql = "SELECT entry FROM protection ORDER BY entity";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        let mut protections = Vec::new();
        while let Some(row) = rows.next()? {
            let entry: String = row.get(0)?;
            let protection = serde_json::from_str(&entry)
                .map_err(|error| Error::corrupt("a protection", error.to_string()))?;
            protections.push(protection);
        }
        Ok(protections)
    }

    fn file(&self, digest: &[u8; 32]) -> Result<Option<Vec<u8>>, Error> {
        let sql = "SELECT bytes FROM original WHERE digest = ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        Ok(select.query_row([digest.as_slice()], |row| row.get(0)).optional()?)
    }

    fn filings(&self, digest: &[u8; 32]) -> Result<Vec<Filing>, Error> {
        let sql = "SELECT label, name, media_type FROM filing WHERE digest = ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([digest.as_slice()])?;
        let mut filings = Vec::new();
        while let Some(row) = rows.next()? {
            let label: String = row.get(0)?;
            let label = serde_json::from_str(&label)
                .map_err(|error| Error::corrupt("a label", error.to_string()))?;
            filings.push(Filing { label, name: row.get(1)?, media_type: row.get(2)? });
        }
        Ok(filings)
    }

    fn drawing(&self, digest: &[u8; 32], kind: &str) -> Result<Option<Drawing>, Error> {
        let sql = "SELECT media_type, bytes FROM drawing WHERE digest = ?1 AND kind = ?2";
        let mut select = self.connection.prepare_cached(sql)?;
        let drawing = |row: &rusqlite::Row<'_>| {
            Ok(Drawing { kind: kind.to_owned(), media_type: row.get(0)?, bytes: row.get(1)? })
        };
        Ok(select.query_row((digest.as_slice(), kind), drawing).optional()?)
    }

    fn words(&self, visit: &mut dyn FnMut(&str)) -> Result<(), Error> {
        let sql = "SELECT term FROM token_word WHERE term >= 'w' AND term < 'x'";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            visit(text(row, 0)?);
        }
        Ok(())
    }
}

/// The query in FTS5's language. Tokens hold letters and digits only, so quoting is enough.
fn match_expression(query: &TokenQuery) -> String {
    let mut expression = String::new();
    for (position, group) in query.groups.iter().enumerate() {
        expression.push_str(if position == 0 { "(" } else { " AND (" });
        for (position, token) in group.iter().enumerate() {
            if position > 0 {
                expression.push_str(" OR ");
            }
            let (word, star) = match token {
                Token::Whole(word) => (word, ""),
                Token::Prefix(word) => (word, " *"),
            };
            expression.push('"');
            expression.extend(word.chars().filter(|c| *c != '"'));
            expression.push('"');
            expression.push_str(star);
        }
        expression.push(')');
    }
    expression
}

fn row_of<'r>(row: &'r rusqlite::Row<'_>) -> Result<Row<'r>, Error> {
    Ok(Row {
        seq: seq(row.get(0)?),
        entity: EntityNo(row.get(1)?),
        term: TermNo(row.get(2)?),
        citation: CitationNo(row.get(3)?),
        label: LabelNo(row.get(4)?),
        digest: row.get(5)?,
        value: text(row, 6)?,
        extra: row
            .get_ref(7)?
            .as_str_or_null()
            .map_err(|error| Error::corrupt("a statement", error.to_string()))?,
    })
}

fn text<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<&'r str, Error> {
    row.get_ref(column)?.as_str().map_err(|error| Error::corrupt("a text", error.to_string()))
}

/// SQLite counts in `i64`; statement numbers start at 1.
fn seq(number: i64) -> Seq {
    Seq(u64::try_from(number).unwrap_or(0))
}
