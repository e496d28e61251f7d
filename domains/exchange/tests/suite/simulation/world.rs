//! The nodes, what is on its way between them, and what must hold at every moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossbearing_exchange::node::{
    Agreement, Card, Identity, NodeKey, Partner, Reason, RecallOrder, Sealed,
};
use crossbearing_model::{
    AgencyId, Audience, Basis, Citation, Classification, Instant, Label, LabelSpec, NodeId, Onward,
    Statement, StatementId, Tlp,
};

use super::node::Node;

const START: i64 = 1_790_000_000_000;
const MINUTE: i64 = 60_000;

/// What happened, to know that something did.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) crashes: u64,
    pub(super) lost: u64,
    pub(super) repeated: u64,
    pub(super) recalled: u64,
    pub(super) held: u64,
    pub(super) relayed: u64,
    pub(super) delivered: u64,
}

impl Events {
    pub(super) fn add(&mut self, other: &Self) {
        self.crashes += other.crashes;
        self.lost += other.lost;
        self.repeated += other.repeated;
        self.recalled += other.recalled;
        self.held += other.held;
        self.relayed += other.relayed;
        self.delivered += other.delivered;
    }
}

enum Message {
    Envelope(Vec<u8>),
    Ack(Sealed),
}

pub(super) struct World {
    seed: u64,
    random: u64,
    now: i64,
    nodes: Vec<Node>,
    /// Nodes that have joined: those after them are still unknown to everybody.
    joined: usize,
    on_the_way: Vec<(usize, Message)>,
    recalled: BTreeMap<StatementId, usize>,
    made: Vec<(usize, StatementId)>,
    pub(super) events: Events,
}

fn node_id(at: usize) -> NodeId {
    format!("node-{at}").parse().unwrap()
}

fn agency(at: usize) -> AgencyId {
    format!("agency-{at}").parse().unwrap()
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut world = Self {
            seed,
            random: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66,
            now: START,
            nodes: Vec::new(),
            joined: 2,
            on_the_way: Vec::new(),
            recalled: BTreeMap::new(),
            made: Vec::new(),
            events: Events::default(),
        };
        let count = 3 + world.below(3) as usize;
        for at in 0..count {
            let key = NodeKey::from_seed([at as u8 + 1; 32]);
            let identity = Identity { node: node_id(at), agency: agency(at), key };
            let skew = (world.below(11) as i64 - 5) * MINUTE;
            world.nodes.push(Node::new(identity, skew));
        }
        world.introduce();
        world
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn now(&self) -> Instant {
        Instant::from_millis(self.now)
    }

    /// Makes all nodes that have joined partners of one another.
    fn introduce(&mut self) {
        let cards: Vec<Card> = self.nodes.iter().map(card).collect();
        let now = self.now();
        for at in 0..self.joined {
            for (other, card) in cards.iter().enumerate().take(self.joined) {
                if other != at {
                    let partner = Partner {
                        card: card.clone(),
                        agreement: agreement(),
                        called_every: 60,
                        revoked: None,
                    };
                    self.nodes[at].act(now, None, |office| office.put_partner(&partner)).unwrap();
                }
            }
        }
    }

    pub(super) fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            self.step();
            self.check_every_moment();
        }
    }

    fn step(&mut self) {
        let (at, other) = self.two();
        match self.below(100) {
            0..12 => self.write_statement(at),
            12..30 => self.plan(at, other),
            30..55 => self.send(at, other, 30),
            55..82 => self.deliver(),
            82..87 => self.tick(at),
            87..91 => self.recall(at),
            91..94 => {
                // A clock is moved, far forward or back.
                self.nodes[at].skew = (self.below(2001) as i64 - 1000) * MINUTE;
            }
            94..96 if self.joined < self.nodes.len() => {
                self.joined += 1;
                self.introduce();
            }
            _ => self.now += self.below(20) as i64 * MINUTE,
        }
    }

    fn two(&mut self) -> (usize, usize) {
        let at = self.below(self.joined as u64) as usize;
        let step = 1 + self.below(self.joined as u64 - 1) as usize;
        (at, (at + step) % self.joined)
    }

    fn fuse(&mut self) -> Option<u32> {
        (self.below(4) == 0).then(|| self.below(7) as u32)
    }

    fn act<T>(
        &mut self,
        at: usize,
        fuse: Option<u32>,
        step: impl FnOnce(
            &mut crossbearing_exchange::node::Office<'_>,
        ) -> crossbearing_exchange::Result<T>,
    ) -> Option<T> {
        let now = self.now();
        let done = self.nodes[at].act(now, fuse, step);
        self.events.crashes += u64::from(done.is_none());
        done
    }

    fn write_statement(&mut self, at: usize) {
        let mut spec = LabelSpec::for_agency(agency(at), Instant::from_millis(START * 2));
        spec.tlp = Tlp::Green;
        spec.onward = if self.below(2) == 0 { Onward::Yes } else { Onward::Ask };
        for other in 0..self.nodes.len() {
            if self.below(3) > 0 {
                spec.releasable_to.insert(Audience::Agency(agency(other)));
            }
        }
        if self.below(3) == 0 {
            spec.embargo_until = Some(self.now().plus_millis(self.below(120) as i64 * MINUTE + 1));
        }
        if self.below(4) == 0 {
            spec.expires = Some(self.now().plus_millis((150 + self.below(300) as i64) * MINUTE));
        }
        let number = self.made.len();
        let citation = Citation {
            report: format!("r-{number}").parse().unwrap(),
            grade: "6x6/B2".parse().unwrap(),
            label: Label::seal(spec).unwrap(),
            basis: Basis::Fact,
            origin: node_id(at),
        };
        let entity = format!("p-{number}").parse().unwrap();
        let statement =
            Statement::new(entity, "Person", "name", format!("Oskel {number}"), Arc::new(citation));
        self.made.push((at, statement.id()));
        self.nodes[at].shelf.held.insert(statement.id(), statement);
    }

    /// What the partner's View holds; what is under embargo is sometimes offered ahead of time.
    fn plan(&mut self, at: usize, other: usize) {
        let to = Audience::Agency(agency(other));
        let offered = self.nodes[at].shelf.held.values();
        let offered: Vec<Statement> = offered
            .filter(|statement| statement.citation.label.spec().releasable_to.contains(&to))
            .cloned()
            .collect();
        let relayed = offered.iter().filter(|one| one.citation.origin != node_id(at));
        let relayed = relayed.filter(|one| one.citation.label.spec().onward == Onward::Yes).count();
        let fuse = self.fuse();
        let planned = self.act(at, fuse, |office| office.plan(&node_id(other), offered));
        self.events.relayed += planned.map_or(0, |count| count.min(relayed)) as u64;
    }

    fn send(&mut self, at: usize, other: usize, loss: u64) {
        let outgoing = self.act(at, None, |office| office.outgoing(&node_id(other))).unwrap();
        for envelope in outgoing {
            if self.below(100) < loss {
                self.events.lost += 1;
                continue;
            }
            if loss > 0 && self.below(5) == 0 {
                self.events.repeated += 1;
                self.on_the_way.push((other, Message::Envelope(envelope.clone())));
            }
            self.on_the_way.push((other, Message::Envelope(envelope)));
        }
    }

    /// Delivers any one message: the order on the way means nothing.
    fn deliver(&mut self) {
        if self.on_the_way.is_empty() {
            return;
        }
        let which = self.below(self.on_the_way.len() as u64) as usize;
        let (to, message) = self.on_the_way.swap_remove(which);
        let fuse = self.fuse();
        self.arrive(to, message, fuse);
    }

    fn arrive(&mut self, to: usize, message: Message, fuse: Option<u32>) {
        self.events.delivered += 1;
        match message {
            Message::Envelope(wire) => {
                if let Some(ack) = self.act(to, fuse, |office| office.receive(&wire)) {
                    let text = serde_json::to_string(&ack).unwrap();
                    assert!(!text.contains("refused"), "seed {}: {text}", self.seed);
                    let from = (0..self.nodes.len()).find(|at| {
                        String::from_utf8_lossy(&wire)
                            .contains(&format!("\"from\\\":\\\"{}\\\"", node_id(*at)))
                    });
                    self.on_the_way.push((from.unwrap(), Message::Ack(ack)));
                }
            }
            Message::Ack(ack) => {
                self.act(to, fuse, |office| office.acknowledged(&ack));
            }
        }
    }

    fn tick(&mut self, at: usize) {
        let fuse = self.fuse();
        self.act(at, fuse, |office| {
            office.tick()?;
            Ok(())
        });
    }

    fn recall(&mut self, at: usize) {
        let own =
            self.made.iter().filter(|(owner, id)| *owner == at && !self.recalled.contains_key(id));
        let own: Vec<StatementId> = own.map(|(_, id)| *id).collect();
        if own.is_empty() {
            return;
        }
        let id = own[self.below(own.len() as u64) as usize];
        let order = RecallOrder {
            id: format!("recall-{id}"),
            statements: vec![id],
            reason: Reason::Inaccurate,
            note: "misread".to_owned(),
            deadline: Instant::from_millis(START * 2),
        };
        if self.act(at, None, |office| office.recall(order)).is_some() {
            self.events.recalled += 1;
            self.recalled.insert(id, at);
        }
    }

    /// Nobody holds what its label does not release to it, or what is under embargo by the node's
    /// own clock, or by the clocks of all others.
    fn check_every_moment(&mut self) {
        let now = self.now;
        for at in 0..self.nodes.len() {
            let others = (0..self.nodes.len()).filter(|other| *other != at);
            let latest = others.map(|other| self.shown(other)).max().unwrap();
            let mine = self.shown(at);
            for statement in self.nodes[at].shelf.held.values() {
                let spec = statement.citation.label.spec();
                if spec.originator == agency(at) {
                    continue;
                }
                let released = spec.releasable_to.contains(&Audience::Agency(agency(at)));
                assert!(released, "seed {}: seen outside its label", self.seed);
                if let Some(until) = spec.embargo_until {
                    let opened = until <= mine && until <= latest;
                    assert!(opened, "seed {}: seen before {until} at {now}", self.seed);
                }
            }
        }
    }

    /// The latest time that a node has ever known: its office never goes back.
    fn shown(&mut self, at: usize) -> Instant {
        use crossbearing_exchange::node::Keep as _;
        let node = &self.nodes[at];
        let kept = node.stored.keep.get("clock").unwrap();
        let kept = kept.map(|bytes| serde_json::from_slice(&bytes).unwrap());
        kept.unwrap_or(Instant::MIN).max(self.now().plus_millis(node.skew))
    }

    /// The network heals, the clocks are set, and everybody talks until nothing is new.
    pub(super) fn heal(&mut self) {
        use crossbearing_exchange::node::Keep as _;
        for node in &self.nodes {
            self.events.held += node.stored.keep.scan("held/", 1000).unwrap().len() as u64;
        }
        self.joined = self.nodes.len();
        self.introduce();
        self.nodes.iter_mut().for_each(|node| node.skew = 0);
        self.now += 3000 * MINUTE;
        for _ in 0..12 {
            for at in 0..self.joined {
                self.act(at, None, |office| {
                    office.tick()?;
                    Ok(())
                })
                .unwrap();
                for other in (0..self.joined).filter(|other| *other != at) {
                    self.plan_whole(at, other);
                    self.send(at, other, 0);
                    let greeting = self.act(at, None, |office| office.greeting(&node_id(other)));
                    self.on_the_way.push((other, Message::Ack(greeting.unwrap())));
                    while !self.on_the_way.is_empty() {
                        let (to, message) = self.on_the_way.remove(0);
                        self.arrive(to, message, None);
                    }
                }
            }
            self.now += MINUTE;
        }
        self.check_every_moment();
    }

    fn plan_whole(&mut self, at: usize, other: usize) {
        let to = Audience::Agency(agency(other));
        let offered = self.nodes[at].shelf.held.values();
        let offered = offered.filter(|one| one.citation.label.spec().releasable_to.contains(&to));
        let offered: Vec<Statement> = offered.cloned().collect();
        self.act(at, None, |office| office.plan(&node_id(other), offered)).unwrap();
    }

    pub(super) fn check_the_end(&mut self) {
        for (owner, id) in self.made.clone() {
            let spec = self.nodes[owner].shelf.held[&id].citation.label.spec().clone();
            for at in (0..self.nodes.len()).filter(|at| *at != owner) {
                let has = self.nodes[at].shelf.held.contains_key(&id);
                let released = spec.releasable_to.contains(&Audience::Agency(agency(at)));
                let should = released && spec.expires.is_none() && !self.recalled.contains_key(&id);
                assert_eq!(has, should, "seed {}: {id} at node-{at}, {spec:?}", self.seed);
            }
        }
        for at in 0..self.nodes.len() {
            let notices = self.act(at, None, |office| office.notices()).unwrap();
            for state in notices {
                assert_eq!(state.waiting, [], "seed {}: {} unanswered", self.seed, state.notice.id);
            }
            let partners: BTreeSet<usize> =
                (0..self.nodes.len()).filter(|other| *other != at).collect();
            for other in partners {
                let left =
                    self.act(at, None, |office| office.outstanding(&node_id(other))).unwrap();
                assert_eq!(left.unacknowledged, 0, "seed {}", self.seed);
            }
        }
    }
}

fn card(node: &Node) -> Card {
    Card {
        node: node.identity.node.clone(),
        agency: node.identity.agency.clone(),
        name: node.identity.agency.to_string(),
        key: node.identity.key.public(),
        address: String::new(),
    }
}

fn agreement() -> Agreement {
    Agreement {
        purpose: "op-lantern".parse().unwrap(),
        ceiling: Classification::OfficialSensitive,
        until: Instant::from_millis(START * 2),
        gives: true,
        takes: true,
        relays: (0..5).map(agency).collect(),
        matching: None,
    }
}
