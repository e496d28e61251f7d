//! The purposes for which people look, and who may state which.

use crossbearing_model::{Instant, PrincipalId, PurposeId};
use rusqlite::{OptionalExtension as _, Row, params};

use super::people::parsed;
use super::{Accounts, Error, Result};

/// An operation in whose name somebody looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Purpose {
    /// Its short name, as in labels and in the log.
    pub(crate) id: PurposeId,
    /// What it is.
    pub(crate) title: String,
    /// From when it may be stated.
    pub(crate) valid_from: Instant,
    /// Until when.
    pub(crate) valid_until: Instant,
}

impl Purpose {
    /// Whether it may be stated at this time.
    pub(crate) fn check(&self, now: Instant) -> Result<()> {
        let when = if now < self.valid_from {
            format!("begins on {}", self.valid_from.day())
        } else if now >= self.valid_until {
            format!("ended on {}", self.valid_until.day())
        } else {
            return Ok(());
        };
        Err(Error::PurposeNotInForce { purpose: self.id.clone(), when })
    }
}

impl Accounts {
    /// Adds a purpose, or changes its title and dates.
    pub(crate) fn put_purpose(&self, purpose: &Purpose) -> Result<()> {
        if purpose.valid_from >= purpose.valid_until {
            return Err(Error::Invalid("a purpose ends after it begins".to_owned()));
        }
        self.lock().execute(
            "INSERT INTO purpose (id, title, valid_from, valid_until) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET title = ?2, valid_from = ?3, valid_until = ?4",
            params![
                purpose.id.as_str(),
                purpose.title,
                purpose.valid_from.millis(),
                purpose.valid_until.millis(),
            ],
        )?;
        Ok(())
    }

    /// Lets a person state a purpose.
    pub(crate) fn grant(&self, person: &PrincipalId, purpose: &PurposeId) -> Result<()> {
        let connection = self.lock();
        for (what, table, name) in
            [("person", "person", person.as_str()), ("purpose", "purpose", purpose.as_str())]
        {
            let query = format!("SELECT 1 FROM {table} WHERE id = ?1");
            let known = connection.query_row(&query, [name], |_| Ok(())).optional()?;
            known.ok_or_else(|| Error::Unknown { what, name: name.to_owned() })?;
        }
        connection.execute(
            "INSERT OR IGNORE INTO granted (person, purpose) VALUES (?1, ?2)",
            [person.as_str(), purpose.as_str()],
        )?;
        Ok(())
    }

    /// The purposes that a person may state, in force or not.
    pub(crate) fn purposes_of(&self, person: &PrincipalId) -> Result<Vec<Purpose>> {
        let connection = self.lock();
        let mut query = connection.prepare_cached(
            "SELECT id, title, valid_from, valid_until FROM purpose
             JOIN granted ON granted.purpose = purpose.id
             WHERE granted.person = ?1 ORDER BY title",
        )?;
        let purposes = query.query_map([person.as_str()], |row| Ok(read(row)))?;
        purposes.map(|purpose| purpose.map_err(Error::from).flatten()).collect()
    }

    /// The purpose, if this person may state it at this time.
    pub(super) fn stated(
        &self,
        person: &PrincipalId,
        purpose: &PurposeId,
        now: Instant,
    ) -> Result<Purpose> {
        let granted = self.purposes_of(person)?;
        let stated = granted
            .into_iter()
            .find(|granted| granted.id == *purpose)
            .ok_or_else(|| Error::NotYourPurpose(purpose.clone()))?;
        stated.check(now)?;
        Ok(stated)
    }
}

fn read(row: &Row<'_>) -> Result<Purpose> {
    Ok(Purpose {
        id: parsed("purpose", &row.get::<_, String>(0)?)?,
        title: row.get(1)?,
        valid_from: Instant::from_millis(row.get(2)?),
        valid_until: Instant::from_millis(row.get(3)?),
    })
}
