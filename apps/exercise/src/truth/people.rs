//! What is true of places, of persons, and of what they own.

use crossbearing_model::SubjectCategory;

use super::{Facts, Truth, TruthRecord, values};
use crate::identity::{Kind, TruthId};
use crate::invention::phrases::Language;
use crate::invention::places::{self, Place};
use crate::telling::sight::Sight;
use crate::word::Word;
use crate::world::belongings::{Business, Home};
use crate::world::episode::EpisodeKind;
use crate::world::person::Person;
use crate::world::role::NetworkRole;

impl Truth<'_> {
    pub(super) fn places(&mut self) {
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

    pub(super) fn person(&mut self, person: &Person) {
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

pub(super) fn place_id(place: &Place) -> TruthId {
    TruthId::new(Kind::Place, 0, place.number)
}
