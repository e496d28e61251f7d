//! What one viewer is given does not depend on what another sees; walking through the collection
//! while it grows loses nothing and repeats nothing.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

use crossbearing_access::{Policy, PseudonymKey, Role, Viewer};
use crossbearing_exchange::stix::Producer;
use crossbearing_ledger::{Ledger, Setup, View};
use crossbearing_model::{
    Audience, Basis, Citation, Instant, Label, LabelSpec, Ontology, Standing, Statement,
    StatementId,
};
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::collection::{Collections, Item, Sight};
use super::query::Wanted;

/// One statement: of whom, with which label, saying what; or taking an earlier one back.
#[derive(Debug, Clone)]
struct Step {
    entity: usize,
    label: usize,
    said: usize,
    takes_back: Option<usize>,
    /// Whether it is recorded together with the one before.
    together: bool,
    /// Milliseconds since the one before.
    later: i64,
}

const START: i64 = 1_780_000_000_000;
const ENTITIES: [(&str, &str); 5] = [
    ("p-1", "Person"),
    ("p-2", "Person"),
    ("a-1", "UserAccount"),
    ("r-1", "Report"),
    ("o-1", "Ownership"),
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let takes_back = prop::option::weighted(0.15, 0..20_usize);
    let step = (0..ENTITIES.len(), 0..4_usize, 0..6_usize, takes_back, prop::bool::ANY, 0..3_i64);
    let step = step.prop_map(|(entity, label, said, takes_back, together, later)| Step {
        entity,
        label,
        said,
        takes_back,
        together,
        later,
    });
    prop::collection::vec(step, 1..24)
}

fn label(number: usize) -> LabelSpec {
    let own = |agency: &str| {
        LabelSpec::for_agency(agency.parse().unwrap(), Instant::from_millis(START * 2))
    };
    let all = [Audience::Everyone].into();
    match number {
        0 => own("north"),
        1 => own("south"),
        2 => LabelSpec { releasable_to: all, ..own("north") },
        _ => LabelSpec {
            releasable_to: all,
            embargo_until: Some(Instant::from_millis(START + 20)),
            ..own("south")
        },
    }
}

fn statement(step: &Step, earlier: &[Statement]) -> Statement {
    if let Some(target) = step.takes_back.and_then(|number| earlier.get(number))
        && target.standing == Standing::Asserts
    {
        let standing = Standing::Retracts(target.id());
        return Statement { standing, value: "mistaken".to_owned(), ..target.clone() };
    }
    let (entity, schema) = ENTITIES[step.entity];
    let (property, value) = match (schema, step.said) {
        ("UserAccount", 0..3) => ("username", ["oskel", "talmat", "twitter:oskel"][step.said]),
        ("Report", _) => ("title", ["one", "two", "three", "four", "five", "six"][step.said]),
        ("UserAccount", _) | ("Ownership", 0..3) => ("owner", "p-1"),
        ("Ownership", _) => ("asset", "p-2"),
        (_, 0) => ("subjectCategory", "suspect"),
        (_, 1) => ("email", "a@example.org"),
        (_, 2) => ("phone", "+442079460000"),
        (_, said) => ("name", ["", "", "", "Oskel", "Talmat", "Ovrin"][said]),
    };
    let citation = Citation {
        report: "r-1".parse().unwrap(),
        grade: "6x6/B2".parse().unwrap(),
        label: Label::seal(label(step.label)).unwrap(),
        basis: Basis::Fact,
        origin: "node-n".parse().unwrap(),
    };
    Statement::new(entity.parse().unwrap(), schema, property, value, Arc::new(citation))
}

/// Batches, each with its time.
fn batches(steps: &[Step]) -> Vec<(Instant, Vec<Statement>)> {
    let mut all: Vec<Statement> = Vec::new();
    let mut batches: Vec<(Instant, Vec<Statement>)> = Vec::new();
    let mut at = START;
    for step in steps {
        let said = statement(step, &all);
        all.push(said.clone());
        if let Some((_, batch)) = batches.last_mut().filter(|_| step.together) {
            batch.push(said);
        } else {
            at += step.later;
            batches.push((Instant::from_millis(at), vec![said]));
        }
    }
    batches
}

fn ledger() -> Ledger {
    Ledger::in_memory(Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    })
    .unwrap()
}

fn record(ledger: &Ledger, batch: Vec<Statement>, at: Instant) {
    // What the ledger refuses (a second retraction) it refuses on both sides, one by one.
    for said in batch {
        let _ = ledger.append(vec![said].into(), at, &"clerk".parse().unwrap());
    }
}

fn sight(view: &View, now: Instant) -> Sight<'_> {
    static NOTHING: LazyLock<HashSet<StatementId>> = LazyLock::new(HashSet::new);
    Sight { view, now, recalled: &NOTHING }
}

fn viewer(agency: &str) -> Viewer {
    let (who, purpose) = ("ines".parse().unwrap(), "op".parse().unwrap());
    Viewer::new(who, agency.parse().unwrap(), Role::Analyst, purpose)
}

fn collections() -> Collections {
    Collections::new(Producer::new("node-n", "north"))
}

/// Every page from `after` on, and the last time.
fn walk(
    (ledger, collections): (&Ledger, &Collections),
    viewer: &Viewer,
    (now, limit): (Instant, usize),
    after: Option<i64>,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut after = after;
    loop {
        let wanted = Wanted { after, limit, ..Wanted::default() };
        let view = ledger.view(viewer, now).unwrap();
        let page = collections.page(ledger, sight(&view, now), &wanted).unwrap();
        assert!(page.items.len() <= limit);
        assert!(!page.more || page.items.len() == limit, "there is more, and the page has room");
        after = page.items.last().map(|item| item.added).or(after);
        items.extend(page.items);
        if !page.more {
            return items;
        }
    }
}

proptest! {
    #[test]
    fn what_a_caller_may_not_see_changes_no_byte(
        steps in steps(),
        south in prop::bool::ANY,
        limit in 1..5_usize,
        wait in prop::sample::select(vec![0_i64, 25, 70_000]),
    ) {
        let viewer = viewer(if south { "south" } else { "north" });
        let now = Instant::from_millis(START + 60 + wait);
        let (full, reduced) = (ledger(), ledger());
        for (at, batch) in batches(&steps) {
            let admits =
                |said: &Statement| Policy.admits(&said.citation.label, &viewer, now);
            record(&reduced, batch.iter().filter(|said| admits(said)).cloned().collect(), at);
            record(&full, batch, at);
        }
        let told = |ledger: &Ledger| {
            let items = walk((ledger, &collections()), &viewer, (now, limit), None);
            items.into_iter().map(|item| format!("{} {} {}", item.added, item.version, item.json))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&full), told(&reduced));
    }

    #[test]
    fn a_walk_while_it_grows_has_neither_gaps_nor_repetitions(
        steps in steps(),
        limit in 1..4_usize,
    ) {
        let (ledger, kept, viewer) = (ledger(), collections(), viewer("north"));
        let mut seen: Vec<Item> = Vec::new();
        let mut now = Instant::from_millis(START);
        for (at, batch) in batches(&steps) {
            record(&ledger, batch, at);
            now = at;
            // A client that takes one page whenever something was recorded.
            let wanted = Wanted { limit, after: seen.last().map(|item| item.added), ..Wanted::default() };
            let view = ledger.view(&viewer, now).unwrap();
            seen.extend(kept.page(&ledger, sight(&view, now), &wanted).unwrap().items);
        }
        let after = seen.last().map(|item| item.added);
        let end = now.plus_millis(200_000);
        seen.extend(walk((&ledger, &kept), &viewer, (end, limit), after));
        for pair in seen.windows(2) {
            prop_assert!(pair[0].added < pair[1].added, "{:?} then {:?}", pair[0], pair[1]);
        }
        // What the client holds in the end says all that a new client is told.
        let statements = |json: &str| json.split_once("\"extensions\"").map(|(_, told)| told.to_owned());
        let latest: BTreeMap<String, Option<String>> =
            seen.into_iter().map(|item| (item.id, statements(&item.json))).collect();
        let fresh = walk((&ledger, &collections()), &viewer, (end, 100), None);
        for item in fresh {
            prop_assert_eq!(latest.get(&item.id), Some(&statements(&item.json)), "{}", item.id);
        }
    }

    #[test]
    fn every_object_is_found_by_its_id_and_by_its_type(steps in steps()) {
        let (ledger, kept, viewer) = (ledger(), collections(), viewer("north"));
        for (at, batch) in batches(&steps) {
            record(&ledger, batch, at);
        }
        let now = Instant::from_millis(START + 200_000);
        let view = ledger.view(&viewer, now).unwrap();
        for item in walk((&ledger, &kept), &viewer, (now, 50), None) {
            let kind = item.id.split("--").next().unwrap().to_owned();
            let by_id = Wanted { limit: 50, ids: vec![item.id.clone()], ..Wanted::default() };
            let by_type = Wanted { limit: 500, types: vec![kind], ..Wanted::default() };
            for wanted in [by_id, by_type] {
                let page = kept.page(&ledger, sight(&view, now), &wanted).unwrap();
                let found = page.items.iter().any(|one| one.json == item.json);
                prop_assert!(found, "{}", item.id);
            }
        }
    }
}
