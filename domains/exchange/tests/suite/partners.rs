//! Two offices in memory: what a partner sends is applied once, or refused whole, logged, and told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbearing_exchange::Result;
use crossbearing_exchange::node::blind::{BlindOrder, Disclosure, HitState, QueryState};
use crossbearing_exchange::node::{
    Agreement, AskOrder, AskState, Attestation, Card, Deed, DeedKind, Identity, Matching,
    MemoryKeep, NodeKey, Office, Outcome, Partner, Reason, RecallOrder, Records, Urgency, Wanted,
};
use crossbearing_model::{
    Audience, Basis, Citation, Classification, EntityId, Instant, Label, LabelSpec, NodeId, Onward,
    Statement, StatementId, Tlp,
};
use proptest::prelude::*;

const START: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;

#[derive(Default)]
struct Shelf {
    held: BTreeMap<StatementId, Statement>,
    deeds: Vec<Deed>,
}

impl Records for Shelf {
    fn record(&mut self, statements: Vec<Statement>, _: &NodeId) -> Result<()> {
        self.held.extend(statements.into_iter().map(|one| (one.id(), one)));
        Ok(())
    }
    fn erase(&mut self, statements: &[(EntityId, StatementId)]) -> Result<()> {
        for (_, id) in statements {
            self.held.remove(id);
        }
        Ok(())
    }
    fn attest(&mut self, deed: &Deed) -> Result<Attestation> {
        self.deeds.push(deed.clone());
        let (index, text) = (self.deeds.len() as u64, String::new);
        Ok(Attestation {
            leaf: text(),
            index,
            proof: Vec::new(),
            checkpoint: text(),
            log_key: text(),
        })
    }
}

struct Node {
    identity: Identity,
    keep: MemoryKeep,
    shelf: Shelf,
    now: i64,
}

impl Node {
    fn new(name: &str, seed: u8) -> Self {
        let identity = Identity {
            node: format!("{name}-1").parse().unwrap(),
            agency: name.parse().unwrap(),
            key: NodeKey::from_seed([seed; 32]),
        };
        Self { identity, keep: MemoryKeep::default(), shelf: Shelf::default(), now: START }
    }

    fn act<T>(&mut self, step: impl FnOnce(&mut Office<'_>) -> Result<T>) -> Result<T> {
        let stores = (&mut self.keep as _, &mut self.shelf as _);
        step(&mut Office::at(&self.identity, stores, Instant::from_millis(self.now))?)
    }

    fn card(&self) -> Card {
        Card {
            node: self.identity.node.clone(),
            agency: self.identity.agency.clone(),
            name: self.identity.agency.to_string(),
            key: self.identity.key.public(),
            address: String::new(),
        }
    }

    fn befriend(&mut self, other: &Node, relays: &[&str]) {
        let agreement = Agreement {
            purpose: "op-lantern".parse().unwrap(),
            ceiling: Classification::Official,
            until: Instant::from_millis(START * 2),
            gives: true,
            takes: true,
            relays: relays.iter().map(|agency| agency.parse().unwrap()).collect(),
            matching: Some(Matching { per_case: 64, per_day: 96 }),
        };
        let partner = Partner { card: other.card(), agreement, called_every: 60, revoked: None };
        self.act(|office| office.put_partner(&partner)).unwrap();
    }

    fn refusals(&self) -> usize {
        self.shelf.deeds.iter().filter(|deed| deed.kind == DeedKind::Refused).count()
    }
}

fn pair() -> (Node, Node) {
    let (mut north, mut south) = (Node::new("north", 1), Node::new("south", 2));
    north.befriend(&south, &["south"]);
    south.befriend(&north, &[]);
    (north, south)
}

fn statement(originator: &str, origin: &str, number: u32) -> Statement {
    let spec = LabelSpec {
        tlp: Tlp::Green,
        onward: Onward::Yes,
        releasable_to: [Audience::Everyone].into(),
        ..LabelSpec::for_agency(originator.parse().unwrap(), Instant::from_millis(START * 2))
    };
    let citation = Citation {
        report: format!("r-{number}").parse().unwrap(),
        grade: "6x6/B2".parse().unwrap(),
        label: Label::seal(spec).unwrap(),
        basis: Basis::Fact,
        origin: origin.parse().unwrap(),
    };
    let entity = format!("p-{number}").parse().unwrap();
    Statement::new(entity, "Person", "name", format!("Oskel {number}"), Arc::new(citation))
}

/// Carries what `from` has for `to`, and the acknowledgements back; what was refused.
fn carry(from: &mut Node, to: &mut Node) -> Vec<String> {
    let mut refused = Vec::new();
    let node = to.identity.node.clone();
    for envelope in from.act(|office| office.outgoing(&node)).unwrap() {
        let ack = to.act(|office| office.receive(&envelope)).unwrap();
        refused.extend(from.act(|office| office.acknowledged(&ack)).unwrap().refused);
    }
    refused
}

#[test]
fn a_replayed_bundle_changes_nothing() {
    let (mut north, mut south) = pair();
    let node = south.identity.node.clone();
    north.act(|office| office.plan(&node, vec![statement("north", "north-1", 1)])).unwrap();
    let envelope = north.act(|office| office.outgoing(&node)).unwrap().remove(0);
    for _ in 0..3 {
        south.act(|office| office.receive(&envelope)).unwrap();
    }
    assert_eq!((south.shelf.held.len(), south.shelf.deeds.len()), (1, 1));
}

#[test]
fn a_bundle_that_speaks_for_another_agency_is_refused_whole() {
    let (mut north, mut south) = pair();
    let node = south.identity.node.clone();
    let offered = vec![statement("north", "north-1", 1), statement("east", "east-1", 2)];
    north.act(|office| office.plan(&node, offered)).unwrap();
    let refused = carry(&mut north, &mut south);
    assert!(refused[0].contains("says that it is east's"), "{refused:?}");
    assert_eq!((south.shelf.held.len(), south.refusals()), (0, 1), "nothing partial, and logged");
}

#[test]
fn a_recall_of_what_was_never_taken_in_is_refused() {
    let (mut north, mut south) = pair();
    let (node, north_node) = (south.identity.node.clone(), north.identity.node.clone());
    let mut partner = south.act(|office| office.partner(&north_node)).unwrap().unwrap();
    partner.agreement.takes = false;
    south.act(|office| office.put_partner(&partner)).unwrap();
    let given = statement("north", "north-1", 1);
    let order = RecallOrder {
        id: "recall-1".to_owned(),
        statements: vec![given.id()],
        reason: Reason::Order,
        note: "a court".to_owned(),
        deadline: Instant::from_millis(START + HOUR),
    };
    north.act(|office| office.plan(&node, vec![given])).unwrap();
    north.act(|office| office.recall(order)).unwrap();
    let refused = carry(&mut north, &mut south);
    assert!(refused[0].contains("no agreement lets this node take anything in"), "{refused:?}");
    assert!(refused[1].contains("was ever received here"), "{refused:?}");
    assert_eq!(south.refusals(), 2);
}

#[test]
fn a_correction_is_confirmed_by_a_receipt() {
    let (mut north, mut south) = pair();
    let node = south.identity.node.clone();
    let wrong = statement("north", "north-1", 1);
    let mut right = statement("north", "north-1", 1);
    right.value = "Oskel the Elder".to_owned();
    right.standing = crossbearing_model::Standing::Replaces(wrong.id());
    north.act(|office| office.plan(&node, vec![wrong, right])).unwrap();
    let given = north.act(|office| office.corrections()).unwrap();
    assert_eq!((given.len(), given[0].receipt.is_some()), (1, false));
    carry(&mut north, &mut south);
    carry(&mut south, &mut north);
    let given = north.act(|office| office.corrections()).unwrap();
    let receipt = given[0].receipt.as_ref().unwrap();
    assert_eq!(
        (receipt.statements.as_slice(), receipt.node.as_str()),
        (&[given[0].statement][..], "south-1")
    );
}

#[test]
fn requests_run_out_after_eight_hours_three_days_and_seven() {
    let (mut north, mut south) = pair();
    for (urgency, hours) in
        [(Urgency::UrgentAtHand, 8), (Urgency::Urgent, 72), (Urgency::Ordinary, 168)]
    {
        let order = AskOrder {
            name: format!("{hours}"),
            wanted: Wanted::Information,
            case: "op-lantern".parse().unwrap(),
            officer: "ines".parse().unwrap(),
            text: "Who rents the garage?".to_owned(),
            urgency,
        };
        let node = south.identity.node.clone();
        let kept = north.act(|office| office.ask(&node, order)).unwrap();
        let at = |ms: i64| kept.state(Instant::from_millis(START + hours * HOUR + ms));
        assert_eq!((at(-1), at(0)), (AskState::Open, AskState::Overdue));
    }
    // South hears of them an hour later: its clocks run from then.
    south.now += HOUR;
    assert_eq!(carry(&mut north, &mut south), Vec::<String>::new());
    let asked = south.act(|office| office.asks()).unwrap();
    assert!(asked.iter().all(|kept| !kept.ours && kept.due.millis() > START + 9 * HOUR - 1));
    let id = asked[0].ask.id.clone();
    let answer = (Outcome::Granted, "yes".to_owned());
    let error = south.act(|office| office.reply(&id, answer, "bela".parse().unwrap())).unwrap_err();
    assert!(error.to_string().contains("nothing was asked that could be granted"), "{error}");
    let answer = (Outcome::Answered, "A man called Talmat".to_owned());
    south.act(|office| office.reply(&id, answer, "bela".parse().unwrap())).unwrap();
    carry(&mut south, &mut north);
    let kept = north.act(|office| office.asks()).unwrap();
    let kept = kept.into_iter().find(|kept| kept.ask.id == id).unwrap();
    assert_eq!(kept.reply.unwrap().text, "A man called Talmat");
}

/// Asks for `asked`, answers from `held`, carries everything; the hits on both sides.
fn match_blindly(
    (north, south): (&mut Node, &mut Node),
    name: &str,
    asked: &BTreeSet<String>,
    held: &BTreeSet<String>,
) -> (Vec<String>, Vec<String>) {
    let node = south.identity.node.clone();
    let order = BlindOrder {
        name: name.to_owned(),
        case: "op-lantern".parse().unwrap(),
        by: "ines".parse().unwrap(),
        items: asked.iter().cloned().collect(),
        seed: [9; 32],
    };
    north.act(|office| office.ask_blind(&node, order)).unwrap();
    assert_eq!(carry(north, south), Vec::<String>::new());
    for work in south.act(|office| office.blind_waiting()).unwrap() {
        let tags = held.iter().map(|item| (work.tag(item).unwrap(), item.clone())).collect();
        let table = work.table(tags, name);
        let sender = work.partner().clone();
        south.act(|office| office.put_blind_table(&sender, &table)).unwrap();
        let answer = work.answer().unwrap();
        south.act(|office| office.answer_blind(&work, &answer)).unwrap();
    }
    assert_eq!(carry(south, north), Vec::<String>::new());
    assert_eq!(carry(north, south), Vec::<String>::new());
    let of = |node: &mut Node| {
        let hits = node.act(|office| office.blind_hits()).unwrap();
        let of_ask = hits.into_iter().filter(|hit| hit.ask.ends_with(name));
        let mut items: Vec<String> = of_ask.map(|hit| hit.item).collect();
        items.sort();
        items
    };
    (of(north), of(south))
}

fn words() -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set("phone:[0-3]{2}", 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Both sides end with the plain intersection, whatever they hold and however often they ask.
    #[test]
    fn two_offices_find_the_plain_intersection(first in words(), second in words(), held in words()) {
        let (mut north, mut south) = pair();
        for (name, asked) in [("one", &first), ("two", &second)] {
            let plain: Vec<String> = asked.intersection(&held).cloned().collect();
            let (ours, theirs) = match_blindly((&mut north, &mut south), name, asked, &held);
            prop_assert_eq!(&ours, &plain);
            prop_assert_eq!(&theirs, &plain);
        }
    }
}

fn set(items: &[&str]) -> BTreeSet<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

#[test]
fn a_hit_opens_when_both_agree_for_one_purpose() {
    let (mut north, mut south) = pair();
    let (ours, _) =
        match_blindly((&mut north, &mut south), "a", &set(&["phone:1"]), &set(&["phone:1"]));
    assert_eq!(ours, ["phone:1"]);
    let hit = north.act(|office| office.blind_hits()).unwrap().remove(0).hit;
    let told = |who: &str, line: &str| Disclosure {
        officer: who.parse().unwrap(),
        agency: "north".parse().unwrap(),
        at: Instant::from_millis(START),
        lines: vec![line.to_owned()],
    };
    let agree = |node: &mut Node, purpose: &str, line: &str| {
        let (purpose, told) = (purpose.parse().unwrap(), told("ines", line));
        node.act(|office| office.agree_to_open(&hit, &purpose, told)).unwrap().state
    };
    assert_eq!(agree(&mut north, "op-lantern", "from north"), HitState::Hit);
    carry(&mut north, &mut south);
    assert_eq!(agree(&mut south, "op-harbour", "from south"), HitState::Hit, "another purpose");
    carry(&mut south, &mut north);
    assert_eq!(agree(&mut south, "op-lantern", "from south"), HitState::Opened);
    carry(&mut south, &mut north);
    carry(&mut north, &mut south);
    let told = |node: &mut Node| {
        node.act(|office| office.blind_hits()).unwrap().remove(0).theirs.unwrap().lines.remove(0)
    };
    assert_eq!(
        (told(&mut north).as_str(), told(&mut south).as_str()),
        ("from south", "from north")
    );
    let error = north.act(|office| office.decline_to_open(&hit)).unwrap_err();
    assert!(error.to_string().contains("decided already"), "{error}");
}

#[test]
fn quotas_are_counted_by_case_and_day_and_told() {
    let (mut north, mut south) = pair();
    let node = south.identity.node.clone();
    let ask = |north: &mut Node, south: &mut Node, name: &str, case: &str| {
        let order = BlindOrder {
            name: name.to_owned(),
            case: case.parse().unwrap(),
            by: "ines".parse().unwrap(),
            items: vec!["phone:1".to_owned()],
            seed: [name.len() as u8; 32],
        };
        let ask = north.act(|office| office.ask_blind(&node, order)).unwrap();
        carry(north, south);
        carry(south, north);
        north.act(|office| office.blind_query(&ask)).unwrap().unwrap()
    };
    for number in 0..4 {
        let asked = ask(&mut north, &mut south, &format!("a{number}"), "op-lantern");
        assert_eq!(asked.state, QueryState::Waiting, "{}", asked.reason);
    }
    let fifth = ask(&mut north, &mut south, "a4", "op-lantern");
    assert_eq!(fifth.state, QueryState::Refused);
    assert!(fifth.reason.contains("this case has 0 evaluations left"), "{}", fifth.reason);
    assert_eq!(ask(&mut north, &mut south, "b0", "op-harbour").state, QueryState::Waiting);
    // 64 + 16 of 96 are used up: one more ask fits into the day, the next does not.
    assert_eq!(ask(&mut north, &mut south, "b1", "op-harbour").state, QueryState::Waiting);
    let last = ask(&mut north, &mut south, "b2", "op-harbour");
    assert!(last.reason.contains("the day has 0"), "{}", last.reason);
    south.now += 24 * HOUR;
    assert_eq!(ask(&mut north, &mut south, "c0", "op-lantern").state, QueryState::Waiting);
    assert_eq!(south.refusals(), 2);
}

#[test]
fn an_ask_is_withdrawn_before_its_answer_and_not_after() {
    let (mut north, mut south) = pair();
    let node = south.identity.node.clone();
    let order = BlindOrder {
        name: "w".to_owned(),
        case: "op-lantern".parse().unwrap(),
        by: "ines".parse().unwrap(),
        items: vec!["phone:1".to_owned()],
        seed: [1; 32],
    };
    let ask = north.act(|office| office.ask_blind(&node, order)).unwrap();
    north.act(|office| office.withdraw_blind(&ask)).unwrap();
    carry(&mut north, &mut south);
    assert_eq!(south.act(|office| office.blind_waiting()).unwrap().len(), 0);
    let state =
        |node: &mut Node| node.act(|office| office.blind_query(&ask)).unwrap().unwrap().state;
    assert_eq!(
        (state(&mut north), state(&mut south)),
        (QueryState::Withdrawn, QueryState::Withdrawn)
    );
    assert!(north.act(|office| office.withdraw_blind(&ask)).is_err());
}
