//! The log as its users meet it, on every backend.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod conformance;
mod exported;
mod killed;

use crossbearing_log::{Draft, Kind, Log, LogKey};
use crossbearing_model::Instant;

/// Noon of the exercise's first day.
const NOON: i64 = 1_777_636_800_000;

fn at(millis: i64) -> Instant {
    Instant::from_millis(NOON + millis)
}

fn key() -> LogKey {
    LogKey::from_seed("north.example/log", [7; 32]).unwrap()
}

/// Draft number `n`: no two are alike.
fn draft(n: u64) -> Draft {
    let kind = Kind::ALL[n as usize % Kind::ALL.len()];
    let actor = if n.is_multiple_of(3) { "ana" } else { "bela" };
    Draft::new(kind, actor.parse().unwrap(), "op-lantern".parse().unwrap())
        .because(format!("question {n}"))
        .about([format!("person-{n}").parse().unwrap()])
        .under("policy-1")
}

/// Appends drafts `0..size` to the log in steps of uneven length.
fn fill(log: &Log, size: u64) {
    let mut from = 0;
    for step in [1, 2, 5, 13, 300, 4, 700].into_iter().cycle() {
        if from >= size {
            return;
        }
        let to = size.min(from + step);
        let drafts: Vec<Draft> = (from..to).map(draft).collect();
        assert_eq!(log.append(&drafts, at(from as i64)).unwrap(), from..to);
        from = to;
    }
}
