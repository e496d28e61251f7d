//! What the safeguarding desk keeps: who asks to open a pseudonym, and what one person proposes and
//! another confirms about the protection register.
//!
//! Persons stand here under their own ids: whoever shows something of it shows it through a View.

use std::path::Path;

use crossbearing_model::{AgencyId, EntityId, Instant, PrincipalId, PurposeId};
use rusqlite::{OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::DeskFile;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS request (
        number INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        asker TEXT NOT NULL,
        agency TEXT NOT NULL,
        purpose TEXT NOT NULL,
        reason TEXT NOT NULL,
        days INTEGER NOT NULL,
        asked_at INTEGER NOT NULL,
        addressed_to TEXT NOT NULL,
        state TEXT NOT NULL,
        decided TEXT,
        until INTEGER,
        seen INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS request_of ON request (asker);
    CREATE TABLE IF NOT EXISTS proposal (
        number INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        change TEXT NOT NULL,
        reason TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        decided TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS proposal_about ON proposal (person);
    PRAGMA user_version = 1;
";

/// The most of each kind in one list: those that wait come first, then the latest.
const MOST_LISTED: i64 = 500;

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// It waits for a decision.
    Open,
    /// It was granted or confirmed.
    Agreed,
    /// It was refused.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
    /// What was granted was taken back before its time.
    Revoked,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
        }
    }

    fn read(text: &str) -> Self {
        [Self::Agreed, Self::Refused, Self::Withdrawn, Self::Revoked]
            .into_iter()
            .find(|stage| stage.as_str() == text)
            .unwrap_or(Self::Open)
    }
}

/// Who decided, when, and what that person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Decided {
    pub(crate) by: PrincipalId,
    pub(crate) at: Instant,
    pub(crate) reason: String,
}

/// Somebody asks to know who a protected person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) number: i64,
    pub(crate) person: EntityId,
    pub(crate) asker: PrincipalId,
    pub(crate) agency: AgencyId,
    pub(crate) purpose: PurposeId,
    pub(crate) reason: String,
    /// For how long it is asked.
    pub(crate) days: u32,
    pub(crate) asked_at: Instant,
    /// The agencies whose safeguarding officers decide.
    pub(crate) addressed_to: Vec<AgencyId>,
    pub(crate) stage: Stage,
    pub(crate) decided: Option<Decided>,
    /// Until when it is granted.
    pub(crate) until: Option<Instant>,
    /// Whether the asker has read the decision.
    pub(crate) seen: bool,
}

/// What is to change in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(crate) enum Proposed {
    /// The person is protected. It holds from the proposal on.
    Enter {
        /// As what.
        category: String,
    },
    /// The protection ends.
    End,
    /// The person is called a suspect or convicted as well.
    Accuse {
        /// `suspect` or `convicted`.
        category: String,
        /// The report that says so.
        report: EntityId,
        /// The statement's citation, as it stood when it was proposed.
        citation: String,
    },
}

/// What one person proposes and another confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub(crate) number: i64,
    pub(crate) person: EntityId,
    pub(crate) change: Proposed,
    pub(crate) reason: String,
    pub(crate) by: PrincipalId,
    pub(crate) at: Instant,
    pub(crate) stage: Stage,
    pub(crate) decided: Option<Decided>,
}

/// The matters of a node.
pub(crate) struct Safeguarding(DeskFile);

impl Safeguarding {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        DeskFile::open(path, |file| file.execute_batch(TABLES)).map(Self)
    }

    /// Keeps a request and gives its number; the number it has is passed over.
    pub(crate) fn ask(&self, request: &Request) -> rusqlite::Result<i64> {
        let connection = self.0.lock();
        connection.execute(
            "INSERT INTO request
                 (person, asker, agency, purpose, reason, days, asked_at, addressed_to, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                request.person.as_str(),
                request.asker.as_str(),
                request.agency.as_str(),
                request.purpose.as_str(),
                request.reason,
                request.days,
                request.asked_at.millis(),
                json(&request.addressed_to)?,
                request.stage.as_str(),
            ],
        )?;
        Ok(connection.last_insert_rowid())
    }

    /// Keeps where a request stands now.
    pub(crate) fn settle_request(&self, request: &Request) -> rusqlite::Result<()> {
        let decided = request.decided.as_ref().map(json).transpose()?;
        let until = request.until.map(Instant::millis);
        self.0.lock().execute(
            "UPDATE request SET state = ?2, decided = ?3, until = ?4, seen = ?5 WHERE number = ?1",
            params![request.number, request.stage.as_str(), decided, until, request.seen],
        )?;
        Ok(())
    }

    /// One request.
    pub(crate) fn request(&self, number: i64) -> rusqlite::Result<Option<Request>> {
        let connection = self.0.lock();
        let query = format!("SELECT {REQUEST} FROM request WHERE number = ?1");
        connection.query_row(&query, [number], read_request).optional()
    }

    /// All requests: those that wait first, then the latest.
    pub(crate) fn requests(&self) -> rusqlite::Result<Vec<Request>> {
        let connection = self.0.lock();
        let mut query = connection.prepare(&format!(
            "SELECT {REQUEST} FROM request ORDER BY state <> 'open', number DESC LIMIT ?1"
        ))?;
        let requests = query.query_map([MOST_LISTED], read_request)?;
        requests.collect()
    }

    /// Keeps a proposal and gives its number; the number it has is passed over.
    pub(crate) fn propose(&self, proposal: &Proposal) -> rusqlite::Result<i64> {
        let connection = self.0.lock();
        connection.execute(
            "INSERT INTO proposal (person, change, reason, proposed_by, proposed_at, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                proposal.person.as_str(),
                json(&proposal.change)?,
                proposal.reason,
                proposal.by.as_str(),
                proposal.at.millis(),
                proposal.stage.as_str(),
            ],
        )?;
        Ok(connection.last_insert_rowid())
    }

    /// Keeps where a proposal stands now.
    pub(crate) fn settle_proposal(&self, proposal: &Proposal) -> rusqlite::Result<()> {
        let decided = proposal.decided.as_ref().map(json).transpose()?;
        self.0.lock().execute(
            "UPDATE proposal SET state = ?2, decided = ?3 WHERE number = ?1",
            params![proposal.number, proposal.stage.as_str(), decided],
        )?;
        Ok(())
    }

    /// One proposal.
    pub(crate) fn proposal(&self, number: i64) -> rusqlite::Result<Option<Proposal>> {
        let connection = self.0.lock();
        let query = format!("SELECT {PROPOSAL} FROM proposal WHERE number = ?1");
        connection.query_row(&query, [number], read_proposal).optional()
    }

    /// All proposals: those that wait first, then the latest.
    pub(crate) fn proposals(&self) -> rusqlite::Result<Vec<Proposal>> {
        let connection = self.0.lock();
        let mut query = connection.prepare(&format!(
            "SELECT {PROPOSAL} FROM proposal ORDER BY state <> 'open', number DESC LIMIT ?1"
        ))?;
        let proposals = query.query_map([MOST_LISTED], read_proposal)?;
        proposals.collect()
    }
}

const REQUEST: &str = "number, person, asker, agency, purpose, reason, days, asked_at, \
     addressed_to, state, decided, until, seen";
const PROPOSAL: &str = "number, person, change, reason, proposed_by, proposed_at, state, decided";

fn read_request(row: &Row<'_>) -> rusqlite::Result<Request> {
    Ok(Request {
        number: row.get(0)?,
        person: parsed(row, 1)?,
        asker: parsed(row, 2)?,
        agency: parsed(row, 3)?,
        purpose: parsed(row, 4)?,
        reason: row.get(5)?,
        days: row.get(6)?,
        asked_at: Instant::from_millis(row.get(7)?),
        addressed_to: from_json(row, 8)?.unwrap_or_default(),
        stage: Stage::read(&row.get::<_, String>(9)?),
        decided: from_json(row, 10)?,
        until: row.get::<_, Option<i64>>(11)?.map(Instant::from_millis),
        seen: row.get(12)?,
    })
}

fn read_proposal(row: &Row<'_>) -> rusqlite::Result<Proposal> {
    let change = from_json(row, 2)?;
    Ok(Proposal {
        number: row.get(0)?,
        person: parsed(row, 1)?,
        change: change.ok_or(rusqlite::Error::InvalidQuery)?,
        reason: row.get(3)?,
        by: parsed(row, 4)?,
        at: Instant::from_millis(row.get(5)?),
        stage: Stage::read(&row.get::<_, String>(6)?),
        decided: from_json(row, 7)?,
    })
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    row.get::<_, String>(column)?.parse().map_err(|error| damaged(column, error))
}

fn from_json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| damaged(column, error))).transpose()
}

fn damaged(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let text = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, text, Box::new(error))
}
