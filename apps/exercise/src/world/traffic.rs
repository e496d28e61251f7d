//! Calls and payments: too many to be reported one by one.

use crossbearing_model::Instant;

use crate::Plan;
use crate::day::Day;
use crate::invention::selectors::PhoneNumber;
use crate::random::Random;
use crate::world::cell::Cell;
use crate::world::episode::EpisodeKind;
use crate::world::role::{CREW, NetworkRole};

const STREAM: u64 = 9;
const CALLS: usize = 120;
const PAYMENTS: usize = 24;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) at: Instant,
    pub(crate) caller: String,
    pub(crate) receiver: String,
    pub(crate) seconds: usize,
}

/// One payment from account to account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payment {
    pub(crate) at: Instant,
    pub(crate) payer: String,
    pub(crate) beneficiary: String,
    pub(crate) amount: usize,
    pub(crate) currency: &'static str,
    pub(crate) purpose: &'static str,
}

/// The calls within a cell, in time: along the chain of command, and thick before a crossing.
pub(crate) fn calls(plan: &Plan, cell: &Cell) -> Vec<Call> {
    let mut random = Random::of(plan.seed(), &[STREAM, u64::from(cell.number), 0]);
    let crossings: Vec<_> = cell
        .episodes
        .iter()
        .filter(|episode| episode.kind == EpisodeKind::Crossing)
        .map(|episode| episode.day)
        .collect();
    let mut calls: Vec<_> =
        (0..CALLS).filter_map(|_| call(plan, cell, &crossings, &mut random)).collect();
    calls.sort_by(|one, other| (one.at, &one.caller).cmp(&(other.at, &other.caller)));
    calls
}

fn call(plan: &Plan, cell: &Cell, crossings: &[Day], random: &mut Random) -> Option<Call> {
    let member = random.below(CREW.end);
    let superior = NetworkRole::superior(member).unwrap_or(CREW.end - 1);
    let other = if random.chance(70) { superior } else { random.below(cell.own) };
    let (from, to) = if random.chance(50) { (member, other) } else { (other, member) };
    let day = if random.chance(60) {
        random.pick(crossings).plus(-random.between(0, 3))
    } else {
        plan.last_day().plus(-random.between(1, Plan::DAYS))
    };
    let number = |who: usize, random: &mut Random| {
        let phones = &cell.people[who].phones;
        phones.get(random.below(phones.len())).map(PhoneNumber::e164)
    };
    let (caller, receiver) = (number(from, random)?, number(to, random)?);
    (caller != receiver).then(|| Call {
        at: day.at(random.between(0, 23), random.between(0, 59)),
        caller,
        receiver,
        seconds: 4 + random.below(600),
    })
}

/// The payments between the accounts of a cell, in time; every third one is one of several just
/// below the amount that has to be declared.
pub(crate) fn payments(plan: &Plan, cell: &Cell) -> Vec<Payment> {
    const PURPOSES: [&str; 5] = ["rent", "used car", "loan", "gift", "invoice"];
    let mut random = Random::of(plan.seed(), &[STREAM, u64::from(cell.number), 1]);
    let holders: Vec<_> = cell.people.iter().filter_map(|person| person.bank.as_ref()).collect();
    let mut payments = Vec::with_capacity(PAYMENTS);
    for nth in 0..PAYMENTS {
        let (payer, beneficiary) = (random.pick(&holders), random.pick(&holders));
        let split = nth % 3 == 0;
        let amount =
            if split { 9_000 + 10 * random.below(99) } else { 100 + 25 * random.below(400) };
        let day = plan.last_day().plus(-random.between(1, Plan::DAYS));
        if payer.iban != beneficiary.iban {
            payments.push(Payment {
                at: day.at(random.between(7, 20), random.between(0, 59)),
                payer: payer.iban.clone(),
                beneficiary: beneficiary.iban.clone(),
                amount,
                currency: "EUR",
                purpose: random.pick(&PURPOSES),
            });
        }
    }
    payments.sort_by(|one, other| (one.at, &one.payer).cmp(&(other.at, &other.payer)));
    payments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_talks_and_pays_within_the_exercise() {
        let plan = Plan::new(4, 50).unwrap();
        let cell = Cell::new(&plan, 0);
        let (calls, payments) = (calls(&plan, &cell), payments(&plan, &cell));
        assert!(calls.len() > CALLS / 2 && payments.len() > PAYMENTS / 2);
        assert!(calls.iter().all(|call| call.at < plan.today() && call.caller.starts_with('+')));
        assert!(payments.windows(2).all(|pair| pair[0].at <= pair[1].at));
    }
}
