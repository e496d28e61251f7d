//! Protected persons are pseudonyms to everyone who is not named.

use std::collections::BTreeSet;

use crossbearing_access::{Protection, Role};
use crossbearing_ledger::{AsOf, Batch, Error, Ledger, Original, Query, Reconsidered};
use crossbearing_model::{EntityId, SubjectCategory};

use crate::fixtures::{at, citation, clerk, on_every_store, own, said, shared, viewer};

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

fn protect(ledger: &Ledger) {
    let north = citation("r-1", shared("north"));
    let statements = vec![
        said(&north, "p-7", "Person", "name", "Shirin Olvand"),
        said(&north, "p-7", "Person", "nationality", "af"),
        said(&north, "r-1", "Report", "title", "Shirin Olvand found on the beach"),
        said(&north, "p-1", "Person", "name", "Tarvand Oskel"),
        said(&north, "f-1", "Family", "person", "p-1"),
        said(&north, "f-1", "Family", "relative", "p-7"),
    ];
    ledger.append(statements.into(), at(0), &clerk()).unwrap();
    let protection = Protection {
        entity: id("p-7"),
        category: SubjectCategory::Victim,
        named: BTreeSet::new(),
        words: BTreeSet::new(),
        follows: BTreeSet::new(),
    };
    let batch = Batch { protections: vec![protection], ..Batch::default() };
    ledger.append(batch, at(1), &clerk()).unwrap();
}

#[test]
fn an_analyst_meets_a_pseudonym_without_name_wherever_she_appears() {
    on_every_store(|ledger| {
        protect(ledger);
        let view = ledger.view(&viewer("north", Role::Analyst), at(2)).unwrap();
        assert_eq!(ledger.entity(&view, AsOf::Now, &id("p-7")).unwrap(), None);
        let around = ledger.neighbours(&view, AsOf::Now, &id("p-1"), 10).unwrap().unwrap();
        let shown = &around.nodes[1];
        assert!(shown.protected && shown.id.as_str().starts_with("protected-"), "{shown:?}");
        let record = ledger.entity(&view, AsOf::Now, &shown.id).unwrap().unwrap();
        let properties: Vec<_> =
            record.statements.iter().map(|read| read.statement.property.to_string()).collect();
        assert_eq!(properties, ["nationality"]);
        let report = ledger.entity(&view, AsOf::Now, &id("r-1")).unwrap().unwrap();
        assert!(!format!("{report:?}").contains("Shirin"), "{report:?}");
    });
}

#[test]
fn neither_name_nor_selector_finds_her() {
    on_every_store(|ledger| {
        protect(ledger);
        let view = ledger.view(&viewer("north", Role::Analyst), at(2)).unwrap();
        for text in ["Shirin Olvand", "shirin", "olvand", "olvamd", "shirin beach"] {
            let answer = ledger.search(&view, AsOf::Now, &Query::of(text)).unwrap();
            assert_eq!(answer.count, 0, "{text} finds {:?}", answer.hits);
        }
        assert!(ledger.by_value(&view, AsOf::Now, "Shirin Olvand").unwrap().is_empty());
        let found = ledger.search(&view, AsOf::Now, &Query::of("found on the beach")).unwrap();
        assert_eq!(found.count, 1);
    });
}

#[test]
fn the_safeguarding_officer_and_the_named_see_who_it_is() {
    on_every_store(|ledger| {
        protect(ledger);
        let view = ledger.view(&viewer("north", Role::SafeguardingOfficer), at(2)).unwrap();
        let record = ledger.entity(&view, AsOf::Now, &id("p-7")).unwrap().unwrap();
        assert_eq!(record.caption.value, "Shirin Olvand");
        assert!(!record.protected);
    });
}

#[test]
fn a_name_learnt_later_is_covered_too() {
    on_every_store(|ledger| {
        protect(ledger);
        let south = citation("r-2", shared("south"));
        let private = citation("r-3", own("south"));
        let batch = vec![
            said(&private, "p-7", "Person", "alias", "Little Wren"),
            said(&south, "r-2", "Report", "title", "They call her Little Wren"),
        ];
        ledger.append(batch.into(), at(3), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(4)).unwrap();
        let report = ledger.entity(&view, AsOf::Now, &id("r-2")).unwrap().unwrap();
        assert!(!report.caption.value.contains("Wren"), "{}", report.caption.value);
    });
}

#[test]
fn an_original_that_names_her_or_cannot_be_looked_through_stays_closed() {
    on_every_store(|ledger| {
        protect(ledger);
        let cited = citation("r-5", shared("north"));
        let original = |bytes: &[u8]| Original {
            name: "note".to_owned(),
            media_type: "text/plain".to_owned(),
            label: cited.label.clone(),
            bytes: bytes.to_vec(),
        };
        let (plain, naming, packed) =
            (original(b"a boat"), original(b"Shirin OLVAND came"), original(b"%PDF\xff\xfe"));
        let batch = Batch {
            statements: vec![said(&cited, "r-5", "Report", "title", "Three files")],
            originals: vec![plain.clone(), naming.clone(), packed.clone()],
            ..Batch::default()
        };
        ledger.append(batch, at(3), &clerk()).unwrap();
        let opens = |role| {
            let view = ledger.view(&viewer("north", role), at(4)).unwrap();
            [&plain, &naming, &packed]
                .map(|file| ledger.original(&view, &file.digest()).unwrap().is_some())
        };
        assert_eq!(opens(Role::Analyst), [true, false, false]);
        assert_eq!(opens(Role::SafeguardingOfficer), [true, true, true]);
    });
}

#[test]
fn pseudonyms_and_statement_ids_do_not_join_across_agencies() {
    on_every_store(|ledger| {
        protect(ledger);
        let seen = |agency: &str| {
            let view = ledger.view(&viewer(agency, Role::Analyst), at(2)).unwrap();
            let around = ledger.neighbours(&view, AsOf::Now, &id("p-1"), 10).unwrap().unwrap();
            let shown = around.nodes[1].id.clone();
            let record = ledger.entity(&view, AsOf::Now, &shown).unwrap().unwrap();
            (shown, record.statements[0].id)
        };
        let (north, south) = (seen("north"), seen("south"));
        assert_ne!(north.0, south.0);
        assert_ne!(north.1, south.1);
    });
}

#[test]
fn nobody_alone_calls_a_victim_a_suspect_or_ends_the_protection() {
    on_every_store(|ledger| {
        protect(ledger);
        let north = citation("r-9", shared("north"));
        let accused = |reconsidered: Vec<Reconsidered>| {
            let statements = vec![said(&north, "p-7", "Person", "subjectCategory", "suspect")];
            ledger.append(Batch { statements, reconsidered, ..Batch::default() }, at(5), &clerk())
        };
        let decided = |reason: &str, second: &str| Reconsidered {
            entity: "p-7".parse().unwrap(),
            reason: reason.to_owned(),
            second: second.parse().unwrap(),
        };
        let clerk_alone = decided("she steered the boat herself", clerk().as_str());
        let short = decided("because", "sia");
        for refused in [vec![], vec![clerk_alone.clone()], vec![short.clone()]] {
            assert!(matches!(accused(refused), Err(Error::NeedsSecondPerson { .. })));
        }
        let agreed = decided("she steered the boat herself", "sia");
        assert_eq!(accused(vec![agreed.clone()]).unwrap().added, 1);
        let contact = said(&north, "p-7", "Person", "subjectCategory", "contact");
        ledger.append(vec![contact].into(), at(6), &clerk()).unwrap();

        for refused in [clerk_alone, short] {
            let outcome = ledger.unprotect(&refused, &clerk());
            assert!(matches!(outcome, Err(Error::NeedsSecondPerson { .. })));
        }
        ledger.unprotect(&agreed, &clerk()).unwrap();
        let again = ledger.unprotect(&agreed, &clerk());
        assert!(matches!(again, Err(Error::NotProtected { .. })));
        let view = ledger.view(&viewer("north", Role::Analyst), at(7)).unwrap();
        let seen = ledger.entity(&view, AsOf::Now, &"p-7".parse().unwrap()).unwrap().unwrap();
        assert!(!seen.protected);
    });
}
