//! Reports by what waits in them: the day's work, most first.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use crossbearing_ledger::{AsOf, EntityRecord, View};
use crossbearing_model::EntityId;
use crossbearing_reports::{FindingKind, Proposals};
use serde::Serialize;
use utoipa::ToSchema;

use super::proposals;
use super::shapes::ReportMeta;
use super::{meta, said};
use crate::server::problem::Problem;
use crate::server::state::Node;

/// Reports that are looked through for what waits in them, the latest first.
const LOOKED_AT: usize = 200;
/// Texts whose proposals are kept ready.
const MOST_TEXTS: usize = 4096;

/// Reports with something to decide.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the answer's own name for its list")]
pub(crate) struct Leads {
    /// The one with most to decide comes first.
    leads: Vec<Lead>,
    /// How many reports have something to decide, of those that were looked through.
    waiting: u64,
    /// How many reports were looked through: the latest.
    looked_at: u64,
    /// Whether there are older ones.
    more: bool,
}

/// A report with something to decide.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Lead {
    /// The report.
    report: ReportMeta,
    /// How many proposals wait.
    proposed: u64,
    /// Why it is here, in a sentence.
    #[schema(example = "2 persons, 1 event and 4 other marks wait; 3 were decided already")]
    why: String,
}

impl Leads {
    /// The reports that are shown, for the log.
    pub(super) fn ids(&self) -> Vec<EntityId> {
        self.leads.iter().filter_map(|lead| lead.report.id.parse().ok()).collect()
    }
}

/// What one text proposes, as far as it is needed to count: a key, the places it rests on, a kind.
struct Open {
    key: String,
    places: Vec<(u32, u32)>,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Person,
    Event,
    Mark,
}

/// Proposals of texts that were read before.
#[derive(Default)]
pub(crate) struct ReadTexts(Mutex<HashMap<u64, Arc<Vec<Open>>>>);

impl ReadTexts {
    fn of(&self, text: &str, date: Option<&str>) -> Arc<Vec<Open>> {
        let mut hasher = DefaultHasher::new();
        (text, date).hash(&mut hasher);
        let key = hasher.finish();
        if let Some(known) = self.lock().get(&key) {
            return Arc::clone(known);
        }
        // Names that the ledger knows are suggestions, not proposals: the text alone decides.
        let open = Arc::new(open(&proposals::read(text, date, None)));
        let mut kept = self.lock();
        if kept.len() >= MOST_TEXTS {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&open));
        open
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Arc<Vec<Open>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reports of the View with most to decide, up to `limit`.
pub(super) fn ranked(node: &Node, view: &View, limit: usize) -> Result<Leads, Problem> {
    let listed = node.ledger.reports(view, AsOf::Now, 0, LOOKED_AT)?;
    let (looked_at, more) = (listed.records.len() as u64, listed.count > listed.records.len());
    let mut leads = Vec::new();
    for record in &listed.records {
        leads.extend(lead(node, view, record)?);
    }
    let waiting = leads.len() as u64;
    // Stable: of two with as much to decide, the later one comes first.
    leads.sort_by_key(|lead| std::cmp::Reverse(lead.proposed));
    leads.truncate(limit);
    Ok(Leads { leads, waiting, looked_at, more })
}

fn lead(node: &Node, view: &View, record: &EntityRecord) -> Result<Option<Lead>, Problem> {
    let Some(text) = said(record, "bodyText") else { return Ok(None) };
    let date = said(record, "date").map(|read| read.statement.value.as_str());
    let all = node.read_texts.of(&text.statement.value, date);
    // Who does not see a report whole does not decide about it.
    if all.is_empty() || node.ledger.is_barred(view, &record.id)? {
        return Ok(None);
    }
    let decided = node.decisions.of_report(view.viewer(), &record.id)?;
    let said_at: HashSet<(u32, u32)> = node
        .ledger
        .by_report(view, AsOf::Now, &record.id)?
        .iter()
        .filter(|read| read.statement.entity != record.id && read.stands())
        .filter_map(|read| read.statement.passage.map(|at| (at.start, at.end)))
        .collect();
    let waits = |open: &&Open| {
        let settled = !open.places.is_empty() && open.places.iter().all(|at| said_at.contains(at));
        !decided.contains_key(&open.key) && !settled
    };
    let waiting: Vec<What> = all.iter().filter(waits).map(|open| open.what).collect();
    let Some(report) = meta(record).filter(|_| !waiting.is_empty()) else { return Ok(None) };
    let why = in_words(&waiting, all.len() - waiting.len());
    Ok(Some(Lead { report, proposed: waiting.len() as u64, why }))
}

/// Each proposal once: a mark that is part of a finding is decided with it.
fn open(proposals: &Proposals) -> Vec<Open> {
    let findings = proposals.findings.iter().map(|finding| Open {
        key: finding.key.to_string(),
        places: finding.fields.iter().map(|of| (of.passage.start, of.passage.end)).collect(),
        what: match finding.kind {
            FindingKind::Person => What::Person,
            FindingKind::Event(_) => What::Event,
        },
    });
    let marks = proposals.mentions.iter().filter(|mark| mark.finding.is_none());
    let marks = marks.map(|mark| Open {
        key: mark.key.to_string(),
        places: vec![(mark.mention.span.start, mark.mention.span.end)],
        what: What::Mark,
    });
    findings.chain(marks).collect()
}

fn in_words(waiting: &[What], settled: usize) -> String {
    let parts = [(What::Person, "person"), (What::Event, "event"), (What::Mark, "other mark")];
    let counted = parts.into_iter().filter_map(|(what, word)| {
        let count = waiting.iter().filter(|other| **other == what).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {word}{plural}"))
    });
    let counted: Vec<String> = counted.collect();
    let list = match counted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    };
    let verb = if waiting.len() == 1 { "waits" } else { "wait" };
    let rest = match settled {
        0 => "nobody has decided about it yet".to_owned(),
        1 => "1 was decided already".to_owned(),
        settled => format!("{settled} were decided already"),
    };
    format!("{list} {verb}; {rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_what_waits() {
        let some = [What::Person, What::Mark, What::Mark, What::Event, What::Person];
        let expected = "2 persons, 1 event and 2 other marks wait; nobody has decided about it yet";
        assert_eq!(in_words(&some, 0), expected);
        assert_eq!(in_words(&[What::Mark], 3), "1 other mark waits; 3 were decided already");
    }

    #[test]
    fn a_text_is_read_once_and_what_belongs_together_counts_once() {
        let texts = ReadTexts::default();
        let text =
            "Ovrin Talmat, aged 41, was arrested in Dover on 12 March 2026. Call +44 7700 900123.";
        let open = texts.of(text, None);
        assert!(Arc::ptr_eq(&open, &texts.of(text, None)));
        let count = |what| open.iter().filter(|open| open.what == what).count();
        assert_eq!((count(What::Person), count(What::Event)), (1, 1));
        assert!(count(What::Mark) >= 1);
    }
}
