//! Which selectors take part, and that nothing hidden shows in it, on ledgers in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use crossbearing_access::{PseudonymKey, Role, Viewer};
use crossbearing_ledger::{Ledger, Setup};
use crossbearing_model::{
    Audience, Basis, Citation, Classification, Instant, Label, LabelSpec, Ontology, Onward,
    Statement, Tlp,
};

use super::{case_items, common_items};

const NOW: i64 = 1_790_000_000_000;

/// A ledger of the north in which each line is said under its own label.
fn ledger(lines: &[(&str, &str, &str, &str, LabelSpec)]) -> Ledger {
    let key = PseudonymKey::from_bytes([7; 32]);
    let setup = Setup { ontology: Arc::new(Ontology::standard().clone()), pseudonym_key: key };
    let ledger = Ledger::in_memory(setup).unwrap();
    let statements =
        lines.iter().zip(0..).map(|((entity, schema, property, value, spec), number)| {
            let citation = Citation {
                report: format!("r-{number}").parse().unwrap(),
                grade: "6x6/B2".parse().unwrap(),
                label: Label::seal(spec.clone()).unwrap(),
                basis: Basis::Fact,
                origin: "north-1".parse().unwrap(),
            };
            Statement::new(entity.parse().unwrap(), *schema, *property, *value, Arc::new(citation))
        });
    let statements: Vec<Statement> = statements.collect();
    let by = "ines".parse().unwrap();
    ledger.append(statements.into(), Instant::from_millis(NOW), &by).unwrap();
    ledger
}

fn own() -> LabelSpec {
    LabelSpec::for_agency("north".parse().unwrap(), Instant::from_millis(NOW * 2))
}

/// The items of the north's analyst, as words.
fn items(lines: &[(&str, &str, &str, &str, LabelSpec)]) -> Vec<String> {
    let ledger = ledger(lines);
    let (north, purpose) = ("north".parse().unwrap(), "op-lantern".parse().unwrap());
    let viewer = Viewer::new("ines".parse().unwrap(), north, Role::Analyst, purpose);
    let now = Instant::from_millis(NOW + 1);
    let view = ledger.view(&viewer, now).unwrap();
    case_items(&ledger, &view, now).unwrap().into_keys().collect()
}

#[test]
fn spellings_of_a_number_are_one_item_and_a_name_needs_a_year() {
    let found = items(&[
        ("p-1", "Person", "phone", "+44 7700 900123", own()),
        ("p-2", "Person", "phone", "00447700900123", own()),
        ("p-1", "Person", "name", "Karvan Ziarmal", own()),
        ("p-3", "Person", "name", "Ovrin Talmat", own()),
        ("p-1", "Person", "birthDate", "1991-04-02", own()),
    ]);
    let phones: Vec<&String> = found.iter().filter(|item| item.starts_with("phone:")).collect();
    assert_eq!(phones.len(), 1, "{found:?}");
    let names: Vec<&String> = found.iter().filter(|item| item.starts_with("name:")).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name.ends_with("|1991")), "{found:?}");
}

#[test]
fn what_is_hidden_secret_or_somebody_elses_takes_no_part() {
    let of_south = |onward| LabelSpec {
        releasable_to: [Audience::Agency("north".parse().unwrap())].into(),
        onward,
        ..LabelSpec::for_agency("south".parse().unwrap(), Instant::from_millis(NOW * 2))
    };
    let secret = LabelSpec { classification: Classification::Secret, ..own() };
    let red = LabelSpec { tlp: Tlp::Red, named: ["ines".parse().unwrap()].into(), ..own() };
    let elsewhere = LabelSpec { purposes: ["op-harbour".parse().unwrap()].into(), ..own() };
    let found = items(&[
        ("p-1", "Person", "phone", "+447700900001", own()),
        ("p-2", "Person", "phone", "+447700900002", of_south(Onward::Ask)),
        ("p-3", "Person", "phone", "+447700900003", of_south(Onward::Yes)),
        ("p-4", "Person", "phone", "+447700900004", secret),
        ("p-5", "Person", "phone", "+447700900005", red),
        ("p-6", "Person", "phone", "+447700900006", elsewhere),
    ]);
    assert_eq!(found, ["phone:447700900001", "phone:447700900003"]);
}

#[test]
fn a_victims_number_takes_no_part_whoever_else_holds_it() {
    let found = items(&[
        ("p-1", "Person", "phone", "+447700900001", own()),
        ("p-1", "Person", "subjectCategory", "suspect", own()),
        ("p-2", "Person", "phone", "+447700900001", own()),
        ("p-2", "Person", "subjectCategory", "victim", own()),
        ("t-3", "PhoneNumber", "number", "+447700900003", own()),
        ("t-3", "PhoneNumber", "holder", "p-2", own()),
        ("p-4", "Person", "phone", "+447700900004", own()),
    ]);
    assert_eq!(found, ["phone:447700900004"]);
}

#[test]
fn statements_outside_the_view_change_nothing() {
    let seen = [
        ("p-1", "Person", "phone", "+447700900001", own()),
        ("p-2", "Person", "email", "talmat@example.org", own()),
    ];
    let hidden = LabelSpec { classification: Classification::Secret, ..own() };
    for (property, value) in
        [("phone", "+447700900009"), ("email", "x@example.org"), ("name", "Oskel")]
    {
        let mut with = seen.to_vec();
        with.push(("p-1", "Person", property, value, hidden.clone()));
        assert_eq!(items(&with), items(&seen), "{property}");
    }
}

#[test]
fn blind_matching_finds_the_plain_intersection() {
    let mut random = 7_u64;
    let mut draw = |most: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (random >> 33) % most
    };
    for _ in 0..4 {
        let mut side = |count: u64| {
            let words = (0..=draw(count)).map(|_| format!("phone:4477009{:05}", draw(40)));
            words.map(|word| (word, BTreeSet::new())).collect::<super::Items>()
        };
        let (asker, holder) = (side(30), side(30));
        let plain: Vec<&String> = asker.keys().filter(|item| holder.contains_key(*item)).collect();
        let blind = common_items(&asker, &holder).unwrap();
        assert_eq!(blind.iter().collect::<Vec<_>>(), plain);
    }
}
