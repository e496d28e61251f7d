//! What is said of the episode itself.

use crate::invention::phrases::Language;
use crate::invention::places::Place;
use crate::telling::draft::Mistake;
use crate::telling::teller::Teller;
use crate::telling::template::{EpisodeSlot as E, PersonSlot};
use crate::telling::{adverts, dates};
use crate::word::Word;
use crate::world::episode::{Episode, EpisodeKind};

#[expect(clippy::unnecessary_wraps, reason = "every slot answers alike, also one never empty")]
impl Teller<'_> {
    pub(crate) fn episode_slot(&mut self, slot: E) -> Option<()> {
        match slot {
            E::Event => self.event_name(),
            E::Date => self.date(),
            E::Place => self.place(self.episode.place, self.episode.kind.shape().place),
            E::To => self.place(self.episode.to, self.episode.kind.shape().to),
            E::Vessel => self.vessel(),
            E::Length => self.vessel_length(),
            E::Engine => self.engine(),
            E::Registration => self.registration(),
            E::Count => self.how_many(),
            E::Children => self.children(),
            E::Amount => self.amount(),
            E::Topic => self.topic(),
            E::Court => self.court(),
            E::Sentence => self.sentence(),
            E::Code => self.code(),
            E::Passengers => self.passengers(),
            E::Advert => self.advert(),
            E::Copy => self.copy(),
        }
    }

    fn event_name(&mut self) -> Option<()> {
        let event = self.event()?;
        let name = event_name(self.episode, self.language);
        self.draft.state(&event, Word::Name, name.clone(), &name);
        Some(())
    }

    /// The day, which one agency in twelve has wrong by one.
    fn date(&mut self) -> Option<()> {
        let truth = self.episode.day;
        let wrong = self.mistakes(Word::Date as u64).chance(8);
        let said = if wrong { truth.plus(1) } else { truth };
        let shown = dates::written(said.civil(), self.language, self.random.below(4));
        let Some(event) = self.event() else {
            self.draft.write(&shown);
            return Some(());
        };
        let claim = self.draft.state(&event, Word::Date, said.to_string(), &shown);
        claim.mistake = wrong.then(|| (Mistake::DayOff, truth.to_string()));
        Some(())
    }

    fn place(&mut self, place: &'static Place, word: Option<Word>) -> Option<()> {
        let (known, passage) = self.name_place(place);
        if let (Some(event), Some(word)) = (self.event(), word)
            && self.first_time(&known.entity)
        {
            self.draft.tie(&event, word, &known, passage);
            if word == Word::Place {
                let name = place.name_in(self.language).to_owned();
                self.draft.claim(&event, Word::Location, name, passage);
            }
        }
        Some(())
    }

    fn vessel(&mut self) -> Option<()> {
        let vessel = self.episode.vessel.as_ref()?;
        let known = self.known(self.episode.vessel_id(), Word::Vessel);
        let passage =
            self.draft.state(&known, Word::Name, vessel.name.clone(), &vessel.name).passage;
        let event = self.event()?;
        self.draft.tie(&event, Word::VehicleOf, &known, passage);
        Some(())
    }

    fn vessel_length(&mut self) -> Option<()> {
        let length = self.episode.vessel.as_ref()?.length.to_string();
        let known = self.known(self.episode.vessel_id(), Word::Vessel);
        self.draft.state(&known, Word::Length, length.clone(), &length);
        Some(())
    }

    fn engine(&mut self) -> Option<()> {
        let engine = self.episode.vessel.as_ref()?.engine;
        let known = self.known(self.episode.vessel_id(), Word::Vessel);
        self.draft.state(&known, Word::Engine, engine.to_owned(), engine);
        Some(())
    }

    fn registration(&mut self) -> Option<()> {
        let registration = self.episode.vessel.as_ref()?.registered.as_ref()?;
        let known = self.known(self.episode.vessel_id(), Word::Vessel);
        let shown = registration.imo.replace("IMO", "IMO ");
        self.draft.state(&known, Word::Imo, registration.imo.clone(), &shown);
        self.draft.write(", MMSI ");
        self.draft.state(&known, Word::Mmsi, registration.mmsi.clone(), &registration.mmsi);
        Some(())
    }

    fn how_many(&mut self) -> Option<()> {
        let (Some(event), Some(word)) = (self.event(), self.episode.kind.shape().count) else {
            self.draft.write(&self.episode.count.to_string());
            return Some(());
        };
        self.count(&event, word, self.episode.count);
        Some(())
    }

    fn children(&mut self) -> Option<()> {
        let event = self.event()?;
        self.count(&event, Word::Children, self.episode.children);
        Some(())
    }

    fn amount(&mut self) -> Option<()> {
        let (event, word) = (self.event()?, self.episode.kind.shape().amount?);
        let currency = self.episode.currency;
        self.draft.state(&event, Word::Currency, currency.to_owned(), currency);
        self.draft.write(" ");
        let amount = self.episode.amount;
        let shown = if amount >= 1000 && self.language == Language::English {
            format!("{},{:03}", amount / 1000, amount % 1000)
        } else {
            amount.to_string()
        };
        self.draft.state(&event, word, amount.to_string(), &shown);
        Some(())
    }

    fn topic(&mut self) -> Option<()> {
        let (event, word) = (self.event()?, self.episode.kind.shape().topic?);
        let shown = self.language.phrase(self.episode.topic);
        let value = Language::English.phrase(self.episode.topic);
        self.draft.state(&event, word, value.to_owned(), shown);
        Some(())
    }

    fn court(&mut self) -> Option<()> {
        let event = self.event()?;
        let court = self.episode.court;
        self.draft.state(&event, Word::Court, court.to_owned(), court);
        Some(())
    }

    /// A sentence: its length, whose it is, and the conviction it follows.
    fn sentence(&mut self) -> Option<()> {
        let known = self.known(self.episode.sentence_id(), Word::Sentence);
        let months = self.episode.months.to_string();
        let passage =
            self.draft.state(&known, Word::DurationMonths, months.clone(), &months).passage;
        let event = self.event()?;
        self.draft.tie(&known, Word::ConvictionOf, &event, passage);
        let who = self.meet(*self.episode.people.first()?);
        let name = self.people[who].passage?;
        let convicted = self.people[who].known.clone();
        self.draft.tie(&known, Word::PersonOf, &convicted, name);
        Some(())
    }

    fn code(&mut self) -> Option<()> {
        let event = self.event()?;
        let code = &self.episode.code;
        self.draft.state(&event, Word::ReleaseCode, code.clone(), code);
        Some(())
    }

    /// The passengers whose names the agency took down.
    fn passengers(&mut self) -> Option<()> {
        let listed: Vec<_> = self.episode.people.iter().copied().enumerate().skip(2).collect();
        if listed.is_empty() {
            return None;
        }
        for (nth, (part, who)) in listed.into_iter().enumerate() {
            if nth > 0 {
                self.draft.write(", ");
            }
            let at = self.meet(who);
            self.name(part, at)?;
            self.draft.write(" (");
            self.person_slot(part, who, PersonSlot::Gender)?;
            self.draft.write(", ");
            self.person_slot(part, who, PersonSlot::Age)?;
            self.draft.write(")");
        }
        Some(())
    }

    /// The advert's own words, price and telephone within.
    fn advert(&mut self) -> Option<()> {
        let advert = self.event()?;
        let text = adverts::text(self.cell, self.episode);
        let passage = self.draft.show(&text);
        let value = text.clone();
        self.draft.claim(&advert, Word::Summary, value, passage);
        Some(())
    }

    fn copy(&mut self) -> Option<()> {
        let original = self.episode.copy_of.map(|number| &self.cell.episodes[number])?;
        let (advert, known) = (self.event()?, self.known(original.truth_id(), Word::Advert));
        let passage = self.draft.show(&known.entity.to_string());
        self.draft.tie(&advert, Word::CopyOf, &known, passage);
        Some(())
    }
}

/// What an event is called: "Arrest, Calais, 3 March 2026".
pub(crate) fn event_name(episode: &Episode, language: Language) -> String {
    let called = language.phrase(episode.kind.shape().called);
    let day = dates::in_name(episode.day, language);
    let place = match episode.kind {
        EpisodeKind::Trial => episode.court,
        _ => episode.place.name_in(language),
    };
    format!("{called}, {place}, {day}")
}
