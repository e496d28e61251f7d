//! Which role a report gives somebody, right or wrong.
//!
//! Two sorts of error, because they fool a reader in two ways: an agency that takes somebody for
//! what they are not says so in every report, and so contradicts only the other agencies; a single
//! report that errs contradicts its own agency.

use crate::Plan;
use crate::random::Random;
use crate::world::person::Person;
use crate::world::role::NetworkRole::{self, self as R};

const STREAM: u64 = 17;

/// Of a hundred persons, how many an agency takes for what they are not.
const BELIEVED: usize = 12;
/// Of a hundred acquaintances, how many an agency takes for one of the network.
const TAKEN_FOR_ONE: usize = 15;
/// Of a hundred reports that name a role, how many name another one than the agency believes.
const SLIPPED: usize = 8;

/// The role that `agency` gives `person` in the report numbered `report`.
pub(crate) fn said(plan: &Plan, agency: usize, person: &Person, report: usize) -> NetworkRole {
    let path = [STREAM, agency as u64, u64::from(person.cell), person.number as u64];
    let mut belief = Random::of(plan.seed(), &path);
    let likely = if person.role == R::Bystander { TAKEN_FOR_ONE } else { BELIEVED };
    let believed = if belief.chance(likely) && !person.is_showcase() {
        belief.pick(taken_for(person.role))
    } else {
        person.role
    };
    let [stream, agency, cell, number] = path;
    let mut slip = Random::of(plan.seed(), &[stream, agency, cell, number, report as u64]);
    if slip.chance(SLIPPED) && !person.is_showcase() {
        slip.pick(taken_for(believed))
    } else {
        believed
    }
}

/// What somebody of a role is taken for: whoever is seen in the same places, with the same things.
/// Nobody who travels is taken for one of the network here.
fn taken_for(role: NetworkRole) -> &'static [NetworkRole] {
    match role {
        R::Organiser | R::Forger => &[R::Recruiter, R::MoneyHolder],
        R::Recruiter => &[R::Organiser, R::Receiver],
        R::MoneyHolder => &[R::CashCourier, R::Organiser],
        R::CashCourier => &[R::MoneyHolder, R::Driver],
        R::BoatSupplier => &[R::Driver, R::Launcher, R::EngineSupplier],
        R::EngineSupplier => &[R::Driver, R::BoatSupplier],
        R::Driver => &[R::SafeHouseKeeper, R::BoatSupplier, R::Launcher],
        R::SafeHouseKeeper | R::Receiver => &[R::Driver, R::Recruiter],
        R::Launcher => &[R::Skipper, R::Driver, R::Organiser],
        R::Skipper => &[R::Launcher],
        R::Bystander => &[R::Driver, R::SafeHouseKeeper, R::Recruiter],
        R::Traveller => &[R::Traveller],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::AGENCIES;
    use crate::world::role::CREW;

    #[test]
    fn agencies_err_lastingly_and_reports_now_and_then() {
        let (mut believed, mut slipped, mut all) = (0_usize, 0_usize, 0_usize);
        for cell in 0..40 {
            let plan = Plan::new(7, 2_000).unwrap();
            for number in CREW {
                let person = Person::new(&plan, cell, number);
                for agency in 0..AGENCIES {
                    let names: Vec<_> =
                        (0..5).map(|report| said(&plan, agency, &person, report)).collect();
                    let usual = |role| names.iter().filter(|&&name| name == role).count() > 2;
                    all += 5;
                    believed += 5 * usize::from(!usual(person.role));
                    slipped += names.iter().filter(|&&name| !usual(name)).count();
                    assert!(!person.is_showcase() || names.iter().all(|&name| name == person.role));
                }
            }
        }
        let share = |n: usize| n as f64 / all as f64;
        assert!((0.08..0.16).contains(&share(believed)), "{}", share(believed));
        assert!((0.05..0.11).contains(&share(slipped)), "{}", share(slipped));
    }

    #[test]
    fn nobody_in_danger_is_taken_for_one_of_the_network() {
        let plan = Plan::new(3, 500).unwrap();
        for number in 28..50 {
            let person = Person::new(&plan, 1, number);
            assert!((0..40).all(|report| said(&plan, 0, &person, report) == R::Traveller));
        }
    }
}
