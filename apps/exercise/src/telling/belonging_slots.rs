//! What is said of the things a person owns or uses.

use crossbearing_model::Passage;

use crate::identity::{Kind, TruthId};
use crate::invention::selectors;
use crate::telling::draft::Known;
use crate::telling::teller::Teller;
use crate::word::Word;
use crate::world::belongings::Home;
use crate::world::episode::EpisodeKind;

impl Teller<'_> {
    pub(crate) fn account(&mut self, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let account = person.account.as_ref()?;
        let thing = self.known(person.owns(Kind::Account), Word::UserAccount);
        let shown = format!("@{}", account.username);
        let handle = account.username.clone();
        let passage = self.draft.state(&thing, Word::Username, handle, &shown).passage;
        self.draft.write(" (");
        self.draft.state(&thing, Word::Service, account.service.to_owned(), account.service);
        self.draft.write(")");
        self.tie_to_person(&thing, Word::Owner, at);
        if let (EpisodeKind::Advert, Some(advert)) = (self.episode.kind, self.event()) {
            self.draft.tie(&advert, Word::Account, &thing, passage);
        }
        Some(())
    }

    pub(crate) fn bank(&mut self, part: usize, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let bank = person.bank.as_ref()?;
        let thing = self.known(person.owns(Kind::Bank), Word::BankAccount);
        let shown = selectors::grouped(&bank.iban);
        let passage = self.draft.state(&thing, Word::Iban, bank.iban.clone(), &shown).passage;
        self.draft.write(" (");
        self.draft.state(&thing, Word::BankName, bank.name.to_owned(), bank.name);
        self.draft.write(")");
        self.tie_to_person(&thing, Word::Holder, at);
        if let (EpisodeKind::Payment, Some(payment)) = (self.episode.kind, self.event()) {
            let word = if part == 0 { Word::PayerAccount } else { Word::BeneficiaryAccount };
            self.draft.tie(&payment, word, &thing, passage);
        }
        Some(())
    }

    pub(crate) fn vehicle(&mut self, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let vehicle = person.vehicle.as_ref()?;
        let thing = self.known(person.owns(Kind::Vehicle), Word::Vehicle);
        self.draft.state(&thing, Word::VehicleType, vehicle.what.to_owned(), vehicle.what);
        self.draft.write(" ");
        let passage =
            self.draft.state(&thing, Word::Plate, vehicle.plate.clone(), &vehicle.plate).passage;
        self.tie_to_person(&thing, Word::Operator, at);
        let word = match self.episode.kind {
            EpisodeKind::Sighting => Word::Subject,
            EpisodeKind::Journey | EpisodeKind::Supply => Word::VehicleOf,
            _ => return Some(()),
        };
        let event = self.event()?;
        self.draft.tie(&event, word, &thing, passage);
        Some(())
    }

    pub(crate) fn house(&mut self, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let house = person.house.as_ref()?;
        let thing = self.known(person.owns(Kind::House), Word::SafeHouse);
        self.address(&thing, Word::AddressText, &house.home);
        self.draft.write(" (");
        let capacity = house.capacity.to_string();
        self.draft.state(&thing, Word::Capacity, capacity.clone(), &capacity);
        self.draft.write(")");
        self.tie_to_person(&thing, Word::Operator, at);
        Some(())
    }

    pub(crate) fn office(&mut self, part: usize, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let office = person.office.as_ref()?;
        let thing = self.known(person.owns(Kind::Office), Word::HawalaOffice);
        let passage =
            self.draft.state(&thing, Word::Name, office.name.clone(), &office.name).passage;
        self.draft.write(", ");
        self.address(&thing, Word::AddressText, &office.home);
        self.tie_to_person(&thing, Word::Operator, at);
        if let (EpisodeKind::Transfer, Some(transfer)) = (self.episode.kind, self.event()) {
            let word = if part == 2 { Word::SendingOffice } else { Word::PayingOffice };
            self.draft.tie(&transfer, word, &thing, passage);
        }
        Some(())
    }

    pub(crate) fn shop(&mut self, at: usize) -> Option<()> {
        let person = self.people[at].sight.person;
        let shop = person.shop.as_ref()?;
        let thing = self.known(person.owns(Kind::Company), Word::Company);
        let passage = self.draft.state(&thing, Word::Name, shop.name.clone(), &shop.name).passage;
        self.draft.write(" (");
        let number = &shop.registration;
        self.draft.state(&thing, Word::RegistrationNumber, number.clone(), number);
        self.draft.write("), ");
        self.address(&thing, Word::AddressText, &shop.home);
        let link = self.known(person.owns(Kind::Directorship), Word::Directorship);
        self.tie_to_person(&link, Word::Director, at);
        self.draft.tie(&link, Word::Organization, &thing, passage);
        Some(())
    }

    /// An address in words, and the town as a place on the map.
    pub(crate) fn address(&mut self, of: &Known, word: Word, home: &Home) {
        let line = home.line();
        let passage = self.draft.state(of, word, line.clone(), &line).passage;
        let town = Passage { start: passage.end - home.place.name.len() as u32, end: passage.end };
        let place = TruthId::new(Kind::Place, 0, home.place.number);
        let place_known = self.known(place, Word::Address);
        self.draft.tie(of, Word::AddressEntity, &place_known, town);
        if !self.places.iter().any(|(told, ..)| told.number == home.place.number) {
            let name = home.place.name.to_owned();
            self.draft.claim(&place_known, Word::Name, name.clone(), town);
            self.draft.claim(&place_known, Word::City, name, town);
            self.places.push((home.place, place_known, town));
        }
    }

    /// Ties a thing to the person it belongs to, where the person's name stands.
    fn tie_to_person(&mut self, thing: &Known, word: Word, at: usize) {
        if let Some(name) = self.people[at].passage {
            let person = self.people[at].known.clone();
            self.draft.tie(thing, word, &person, name);
        }
    }
}
