//! Networks from elsewhere, from the file to a proved plan.

use std::fmt::Write as _;

use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_ledger::Ledger;
use crossbearing_network::planning::{Goal, PlanRequest, plan};
use crossbearing_network::{Error, Projection, incoming};

use crate::fixtures::{at, citation, clerk, ledger, own, said, seen, setup, shared};

/// Two rings of invented names that one man holds together.
fn two_rings() -> String {
    let mut file = String::from("# who met whom, how often\n");
    for ring in ["Oskel", "Olvand"] {
        for at in 0..6 {
            let next = (at + 1) % 6;
            writeln!(file, "\"{ring} {at}\"\t\"{ring} {next}\"\t2").unwrap();
        }
        writeln!(file, "\"{ring} 0\"\t\"Hemin Rawandi\"").unwrap();
    }
    file
}

fn brought_in(file: &str) -> Projection {
    let ledger = Ledger::in_memory(setup()).unwrap();
    let cited = citation("import-rings", "6x6/B2", own("north"));
    let statements = incoming::from_file(file.as_bytes(), &cited).unwrap();
    ledger.append(statements.into(), at(1), &clerk()).unwrap();
    seen(&ledger)
}

#[test]
fn an_edge_list_becomes_a_graded_network_that_can_be_planned_on() {
    let network = brought_in(&two_rings());
    assert_eq!(network.nodes.len(), 13);
    assert_eq!(network.ties.len(), 14);
    let grades: Vec<String> =
        network.ties.iter().map(|tie| tie.evidence[0].grade.to_string()).collect();
    assert!(grades.iter().all(|grade| grade == "6x6/B2"));
    let request = PlanRequest { anyone: true, ..PlanRequest::new(Goal::Block { budget: 1.0 }) };
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(network.node(made.steps[0].node).caption, "Hemin Rawandi");
    assert!(made.certificate.proved && made.steps[0].largest == 6);
    // Nobody is called a suspect by a list of who met whom.
    let careful = PlanRequest { anyone: false, ..request };
    let steps = Steps::new(10_000_000);
    let made = plan(&network, &careful, &Budget::whole(&steps)).unwrap();
    assert!(made.steps.is_empty());
}

#[test]
fn a_matrix_with_numbers_for_names_is_read_as_well() {
    let network = brought_in(",1,2,3\n1,0,1,0\n2,1,0,4\n3,0,4,0\n");
    let captions: Vec<&str> = network.nodes.iter().map(|node| node.caption.as_str()).collect();
    assert_eq!(captions, ["node 1", "node 2", "node 3"]);
    assert_eq!(network.ties.len(), 2);
}

#[test]
fn a_file_that_is_no_network_is_refused() {
    let cited = citation("import-rings", "6x6/B2", own("north"));
    for file in [&b"a b c d e\n"[..], b"a b not-a-number\nx y z\n", b"\xff\xfe\x00"] {
        assert!(matches!(incoming::from_file(file, &cited), Err(Error::Graph(_))));
    }
    assert!(incoming::from_file(b"", &cited).unwrap().is_empty());
}

#[test]
fn a_call_ties_the_telephones_of_its_numbers_or_whoever_gives_them() {
    let cited = citation("r-2", "6x6/B2", shared("north"));
    let mut statements = Vec::new();
    for (phone, number, holder) in [("t-1", "+447700900123", "a"), ("t-2", "+447700900124", "b")] {
        statements.push(said(&cited, (holder, "Person"), "name", holder));
        statements.push(said(&cited, (holder, "Person"), "subjectCategory", "suspect"));
        statements.push(said(&cited, (phone, "PhoneNumber"), "number", number));
        statements.push(said(&cited, (phone, "PhoneNumber"), "holder", holder));
    }
    statements.push(said(&cited, ("c", "Person"), "phone", "+447700900125"));
    for (call, to) in [("k-1", "+447700900124"), ("k-2", "+447700900124"), ("k-3", "+447700900125")]
    {
        statements.push(said(&cited, (call, "Call"), "callerNumber", "+447700900123"));
        statements.push(said(&cited, (call, "Call"), "receiverNumber", to));
        statements.push(said(&cited, (call, "Call"), "date", "2026-03-01"));
    }
    let network = seen(&ledger(statements));
    let calls: Vec<_> = network.ties.iter().filter(|tie| tie.kind.as_ref() == "Call").collect();
    let ends = |tie: &crossbearing_network::Tie| {
        [tie.from, tie.to].map(|node| network.node(node).id.to_string())
    };
    assert_eq!(calls.len(), 3);
    assert_eq!(calls.iter().filter(|tie| ends(tie) == ["t-1", "t-2"]).count(), 2);
    assert_eq!(calls.iter().filter(|tie| ends(tie) == ["t-1", "c"]).count(), 1);
    assert!(calls.iter().all(|tie| tie.directed && tie.when.from.is_some()));
    // Through their telephones the two are tied for a plan.
    let request = PlanRequest::new(Goal::Block { budget: 1.0 });
    let steps = Steps::new(1_000_000);
    let made = plan(&network, &request, &Budget::whole(&steps)).unwrap();
    assert_eq!(made.before, 3);
}

#[test]
fn a_number_that_stands_in_a_property_only_ties_those_who_give_it() {
    let (one, two) =
        (citation("r-1", "6x6/B2", own("north")), citation("r-2", "6x6/C3", own("north")));
    let number = "+44 7700 900123";
    let persons = [
        said(&one, ("p-1", "Person"), "phone", number),
        said(&two, ("p-2", "Person"), "phone", "+447700900123"),
        said(&two, ("p-3", "Person"), "phone", "+447700900999"),
    ];
    let network = seen(&ledger(persons.to_vec()));
    let labels: Vec<&str> = network.ties.iter().map(|tie| tie.label.as_str()).collect();
    assert_eq!(labels, ["gives the same telephone number as"]);
    assert_eq!(network.ties[0].evidence[0].statements.len(), 2);
    // Where the telephone has a record, it stands between them.
    let mut with_record = persons.to_vec();
    with_record.push(said(&one, ("t-1", "PhoneNumber"), "number", number));
    let network = seen(&ledger(with_record));
    assert_eq!(network.ties.len(), 2);
    let phone = network.find(&"t-1".parse().unwrap()).unwrap();
    assert!(network.ties.iter().all(|tie| tie.other(phone) != phone));
    // A hotline ties nobody.
    let many = (0..20).map(|at| said(&one, (&format!("p-{at}"), "Person"), "phone", number));
    assert!(seen(&ledger(many.collect())).ties.is_empty());
}
