//! From judgements to clusters: union under cannot-link constraints, the newest judgement first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossbearing_model::EntityId;

use super::{Conflict, Identities, Judgement, State, Verdict};

/// The judgements about one pair of records.
#[derive(Debug, Default)]
struct Said {
    same: Vec<usize>,
    different: Vec<usize>,
}

/// Settles what became of each judgement, and makes the clusters.
///
/// `judgements` come in the order in which they were recorded, taken-back ones marked.
pub(super) fn settle(mut judgements: Vec<Judgement>) -> Identities {
    supersede(&mut judgements);
    let pairs = by_pair(&judgements);
    let mut forest = Forest::default();
    for (pair, said) in pairs.iter().filter(|(_, said)| !said.different.is_empty()) {
        forest.part(pair, &said.different);
    }
    let mut wanted: Vec<_> = pairs.iter().filter(|(_, said)| !said.same.is_empty()).collect();
    wanted.sort_by_key(|(_, said)| std::cmp::Reverse(said.same.last().copied()));
    let mut conflicts = Vec::new();
    for (pair, said) in wanted {
        if awaits_second(&judgements, &said.same) {
            mark(&mut judgements, &said.same, &State::AwaitsSecond);
            continue;
        }
        let Err(against) = forest.join(pair) else { continue };
        mark(&mut judgements, &said.same, &State::SetAside);
        let ids = |places: &mut dyn Iterator<Item = usize>| -> Vec<EntityId> {
            places.map(|place| judgements[place].id.clone()).collect()
        };
        conflicts.push(Conflict {
            left: pair.0.clone(),
            right: pair.1.clone(),
            same: ids(&mut said.same.iter().copied()),
            different: ids(&mut against.into_iter()),
        });
    }
    conflicts.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
    let (cluster_of, clusters) = forest.clusters();
    Identities { cluster_of, clusters, conflicts, judgements }
}

/// A judgement that takes another's place does so where one agency made both.
fn supersede(judgements: &mut [Judgement]) {
    let agency =
        |judgement: &Judgement| judgement.said.statement.citation.label.spec().originator.clone();
    let places: HashMap<EntityId, usize> =
        judgements.iter().enumerate().map(|(place, one)| (one.id.clone(), place)).collect();
    for later in 0..judgements.len() {
        let taking = &judgements[later];
        let Some(place) = taking.supersedes.as_ref().and_then(|id| places.get(id)).copied() else {
            continue;
        };
        // Only what was recorded before can be superseded: no circles.
        let may =
            taking.state.stands() && place < later && agency(taking) == agency(&judgements[place]);
        if may {
            judgements[place].state = State::Superseded(judgements[later].id.clone());
        }
    }
}

fn by_pair(judgements: &[Judgement]) -> BTreeMap<(EntityId, EntityId), Said> {
    let mut pairs: BTreeMap<_, Said> = BTreeMap::new();
    for (place, judgement) in judgements.iter().enumerate() {
        if !judgement.state.stands() {
            continue;
        }
        let (left, right) = judgement.pair();
        let said = pairs.entry((left.clone(), right.clone())).or_default();
        match judgement.verdict {
            Verdict::Same => said.same.push(place),
            Verdict::Different => said.different.push(place),
            Verdict::Unsure => {}
        }
    }
    pairs
}

/// Whether it takes two people and only one has spoken.
fn awaits_second(judgements: &[Judgement], same: &[usize]) -> bool {
    let said = same.iter().map(|place| &judgements[*place]);
    let people: BTreeSet<&str> = said.clone().map(|one| one.decided_by.as_str()).collect();
    said.clone().any(|one| one.wants_second) && people.len() < 2
}

fn mark(judgements: &mut [Judgement], places: &[usize], state: &State) {
    for place in places {
        judgements[*place].state = state.clone();
    }
}

/// Records joined so far, and which of them must stay apart by which judgements.
#[derive(Default)]
struct Forest {
    numbers: HashMap<EntityId, usize>,
    ids: Vec<EntityId>,
    parent: Vec<usize>,
    /// For each root, the roots it must not be joined with, and the judgements that say so.
    apart: Vec<BTreeMap<usize, BTreeSet<usize>>>,
}

impl Forest {
    fn number(&mut self, id: &EntityId) -> usize {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.ids.len();
        self.numbers.insert(id.clone(), number);
        self.ids.push(id.clone());
        self.parent.push(number);
        self.apart.push(BTreeMap::new());
        number
    }

    fn root(&mut self, mut number: usize) -> usize {
        while self.parent[number] != number {
            self.parent[number] = self.parent[self.parent[number]];
            number = self.parent[number];
        }
        number
    }

    /// Keeps two records apart, before any are joined.
    fn part(&mut self, (left, right): &(EntityId, EntityId), judgements: &[usize]) {
        let (left, right) = (self.number(left), self.number(right));
        self.apart[left].entry(right).or_default().extend(judgements);
        self.apart[right].entry(left).or_default().extend(judgements);
    }

    /// Joins the clusters of two records, or says which judgements keep them apart.
    fn join(&mut self, (left, right): &(EntityId, EntityId)) -> Result<(), BTreeSet<usize>> {
        let (left, right) = (self.number(left), self.number(right));
        let (left, right) = (self.root(left), self.root(right));
        if left == right {
            return Ok(());
        }
        if let Some(judgements) = self.apart[left].get(&right) {
            return Err(judgements.clone());
        }
        // The one that must stay apart from fewer goes.
        let larger = self.apart[left].len() >= self.apart[right].len();
        let (stays, goes) = if larger { (left, right) } else { (right, left) };
        self.parent[goes] = stays;
        for (other, judgements) in std::mem::take(&mut self.apart[goes]) {
            self.apart[other].remove(&goes);
            self.apart[other].entry(stays).or_default().extend(judgements.iter().copied());
            self.apart[stays].entry(other).or_default().extend(judgements);
        }
        Ok(())
    }

    fn clusters(mut self) -> (HashMap<EntityId, EntityId>, BTreeMap<EntityId, Vec<EntityId>>) {
        let mut by_root: BTreeMap<usize, Vec<EntityId>> = BTreeMap::new();
        for number in 0..self.ids.len() {
            let root = self.root(number);
            by_root.entry(root).or_default().push(self.ids[number].clone());
        }
        let (mut cluster_of, mut clusters) = (HashMap::new(), BTreeMap::new());
        for mut members in by_root.into_values().filter(|members| members.len() > 1) {
            members.sort();
            for member in &members {
                cluster_of.insert(member.clone(), members[0].clone());
            }
            clusters.insert(members[0].clone(), members);
        }
        (cluster_of, clusters)
    }
}
