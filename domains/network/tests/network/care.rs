//! Nobody in danger acts, and nobody in danger is ever part of a plan.

use crossbearing_access::Role;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_network::Care;
use crossbearing_network::planning::{Goal, PlanRequest, plan};
use crossbearing_network::roles::{Heard, roles};

use crate::fixtures::{at, citation, commands, ledger, said, seen, shared, viewer};

#[test]
fn a_victim_who_is_called_a_suspect_as_well_is_spared() {
    let mut statements = commands(&[("p-1", "p-2"), ("p-2", "p-3"), ("p-3", "p-4")]);
    let cited = citation("r-2", "6x6/F6", shared("north"));
    statements.push(said(&cited, ("p-2", "Person"), "subjectCategory", "victim"));
    statements.push(said(&cited, ("c-1", "Crossing"), "pilot", "p-2"));
    statements.push(said(&cited, ("c-1", "Crossing"), "name", "a crossing"));
    let ledger = ledger(statements);
    let network = seen(&ledger);
    // Whoever is called a victim is a pseudonym from then on.
    let view = ledger.view(&viewer("north", Role::Analyst), at(100)).unwrap();
    let pseudonym = view.shown_id(&"p-2".parse().unwrap());
    assert!(pseudonym.as_str().starts_with("protected-"));
    let victim = network.find(&pseudonym).unwrap();
    assert!(matches!(network.node(victim).care, Care::InDanger(_)));
    assert!(roles(&network, Heard::Everything).iter().all(|claim| claim.node != victim));
    let request = PlanRequest { anyone: true, ..PlanRequest::new(Goal::Block { budget: 9.0 }) };
    let steps = Steps::new(1_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert!(made.steps.iter().all(|step| step.node != victim));
    assert!(made.network.position(victim).is_none());
    assert!(made.kept.iter().any(|kept| kept.node == victim));
}

#[test]
fn a_passenger_whom_nobody_suspects_was_carried() {
    let cited = citation("r-1", "3x5x2/1A", shared("north"));
    let network = seen(&ledger(vec![
        said(&cited, ("p-1", "Person"), "name", "Shirin Olvand"),
        said(&cited, ("p-2", "Person"), "name", "Tarvand Oskel"),
        said(&cited, ("p-2", "Person"), "subjectCategory", "suspect"),
        said(&cited, ("c-1", "Crossing"), "name", "a crossing"),
        said(&cited, ("c-1", "Crossing"), "passengers", "p-1"),
        said(&cited, ("c-1", "Crossing"), "pilot", "p-2"),
    ]));
    let care = |id: &str| network.node(network.find(&id.parse().unwrap()).unwrap()).care.clone();
    assert!(matches!(care("p-1"), Care::Carried(_)));
    assert_eq!(care("p-2"), Care::None);
}

#[test]
fn nobody_without_a_statement_of_suspicion_is_named_unless_asked() {
    let cited = citation("r-1", "3x5x2/1A", shared("north"));
    let mut statements = Vec::new();
    for (at, (one, other)) in [("p-1", "p-2"), ("p-1", "p-3")].iter().enumerate() {
        let link = format!("a-{at}");
        statements.push(said(&cited, (one, "Person"), "name", one));
        statements.push(said(&cited, (other, "Person"), "name", other));
        statements.push(said(&cited, (&link, "Associate"), "person", one));
        statements.push(said(&cited, (&link, "Associate"), "associate", other));
    }
    let network = seen(&ledger(statements));
    let steps = Steps::new(1_000_000);
    let request = PlanRequest::new(Goal::Block { budget: 1.0 });
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert!(made.steps.is_empty() && made.kept.len() == 3);
    let request = PlanRequest { anyone: true, ..request };
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(made.steps.len(), 1);
    assert!((made.certificate.value - 1.0).abs() < 1e-12);
    assert!(made.certificate.proved);
}
