//! What people decided about proposals: who, when, and for which entity.
//!
//! A decision is its agency's own: another agency that reads the same report decides for itself,
//! and does not learn what was decided here. The latest decision about a proposal counts; earlier
//! ones are kept.

use std::collections::HashMap;
use std::path::Path;

use crossbearing_access::Viewer;
use crossbearing_model::{EntityId, Instant};
use rusqlite::{Connection, params};

use super::DeskFile;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS decision (
        number INTEGER PRIMARY KEY,
        agency TEXT NOT NULL,
        report TEXT NOT NULL,
        proposal TEXT NOT NULL,
        confirmed INTEGER NOT NULL,
        entity TEXT,
        decided_by TEXT NOT NULL,
        decided_at INTEGER NOT NULL,
        reason TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS decision_of_report ON decision (report, agency);
    PRAGMA user_version = 2;
";
/// From the first version, which kept no reasons.
const ADD_REASON: &str = "ALTER TABLE decision ADD COLUMN reason TEXT;";

/// One decision about one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The key of the proposal within its report.
    pub(crate) proposal: String,
    /// Confirmed for this entity, or dismissed.
    pub(crate) confirmed_for: Option<EntityId>,
    /// Why it was dismissed.
    pub(crate) reason: Option<String>,
}

/// The decisions of a node.
pub(crate) struct Decisions(DeskFile);

impl Decisions {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let prepare = |file: &Connection| {
            let version: u32 = file.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if version == 1 {
                file.execute_batch(ADD_REASON)?;
            }
            file.execute_batch(TABLES)
        };
        DeskFile::open(path, prepare).map(Self)
    }

    /// Keeps decisions about a report, all or none.
    pub(crate) fn keep(
        &self,
        viewer: &Viewer,
        report: &EntityId,
        decisions: &[Decision],
        now: Instant,
    ) -> rusqlite::Result<()> {
        let mut connection = self.0.lock();
        let step = connection.transaction()?;
        for Decision { proposal, confirmed_for, reason } in decisions {
            step.prepare_cached(
                "INSERT INTO decision
                     (agency, report, proposal, confirmed, entity, decided_by, decided_at, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                viewer.agency.as_str(),
                report.as_str(),
                proposal,
                confirmed_for.is_some(),
                confirmed_for.as_ref().map(EntityId::as_str),
                viewer.principal.as_str(),
                now.millis(),
                reason,
            ])?;
        }
        step.commit()
    }

    /// The latest decision of the viewer's agency about each proposal of a report.
    pub(crate) fn of_report(
        &self,
        viewer: &Viewer,
        report: &EntityId,
    ) -> rusqlite::Result<HashMap<String, Decision>> {
        let connection = self.0.lock();
        let mut query = connection.prepare_cached(
            "SELECT proposal, entity, reason FROM decision WHERE report = ?1 AND agency = ?2
             ORDER BY number",
        )?;
        let decisions = query.query_map([report.as_str(), viewer.agency.as_str()], |row| {
            let entity: Option<String> = row.get(1)?;
            let confirmed_for = entity.and_then(|entity| entity.parse().ok());
            Ok(Decision { proposal: row.get(0)?, confirmed_for, reason: row.get(2)? })
        })?;
        let keyed = |decision: Decision| (decision.proposal.clone(), decision);
        decisions.map(|decision| decision.map(keyed)).collect()
    }
}
