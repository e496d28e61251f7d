//! The agencies of a node and the people who log in.

use std::collections::BTreeSet;

use crossbearing_access::Role;
use crossbearing_model::{AgencyId, Classification, GroupId, PrincipalId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Accounts, Error, Password, Result};

/// An agency whose people log in or whose reports are here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agency {
    /// Its short name, as in labels.
    pub(crate) id: AgencyId,
    /// Its name.
    pub(crate) name: String,
    /// The groups it belongs to, as in labels.
    pub(crate) groups: BTreeSet<GroupId>,
}

/// Somebody who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The user name, as in the log.
    pub(crate) id: PrincipalId,
    /// The name, for people to read.
    pub(crate) name: String,
    /// Whose officer this is.
    pub(crate) agency: AgencyId,
    /// In which roles, the main one first.
    pub(crate) roles: Vec<Role>,
    /// Cleared up to here.
    pub(crate) clearance: Classification,
    /// A line about what this person comes for; shown in an exercise.
    pub(crate) note: Option<String>,
    /// Whether the account is closed.
    pub(crate) closed: bool,
}

impl Person {
    /// The main role.
    pub(crate) fn main_role(&self) -> Role {
        self.roles.first().copied().unwrap_or(Role::Analyst)
    }

    /// The roles as they are written in the log, the main one first.
    pub(crate) fn roles_in_words(&self) -> impl Iterator<Item = &'static str> {
        self.roles.iter().map(|role| role.as_str())
    }
}

impl Accounts {
    /// Adds an agency, or changes its name and groups.
    pub(crate) fn put_agency(&self, agency: &Agency) -> Result<()> {
        self.lock().execute(
            "INSERT INTO agency (id, name, member_of) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET name = ?2, member_of = ?3",
            params![agency.id.as_str(), agency.name, json(&agency.groups)],
        )?;
        Ok(())
    }

    /// Every agency, by name.
    pub(crate) fn agencies(&self) -> Result<Vec<Agency>> {
        let connection = self.lock();
        let mut query =
            connection.prepare_cached("SELECT id, name, member_of FROM agency ORDER BY name")?;
        let agencies = query.query_map([], |row| Ok(read_agency(row)))?;
        agencies.map(|agency| agency.map_err(Error::from).flatten()).collect()
    }

    /// Adds a person.
    pub(crate) fn add_person(&self, person: &Person, password: &Password) -> Result<()> {
        check(person)?;
        let hash = password.hash()?;
        let connection = self.lock();
        if find(&connection, person.id.as_str())?.is_some() {
            return Err(Error::Taken(person.id.clone()));
        }
        known_agency(&connection, &person.agency)?;
        connection.execute(
            "INSERT INTO person (id, name, agency, roles, clearance, note, password_hash, closed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                person.id.as_str(),
                person.name,
                person.agency.as_str(),
                json(&person.roles),
                json(&person.clearance),
                person.note,
                hash,
                person.closed,
            ],
        )?;
        Ok(())
    }

    /// Sets another password and ends every session of the person.
    pub(crate) fn set_password(&self, person: &PrincipalId, password: &Password) -> Result<()> {
        let hash = password.hash()?;
        let connection = self.lock();
        let changed = connection.execute(
            "UPDATE person SET password_hash = ?2 WHERE id = ?1",
            params![person.as_str(), hash],
        )?;
        connection.execute("DELETE FROM session WHERE person = ?1", [person.as_str()])?;
        found(changed, person)
    }

    /// Closes an account: no login, no session, no token works any more.
    pub(crate) fn close(&self, person: &PrincipalId) -> Result<()> {
        let connection = self.lock();
        let changed =
            connection.execute("UPDATE person SET closed = 1 WHERE id = ?1", [person.as_str()])?;
        connection.execute("DELETE FROM session WHERE person = ?1", [person.as_str()])?;
        found(changed, person)
    }

    /// Everybody, by user name.
    pub(crate) fn people(&self) -> Result<Vec<Person>> {
        let connection = self.lock();
        let mut query = connection.prepare_cached(
            "SELECT id, name, agency, roles, clearance, note, closed FROM person ORDER BY rowid",
        )?;
        let people = query.query_map([], |row| Ok(read_person(row)))?;
        people.map(|person| person.map_err(Error::from).flatten()).collect()
    }

    /// The person with this user name.
    pub(crate) fn person(&self, person: &PrincipalId) -> Result<Person> {
        find(&self.lock(), person.as_str())?
            .ok_or_else(|| Error::Unknown { what: "person", name: person.to_string() })
    }

    /// The groups of an agency.
    pub(crate) fn groups(&self, agency: &AgencyId) -> Result<BTreeSet<GroupId>> {
        Ok(known_agency(&self.lock(), agency)?.groups)
    }

    pub(super) fn hash_of(&self, person: &str) -> Result<Option<String>> {
        let connection = self.lock();
        let mut query =
            connection.prepare_cached("SELECT password_hash FROM person WHERE id = ?1")?;
        Ok(query.query_row([person], |row| row.get(0)).optional()?)
    }
}

pub(super) fn find(connection: &Connection, person: &str) -> Result<Option<Person>> {
    let mut query = connection.prepare_cached(
        "SELECT id, name, agency, roles, clearance, note, closed FROM person WHERE id = ?1",
    )?;
    query.query_row([person], |row| Ok(read_person(row))).optional()?.transpose()
}

fn check(person: &Person) -> Result<()> {
    if person.roles.is_empty() {
        return Err(Error::Invalid("a person needs at least one role".to_owned()));
    }
    if person.name.trim().is_empty() || person.name.len() > 200 {
        return Err(Error::Invalid("a person's name has 1 to 200 bytes".to_owned()));
    }
    Ok(())
}

fn known_agency(connection: &Connection, agency: &AgencyId) -> Result<Agency> {
    let mut query =
        connection.prepare_cached("SELECT id, name, member_of FROM agency WHERE id = ?1")?;
    let found = query.query_row([agency.as_str()], |row| Ok(read_agency(row))).optional()?;
    found.ok_or_else(|| Error::Unknown { what: "agency", name: agency.to_string() }).flatten()
}

fn read_agency(row: &Row<'_>) -> Result<Agency> {
    Ok(Agency {
        id: parsed("agency", &row.get::<_, String>(0)?)?,
        name: row.get(1)?,
        groups: from_json("group", &row.get::<_, String>(2)?)?,
    })
}

fn read_person(row: &Row<'_>) -> Result<Person> {
    Ok(Person {
        id: parsed("person", &row.get::<_, String>(0)?)?,
        name: row.get(1)?,
        agency: parsed("agency", &row.get::<_, String>(2)?)?,
        roles: from_json("role", &row.get::<_, String>(3)?)?,
        clearance: from_json("clearance", &row.get::<_, String>(4)?)?,
        note: row.get(5)?,
        closed: row.get(6)?,
    })
}

fn found(changed: usize, person: &PrincipalId) -> Result<()> {
    if changed > 0 {
        return Ok(());
    }
    Err(Error::Unknown { what: "person", name: person.to_string() })
}

pub(super) fn parsed<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Damaged { what })
}

pub(super) fn json(value: &impl Serialize) -> String {
    // Lists of names and unit variants: nothing that JSON cannot hold.
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Damaged { what })
}
