//! One suite for both backends.

use std::path::Path;
use std::sync::Arc;

use crossbearing_log::{Error, Filter, Kind, Log, LogKey, verify};

use crate::{at, draft, fill, key};

/// Runs `check` on a log in memory and on one in a file.
fn on_every_backend(check: impl Fn(Log)) {
    check(Log::in_memory(key()).unwrap());
    let folder = tempfile::tempdir().unwrap();
    check(open(folder.path()));
}

fn open(folder: &Path) -> Log {
    Log::open(&folder.join("log.db"), key()).unwrap()
}

#[test]
fn what_was_appended_is_proved() {
    on_every_backend(|log| {
        fill(&log, 1100);
        let checkpoint = verify::checkpoint(&log.checkpoint().note, log.public_key()).unwrap();
        assert_eq!((checkpoint.size, log.size()), (1100, 1100));
        for index in [0, 1, 255, 256, 767, 768, 1023, 1024, 1099] {
            let entry = log.entry(index).unwrap();
            assert_eq!(entry.leaf.justification, format!("question {index}"));
            let proof = log.inclusion_proof(index, 1100).unwrap();
            verify::inclusion(&entry.bytes, index, 1100, &proof, checkpoint.root).unwrap();
        }
        for old in [1, 255, 256, 257, 1000, 1100] {
            let proof = log.consistency_proof(old, 1100).unwrap();
            let root = log.root(old).unwrap();
            verify::consistency(old, root, 1100, checkpoint.root, &proof).unwrap();
        }
    });
}

#[test]
fn an_empty_log_has_a_signed_checkpoint() {
    on_every_backend(|log| {
        let checkpoint = verify::checkpoint(&log.checkpoint().note, log.public_key()).unwrap();
        assert_eq!((checkpoint.size, checkpoint.root), (0, log.root(0).unwrap()));
        assert!(log.page(&Filter::default(), 0, 10).unwrap().entries.is_empty());
        assert_eq!(log.append(&[], at(0)).unwrap(), 0..0);
    });
}

#[test]
fn pages_are_newest_first_and_filtered() {
    on_every_backend(|log| {
        fill(&log, 100);
        let positions = |filter: &Filter, offset, limit| {
            let page = log.page(filter, offset, limit).unwrap();
            (page.total, page.entries.iter().map(|entry| entry.index).collect::<Vec<_>>())
        };
        let all = Filter::default();
        assert_eq!(positions(&all, 0, 3), (100, vec![99, 98, 97]));
        assert_eq!(positions(&all, 98, 9), (100, vec![1, 0]));
        assert_eq!(positions(&all, 500, 9), (100, vec![]));
        let ana = Filter { actor: Some("ana".parse().unwrap()), ..Filter::default() };
        assert_eq!(positions(&ana, 1, 2), (34, vec![96, 93]));
        let both = Filter { kind: Some(Kind::Disclosure), ..ana.clone() };
        assert_eq!(positions(&both, 0, 2), (17, vec![99, 93]));
        let kind = Filter { kind: Some(Kind::Alteration), ..Filter::default() };
        assert_eq!(positions(&kind, 0, 2), (17, vec![97, 91]));
        let nobody = Filter { actor: Some("nobody".parse().unwrap()), ..Filter::default() };
        assert_eq!(positions(&nobody, 0, 2), (0, vec![]));
    });
}

#[test]
fn who_looked_at_an_object_is_found_wherever_the_leaf_stands() {
    on_every_backend(|log| {
        fill(&log, 1500);
        let looked = draft(7).about(["person-2".parse().unwrap(), "\"quoted\"".parse().unwrap()]);
        log.append(&[looked], at(2000)).unwrap();
        let positions = |filter: &Filter, offset, limit| {
            let page = log.page(filter, offset, limit).unwrap();
            (page.total, page.entries.iter().map(|entry| entry.index).collect::<Vec<_>>())
        };
        let about = |ids: &[&str]| Filter {
            objects: ids.iter().map(|id| id.parse().unwrap()).collect(),
            ..Filter::default()
        };
        for index in [0, 255, 256, 1023, 1024, 1499] {
            assert_eq!(positions(&about(&[&format!("person-{index}")]), 0, 9), (1, vec![index]));
        }
        assert_eq!(positions(&about(&["person-2"]), 0, 9), (2, vec![1500, 2]));
        assert_eq!(positions(&about(&["person-2"]), 1, 1), (2, vec![2]));
        assert_eq!(positions(&about(&["\"quoted\""]), 0, 9), (1, vec![1500]));
        assert_eq!(positions(&about(&["person-"]), 0, 9), (0, vec![]));
        assert_eq!(positions(&about(&["person-300", "person-900"]), 0, 9), (2, vec![900, 300]));
        let by_ana = Filter { actor: Some("ana".parse().unwrap()), ..about(&["person-2"]) };
        assert_eq!(positions(&by_ana, 0, 9), (0, vec![]));
        let kind = Filter { kind: Some(Kind::Consultation), ..about(&["person-2"]) };
        assert_eq!(positions(&kind, 0, 9), (1, vec![2]));
    });
}

#[test]
fn a_clock_that_jumps_back_is_noted_and_time_goes_on() {
    on_every_backend(|log| {
        for millis in [0, 60_000, 59_500, 10_000, 90_000] {
            log.append(&[draft(0)], at(millis)).unwrap();
        }
        let leaves = log.entries(0, 9).unwrap();
        let times: Vec<_> = leaves.iter().map(|entry| entry.leaf.at).collect();
        assert_eq!(times, [at(0), at(60_000), at(60_000), at(60_000), at(90_000)]);
        let noted: Vec<_> = leaves.iter().map(|entry| entry.leaf.clock_behind_ms).collect();
        assert_eq!(noted, [None, None, None, Some(50_000), None]);
    });
}

#[test]
fn what_does_not_exist_is_refused_with_what_does() {
    on_every_backend(|log| {
        fill(&log, 10);
        assert!(matches!(log.entry(10), Err(Error::NoSuchLeaf { index: 10, size: 10 })));
        assert!(matches!(log.inclusion_proof(7, 7), Err(Error::NoSuchLeaf { .. })));
        assert!(matches!(log.inclusion_proof(0, 11), Err(Error::NoSuchSize { .. })));
        assert!(matches!(log.consistency_proof(0, 5), Err(Error::NoSuchSize { .. })));
        assert!(matches!(log.consistency_proof(6, 5), Err(Error::NoSuchSize { .. })));
        let long = draft(0).because("x".repeat(2000));
        assert!(matches!(log.append(&[draft(1), long], at(0)), Err(Error::Leaf { .. })));
        assert_eq!(log.size(), 10);
    });
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    on_every_backend(|log| {
        let log = Arc::new(log);
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let log = Arc::clone(&log);
                std::thread::spawn(move || {
                    for n in 0..25 {
                        let number = writer * 100 + n;
                        let range = log.append(&[draft(number)], at(n as i64)).unwrap();
                        let entry = log.entry(range.start).unwrap();
                        assert_eq!(entry.leaf.justification, format!("question {number}"));
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        assert_eq!(log.size(), 200);
        let last = log.entry(199).unwrap();
        let proof = log.inclusion_proof(199, 200).unwrap();
        let root = log.checkpoint().checkpoint.root;
        verify::inclusion(&last.bytes, 199, 200, &proof, root).unwrap();
    });
}

#[test]
fn a_log_opens_as_it_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    for size in [0, 1, 256, 65_536] {
        let before = {
            let log = open(folder.path());
            let drafts: Vec<_> = (log.size()..size).map(draft).collect();
            log.append(&drafts, at(size as i64)).unwrap();
            log.checkpoint()
        };
        assert_eq!(open(folder.path()).checkpoint(), before);
    }
}

#[test]
fn a_log_of_another_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), 3);
    let other = LogKey::from_seed("north.example/log", [8; 32]).unwrap();
    let outcome = Log::open(&folder.path().join("log.db"), other);
    assert!(matches!(outcome.err(), Some(Error::Unsigned { .. })));
}

#[test]
fn a_second_writer_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path()), open(folder.path()));
    one.append(&[draft(1)], at(0)).unwrap();
    assert!(matches!(two.append(&[draft(2)], at(0)), Err(Error::WrittenElsewhere)));
    one.append(&[draft(3)], at(0)).unwrap();
    assert_eq!(open(folder.path()).size(), 2);
}

#[test]
fn a_file_changed_behind_its_back_is_refused_at_opening() {
    for change in [
        "UPDATE tile SET hashes = zeroblob(length(hashes))",
        "DELETE FROM tile",
        "UPDATE head SET size = size - 1",
        "DELETE FROM leaf WHERE position = 599",
        "DELETE FROM leaf WHERE position = 520",
        "UPDATE leaf SET bytes = CAST(replace(CAST(bytes AS TEXT), 'ana', 'eve') AS BLOB) WHERE position = 597",
        "UPDATE tile SET hashes = substr(hashes, 2)",
        "PRAGMA user_version = 99",
    ] {
        let folder = tempfile::tempdir().unwrap();
        fill(&open(folder.path()), 600);
        let path = folder.path().join("log.db");
        rusqlite::Connection::open(&path).unwrap().execute_batch(change).unwrap();
        assert!(Log::open(&path, key()).is_err(), "{change}");
    }
}

/// What a program of the first version left: unfinished tiles beside the full ones, no sieves.
#[test]
fn a_log_of_the_first_version_opens_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    fill(&open(folder.path()), 600);
    let path = folder.path().join("log.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP TABLE sieve;
             INSERT INTO tile SELECT 2, substr(hashes, 1, 88 * 32) FROM tile WHERE place = 0;
             INSERT INTO tile SELECT 1 << 56, substr(hashes, 1, 64) FROM tile WHERE place = 0;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    let log = open(folder.path());
    let drafts: Vec<_> = (600..1100).map(draft).collect();
    log.append(&drafts, at(600)).unwrap();
    let checkpoint = log.checkpoint().checkpoint;
    for index in [0, 300, 599, 600, 767, 1099] {
        let proof = log.inclusion_proof(index, 1100).unwrap();
        let bytes = log.entry(index).unwrap().bytes;
        verify::inclusion(&bytes, index, 1100, &proof, checkpoint.root).unwrap();
        let objects = [format!("person-{index}").parse().unwrap()].into();
        let page = log.page(&Filter { objects, ..Filter::default() }, 0, 9).unwrap();
        assert_eq!((page.total, page.entries[0].index), (1, index));
    }
    drop(log);
    assert_eq!(open(folder.path()).checkpoint().checkpoint, checkpoint);
}
