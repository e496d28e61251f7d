//! Records that people judged to be one are one node; things are what their selectors say.

use crate::fixtures::{citation, ledger, said, seen, shared};

#[test]
fn one_number_is_one_telephone_and_a_judgement_joins_persons() {
    let cited = citation("r-1", "3x5x2/1A", shared("north"));
    let mut statements = vec![
        said(&cited, ("p-1", "Person"), "name", "Tarvand Oskel"),
        said(&cited, ("p-2", "Person"), "name", "Tarvand Oskell"),
        said(&cited, ("t-1", "PhoneNumber"), "number", "+447700900123"),
        said(&cited, ("t-1", "PhoneNumber"), "holder", "p-1"),
        said(&cited, ("t-2", "PhoneNumber"), "number", "+44 7700 900123"),
        said(&cited, ("t-2", "PhoneNumber"), "holder", "p-2"),
    ];
    let apart = seen(&ledger(statements.clone()));
    assert_eq!(apart.nodes.len(), 3);
    assert_eq!(apart.ways(&"p-1".parse().unwrap(), &"p-2".parse().unwrap(), 1).unwrap().len(), 1);
    for (property, value) in
        [("left", "p-1"), ("right", "p-2"), ("verdict", "same"), ("decidedBy", "ines")]
    {
        statements.push(said(&cited, ("j-1", "Judgement"), property, value));
    }
    let joined = seen(&ledger(statements));
    let node = joined.find(&"p-2".parse().unwrap()).unwrap();
    assert_eq!(joined.node(node).members.len(), 2);
    assert_eq!(joined.nodes.len(), 2);
}
