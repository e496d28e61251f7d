//! API tokens: what a person lets a program do in the person's name.

use crossbearing_model::{Instant, PrincipalId, PurposeId};
use rusqlite::{OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::people::{find, from_json, json, parsed};
use super::{Accounts, Error, Result, Session};
use crate::secret::{Digest, Secret};

/// The mark at the front of every token, by which leaked ones are found.
const MARK: &str = "cbt_";
/// The most tokens a person may have.
const MOST: i64 = 20;
/// The longest life of a token.
const LONGEST_MS: i64 = 366 * 24 * 60 * 60 * 1000;

/// What a token may be used for. A person's own roles limit it further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    /// Look: search, entities, reports.
    Read,
    /// Record: reports, decisions, corrections, imports.
    Write,
    /// Read the transparency log.
    Log,
    /// Manage people and purposes.
    Administer,
}

/// A token as its owner sees it afterwards.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Its number.
    pub(crate) id: i64,
    /// What it is for, in its owner's words.
    pub(crate) name: String,
    /// What it may be used for.
    pub(crate) scopes: Vec<Scope>,
    /// In whose name it looks.
    pub(crate) purpose: PurposeId,
    /// When it was made.
    pub(crate) made: Instant,
    /// When it ends.
    pub(crate) expires: Instant,
}

/// A token to be made.
#[derive(Debug)]
pub(crate) struct NewToken {
    /// What it is for.
    pub(crate) name: String,
    /// What it may be used for.
    pub(crate) scopes: Vec<Scope>,
    /// In whose name it looks.
    pub(crate) purpose: PurposeId,
    /// And why.
    pub(crate) justification: String,
    /// When it ends.
    pub(crate) expires: Instant,
}

impl Accounts {
    /// Makes a token. Its text is given once and kept only as a hash.
    pub(crate) fn make_token(
        &self,
        owner: &PrincipalId,
        new: NewToken,
        now: Instant,
    ) -> Result<(String, Token)> {
        check(&new, now)?;
        let session =
            self.session_of(self.person(owner)?, &new.purpose, &new.justification, now)?;
        let text = format!("{MARK}{}", Secret::draw()?.reveal());
        let connection = self.lock();
        let held: i64 = connection.query_row(
            "SELECT count(*) FROM token WHERE person = ?1",
            [owner.as_str()],
            |row| row.get(0),
        )?;
        if held >= MOST {
            let reason = format!("nobody has more than {MOST} tokens: withdraw one first");
            return Err(Error::Invalid(reason));
        }
        connection.execute(
            "INSERT INTO token
                 (digest, person, name, scopes, purpose, justification, made, expires)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                Digest::of(&text).as_bytes(),
                owner.as_str(),
                new.name,
                json(&new.scopes),
                new.purpose.as_str(),
                session.justification,
                now.millis(),
                new.expires.millis(),
            ],
        )?;
        let token = Token {
            id: connection.last_insert_rowid(),
            name: new.name,
            scopes: new.scopes,
            purpose: new.purpose,
            made: now,
            expires: new.expires,
        };
        Ok((text, token))
    }

    /// The tokens of a person.
    pub(crate) fn tokens(&self, owner: &PrincipalId) -> Result<Vec<Token>> {
        let connection = self.lock();
        let mut query = connection.prepare_cached(
            "SELECT id, name, scopes, purpose, made, expires FROM token WHERE person = ?1
             ORDER BY id",
        )?;
        let tokens = query.query_map([owner.as_str()], |row| Ok(read(row)))?;
        tokens.map(|token| token.map_err(Error::from).flatten()).collect()
    }

    /// Withdraws a token of this person.
    pub(crate) fn withdraw_token(&self, owner: &PrincipalId, id: i64) -> Result<()> {
        let gone = self.lock().execute(
            "DELETE FROM token WHERE id = ?1 AND person = ?2",
            params![id, owner.as_str()],
        )?;
        if gone > 0 {
            return Ok(());
        }
        Err(Error::Unknown { what: "token", name: id.to_string() })
    }

    /// Whom a token speaks for and what it may be used for.
    pub(crate) fn token_session(
        &self,
        digest: Digest,
        now: Instant,
    ) -> Result<(Session, Vec<Scope>)> {
        let version = self.remembered.version();
        let row: Option<(String, String, String, String, i64)> = {
            let connection = self.lock();
            let mut query = connection.prepare_cached(
                "SELECT person, scopes, purpose, justification, expires FROM token
                 WHERE digest = ?1",
            )?;
            let columns = |row: &Row<'_>| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            };
            query.query_row([digest.as_bytes()], columns).optional()?
        };
        let (person, scopes, purpose, justification, expires) = row.ok_or(Error::NoToken)?;
        if now.millis() >= expires {
            return Err(Error::NoToken);
        }
        let person = find(&self.lock(), &person)?.ok_or(Error::NoToken)?;
        let session =
            self.session_of(person, &parsed("purpose", &purpose)?, &justification, now)?;
        let expires_at = Instant::from_millis(expires);
        let (session, scopes) =
            (Session { expires_at, ..session }, from_json::<Vec<Scope>>("scope", &scopes)?);
        self.keep(version, digest, &session, Some(&scopes), now..expires_at);
        Ok((session, scopes))
    }
}

fn check(new: &NewToken, now: Instant) -> Result<()> {
    let reason = if new.name.trim().is_empty() || new.name.len() > 100 {
        "a token's name has 1 to 100 bytes"
    } else if new.scopes.is_empty() {
        "a token needs at least one scope"
    } else if new.expires <= now || new.expires.millis() - now.millis() > LONGEST_MS {
        "a token ends in the future, within a year"
    } else {
        return Ok(());
    };
    Err(Error::Invalid(reason.to_owned()))
}

fn read(row: &Row<'_>) -> Result<Token> {
    Ok(Token {
        id: row.get(0)?,
        name: row.get(1)?,
        scopes: from_json("scope", &row.get::<_, String>(2)?)?,
        purpose: parsed("purpose", &row.get::<_, String>(3)?)?,
        made: Instant::from_millis(row.get(4)?),
        expires: Instant::from_millis(row.get(5)?),
    })
}
