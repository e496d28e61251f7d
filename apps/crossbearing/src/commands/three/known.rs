//! What one agency's folder knows of those who work for the networks, held against the truth.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use crossbearing_access::{Role, Viewer};
use crossbearing_exercise::{Exercise, Plan};
use crossbearing_ledger::{AsOf, View};
use crossbearing_model::{Classification, EntityId};
use serde_json::Value;

use crate::exchange::{Items, case_items};
use crate::folder::DataFolder;
use crate::server::now;

/// Ties looked at around one record.
const MOST: usize = 300;

/// A tie between two true people, the lesser name first.
pub(super) type Tie = (String, String);

/// Who truly works for the networks, and what records truly are.
pub(super) struct Truth {
    /// Those who work for a network.
    pub(super) actors: BTreeSet<String>,
    /// The ties between them.
    pub(super) ties: BTreeSet<Tie>,
    identity: BTreeMap<String, String>,
}

impl Truth {
    pub(super) fn of(folder: &DataFolder) -> anyhow::Result<Self> {
        let exercise = folder.settings().exercise.as_ref();
        let exercise = exercise.context("the folder holds no exercise: there is no truth")?;
        let plan = Plan::new(exercise.seed, exercise.persons)?.ending(exercise.ends);
        let exercise = Exercise::new(plan)?;
        let (mut actors, mut identity) = (BTreeSet::new(), BTreeMap::new());
        let mut together: Vec<BTreeSet<String>> = Vec::new();
        for record in exercise.truth() {
            let record = serde_json::to_value(record)?;
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            match text("record").as_str() {
                "identity" => drop(identity.insert(text("entity"), text("truth"))),
                "person" if works(&text("role")) => drop(actors.insert(text("id"))),
                "thing" => together.push(named(&record["values"])),
                _ => {}
            }
        }
        let mut ties = BTreeSet::new();
        for people in together {
            let people: Vec<&String> = people.intersection(&actors).collect();
            for (at, one) in people.iter().enumerate() {
                ties.extend(people[at + 1..].iter().map(|other| tie(one, other)));
            }
        }
        Ok(Self { actors, ties, identity })
    }

    /// The true person behind a record, if one who works for a network.
    fn actor(&self, record: &EntityId) -> Option<&String> {
        self.identity.get(record.as_str()).filter(|truth| self.actors.contains(*truth))
    }
}

/// Whether a role is one in the business.
fn works(role: &str) -> bool {
    !matches!(role, "" | "traveller" | "bystander")
}

/// Everything that a thing's values name.
fn named(values: &Value) -> BTreeSet<String> {
    let all = values.as_object().into_iter().flat_map(|values| values.values());
    let all = all.filter_map(Value::as_array).flatten();
    all.filter_map(|value| value.as_str().map(ToOwned::to_owned)).collect()
}

fn tie(one: &str, other: &str) -> Tie {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

/// What an agency knows.
pub(super) struct Known {
    pub(super) agency: String,
    /// The true people of whom it has a record.
    pub(super) people: BTreeSet<String>,
    /// The true ties that it has.
    pub(super) ties: BTreeSet<Tie>,
    /// The items of its case.
    pub(super) items: Items,
    /// From a record to the true people it is, or is tied to by one step.
    holders: BTreeMap<EntityId, BTreeSet<String>>,
}

impl Known {
    pub(super) fn of(folder: &DataFolder, truth: &Truth) -> anyhow::Result<Self> {
        let ledger = folder.ledger()?;
        let agency = folder.settings().agency.clone();
        let dealings = folder.exchange()?;
        let (log, time) = (folder.log()?, now());
        let partners = dealings.at_office((&ledger, &log), time, |office| office.partners())?;
        let partner = partners.into_iter().next().context("the node has no partners")?;
        let purpose = partner.agreement.purpose;
        let viewer = Viewer {
            clearance: Classification::OfficialSensitive,
            ..Viewer::new("score".parse()?, agency.clone(), Role::Analyst, purpose)
        };
        let view = ledger.view(&viewer, now())?;
        let items = case_items(&ledger, &view, now())?;
        let mut known = Self {
            agency: agency.to_string(),
            people: BTreeSet::new(),
            ties: BTreeSet::new(),
            items,
            holders: BTreeMap::new(),
        };
        let mut records = Vec::new();
        ledger.every_entity(&view, AsOf::Now, &mut |record| {
            records.push(record.id);
            std::ops::ControlFlow::Continue(())
        })?;
        for record in &records {
            known.look_around(&ledger, &view, truth, record)?;
        }
        Ok(known)
    }

    fn look_around(
        &mut self,
        ledger: &crossbearing_ledger::Ledger,
        view: &View,
        truth: &Truth,
        record: &EntityId,
    ) -> anyhow::Result<()> {
        let own = truth.actor(record).cloned();
        self.people.extend(own.clone());
        let around = ledger.neighbours(view, AsOf::Now, record, MOST)?;
        let near = around.into_iter().flat_map(|around| around.nodes);
        let near: BTreeSet<String> =
            near.filter_map(|node| truth.actor(&node.id).cloned()).collect();
        let people: BTreeSet<String> = near.into_iter().chain(own).collect();
        // People who are tied to one thing, or to one another.
        let listed: Vec<&String> = people.iter().collect();
        for (at, one) in listed.iter().enumerate() {
            let pairs = listed[at + 1..].iter().map(|other| tie(one, other));
            self.ties.extend(pairs.filter(|pair| truth.ties.contains(pair)));
        }
        self.holders.insert(
            record.clone(),
            match truth.actor(record) {
                Some(actor) => [actor.clone()].into(),
                None => people,
            },
        );
        Ok(())
    }

    /// The true people who hold an item.
    pub(super) fn people_with(&self, item: &str) -> BTreeSet<String> {
        let records = self.items.get(item).into_iter().flatten();
        records.filter_map(|record| self.holders.get(record)).flatten().cloned().collect()
    }
}
