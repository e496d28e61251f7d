//! Which agency reports on which episode.

use crate::Plan;
use crate::cast::{AGENCIES, KESTANE, LITTORAL, WESTMARK};
use crate::random::Random;
use crate::world::cell::Cell;
use crate::world::episode::{Episode, EpisodeKind as K};

const STREAM: u64 = 7;

/// One report to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The number of the episode in the cell.
    pub(crate) episode: usize,
    pub(crate) agency: usize,
    pub(crate) form: Form,
}

/// From whose side an episode is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As the officers saw it.
    Report,
    /// As a passenger told it: about the person at this position in the episode.
    Interview(usize),
}

/// The reports of a cell, in the order of their numbers.
pub(crate) fn assignments(plan: &Plan, cell: &Cell) -> Vec<Assignment> {
    let mut random = Random::of(plan.seed(), &[STREAM, u64::from(cell.number)]);
    let mut assignments = Vec::with_capacity(64);
    for episode in &cell.episodes {
        let mut file = |agency, form| {
            assignments.push(Assignment { episode: episode.number, agency, form });
        };
        let lead = lead(episode, &mut random);
        file(lead, Form::Report);
        for step in 1..AGENCIES {
            if random.chance(overlap(episode, step)) {
                file((lead + step) % AGENCIES, Form::Report);
            }
        }
        if episode.kind == K::Crossing && random.chance(80) {
            let listed = episode.people.len().saturating_sub(2);
            file(random.pick(&[WESTMARK, LITTORAL]), Form::Interview(2 + random.below(listed)));
        }
    }
    assignments
}

/// The agency that is nearest to the episode.
fn lead(episode: &Episode, random: &mut Random) -> usize {
    match episode.kind {
        K::Crossing | K::Seizure => LITTORAL,
        K::Journey | K::House => random.pick(&[LITTORAL, KESTANE]),
        K::Supply | K::Transfer => random.pick(&[KESTANE, WESTMARK]),
        K::Payment | K::Advert => WESTMARK,
        K::Charge | K::Trial => random.pick(&[WESTMARK, LITTORAL]),
        _ => random.below(AGENCIES),
    }
}

/// In how many of a hundred cases the `step`th other agency reports the same.
fn overlap(episode: &Episode, step: usize) -> usize {
    match (episode.kind, step) {
        // Everybody has a file on an organiser.
        (K::Profile, _) if episode.people[0] == 0 => 100,
        (K::Crossing | K::Arrest, 1) => 60,
        (_, 1) => 25,
        _ => 12,
    }
}
