//! Photos that a viewer may not see change nothing of what is listed, and nothing opens.

use std::fmt::Write as _;
use std::sync::Arc;

use crossbearing_access::{Policy, PseudonymKey, Role, Viewer};
use crossbearing_ledger::{AsOf, Ledger, Setup};
use crossbearing_model::{
    Audience, Basis, Citation, EntityId, Instant, Label, LabelSpec, Ontology,
};
use crossbearing_reports::PhotoForm;
use crossbearing_reports::pictures::{Drawings, said};
use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};

use super::{SHOWN, SMALL, VEILED, filing, of_record, of_vessel, photo};

const MMSIS: [u32; 2] = [211_000_001, 211_000_002];

/// A photo: under which label, of which vessel, which of a few files, and whether it was taken back.
#[derive(Debug, Clone)]
struct Step {
    label: usize,
    vessel: usize,
    file: u8,
    people: bool,
    taken_back: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..4_usize, 0..2_usize, 0..3_u8, any::<bool>(), prop::bool::weighted(0.2));
    let step = step.prop_map(|(label, vessel, file, people, taken_back)| Step {
        label,
        vessel,
        file,
        people,
        taken_back,
    });
    prop::collection::vec(step, 1..10)
}

fn at(minute: i64) -> Instant {
    Instant::from_millis(1_780_000_000_000 + minute * 60_000)
}

fn label(number: usize) -> Label {
    let own = |agency: &str| LabelSpec::for_agency(agency.parse().unwrap(), at(1_000_000));
    let everyone = || [Audience::Everyone].into();
    Label::seal(match number {
        0 => own("north"),
        1 => own("south"),
        2 => LabelSpec { releasable_to: everyone(), ..own("south") },
        _ => {
            let embargo_until = Some(at(5_000));
            LabelSpec { releasable_to: everyone(), embargo_until, ..own("south") }
        }
    })
    .unwrap()
}

fn ledger() -> Ledger {
    let ontology = Arc::new(Ontology::standard().clone());
    let pseudonym_key = PseudonymKey::from_bytes([7; 32]);
    Ledger::in_memory(Setup { ontology, pseudonym_key }).unwrap()
}

fn viewer(agency: &str) -> Viewer {
    let purpose = "op-lantern".parse().unwrap();
    Viewer::new("ines".parse().unwrap(), agency.parse().unwrap(), Role::WatchOfficer, purpose)
}

/// A file that begins as a JPEG does; it is not drawn here.
fn bytes(number: u8) -> Vec<u8> {
    vec![0xff, 0xd8, 0xff, 0xd9, number]
}

fn vessel(number: usize) -> EntityId {
    format!("v-{number}").parse().unwrap()
}

/// Files the photo as step `number`; and takes it back if it was.
fn file(ledger: &Ledger, number: usize, step: &Step) -> EntityId {
    let citation = Arc::new(Citation {
        report: format!("r-{number}").parse().unwrap(),
        grade: "6x6/B2".parse().unwrap(),
        label: label(step.label),
        basis: Basis::Fact,
        origin: "node-n".parse().unwrap(),
    });
    let form = PhotoForm {
        caption: format!("photo {number}"),
        taken: format!("2026-05-{:02}", 1 + step.file),
        shows_people: step.people,
        mmsi: Some(MMSIS[step.vessel]),
        shows: step.people.then(|| vessel(step.vessel)),
        ..PhotoForm::default()
    };
    let one = vec![step.file];
    let drawings = Drawings { shown: one.clone(), small: one.clone(), veiled: vec![] };
    let file = ("a.jpg", bytes(step.file));
    let now = at(number as i64);
    let (id, batch) = filing::batch(file, drawings, &form, &citation, now).unwrap();
    let by = "ines".parse().unwrap();
    ledger.append(batch, now, &by).unwrap();
    if step.taken_back {
        let own = label(step.label).spec().originator.clone();
        let view = ledger.view(&viewer(own.as_str()), at(100)).unwrap();
        let named = photo(ledger, &view, &id).unwrap().unwrap().named;
        ledger.retract(&view, (&id, named.id), "another vessel", now, &by).unwrap();
    }
    id
}

/// Everything that is told of photos.
fn answers(ledger: &Ledger, ids: &[EntityId]) -> String {
    let view = ledger.view(&viewer("north"), at(100)).unwrap();
    let mut out = String::new();
    for (number, mmsi) in MMSIS.into_iter().enumerate() {
        let record = vessel(number);
        writeln!(out, "{:?}", of_record(ledger, &view, &record)).unwrap();
        writeln!(out, "{:?}", of_vessel(ledger, &view, mmsi, &[record])).unwrap();
    }
    for id in ids {
        writeln!(out, "{id} {:?}", photo(ledger, &view, id)).unwrap();
    }
    for number in 0..3 {
        let digest = crossbearing_reports::OriginalFile::new("", "", bytes(number)).sha256();
        for kind in [SHOWN, SMALL, VEILED] {
            writeln!(out, "{:?}", ledger.drawing(&view, &digest, kind)).unwrap();
        }
        writeln!(out, "{:?}", ledger.original_saying(&view, &digest, &|file| said(file))).unwrap();
    }
    out
}

proptest! {
    #[test]
    fn hidden_photos_change_nothing(steps in steps()) {
        let (full, reduced) = (ledger(), ledger());
        let mut ids = Vec::new();
        for (number, step) in steps.iter().enumerate() {
            ids.push(file(&full, number, step));
            if Policy.admits(&label(step.label), &viewer("north"), at(100)) {
                file(&reduced, number, step);
            }
        }
        prop_assert_eq!(answers(&full, &ids), answers(&reduced, &ids));
    }
}

#[test]
fn a_photo_goes_with_its_report_and_hides_when_its_file_is_taken_back() {
    let ledger = ledger();
    let step = Step { label: 0, vessel: 0, file: 1, people: true, taken_back: false };
    let id = file(&ledger, 1, &step);
    let view = ledger.view(&viewer("north"), at(100)).unwrap();
    let shown = || of_record(&ledger, &view, &vessel(0)).unwrap();
    let seen = shown();
    assert_eq!((seen.len(), &seen[0].id, seen[0].shows_people), (1, &id, true));
    let digest = *seen[0].digest.as_bytes();
    assert!(ledger.drawing(&view, &digest, VEILED).unwrap().is_some());

    // The same file of another report, taken back: that photo hides, this one stays.
    let other = file(&ledger, 2, &Step { taken_back: true, ..step });
    assert!(photo(&ledger, &view, &other).unwrap().is_none());
    assert_eq!(shown().len(), 1);

    for report in ["r-1", "r-2"] {
        let reads = ledger.by_report(&view, AsOf::Now, &report.parse().unwrap()).unwrap();
        let reads = reads.iter().map(|read| (read.statement.entity.clone(), read.id));
        ledger.dispose(&view, &reads.collect::<Vec<_>>()).unwrap();
    }
    assert!(shown().is_empty());
    for kind in [SHOWN, SMALL, VEILED] {
        assert!(ledger.drawing(&view, &digest, kind).unwrap().is_none(), "{kind}");
    }
    assert!(!ledger.holds_file(&view, &digest).unwrap());
}
