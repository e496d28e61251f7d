//! Whose selectors never take part: victims, children, smuggled people and witnesses, and what is
//! theirs. Only a safeguarding officer lets one of them in, one by one.

use std::collections::{BTreeMap, BTreeSet};

use crossbearing_access::{Role, Viewer};
use crossbearing_ledger::{Ledger, View};
use crossbearing_model::{
    AgencyId, Classification, EntityId, Instant, PropertyKind, PurposeId, Statement,
    SubjectCategory,
};

use super::selectors::{Born, each, item, kind_of};

/// The records that are kept out, and the items that they hold, whoever else holds them too.
#[derive(Default)]
pub(crate) struct Shielded {
    entities: BTreeSet<EntityId>,
    items: BTreeSet<String>,
}

impl Shielded {
    /// Reads them from all that the agency's safeguarding officers may see for the purpose, and from
    /// the protection register, whatever anybody sees. Both only ever keep out: they are policy, not
    /// content. `admitted` are those whom a safeguarding officer let in.
    pub(crate) fn read(
        ledger: &Ledger,
        (agency, purpose): (&AgencyId, &PurposeId),
        admitted: &BTreeSet<EntityId>,
        now: Instant,
    ) -> anyhow::Result<Self> {
        let view = safeguarding_view(ledger, agency, purpose, now)?;
        let mut people: BTreeSet<EntityId> =
            ledger.protections().iter().map(|entry| entry.entity.clone()).collect();
        let mut theirs = Theirs::default();
        each(ledger, &view, &mut |read| {
            if read.stands() {
                people.extend(shielded_person(&read.statement));
                theirs.hear(ledger, &read.statement);
            }
        })?;
        people.retain(|person| !admitted.contains(person));
        let mut entities = theirs.of(&people);
        entities.extend(people);
        let mut shielded = Self { entities, items: BTreeSet::new() };
        shielded.read_items(ledger, &view)?;
        // As others know them.
        let shown: Vec<EntityId> =
            shielded.entities.iter().map(|entity| view.shown_id(entity)).collect();
        shielded.entities.extend(shown);
        Ok(shielded)
    }

    /// Whether a record is kept out.
    pub(crate) fn is(&self, entity: &EntityId) -> bool {
        self.entities.contains(entity) || entity.as_str().starts_with("protected-")
    }

    /// Whether one of them holds an item.
    pub(crate) fn hides(&self, item: &str) -> bool {
        self.items.contains(item)
    }

    fn read_items(&mut self, ledger: &Ledger, view: &View) -> anyhow::Result<()> {
        let mut born: BTreeMap<EntityId, Born> = BTreeMap::new();
        each(ledger, view, &mut |read| {
            let said = &read.statement;
            if !self.entities.contains(&said.entity) {
                return;
            }
            match kind_of(ledger, said) {
                Some(PropertyKind::Name) => {
                    born.entry(said.entity.clone()).or_default().names.insert(said.value.clone());
                }
                Some(PropertyKind::Date) if &*said.property == "birthDate" => {
                    let years = &mut born.entry(said.entity.clone()).or_default().years;
                    years.extend(said.value.get(..4).map(str::to_owned));
                }
                Some(kind) => self.items.extend(item(kind, &said.value)),
                None => {}
            }
        })?;
        self.items.extend(born.values().flat_map(Born::items));
        Ok(())
    }
}

fn shielded_person(said: &Statement) -> Option<EntityId> {
    let is_category = &*said.property == "subjectCategory";
    let category = is_category.then(|| said.value.parse::<SubjectCategory>().ok()).flatten()?;
    category.is_protected().then(|| said.entity.clone())
}

/// Which things are whose.
#[derive(Default)]
struct Theirs {
    /// From a person to what says that it is the person's.
    held: BTreeMap<EntityId, BTreeSet<EntityId>>,
    /// The ends of ties that are records of their own.
    ties: BTreeMap<EntityId, BTreeSet<EntityId>>,
    /// Persons, organisations and events: nobody's things.
    nobodys: BTreeSet<EntityId>,
}

impl Theirs {
    fn hear(&mut self, ledger: &Ledger, said: &Statement) {
        let Some(schema) = ledger.ontology().schema(&said.schema) else { return };
        if ["LegalEntity", "Event", "Report"].iter().any(|kind| schema.is_a(kind)) {
            self.nobodys.insert(said.entity.clone());
        }
        if kind_of(ledger, said) != Some(PropertyKind::Entity) {
            return;
        }
        let Ok(target) = said.value.parse::<EntityId>() else { return };
        if schema.edge().is_some() {
            self.ties.entry(said.entity.clone()).or_default().insert(target);
        } else {
            self.held.entry(target).or_default().insert(said.entity.clone());
        }
    }

    /// What belongs to `people`, by a property of the thing or by a tie.
    fn of(&self, people: &BTreeSet<EntityId>) -> BTreeSet<EntityId> {
        let direct = people.iter().filter_map(|person| self.held.get(person)).flatten();
        let mut things: BTreeSet<EntityId> = direct.cloned().collect();
        for ends in self.ties.values() {
            if ends.iter().any(|end| people.contains(end)) {
                things.extend(ends.iter().cloned());
            }
        }
        things.retain(|thing| !self.nobodys.contains(thing));
        things
    }
}

/// All that a safeguarding officer of the agency may see for the purpose.
fn safeguarding_view(
    ledger: &Ledger,
    agency: &AgencyId,
    purpose: &PurposeId,
    now: Instant,
) -> anyhow::Result<View> {
    let role = Role::SafeguardingOfficer;
    let viewer = Viewer {
        clearance: Classification::Secret,
        ..Viewer::new("exchange".parse()?, agency.clone(), role, purpose.clone())
    };
    Ok(ledger.view(&viewer, now)?)
}
