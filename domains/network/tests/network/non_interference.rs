//! What a View does not hold changes no answer about the network: not a tie, not a probability, not
//! a role, not a plan.
//!
//! For a random ledger and viewer, every query over the whole ledger answers byte for byte like the
//! same query over a ledger that never held what the View leaves out.

use std::fmt::Write as _;

use crossbearing_access::{Policy, Protection, Role, Viewer};
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_ledger::{AsOf, Batch, Error, Ledger};
use crossbearing_model::{
    EntityId, Label, LabelSpec, Maker, Ontology, Standing, Statement, SubjectCategory, Tlp,
};
use crossbearing_network::planning::whatif::{WhatIf, what_if};
use crossbearing_network::planning::{Goal, PlanRequest, plan, sensitivity, worth};
use crossbearing_network::roles::{Heard, roles};
use crossbearing_network::{Layer, Lens, Projection};
use proptest::prelude::*;

use crate::fixtures::{at, citation, clerk, own, said, setup, shared, viewer};

const PERSONS: [&str; 5] = ["p-1", "p-2", "p-3", "p-4", "p-5"];
/// Everything that can be said: entity, schema, property, and what its value is drawn from.
const SAYINGS: [(&str, &str, &str, &[&str]); 21] = [
    ("p-1", "Person", "name", &["Tarvand Oskel", "Shirin Olvand"]),
    ("p-2", "Person", "name", &["Tarvand Oskell"]),
    ("p-3", "Person", "name", &["Shirin Olvand"]),
    ("p-1", "Person", "subjectCategory", &["suspect", "victim"]),
    ("p-2", "Person", "subjectCategory", &["suspect", "witness"]),
    ("p-3", "Person", "subjectCategory", &["suspect", "other"]),
    ("c-1", "Command", "superior", &PERSONS),
    ("c-1", "Command", "subordinate", &PERSONS),
    ("a-1", "Associate", "person", &PERSONS),
    ("a-1", "Associate", "associate", &PERSONS),
    ("t-1", "PhoneNumber", "number", &["+447700900123"]),
    ("t-2", "PhoneNumber", "number", &["+447700900123"]),
    ("t-1", "PhoneNumber", "holder", &PERSONS),
    ("t-2", "PhoneNumber", "holder", &PERSONS),
    ("p-4", "Person", "phone", &["+447700900123", "+447700900124"]),
    ("p-5", "Person", "phone", &["+447700900123", "+447700900124"]),
    ("k-1", "Call", "callerNumber", &["+447700900123", "+447700900124"]),
    ("k-1", "Call", "receiverNumber", &["+447700900123", "+447700900124"]),
    ("k-1", "Call", "caller", &PERSONS),
    ("x-1", "Crossing", "pilot", &PERSONS),
    ("x-1", "Crossing", "passengers", &PERSONS),
];
/// What people judge: two records, and which of a verdict.
const JUDGED: [(&str, &str); 4] =
    [("left", "p-1"), ("right", "p-2"), ("verdict", "same"), ("decidedBy", "ines")];

#[derive(Debug, Clone)]
struct Step {
    saying: usize,
    value: usize,
    label: usize,
    report: usize,
    grade: usize,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..SAYINGS.len() + 4, 0..5_usize, 0..6_usize, 0..3_usize, 0..3_usize).prop_map(
        |(saying, value, label, report, grade)| Step { saying, value, label, report, grade },
    );
    prop::collection::vec(step, 1..40)
}

fn label(number: usize) -> LabelSpec {
    match number {
        0 => own("north"),
        1 => own("south"),
        2 => shared("north"),
        3 => LabelSpec { embargo_until: Some(at(500)), ..shared("south") },
        4 => LabelSpec {
            tlp: Tlp::Red,
            named: ["south-analyst".parse().unwrap()].into(),
            ..shared("south")
        },
        _ => LabelSpec { protected: true, ..shared("north") },
    }
}

fn statement(step: &Step) -> Statement {
    let grade = ["3x5x2/1A", "6x6/E5", "4x4/B3"][step.grade];
    let cited = citation(&format!("r-{}", step.report), grade, label(step.label));
    if let Some((entity, schema, property, values)) = SAYINGS.get(step.saying) {
        return said(&cited, (entity, schema), property, values[step.value % values.len()]);
    }
    let (property, value) = JUDGED[step.saying - SAYINGS.len()];
    said(&cited, ("j-1", "Judgement"), property, value)
}

/// Every query of the desk, written out.
fn answers(ledger: &Ledger, viewer: &Viewer) -> String {
    let mut out = String::new();
    let view = ledger.view(viewer, at(100)).unwrap();
    for as_of in [AsOf::Now, AsOf::At(at(9))] {
        let network = Projection::of(ledger, &view, as_of).unwrap();
        writeln!(
            out,
            "{:?}\n{:?}\n{:?}\n{:?}",
            network.nodes, network.ties, network.reports, network.sources
        )
        .unwrap();
        writeln!(out, "{:?} {:?}", network.summary(), network.overview(9)).unwrap();
        let lens =
            Lens { without_grades: vec!["E".parse().unwrap()], at_least: 0.2, ..Lens::default() };
        writeln!(out, "{:?}", network.through(&lens).ties).unwrap();
        for heard in [Heard::Everything, Heard::Conduct] {
            writeln!(out, "{:?}", roles(&network, heard)).unwrap();
        }
        let ids: Vec<EntityId> = PERSONS
            .iter()
            .map(|id| id.parse().unwrap())
            .flat_map(|id: EntityId| [view.shown_id(&id), id])
            .collect();
        for id in &ids {
            writeln!(out, "{:?} {:?}", network.find(id).ok(), network.around(id).ok()).unwrap();
            writeln!(out, "{:?}", network.ways(&ids[0], id, 3).ok()).unwrap();
        }
        let chart = network.chart(&ids, &std::collections::BTreeMap::new(), 1).unwrap();
        // Under which label somebody would save it: it counts in who else may open it.
        writeln!(out, "{chart:?} {:?}", label_to_save(&chart.labels, viewer)).unwrap();
        plans(&mut out, &network, &ids);
    }
    out
}

/// The label under which a viewer saves what carries `labels`.
fn label_to_save(labels: &[Label], viewer: &Viewer) -> Label {
    let maker = Maker {
        principal: viewer.principal.clone(),
        agency: viewer.agency.clone(),
        purpose: viewer.purpose.clone(),
    };
    Label::narrowest(labels, &maker, own(viewer.agency.as_str())).unwrap()
}

/// What plans are asked for: each goal, ties that can be closed, layers that must all survive.
fn requests() -> Vec<PlanRequest> {
    let wide = |goal| PlanRequest { at_least: 0.0, anyone: true, ..PlanRequest::new(goal) };
    let (block, set) = (Goal::Block { budget: 1.0 }, Goal::Set { max_fragment: 1 });
    let mut closing = wide(set);
    closing.link_costs = [(Layer::Communication, 0.5), (Layer::Association, 0.25)].into();
    let mut layered = wide(block);
    layered.layers =
        vec![[Layer::Command, Layer::Association].into(), [Layer::Communication].into()];
    let one_layer = PlanRequest { layers: vec![[Layer::Transport].into()], ..wide(set) };
    vec![wide(block), wide(set), wide(Goal::Order { stop: 0.3 }), closing, layered, one_layer]
}

fn plans(out: &mut String, network: &Projection, ids: &[EntityId]) {
    for request in requests() {
        let steps = Steps::new(200_000);
        let made = plan(network, &request, &Budget::whole(&steps)).unwrap();
        writeln!(
            out,
            "{:?} {:?} {:?} {:?} {:?}",
            made.steps, made.certificate, made.kept, made.network.links, made.parts
        )
        .unwrap();
        writeln!(out, "{:?}", worth::worth(&made, 1).unwrap()).unwrap();
        let whole = Steps::new(1_000_000);
        let changes =
            sensitivity::sensitivity(network, &request, &made, 2, &Budget::whole(&whole)).unwrap();
        for change in changes {
            writeln!(out, "{:?} {:?} {:?}", change.left_out, change.dropped, change.added).unwrap();
        }
        let gone = ids
            .iter()
            .filter(|id| network.find(id).is_ok_and(|node| made.network.position(node).is_some()));
        writeln!(out, "{:?}", what_if(network, &request, &WhatIf::of(network, &made)).unwrap())
            .unwrap();
        let asked = WhatIf { gone: gone.take(1).cloned().collect(), ..WhatIf::default() };
        writeln!(out, "{:?}", what_if(network, &request, &asked).unwrap()).unwrap();
    }
}

/// Records minute by minute what is to be kept, then who is protected; what was taken. Nobody who is
/// protected is made a suspect by one person alone, so that may be refused, and nothing else.
fn record(
    ledger: &Ledger,
    statements: &[Statement],
    keep: &[bool],
    protections: Vec<Protection>,
) -> Vec<bool> {
    let take = |minute: usize| match ledger.append(
        vec![statements[minute].clone()].into(),
        at(minute as i64),
        &clerk(),
    ) {
        Err(Error::NeedsSecondPerson { .. }) => false,
        taken => taken.map(|_| true).unwrap(),
    };
    let taken = (0..statements.len()).map(|minute| keep[minute] && take(minute)).collect();
    let batch = Batch { protections, ..Batch::default() };
    ledger.append(batch, at(60), &clerk()).unwrap();
    taken
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_hidden_shows_nowhere(
        steps in steps(),
        who in 0..4_usize,
        protected in prop::collection::vec(0..3_usize, 0..2),
    ) {
        let viewer = match who {
            0 => viewer("north", Role::Analyst),
            1 => viewer("south", Role::Analyst),
            2 => viewer("north", Role::SafeguardingOfficer),
            _ => viewer("east", Role::WatchOfficer),
        };
        let statements: Vec<Statement> = steps.iter().map(statement).collect();
        prop_assert!(statements.iter().all(|statement| statement.standing == Standing::Asserts));
        let protections = protected.iter().map(|number| {
            Protection::new(PERSONS[*number].parse().unwrap(), SubjectCategory::Victim, [])
        });
        let full = Ledger::in_memory(setup()).unwrap();
        let taken = record(&full, &statements, &vec![true; statements.len()], protections.collect());
        let register = full.protections();
        let hidden = |statement: &Statement| {
            let veiled = register.iter().any(|protection| {
                protection.entity == statement.entity && !protection.opens_to(&viewer, at(100))
            });
            let schema = Ontology::standard().schema(&statement.schema).unwrap();
            let identifying = schema.property(&statement.property).unwrap().identifying();
            !Policy.admits(&statement.citation.label, &viewer, at(100)) || (veiled && identifying)
        };
        let reduced = Ledger::in_memory(setup()).unwrap();
        let visible: Vec<bool> =
            statements.iter().zip(taken).map(|(it, taken)| taken && !hidden(it)).collect();
        let protections = register.iter().map(|entry| Protection::clone(entry)).collect();
        record(&reduced, &statements, &visible, protections);
        let (whole, part) = (answers(&full, &viewer), answers(&reduced, &viewer));
        for (one, other) in whole.lines().zip(part.lines()) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(whole.len(), part.len());
    }
}
