//! What is proposed, and why.

use crossbearing_identity::{Watch, Watched};

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
    let all = |picture: &crossbearing_identity::Picture| {
        format!(
            "{:?}",
            picture.queue(&crossbearing_identity::Wanted {
                least: 0.0,
                ..crossbearing_identity::Wanted::by("ines".parse().unwrap())
            })
        )
    };
    assert_eq!(all(&kept), all(&fresh));
    let watch = Watch { watched: Watched::Record("n-1".parse().unwrap()), since: at(40) };
    let leads = kept.leads(&watch);
    assert_eq!(leads.iter().map(|lead| lead.record.as_str()).collect::<Vec<_>>(), ["e-1"]);
    let name =
        Watch { watched: Watched::Name("کاروان زیارمل".to_owned()), since: at(40) };
    assert_eq!(kept.leads(&name).len(), 1);
    assert!(kept.leads(&Watch { since: at(60), ..watch }).is_empty());
}
