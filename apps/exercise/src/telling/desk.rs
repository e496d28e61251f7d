//! The desk that files what was written: grade, label, officer, date, and who is protected.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossbearing_access::{Protection, Role};
use crossbearing_model::{
    Basis, Citation, EntityId, Instant, PartialDate, PrincipalId, PurposeId, Statement,
};

use crate::identity::{Kind, TruthId};
use crate::labels::Marking;
use crate::random::Random;
use crate::telling::citations::Citations;
use crate::telling::draft::{Claim, Mistake};
use crate::telling::report::{FiledReport, Written, form};
use crate::telling::schedule::{Assignment, Form};
use crate::telling::sight::Sight;
use crate::telling::teller::{Teller, Told};
use crate::word::Word;
use crate::world::cell::Cell;
use crate::world::episode::{Episode, EpisodeKind as K};
use crate::{Exercise, cast};

/// The grades that each agency gives, best first.
const GRADES: [[&str; 6]; cast::AGENCIES] = [
    ["3x5x2/1A", "3x5x2/1B", "3x5x2/1C", "3x5x2/2B", "3x5x2/2D", "3x5x2/3E"],
    ["4x4/A1", "4x4/A2", "4x4/B2", "4x4/B3", "4x4/C3", "4x4/X4"],
    ["6x6/A1", "6x6/B1", "6x6/B2", "6x6/C3", "6x6/D4", "6x6/F6"],
];

/// The desk that files what a teller wrote.
pub(crate) struct Desk<'w> {
    pub(crate) exercise: &'w Exercise,
    pub(crate) cell: &'w Cell,
    pub(crate) episode: &'w Episode,
    pub(crate) number: usize,
    pub(crate) assignment: Assignment,
    pub(crate) random: Random,
}

impl Desk<'_> {
    pub(crate) fn file(mut self, teller: Teller<'_>, title: String) -> Written {
        let agency = self.assignment.agency;
        let marking = self.marking();
        let grade = self.grade(&teller.draft.claims);
        let filed_by = self.officer();
        let id = TruthId::new(Kind::Report, self.cell.number, self.number).entity(
            self.exercise.plan().seed(),
            self.exercise.cast_ref().agencies[agency].code,
            agency,
            0,
        );
        let sanitised = marking == Marking::Own && (self.is_showcase() || self.random.chance(60));
        let mut citations = Citations::new(self.exercise, agency, id.clone(), grade);
        let citation = citations.of(marking, Basis::Fact);
        let protections = protections(&self, &teller.people, &filed_by);
        let identities = identities(&teller.draft.claims);
        let mut statements = Vec::with_capacity(teller.draft.claims.len());
        let mut mistakes = Vec::new();
        for claim in teller.draft.claims {
            let guarded = guards(&claim, &protections);
            let marking = match marking {
                _ if guarded => Marking::Protected,
                Marking::Own if sanitised && goes_out(claim.property) => Marking::Coalition,
                marking => marking,
            };
            let mistake = claim.mistake.clone();
            let statement =
                seal(claim, citations.of(marking, Basis::Fact), &mut citations, marking);
            if let Some((mistake, truth)) = mistake {
                mistakes.push((statement.clone(), mistake, truth));
            }
            statements.push(statement);
        }
        let unread = self.is_unread();
        let (statements, answers) =
            if unread { (Vec::new(), statements) } else { (statements, Vec::new()) };
        let filed = FiledReport {
            reference: self.reference(),
            agency: self.exercise.cast_ref().agencies[agency].id.clone(),
            filed_by,
            recorded_at: self.recorded_at(),
            dated: self.dated(),
            form: form(self.episode, self.assignment),
            language: teller.language.tag(),
            title,
            text: teller.draft.text,
            operation: self.operation(),
            citation,
            statements,
            protections,
            id,
        };
        Written { filed, answers, mistakes, identities }
    }

    /// How far the report goes.
    fn marking(&mut self) -> Marking {
        if matches!(self.assignment.form, Form::Interview(_)) {
            return Marking::Protected;
        }
        if self.is_showcase() {
            return [Marking::Coalition, Marking::Own, Marking::Coalition][self.assignment.agency];
        }
        let roll = self.random.below(100);
        match self.episode.kind {
            K::Trial if roll < 60 => Marking::Open,
            K::Advert if roll < 30 => Marking::Open,
            _ => match roll {
                0..42 => Marking::Coalition,
                42..63 => Marking::Own,
                63..75 => Marking::Partner,
                75..83 => Marking::Purpose,
                83..88 => Marking::Embargoed,
                88..90 => Marking::Expired,
                90..95 => Marking::Expiring,
                95..98 => Marking::Strict,
                _ => Marking::Red,
            },
        }
    }

    /// The report of each agency on the first network's organiser.
    fn is_showcase(&self) -> bool {
        self.cell.number == 0 && self.episode.kind == K::Profile && self.episode.people[0] == 0
    }

    /// One in seven waits for an analyst to read it.
    fn is_unread(&mut self) -> bool {
        let always_read = self.is_showcase() || matches!(self.assignment.form, Form::Interview(_));
        self.random.chance(14) && !always_read
    }

    /// A grade in the agency's scale; what courts and officers saw themselves is graded best. Of the
    /// reports that get a role wrong more than half come from sources that nobody trusts much.
    fn grade(&mut self, claims: &[Claim]) -> &'static str {
        let official = matches!(
            self.episode.kind,
            K::Arrest | K::Charge | K::Trial | K::Seizure | K::Crossing
        );
        let column = if official { self.random.below(2) } else { self.random.below(6) };
        let errs = claims.iter().filter_map(|claim| claim.mistake.as_ref());
        let misnames = errs.into_iter().any(|(mistake, _)| *mistake == Mistake::WrongRole);
        let column =
            if misnames && column < 4 && column % 2 == 0 { 4 + column / 2 } else { column };
        GRADES[self.assignment.agency][column]
    }

    fn officer(&self) -> PrincipalId {
        let role = match self.episode.kind {
            _ if matches!(self.assignment.form, Form::Interview(_)) => Role::SafeguardingOfficer,
            K::Crossing => Role::WatchOfficer,
            K::Transfer | K::Payment => Role::FinancialInvestigator,
            K::Advert => Role::OnlineOfficer,
            K::Charge | K::Trial => Role::Prosecutor,
            _ => Role::Analyst,
        };
        self.exercise.cast_ref().officer(self.assignment.agency, role).clone()
    }

    fn reference(&self) -> String {
        let code = self.exercise.cast_ref().agencies[self.assignment.agency].code;
        let (year, ..) = self.episode.day.civil();
        format!("{}-{year}-{}{:03}", code.to_uppercase(), self.cell.number + 1, self.number)
    }

    /// Some days later, in working hours, and before the exercise ends.
    fn recorded_at(&mut self) -> Instant {
        let last = self.exercise.plan().last_day().plus(-1);
        let day = self.episode.day.plus(self.random.between(1, 30)).min(last);
        let (hour, minute) = (self.random.between(6, 19), self.random.between(0, 59));
        day.at(hour, minute)
    }

    fn dated(&self) -> PartialDate {
        let (year, month, day) = self.episode.day.civil();
        // A day of the calendar between 2000 and 9999 is a date; midnight stands in for others.
        PartialDate::day(year as i16, month as i8, day as i8)
            .unwrap_or_else(|_| PartialDate::from(self.episode.day.at(0, 0)))
    }

    fn operation(&mut self) -> Option<PurposeId> {
        let at = match self.episode.kind {
            _ if matches!(self.assignment.form, Form::Interview(_)) => 3,
            K::Transfer | K::Payment => 1,
            K::Supply => 2,
            _ => 0,
        };
        let operation = self.exercise.cast_ref().operations.get(at)?;
        self.random.chance(80).then(|| operation.id.clone())
    }
}

/// Closes a claim with the citation of its marking and basis.
fn seal(
    claim: Claim,
    fact: Arc<Citation>,
    citations: &mut Citations<'_>,
    marking: Marking,
) -> Statement {
    let citation =
        if claim.basis == Basis::Fact { fact } else { citations.of(marking, claim.basis) };
    let mut statement = Statement::new(
        claim.of.entity,
        claim.of.schema.name(),
        claim.property.name(),
        claim.value,
        citation,
    );
    statement.original = claim.original;
    statement.lang = claim.lang.map(Into::into);
    statement.passage = Some(claim.passage);
    statement
}

/// What an agency tells its partners when the report itself stays at home.
fn goes_out(property: Word) -> bool {
    matches!(
        property,
        Word::Name
            | Word::Alias
            | Word::Nickname
            | Word::BirthDate
            | Word::Nationality
            | Word::SubjectCategory
            | Word::Latitude
            | Word::Longitude
            | Word::City
    )
}

/// Whether a claim says who a protected person is.
fn guards(claim: &Claim, protections: &[Protection]) -> bool {
    let identifies = matches!(
        claim.property,
        Word::Name
            | Word::Alias
            | Word::Nickname
            | Word::BirthDate
            | Word::Phone
            | Word::Number
            | Word::PassportNumber
            | Word::PlaceOfResidence
            | Word::DistinguishingMarks
    );
    identifies && protections.iter().any(|protection| protection.entity == claim.of.entity)
}

/// The protected persons of a report, with every word that would give them away.
fn protections(desk: &Desk<'_>, people: &[Told<'_>], filed_by: &PrincipalId) -> Vec<Protection> {
    let exercise = desk.exercise;
    people
        .iter()
        .filter(|told| told.sight.person.category().is_protected())
        .map(|told| {
            let person = told.sight.person;
            let agencies = &exercise.cast_ref().agencies;
            let mut words: BTreeSet<String> =
                Sight::spellings(exercise.plan(), agencies, person).into_iter().collect();
            words.insert(person.passport.clone());
            for phone in &person.phones {
                words.extend((0..3).map(|style| phone.written(style)));
            }
            let (entity, category) = (told.known.entity.clone(), person.category());
            Protection { words, ..Protection::new(entity, category, [filed_by.clone()]) }
        })
        .collect()
}

fn identities(claims: &[Claim]) -> Vec<(EntityId, Word, TruthId)> {
    let mut identities: Vec<_> = claims
        .iter()
        .flat_map(|claim| std::iter::once(&claim.of).chain(&claim.target))
        .map(|known| (known.entity.clone(), known.schema, known.truth))
        .collect();
    identities.sort_unstable();
    identities.dedup();
    identities
}
