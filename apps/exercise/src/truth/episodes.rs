//! What is true of episodes.

use super::people::place_id;
use super::{Facts, Truth};
use crate::identity::Kind;
use crate::invention::phrases::Language;
use crate::telling::{adverts, episode_slots};
use crate::word::Word;
use crate::world::episode::{Episode, EpisodeKind};

impl Truth<'_> {
    pub(super) fn episode(&mut self, episode: &Episode) {
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
