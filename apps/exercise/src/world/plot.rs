//! What happens in one network.

use crate::Plan;
use crate::invention::places::{self, Place};
use crate::invention::words;
use crate::random::Random;
use crate::world::belongings::Vessel;
use crate::world::episode::{Episode, EpisodeKind as K};
use crate::world::person::{Person, route_of};
use crate::world::role::{CREW, FIRST_TRAVELLER, NetworkRole};

const STREAM: u64 = 2;

/// How many episodes of each kind a network has.
const PROGRAMME: [(K, usize); 15] = [
    (K::Profile, 6),
    (K::House, 1),
    (K::Phone, 2),
    (K::Crossing, 3),
    (K::Journey, 1),
    (K::Meeting, 3),
    (K::Sighting, 2),
    (K::Supply, 2),
    (K::Transfer, 3),
    (K::Payment, 2),
    (K::Seizure, 2),
    (K::Advert, 4),
    (K::Arrest, 4),
    (K::Charge, 2),
    (K::Trial, 2),
];

/// The episodes of `cell`, whose own people are `people[..own]` and may be followed by people of
/// other cells.
pub(crate) fn episodes(plan: &Plan, cell: u32, people: &[Person], own: usize) -> Vec<Episode> {
    let mut plot = Plot {
        plan,
        cell,
        people,
        own,
        route: route_of(plan, cell),
        random: Random::of(plan.seed(), &[STREAM, u64::from(cell)]),
        episodes: Vec::with_capacity(48),
        arrested: Vec::new(),
    };
    for (kind, times) in PROGRAMME {
        for nth in 0..times {
            plot.add(kind, nth);
        }
    }
    plot.episodes
}

struct Plot<'p> {
    plan: &'p Plan,
    cell: u32,
    people: &'p [Person],
    own: usize,
    route: &'static str,
    random: Random,
    episodes: Vec<Episode>,
    /// Numbers of the episodes in which somebody is arrested.
    arrested: Vec<usize>,
}

impl Plot<'_> {
    fn add(&mut self, kind: K, nth: usize) {
        let mut episode = self.blank(kind);
        match kind {
            K::Profile => self.profile(&mut episode, nth),
            K::House => self.house(&mut episode),
            K::Phone => episode.people = self.pair(),
            K::Crossing => self.crossing(&mut episode),
            K::Journey => self.journey(&mut episode),
            K::Meeting => self.meeting(&mut episode, nth),
            K::Sighting => episode.people = vec![self.one_of(NetworkRole::Driver)],
            K::Supply => self.supply(&mut episode),
            K::Transfer => self.transfer(&mut episode),
            K::Payment => self.payment(&mut episode),
            K::Seizure => self.seizure(&mut episode, nth),
            K::Advert => self.advert(&mut episode, nth),
            K::Arrest => self.arrest(&mut episode, nth),
            K::Charge | K::Trial => self.court(&mut episode, nth),
        }
        self.episodes.push(episode);
    }

    fn blank(&mut self, kind: K) -> Episode {
        let days = self.random.between(40, Plan::DAYS);
        Episode {
            cell: self.cell,
            number: self.episodes.len(),
            kind,
            day: self.plan.last_day().plus(-days),
            people: Vec::new(),
            place: self.place("transit"),
            to: self.place("landing"),
            vessel: None,
            count: 0,
            children: 0,
            amount: 0,
            currency: "EUR",
            topic: "",
            court: "",
            months: 0,
            code: String::new(),
            copy_of: None,
        }
    }

    fn profile(&mut self, episode: &mut Episode, nth: usize) {
        const FIRST: [usize; 4] = [0, 1, 19, 2];
        let subject = FIRST.get(nth).copied().unwrap_or_else(|| self.crew());
        let other = NetworkRole::superior(subject).unwrap_or(1 + self.random.below(4));
        episode.people = vec![subject, other];
        episode.place = self.people[subject].home.place;
    }

    fn house(&mut self, episode: &mut Episode) {
        let keeper = self.one_of(NetworkRole::SafeHouseKeeper);
        episode.people = vec![keeper, self.one_of(NetworkRole::Driver)];
        episode.place = self.people[keeper].home.place;
        episode.count = 3 + self.random.below(14);
    }

    fn crossing(&mut self, episode: &mut Episode) {
        let pilot = self.one_of(NetworkRole::Skipper);
        episode.people = vec![pilot, self.one_of(NetworkRole::Launcher)];
        let passengers = 3 + self.random.below(3);
        self.board(episode, passengers);
        episode.place = self.place("launch");
        episode.to = self.place("landing");
        episode.vessel = Some(Vessel::random(&mut self.random));
        episode.count = 14 + self.random.below(46);
        episode.children = 1 + self.random.below(6);
        episode.amount = 1000 + 100 * self.random.below(25);
    }

    fn journey(&mut self, episode: &mut Episode) {
        episode.people =
            vec![self.one_of(NetworkRole::Driver), self.one_of(NetworkRole::Organiser)];
        self.board(episode, 2);
        episode.place = places::pick("balkan", "border", &mut self.random);
        episode.to = places::pick("balkan", "hub", &mut self.random);
        episode.count = 2 + self.random.below(7);
    }

    fn meeting(&mut self, episode: &mut Episode, nth: usize) {
        // The organiser of another network comes to the first meeting, if there is one.
        let other = if nth == 0 && self.people.len() > self.own { self.own } else { self.crew() };
        episode.people = vec![self.one_of(NetworkRole::Organiser), other];
        if other == episode.people[0] {
            episode.people[1] = 1;
        }
        episode.place = self.place("hub");
    }

    fn supply(&mut self, episode: &mut Episode) {
        let boats = self.random.chance(60);
        let supplier = if boats { NetworkRole::BoatSupplier } else { NetworkRole::EngineSupplier };
        episode.people = vec![
            self.one_of(supplier),
            self.one_of(NetworkRole::Launcher),
            self.one_of(NetworkRole::Driver),
        ];
        episode.topic = if boats { "goods.boats" } else { "goods.engines" };
        episode.count = 2 + self.random.below(18);
        episode.place = places::pick("channel", "storage", &mut self.random);
        episode.to = self.place("transit");
    }

    fn transfer(&mut self, episode: &mut Episode) {
        // A relative pays at one office; the organiser is paid out at the other.
        let payer = CREW.end + self.random.below(FIRST_TRAVELLER - CREW.end);
        let abroad = self.people.len() - 1;
        let sending = if abroad >= self.own && self.random.chance(30) { abroad } else { 18 };
        episode.people = vec![payer, self.one_of(NetworkRole::Organiser), sending, 1];
        episode.amount = 500 + 50 * self.random.below(140);
        episode.currency = self.random.pick(&["EUR", "EUR", "GBP", "USD"]);
        episode.code = format!("{:03}-{:04}", self.random.below(1000), self.random.below(10_000));
    }

    fn payment(&mut self, episode: &mut Episode) {
        episode.people = vec![self.one_of(NetworkRole::Receiver), 3];
        if self.random.chance(40) {
            episode.people = vec![10, self.one_of(NetworkRole::MoneyHolder)];
        }
        episode.amount = 400 + 25 * self.random.below(300);
    }

    fn seizure(&mut self, episode: &mut Episode, nth: usize) {
        const GOODS: [&str; 5] =
            ["goods.boats", "goods.engines", "goods.jackets", "goods.phones", "goods.passports"];
        episode.people = vec![self.crew()];
        episode.topic = if nth == 0 { GOODS[0] } else { self.random.pick(&GOODS) };
        episode.count = 2 + self.random.below(60);
    }

    fn advert(&mut self, episode: &mut Episode, nth: usize) {
        episode.people = vec![self.one_of(NetworkRole::Recruiter)];
        episode.place = self.place("launch");
        episode.to = self.place("landing");
        episode.amount = 900 + 100 * self.random.below(20);
        if let Some(original) = self.episodes.last().filter(|_| nth % 2 == 1) {
            episode.copy_of = Some(original.number);
            (episode.place, episode.to) = (original.place, original.to);
            episode.amount = original.amount;
            episode.day = original.day.plus(9);
        }
    }

    fn arrest(&mut self, episode: &mut Episode, nth: usize) {
        const OFFENCES: [&str; 3] =
            ["offence.facilitation", "offence.group", "offence.endangering"];
        // The organiser whom the exercise shows first is arrested, charged and tried.
        let person = if nth == 0 && self.cell == 0 { 0 } else { self.crew() };
        episode.people = vec![person];
        episode.topic = match self.people[person].role {
            NetworkRole::MoneyHolder | NetworkRole::CashCourier => "offence.laundering",
            NetworkRole::Forger => "offence.forgery",
            _ => self.random.pick(&OFFENCES),
        };
        // Early enough that charge and trial can follow within the exercise.
        episode.day = self.plan.last_day().plus(-self.random.between(300, Plan::DAYS));
        self.arrested.push(episode.number);
    }

    /// The first arrested are charged, then tried.
    fn court(&mut self, episode: &mut Episode, nth: usize) {
        let Some(arrest) = self.arrested.get(nth).map(|number| &self.episodes[*number]) else {
            return;
        };
        episode.people.clone_from(&arrest.people);
        episode.topic = arrest.topic;
        let later = if episode.kind == K::Charge { 12 } else { 150 };
        episode.day = arrest.day.plus(later + 3 * nth as i32);
        let courts = words::all("court");
        episode.court = courts[(self.cell as usize + nth) % courts.len()];
        episode.place = places::pick("channel", "hub", &mut self.random);
        episode.months = 12 + 6 * self.random.below(18);
    }

    fn place(&mut self, part: &str) -> &'static Place {
        places::pick(self.route, part, &mut self.random)
    }

    fn crew(&mut self) -> usize {
        1 + self.random.below(CREW.end - 1)
    }

    fn pair(&mut self) -> Vec<usize> {
        let subject = self.crew();
        vec![subject, NetworkRole::superior(subject).unwrap_or(1)]
    }

    fn one_of(&mut self, role: NetworkRole) -> usize {
        let holders: Vec<_> = role.holders().collect();
        self.random.pick(&holders)
    }

    /// Adds passengers, each once.
    fn board(&mut self, episode: &mut Episode, passengers: usize) {
        for _ in 0..passengers {
            let passenger =
                FIRST_TRAVELLER + self.random.below(self.own.saturating_sub(FIRST_TRAVELLER));
            if !episode.people.contains(&passenger) {
                episode.people.push(passenger);
            }
        }
    }
}
