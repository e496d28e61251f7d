//! What is worth a person's look, ranked by what a decision would change.

use std::collections::BTreeMap;

use crossbearing_ledger::{Judgement, State, Verdict};
use crossbearing_model::{EntityId, Instant, PrincipalId};

use crate::evidence::{Evidence, explain};
use crate::picture::Picture;
use crate::subject::{Sort, Subject};
use crate::{Error, Result};

/// Proposals less probable than this wait until somebody asks for them.
pub const WORTH_A_LOOK: f64 = 0.1;

/// Which proposals.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Who looks: what they judged themselves does not come back to them.
    pub judge: PrincipalId,
    /// Only of this sort.
    pub sort: Option<Sort>,
    /// Only about this record's cluster.
    pub about: Option<EntityId>,
    /// Only from this probability on.
    pub least: f64,
    /// How many to leave out from the top.
    pub offset: usize,
    /// How many.
    pub limit: usize,
}

impl Wanted {
    /// The first proposals for `judge`.
    pub fn by(judge: PrincipalId) -> Self {
        Self { judge, sort: None, about: None, least: WORTH_A_LOOK, offset: 0, limit: 20 }
    }
}

/// A part of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// How many proposals there are.
    pub count: usize,
    /// The part asked for, what would change most first.
    pub proposals: Vec<Proposal>,
}

/// What joining two subjects would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Records in the two clusters.
    pub records: (usize, usize),
    /// Agencies that would speak of one person where neither side had them all.
    pub agencies: usize,
    /// Who and what stands next to only one of the two.
    pub ties: usize,
    /// Pairs of those, one of each side, that would stand two steps apart: what the network gains.
    pub paths: usize,
}

/// Two subjects that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The one cluster.
    pub left: EntityId,
    /// The other.
    pub right: EntityId,
    /// The evidence.
    pub evidence: Evidence,
    /// What a decision would change.
    pub change: Change,
    /// Why it is here, in a sentence.
    pub why: String,
    /// Somebody said "same" and a second opinion is wanted: their judgement.
    pub awaits: Option<EntityId>,
    /// Somebody could not tell, before what is known now was known.
    pub was_unsure: bool,
    /// Why joining them would take two people.
    pub second_opinion: Option<&'static str>,
}

/// What people have said of two clusters.
#[derive(Default)]
struct Said<'p> {
    same: Vec<&'p Judgement>,
    different: bool,
    unsure: Option<Instant>,
}

/// A proposal before it is written out.
struct Ranked<'p> {
    left: &'p Subject,
    right: &'p Subject,
    rank: f64,
    awaits: Option<EntityId>,
    was_unsure: bool,
}

impl Picture {
    /// The proposals that are open for somebody.
    pub fn queue(&self, wanted: &Wanted) -> Queue {
        let said = self.said();
        let mut ranked = self.open(wanted, &said);
        ranked.sort_by(|a, b| {
            let ids = |one: &Ranked<'_>| (one.left.id.clone(), one.right.id.clone());
            b.rank.total_cmp(&a.rank).then_with(|| ids(a).cmp(&ids(b)))
        });
        let page = ranked.iter().skip(wanted.offset).take(wanted.limit);
        let proposals = page.map(|one| self.write_out(one)).collect();
        Queue { count: ranked.len(), proposals }
    }

    /// The evidence on any two records, proposed or not.
    pub fn proposal(&self, left: &EntityId, right: &EntityId) -> Result<Proposal> {
        let absent = |id: &EntityId| Error::NoSuchRecord(id.clone());
        let one = self.subject(left).ok_or_else(|| absent(left))?;
        let other = self.subject(right).ok_or_else(|| absent(right))?;
        if one.id == other.id {
            return Err(Error::OneRecord(one.id.clone()));
        }
        let (left, right) = if one.id < other.id { (one, other) } else { (other, one) };
        let said = self.said();
        let spoken = said.get(&(&left.id, &right.id));
        let awaiting = spoken.and_then(|said| said.same.first());
        Ok(self.write_out(&Ranked {
            left,
            right,
            rank: 0.0,
            awaits: awaiting.map(|judgement| judgement.id.clone()),
            was_unsure: spoken.is_some_and(|said| said.unsure.is_some()),
        }))
    }

    /// The two names that agree best.
    pub fn best_names(&self, proposal: &Proposal) -> Option<(String, String)> {
        let (left, right) = (self.subject(&proposal.left)?, self.subject(&proposal.right)?);
        let names = |subject: &Subject| subject.names.iter().take(16).cloned().collect::<Vec<_>>();
        let (mine, theirs) = (names(left), names(right));
        let pairs = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
        let ratio = |pair: &(&crate::Named, &crate::Named)| {
            self.model.log_ratio(&pair.0.prepared, &pair.1.prepared)
        };
        let best = pairs.max_by(|a, b| ratio(a).total_cmp(&ratio(b)))?;
        Some((best.0.fact.value.clone(), best.1.fact.value.clone()))
    }

    /// Who and what stands next to the two: those of both first, at most `most` of each side; with
    /// the side and by what.
    pub fn around(
        &self,
        proposal: &Proposal,
        most: usize,
    ) -> Vec<(EntityId, &'static str, String)> {
        let beside = |id: &EntityId| -> BTreeMap<EntityId, String> {
            let companions = self.subject(id).map(|subject| subject.companions.as_slice());
            let companions = companions.unwrap_or_default().iter();
            companions
                .map(|one| (self.identities.of(&one.record).clone(), one.how.to_string()))
                .collect()
        };
        let (mine, theirs) = (beside(&proposal.left), beside(&proposal.right));
        let row = |(id, how): (&EntityId, &String), side| (id.clone(), side, how.clone());
        let both = mine.iter().filter(|(id, _)| theirs.contains_key(*id));
        let left = mine.iter().filter(|(id, _)| !theirs.contains_key(*id)).take(most);
        let right = theirs.iter().filter(|(id, _)| !mine.contains_key(*id)).take(most);
        both.map(|one| row(one, "both"))
            .chain(left.map(|one| row(one, "left")))
            .chain(right.map(|one| row(one, "right")))
            .collect()
    }

    /// Everything that stands and was said of two different clusters.
    fn said(&self) -> BTreeMap<(&EntityId, &EntityId), Said<'_>> {
        let mut said: BTreeMap<_, Said<'_>> = BTreeMap::new();
        for judgement in self.identities.judgements().iter().filter(|one| one.state.stands()) {
            let (left, right) =
                (self.identities.of(&judgement.left), self.identities.of(&judgement.right));
            if left == right {
                continue;
            }
            let key = if left < right { (left, right) } else { (right, left) };
            let entry = said.entry(key).or_default();
            match judgement.verdict {
                Verdict::Same if judgement.state == State::AwaitsSecond => {
                    entry.same.push(judgement);
                }
                // A judgement that others contradict is a conflict, not a proposal.
                Verdict::Same | Verdict::Different => entry.different = true,
                Verdict::Unsure => {
                    entry.unsure = entry.unsure.max(Some(judgement.said.recorded_at));
                }
            }
        }
        said
    }

    fn open<'p>(
        &'p self,
        wanted: &Wanted,
        said: &'p BTreeMap<(&'p EntityId, &'p EntityId), Said<'p>>,
    ) -> Vec<Ranked<'p>> {
        let about = wanted.about.as_ref().map(|record| self.identities.of(record));
        let mut open = Vec::new();
        let mut consider = |left: &'p EntityId, right: &'p EntityId, probability: f64| {
            let known = (self.subject(left), self.subject(right));
            let (Some(left), Some(right)) = known else { return };
            let of_sort = wanted.sort.is_none_or(|sort| left.sort == sort || right.sort == sort);
            let of_about = about.is_none_or(|about| left.id == *about || right.id == *about);
            let spoken = said.get(&(&left.id, &right.id));
            let same = spoken.map(|said| said.same.as_slice()).unwrap_or_default();
            let unsure = spoken.and_then(|said| said.unsure);
            let mine = same.iter().any(|one| one.decided_by == wanted.judge.as_str());
            let settled = spoken.is_some_and(|said| said.different);
            let news = unsure.is_none_or(|at| left.latest.max(right.latest) > at);
            if of_sort && of_about && !settled && !mine && news {
                let awaits = same.first().map(|judgement| judgement.id.clone());
                let change = change(left, right);
                let rank = worth(change) * if awaits.is_some() { 1.5 } else { probability };
                open.push(Ranked { left, right, rank, awaits, was_unsure: unsure.is_some() });
            }
        };
        for ((left, right), weighed) in self.pairs().iter() {
            let awaited = said.get(&(left, right)).is_some_and(|said| !said.same.is_empty());
            if weighed.probability >= wanted.least || awaited {
                consider(left, right, weighed.probability);
            }
        }
        for ((left, right), said) in said.iter().filter(|(_, said)| !said.same.is_empty()) {
            let proposed = self.pairs().of(left).any(|(other, _)| other == *right);
            if !proposed && !said.different {
                consider(self.key_of(left), self.key_of(right), 0.0);
            }
        }
        open
    }

    /// The id as the picture holds it.
    fn key_of<'p>(&'p self, id: &'p EntityId) -> &'p EntityId {
        self.subject(id).map_or(id, |subject| &subject.id)
    }

    fn write_out(&self, ranked: &Ranked<'_>) -> Proposal {
        let (left, right) = (ranked.left, ranked.right);
        let evidence = explain(self, &self.weights, (left, right));
        let change = change(left, right);
        Proposal {
            left: left.id.clone(),
            right: right.id.clone(),
            why: why(&evidence, change, ranked),
            second_opinion: second_opinion(left, right, evidence.probability),
            change,
            awaits: ranked.awaits.clone(),
            was_unsure: ranked.was_unsure,
            evidence,
        }
    }
}

fn change(left: &Subject, right: &Subject) -> Change {
    let all = left.agencies.union(&right.agencies).count();
    let most = left.agencies.len().max(right.agencies.len());
    let beside = |subject: &Subject| -> std::collections::BTreeSet<EntityId> {
        subject.companions.iter().map(|companion| companion.record.clone()).collect()
    };
    let (mine, theirs) = (beside(left), beside(right));
    let (only_mine, only_theirs) =
        (mine.difference(&theirs).count(), theirs.difference(&mine).count());
    Change {
        records: (left.members.len(), right.members.len()),
        agencies: if all > most { all } else { 0 },
        ties: only_mine + only_theirs,
        paths: only_mine * only_theirs,
    }
}

/// What a decision is worth, if it turns out "same": the records it brings together, agencies that
/// learn of one another, the reach of what becomes one, and above all the ways through the network
/// that open: most of what a plan misses is one person who stands as several records.
fn worth(change: Change) -> f64 {
    let (left, right) = change.records;
    let records = 1.0 + 0.25 * ((left * right) as f64).ln();
    let across = if change.agencies > 0 { 1.25 } else { 1.0 };
    let reach = 1.0 + 0.05 * (1.0 + change.ties as f64).ln();
    records * across * reach * (1.0 + 0.15 * (1.0 + change.paths as f64).ln())
}

/// Joining these would take two people, and why.
pub(crate) fn second_opinion(
    left: &Subject,
    right: &Subject,
    probability: f64,
) -> Option<&'static str> {
    const IN_DANGER: [&str; 5] = ["victim", "likely-victim", "smuggled-person", "child", "witness"];
    const ACCUSED: [&str; 2] = ["suspect", "convicted"];
    let any = |subject: &Subject, words: &[&str]| {
        subject.categories.iter().any(|fact| words.contains(&fact.value.as_str()))
    };
    let mixes = |one: &Subject, other: &Subject| any(one, &IN_DANGER) && any(other, &ACCUSED);
    if mixes(left, right) || mixes(right, left) {
        return Some("one is a person in danger or a witness, the other is accused");
    }
    if left.members.len() + right.members.len() > 12 {
        return Some("the cluster would be large");
    }
    (probability < 0.05).then_some("the evidence speaks against it")
}

fn why(evidence: &Evidence, change: Change, ranked: &Ranked<'_>) -> String {
    let mut sentence = String::new();
    if ranked.awaits.is_some() {
        sentence.push_str("a second opinion is wanted; ");
    } else if ranked.was_unsure {
        sentence.push_str("something new is known since somebody was unsure; ");
    }
    let speaking: Vec<&str> = evidence
        .terms
        .iter()
        .filter(|term| term.weight > 0.4)
        .take(2)
        .map(|term| term.text.split(": ").next().unwrap_or_default())
        .collect();
    match speaking.as_slice() {
        [] => sentence.push_str("little speaks for it"),
        words => sentence.push_str(&words.join(", and ")),
    }
    let records = change.records.0 + change.records.1;
    let paths = match change.paths {
        1 => "one pair of people come within two steps".to_owned(),
        paths => format!("{paths} pairs of people come within two steps"),
    };
    let changes = [
        (change.agencies > 0, format!("{} agencies would speak of one", change.agencies)),
        (records > 2, format!("{records} records become one")),
        (change.paths > 0, paths),
        (change.ties > 0 && change.paths == 0, format!("{} ties come together", change.ties)),
    ];
    for (_, words) in changes.iter().filter(|(happens, _)| *happens) {
        sentence.push_str("; ");
        sentence.push_str(words);
    }
    sentence
}
