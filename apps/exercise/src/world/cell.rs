//! One network with everybody around it.

use crate::Plan;
use crate::identity::{Kind, TruthId};
use crate::invention::words;
use crate::random::Random;
use crate::world::episode::Episode;
use crate::world::person::Person;
use crate::world::plot;

/// A network, its customers and acquaintances, and what happens there.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) number: u32,
    pub(crate) network: String,
    /// The cell's own people, then two of other cells whom they work with.
    pub(crate) people: Vec<Person>,
    /// How many of the people are the cell's own.
    pub(crate) own: usize,
    pub(crate) episodes: Vec<Episode>,
}

const STREAM: u64 = 3;

impl Cell {
    /// The cell numbered `number` of the plan: the same whatever was made before it.
    pub(crate) fn new(plan: &Plan, number: u32) -> Self {
        let own = plan.persons_in(number);
        let mut people: Vec<_> = (0..own).map(|person| Person::new(plan, number, person)).collect();
        people
            .extend(outsiders(plan, number).map(|(cell, person)| Person::new(plan, cell, person)));
        let episodes = plot::episodes(plan, number, &people, own);
        Self { number, network: network_name(number), people, own, episodes }
    }

    pub(crate) fn network_id(&self) -> TruthId {
        TruthId::new(Kind::Network, self.number, 0)
    }
}

/// The name under which `person`'s network is known.
pub(crate) fn network_name(cell: u32) -> String {
    let words = words::all("network");
    let word = words[cell as usize % words.len()];
    match cell as usize / words.len() {
        0 => word.to_owned(),
        round => format!("{word} {}", round + 1),
    }
}

/// The deputy and a money holder of some other network.
fn outsiders(plan: &Plan, number: u32) -> impl Iterator<Item = (u32, usize)> + use<> {
    const DEPUTY: usize = 19;
    const MONEY_HOLDER: usize = 1;
    let others = plan.cells().len().saturating_sub(1);
    let step = 1 + Random::of(plan.seed(), &[STREAM, u64::from(number)]).below(others) as u32;
    let cell = (number + step) % plan.cells().end;
    [(cell, DEPUTY), (cell, MONEY_HOLDER)].into_iter().filter(move |_| others > 0)
}
