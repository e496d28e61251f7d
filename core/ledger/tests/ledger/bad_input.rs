//! What must not happen to a ledger, and what it says when it nearly does.

use crossbearing_ledger::{Error, Ledger};

use crate::fixtures::{at, citation, clerk, on_every_store, own, said, setup};

#[test]
fn a_value_that_is_too_long_is_refused_with_its_place() {
    on_every_store(|ledger| {
        let north = citation("r-1", own("north"));
        let long = said(&north, "r-1", "Report", "title", &"x".repeat(17 * 1024 * 1024));
        let message = ledger.append(vec![long].into(), at(0), &clerk()).unwrap_err().to_string();
        assert!(message.contains("title of r-1") && message.contains("limit"), "{message}");
    });
}

#[test]
fn a_file_that_is_no_ledger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    std::fs::write(&path, b"this is not a database, it is a shopping list".repeat(100)).unwrap();
    assert!(Ledger::open(&path, setup()).is_err());
}

#[test]
fn a_ledger_of_a_later_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    drop(Ledger::open(&path, setup()).unwrap());
    let file = rusqlite::Connection::open(&path).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    drop(file);
    let refused = Ledger::open(&path, setup()).map(|_| ());
    assert!(matches!(refused, Err(Error::LaterVersion { found: 99, .. })), "{refused:?}");
}

#[test]
fn a_full_disk_records_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let ledger = Ledger::open(&path, setup()).unwrap();
    ledger.limit_pages(200).unwrap();
    let north = citation("r-1", own("north"));
    let many =
        (0..20_000).map(|n| said(&north, &format!("p-{n}"), "Person", "name", "Tarvand Oskel"));
    let refused = ledger.append(many.collect::<Vec<_>>().into(), at(0), &clerk());
    assert!(matches!(refused, Err(Error::DiskFull)), "{refused:?}");
    assert_eq!(ledger.last_recorded().unwrap(), None);
    let one = said(&north, "p-1", "Person", "name", "Tarvand Oskel");
    assert_eq!(ledger.append(vec![one].into(), at(1), &clerk()).unwrap().added, 1);
}
