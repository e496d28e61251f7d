//! One agency telling of one episode: templates in, text and claims out.

use crossbearing_model::{Basis, EntityId, Passage};

use crate::Plan;
use crate::cast::Agency;
use crate::identity::{Kind, TruthId};
use crate::invention::phrases::{Language, key};
use crate::invention::places::Place;
use crate::random::Random;
use crate::telling::draft::{Draft, Known, Mark, Mistake};
use crate::telling::sight::Sight;
use crate::telling::template::{Piece, Slot, Template};
use crate::word::Word;
use crate::world::cell::Cell;
use crate::world::episode::{Episode, EpisodeKind};

/// Who tells, of what, and how far the telling has come.
pub(crate) struct Teller<'w> {
    pub(crate) plan: &'w Plan,
    pub(crate) agencies: &'w [Agency],
    pub(crate) agency: usize,
    pub(crate) cell: &'w Cell,
    pub(crate) episode: &'w Episode,
    pub(crate) language: Language,
    pub(crate) random: Random,
    pub(crate) draft: Draft,
    pub(crate) report: usize,
    pub(crate) people: Vec<Told<'w>>,
    pub(crate) places: Vec<(&'static Place, Known, Passage)>,
    /// Who is the first person of the templates, as a position in the episode's people.
    pub(crate) subject: usize,
    /// The vehicle and the like that were already told of.
    pub(crate) things: Vec<EntityId>,
}

/// A person that has been told of.
pub(crate) struct Told<'w> {
    /// Position in the cell's people.
    pub(crate) who: usize,
    pub(crate) sight: Sight<'w>,
    pub(crate) known: Known,
    /// Where the name stands last.
    pub(crate) passage: Option<Passage>,
}

/// How far the telling had come before something that may have to be taken back.
struct Before {
    mark: Mark,
    named: Vec<Option<Passage>>,
    places: usize,
    things: usize,
}

impl Teller<'_> {
    /// Writes the title of `template`; what it would claim is claimed by the text.
    pub(crate) fn title(&mut self, template: &'static Template) -> String {
        self.pieces(&template.title);
        self.people.clear();
        self.places.clear();
        self.things.clear();
        std::mem::take(&mut self.draft).text
    }

    /// Writes the text of `template` and, below it, who and where was named.
    pub(crate) fn body(&mut self, template: &'static Template) {
        self.pieces(&template.body);
        self.list_people();
        self.list_places();
    }

    fn pieces(&mut self, pieces: &'static [Piece]) -> Option<()> {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.draft.write(text),
                Piece::Choice(choices) => {
                    let choice = self.random.pick(choices);
                    self.draft.write(choice);
                }
                Piece::Optional(inner) => {
                    let before = self.before();
                    if self.pieces(inner).is_none() {
                        self.go_back(&before);
                    }
                }
                Piece::Slot(slot) => self.slot(*slot)?,
            }
        }
        Some(())
    }

    fn before(&self) -> Before {
        Before {
            mark: self.draft.mark(),
            named: self.people.iter().map(|told| told.passage).collect(),
            places: self.places.len(),
            things: self.things.len(),
        }
    }

    fn go_back(&mut self, before: &Before) {
        self.draft.go_back(before.mark);
        self.people.truncate(before.named.len());
        for (told, passage) in self.people.iter_mut().zip(&before.named) {
            told.passage = *passage;
        }
        self.places.truncate(before.places);
        self.things.truncate(before.things);
    }

    /// Fills a slot, or says that there is nothing to fill it with.
    fn slot(&mut self, slot: Slot) -> Option<()> {
        match slot {
            Slot::Person(part, slot) => {
                let at = if part == 0 { self.subject } else { part };
                let who = *self.episode.people.get(at)?;
                self.person_slot(at, who, slot)
            }
            Slot::Episode(slot) => self.episode_slot(slot),
        }
    }

    /// A thing as this agency knows it.
    pub(crate) fn known(&self, truth: TruthId, schema: Word) -> Known {
        let code = self.agencies[self.agency].code;
        let entity = truth.entity(self.plan.seed(), code, self.agency, 0);
        Known { truth, entity, schema }
    }

    /// The episode as this agency knows it, if it is a thing at all.
    pub(crate) fn event(&self) -> Option<Known> {
        let schema = self.episode.kind.shape().schema?;
        Some(self.known(self.episode.truth_id(), schema))
    }

    /// The position among the people told of of the person at `who` in the cell.
    pub(crate) fn meet(&mut self, who: usize) -> usize {
        if let Some(at) = self.people.iter().position(|told| told.who == who) {
            return at;
        }
        let person = &self.cell.people[who];
        let sight = Sight::new(self.plan, self.agencies, self.agency, person, self.report);
        let known =
            Known { truth: person.truth_id(), entity: sight.entity.clone(), schema: Word::Person };
        self.people.push(Told { who, sight, known, passage: None });
        self.people.len() - 1
    }

    /// Writes a place's name; below the text stands where it is.
    pub(crate) fn name_place(&mut self, place: &'static Place) -> (Known, Passage) {
        let known = self.known(TruthId::new(Kind::Place, 0, place.number), Word::Address);
        let name = place.name_in(self.language);
        let passage = self.draft.show(name);
        if !self.places.iter().any(|(told, ..)| told.number == place.number) {
            self.draft.claim(&known, Word::Name, name.to_owned(), passage);
            self.draft.claim(&known, Word::City, name.to_owned(), passage);
        }
        self.places.push((place, known.clone(), passage));
        (known, passage)
    }

    /// Whether `entity` has not been told of before in this text.
    pub(crate) fn first_time(&mut self, entity: &EntityId) -> bool {
        let first = !self.things.contains(entity);
        if first {
            self.things.push(entity.clone());
        }
        first
    }

    /// "Persons: NAME - category; ...": each person's name and what they are to the case.
    fn list_people(&mut self) {
        let mut separator = "\n\n";
        for at in 0..self.people.len() {
            if self.people[at].passage.is_none() {
                continue;
            }
            self.draft.write(separator);
            if separator == "\n\n" {
                let heading = self.language.phrase("persons");
                self.draft.write(heading);
                self.draft.write(": ");
            }
            separator = "; ";
            let told = &self.people[at];
            let spelling = told.sight.spelling.clone();
            let known = told.known.clone();
            let category = self.category(told.who);
            self.draft.write(&spelling);
            self.draft.write(" — ");
            let shown = self.language.phrase(key("category", category));
            self.draft.state(&known, Word::SubjectCategory, category.to_owned(), shown);
        }
        if separator == "; " {
            self.draft.write(".");
        }
    }

    fn category(&self, who: usize) -> &'static str {
        let tried = self.episode.kind == EpisodeKind::Trial && self.episode.people[0] == who;
        if tried { "convicted" } else { self.cell.people[who].category().as_str() }
    }

    /// "Places: NAME 50.95, 1.86; ...".
    fn list_places(&mut self) {
        let mut listed: Vec<usize> = Vec::new();
        for at in 0..self.places.len() {
            let (place, known, _) = self.places[at].clone();
            if listed.contains(&place.number) {
                continue;
            }
            if listed.is_empty() {
                let heading = self.language.phrase("places");
                self.draft.write("\n");
                self.draft.write(heading);
                self.draft.write(": ");
            } else {
                self.draft.write("; ");
            }
            listed.push(place.number);
            self.draft.write(place.name_in(self.language));
            self.draft.write(" ");
            self.draft.state(&known, Word::Latitude, place.latitude.clone(), &place.latitude);
            self.draft.write(", ");
            self.draft.state(&known, Word::Longitude, place.longitude.clone(), &place.longitude);
        }
        if !listed.is_empty() {
            self.draft.write(".");
        }
    }

    /// States a number that this agency may have miscounted.
    pub(crate) fn count(&mut self, of: &Known, property: Word, truth: usize) {
        let wrong = truth > 3 && self.mistakes(property as u64).chance(15);
        let said = if wrong { truth + 1 } else { truth };
        let shown = said.to_string();
        let claim = self.draft.state(of, property, shown.clone(), &shown);
        if wrong {
            claim.mistake = Some((Mistake::Miscounted, truth.to_string()));
        }
    }

    /// What this agency gets wrong about this episode: the same in each of its reports.
    pub(crate) fn mistakes(&self, about: u64) -> Random {
        const STREAM: u64 = 5;
        let path = [
            STREAM,
            self.agency as u64,
            u64::from(self.cell.number),
            self.episode.number as u64,
            about,
        ];
        Random::of(self.plan.seed(), &path)
    }

    /// What an author who was not there can only judge.
    pub(crate) fn judged(&mut self) -> Basis {
        if self.random.chance(50) { Basis::Assessment } else { Basis::Fact }
    }
}
