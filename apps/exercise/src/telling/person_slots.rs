//! What is said of a person.

use crate::identity::{Kind, TruthId};
use crate::invention::phrases::{Language, key};
use crate::telling::dates;
use crate::telling::draft::{Known, Mistake};
use crate::telling::misnaming;
use crate::telling::sight::Birth;
use crate::telling::teller::Teller;
use crate::telling::template::PersonSlot as P;
use crate::word::Word;
use crate::world::cell::network_name;
use crate::world::role::NetworkRole;

/// Numbers under which an agency knows or does not know a fact of a person.
mod fact {
    pub(super) const SPELLING: u32 = 0;
    pub(super) const NATIVE: u32 = 1;
    pub(super) const NICK: u32 = 2;
    pub(super) const BIRTH: u32 = 3;
    pub(super) const NATION: u32 = 4;
    pub(super) const PHONE: u32 = 5;
    pub(super) const HOME: u32 = 6;
    pub(super) const PASSPORT: u32 = 7;
    pub(super) const MARK: u32 = 8;
    pub(super) use crate::telling::sight::SECOND_PHONE;
}

#[expect(clippy::unnecessary_wraps, reason = "every slot answers alike, also one never empty")]
impl Teller<'_> {
    /// Fills a slot of the person at `who` in the cell and at `part` in the episode.
    pub(crate) fn person_slot(&mut self, part: usize, who: usize, slot: P) -> Option<()> {
        let at = self.meet(who);
        match slot {
            P::Name => self.name(part, at),
            P::Short => self.short(at),
            P::Spelling => self.spelling(at),
            P::Native => self.native(at),
            P::Nick => self.nick(at),
            P::Birth => self.birth(at),
            P::Age => self.age(at),
            P::Nation => self.nation(at),
            P::Gender => self.gender(at),
            P::Phone => self.phone(at),
            P::Home => self.home(at),
            P::Passport => self.passport(at),
            P::Mark => self.distinguishing_mark(at),
            P::Role => self.role(at),
            P::Tie => self.tie(part, at),
            P::Account => self.account(at),
            P::Bank => self.bank(part, at),
            P::Vehicle => self.vehicle(at),
            P::House => self.house(at),
            P::Office => self.office(part, at),
            P::Shop => self.shop(at),
        }
    }

    /// The name, and the first time what the person is to the episode.
    pub(crate) fn name(&mut self, part: usize, at: usize) -> Option<()> {
        let (known, spelling) = self.known_spelling(at);
        let first = self.people[at].passage.is_none();
        if !first {
            self.people[at].passage = Some(self.draft.show(&spelling));
            return Some(());
        }
        let claim = self.draft.state(&known, Word::Name, spelling.clone(), &spelling);
        let passage = claim.passage;
        self.people[at].passage = Some(passage);
        if let (Some(event), Some(word)) = (self.event(), self.episode.part(part)) {
            self.draft.tie(&event, word, &known, passage);
        }
        Some(())
    }

    /// The name again, without claiming it.
    fn short(&mut self, at: usize) -> Option<()> {
        let (_, spelling) = self.known_spelling(at);
        let last = spelling.rsplit(' ').next().unwrap_or(&spelling);
        self.draft.write(last);
        Some(())
    }

    fn known_spelling(&self, at: usize) -> (Known, String) {
        let told = &self.people[at];
        (told.known.clone(), told.sight.spelling.clone())
    }

    fn spelling(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let other = told.sight.other_spelling.clone();
        if other == told.sight.spelling || !told.sight.knows(fact::SPELLING, 8) {
            return None;
        }
        let known = told.known.clone();
        self.draft.state(&known, Word::Alias, other.clone(), &other);
        Some(())
    }

    fn native(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let native = told.sight.person.name.native();
        if native == told.sight.spelling || !told.sight.knows(fact::NATIVE, 9) {
            return None;
        }
        let lang = told.sight.person.name.culture.lang;
        let known = told.known.clone();
        self.draft.state(&known, Word::Alias, native.clone(), &native).lang = Some(lang);
        Some(())
    }

    fn nick(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        if !told.sight.knows(fact::NICK, 10) {
            return None;
        }
        let nick = told.sight.person.nickname.clone()?;
        let known = told.known.clone();
        self.draft.state(&known, Word::Nickname, nick.clone(), &nick);
        Some(())
    }

    fn birth(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        if !told.sight.knows(fact::BIRTH, 12) {
            return None;
        }
        let known = told.known.clone();
        let truth = told.sight.person.born.to_string();
        let (birth, language) = (told.sight.birth, self.language);
        let style = self.random.below(4);
        let (value, shown, mistake) = match birth {
            Birth::True(day) => (truth.clone(), dates::written(day.civil(), language, style), None),
            Birth::Year(year) => (year.to_string(), year.to_string(), None),
            Birth::YearOff(y, m, d) => {
                (iso(y, m, d), dates::written((y, m, d), language, style), Some(Mistake::YearOff))
            }
            Birth::Swapped(y, m, d) => (
                iso(y, m, d),
                dates::written((y, m, d), language, style),
                Some(Mistake::DayMonthSwapped),
            ),
        };
        let claim = self.draft.state(&known, Word::BirthDate, value, &shown);
        claim.mistake = mistake.map(|mistake| (mistake, truth));
        Some(())
    }

    fn age(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let age = told.sight.person.born.years_until(self.episode.day).max(0).to_string();
        let known = told.known.clone();
        self.draft.state(&known, Word::Age, age.clone(), &age);
        Some(())
    }

    fn nation(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        if !told.sight.knows(fact::NATION, 13) {
            return None;
        }
        let (nation, truth) = (told.sight.nation, told.sight.person.nation);
        let known = told.known.clone();
        let shown = self.language.phrase(key("nation", nation));
        let claim = self.draft.state(&known, Word::Nationality, nation.to_owned(), shown);
        if nation != truth {
            claim.mistake = Some((Mistake::WrongCountry, truth.to_owned()));
        }
        Some(())
    }

    fn gender(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let gender = if told.sight.person.woman { "female" } else { "male" };
        let known = told.known.clone();
        let shown = self.language.phrase(key("gender", gender));
        self.draft.state(&known, Word::Gender, gender.to_owned(), shown);
        Some(())
    }

    /// A phone of the person, as a number on the person and as a thing the person holds.
    fn phone(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let person = told.sight.person;
        if !told.sight.knows(fact::PHONE, 12) {
            return None;
        }
        let second = person.phones.len() > 1 && told.sight.knows(fact::SECOND_PHONE, 7);
        let phone = person.phones.get(usize::from(second))?;
        let (value, shown) = (phone.e164(), phone.written(self.random.below(3)));
        let kind = TruthId::new(Kind::Phone, person.cell, person.number * 2 + usize::from(second));
        let (known, number) = (told.known.clone(), self.known(kind, Word::PhoneNumber));
        let passage = self.draft.state(&known, Word::Phone, value.clone(), &shown).passage;
        self.draft.claim(&number, Word::Number, value, passage);
        if let Some(name) = self.people[at].passage {
            self.draft.tie(&number, Word::Holder, &known, name);
        }
        Some(())
    }

    fn home(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        if !told.sight.knows(fact::HOME, 8) {
            return None;
        }
        let (home, known) = (&told.sight.person.home, told.known.clone());
        self.address(&known, Word::PlaceOfResidence, home);
        Some(())
    }

    fn passport(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        if !told.sight.knows(fact::PASSPORT, 6) {
            return None;
        }
        let passport = told.sight.person.passport.clone();
        let known = told.known.clone();
        self.draft.state(&known, Word::PassportNumber, passport.clone(), &passport);
        Some(())
    }

    fn distinguishing_mark(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let mark = told.sight.person.mark.filter(|_| told.sight.knows(fact::MARK, 10))?;
        let known = told.known.clone();
        self.draft.state(&known, Word::DistinguishingMarks, mark.to_owned(), mark);
        Some(())
    }

    /// "launch leader in the Larkspur network": a membership.
    fn role(&mut self, at: usize) -> Option<()> {
        let told = &self.people[at];
        let person = told.sight.person;
        let name = told.passage?;
        let known = told.known.clone();
        let role = misnaming::said(self.plan, self.agency, person, self.report);
        let network_name = network_name(person.cell);
        let network = TruthId::new(Kind::Network, person.cell, 0);
        let network = self.known(network, Word::Network);
        let membership = self.known(person.owns(Kind::Membership), Word::Membership);
        let basis = self.judged();
        let shown = self.language.phrase(role.key());
        if self.language == Language::English {
            self.draft.write(if shown.starts_with(['a', 'e', 'o']) { "an " } else { "a " });
        }
        let value = Language::English.phrase(role.key());
        let claim = self.draft.state(&membership, Word::Role, value.to_owned(), shown);
        claim.basis = basis;
        if role != person.role {
            let truth = Language::English.phrase(person.role.key());
            claim.mistake = Some((Mistake::WrongRole, truth.to_owned()));
        }
        let (before, after) = self.language.phrase("network").split_once('~').unwrap_or_default();
        self.draft.write(" ");
        self.draft.write(before);
        let passage =
            self.draft.state(&network, Word::Name, network_name.clone(), &network_name).passage;
        self.draft.write(after);
        self.draft.tie(&membership, Word::Member, &known, name).basis = basis;
        self.draft.tie(&membership, Word::Organization, &network, passage).basis = basis;
        Some(())
    }

    /// "takes orders from OTHER", "works with OTHER": what binds the subject to this person.
    fn tie(&mut self, part: usize, at: usize) -> Option<()> {
        let subject = *self.episode.people.get(self.subject)?;
        let subject = self.meet(subject);
        let (person, other) = (self.people[subject].sight.person, self.people[at].sight.person);
        let commanded =
            person.cell == other.cell && NetworkRole::superior(person.number) == Some(other.number);
        let phrase = if commanded { "tie.command" } else { "tie.associate" };
        let (before, after) = self.language.phrase(phrase).split_once('~').unwrap_or_default();
        self.draft.write(before);
        self.name(part, at)?;
        self.draft.write(after);
        let (name, other_name) = (self.people[subject].passage?, self.people[at].passage?);
        let (kind, schema, words) = if commanded {
            (Kind::Command, Word::Command, [Word::Subordinate, Word::Superior])
        } else {
            (Kind::Relation, Word::Associate, [Word::PersonOf, Word::AssociateOf])
        };
        let link = self.known(person.owns(kind), schema);
        let basis = self.judged();
        for (word, at, passage) in [(words[0], subject, name), (words[1], at, other_name)] {
            let person = self.people[at].known.clone();
            self.draft.tie(&link, word, &person, passage).basis = basis;
        }
        Some(())
    }
}

fn iso(year: i32, month: u32, day: u32) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}
