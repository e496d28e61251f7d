//! What a search finds, and why.

use crossbearing_access::Role;
use crossbearing_ledger::{AsOf, Filter, How, Ledger, Query};

use crate::fixtures::{at, citation, clerk, on_every_store, own, said, shared, viewer};

fn case(ledger: &Ledger) {
    let north = citation("r-1", shared("north"));
    let south = citation("r-2", own("south"));
    let batch = vec![
        said(&north, "p-1", "Person", "name", "Tarvand Oskel"),
        said(&north, "p-1", "Person", "alias", "The Grey Ferryman"),
        said(&north, "p-2", "Person", "name", "Tarvand Oskel Mirzan"),
        said(&north, "c-1", "Company", "name", "Oskel Marine Supplies"),
        said(&south, "p-3", "Person", "name", "Tarvand Hidden"),
        said(&north, "p-4", "Person", "name", "تاروند اوسکل"),
        said(&north, "p-1", "Person", "phone", "+447700900123"),
    ];
    ledger.append(batch.into(), at(0), &clerk()).unwrap();
}

fn hits(ledger: &Ledger, text: &str) -> Vec<(String, How)> {
    let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
    let answer = ledger.search(&view, AsOf::Now, &Query::of(text)).unwrap();
    answer.hits.into_iter().map(|hit| (hit.entity.id.to_string(), hit.how)).collect()
}

#[test]
fn the_nearest_match_comes_first_and_says_why() {
    on_every_store(|ledger| {
        case(ledger);
        let named = |id: &str, how| (id.to_owned(), how);
        assert_eq!(
            hits(ledger, "tarvand oskel"),
            [named("p-1", How::Exact), named("p-2", How::Words)]
        );
        assert_eq!(hits(ledger, "the grey ferr"), [named("p-1", How::Prefix)]);
        assert_eq!(hits(ledger, "tarvnad oskel").len(), 0, "a transposition is two slips");
        assert_eq!(hits(ledger, "tarvandd oskell")[0], named("p-1", How::Fuzzy));
        assert_eq!(hits(ledger, "0044 7700 900123"), [named("p-1", How::Exact)]);
        assert_eq!(hits(ledger, "+44 7700 900 123"), [named("p-1", How::Exact)]);
        assert_eq!(hits(ledger, "تاروند"), [named("p-4", How::Words)]);
        assert_eq!(hits(ledger, "hidden"), []);
        assert_eq!(hits(ledger, ""), []);
        assert_eq!(hits(ledger, "\" OR * ) ("), []);
    });
}

#[test]
fn facets_count_what_the_viewer_sees_and_leave_their_own_filter_out() {
    on_every_store(|ledger| {
        case(ledger);
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        let filter = Filter { schema: Some("Company".to_owned()), ..Filter::default() };
        let query = Query { filter, ..Query::of("oskel") };
        let answer = ledger.search(&view, AsOf::Now, &query).unwrap();
        assert_eq!((answer.count, answer.exact), (1, true));
        let schemata: Vec<_> =
            answer.schemata.iter().map(|facet| (facet.value.as_str(), facet.count)).collect();
        assert_eq!(schemata, [("Person", 2), ("Company", 1)]);
        assert_eq!(answer.agencies[0].count, 1);
    });
}

#[test]
fn words_recorded_after_the_first_slip_are_found_with_a_slip() {
    on_every_store(|ledger| {
        case(ledger);
        assert_eq!(hits(ledger, "zzzzzzzz"), []);
        let north = citation("r-5", own("north"));
        let later = said(&north, "p-9", "Person", "name", "Ilsabet Corrin");
        ledger.append(vec![later].into(), at(2), &clerk()).unwrap();
        assert_eq!(hits(ledger, "ilsabett"), [("p-9".to_owned(), How::Fuzzy)]);
    });
}

#[test]
fn the_names_to_look_for_are_those_of_the_view() {
    on_every_store(|ledger| {
        case(ledger);
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        let names = ledger.names(&view, 100).unwrap().unwrap();
        let names: Vec<_> = names.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(names.contains(&"Oskel Marine Supplies") && !names.contains(&"Tarvand Hidden"));
        assert_eq!(ledger.names(&view, 4).unwrap(), None);
    });
}

#[test]
fn a_place_narrows_the_answer_to_who_has_to_do_with_it() {
    on_every_store(|ledger| {
        case(ledger);
        let north = citation("r-6", shared("north"));
        let south = citation("r-7", own("south"));
        let batch = vec![
            said(&north, "p-1", "Person", "address", "14 Quay Road, Dunholt"),
            said(&north, "p-2", "Person", "nationality", "af"),
            said(&south, "p-2", "Person", "address", "Dunholt"),
        ];
        ledger.append(batch.into(), at(2), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(3)).unwrap();
        let found = |place: &str| {
            let filter = Filter { place: Some(place.to_owned()), ..Filter::default() };
            let query = Query { filter, ..Query::of("tarvand") };
            let answer = ledger.search(&view, AsOf::Now, &query).unwrap();
            answer.hits.into_iter().map(|hit| hit.entity.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found("dunholt"), ["p-1"]);
        assert_eq!(found("AF"), ["p-2"]);
        assert_eq!(found("nowhere"), Vec::<String>::new());
    });
}
