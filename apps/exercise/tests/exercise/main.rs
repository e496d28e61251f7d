//! What an exercise promises, checked on exercises of several seeds.

mod determinism;
mod ontology;
mod protection;
mod ships;
mod snapshot;
mod texts;
mod truth;

use crossbearing_exercise::{Exercise, Plan};

/// Seeds that give the first network another route, language and size each.
const SEEDS: [u64; 4] = [1, 2, 7, 42];

fn exercise(seed: u64, persons: u32) -> Exercise {
    Exercise::new(Plan::new(seed, persons).expect("a size in range")).expect("a valid cast")
}
