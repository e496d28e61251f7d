//! Charts that people saved: what was on them and where, under the label of what they show.

use std::path::Path;

use crossbearing_access::{Policy, Viewer};
use crossbearing_model::{Instant, Label};
use rusqlite::{OptionalExtension as _, Row, params};

use super::DeskFile;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS chart (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        agency TEXT NOT NULL,
        saved_by TEXT NOT NULL,
        saved_at INTEGER NOT NULL,
        label TEXT NOT NULL,
        layout TEXT NOT NULL
    ) STRICT;
    PRAGMA user_version = 1;
";

/// A saved chart.
#[derive(Debug, Clone)]
pub(crate) struct SavedChart {
    /// Its number on this node.
    pub(crate) number: i64,
    /// What it is called.
    pub(crate) name: String,
    /// Who saved it.
    pub(crate) saved_by: String,
    /// When.
    pub(crate) saved_at: Instant,
    /// Who may open it.
    pub(crate) label: Label,
    /// What is on it and where, as JSON.
    pub(crate) layout: String,
}

/// The charts of a node.
pub(crate) struct Charts(DeskFile);

impl Charts {
    /// Opens the file, which is made if it is not there.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        DeskFile::open(path, |file| file.execute_batch(TABLES)).map(Self)
    }

    /// Keeps a chart and gives its number.
    pub(crate) fn keep(
        &self,
        viewer: &Viewer,
        (name, label, layout): (&str, &Label, &str),
        now: Instant,
    ) -> rusqlite::Result<i64> {
        let label = serde_json::to_string(label.spec())
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let connection = self.0.lock();
        connection.execute(
            "INSERT INTO chart (name, agency, saved_by, saved_at, label, layout)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                name,
                viewer.agency.as_str(),
                viewer.principal.as_str(),
                now.millis(),
                label,
                layout
            ],
        )?;
        Ok(connection.last_insert_rowid())
    }

    /// The charts whose label admits the viewer, the newest first. One whose label cannot be read
    /// is nobody's.
    pub(crate) fn list(&self, viewer: &Viewer, now: Instant) -> rusqlite::Result<Vec<SavedChart>> {
        let connection = self.0.lock();
        let mut query = connection.prepare(
            "SELECT number, name, saved_by, saved_at, label, layout FROM chart ORDER BY number DESC",
        )?;
        let mut charts = Vec::new();
        for chart in query.query_map([], read)? {
            charts.extend(chart?.filter(|chart| Policy.admits(&chart.label, viewer, now)));
        }
        Ok(charts)
    }

    /// A chart, if its label admits the viewer.
    pub(crate) fn find(
        &self,
        viewer: &Viewer,
        number: i64,
        now: Instant,
    ) -> rusqlite::Result<Option<SavedChart>> {
        let found = self
            .0
            .lock()
            .query_row(
                "SELECT number, name, saved_by, saved_at, label, layout FROM chart
                 WHERE number = ?1",
                [number],
                read,
            )
            .optional()?;
        Ok(found.flatten().filter(|chart| Policy.admits(&chart.label, viewer, now)))
    }

    /// Deletes a chart of the viewer's own; whether there was one.
    pub(crate) fn delete(&self, viewer: &Viewer, number: i64) -> rusqlite::Result<bool> {
        let gone = self.0.lock().execute(
            "DELETE FROM chart WHERE number = ?1 AND saved_by = ?2 AND agency = ?3",
            params![number, viewer.principal.as_str(), viewer.agency.as_str()],
        )?;
        Ok(gone > 0)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<SavedChart>> {
    let label: String = row.get(4)?;
    let Ok(label) = serde_json::from_str::<Label>(&label) else { return Ok(None) };
    Ok(Some(SavedChart {
        number: row.get(0)?,
        name: row.get(1)?,
        saved_by: row.get(2)?,
        saved_at: Instant::from_millis(row.get(3)?),
        label,
        layout: row.get(5)?,
    }))
}
