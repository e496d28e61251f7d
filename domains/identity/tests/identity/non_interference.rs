//! What a View does not hold changes no subject, no proposal, no weight and no order.

use std::fmt::Write as _;

use crossbearing_access::Policy;
use crossbearing_identity::{Picture, Wanted, Watch, Watched};
use crossbearing_ledger::{Ledger, View};
use crossbearing_model::{EntityId, LabelSpec, Statement};
use proptest::prelude::*;

use crate::case::{at, clerk, ledger, own, picture, said, shared, view};

const PEOPLE: [&str; 5] = ["p-1", "p-2", "p-3", "p-4", "p-5"];
const NAMES: [&str; 4] = ["Karvan Ziarmal", "کاروان زیارمل", "Karwan Zyarmal", "Shirin Olvand"];
const PAIRS: [(&str, &str); 3] = [("p-1", "p-2"), ("p-2", "p-3"), ("p-1", "p-3")];

/// Kind of thing said, whom of, which value, which label, which report.
type Step = (usize, usize, usize, usize, usize);

fn label(number: usize) -> LabelSpec {
    match number {
        0 => own("north"),
        1 => own("south"),
        2 => shared("north"),
        _ => shared("south"),
    }
}

fn statements((kind, who, value, label_no, report): Step, place: usize) -> Vec<Statement> {
    let (report, label) = (format!("r-{report}"), label(label_no));
    let person = (PEOPLE[who], "Person");
    let phone = ["+33639980001", "+33639980002"][value % 2];
    let entity = format!("x-{place}");
    match kind {
        0 | 1 => said(&report, label, person, &[("name", NAMES[value])]),
        2 => {
            said(&report, label, person, &[("birthDate", ["1984-12-18", "1961-02-03"][value % 2])])
        }
        3 => said(&report, label, person, &[("phone", phone), ("gender", "male")]),
        4 => {
            let facts = [("number", phone), ("holder", PEOPLE[who])];
            said(&report, label, (&entity, "PhoneNumber"), &facts)
        }
        5 => {
            let facts = [("person", PEOPLE[who]), ("associate", PEOPLE[value])];
            said(&report, label, (&entity, "Associate"), &facts)
        }
        _ => {
            let (left, right) = PAIRS[who % 3];
            let verdict = ["same", "different", "unsure"][value % 3];
            let facts =
                [("left", left), ("right", right), ("decidedBy", "eva"), ("verdict", verdict)];
            said(&report, label, (&entity, "Judgement"), &facts)
        }
    }
}

fn told(picture: &Picture) -> String {
    let mut out = String::new();
    let everything = Wanted { least: 0.0, limit: 99, ..Wanted::by("ines".parse().unwrap()) };
    writeln!(out, "{:?}", picture.queue(&everything)).unwrap();
    for id in PEOPLE {
        let id: EntityId = id.parse().unwrap();
        writeln!(out, "{:?}", picture.subject(&id)).unwrap();
        writeln!(out, "{:?}", picture.shared_selectors(&id)).unwrap();
        let watch = Watch { watched: Watched::Record(id.clone()), since: at(3) };
        writeln!(out, "{:?}", picture.leads(&watch)).unwrap();
        for other in PEOPLE {
            writeln!(out, "{:?}", picture.proposal(&id, &other.parse().unwrap())).unwrap();
        }
    }
    for name in NAMES {
        writeln!(out, "{:?}", picture.find(name, 9)).unwrap();
        let watch = Watch { watched: Watched::Name(name.to_owned()), since: at(3) };
        writeln!(out, "{:?}", picture.leads(&watch)).unwrap();
    }
    let pairs: Vec<_> = picture.likely(0.0).collect();
    writeln!(out, "{pairs:?} {:?}", picture.labelled(|_, _| true)).unwrap();
    out
}

/// Records step by step; along the way keeps one picture up to date.
fn filed(steps: &[Step], keep: impl Fn(&Statement) -> bool) -> (Ledger, View, Picture) {
    let ledger = ledger();
    let mut kept: Option<Picture> = None;
    for (minute, step) in (0..).zip(steps) {
        let said = statements(*step, minute);
        let said: Vec<Statement> = said.into_iter().filter(|one| keep(one)).collect();
        if !said.is_empty() {
            ledger.append(said.into(), at(minute as i64), &clerk()).unwrap();
        }
        let view = view(&ledger, "ines", "north");
        match kept.as_mut() {
            Some(kept) => kept.refresh(&ledger, &view).unwrap(),
            None => kept = Some(picture(&ledger, &view)),
        }
    }
    let view = view(&ledger, "ines", "north");
    (ledger, view, kept.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_hidden_changes_nothing(
        steps in prop::collection::vec((0..8_usize, 0..5_usize, 0..4_usize, 0..4_usize, 0..3_usize), 1..30)
    ) {
        let (full, seen, kept) = filed(&steps, |_| true);
        let admits = |statement: &Statement| {
            Policy.admits(&statement.citation.label, seen.viewer(), at(10_000))
        };
        let (reduced, part, _) = filed(&steps, admits);
        let whole = told(&picture(&full, &seen));
        prop_assert_eq!(&whole, &told(&picture(&reduced, &part)), "the hidden shows");
        prop_assert_eq!(&whole, &told(&kept), "what was kept up to date differs from what is read anew");
    }
}
