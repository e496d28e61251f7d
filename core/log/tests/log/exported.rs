//! An overseer checks an exported log without the program that wrote it.

use std::path::Path;

use crossbearing_log::{Error, Log, LogKey, export};
use proptest::prelude::*;

use crate::{fill, key};

const SIZE: u64 = 300;

fn exported(folder: &Path) -> Log {
    let log = Log::in_memory(key()).unwrap();
    fill(&log, SIZE);
    export::write(&log, folder, |_| {}).unwrap();
    log
}

fn check(folder: &Path) -> crossbearing_log::Result<export::Verified> {
    export::check(folder, Some(key().public()), |_| {})
}

fn lines(folder: &Path) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(folder.join("leaves.jsonl")).unwrap();
    bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

fn rewrite(folder: &Path, lines: &[Vec<u8>]) {
    std::fs::write(folder.join("leaves.jsonl"), lines.concat()).unwrap();
}

#[test]
fn an_untouched_export_is_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let log = exported(folder.path());
    let verified = check(folder.path()).unwrap();
    assert_eq!(verified.checkpoint, log.checkpoint().checkpoint);
    assert!(!verified.key_is_from_the_export);
    let by_its_own_key = export::check(folder.path(), None, |_| {}).unwrap();
    assert!(by_its_own_key.key_is_from_the_export);
}

#[test]
fn an_empty_log_exports_too() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::in_memory(key()).unwrap();
    export::write(&log, folder.path(), |_| {}).unwrap();
    assert_eq!(check(folder.path()).unwrap().checkpoint.size, 0);
}

#[test]
fn the_changed_line_is_named() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path());
    let mut changed = lines(folder.path());
    let text = String::from_utf8(changed[41].clone()).unwrap();
    changed[41] = text.replace("question 41", "question 14").into_bytes();
    rewrite(folder.path(), &changed);
    assert!(check(folder.path()).unwrap_err().to_string().contains("line 42"));
    // Without the file of hashes the change is still found, though not where it is.
    std::fs::remove_file(folder.path().join("hashes")).unwrap();
    assert!(check(folder.path()).unwrap_err().to_string().contains("another root"));
}

#[test]
fn another_key_or_checkpoint_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    exported(folder.path());
    let other = LogKey::from_seed("north.example/log", [8; 32]).unwrap();
    let outcome = export::check(folder.path(), Some(other.public()), |_| {});
    assert!(matches!(outcome, Err(Error::Unsigned { .. })));
    let path = folder.path().join("checkpoint");
    let note = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, note.replace("\n300\n", "\n299\n")).unwrap();
    assert!(matches!(check(folder.path()), Err(Error::Unsigned { .. })));
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(check(folder.path()).unwrap_err().to_string().contains("checkpoint"));
}

/// What somebody with write access to the export might do to it.
#[derive(Debug, Clone)]
enum Mutation {
    Alter { line: usize, byte: usize, to: u8 },
    Drop { line: usize },
    DropEnd { keep: usize },
    Swap { one: usize, other: usize },
    Repeat { line: usize },
    Insert { line: usize },
    CutBytes { count: usize },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let line = 0..SIZE as usize;
    prop_oneof![
        (line.clone(), 0..400usize, any::<u8>()).prop_map(|(line, byte, to)| Mutation::Alter {
            line,
            byte,
            to
        }),
        line.clone().prop_map(|line| Mutation::Drop { line }),
        line.clone().prop_map(|keep| Mutation::DropEnd { keep }),
        (line.clone(), line.clone()).prop_map(|(one, other)| Mutation::Swap { one, other }),
        line.clone().prop_map(|line| Mutation::Repeat { line }),
        line.prop_map(|line| Mutation::Insert { line }),
        (1..500usize).prop_map(|count| Mutation::CutBytes { count }),
    ]
}

fn mutate(lines: &mut Vec<Vec<u8>>, mutation: &Mutation) {
    match *mutation {
        Mutation::Alter { line, byte, to } => {
            let at = byte % lines[line].len();
            lines[line][at] = to;
        }
        Mutation::Drop { line } => drop(lines.remove(line)),
        Mutation::DropEnd { keep } => lines.truncate(keep),
        Mutation::Swap { one, other } => lines.swap(one, other),
        Mutation::Repeat { line } => lines.insert(line, lines[line].clone()),
        Mutation::Insert { line } => lines.insert(line, b"{}\n".to_vec()),
        Mutation::CutBytes { count } => {
            let bytes = lines.concat();
            *lines = vec![bytes[..bytes.len() - count].to_vec()];
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_alteration_is_found(mutation in mutation(), keep_hashes in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        exported(folder.path());
        let original = lines(folder.path());
        let mut mutated = original.clone();
        mutate(&mut mutated, &mutation);
        rewrite(folder.path(), &mutated);
        if !keep_hashes {
            std::fs::remove_file(folder.path().join("hashes")).unwrap();
        }
        let untouched = mutated.concat() == original.concat();
        prop_assert_eq!(check(folder.path()).is_ok(), untouched);
    }

    /// Changing the helper files as well does not help.
    #[test]
    fn altered_hashes_do_not_hide_altered_leaves(line in 0..SIZE as usize, byte in 0..32usize) {
        let folder = tempfile::tempdir().unwrap();
        exported(folder.path());
        let mut mutated = lines(folder.path());
        mutated.remove(line);
        rewrite(folder.path(), &mutated);
        let path = folder.path().join("hashes");
        let mut hashes = std::fs::read(&path).unwrap();
        hashes[line * 32 + byte] ^= 1;
        std::fs::write(&path, hashes).unwrap();
        prop_assert!(check(folder.path()).is_err());
    }
}
