//! What is proposed, and why.

use crossbearing_identity::{Picture, Wanted, Watch, Watched};
use crossbearing_ledger::{Ledger, View};

use crate::case::{at, ledger, picture, queue, record, said, shared, two_scripts, view};

#[test]
fn one_man_in_two_scripts_is_proposed_with_the_statements_it_rests_on() {
    let ledger = ledger();
    two_scripts(&ledger);
    let view = view(&ledger, "ines", "north");
    let picture = picture(&ledger, &view);
    assert_eq!(queue(&picture, "ines").first().map(String::as_str), Some("n-1 s-1"));
    let (left, right) = ("n-1".parse().unwrap(), "s-1".parse().unwrap());
    let evidence = picture.proposal(&left, &right).unwrap().evidence;
    assert!(evidence.probability > 0.95, "{evidence:?}");
    let sum: f64 = evidence.terms.iter().map(|term| term.weight).sum();
    assert!((evidence.start + sum - evidence.log_odds).abs() < 0.1, "the terms are the sum");
    let known = ledger.entity(&view, crossbearing_ledger::AsOf::Now, &left).unwrap().unwrap();
    let first = evidence.terms.iter().flat_map(|term| &term.left).next().unwrap();
    assert!(known.statements.iter().any(|read| read.id == *first));
    let namesake = picture.proposal(&left, &"s-2".parse().unwrap()).unwrap().evidence;
    assert!(namesake.probability < evidence.probability);
}

#[test]
fn a_call_shop_is_nobody() {
    let ledger = ledger();
    for number in 0..12 {
        let (entity, report) = (format!("p-{number}"), format!("r-{number}"));
        let name = [
            "Adan", "Belun", "Cirvo", "Dastan", "Erkel", "Fenno", "Garv", "Hulsin", "Ivek",
            "Jorand", "Kelm", "Lostan",
        ][number];
        let facts = [("name", name), ("phone", "+33639980001")];
        let agency = if number % 2 == 0 { "north" } else { "south" };
        record(&ledger, 1, said(&report, shared(agency), (&entity, "Person"), &facts));
    }
    let picture = picture(&ledger, &view(&ledger, "ines", "north"));
    assert_eq!(queue(&picture, "ines"), [""; 0]);
    let shared = picture.shared_selectors(&"p-0".parse().unwrap());
    assert!(shared[0].by_many && shared[0].holders.len() == 12);
}

#[test]
fn any_script_finds_any_script_and_says_why() {
    let ledger = ledger();
    two_scripts(&ledger);
    let picture = picture(&ledger, &view(&ledger, "ines", "north"));
    for query in ["Zyarmal", "زیارمل", "Зиармал"] {
        let found: Vec<String> =
            picture.find(query, 9).into_iter().map(|hit| hit.record.to_string()).collect();
        assert!(
            found.contains(&"n-1".to_owned()) && found.contains(&"s-1".to_owned()),
            "{query}: {found:?}"
        );
    }
    for odd in ["", "?", "\u{202e}", &"x".repeat(10_000)] {
        assert!(picture.find(odd, 9).len() < 9);
    }
}

/// Every proposal, in words.
fn all(picture: &Picture) -> String {
    let wanted = Wanted { least: 0.0, ..Wanted::by("ines".parse().unwrap()) };
    format!("{:?}", picture.queue(&wanted))
}

fn log_odds(picture: &Picture, left: &str, right: &str) -> f64 {
    let (left, right) = (left.parse().unwrap(), right.parse().unwrap());
    picture.proposal(&left, &right).unwrap().evidence.log_odds
}

/// Two agencies know of a man of one name, and nothing else is known of either.
fn named_alike(ledger: &Ledger) -> View {
    let name = [("name", "Karvan Ziarmal")];
    record(ledger, 1, said("r-1", shared("north"), ("n-1", "Person"), &name));
    record(ledger, 2, said("r-2", shared("south"), ("s-1", "Person"), &name));
    view(ledger, "ines", "north")
}

#[test]
fn a_name_tells_less_where_one_agency_tells_several_of_it_apart() {
    let ledger = ledger();
    let mut kept = picture(&ledger, &named_alike(&ledger));
    let alone = log_odds(&kept, "n-1", "s-1");
    let name = [("name", "Karwan Zyarmal"), ("nationality", "iq")];
    record(&ledger, 3, said("r-3", shared("east"), ("e-1", "Person"), &name));
    kept.refresh(&ledger, &view(&ledger, "ines", "north")).unwrap();
    let once_each = log_odds(&kept, "n-1", "s-1");
    assert!((once_each - alone).abs() < 1e-9, "three agencies may know one man");
    record(&ledger, 4, said("r-4", shared("east"), ("e-2", "Person"), &name));
    let later = view(&ledger, "ines", "north");
    kept.refresh(&ledger, &later).unwrap();
    let told_apart = log_odds(&kept, "n-1", "s-1");
    assert!(told_apart < alone - 1.0, "{told_apart} was {alone}");
    assert_eq!(all(&kept), all(&picture(&ledger, &later)));
}

#[test]
fn the_more_records_there_are_the_less_a_name_alone_tells() {
    let ledger = ledger();
    let mut kept = picture(&ledger, &named_alike(&ledger));
    let among_few = log_odds(&kept, "n-1", "s-1");
    for number in 0..1000_u32 {
        let letters = [number / 100, number / 10 % 10, number % 10]
            .map(|digit| char::from(b'k' + digit as u8));
        let name = format!("Ovr{}", letters.iter().collect::<String>());
        let id = format!("x-{number}");
        record(&ledger, 5, said("r-5", shared("east"), (&id, "Person"), &[("name", &name)]));
    }
    let later = view(&ledger, "ines", "north");
    kept.refresh(&ledger, &later).unwrap();
    let among_many = log_odds(&kept, "n-1", "s-1");
    assert!(among_many < among_few - 0.5, "{among_many} was {among_few}");
    assert_eq!(all(&kept), all(&picture(&ledger, &later)));
}

#[test]
fn what_comes_in_later_is_taken_in_as_if_it_had_been_there() {
    let ledger = ledger();
    two_scripts(&ledger);
    let first = view(&ledger, "ines", "north");
    let mut kept = picture(&ledger, &first);
    let facts = [("name", "Karwan Zyarmal"), ("phone", "+33639980001"), ("gender", "male")];
    record(&ledger, 50, said("r-9", shared("east"), ("e-1", "Person"), &facts));
    let later = view(&ledger, "ines", "north");
    kept.refresh(&ledger, &later).unwrap();
    let fresh = picture(&ledger, &later);
    assert_eq!(all(&kept), all(&fresh));
    let watch = Watch { watched: Watched::Record("n-1".parse().unwrap()), since: at(40) };
    let leads = kept.leads(&watch);
    assert_eq!(leads.iter().map(|lead| lead.record.as_str()).collect::<Vec<_>>(), ["e-1"]);
    let name =
        Watch { watched: Watched::Name("کاروان زیارمل".to_owned()), since: at(40) };
    assert_eq!(kept.leads(&name).len(), 1);
    assert!(kept.leads(&Watch { since: at(60), ..watch }).is_empty());
}
