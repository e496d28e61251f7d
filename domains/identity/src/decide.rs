//! From what a person decides to statements in the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbearing_access::Protection;
use crossbearing_ledger::{AsOf, Batch, EntityRecord, Judgement, Ledger, Verdict, View};
use crossbearing_model::{
    Basis, Citation, EntityId, Grade, Instant, Label, LabelSpec, Maker, NodeId, Standing,
    Statement, StatementId, has_hidden_controls,
};

use crate::evidence::{Evidence, explain, signals};
use crate::picture::Picture;
use crate::queue::second_opinion;
use crate::subject::Subject;
use crate::{Error, Result};

/// A reason has at least this many characters and at most this many bytes.
const REASON: (usize, usize) = (3, 2_000);
/// Pairs of records looked at to find the two that a judgement about two clusters is best said of.
const MOST_PAIRS: usize = 256;
/// How long a judgement that rests on nothing is kept before it is reviewed, in milliseconds.
const REVIEW_AFTER: i64 = 365 * 24 * 3600 * 1000;

/// What somebody decided about two records or clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// A record of the one.
    pub left: EntityId,
    /// A record of the other.
    pub right: EntityId,
    /// What was decided.
    pub verdict: Verdict,
    /// Why. Needed for "different".
    pub reason: String,
    /// Whether whoever decides asks for a second opinion.
    pub second_opinion: bool,
}

/// Who decides, where and when, and how such decisions are graded.
#[derive(Clone, Copy)]
pub struct Desk<'d> {
    /// The ledger.
    pub ledger: &'d Ledger,
    /// The View of whoever decides.
    pub view: &'d View,
    /// The node.
    pub node: &'d NodeId,
    /// The grade of a judgement.
    pub grade: Grade,
    /// The time.
    pub now: Instant,
}

/// A decision made ready to be recorded.
#[derive(Debug, Clone)]
pub struct Made {
    /// The judgements made, by id; a judgement taken back is not among them.
    pub judgements: Vec<EntityId>,
    /// The records and judgements that it concerns.
    pub about: BTreeSet<EntityId>,
    /// What to record, all or nothing.
    pub batch: Batch,
}

impl Picture {
    /// Makes a judgement ready.
    ///
    /// A judgement about two clusters is said of the two records, one of each, that have most in
    /// common. The judge's own standing judgement about these two is superseded.
    pub fn decide(&self, decision: &Decision, desk: &Desk<'_>) -> Result<Made> {
        let reason = checked(&decision.reason, decision.verdict == Verdict::Different)?;
        let (left, right) = self.two(&decision.left, &decision.right)?;
        let earlier = self.own_judgement(desk, &left.id, &right.id);
        let evidence = explain(self, &self.weights, (&left, &right));
        let wanted = decision.verdict == Verdict::Same
            && (decision.second_opinion || self.wants_second(&left, &right, &evidence));
        let mut making = Making::new(desk);
        let pair = (&left.id, &right.id);
        let told = Told { verdict: decision.verdict, reason, evidence: Some(&evidence), wanted };
        making.judge(pair, told, earlier)?;
        Ok(making.made)
    }

    /// Makes ready that a judgement is taken back. Only the agency that judged does that.
    pub fn undo(&self, judgement: &EntityId, reason: &str, desk: &Desk<'_>) -> Result<Made> {
        let reason = checked(reason, true)?;
        let judgements = self.identities().judgements();
        let found = judgements.iter().find(|one| one.id == *judgement);
        let found = found.ok_or_else(|| Error::NoSuchJudgement(judgement.clone()))?;
        if !found.state.stands() {
            return Err(Error::NoLongerStands(judgement.clone()));
        }
        if !desk.is_own(found) {
            let agency = found.said.statement.citation.label.spec().originator.clone();
            return Err(Error::NotTheirs { judgement: judgement.clone(), agency });
        }
        let mut made = Made::empty();
        made.take_back(found, &reason);
        Ok(made)
    }

    /// Makes ready that a record leaves its cluster and the others stay together.
    ///
    /// Judgements of the viewer's own agency that tie the record to others are taken back; those
    /// of others are contradicted, which shows as a conflict. Records that hung together through it
    /// are judged to be the same, as they were.
    pub fn split(&self, record: &EntityId, reason: &str, desk: &Desk<'_>) -> Result<Made> {
        let reason = checked(reason, true)?;
        let cluster = self.identities().of(record).clone();
        if self.identities().members(&cluster).len() < 2 {
            return Err(Error::OneRecord(record.clone()));
        }
        let mut making = Making::new(desk);
        let tied = self.identities().judgements().iter().filter(|one| {
            one.state.stands()
                && one.verdict == Verdict::Same
                && (one.left == *record || one.right == *record)
        });
        let mut neighbours: BTreeMap<&EntityId, bool> = BTreeMap::new();
        for judgement in tied {
            let other = if judgement.left == *record { &judgement.right } else { &judgement.left };
            let own = desk.is_own(judgement);
            *neighbours.entry(other).or_default() |= !own;
            if own {
                making.made.take_back(judgement, &reason);
            }
        }
        let mut contradicted = false;
        for (other, _) in neighbours.iter().filter(|(_, foreign)| **foreign) {
            contradicted = true;
            making.judge((record, other), Told::plain(Verdict::Different, &reason), None)?;
        }
        let first = neighbours.keys().next().copied();
        if let Some(other) = first.filter(|_| !contradicted) {
            // Or it would be proposed again at once.
            making.judge((record, other), Told::plain(Verdict::Different, &reason), None)?;
        }
        for (one, other) in self.kept_together(record, &cluster) {
            let stay = format!("stay one, as judged before {record} was split off: {reason}");
            making.judge((&one, &other), Told::plain(Verdict::Same, &stay), None)?;
        }
        Ok(making.made)
    }

    /// Pairs of records to join again when `record` goes: one between each two parts that hung
    /// together through it alone.
    fn kept_together(&self, record: &EntityId, cluster: &EntityId) -> Vec<(EntityId, EntityId)> {
        let members: Vec<&EntityId> =
            self.identities().members(cluster).iter().filter(|member| *member != record).collect();
        let mut part: BTreeMap<&EntityId, &EntityId> =
            members.iter().map(|member| (*member, *member)).collect();
        for judgement in self.identities().judgements() {
            let heeded = judgement.state == crossbearing_ledger::State::Stands;
            let ends = (part.get(&judgement.left).copied(), part.get(&judgement.right).copied());
            if let (true, Verdict::Same, (Some(one), Some(other))) =
                (heeded, judgement.verdict, ends)
            {
                let (keep, goes) = (one.min(other), one.max(other));
                part.values_mut().filter(|of| **of == goes).for_each(|of| *of = keep);
            }
        }
        let parts: BTreeSet<&EntityId> = part.into_values().collect();
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Vec::new() };
        parts.map(|other| (first.clone(), other.clone())).collect()
    }

    /// Whether it takes two people to join two records.
    fn wants_second(&self, left: &Subject, right: &Subject, evidence: &Evidence) -> bool {
        let of = |record: &Subject| self.subject(&record.id);
        let (Some(left), Some(right)) = (of(left), of(right)) else { return false };
        second_opinion(left, right, evidence.probability).is_some()
    }

    /// Two records of two subjects that a judgement about them is best said of.
    fn two(&self, left: &EntityId, right: &EntityId) -> Result<(Subject, Subject)> {
        let absent = |id: &EntityId| {
            if self.view.veil().behind(id).is_some() {
                Error::Pseudonym(id.clone())
            } else {
                Error::NoSuchRecord(id.clone())
            }
        };
        let (Some(one), Some(other)) = (self.subject(left), self.subject(right)) else {
            return Err(absent(if self.subject(left).is_none() { left } else { right }));
        };
        if one.id == other.id {
            return Err(Error::OneRecord(one.id.clone()));
        }
        if !one.sort.can_be(other.sort) {
            return Err(Error::OtherSorts(left.clone(), right.clone()));
        }
        let alone = |record: &EntityId| self.assemble(record, std::slice::from_ref(record));
        let records = |subject: &Subject| -> Vec<Subject> {
            subject.members.iter().filter_map(alone).collect()
        };
        let (mine, theirs) = (records(one), records(other));
        let pairs = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
        let best = pairs.take(MOST_PAIRS).max_by(|a, b| {
            let odds =
                |pair: &(&Subject, &Subject)| self.weights.log_odds(&signals(self, pair.0, pair.1));
            odds(a).total_cmp(&odds(b)).then_with(|| (&b.0.id, &b.1.id).cmp(&(&a.0.id, &a.1.id)))
        });
        let best = best.map(|(one, other)| (one.clone(), other.clone()));
        best.ok_or_else(|| absent(left))
    }

    /// The standing judgement about these two that the viewer made before.
    fn own_judgement(
        &self,
        desk: &Desk<'_>,
        left: &EntityId,
        right: &EntityId,
    ) -> Option<&Judgement> {
        let me = desk.view.viewer().principal.as_str();
        self.identities().judgements().iter().rfind(|one| {
            let pair = one.pair();
            one.state.stands()
                && one.decided_by == me
                && (pair == (left, right) || pair == (right, left))
                && desk.is_own(one)
        })
    }
}

impl Desk<'_> {
    /// Whether a judgement is the viewer's own agency's.
    fn is_own(&self, judgement: &Judgement) -> bool {
        let label = judgement.said.statement.citation.label.spec();
        label.originator == self.view.viewer().agency
    }
}

impl Made {
    fn empty() -> Self {
        Self { judgements: Vec::new(), about: BTreeSet::new(), batch: Batch::default() }
    }

    fn take_back(&mut self, judgement: &Judgement, reason: &str) {
        self.about.extend([&judgement.id, &judgement.left, &judgement.right].map(Clone::clone));
        self.batch.statements.push(Statement {
            value: reason.to_owned(),
            original: None,
            lang: None,
            passage: None,
            standing: Standing::Retracts(judgement.said.id),
            ..judgement.said.statement.clone()
        });
    }
}

/// What a judgement says.
struct Told<'a> {
    verdict: Verdict,
    reason: String,
    evidence: Option<&'a Evidence>,
    wanted: bool,
}

impl Told<'_> {
    fn plain(verdict: Verdict, reason: &str) -> Self {
        Self { verdict, reason: reason.to_owned(), evidence: None, wanted: false }
    }
}

/// Judgements on the way to the ledger.
struct Making<'a> {
    desk: &'a Desk<'a>,
    made: Made,
}

impl<'a> Making<'a> {
    fn new(desk: &'a Desk<'a>) -> Self {
        Self { desk, made: Made::empty() }
    }

    fn judge(
        &mut self,
        (left, right): (&EntityId, &EntityId),
        told: Told<'_>,
        earlier: Option<&Judgement>,
    ) -> Result<()> {
        let (one, other) = (self.seen(left)?, self.seen(right)?);
        let label = match earlier {
            // Whoever saw the earlier one sees that it stands no longer.
            Some(earlier) => earlier.said.statement.citation.label.clone(),
            None => self.label(&one, &other)?,
        };
        let id = self.id_of(left, right, told.verdict)?;
        let cited = self.citation(&label)?;
        let mut say = |property: &str, value: String| {
            let statement =
                Statement::new(id.clone(), "Judgement", property, value, Arc::clone(&cited));
            self.made.batch.statements.push(statement);
        };
        say("left", left.to_string());
        say("right", right.to_string());
        say("decidedBy", self.desk.view.viewer().principal.to_string());
        if !told.reason.is_empty() {
            say("reason", told.reason);
        }
        if let Some(evidence) = told.evidence {
            let ids: Vec<String> =
                evidence.statements().iter().map(StatementId::to_string).collect();
            say("evidence", serde_json::Value::from(ids).to_string());
            say("probability", format!("{:.4}", evidence.probability));
            say("weights", evidence.version.clone());
        }
        if told.wanted {
            say("secondOpinion", "wanted".to_owned());
        }
        if let Some(earlier) = earlier {
            say("supersedes", earlier.id.to_string());
        }
        say("verdict", told.verdict.to_string());
        if told.verdict == Verdict::Same {
            self.protect_both(left, right, &id);
        }
        self.made.about.extend([left, right, &id].map(Clone::clone));
        self.made.judgements.push(id);
        Ok(())
    }

    fn seen(&self, id: &EntityId) -> Result<EntityRecord> {
        let record = self.desk.ledger.entity(self.desk.view, AsOf::Now, id)?;
        let record = record.ok_or_else(|| Error::NoSuchRecord(id.clone()))?;
        if record.protected { Err(Error::Pseudonym(id.clone())) } else { Ok(record) }
    }

    /// The narrowest of what is said of both; for the named only, if one of them is protected.
    fn label(&self, one: &EntityRecord, other: &EntityRecord) -> Result<Label> {
        let viewer = self.desk.view.viewer();
        let maker = Maker {
            principal: viewer.principal.clone(),
            agency: viewer.agency.clone(),
            purpose: viewer.purpose.clone(),
        };
        let review = self.desk.now.plus_millis(REVIEW_AFTER);
        let otherwise = LabelSpec::for_agency(viewer.agency.clone(), review);
        let reads = one.statements.iter().chain(&other.statements);
        let labels: BTreeSet<&Label> =
            reads.filter(|read| read.stands()).map(|read| &read.statement.citation.label).collect();
        let label = Label::narrowest(labels, &maker, otherwise)?;
        let register = self.desk.ledger.protections();
        let mut entries = register
            .iter()
            .filter(|entry| entry.entity == one.id || entry.entity == other.id)
            .peekable();
        if entries.peek().is_none() {
            return Ok(label);
        }
        let mut spec = LabelSpec { protected: true, ..label.spec().clone() };
        spec.named.extend(entries.flat_map(|entry| entry.named.iter().cloned()));
        Ok(Label::seal(spec)?)
    }

    /// A record that is one with a protected person's is that person's too, as long as the judgement
    /// stands.
    fn protect_both(&mut self, left: &EntityId, right: &EntityId, judgement: &EntityId) {
        let register = self.desk.ledger.protections();
        let of = |id: &EntityId| register.iter().find(|entry| entry.entity == *id);
        for (one, other) in [(left, right), (right, left)] {
            if let (Some(entry), None) = (of(one), of(other)) {
                self.made.batch.protections.push(Protection {
                    entity: other.clone(),
                    words: BTreeSet::new(),
                    follows: BTreeSet::from([judgement.clone()]),
                    ..Protection::clone(entry)
                });
            }
        }
    }

    /// The report of the day that judgements under one label cite, which says of itself what it is.
    fn citation(&mut self, label: &Label) -> Result<Arc<Citation>> {
        let agency = &self.desk.view.viewer().agency;
        let day = self.desk.now.day();
        let digest = label.digest();
        let [a, b, c, d, ..] = digest.as_bytes();
        let report: EntityId =
            format!("judgements-{agency}-{day}-{a:02x}{b:02x}{c:02x}{d:02x}").parse()?;
        let cited = Arc::new(Citation {
            report: report.clone(),
            grade: self.desk.grade,
            label: label.clone(),
            basis: Basis::Assessment,
            origin: self.desk.node.clone(),
        });
        let said = [
            ("reference", report.to_string()),
            ("title", format!("Judgements on identity, {agency}, {day}")),
            ("date", day),
            ("agency", agency.to_string()),
            ("form", "judgement".to_owned()),
        ];
        for (property, value) in said {
            let statement =
                Statement::new(report.clone(), "Report", property, value, Arc::clone(&cited));
            if !self.made.batch.statements.contains(&statement) {
                self.made.batch.statements.push(statement);
            }
        }
        Ok(cited)
    }

    fn id_of(&self, left: &EntityId, right: &EntityId, verdict: Verdict) -> Result<EntityId> {
        let by = &self.desk.view.viewer().principal;
        let parts = [left.as_str(), right.as_str(), verdict.as_str(), by.as_str()];
        let now = self.desk.now.millis().to_le_bytes();
        let bytes = parts.iter().flat_map(|part| part.bytes().chain([0])).chain(now);
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Ok(format!("judgement-{hash:016x}").parse()?)
    }
}

fn checked(reason: &str, needed: bool) -> Result<String> {
    let reason = reason.trim();
    let (least, most) = REASON;
    let empty_enough = reason.is_empty() && !needed;
    let long_enough = reason.chars().count() >= least;
    if reason.len() > most || has_hidden_controls(reason) || !(empty_enough || long_enough) {
        return Err(Error::Reason { least, most });
    }
    Ok(reason.to_owned())
}
