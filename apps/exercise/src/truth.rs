//! What is true, beside what was reported.

use std::collections::BTreeMap;

use crossbearing_model::{EntityId, StatementId, SubjectCategory};
use serde::Serialize;

use crate::Exercise;
use crate::identity::{Kind, TruthId};
use crate::invention::phrases::Language;
use crate::invention::places::{self, Place};
use crate::telling::draft::Mistake;
use crate::telling::report::Written;
use crate::telling::sight::Sight;
use crate::telling::{adverts, episode_slots};
use crate::word::Word;
use crate::world::belongings::{Business, Home};
use crate::world::cell::Cell;
use crate::world::episode::{Episode, EpisodeKind};
use crate::world::person::Person;
use crate::world::role::NetworkRole;

/// One line of the truth.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TruthRecord {
    /// A true person.
    Person {
        /// Their name in the truth.
        id: TruthId,
        /// The network they belong to or met.
        network: TruthId,
        /// What they do there.
        role: NetworkRole,
        /// What they are to a case before any court has spoken.
        category: SubjectCategory,
        /// All true values by property; names in every spelling that any agency uses.
        values: Values,
    },
    /// A true thing, link or event.
    Thing {
        /// Its name in the truth.
        id: TruthId,
        /// Its schema in the ontology.
        schema: &'static str,
        /// All true values by property; other things by their names in the truth.
        values: Values,
    },
    /// What an agency's entity truly is.
    Identity {
        /// The id the agency gave.
        entity: EntityId,
        /// Its schema.
        schema: &'static str,
        /// What it is.
        truth: TruthId,
    },
    /// A statement that is wrong on purpose.
    Mistake {
        /// The statement, also if nobody has confirmed it yet.
        statement: StatementId,
        /// The report.
        report: EntityId,
        /// Whom or what it is about.
        entity: EntityId,
        /// The property.
        property: String,
        /// What it says.
        said: String,
        /// What is true.
        truth: String,
        /// How it is wrong.
        mistake: Mistake,
    },
    /// A statement that can be confirmed from the text of a report that nobody has read.
    Answer {
        /// The statement.
        statement: StatementId,
        /// The report.
        report: EntityId,
        /// Whom or what it is about.
        entity: EntityId,
        /// Its schema.
        schema: String,
        /// The property.
        property: String,
        /// The value.
        value: String,
        /// The first byte in the text.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

/// Values by property, in the words of the ontology.
pub type Values = BTreeMap<&'static str, Vec<String>>;

/// The truth of a cell and of what was written about it.
pub(crate) fn of_cell(exercise: &Exercise, cell: &Cell, written: &[Written]) -> Vec<TruthRecord> {
    let mut truth = Truth { exercise, cell, records: Vec::with_capacity(1024) };
    if cell.number == 0 {
        truth.places();
    }
    truth.thing(cell.network_id(), Word::Network, vec![(Word::Name, cell.network.clone())]);
    for person in &cell.people[..cell.own] {
        truth.person(person);
    }
    for episode in &cell.episodes {
        truth.episode(episode);
    }
    truth.written(written);
    truth.records
}

struct Truth<'w> {
    exercise: &'w Exercise,
    cell: &'w Cell,
    records: Vec<TruthRecord>,
}

type Facts = Vec<(Word, String)>;

impl Truth<'_> {
    fn thing(&mut self, id: TruthId, schema: Word, facts: Facts) {
        self.records.push(TruthRecord::Thing {
            id,
            schema: schema.as_str(),
            values: values(facts),
        });
    }

    fn places(&mut self) {
        for place in places::all() {
            let mut facts = vec![
                (Word::Latitude, place.latitude.clone()),
                (Word::Longitude, place.longitude.clone()),
            ];
            for name in place.names() {
                facts.push((Word::Name, name.to_owned()));
                facts.push((Word::City, name.to_owned()));
            }
            self.thing(place_id(place), Word::Address, facts);
        }
    }

    fn person(&mut self, person: &Person) {
        let agencies = &self.exercise.cast_ref().agencies;
        let (born, gender) = (person.born, if person.woman { "female" } else { "male" });
        let mut facts = vec![
            (Word::BirthDate, born.to_string()),
            (Word::BirthDate, born.civil().0.to_string()),
            (Word::Nationality, person.nation.to_owned()),
            (Word::Gender, gender.to_owned()),
            (Word::PassportNumber, person.passport.clone()),
            (Word::PlaceOfResidence, person.home.line()),
            (Word::AddressEntity, place_id(person.home.place).to_string()),
            (Word::SubjectCategory, person.category().as_str().to_owned()),
        ];
        for spelling in Sight::spellings(self.exercise.plan(), agencies, person) {
            facts.push((Word::Name, spelling.clone()));
            facts.push((Word::Alias, spelling));
        }
        facts.extend(person.nickname.iter().map(|nick| (Word::Nickname, nick.clone())));
        facts
            .extend(person.mark.iter().map(|mark| (Word::DistinguishingMarks, (*mark).to_owned())));
        facts.extend(person.phones.iter().map(|phone| (Word::Phone, phone.e164())));
        if self.is_convicted(person) {
            facts.push((Word::SubjectCategory, SubjectCategory::Convicted.as_str().to_owned()));
        }
        self.records.push(TruthRecord::Person {
            id: person.truth_id(),
            network: self.cell.network_id(),
            role: person.role,
            category: person.category(),
            values: values(facts),
        });
        self.links(person);
        self.belongings(person);
    }

    fn is_convicted(&self, person: &Person) -> bool {
        self.cell.episodes.iter().any(|episode| {
            episode.kind == EpisodeKind::Trial && episode.people.first() == Some(&person.number)
        })
    }

    fn links(&mut self, person: &Person) {
        let me = person.truth_id().to_string();
        let role = Language::English.phrase(person.role.key()).to_owned();
        let network = self.cell.network_id().to_string();
        self.thing(
            person.owns(Kind::Membership),
            Word::Membership,
            vec![(Word::Member, me.clone()), (Word::Organization, network), (Word::Role, role)],
        );
        if let Some(superior) = NetworkRole::superior(person.number) {
            let superior = TruthId::new(Kind::Person, person.cell, superior).to_string();
            self.thing(
                person.owns(Kind::Command),
                Word::Command,
                vec![(Word::Subordinate, me.clone()), (Word::Superior, superior)],
            );
        }
        let associates = self.associates(person);
        if !associates.is_empty() {
            let mut facts = vec![(Word::PersonOf, me)];
            facts.extend(associates.into_iter().map(|id| (Word::AssociateOf, id.to_string())));
            self.thing(person.owns(Kind::Relation), Word::Associate, facts);
        }
    }

    /// With whom the person appears without taking their orders.
    fn associates(&self, person: &Person) -> Vec<TruthId> {
        let mut found = Vec::new();
        for episode in &self.cell.episodes {
            if episode.people.first() == Some(&person.number) {
                let others = episode.people.iter().skip(1).map(|who| &self.cell.people[*who]);
                found.extend(others.map(Person::truth_id));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn belongings(&mut self, person: &Person) {
        let me = person.truth_id().to_string();
        for (nth, phone) in person.phones.iter().enumerate() {
            let id = TruthId::new(Kind::Phone, person.cell, person.number * 2 + nth);
            let facts = vec![(Word::Number, phone.e164()), (Word::Holder, me.clone())];
            self.thing(id, Word::PhoneNumber, facts);
        }
        if let Some(account) = &person.account {
            self.thing(
                person.owns(Kind::Account),
                Word::UserAccount,
                vec![
                    (Word::Username, account.username.clone()),
                    (Word::Service, account.service.to_owned()),
                    (Word::Owner, me.clone()),
                ],
            );
        }
        if let Some(bank) = &person.bank {
            self.thing(
                person.owns(Kind::Bank),
                Word::BankAccount,
                vec![
                    (Word::Iban, bank.iban.clone()),
                    (Word::BankName, bank.name.to_owned()),
                    (Word::Holder, me.clone()),
                ],
            );
        }
        if let Some(vehicle) = &person.vehicle {
            self.thing(
                person.owns(Kind::Vehicle),
                Word::Vehicle,
                vec![
                    (Word::VehicleType, vehicle.what.to_owned()),
                    (Word::Plate, vehicle.plate.clone()),
                    (Word::Operator, me.clone()),
                ],
            );
        }
        if let Some(house) = &person.house {
            let mut facts = at_address(&house.home);
            facts.push((Word::Capacity, house.capacity.to_string()));
            facts.push((Word::Operator, me.clone()));
            self.thing(person.owns(Kind::House), Word::SafeHouse, facts);
        }
        if let Some(office) = &person.office {
            let mut facts = business(office);
            facts.push((Word::Operator, me.clone()));
            self.thing(person.owns(Kind::Office), Word::HawalaOffice, facts);
        }
        if let Some(shop) = &person.shop {
            self.thing(person.owns(Kind::Company), Word::Company, business(shop));
            let company = person.owns(Kind::Company).to_string();
            let facts = vec![(Word::Director, me), (Word::Organization, company)];
            self.thing(person.owns(Kind::Directorship), Word::Directorship, facts);
        }
    }

    fn written(&mut self, written: &[Written]) {
        let mut identities: Vec<_> =
            written.iter().flat_map(|written| written.identities.iter().cloned()).collect();
        identities.sort_unstable();
        identities.dedup();
        self.records.extend(identities.into_iter().map(|(entity, schema, truth)| {
            TruthRecord::Identity { entity, schema: schema.as_str(), truth }
        }));
        for written in written {
            let report = &written.filed.id;
            for (statement, mistake, truth) in &written.mistakes {
                self.records.push(TruthRecord::Mistake {
                    statement: statement.id(),
                    report: report.clone(),
                    entity: statement.entity.clone(),
                    property: statement.property.to_string(),
                    said: statement.value.clone(),
                    truth: truth.clone(),
                    mistake: *mistake,
                });
            }
            self.records.extend(written.answers.iter().map(|answer| TruthRecord::Answer {
                statement: answer.id(),
                report: report.clone(),
                entity: answer.entity.clone(),
                schema: answer.schema.to_string(),
                property: answer.property.to_string(),
                value: answer.value.clone(),
                start: answer.passage.map_or(0, |passage| passage.start),
                end: answer.passage.map_or(0, |passage| passage.end),
            }));
        }
    }
}

/// Episodes.
impl Truth<'_> {
    fn episode(&mut self, episode: &Episode) {
        let shape = episode.kind.shape();
        let Some(schema) = shape.schema else { return };
        let mut facts = vec![(Word::Date, episode.day.to_string())];
        if !shape.called.is_empty() {
            for language in Language::ALL {
                facts.push((Word::Name, episode_slots::event_name(episode, language)));
            }
        }
        for (part, who) in episode.people.iter().enumerate() {
            if let Some(word) = episode.part(part) {
                facts.push((word, self.cell.people[*who].truth_id().to_string()));
            }
        }
        for (word, place) in [(shape.place, episode.place), (shape.to, episode.to)] {
            let Some(word) = word else { continue };
            facts.push((word, place_id(place).to_string()));
            facts.extend(place.names().map(|name| (Word::Location, name.to_owned())));
        }
        facts.extend(shape.count.map(|word| (word, episode.count.to_string())));
        facts.extend(shape.amount.map(|word| (word, episode.amount.to_string())));
        facts.extend(shape.amount.map(|_| (Word::Currency, episode.currency.to_owned())));
        let topic = || Language::English.phrase(episode.topic).to_owned();
        facts.extend(shape.topic.map(|word| (word, topic())));
        self.details(episode, &mut facts);
        self.thing(episode.truth_id(), schema, facts);
    }

    /// What only some kinds of episode have.
    fn details(&mut self, episode: &Episode, facts: &mut Facts) {
        let person = |part: usize| episode.people.get(part).map(|who| &self.cell.people[*who]);
        let owned =
            |part: usize, kind: Kind| person(part).map(|person| person.owns(kind).to_string());
        match episode.kind {
            EpisodeKind::Crossing => {
                facts.push((Word::Children, episode.children.to_string()));
                facts.push((Word::VehicleOf, episode.vessel_id().to_string()));
                self.vessel(episode);
            }
            EpisodeKind::Sighting => {
                facts.extend(owned(0, Kind::Vehicle).map(|id| (Word::Subject, id)));
            }
            EpisodeKind::Journey => {
                facts.extend(owned(0, Kind::Vehicle).map(|id| (Word::VehicleOf, id)));
            }
            EpisodeKind::Supply => {
                facts.extend(owned(2, Kind::Vehicle).map(|id| (Word::VehicleOf, id)));
            }
            EpisodeKind::Transfer => {
                facts.push((Word::ReleaseCode, episode.code.clone()));
                facts.extend(owned(2, Kind::Office).map(|id| (Word::SendingOffice, id)));
                facts.extend(owned(3, Kind::Office).map(|id| (Word::PayingOffice, id)));
            }
            EpisodeKind::Payment => {
                facts.extend(owned(0, Kind::Bank).map(|id| (Word::PayerAccount, id)));
                facts.extend(owned(1, Kind::Bank).map(|id| (Word::BeneficiaryAccount, id)));
            }
            EpisodeKind::Advert => {
                facts.push((Word::Summary, adverts::text(self.cell, episode)));
                facts.extend(owned(0, Kind::Account).map(|id| (Word::Account, id)));
                let original = episode.copy_of.map(|at| self.cell.episodes[at].truth_id());
                facts.extend(original.map(|id| (Word::CopyOf, id.to_string())));
            }
            EpisodeKind::Trial => {
                facts.push((Word::Court, episode.court.to_owned()));
                let convicted = person(0).map(|person| person.truth_id().to_string());
                let mut sentence = vec![
                    (Word::DurationMonths, episode.months.to_string()),
                    (Word::ConvictionOf, episode.truth_id().to_string()),
                ];
                sentence.extend(convicted.map(|id| (Word::PersonOf, id)));
                self.thing(episode.sentence_id(), Word::Sentence, sentence);
            }
            EpisodeKind::Charge => facts.push((Word::Court, episode.court.to_owned())),
            _ => {}
        }
    }

    fn vessel(&mut self, episode: &Episode) {
        let Some(vessel) = &episode.vessel else { return };
        let mut facts = vec![
            (Word::Name, vessel.name.clone()),
            (Word::Length, vessel.length.to_string()),
            (Word::Engine, vessel.engine.to_owned()),
        ];
        if let Some(registration) = &vessel.registered {
            facts.push((Word::Imo, registration.imo.clone()));
            facts.push((Word::Mmsi, registration.mmsi.clone()));
        }
        self.thing(episode.vessel_id(), Word::Vessel, facts);
    }
}

fn business(business: &Business) -> Facts {
    let mut facts = at_address(&business.home);
    facts.push((Word::Name, business.name.clone()));
    facts.push((Word::RegistrationNumber, business.registration.clone()));
    facts
}

fn at_address(home: &Home) -> Facts {
    vec![(Word::AddressText, home.line()), (Word::AddressEntity, place_id(home.place).to_string())]
}

fn place_id(place: &Place) -> TruthId {
    TruthId::new(Kind::Place, 0, place.number)
}

fn values(facts: Facts) -> Values {
    let mut values = Values::new();
    for (word, value) in facts {
        let known = values.entry(word.as_str()).or_default();
        if !known.contains(&value) {
            known.push(value);
        }
    }
    values
}
