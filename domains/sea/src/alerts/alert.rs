//! One alert.

use std::fmt;
use std::str::FromStr;

use crossbearing_access::Role;
use crossbearing_model::{EntityId, LabelDigest, PrincipalId};
use crossbearing_tracks as tracks;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::hex::hex;
use crate::lists::ListId;
use crate::picture::Fired;
use crate::places::Station;

/// Names an alert: 16 hexadecimal digits of a hash of what it is about, so that an alert that is
/// found again, after a restart or by replay, is the same alert.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AlertId(String);

/// Something that a watch officer is told, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Its name.
    pub id: AlertId,
    /// The rule that fired.
    pub rule: String,
    /// The watch list of which it comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListId>,
    /// `danger`, `attention` or `note`.
    pub severity: Severity,
    /// The vessel.
    pub mmsi: u32,
    /// The other vessel, if two are concerned.
    pub other: Option<u32>,
    /// When it began, in milliseconds since 1970.
    pub start: i64,
    /// When the rule was sure.
    pub time: i64,
    /// When it fired last.
    pub latest: i64,
    /// How often it has fired.
    pub times: u32,
    /// Latitude and longitude in degrees; none if the device gave none.
    pub position: Option<(f64, f64)>,
    /// Why, in words, with the numbers that decided.
    pub reason: String,
    /// The first and last line on which it rests, in the picture's journal.
    pub lines: (u64, u64),
    /// The last line that had come when the rule fired.
    pub until: u64,
    /// The reason given when it first fired.
    pub first_reason: String,
    /// The station on whose reach it rests: what was learned from all that it heard is in evidence as
    /// if somebody had said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) station: Option<Station>,
    /// What became of it.
    pub state: State,
    /// Who acknowledged it.
    pub acknowledged: Option<Deed>,
    /// Who has it.
    pub assigned: Option<Deed>,
    /// The roles it was shared with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<Role>,
    /// How it was closed.
    pub closed: Option<Closing>,
    /// The evidence, once it is written.
    pub evidence: Option<EvidenceNote>,
    /// The report in the ledger that cites it, once somebody has recorded it.
    pub recorded: Option<EntityId>,
}

/// How urgent an alert is; the most urgent is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For the record.
    Note,
    /// To look at.
    Attention,
    /// People may be in danger.
    Danger,
}

/// What became of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has looked yet.
    New,
    /// Somebody has seen it.
    Acknowledged,
    /// It is dealt with.
    Closed,
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Who did it, or who was given it.
    pub who: PrincipalId,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// How an alert was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// What it was.
    pub outcome: Outcome,
    /// Why, in the officer's words.
    pub reason: String,
    /// Who closed it, and when.
    #[serde(flatten)]
    pub by: Deed,
}

/// What an alert turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was so, and it mattered.
    Confirmed,
    /// It was so, and there was a good reason.
    Harmless,
    /// It was not so.
    FalseAlarm,
    /// Another alert says the same.
    Duplicate,
}

/// What is known of an alert's evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceNote {
    /// SHA-256 of the evidence file, in hexadecimal.
    pub sha256: String,
    /// Raw lines in it.
    pub lines: u64,
    /// Whether playing it gave the same alert when it was written.
    pub replays: bool,
}

impl AlertId {
    /// The name of what an engine's alert says of a picture with this label.
    pub(crate) fn of(label: &LabelDigest, alert: &Fired) -> Self {
        let mut hash = Sha256::new();
        hash.update(label.as_bytes());
        let severity = alert.severity.name();
        let (one, other) = pair(alert.mmsi, alert.other);
        hash.update(format!("{} {severity} {one} {other} {}", alert.rule, alert.start));
        if let Some(list) = &alert.list {
            hash.update(format!(" {list}"));
        }
        let digest = hash.finalize();
        Self(hex(&digest[..8]))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two vessels in the order of their numbers; 0 where there is none.
pub(super) fn pair(mmsi: u32, other: Option<u32>) -> (u32, u32) {
    let other = other.unwrap_or(0);
    (mmsi.min(other), mmsi.max(other))
}

impl Alert {
    /// A new alert out of what a rule says.
    pub(crate) fn raise(label: &LabelDigest, said: Fired, until: u64) -> Self {
        let (lat, lon) = said.position;
        Self {
            id: AlertId::of(label, &said),
            rule: said.rule.to_owned(),
            list: said.list,
            severity: said.severity.into(),
            mmsi: said.mmsi,
            other: said.other,
            start: said.start,
            time: said.time,
            latest: said.time,
            times: 1,
            position: (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(said.position),
            reason: said.reason.clone(),
            lines: said.lines,
            until,
            first_reason: said.reason,
            station: said.station,
            state: State::New,
            acknowledged: None,
            assigned: None,
            shared: Vec::new(),
            closed: None,
            evidence: None,
            recorded: None,
        }
    }

    /// Whether it concerns this vessel.
    pub fn concerns(&self, mmsi: u32) -> bool {
        self.mmsi == mmsi || self.other == Some(mmsi)
    }

    /// The order of the queue: what is open first, danger before all else, the latest first.
    pub fn rank(&self) -> impl Ord + use<> {
        let is_closed = self.state == State::Closed;
        let severity = std::cmp::Reverse(self.severity);
        (is_closed, severity, self.state != State::New, std::cmp::Reverse(self.latest))
    }
}

impl From<tracks::Severity> for Severity {
    fn from(severity: tracks::Severity) -> Self {
        match severity {
            tracks::Severity::Note => Self::Note,
            tracks::Severity::Attention => Self::Attention,
            tracks::Severity::Danger => Self::Danger,
        }
    }
}

impl FromStr for AlertId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let fits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !fits {
            return Err(Error::malformed("alert id", "write 16 hexadecimal digits"));
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

impl TryFrom<String> for AlertId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<AlertId> for String {
    fn from(id: AlertId) -> Self {
        id.0
    }
}

impl fmt::Display for AlertId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
