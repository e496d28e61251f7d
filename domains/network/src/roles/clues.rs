//! What in the network speaks for a role.

use std::collections::BTreeMap;

use super::words::role_of;
use super::{Clue, Role};
use crate::evidence::Evidence;
use crate::kind::NodeKind;
use crate::projection::{NodeNo, Projection, Tie};

/// What somebody at the far end of such a tie was seen to do: the tie, the role, how much it says
/// for it, and in words.
const AT_THE_FAR_END: [(&str, Role, f64, &str); 8] = [
    ("Crossing.pilot", Role::Skipper, 0.95, "steered a boat"),
    ("Crossing.facilitator", Role::Launcher, 0.85, "led a crossing"),
    ("SafeHouse.operator", Role::Housekeeper, 0.95, "keeps a safe house"),
    ("HawalaOffice.operator", Role::MoneyHolder, 0.95, "runs a hawala office"),
    ("Consignment.sender", Role::Supplier, 0.9, "sent goods for crossings"),
    ("Consignment.carrier", Role::Driver, 0.7, "carried goods"),
    ("ValueTransfer.courier", Role::CashCourier, 0.9, "carried value"),
    ("Equipment.supplier", Role::Supplier, 0.9, "supplied equipment"),
];

/// How much a report says for a role by naming it.
const SAID: f64 = 1.0;

/// How much it says that many take orders from somebody, and that nobody is known to give any.
const COMMANDS: f64 = 0.35;
const COMMANDS_ALONE: f64 = 0.6;

/// A role that somebody may have, and why.
type Found = (NodeNo, Role, Clue);

/// Every clue in the network.
pub(super) fn all(projection: &Projection) -> Vec<Found> {
    let mut found = Vec::new();
    for tie in &projection.ties {
        said(tie, &mut found);
        conduct(projection, tie, &mut found);
        money(tie, &mut found);
    }
    drives(projection, &mut found);
    advertises(projection, &mut found);
    commands(projection, &mut found);
    found
}

fn clue(what: impl Into<String>, weight: f64, evidence: Vec<Evidence>) -> Clue {
    Clue { what: what.into(), weight, evidence, is_said: false }
}

/// What a membership calls its member.
fn said(tie: &Tie, found: &mut Vec<Found>) {
    for (words, evidence) in &tie.said_roles {
        if let Some(role) = role_of(words) {
            let what = format!("called \u{201c}{words}\u{201d}");
            let clue = Clue { is_said: true, ..clue(what, SAID, vec![evidence.clone()]) };
            found.push((tie.from, role, clue));
        }
    }
}

fn conduct(projection: &Projection, tie: &Tie, found: &mut Vec<Found>) {
    for (kind, role, weight, what) in AT_THE_FAR_END {
        if tie.kind.as_ref() == kind {
            let what = format!("{what}: {}", projection.node(tie.from).caption);
            found.push((tie.to, role, clue(what, weight, tie.evidence.clone())));
        }
    }
}

/// Money passes through many hands: it says little of each.
fn money(tie: &Tie, found: &mut Vec<Found>) {
    match tie.kind.as_ref() {
        "ValueTransfer" => {
            found.push((
                tie.to,
                Role::MoneyHolder,
                clue("was sent value", 0.15, tie.evidence.clone()),
            ));
        }
        "Payment" => {
            found.push((tie.from, Role::CashCourier, clue("paid", 0.3, tie.evidence.clone())));
            found.push((tie.to, Role::MoneyHolder, clue("was paid", 0.3, tie.evidence.clone())));
        }
        _ => {}
    }
}

/// Whoever is tied to a journey and runs a vehicle drove; more so if it was that vehicle.
fn drives(projection: &Projection, found: &mut Vec<Found>) {
    let runs: BTreeMap<(NodeNo, NodeNo), &Tie> = projection
        .ties
        .iter()
        .filter(|tie| tie.kind.ends_with("Vehicle.operator") || tie.kind.ends_with("Vehicle.owner"))
        .map(|tie| ((tie.to, tie.from), tie))
        .collect();
    for (number, node) in (0..).zip(&projection.nodes) {
        let is_drive = ["Trip", "Sighting", "Consignment"].contains(&node.schema.as_ref());
        if !is_drive {
            continue;
        }
        let vehicles: Vec<NodeNo> = projection
            .ties_of(number)
            .filter(|(_, tie)| projection.node(tie.to).kind == NodeKind::Vehicle)
            .map(|(_, tie)| tie.to)
            .collect();
        for (&(person, vehicle), operates) in &runs {
            if !vehicles.contains(&vehicle) {
                continue;
            }
            let involved = projection.ties_of(number).find(|(_, tie)| tie.to == person);
            let weight = match (node.schema.as_ref(), involved.is_some()) {
                ("Trip", true) => 0.9,
                ("Consignment", false) => 0.75,
                ("Sighting", true) => 0.45,
                _ => 0.35,
            };
            let mut evidence = operates.evidence.clone();
            if let Some((_, tie)) = involved {
                evidence = crate::projection::both(&evidence, &tie.evidence);
            }
            let what = format!("drove: {}", node.caption);
            found.push((person, Role::Driver, clue(what, weight, evidence)));
        }
    }
}

/// Whoever holds the account that an advert was posted from.
fn advertises(projection: &Projection, found: &mut Vec<Found>) {
    for posted in projection.ties.iter().filter(|tie| tie.kind.as_ref() == "Advert.account") {
        let owners = projection.ties_of(posted.to);
        for (_, owned) in owners.filter(|(_, tie)| tie.kind.as_ref() == "UserAccount.owner") {
            let evidence = crate::projection::both(&owned.evidence, &posted.evidence);
            let handle = &projection.node(posted.to).caption;
            let what = format!("advertised as {handle}");
            found.push((owned.to, Role::Recruiter, clue(what, 0.9, evidence)));
        }
    }
}

/// Whoever gives orders to several, more so if nobody gives the orders.
fn commands(projection: &Projection, found: &mut Vec<Found>) {
    let orders = |tie: &&Tie| tie.kind.as_ref() == "Command";
    let mut under: BTreeMap<NodeNo, Vec<&Tie>> = BTreeMap::new();
    for tie in projection.ties.iter().filter(orders) {
        under.entry(tie.from).or_default().push(tie);
    }
    for (person, ties) in under {
        let takes_orders = projection
            .ties_of(person)
            .any(|(_, tie)| tie.kind.as_ref() == "Command" && tie.to == person);
        let weight = if takes_orders { COMMANDS } else { COMMANDS_ALONE };
        if ties.len() >= 2 {
            let evidence = ties.iter().flat_map(|tie| tie.evidence.iter().cloned()).collect();
            let what = format!("gives orders to {}", ties.len());
            found.push((person, Role::Organiser, clue(what, weight, evidence)));
        }
    }
}
