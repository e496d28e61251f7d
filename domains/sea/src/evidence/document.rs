//! The evidence file: what it holds, and playing it again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbearing_model::LabelSpec;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::alerts::{AlertId, Severity};
use crate::error::{Error, Result};
use crate::feed::{FeedId, Times};
use crate::hex::hex;
use crate::journal::Frame;
use crate::lists::{Index, List, Listed};
use crate::picture::{Fired, Listener, Watcher};
use crate::places::Places;
use crate::rules::{self, Rules, Thresholds};

/// The form of the file.
const FORM: &str = "crossbearing-sea-evidence/1";
/// The largest file that is read, in bytes.
const LARGEST: usize = 512 * 1024 * 1024;

/// An evidence file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Always `crossbearing-sea-evidence/1`.
    pub form: String,
    /// The alert.
    pub alert: Claim,
    /// Which rules said so, and their version.
    pub rules: String,
    /// All thresholds in force.
    pub thresholds: Thresholds,
    /// Who may see it; of what comes of a watch list, whoever may see that list too.
    pub label: LabelSpec,
    /// The places on which it may rest, as GeoJSON features.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<serde_json::Value>,
    /// The watch list of which it comes, with the rows of the vessel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<List>,
    /// Which lines these are, in words.
    pub scope: String,
    /// SHA-256 over the hashes of the lines, in order, in hexadecimal.
    pub sha256: String,
    /// The lines as they came.
    pub lines: Vec<Line>,
}

/// What an alert says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its name.
    pub id: AlertId,
    /// The rule.
    pub rule: String,
    /// How urgent.
    pub severity: Severity,
    /// The vessel.
    pub mmsi: u32,
    /// The other vessel.
    pub other: Option<u32>,
    /// When it began, in milliseconds since 1970.
    pub start: i64,
    /// When the rule was sure.
    pub time: i64,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// Why, in words.
    pub reason: String,
}

/// A line as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the number of a line is called line in the file")]
pub struct Line {
    /// Its number in the journal.
    pub line: u64,
    /// The feed.
    pub feed: FeedId,
    /// The time that was taken to hold for it, in milliseconds since 1970.
    pub time: i64,
    /// The bytes; what is not UTF-8 is replaced, and then its hash does not fit.
    pub raw: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// What playing the lines again gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// The same rule fires about the same vessels with the same beginning, within a minute.
    pub same: bool,
    /// The same, down to the millisecond and the words.
    pub exact: bool,
    /// Every line has its hash, and all of them theirs.
    pub intact: bool,
    /// What differs, in words.
    pub differences: Vec<String>,
    /// All alerts that the lines give.
    pub fired: u64,
}

impl Evidence {
    pub(super) fn new(
        alert: Claim,
        (thresholds, label): (Thresholds, LabelSpec),
        (places, lists): (Vec<serde_json::Value>, Vec<List>),
        scope: &str,
        lines: Vec<Line>,
    ) -> Self {
        let sha256 = sum(&lines);
        let (form, rules) = (FORM.to_owned(), rules::VERSION.clone());
        let scope = scope.to_owned();
        Self { form, alert, rules, thresholds, label, places, lists, scope, sha256, lines }
    }

    /// Reads an evidence file.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > LARGEST {
            return Err(Error::malformed("evidence", "it is larger than 512 MB"));
        }
        let evidence: Self =
            serde_json::from_slice(bytes).map_err(|error| Error::malformed("evidence", error))?;
        if evidence.form != FORM {
            let reason = format!("its form is `{}`, not `{FORM}`", evidence.form);
            return Err(Error::malformed("evidence", reason));
        }
        Ok(evidence)
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| Error::malformed("evidence", error))
    }

    /// Plays the lines again and compares what fires with what the evidence says.
    pub fn replay(&self) -> Result<Replay> {
        let (mut listener, mut watcher) = (Listener::default(), Watcher::new(self.rules()?)?);
        let mut best: Option<(usize, Vec<String>)> = None;
        let mut fired = 0;
        for line in &self.lines {
            watcher.hear(&listener.frame(&line.frame()), |alert| {
                fired += 1;
                let found = (self.alert.distance(&alert), self.alert.differences(&alert));
                if best.as_ref().is_none_or(|best| found < *best) {
                    best = Some(found);
                }
            });
        }
        let intact = self.is_intact();
        let (distance, mut differences) =
            best.unwrap_or((usize::MAX, vec!["no rule fires on these lines".to_owned()]));
        if !intact {
            differences.insert(0, "the lines do not fit their hashes".to_owned());
        }
        if self.rules != *rules::VERSION {
            differences.push(format!(
                "made under {}, played under {}",
                self.rules,
                *rules::VERSION
            ));
        }
        Ok(Replay {
            same: distance <= 1 && intact,
            exact: distance == 0 && differences.is_empty(),
            intact,
            differences,
            fired,
        })
    }

    /// What the rules went by.
    fn rules(&self) -> Result<Arc<Rules>> {
        let lists = self.lists.iter().cloned().map(Listed::new).collect::<Result<Vec<_>>>()?;
        Ok(Arc::new(Rules {
            config: rules::config(&self.thresholds)?,
            places: Arc::new(Places::of_features(&self.places)?),
            watched: Arc::new(Index::new(lists)),
        }))
    }

    /// Whether lines and hashes fit.
    fn is_intact(&self) -> bool {
        let fits = |line: &Line| hash(line.raw.as_bytes()) == line.sha256;
        self.lines.iter().all(fits) && sum(&self.lines) == self.sha256
    }

    /// Lines of each feed.
    pub fn feeds(&self) -> BTreeMap<&FeedId, usize> {
        let mut feeds = BTreeMap::new();
        for line in &self.lines {
            *feeds.entry(&line.feed).or_insert(0) += 1;
        }
        feeds
    }
}

impl Claim {
    /// 0 if an alert is this one, 1 if only its words or the last minute differ, 2 otherwise.
    fn distance(&self, alert: &Fired) -> usize {
        let vessels = |one: u32, other: Option<u32>| {
            (one.min(other.unwrap_or(one)), one.max(other.unwrap_or(one)))
        };
        let same = self.rule == alert.rule
            && self.severity == alert.severity.into()
            && vessels(self.mmsi, self.other) == vessels(alert.mmsi, alert.other)
            && self.start == alert.start
            && self.time.abs_diff(alert.time) <= 60_000;
        match (same, self.time == alert.time && self.reason == alert.reason) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 2,
        }
    }

    fn differences(&self, alert: &Fired) -> Vec<String> {
        let pairs = [
            ("rule", self.rule.clone(), alert.rule.to_owned()),
            ("vessel", self.mmsi.to_string(), alert.mmsi.to_string()),
            ("beginning", self.start.to_string(), alert.start.to_string()),
            ("time", self.time.to_string(), alert.time.to_string()),
            ("reason", self.reason.clone(), alert.reason.clone()),
        ];
        let differ = pairs.into_iter().filter(|(_, one, other)| one != other);
        differ.map(|(what, one, other)| format!("{what}: \"{one}\" became \"{other}\"")).collect()
    }
}

impl Line {
    pub(super) fn new(line: u64, feed: FeedId, time: i64, bytes: &[u8]) -> Self {
        let raw = String::from_utf8_lossy(bytes).into_owned();
        Self { line, feed, time, raw, sha256: hash(bytes) }
    }

    fn frame(&self) -> Frame {
        let mut lines = self.raw.clone().into_bytes();
        lines.push(b'\n');
        Frame {
            first_line: self.line,
            received: self.time,
            times: Times::Receipt,
            restarts: false,
            other_sender: false,
            feed: self.feed.clone(),
            lines,
        }
    }
}

pub(super) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn sum(lines: &[Line]) -> String {
    let all: String = lines.iter().map(|line| line.sha256.as_str()).collect();
    hash(all.as_bytes())
}
