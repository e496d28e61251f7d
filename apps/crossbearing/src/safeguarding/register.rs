//! The protection register: who is in it, and what two people decide about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossbearing_access::{Entered, Protection};
use crossbearing_ledger::{AsOf, Batch, EntityRecord, Reconsidered};
use crossbearing_log::Kind;
use crossbearing_model::{
    Basis, Citation, EntityId, Grade, Label, NodeId, PrincipalId, Statement, SubjectCategory,
};
use serde::{Deserialize, Serialize};

use super::{Desk, Error, Result, checked};
use crate::desks::{Decided, Proposal, Proposed, Stage};

/// An entry of the register with what the caller sees of the person.
pub(crate) struct Entry {
    pub(crate) protection: Protection,
    pub(crate) record: EntityRecord,
    /// Who confirmed that the person is protected.
    pub(crate) confirmed: Option<Decided>,
}

/// What a person is to a case, and the report that says so.
pub(crate) struct NewCategory {
    pub(crate) person: EntityId,
    pub(crate) category: SubjectCategory,
    pub(crate) report: EntityId,
    pub(crate) reason: String,
    /// The node at which it is said.
    pub(crate) node: NodeId,
}

/// What came of it.
pub(crate) enum Recorded {
    /// It is in the ledger.
    Said,
    /// It waits for a second person, under this number.
    Waits(i64),
}

/// A citation as a proposal keeps it until it is confirmed.
#[derive(Serialize, Deserialize)]
struct KeptCitation {
    grade: String,
    label: Label,
    origin: NodeId,
}

impl Desk<'_> {
    /// The entries about people of whom the caller sees something.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>> {
        self.must_be_officer()?;
        let proposals = self.kept.proposals()?;
        let mut entries = Vec::new();
        for protection in self.ledger.protections().iter() {
            let Some(record) = self.record_of(&protection.entity)? else { continue };
            let confirmed = proposals.iter().find(|proposal| {
                proposal.person == protection.entity
                    && proposal.stage == Stage::Agreed
                    && matches!(proposal.change, Proposed::Enter { .. })
            });
            let confirmed = confirmed.and_then(|proposal| proposal.decided.clone());
            entries.push(Entry { protection: Protection::clone(protection), record, confirmed });
        }
        Ok(entries)
    }

    /// What the caller proposed, and for an officer all that is about people she sees.
    pub(crate) fn proposals(&self) -> Result<Vec<Proposal>> {
        let mut proposals = Vec::new();
        for proposal in self.kept.proposals()? {
            let seen = self.is_officer() && self.record_of(&proposal.person)?.is_some();
            if seen || self.is_by_me(&proposal) {
                proposals.push(proposal);
            }
        }
        Ok(proposals)
    }

    /// Protects a person at once; a second person confirms it or takes it back.
    pub(crate) fn enter(
        &self,
        person: &EntityId,
        category: SubjectCategory,
        named: BTreeSet<PrincipalId>,
        reason: &str,
    ) -> Result<i64> {
        let reason = checked(reason)?;
        if !category.is_protected() {
            let why =
                format!("a {category} is not protected: choose victim, smuggled, child or witness");
            return Err(Error::Bad(why));
        }
        named.iter().try_for_each(|user| self.accounts.person(user).map(drop))?;
        let person = self.as_it_is(person)?;
        if self.ledger.is_protected(&person) {
            return Err(Error::Conflict("the person is protected already".to_owned()));
        }
        let why = format!("protects as {category}: {reason}");
        self.write_down(Kind::Alteration, why, &[&self.pseudonym(&person)])?;
        let by = self.view.viewer().principal.clone();
        let named = named.into_iter().chain((!self.is_officer()).then(|| by.clone()));
        let entered = Some(Entered { by: by.clone(), at: self.now, reason: reason.clone() });
        let entry = Protection { entered, ..Protection::new(person.clone(), category, named) };
        let batch = Batch { protections: vec![entry], ..Batch::default() };
        self.ledger.append(batch, self.now, &by)?;
        self.propose(person, Proposed::Enter { category: category.to_string() }, reason)
    }

    /// Lets further people know who somebody is for as long as the protection lasts.
    pub(crate) fn name(&self, person: &EntityId, users: BTreeSet<PrincipalId>) -> Result<()> {
        self.must_be_officer()?;
        users.iter().try_for_each(|user| self.accounts.person(user).map(drop))?;
        let person = self.as_it_is(person)?;
        let register = self.ledger.protections();
        let entry = register.iter().find(|entry| entry.entity == person);
        let absent = || Error::Conflict(format!("{person} is not in the protection register"));
        let entry = entry.ok_or_else(absent)?;
        let list: Vec<&str> = users.iter().map(PrincipalId::as_str).collect();
        let why = format!("lets {} know who it is", list.join(", "));
        self.write_down(Kind::Alteration, why, &[&person])?;
        let named = Protection { named: users, ..Protection::clone(entry) };
        let batch = Batch { protections: vec![named], ..Batch::default() };
        self.ledger.append(batch, self.now, &self.view.viewer().principal)?;
        Ok(())
    }

    /// Proposes that a protection ends.
    pub(crate) fn propose_end(&self, person: &EntityId, reason: &str) -> Result<i64> {
        let reason = checked(reason)?;
        let person = self.as_it_is(person)?;
        if !self.ledger.is_protected(&person) {
            return Err(Error::Conflict("the person is not in the protection register".into()));
        }
        self.write_down(
            Kind::Alteration,
            format!("proposes to end a protection: {reason}"),
            &[&person],
        )?;
        self.propose(person, Proposed::End, reason)
    }

    /// Says what a person is to a case. Calling a protected person a suspect or convicted waits for
    /// a second person.
    pub(crate) fn categorise(&self, new: &NewCategory) -> Result<Recorded> {
        let reason = checked(&new.reason)?;
        let person = self.as_it_is(&new.person)?;
        let citation = self.citation(&new.report, &new.node)?;
        let accuses = matches!(new.category, SubjectCategory::Suspect | SubjectCategory::Convicted);
        if accuses && self.ledger.is_protected(&person) {
            let why = format!("proposes to call a protected person {}: {reason}", new.category);
            self.write_down(Kind::Alteration, why, &[&person, &new.report])?;
            let kept = KeptCitation {
                grade: citation.grade.to_string(),
                label: citation.label.clone(),
                origin: citation.origin.clone(),
            };
            let change = Proposed::Accuse {
                category: new.category.to_string(),
                report: new.report.clone(),
                citation: serde_json::to_string(&kept).map_err(|error| Error::Log(error.into()))?,
            };
            return self.propose(person, change, reason).map(Recorded::Waits);
        }
        let why = format!("calls a person {}: {reason}", new.category);
        let logged =
            if new.category.is_protected() { self.pseudonym(&person) } else { person.clone() };
        self.write_down(Kind::Collection, why, &[&logged, &new.report])?;
        let said = category_statement(&person, new.category, citation);
        self.ledger.append(vec![said].into(), self.now, &self.view.viewer().principal)?;
        Ok(Recorded::Said)
    }

    /// Confirms what somebody else proposed, or refuses it.
    pub(crate) fn decide(&self, number: i64, agrees: bool, reason: &str) -> Result<Proposal> {
        let reason = checked(reason)?;
        let proposal = self.to_confirm(number)?;
        let verb = if agrees { "confirms" } else { "refuses" };
        let what = in_words(&proposal.change);
        let why = format!("{verb} what {} proposed, {what}: {reason}", proposal.by);
        self.write_down(Kind::Alteration, why, &[&proposal.person])?;
        match (&proposal.change, agrees) {
            (Proposed::Enter { .. }, true) | (Proposed::End | Proposed::Accuse { .. }, false) => {}
            // One of the two says no: it does not hold any longer.
            (Proposed::Enter { .. }, false) => {
                let against = self.second(&proposal, reason.clone());
                self.ledger.unprotect(&against, &proposal.by)?;
            }
            (Proposed::End, true) => {
                let second = self.second(&proposal, proposal.reason.clone());
                self.ledger.unprotect(&second, &proposal.by)?;
            }
            (Proposed::Accuse { category, report, citation }, true) => {
                let said = accusation(&proposal.person, category, report, citation)?;
                let reconsidered = vec![self.second(&proposal, proposal.reason.clone())];
                let batch = Batch { statements: vec![said], reconsidered, ..Batch::default() };
                self.ledger.append(batch, self.now, &proposal.by)?;
            }
        }
        let stage = if agrees { Stage::Agreed } else { Stage::Refused };
        self.close(proposal, stage, reason)
    }

    /// Takes back a proposal that nobody has decided about. An entry is not taken back alone.
    pub(crate) fn withdraw_proposal(&self, number: i64) -> Result<Proposal> {
        let proposal = self.known(number)?;
        if !self.is_by_me(&proposal) || matches!(proposal.change, Proposed::Enter { .. }) {
            let why = "only who proposed takes a proposal back, and a protection is not taken back by one alone";
            return Err(Error::NotYours(why));
        }
        if proposal.stage != Stage::Open {
            return Err(Error::Conflict("it was decided meanwhile: load it again".to_owned()));
        }
        let why = format!("takes back the proposal {}", in_words(&proposal.change));
        self.write_down(Kind::Alteration, why.clone(), &[&proposal.person])?;
        self.close(proposal, Stage::Withdrawn, why)
    }

    /// Whether the caller proposed it.
    pub(crate) fn is_by_me(&self, proposal: &Proposal) -> bool {
        proposal.by == self.view.viewer().principal
    }

    /// Whether it waits for the caller.
    pub(crate) fn waits_for_me(&self, proposal: &Proposal) -> bool {
        proposal.stage == Stage::Open && self.is_officer() && !self.is_by_me(proposal)
    }

    /// How the log names somebody who is protected from the next step on.
    fn pseudonym(&self, person: &EntityId) -> EntityId {
        self.ledger.pseudonym_for(&self.view.viewer().agency, person)
    }

    fn propose(&self, person: EntityId, change: Proposed, reason: String) -> Result<i64> {
        let by = self.view.viewer().principal.clone();
        let waits = |other: &Proposal| {
            other.stage == Stage::Open && other.person == person && other.change == change
        };
        if self.kept.proposals()?.iter().any(waits) {
            let why = "the same is proposed already: it waits for a second person";
            return Err(Error::Conflict(why.to_owned()));
        }
        let (stage, at) = (Stage::Open, self.now);
        let proposal = Proposal { number: 0, person, change, reason, by, at, stage, decided: None };
        Ok(self.kept.propose(&proposal)?)
    }

    /// A proposal that the caller knows of.
    fn known(&self, number: i64) -> Result<Proposal> {
        let absent = || Error::Absent { what: format!("there is no proposal {number}") };
        let proposal = self.kept.proposal(number)?.ok_or_else(absent)?;
        let seen = self.is_officer() && self.record_of(&proposal.person)?.is_some();
        (seen || self.is_by_me(&proposal)).then_some(proposal).ok_or_else(absent)
    }

    /// A proposal that the caller decides about.
    fn to_confirm(&self, number: i64) -> Result<Proposal> {
        let proposal = self.known(number)?;
        if self.is_by_me(&proposal) || !self.is_officer() {
            let why =
                "a second person confirms: a safeguarding officer, and not the one who proposed";
            return Err(Error::NotYours(why));
        }
        if proposal.stage != Stage::Open {
            return Err(Error::Conflict("it was decided meanwhile: load it again".to_owned()));
        }
        Ok(proposal)
    }

    fn second(&self, proposal: &Proposal, reason: String) -> Reconsidered {
        let second = self.view.viewer().principal.clone();
        Reconsidered { entity: proposal.person.clone(), reason, second }
    }

    fn close(&self, proposal: Proposal, stage: Stage, reason: String) -> Result<Proposal> {
        let by = self.view.viewer().principal.clone();
        let decided = Some(Decided { by, at: self.now, reason });
        let closed = Proposal { stage, decided, ..proposal };
        self.kept.settle_proposal(&closed)?;
        Ok(closed)
    }

    /// A person whom the caller sees as the person is: nobody decides about a pseudonym.
    fn as_it_is(&self, person: &EntityId) -> Result<EntityId> {
        let record = self.record(person)?;
        if record.protected {
            let why = "it is a pseudonym to you: somebody who may know who it is decides";
            return Err(Error::NotYours(why));
        }
        let ontology = self.ledger.ontology();
        let is_person = ontology.schema(&record.schema).is_some_and(|it| it.is_a("Person"));
        is_person.then_some(record.id).ok_or_else(|| Error::no_person(person))
    }

    /// How the caller's agency cites a report that the caller sees.
    fn citation(&self, report: &EntityId, node: &NodeId) -> Result<Arc<Citation>> {
        let absent = || Error::Absent { what: format!("no report has the id {report}") };
        let reads = self.ledger.by_report(self.view, AsOf::Now, report)?;
        let citation = &reads.first().ok_or_else(absent)?.statement.citation;
        let own = &self.view.viewer().agency;
        let label = match &citation.label {
            label if label.spec().originator == *own => label.clone(),
            label => label.for_recipient(own.clone())?,
        };
        let (report, origin) = (report.clone(), node.clone());
        let basis = Basis::Assessment;
        Ok(Arc::new(Citation { report, grade: citation.grade, label, basis, origin }))
    }
}

fn accusation(
    person: &EntityId,
    category: &str,
    report: &EntityId,
    kept: &str,
) -> Result<Statement> {
    let kept: KeptCitation =
        serde_json::from_str(kept).map_err(|error| Error::Log(error.into()))?;
    let citation = Citation {
        report: report.clone(),
        grade: kept.grade.parse::<Grade>()?,
        label: kept.label,
        basis: Basis::Assessment,
        origin: kept.origin,
    };
    Ok(category_statement(person, category.parse()?, Arc::new(citation)))
}

fn category_statement(
    person: &EntityId,
    category: SubjectCategory,
    citation: Arc<Citation>,
) -> Statement {
    Statement::new(person.clone(), "Person", "subjectCategory", category.as_str(), citation)
}

/// What is proposed, for the log.
pub(crate) fn in_words(change: &Proposed) -> String {
    match change {
        Proposed::Enter { category } => format!("to protect as {category}"),
        Proposed::End => "to end a protection".to_owned(),
        Proposed::Accuse { category, .. } => format!("to call a protected person {category}"),
    }
}
