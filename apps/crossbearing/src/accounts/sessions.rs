//! Logging in and out.

use std::ops::Range;

use crossbearing_access::Viewer;
use crossbearing_model::{Instant, PurposeId, has_hidden_controls};
use rusqlite::{OptionalExtension as _, params};

use super::people::{find, parsed};
use super::remembered::LetIn;
use super::{Accounts, Error, Password, Person, Purpose, Result, Scope};
use crate::secret::{Digest, Secret};

/// A session ends after this long, whatever is done in it: a long shift.
const LONGEST_MS: i64 = 12 * 60 * 60 * 1000;
/// A session ends after this long without a request.
const IDLE_MS: i64 = 2 * 60 * 60 * 1000;
/// The time of last use is written no more often than this.
const WRITTEN_EVERY_MS: i64 = 60 * 1000;

/// What somebody gives to log in.
#[derive(Debug)]
pub(crate) struct Login {
    /// The user name.
    pub(crate) user: String,
    /// The password.
    pub(crate) password: Password,
    /// In whose name.
    pub(crate) purpose: PurposeId,
    /// And why.
    pub(crate) justification: String,
}

/// Somebody logged in, for a purpose.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Who.
    pub(crate) person: Person,
    /// For what.
    pub(crate) purpose: Purpose,
    /// And why.
    pub(crate) justification: String,
    /// The person as one who looks.
    pub(crate) viewer: Viewer,
    /// When it ends by itself.
    pub(crate) expires_at: Instant,
}

impl Accounts {
    /// Begins a session; the secret is what the client carries from then on.
    pub(crate) fn log_in(&self, login: &Login, now: Instant) -> Result<(Secret, Session)> {
        let hash = self.hash_of(&login.user)?;
        if !login.password.fits(hash.as_deref()) {
            return Err(Error::WrongPassword);
        }
        let person = self.person(&login.user.parse().map_err(|_| Error::WrongPassword)?)?;
        let session = self.session_of(person, &login.purpose, &login.justification, now)?;
        let secret = Secret::draw()?;
        let connection = self.lock();
        let ended = now.millis() - LONGEST_MS;
        connection.execute("DELETE FROM session WHERE begun < ?1", [ended])?;
        connection.execute(
            "INSERT INTO session (digest, person, purpose, justification, begun, last_used)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            params![
                secret.digest().as_bytes(),
                session.person.id.as_str(),
                session.purpose.id.as_str(),
                session.justification,
                now.millis(),
            ],
        )?;
        Ok((secret, session))
    }

    /// Whoever carries this session or token, if that was looked up a moment ago and nothing about
    /// accounts has changed since. Does not block.
    pub(crate) fn recall(&self, digest: &Digest, now: Instant) -> Option<LetIn> {
        self.remembered.recall(digest, now)
    }

    /// The session that a client carries, if it has not ended.
    pub(crate) fn session(&self, digest: Digest, now: Instant) -> Result<Session> {
        let version = self.remembered.version();
        let row: Option<(String, String, String, i64, i64)> = {
            let connection = self.lock();
            let mut query = connection.prepare_cached(
                "SELECT person, purpose, justification, begun, last_used FROM session
                 WHERE digest = ?1",
            )?;
            let columns = |row: &rusqlite::Row<'_>| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            };
            query.query_row([digest.as_bytes()], columns).optional()?
        };
        let (person, purpose, justification, begun, last_used) = row.ok_or(Error::NoSession)?;
        let expires_at = begun.saturating_add(LONGEST_MS).min(last_used.saturating_add(IDLE_MS));
        if now.millis() >= expires_at {
            self.log_out(digest)?;
            return Err(Error::NoSession);
        }
        if now.millis() - last_used > WRITTEN_EVERY_MS {
            self.lock().execute(
                "UPDATE session SET last_used = ?2 WHERE digest = ?1",
                params![digest.as_bytes(), now.millis()],
            )?;
        }
        let person = find(&self.lock(), &person)?.ok_or(Error::NoSession)?;
        let session =
            self.session_of(person, &parsed("purpose", &purpose)?, &justification, now)?;
        let session = Session { expires_at: Instant::from_millis(expires_at), ..session };
        let written = now.plus_millis(WRITTEN_EVERY_MS - (now.millis() - last_used).max(0));
        self.keep(version, digest, &session, None, now..written);
        Ok(session)
    }

    /// Remembers who was let in, for as long as neither the session nor the purpose ends.
    pub(super) fn keep(
        &self,
        version: u64,
        digest: Digest,
        session: &Session,
        scopes: Option<&[Scope]>,
        good: Range<Instant>,
    ) {
        let until = good.end.min(session.expires_at).min(session.purpose.valid_until);
        let found = LetIn {
            session: session.clone(),
            scopes: scopes.map(<[_]>::to_vec),
            good: good.start..until,
        };
        self.remembered.keep(version, digest, found);
    }

    /// Ends a session.
    pub(crate) fn log_out(&self, digest: Digest) -> Result<()> {
        self.lock().execute("DELETE FROM session WHERE digest = ?1", [digest.as_bytes()])?;
        Ok(())
    }

    /// The session of a person who states a purpose, if both are in force.
    pub(super) fn session_of(
        &self,
        person: Person,
        purpose: &PurposeId,
        justification: &str,
        now: Instant,
    ) -> Result<Session> {
        if person.closed {
            return Err(Error::Closed);
        }
        let purpose = self.stated(&person.id, purpose, now)?;
        let justification = checked(justification)?;
        let viewer = Viewer {
            principal: person.id.clone(),
            agency: person.agency.clone(),
            groups: self.groups(&person.agency)?,
            roles: person.roles.iter().copied().collect(),
            clearance: person.clearance,
            purpose: purpose.id.clone(),
            given_by: None,
        };
        let expires_at = now.plus_millis(IDLE_MS).min(purpose.valid_until);
        Ok(Session { person, purpose, justification, viewer, expires_at })
    }
}

fn checked(justification: &str) -> Result<String> {
    let justification = justification.trim();
    if justification.chars().count() < 3 {
        return Err(Error::NoJustification);
    }
    if justification.len() > 1000 || has_hidden_controls(justification) {
        let reason = "a justification has at most 1000 bytes and no hidden control characters";
        return Err(Error::Invalid(reason.to_owned()));
    }
    Ok(justification.to_owned())
}
