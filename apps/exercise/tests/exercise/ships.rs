//! The exercise at sea: the same plan gives the same log, every line of it decodes, and every
//! scene is heard.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_ais::{Decoder, Options};
use crossbearing_exercise::{ShipEvent, Ships, ShipsPlan};

fn written(plan: ShipsPlan) -> (Vec<u8>, Vec<ShipEvent>) {
    let ships = Ships::new(plan);
    let truth = ships.truth().to_vec();
    let mut log = Vec::new();
    let summary = ships.write_log(&mut log).expect("memory");
    assert_eq!(summary.events, truth.len() as u64);
    (log, truth)
}

#[test]
fn the_same_plan_gives_the_same_log() {
    let plan = |seed| ShipsPlan::new(seed, 30, 0.5).expect("a size in range");
    assert!(written(plan(3)).0 == written(plan(3)).0);
    assert!(written(plan(3)).0 != written(plan(4)).0);
}

#[test]
fn every_line_decodes_and_times_never_go_back() {
    let (log, _) = written(ShipsPlan::new(2, 60, 2.0).expect("a size in range"));
    let mut decoder = Decoder::new(Options::default());
    let (mut last, mut kinds, mut vessels) = (0, BTreeMap::new(), BTreeSet::new());
    decoder.feed(&log, |message| {
        assert!(message.defects.is_empty(), "{:?} {:?}", message.kind, message.defects);
        let time = message.reception.time.expect("a tag block");
        assert!(time >= last && message.reception.source.is_some());
        last = time;
        *kinds.entry(message.kind).or_insert(0) += 1;
        vessels.insert(message.mmsi());
    });
    let counts = decoder.counts();
    assert_eq!(counts.defects, [0; 12]);
    assert!(kinds.keys().copied().eq([1, 5, 14, 18, 24]), "{kinds:?}");
    assert!(vessels.len() > 50, "{}", vessels.len());
}

#[test]
fn every_event_has_a_vessel_that_is_heard_then() {
    let (log, truth) = written(ShipsPlan::new(1, 40, 12.0).expect("a size in range"));
    let mut heard: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
    let mut decoder = Decoder::new(Options::default());
    decoder.feed(&log, |message| {
        let time = message.reception.time.unwrap_or_default();
        let span = heard.entry(message.mmsi()).or_insert((time, time));
        span.1 = time;
    });
    let kinds: BTreeSet<&str> = truth.iter().map(|event| event.kind).collect();
    assert!(kinds.len() >= 18, "{kinds:?}");
    for event in truth.iter().filter(|event| event.mmsi != 0) {
        for mmsi in [Some(event.mmsi), event.other].into_iter().flatten() {
            let (first, last) = heard.get(&mmsi).copied().unwrap_or_default();
            assert!(
                first < event.end.millis() && last > event.start.millis(),
                "{event:?}: heard {first} to {last}"
            );
        }
    }
}

#[test]
fn sizes_out_of_range_are_refused() {
    for (vessels, hours) in [(u32::MAX, 1.0), (10, 0.0), (10, f64::NAN), (10, 1e9)] {
        assert!(ShipsPlan::new(1, vessels, hours).is_err());
    }
    let (log, truth) = written(ShipsPlan::new(1, 0, 0.1).expect("a size in range"));
    assert!(log.is_empty() && truth.is_empty());
}
