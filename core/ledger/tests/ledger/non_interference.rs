//! What a View does not hold changes no answer: not a hit, not a count, not an order, not an error.
//!
//! For a random ledger and viewer, every public query over the whole ledger answers byte for byte
//! like the same query over a ledger that never held what the View leaves out. The protection
//! register is policy and the same for both.

use std::fmt::Write as _;

use crossbearing_access::{Admission, Opening, Policy, Protection, Role, Viewer};
use crossbearing_ledger::{
    AsOf, Batch, Cursor, Drawing, Filter, Glance, Identities, Ledger, Original, Query,
};
use crossbearing_model::{
    Audience, Classification, EntityId, LabelSpec, Ontology, Standing, Statement, SubjectCategory,
    Tlp,
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::fixtures::{at, citation, clerk, own, said, setup, shared, viewer};
use crate::identities::judged;

const ENTITIES: [(&str, &str); 10] = [
    ("p-1", "Person"),
    ("p-2", "Person"),
    ("p-3", "Person"),
    ("c-1", "Company"),
    ("o-1", "Ownership"),
    ("o-2", "Ownership"),
    ("r-1", "Report"),
    ("j-1", "Judgement"),
    ("j-2", "Judgement"),
    ("j-3", "Judgement"),
];
/// What the judgements are about, and what they say.
const PAIRS: [(&str, &str); 3] = [("p-1", "p-2"), ("p-2", "p-3"), ("p-1", "p-3")];
const VERDICTS: [&str; 3] = ["same", "different", "same"];
const NAMES: [&str; 6] = [
    "Tarvand Oskel",
    "Tarvand Oskell",
    "Oskel Marine",
    "The Grey Ferryman",
    "تاروند اوسکل",
    "Shirin Olvand",
];
const PHONES: [&str; 2] = ["+447700900123", "+33700900456"];
const QUERIES: [&str; 11] = [
    "tarvand",
    "oskel",
    "tarvand osk",
    "tarvnd oskl",
    "oskle",
    "shirin",
    "+44 7700 900123",
    "grey",
    "تاروند",
    "the",
    "tarvand ferryman",
];

/// One thing done to the ledger, by numbers into the lists above.
#[derive(Debug, Clone)]
struct Step {
    entity: usize,
    label: usize,
    report: usize,
    property: usize,
    value: usize,
    /// Acts on an earlier step's statement instead.
    supersedes: Option<usize>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..ENTITIES.len(),
        0..8_usize,
        0..3_usize,
        0..4_usize,
        0..6_usize,
        prop::option::weighted(0.15, 0..30_usize),
    )
        .prop_map(|(entity, label, report, property, value, supersedes)| Step {
            entity,
            label,
            report,
            property,
            value,
            supersedes,
        });
    prop::collection::vec(step, 1..40)
}

fn label(number: usize) -> LabelSpec {
    match number {
        0 => own("north"),
        1 => own("south"),
        2 => shared("north"),
        3 => shared("south"),
        4 => LabelSpec { classification: Classification::Secret, ..shared("south") },
        5 => LabelSpec { embargo_until: Some(at(500)), ..shared("south") },
        6 => LabelSpec {
            tlp: Tlp::Red,
            named: ["north-analyst".parse().unwrap()].into(),
            releasable_to: [Audience::Agency("north".parse().unwrap())].into(),
            ..own("south")
        },
        _ => LabelSpec { protected: true, ..shared("north") },
    }
}

fn statements(step: &Step, earlier: &[Statement]) -> Vec<Statement> {
    let superseded = step.supersedes.and_then(|number| earlier.get(number));
    if let Some(target) = superseded.filter(|target| target.standing == Standing::Asserts) {
        let standing = if step.value.is_multiple_of(2) {
            Standing::Retracts(target.id())
        } else {
            Standing::Replaces(target.id())
        };
        let value = match standing {
            Standing::Retracts(_) => "mistaken".to_owned(),
            _ => format!("{} again", target.value),
        };
        let is_link = ["owner", "asset", "left", "right"].contains(&target.property.as_ref());
        return vec![Statement {
            standing: if is_link { Standing::Retracts(target.id()) } else { standing },
            value: if is_link { "mistaken".to_owned() } else { value },
            ..target.clone()
        }];
    }
    let (entity, schema) = ENTITIES[step.entity];
    let cited = citation(&format!("r-{}", step.report), label(step.label));
    if schema == "Judgement" {
        let (left, right) = PAIRS[step.entity % PAIRS.len()];
        return judged(entity, (left, VERDICTS[step.value % 3], right), "ines", label(step.label));
    }
    let (property, value) = match (schema, step.property) {
        ("Ownership", 0 | 1) => ("owner", ENTITIES[step.value % 3].0),
        ("Ownership", _) => ("asset", "c-1"),
        ("Report", _) => ("title", NAMES[step.value]),
        ("Person", 2) => ("phone", PHONES[step.value % 2]),
        ("Person", 3) if step.value < 2 => ("subjectCategory", "witness"),
        ("Person", 3) => ("nationality", "af"),
        (_, 1) => ("alias", NAMES[step.value]),
        _ => ("name", NAMES[step.value]),
    };
    vec![said(&cited, entity, schema, property, value)]
}

/// Records the statements that `keep` lets through, each in a batch and minute of its own.
fn record(ledger: &Ledger, statements: &[Statement], keep: impl Fn(&Statement) -> bool) {
    for (minute, statement) in (0..).zip(statements) {
        if keep(statement) {
            // A refusal (a correction of what was corrected) is the same on both sides.
            let originals = (&*statement.schema == "Report").then(|| file(statement));
            let (statements, originals) =
                (vec![statement.clone()], originals.into_iter().collect());
            let batch = Batch { statements, originals, ..Batch::default() };
            let _ = ledger.append(batch, at(minute), &clerk());
        }
    }
}

/// The file that a report's statement comes with: the same for all of one value, whoever says it.
fn file(statement: &Statement) -> Original {
    let bytes = statement.value.as_bytes().to_vec();
    let kind = "small".to_owned();
    let drawing = Drawing { kind, media_type: "a/b".to_owned(), bytes: bytes.clone() };
    Original {
        name: format!("{}.txt", statement.citation.report),
        media_type: "text/plain".to_owned(),
        label: statement.citation.label.clone(),
        bytes,
        drawings: vec![drawing],
    }
}

/// Everything that identities tell.
fn told(identities: &Identities) -> impl std::fmt::Debug + '_ {
    let clusters: Vec<_> = identities.clusters().collect();
    (clusters, identities.conflicts(), identities.judgements())
}

/// Every public query, written out.
fn answers(ledger: &Ledger, viewer: &Viewer) -> String {
    let mut out = String::new();
    let view = ledger.view(viewer, at(100)).unwrap();
    let mut known: Vec<EntityId> = ENTITIES.iter().map(|(id, _)| id.parse().unwrap()).collect();
    known.extend(known.clone().iter().map(|id| view.shown_id(id)));
    for as_of in [AsOf::Now, AsOf::At(at(10)), AsOf::At(at(-1))] {
        for id in &known {
            let record = ledger.entity(&view, as_of, id);
            writeln!(out, "{id}: {record:?}").unwrap();
            writeln!(out, "{:?}", ledger.is_barred(&view, id)).unwrap();
            writeln!(out, "{:?}", ledger.links_to(&view, as_of, id)).unwrap();
            writeln!(out, "{:?}", ledger.by_report(&view, as_of, id)).unwrap();
            writeln!(out, "{:?}", ledger.neighbours(&view, as_of, id, 2)).unwrap();
            for read in record.unwrap().into_iter().flat_map(|record| record.statements) {
                writeln!(out, "{:?}", ledger.statement(&view, id, read.id)).unwrap();
            }
        }
        writeln!(out, "{:?}", told(&ledger.identities(&view, as_of).unwrap())).unwrap();
        writeln!(out, "{:?}", ledger.reports(&view, as_of, 0, 2)).unwrap();
        writeln!(out, "{:?}", ledger.reports(&view, as_of, 1, 9)).unwrap();
        for text in QUERIES.iter().chain(&NAMES).chain(&PHONES) {
            writeln!(out, "{text}: {:?}", ledger.by_value(&view, as_of, text)).unwrap();
            let filter = Filter { schema: Some("Person".to_owned()), ..Filter::default() };
            let filtered = Query { filter, limit: 2, offset: 1, text: (*text).to_owned() };
            let filter = Filter { place: Some("af".to_owned()), ..Filter::default() };
            let at_place = Query { filter, ..Query::of(text) };
            for query in [Query::of(text), filtered, at_place] {
                writeln!(out, "{:?}", ledger.search(&view, as_of, &query)).unwrap();
            }
        }
    }
    ledger
        .every_entity(&view, AsOf::Now, &mut |record| {
            writeln!(out, "{record:?}").unwrap();
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    for most in [3, 1000] {
        writeln!(out, "{:?}", ledger.names(&view, most)).unwrap();
    }
    let shown: Vec<EntityId> = known.iter().map(|id| view.shown_id(id)).collect();
    writeln!(out, "{:?}", ledger.statements_of(&view, &shown)).unwrap();
    for id in &known {
        writeln!(out, "{:?} {:?}", ledger.cited_by(&view, id, 1), ledger.cited_by(&view, id, 99))
            .unwrap();
    }
    for value in NAMES {
        let digest: [u8; 32] = Sha256::digest(value).into();
        writeln!(out, "{:?}", ledger.original(&view, &digest)).unwrap();
        writeln!(out, "{:?}", ledger.original_saying(&view, &digest, &|_| None)).unwrap();
        writeln!(out, "{:?}", ledger.drawing(&view, &digest, "small")).unwrap();
        writeln!(out, "{:?}", ledger.holds_file(&view, &digest)).unwrap();
    }
    let mut glance = |one: &Glance<'_>| {
        // The mark itself counts what is hidden; only whether two are the same may be asked.
        let Glance { batch: _, .. } = one;
        let (said, when) = ((one.entity, one.report, one.schema, one.property), one.recorded_at);
        writeln!(out, "{said:?} {} {when:?} {:?} {}", one.value, one.embargo_until, one.acts)
            .unwrap();
    };
    ledger.glance_since(&view, Cursor::default(), &mut glance).unwrap();
    let (reads, _) = ledger.since(&view, Cursor::default(), 7).unwrap();
    writeln!(out, "{reads:?} {:?}", ledger.due(&view, at(2_000_000), 9)).unwrap();
    out
}

fn check(steps: &[Step], viewer: &Viewer, protected: &[usize], full: &Ledger, reduced: &Ledger) {
    let mut statements: Vec<Statement> = Vec::new();
    for step in steps {
        let next = self::statements(step, &statements);
        statements.extend(next);
    }
    // Every second one is opened to whoever looks.
    let protections = protected.iter().map(|number| {
        let entity = ENTITIES[number % 3].0.parse().unwrap();
        let opening = Opening {
            principal: viewer.principal.clone(),
            purpose: viewer.purpose.clone(),
            until: at(200),
        };
        let openings = if *number < 3 { Vec::new() } else { vec![opening] };
        Protection { openings, ..Protection::new(entity, SubjectCategory::Victim, []) }
    });
    let batch = Batch { protections: protections.collect(), ..Batch::default() };
    full.append(batch, at(0), &clerk()).unwrap();
    record(full, &statements, |_| true);
    let register = full.protections();
    let protections = register.iter().map(|entry| Protection::clone(entry)).collect();
    let batch = Batch { protections, ..Batch::default() };
    reduced.append(batch, at(0), &clerk()).unwrap();
    let hidden = |statement: &Statement| {
        let behind_veil = register.iter().any(|protection| {
            protection.entity == statement.entity && !protection.opens_to(viewer, at(100))
        });
        let opened = register.iter().any(|protection| {
            protection.entity == statement.entity
                && protection.open_until(viewer, at(100)).is_some()
        });
        let schema = Ontology::standard().schema(&statement.schema).unwrap();
        let identifying = schema.property(&statement.property).unwrap().identifying();
        let admitted = match Policy.admission(&statement.citation.label, viewer, at(100)) {
            Admission::No => false,
            Admission::OfOpened => opened,
            Admission::Yes => true,
        };
        !admitted || (behind_veil && identifying)
    };
    record(reduced, &statements, |statement| !hidden(statement));
    let (whole, part) = (answers(full, viewer), answers(reduced, viewer));
    if whole != part {
        let differing = whole.lines().zip(part.lines()).find(|(one, other)| one != other);
        let (one, other) = differing.unwrap_or(("", ""));
        let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let from =
            |text: &str| text.chars().skip(at.saturating_sub(200)).take(500).collect::<String>();
        panic!("the hidden shows:\nwhole: {}\npart:  {}", from(one), from(other));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn in_memory(steps in steps(), who in 0..5_usize, protected in prop::collection::vec(0..6_usize, 0..3)) {
        let ledger = || Ledger::in_memory(setup()).unwrap();
        check(&steps, &somebody(who), &protected, &ledger(), &ledger());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn in_a_file(steps in steps(), who in 0..5_usize, protected in prop::collection::vec(0..6_usize, 0..3)) {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| Ledger::open(&folder.path().join(name), setup()).unwrap();
        check(&steps, &somebody(who), &protected, &open("full.db"), &open("reduced.db"));
    }
}

fn somebody(number: usize) -> Viewer {
    match number {
        0 => viewer("north", Role::Analyst),
        1 => viewer("south", Role::Analyst),
        2 => viewer("north", Role::SafeguardingOfficer),
        3 => viewer("north", Role::Oversight),
        _ => viewer("east", Role::WatchOfficer),
    }
}
