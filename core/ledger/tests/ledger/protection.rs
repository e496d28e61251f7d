//! Protected persons are pseudonyms to everyone who is not named.

use crossbearing_access::{Opening, Protection, Role, View, Viewer};
use crossbearing_ledger::{AsOf, Batch, Error, Ledger, Original, Query, Reconsidered};
use crossbearing_model::{EntityId, LabelSpec, PurposeId, SubjectCategory};

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
    let protection = Protection::new(id("p-7"), SubjectCategory::Victim, []);
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
            drawings: Vec::new(),
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

#[test]
fn whoever_is_called_a_victim_is_protected_from_then_on() {
    on_every_store(|ledger| {
        let north = citation("r-1", shared("north"));
        let named = said(&north, "p-9", "Person", "name", "Shirin Olvand");
        let called = said(&north, "p-9", "Person", "subjectCategory", "victim");
        ledger.append(vec![named, called.clone()].into(), at(0), &clerk()).unwrap();
        let register = ledger.protections();
        let [entry] = &register[..] else { panic!("{register:?}") };
        assert!(entry.named.contains(&clerk()), "who recorded it knows who it is");
        assert!(entry.words.contains("Shirin Olvand"));
        let entered = entry.entered.as_ref().unwrap();
        assert_eq!((entered.by.clone(), entered.at), (clerk(), at(0)));
        assert_eq!(entered.reason, "r-1 says: victim");

        let suspect = said(&north, "p-9", "Person", "subjectCategory", "suspect");
        let alone = ledger.append(vec![suspect].into(), at(1), &clerk());
        assert!(matches!(alone, Err(Error::NeedsSecondPerson { .. })));

        // Two people took her out; the same file again does not put her back.
        let decided = Reconsidered {
            entity: id("p-9"),
            reason: "another person of the same name".to_owned(),
            second: "sia".parse().unwrap(),
        };
        ledger.unprotect(&decided, &clerk()).unwrap();
        ledger.append(vec![called].into(), at(2), &clerk()).unwrap();
        assert!(ledger.protections().is_empty());
    });
}

#[test]
fn a_ledger_of_before_enters_whom_it_called_protected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let north = citation("r-1", shared("north"));
    let people = ["p-1", "p-2", "p-3"];
    let calls = ["child", "suspect", "witness"];
    let mut statements: Vec<_> = people
        .iter()
        .zip(calls)
        .map(|(person, call)| said(&north, person, "Person", "subjectCategory", call))
        .collect();
    statements.push(said(&north, "p-1", "Person", "name", "Shirin Olvand"));
    let ledger = Ledger::open(&path, crate::fixtures::setup()).unwrap();
    ledger.append(statements.into(), at(0), &clerk()).unwrap();
    drop(ledger);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch("DELETE FROM protection; PRAGMA user_version = 1;").unwrap();
    drop(file);
    let ledger = Ledger::open(&path, crate::fixtures::setup()).unwrap();
    let register = ledger.protections();
    let entered: Vec<_> =
        register.iter().map(|entry| (entry.entity.as_str(), entry.category)).collect();
    assert_eq!(entered, [("p-1", SubjectCategory::Child), ("p-3", SubjectCategory::Witness)]);
    assert!(register[0].words.contains("Shirin Olvand"));
    ledger
        .unprotect(
            &Reconsidered {
                entity: id("p-1"),
                reason: "of age since last year".to_owned(),
                second: "sia".parse().unwrap(),
            },
            &clerk(),
        )
        .unwrap();
    drop(ledger);
    let again = Ledger::open(&path, crate::fixtures::setup()).unwrap();
    assert_eq!(again.protections().len(), 1, "it is caught up with once");
}

/// What `viewer` sees of p-7 at a time: the properties that the View holds of the person.
fn seen(ledger: &Ledger, viewer: &Viewer, minute: i64) -> (View, Vec<String>) {
    let view = ledger.view(viewer, at(minute)).unwrap();
    let record = ledger.entity(&view, AsOf::Now, &view.shown_id(&id("p-7"))).unwrap();
    let statements = record.into_iter().flat_map(|record| record.statements);
    let properties = statements.map(|read| read.statement.property.to_string()).collect();
    (view, properties)
}

#[test]
fn a_pseudonym_opens_to_one_person_for_one_purpose_and_a_time() {
    on_every_store(|ledger| {
        protect(ledger);
        let guarded = LabelSpec { protected: true, ..shared("north") };
        let secret = LabelSpec { tlp: crossbearing_model::Tlp::Red, ..guarded.clone() };
        let secret = LabelSpec { named: ["sia".parse().unwrap()].into(), ..secret };
        let of_others = LabelSpec { protected: true, ..own("south") };
        let told = vec![
            said(&citation("r-2", guarded.clone()), "p-7", "Person", "birthDate", "2009"),
            said(&citation("r-2", guarded), "p-1", "Person", "birthDate", "1981"),
            said(&citation("r-3", secret), "p-7", "Person", "alias", "Little Wren"),
            said(&citation("r-4", of_others), "p-7", "Person", "alias", "The Girl"),
        ];
        ledger.append(told.into(), at(2), &clerk()).unwrap();
        let analyst = viewer("north", Role::Analyst);
        let (closed, properties) = seen(ledger, &analyst, 10);
        assert_eq!(properties, ["nationality"]);

        let opening = Opening {
            principal: analyst.principal.clone(),
            purpose: analyst.purpose.clone(),
            until: at(60),
        };
        ledger.open_pseudonym(&id("p-7"), &opening).unwrap();
        let (open, properties) = seen(ledger, &analyst, 11);
        assert_eq!(properties, ["name", "nationality", "birthDate"]);
        assert_eq!(open.valid_until(), Some(at(60)));
        assert!(!open.extends(&closed) && open.key() != closed.key());
        let other = ledger.entity(&open, AsOf::Now, &id("p-1")).unwrap().unwrap();
        assert!(
            !other.statements.iter().any(|read| &*read.statement.property == "birthDate"),
            "the label of another protected person was opened with it"
        );
        for still_closed in [
            Viewer { principal: "tomo".parse().unwrap(), ..analyst.clone() },
            Viewer { purpose: "other".parse::<PurposeId>().unwrap(), ..analyst.clone() },
            viewer("south", Role::Analyst),
        ] {
            assert_eq!(seen(ledger, &still_closed, 11).1, ["nationality"]);
        }
        assert_eq!(seen(ledger, &analyst, 60).1, ["nationality"], "it ends by itself");

        let whose = (&analyst.principal, &analyst.purpose);
        assert_eq!(seen(ledger, &analyst, 12).1.len(), 3);
        assert!(ledger.close_pseudonym(&id("p-7"), whose).unwrap());
        assert!(!ledger.close_pseudonym(&id("p-7"), whose).unwrap());
        assert_eq!(seen(ledger, &analyst, 13).1, ["nationality"]);
        let unknown = ledger.open_pseudonym(&id("p-1"), &opening);
        assert!(matches!(unknown, Err(Error::NotProtected { .. })));
    });
}
