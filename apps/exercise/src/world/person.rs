//! The true persons.

use crossbearing_model::SubjectCategory;

use crate::Plan;
use crate::day::Day;
use crate::identity::{Kind, TruthId};
use crate::invention::culture::{self, Culture, PersonName};
use crate::invention::places;
use crate::invention::selectors::{self, PhoneNumber};
use crate::invention::words;
use crate::random::Random;
use crate::world::belongings::{Account, Bank, Business, Home, House, Vehicle};
use crate::world::role::NetworkRole;

/// A true person with all that is true of them.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) cell: u32,
    pub(crate) number: usize,
    pub(crate) role: NetworkRole,
    pub(crate) woman: bool,
    pub(crate) name: PersonName,
    pub(crate) nickname: Option<String>,
    pub(crate) born: Day,
    pub(crate) nation: &'static str,
    pub(crate) phones: Vec<PhoneNumber>,
    pub(crate) passport: String,
    pub(crate) mark: Option<&'static str>,
    pub(crate) home: Home,
    pub(crate) account: Option<Account>,
    pub(crate) bank: Option<Bank>,
    pub(crate) vehicle: Option<Vehicle>,
    pub(crate) house: Option<House>,
    pub(crate) office: Option<Business>,
    pub(crate) shop: Option<Business>,
}

/// The name of a stream of numbers, so that no two parts of the world share one.
const STREAM: u64 = 1;

impl Person {
    /// The person numbered `number` of `cell`.
    pub(crate) fn new(plan: &Plan, cell: u32, number: usize) -> Self {
        let random = &mut Random::of(plan.seed(), &[STREAM, u64::from(cell), number as u64]);
        let role = NetworkRole::of(number);
        let woman = random.chance(match role {
            NetworkRole::Traveller | NetworkRole::Bystander => 40,
            _ => 12,
        });
        let culture = culture_of(plan, cell, role, random);
        let name = PersonName::random(culture, woman, random);
        let nickname = nickname(role, &name, random);
        let home = Home::in_town(hometown(role, random), random);
        let mut person = Self {
            cell,
            number,
            role,
            woman,
            name,
            born: born(plan, number, random),
            nation: random.pick(&culture.nations),
            phones: phones(plan, cell, number, role, random),
            passport: selectors::passport(random),
            mark: random.chance(20).then(|| words::pick("mark", random)),
            nickname,
            home,
            account: None,
            bank: None,
            vehicle: None,
            house: None,
            office: None,
            shop: None,
        };
        person.equip(random);
        person
    }

    pub(crate) fn truth_id(&self) -> TruthId {
        self.owns(Kind::Person)
    }

    /// The id of the thing of `kind` that is this person's.
    pub(crate) fn owns(&self, kind: Kind) -> TruthId {
        TruthId::new(kind, self.cell, self.number)
    }

    /// Whether this is the organiser of the first network, whom an exercise shows first.
    pub(crate) fn is_showcase(&self) -> bool {
        self.cell == 0 && self.number == 0
    }

    pub(crate) fn category(&self) -> SubjectCategory {
        NetworkRole::category(self.number)
    }

    /// What the work needs.
    fn equip(&mut self, random: &mut Random) {
        use NetworkRole as R;
        let handle =
            self.nickname.clone().unwrap_or_else(|| words::pick("word", random).to_owned());
        let family = self.name.family(culture::Romanisation::default());
        if matches!(self.role, R::Recruiter | R::Organiser | R::Forger | R::Launcher) {
            let username = selectors::handle(&handle, random);
            self.account = Some(Account { service: words::pick("service", random), username });
        }
        if matches!(self.role, R::MoneyHolder | R::CashCourier | R::Receiver | R::BoatSupplier) {
            self.bank = Some(Bank::random(random));
        }
        if matches!(self.role, R::Driver | R::Launcher | R::EngineSupplier | R::Organiser) {
            self.vehicle = Some(Vehicle::random(random));
        }
        if self.role == R::SafeHouseKeeper {
            let home = Home::in_town(self.home.place, random);
            self.house = Some(House { home, capacity: 6 + random.below(20) });
        }
        if self.role == R::MoneyHolder {
            self.office = Some(Business::random(
                "office",
                &family,
                Home::in_town(self.home.place, random),
                random,
            ));
        }
        if matches!(self.role, R::BoatSupplier | R::EngineSupplier) {
            self.shop = Some(Business::random(
                "shop",
                &family,
                Home::in_town(self.home.place, random),
                random,
            ));
        }
    }
}

/// The route that the network of `cell` works on.
pub(crate) fn route_of(plan: &Plan, cell: u32) -> &'static str {
    const ROUTES: [&str; 5] = ["channel", "channel", "aegean", "channel", "central"];
    ROUTES[(u64::from(cell).wrapping_add(plan.seed()) % 5) as usize]
}

/// Most of a network shares a language; outsiders supply and travellers come from anywhere.
fn culture_of(plan: &Plan, cell: u32, role: NetworkRole, random: &mut Random) -> &'static Culture {
    let cultures = culture::all();
    let shared = (u64::from(cell).wrapping_add(plan.seed()) % 9) as usize;
    match role {
        // The first network's language is written in another script than the reports.
        NetworkRole::Organiser if cell == 0 => &cultures[(plan.seed() % 3) as usize],
        NetworkRole::BoatSupplier | NetworkRole::EngineSupplier | NetworkRole::Bystander => {
            any_of(cultures, random)
        }
        NetworkRole::Traveller if random.chance(50) => &cultures[random.below(7)],
        _ if random.chance(25) => any_of(cultures, random),
        _ => &cultures[shared],
    }
}

fn any_of(cultures: &'static [Culture], random: &mut Random) -> &'static Culture {
    &cultures[random.below(cultures.len())]
}

fn nickname(role: NetworkRole, name: &PersonName, random: &mut Random) -> Option<String> {
    let percent = match role {
        NetworkRole::Organiser => 100,
        NetworkRole::Traveller => 0,
        NetworkRole::Bystander => 10,
        _ => 60,
    };
    random.chance(percent).then(|| {
        if random.chance(30) {
            let (title, _) = name.title(random.below(2));
            format!("{title} {}", words::pick("word", random))
        } else {
            words::nickname(random)
        }
    })
}

fn born(plan: &Plan, number: usize, random: &mut Random) -> Day {
    let years = match NetworkRole::category(number) {
        SubjectCategory::Child => random.between(6, 16),
        _ => random.between(20, 55),
    };
    plan.last_day().plus(-years * 365 - years / 4 - random.between(0, 364))
}

fn phones(
    plan: &Plan,
    cell: u32,
    number: usize,
    role: NetworkRole,
    random: &mut Random,
) -> Vec<PhoneNumber> {
    let many = match role {
        NetworkRole::Traveller => usize::from(random.chance(50)),
        NetworkRole::Bystander => 1,
        _ => 1 + usize::from(random.chance(50)),
    };
    let position = (u64::from(cell) * u64::from(Plan::LEAST_PERSONS) + number as u64) * 2;
    (0..many as u64).map(|nth| PhoneNumber::at(plan.seed(), position + nth)).collect()
}

fn hometown(role: NetworkRole, random: &mut Random) -> &'static places::Place {
    use NetworkRole as R;
    let (route, part) = match role {
        R::Organiser => random.pick(&[("aegean", "hub"), ("balkan", "hub"), ("channel", "hub")]),
        R::MoneyHolder | R::CashCourier => {
            random.pick(&[("aegean", "hub"), ("channel", "hub"), ("channel", "arrival")])
        }
        R::BoatSupplier | R::EngineSupplier => ("channel", "storage"),
        R::Receiver => ("channel", "arrival"),
        R::SafeHouseKeeper | R::Driver => {
            random.pick(&[("channel", "hub"), ("balkan", "hub"), ("channel", "transit")])
        }
        R::Traveller => ("east", "origin"),
        _ => random.pick(&[("channel", "transit"), ("channel", "hub"), ("aegean", "hub")]),
    };
    places::pick(route, part, random)
}
