//! The same behaviour on every store.

use crossbearing_access::Role;
use crossbearing_ledger::{AsOf, Batch, Cursor, Drawing, Error, FileDigest, Original};
use crossbearing_model::{EntityId, Label, Standing, Statement};

use crate::fixtures::{at, citation, clerk, on_every_store, own, said, shared, viewer};

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

#[test]
fn saying_it_again_adds_nothing() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let batch = || {
            let name = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
            let alias = said(&north, "p-1", "Person", "alias", "The Ferryman");
            Batch::from(vec![name.clone(), alias, name])
        };
        let first = ledger.append(batch(), at(0), &clerk()).unwrap();
        assert_eq!((first.added, first.known), (2, 1));
        let second = ledger.append(batch(), at(1), &clerk()).unwrap();
        assert_eq!((second.added, second.known), (0, 3));
    });
}

#[test]
fn a_bad_statement_takes_its_whole_batch_with_it() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let good = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
        let bad = Statement {
            standing: Standing::Retracts(said(&north, "p-9", "Person", "name", "x").id()),
            ..said(&north, "p-2", "Person", "name", "withdrawn")
        };
        let refused = ledger.append(vec![good.clone(), bad].into(), at(0), &clerk());
        assert!(matches!(refused, Err(Error::NoSuchStatement { .. })), "{refused:?}");
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        assert_eq!(ledger.entity(&view, AsOf::Now, &id("p-1")).unwrap(), None);
        assert_eq!(ledger.append(vec![good].into(), at(2), &clerk()).unwrap().added, 1);
    });
}

#[test]
fn a_word_the_ontology_lacks_is_refused_by_name() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let bad = said(&north, "p-1", "Person", "shoeSize", "44");
        let message = ledger.append(vec![bad].into(), at(0), &clerk()).unwrap_err().to_string();
        assert!(message.contains("shoeSize") && message.contains("p-1"), "{message}");
    });
}

#[test]
fn each_reader_sees_what_the_labels_allow() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let both = citation("r-2", shared("north"));
        let batch = vec![
            said(&north, "p-1", "Person", "name", "Tarvand Oskel"),
            said(&both, "p-1", "Person", "alias", "The Ferryman"),
        ];
        ledger.append(batch.into(), at(0), &clerk()).unwrap();
        let captions = ["north", "south"].map(|agency| {
            let view = ledger.view(&viewer(agency, Role::Analyst), at(1)).unwrap();
            let record = ledger.entity(&view, AsOf::Now, &id("p-1")).unwrap().unwrap();
            (record.caption.value, record.statements.len())
        });
        assert_eq!(captions[0], ("Tarvand Oskel".to_owned(), 2));
        assert_eq!(captions[1].1, 1);
        let view = ledger.view(&viewer("north", Role::Administrator), at(1)).unwrap();
        assert_eq!(ledger.entity(&view, AsOf::Now, &id("p-1")).unwrap(), None);
    });
}

#[test]
fn an_answer_as_of_a_day_knows_no_more_than_that_day() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let name = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
        ledger.append(vec![name.clone()].into(), at(0), &clerk()).unwrap();
        let viewer = viewer("north", Role::Analyst);
        let view = ledger.view(&viewer, at(1)).unwrap();
        let person = id("p-1");
        ledger
            .correct(&view, (&person, name.id()), ("Tarvand Oskell", None), at(10), &clerk())
            .unwrap();
        let caption = |as_of| {
            let view = ledger.view(&viewer, at(20)).unwrap();
            ledger.entity(&view, as_of, &person).unwrap().map(|record| record.caption.value)
        };
        assert_eq!(caption(AsOf::At(at(-1))), None);
        assert_eq!(caption(AsOf::At(at(9))).unwrap(), "Tarvand Oskel");
        assert_eq!(caption(AsOf::At(at(10))).unwrap(), "Tarvand Oskell");
        assert_eq!(caption(AsOf::Now).unwrap(), "Tarvand Oskell");
    });
}

#[test]
fn a_correction_marks_what_it_replaces_and_comes_once() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let name = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
        ledger.append(vec![name.clone()].into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        let person = id("p-1");
        ledger
            .retract(&view, (&person, name.id()), "mistaken for another", at(2), &clerk())
            .unwrap();
        let record = ledger.entity(&view, AsOf::Now, &person).unwrap().unwrap();
        assert_eq!(record.statements[0].superseded_by, Some(record.statements[1].id));
        assert!(record.statements.iter().all(|read| !read.stands()));
        let again = ledger.correct(&view, (&person, name.id()), ("x", None), at(3), &clerk());
        assert!(matches!(again, Err(Error::AlreadySuperseded { .. })), "{again:?}");
        let found = ledger.by_value(&view, AsOf::Now, "tarvand oskel").unwrap();
        assert!(found.iter().all(|read| !read.stands()));
    });
}

#[test]
fn only_the_originator_changes_a_statement() {
    on_every_store(|ledger| {
        let north = citation("r-1", shared("north"));
        let name = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
        ledger.append(vec![name.clone()].into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("south", Role::Analyst), at(1)).unwrap();
        let refused = ledger.retract(&view, (&id("p-1"), name.id()), "no", at(2), &clerk());
        assert!(matches!(refused, Err(Error::NotOriginator { .. })), "{refused:?}");
    });
}

#[test]
fn a_number_is_found_in_any_spelling_and_a_report_gives_what_it_says() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let other = citation("r-2", own("north"));
        let batch = vec![
            said(&north, "p-1", "Person", "phone", "+447700900123"),
            said(&other, "p-2", "Person", "name", "Ilsabet Corrin"),
            said(&north, "p-1", "Person", "name", "Tarvand Oskel"),
        ];
        ledger.append(batch.into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        let found = ledger.by_value(&view, AsOf::Now, "+44 (7700) 900-123").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].statement.entity, id("p-1"));
        assert_eq!(ledger.by_report(&view, AsOf::Now, &id("r-1")).unwrap().len(), 2);
        assert_eq!(ledger.by_report(&view, AsOf::Now, &id("r-9")).unwrap().len(), 0);
    });
}

#[test]
fn links_lead_both_ways_and_across_a_link_that_is_an_entity() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let batch = vec![
            said(&north, "p-1", "Person", "name", "Tarvand Oskel"),
            said(&north, "v-1", "Vessel", "name", "Grey Heron"),
            said(&north, "o-1", "Ownership", "owner", "p-1"),
            said(&north, "o-1", "Ownership", "asset", "v-1"),
        ];
        ledger.append(batch.into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        for (from, to) in [("p-1", "v-1"), ("v-1", "p-1")] {
            let around = ledger.neighbours(&view, AsOf::Now, &id(from), 10).unwrap().unwrap();
            assert_eq!(around.nodes.len(), 2);
            assert_eq!(around.nodes[1].id, id(to));
            assert_eq!((&around.ties[0].source, &around.ties[0].target), (&id("p-1"), &id("v-1")));
            assert_eq!(&*around.ties[0].kind, "Ownership");
        }
        assert_eq!(ledger.links_to(&view, AsOf::Now, &id("p-1")).unwrap().len(), 1);
    });
}

#[test]
fn a_tail_reads_everything_once() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        for minute in 0..5 {
            let name = said(&north, &format!("p-{minute}"), "Person", "name", "Tarvand Oskel");
            ledger.append(vec![name].into(), at(minute), &clerk()).unwrap();
        }
        let view = ledger.view(&viewer("north", Role::Analyst), at(9)).unwrap();
        let mut cursor = Cursor::default();
        let mut seen = Vec::new();
        loop {
            let (reads, next) = ledger.since(&view, cursor, 2).unwrap();
            if reads.is_empty() {
                break;
            }
            seen.extend(reads.into_iter().map(|read| read.statement.entity.to_string()));
            cursor = next;
        }
        assert_eq!(seen, ["p-0", "p-1", "p-2", "p-3", "p-4"]);
    });
}

#[test]
fn a_clock_that_jumps_back_does_not_take_the_ledger_with_it() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let name = |entity: &str| said(&north, entity, "Person", "name", "Tarvand Oskel");
        ledger.append(vec![name("p-1")].into(), at(100), &clerk()).unwrap();
        let receipt = ledger.append(vec![name("p-2")].into(), at(-100), &clerk()).unwrap();
        assert_eq!(receipt.recorded_at, at(100));
    });
}

#[test]
fn what_falls_due_is_listed_and_disposal_leaves_nothing() {
    on_every_store(|ledger| {
        let soon = crossbearing_model::LabelSpec { review: Some(at(50)), ..own("north") };
        let dated = citation("r-1", soon);
        let name = said(&dated, "p-1", "Person", "name", "Tarvand Oskel");
        let batch = vec![name.clone(), said(&dated, "p-1", "Person", "alias", "The Ferryman")];
        ledger.append(batch.into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        assert!(ledger.due(&view, at(49), 10).unwrap().is_empty());
        let due = ledger.due(&view, at(50), 10).unwrap();
        assert_eq!((due.len(), due[0].statements.len(), due[0].expires), (1, 2, false));
        ledger.dispose(&view, &[(id("p-1"), name.id())]).unwrap();
        let record = ledger.entity(&view, AsOf::Now, &id("p-1")).unwrap().unwrap();
        assert_eq!(record.statements.len(), 1);
        assert!(ledger.by_value(&view, AsOf::Now, "Tarvand Oskel").unwrap().is_empty());
        let query = crossbearing_ledger::Query::of("tarvand");
        assert_eq!(ledger.search(&view, AsOf::Now, &query).unwrap().count, 0);
        let next = said(&dated, "p-3", "Person", "name", "Ilsabet Corrin");
        assert_eq!(ledger.append(vec![next].into(), at(3), &clerk()).unwrap().added, 1);
    });
}

#[test]
fn an_original_is_kept_byte_for_byte_and_opens_by_its_label() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let original = Original {
            name: "note.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            label: Label::seal(own("north")).unwrap(),
            bytes: b"as it came\r\n\xff".to_vec(),
            drawings: Vec::new(),
        };
        let batch = Batch {
            statements: vec![said(&north, "r-1", "Report", "title", "A note")],
            originals: vec![original.clone()],
            ..Batch::default()
        };
        ledger.append(batch, at(0), &clerk()).unwrap();
        let open = |agency: &str| {
            let view = ledger.view(&viewer(agency, Role::Analyst), at(1)).unwrap();
            ledger.original(&view, &original.digest()).unwrap()
        };
        assert_eq!(open("north"), Some(original.clone()));
        assert_eq!(open("south"), None);
    });
}

#[test]
fn a_file_that_two_agencies_file_opens_to_each_and_goes_with_the_last() {
    on_every_store(|ledger| {
        let drawing =
            Drawing { kind: "small".to_owned(), media_type: "a/b".to_owned(), bytes: vec![7] };
        let filed = |agency: &str| Original {
            name: format!("{agency}.jpg"),
            media_type: "image/jpeg".to_owned(),
            label: Label::seal(own(agency)).unwrap(),
            bytes: b"the same picture".to_vec(),
            drawings: vec![drawing.clone()],
        };
        let digest = filed("north").digest();
        for agency in ["north", "south"] {
            let report = format!("r-{agency}");
            let cited = citation(&report, own(agency));
            let named = FileDigest::from(digest).to_string();
            let batch = Batch {
                statements: vec![said(&cited, &report, "Report", "contentHash", &named)],
                originals: vec![filed(agency)],
                ..Batch::default()
            };
            ledger.append(batch, at(0), &clerk()).unwrap();
        }
        let view = |agency: &str| ledger.view(&viewer(agency, Role::Analyst), at(1)).unwrap();
        let name = |agency: &str| {
            ledger.original(&view(agency), &digest).unwrap().map(|original| original.name)
        };
        let drawn = |agency: &str| ledger.drawing(&view(agency), &digest, "small").unwrap();
        let both = |agency| (name(agency), drawn(agency).is_some());
        assert_eq!(both("north"), (Some("north.jpg".to_owned()), true));
        assert_eq!(both("south"), (Some("south.jpg".to_owned()), true));
        assert_eq!(both("east"), (None, false));
        let dispose = |agency: &str| {
            let view = view(agency);
            let reads = ledger.by_report(&view, AsOf::Now, &id(&format!("r-{agency}"))).unwrap();
            let reads = reads.iter().map(|read| (read.statement.entity.clone(), read.id));
            let reads: Vec<_> = reads.collect();
            let going = ledger.files_that_go_with(&reads).unwrap().len();
            ledger.dispose(&view, &reads).unwrap();
            going
        };
        assert_eq!(dispose("south"), 0);
        assert_eq!((both("north").1, both("south")), (true, (None, false)));
        assert_eq!(dispose("north"), 1);
        assert_eq!(both("north"), (None, false));
    });
}

#[test]
fn a_nameless_thing_is_shown_by_what_is_said_of_it() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let batch = vec![
            said(&north, "s-1", "Sentence", "person", "p-1"),
            said(&north, "s-1", "Sentence", "durationMonths", "36"),
            said(&north, "n-1", "PhoneNumber", "holder", "p-1"),
            said(&north, "n-1", "PhoneNumber", "number", "+447700900123"),
            said(&north, "o-1", "Ownership", "owner", "p-1"),
        ];
        ledger.append(batch.into(), at(0), &clerk()).unwrap();
        let view = ledger.view(&viewer("north", Role::Analyst), at(1)).unwrap();
        let caption = |entity: &str| {
            ledger.entity(&view, AsOf::Now, &id(entity)).unwrap().unwrap().caption.value
        };
        assert_eq!(caption("s-1"), "sentence, length in months 36");
        assert_eq!(caption("n-1"), "+447700900123");
        assert_eq!(caption("o-1"), "o-1");
    });
}
