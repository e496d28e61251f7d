//! Plans, what follows from them, and what would change them.

use std::collections::BTreeSet;

use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_network::Layer;
use crossbearing_network::planning::sensitivity::{LeftOut, without};
use crossbearing_network::planning::whatif::{WhatIf, what_if};
use crossbearing_network::planning::{Goal, PlanRequest, plan, worth};

use crate::fixtures::{citation, commands, ledger, said, seen, shared};

/// Two stars whose middles know one another.
fn two_stars() -> Vec<crossbearing_model::Statement> {
    commands(&[
        ("a", "a1"),
        ("a", "a2"),
        ("a", "a3"),
        ("b", "b1"),
        ("b", "b2"),
        ("b", "b3"),
        ("a", "b"),
    ])
}

#[test]
fn the_middles_go_first_and_that_is_proved() {
    let network = seen(&ledger(two_stars()));
    let request = PlanRequest::new(Goal::Block { budget: 2.0 });
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    let named: Vec<&str> =
        made.steps.iter().map(|step| network.node(step.node).id.as_str()).collect();
    assert_eq!(named, ["a", "b"]);
    assert!(made.certificate.proved);
    assert!(made.in_words(&request).starts_with("Proved"));
    assert!(made.steps.iter().all(|step| !step.statements.is_empty()));
    let sure = worth::worth(&made, 1).unwrap();
    assert!(sure.plan.mean <= sure.nothing.mean);
}

#[test]
fn an_heir_takes_over() {
    let network = seen(&ledger(two_stars()));
    let request = PlanRequest::new(Goal::Block { budget: 1.0 });
    let asked = WhatIf {
        gone: ["a".parse().unwrap()].into(),
        replaced_by: vec![("a".parse().unwrap(), "a1".parse().unwrap())],
        ..WhatIf::default()
    };
    let found = what_if(&network, &request, &asked).unwrap();
    assert_eq!((found.before, found.without, found.replaced), (8, 4, 7));
    assert_eq!(found.heirs.len(), 1);
    assert!(
        what_if(&network, &request, &WhatIf { gone: ["x".parse().unwrap()].into(), ..asked })
            .is_err()
    );
}

#[test]
fn a_plan_changes_with_the_report_it_rests_on() {
    let mut statements = two_stars();
    let cited = citation("r-9", "6x6/B2", shared("north"));
    for (at, leaf) in ["b1", "b2", "b3", "c1", "c2", "c3", "c4", "c5", "c6"].iter().enumerate() {
        let link = format!("meets-{at}");
        statements.push(said(&cited, ("c", "Person"), "name", "Shirin Olvand"));
        statements.push(said(&cited, ("c", "Person"), "subjectCategory", "suspect"));
        statements.push(said(&cited, (leaf, "Person"), "name", leaf));
        statements.push(said(&cited, (&link, "Associate"), "person", "c"));
        statements.push(said(&cited, (&link, "Associate"), "associate", leaf));
    }
    let network = seen(&ledger(statements));
    let request = PlanRequest::new(Goal::Block { budget: 1.0 });
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(network.node(made.steps[0].node).id.as_str(), "c");
    let change =
        without(&network, &request, &made, LeftOut::Report("r-9".parse().unwrap())).unwrap();
    assert_eq!(change.dropped, [made.steps[0].target()]);
    assert_eq!(change.added.len(), 1);
    assert_eq!(change.lost_links, 9);
}

#[test]
fn what_cannot_be_is_refused() {
    let network = seen(&ledger(two_stars()));
    let steps = Steps::new(1_000_000);
    let mut request = PlanRequest::new(Goal::Set { max_fragment: 1 });
    for node in &network.nodes {
        request.never.insert(node.id.clone(), "kept".to_owned());
    }
    let refused = plan(&network, &request, &Budget::whole(&steps)).unwrap_err();
    assert!(refused.to_string().contains("cannot be worked on"));
    let empty = PlanRequest { at_least: 1.0, ..PlanRequest::new(Goal::Block { budget: 3.0 }) };
    let made = plan(&network, &empty, &Budget::whole(&steps)).unwrap();
    assert!(made.steps.is_empty() && made.certificate.proved);
}

#[test]
fn nobody_is_acted_on_for_a_budgets_sake() {
    let network = seen(&ledger(two_stars()));
    let steps = Steps::new(10_000_000);
    let rich = PlanRequest::new(Goal::Block { budget: 20.0 });
    let made = plan(&network, &rich, &Budget::whole(&steps)).unwrap();
    let ids: BTreeSet<&str> =
        made.steps.iter().map(|step| network.node(step.node).id.as_str()).collect();
    assert_eq!(ids, BTreeSet::from(["a", "b"]));
    assert!(made.certificate.proved);
    assert_eq!(made.parts.first(), Some(&1));

    let apart = PlanRequest { layers: vec![[Layer::Payment].into()], ..rich };
    let made = plan(&network, &apart, &Budget::whole(&steps)).unwrap();
    assert!(made.steps.is_empty(), "nobody hangs together by payments");
}

/// A boss who commands two and telephones a third, each with people of their own.
fn told_and_called() -> Vec<crossbearing_model::Statement> {
    let mut statements = commands(&[("a", "a1"), ("a", "a2"), ("b", "b1"), ("b", "b2")]);
    let cited = citation("r-7", "6x6/A1", shared("north"));
    for (phone, holders) in [("t-1", ["a", "b"])] {
        statements.push(said(&cited, (phone, "PhoneNumber"), "number", "+447700900123"));
        for holder in holders {
            statements.push(said(&cited, (phone, "PhoneNumber"), "holder", holder));
        }
    }
    statements
}

#[test]
fn a_tie_can_be_closed_where_its_layers_have_a_cost() {
    let network = seen(&ledger(told_and_called()));
    let mut request = PlanRequest::new(Goal::Set { max_fragment: 3 });
    request.link_costs = [(Layer::Communication, 0.25)].into();
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(made.steps.len(), 1);
    let ends: Vec<&str> = made.named().iter().map(|&node| network.node(node).id.as_str()).collect();
    assert_eq!(ends, ["a", "b"]);
    assert_eq!((made.cost, made.steps[0].largest), (0.25, 3));
    assert!(made.certificate.proved && made.steps[0].why().contains("communication"));
    assert_eq!(made.parts, [3, 3]);
    let after = what_if(&network, &request, &WhatIf::of(&network, &made)).unwrap();
    assert_eq!((after.before, after.without, after.heirs.len()), (6, 3, 0));
    assert!(worth::worth(&made, 1).unwrap().plan.mean <= 3.0);
    // Whom no plan may name, no plan acts on by the tie either.
    request.never.insert("b".parse().unwrap(), "works for a partner".to_owned());
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert!(made.named().iter().all(|&node| network.node(node).id.as_str() != "b"));
    assert!(made.targets().all(|target| target.link_to.is_none()));
}

#[test]
fn a_route_works_only_as_long_as_all_its_layers_do() {
    let network = seen(&ledger(told_and_called()));
    let mut request = PlanRequest::new(Goal::Block { budget: 1.0 });
    request.layers = vec![[Layer::Command].into()];
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(made.before, 3, "orders alone bind a and b to nobody");
    request.layers = vec![[Layer::Command, Layer::Communication].into(), [Layer::Command].into()];
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!((made.before, made.network.layers.len()), (3, 2));
    request.layers = vec![[Layer::Command].into(), [Layer::Communication].into()];
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(made.before, 1, "nobody is tied in both");
    // What is not planned says what to ask for instead.
    let order = PlanRequest { goal: Goal::Order { stop: 0.1 }, ..request.clone() };
    let refused = plan(&network, &order, &Budget::whole(&steps)).unwrap_err();
    assert!(refused.to_string().contains("ask for one day"));
    request.link_costs = [(Layer::Command, 1.0)].into();
    assert!(plan(&network, &request, &Budget::whole(&steps)).is_err());
}
